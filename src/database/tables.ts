// Written by `npm run schema` from the migrated database; a test fails when it is not current.
import type { Generated } from 'kysely'
import type { Uuid } from '../values/ids.ts'

export type CatalogueChange = {
  tx: Generated<string>
  institutionId: Uuid
  courseId: Uuid | null
}

export type CatalogueCourse = {
  id: Uuid
  institutionId: Uuid
  code: string
}

export type CatalogueCourseVersion = {
  courseId: Uuid
  version: number
  institutionId: Uuid
  validFrom: string
  validTo: string | null
  titleZh: string
  titleEn: string | null
  department: string | null
  kind: 'theory' | 'laboratory' | 'practice' | 'design' | 'seminar' | 'thesis' | null
  level: 'training' | 'secondary' | 'associate' | 'bachelor' | 'graduate' | null
  credits: number | null
  hours: number | null
  gradeMin: number | null
  description: string | null
  syllabus: Generated<unknown>
  searchKey: string
  recordedAt: Generated<Date>
}

export type CatalogueInstitution = {
  id: Uuid
  code: string
  nameZh: string
  nameEn: string | null
  kind: 'university' | 'vocational' | 'open' | 'training' | 'examination'
  region: string
  member: boolean
  namingProfile: unknown
  searchKey: string
  recordedAt: Generated<Date>
}

export type CatalogueTerms = {
  institutionId: Uuid
  version: number
  validFrom: string
  validTo: string | null
  hoursPerCredit: unknown
  gradeScales: unknown
  recordedAt: Generated<Date>
}

export type RulebookEquivalency = {
  id: Uuid
  number: string
  version: number
  sourceCourseId: Uuid
  targetCourseId: Uuid | null
  targetInstitutionId: Uuid
  outcome: 'accepted' | 'refused'
  credits: number | null
  scoreMin: number | null
  yearsMax: number | null
  note: string | null
  titleZh: string
  titleEn: string | null
  validFrom: string
  validTo: string | null
  recordedAt: Generated<Date>
}

export type RulebookRuleSet = {
  id: Uuid
  number: string
  version: number
  institutionId: Uuid | null
  titleZh: string
  titleEn: string | null
  validFrom: string
  validTo: string | null
  content: unknown
  contentHash: string
  source: string | null
  recordedAt: Generated<Date>
}

export type Tables = {
  catalogueChange: CatalogueChange
  catalogueCourse: CatalogueCourse
  catalogueCourseVersion: CatalogueCourseVersion
  catalogueInstitution: CatalogueInstitution
  catalogueTerms: CatalogueTerms
  rulebookEquivalency: RulebookEquivalency
  rulebookRuleSet: RulebookRuleSet
}
