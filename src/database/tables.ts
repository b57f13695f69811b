// Written by `npm run schema` from the migrated database; a test fails when it is not current.
import type { Generated } from 'kysely'
import type { Uuid } from '../values/ids.ts'

export type AuditLeaf = {
  shard: number
  place: number
  recordId: Uuid
  hash: Buffer
}

export type AuditPending = {
  shard: number
  id: Uuid
}

export type AuditRecord = {
  shard: number
  id: Uuid
  at: Date
  actor: Uuid | null
  grantor: Uuid | null
  role: string | null
  action: string
  outcome: 'done' | 'denied'
  status: number | null
  target: Uuid | null
  subject: Uuid | null
  institutionId: Uuid | null
  details: unknown
  traceId: string
}

export type AuditSeal = {
  shard: number
  size: number
  root: Buffer
  edge: Buffer[]
  sealedAt: Date
  keyId: string
  signature: Buffer
}

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
  kind: 'university' | 'vocational' | 'open' | 'training' | 'examination' | 'enterprise' | 'authority'
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

export type IdentityAccount = {
  shard: number
  id: Uuid
  kind: 'person' | 'service'
  state: 'unactivated' | 'active' | 'disabled' | 'closed'
  institutionId: Uuid | null
  createdAt: Date
}

export type IdentityFailure = {
  shard: number
  bucket: Buffer
  windowBeganAt: Date
  failures: number
}

export type IdentityLogin = {
  shard: number
  blind: Buffer
  kind: 'name' | 'phone' | 'email'
  accountShard: number
  accountId: Uuid
}

export type IdentityNumber = {
  shard: number
  blind: Buffer
  accountShard: number
  accountId: Uuid
}

export type IdentityPassword = {
  shard: number
  accountId: Uuid
  hash: string
  changedAt: Date
}

export type IdentityPerson = {
  shard: number
  id: Uuid
  wrappedKey: Buffer | null
  name: Buffer | null
  idNumber: Buffer | null
  phone: Buffer | null
  email: Buffer | null
  verifiedAt: Date | null
  verifiedBy: 'institution' | 'authority' | 'demo' | null
  erasedAt: Date | null
}

export type IdentityRole = {
  shard: number
  id: Uuid
  accountId: Uuid
  role: 'learner' | 'teacher' | 'inst_admin' | 'reviewer' | 'second_reviewer' | 'standards_manager' | 'finance' | 'expert' | 'enterprise' | 'sys_admin' | 'security_admin' | 'audit_admin' | 'regulator' | 'api_client'
  institutionId: Uuid | null
  department: 'credit' | 'technology' | 'finance' | 'business' | null
  beginsAt: Date
  endsAt: Date | null
  grantedBy: Uuid | null
  revokedBy: Uuid | null
}

export type IdentitySession = {
  shard: number
  id: Uuid
  accountId: Uuid
  tokenHash: Buffer
  beganAt: Date
  seenAt: Date
  expiresAt: Date
  endedAt: Date | null
  endedBy: Uuid | null
  device: string
  actingRole: string | null
  actingInstitutionId: Uuid | null
  steppedUpAt: Date | null
}

export type IdentityTeaching = {
  shard: number
  id: Uuid
  learnerId: Uuid
  teacherId: Uuid
  institutionId: Uuid
  section: string
  beginsAt: Date
  endsAt: Date | null
  readsUntil: Date | null
  enteredBy: Uuid | null
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
  auditLeaf: AuditLeaf
  auditPending: AuditPending
  auditRecord: AuditRecord
  auditSeal: AuditSeal
  catalogueChange: CatalogueChange
  catalogueCourse: CatalogueCourse
  catalogueCourseVersion: CatalogueCourseVersion
  catalogueInstitution: CatalogueInstitution
  catalogueTerms: CatalogueTerms
  identityAccount: IdentityAccount
  identityFailure: IdentityFailure
  identityLogin: IdentityLogin
  identityNumber: IdentityNumber
  identityPassword: IdentityPassword
  identityPerson: IdentityPerson
  identityRole: IdentityRole
  identitySession: IdentitySession
  identityTeaching: IdentityTeaching
  rulebookEquivalency: RulebookEquivalency
  rulebookRuleSet: RulebookRuleSet
}
