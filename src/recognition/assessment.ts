// recognition/assessment.ts – courses learnt, assessed against one institution: find candidates, compare, judge.
import type { Tx } from '../database/connection.ts'
import {
  courseLevels,
  hoursPerCredit,
  type CourseKind,
  type CourseLevel,
  type GradeRead,
  type Institution,
  readGrade,
  type Terms,
  type Topic,
} from '../catalogue/model.ts'
import {
  type CatalogueMemory,
  coursesByTopics,
  type CourseFound,
  coursesOn,
  institutionById,
  termsInForce,
} from '../catalogue/operations.ts'
import { matchCourses, type MatchQuery } from '../matching/match.ts'
import { defaultProfile } from '../matching/naming-profile.ts'
import { languageOf } from '../matching/text.ts'
import { conflictsBetween, parseTitle } from '../matching/title.ts'
import { topicCoverage } from '../matching/topics.ts'
import { type Case, judge, type Labels, type Learnt, type RuleSet } from '../rulebook/model.ts'
import { equivalenciesInForce, type EquivalencyFound } from '../rulebook/operations.ts'
import type { Credits } from '../values/credits.ts'
import type { LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import type { Hours } from '../values/quantities.ts'
import { type Flaw, refuse } from '../values/refusal.ts'
import { type Candidate, type Compared, inOrder, levelConflicts } from './model.ts'

export type CourseAsked = {
  courseId?: Uuid | undefined
  institutionId?: Uuid | undefined
  title?: string | undefined
  credits?: Credits | undefined
  hours?: Hours | undefined
  kind?: CourseKind | undefined
  level?: CourseLevel | undefined
  grade?: string | undefined
  earnedOn?: LocalDate | undefined
  targetCourseId?: Uuid | undefined
}

/** Without a target no course may name the one it shall count for. */
export type Question = { targetInstitutionId?: Uuid | undefined; courses: CourseAsked[] }

/** The course asked about, with everything that is known of it. */
export type Source = {
  course: CourseFound | null
  institution: Institution | null
  title: string
  titleEn: string | null
  credits: Credits | null
  hours: Hours | null
  kind: CourseKind | null
  level: CourseLevel | null
  syllabus: Topic[]
  gradeText: string | null
  grade: GradeRead | null
  earnedOn: LocalDate | null
  hoursPerCredit: Hours | null
  targetCourseId: Uuid | undefined
}

/** What the courses of the target say of one course learnt, best first; `refusal` is a decision on the course as a whole. */
export type Assessment = { source: Source; candidates: Candidate[]; refusal: EquivalencyFound | null }

const candidatesSought = 12
/** A title less alike than this is not worth showing to anybody. For search only: it decides nothing. */
const likenessMin = 0.1
const candidatesKept = 5

/** Reads what was asked into what is known; wrong entries are refused together, each by its place. */
export async function readSources(
  tx: Tx,
  { courses, targetInstitutionId }: Question,
  on: LocalDate,
): Promise<Source[]> {
  const known = await coursesOn(
    tx,
    courses.flatMap(({ courseId, targetCourseId }) =>
      [courseId, targetCourseId].filter((id) => id !== undefined),
    ),
    on,
  )
  const byId = new Map(known.map((course) => [course.id, course]))
  const institutionIds = [...new Set(courses.flatMap((asked) => institutionOf(asked, byId) ?? []))]
  const institutions = new Map<Uuid, Institution>()
  for (const id of institutionIds) {
    const institution = await institutionById(tx, id)
    if (institution) institutions.set(id, institution)
  }
  const terms = await termsInForce(tx, institutionIds, on)

  const flaws: Flaw[] = []
  const sources = courses.map((asked, place) => {
    const flaw = (key: string, code: string, details = {}) =>
      flaws.push({ pointer: `/courses/${place}/${key}`, code, details })
    const course = asked.courseId ? (byId.get(asked.courseId) ?? null) : null
    if (asked.courseId && !course) flaw('courseId', 'course_unknown')
    for (const key of ['title', 'credits', 'hours', 'kind', 'level', 'institutionId'] as const) {
      if (asked.courseId && asked[key] !== undefined) flaw(key, 'course_facts_fixed', { key })
    }
    if (!asked.courseId && asked.title === undefined) flaw('title', 'title_or_course')
    const wanted = asked.targetCourseId && byId.get(asked.targetCourseId)
    if (asked.targetCourseId && wanted?.institutionId !== targetInstitutionId)
      flaw('targetCourseId', wanted ? 'course_elsewhere' : 'course_unknown')
    const institutionId = institutionOf(asked, byId)
    if (institutionId && !institutions.has(institutionId)) flaw('institutionId', 'institution_unknown')
    const institutionTerms = institutionId && terms.get(institutionId)
    const source = toSource(
      asked,
      course,
      (institutionId && institutions.get(institutionId)) || null,
      institutionTerms || undefined,
    )
    if (asked.grade !== undefined && source.grade === null)
      flaw('grade', ...gradeFlaw(asked.grade, scalesOf(institutionTerms || undefined)))
    if (
      !asked.courseId &&
      source.hours === null &&
      (source.credits === null || source.hoursPerCredit === null)
    )
      flaw('hours', 'hours_or_credits')
    return source
  })
  return flaws.length > 0 ? refuse('input_invalid', {}, flaws) : sources
}

const institutionOf = (
  { courseId, institutionId }: CourseAsked,
  known: Map<Uuid, CourseFound>,
): Uuid | undefined => (courseId ? known.get(courseId)?.institutionId : institutionId)

/** What is known of a course asked about, from what was said and what the catalogue holds. */
export function toSource(
  asked: CourseAsked,
  course: CourseFound | null,
  institution: Institution | null,
  terms: Terms | undefined,
): Source {
  const kind = course ? course.kind : (asked.kind ?? null)
  return {
    course,
    institution,
    title: course?.titleZh ?? asked.title ?? '',
    titleEn: course?.titleEn ?? null,
    credits: course ? course.credits : (asked.credits ?? null),
    hours: course ? course.hours : (asked.hours ?? null),
    kind,
    level: course ? course.level : (asked.level ?? null),
    syllabus: course?.syllabus ?? [],
    gradeText: asked.grade ?? null,
    grade: asked.grade === undefined ? null : (readGrade(asked.grade, scalesOf(terms), kind) ?? null),
    earnedOn: asked.earnedOn ?? null,
    hoursPerCredit: (terms && hoursPerCredit(terms, kind)) ?? null,
    targetCourseId: asked.targetCourseId,
  }
}

/** An institution that states no scale is read as percent with the usual pass: the bank cannot know its words. */
export const scalesOf = (terms: Terms | undefined): Terms['gradeScales'] =>
  terms?.gradeScales ?? [{ scale: 'percent', kind: null, grades: [], pass: '60' }]

export function gradeFlaw(grade: string, scales: Terms['gradeScales']): [string, Record<string, string>] {
  const isNumber = /^-?\d+(\.\d+)?$/.test(grade)
  if (isNumber && scales.some(({ scale }) => scale === 'percent')) return ['grade_outside', { grade }]
  return [
    'grade_unknown',
    {
      grade,
      scales: scales
        .map(({ scale, grades }) => (scale === 'percent' ? '0–100' : grades.join(' ')))
        .join('; '),
    },
  ]
}

export type Inquiry = { sources: Source[]; target: Institution; ruleSet: RuleSet; on: LocalDate }

/** Assesses each source against the institution's courses by the rule set and the decisions in force on the day. */
export async function assess(tx: Tx, memory: CatalogueMemory, inquiry: Inquiry): Promise<Assessment[]> {
  const { sources, target, on } = inquiry
  const sourceIds = sources.flatMap(({ course }) => course?.id ?? [])
  const equivalencies = await equivalenciesInForce(tx, sourceIds, target.id, on)
  const found = findCandidates(memory, inquiry, equivalencies)
  const courses = await coursesOn(tx, [...new Set(found.flatMap((candidates) => [...candidates.keys()]))], on)
  const targetTerms = (await termsInForce(tx, [target.id], on)).get(target.id)
  return assessFound(memory, inquiry, { found, equivalencies, courses, targetTerms })
}

/** What has been found for a question: candidates of each source, and the facts of everything that they name. */
export type Found = {
  found: Map<Uuid, Matched>[]
  equivalencies: EquivalencyFound[]
  courses: CourseFound[]
  targetTerms: Terms | undefined
}

/** The pure part of `assess`: compares and judges what was found. */
export function assessFound(
  memory: Pick<CatalogueMemory, 'profiles'>,
  { sources, target, ruleSet, on }: Inquiry,
  { found, equivalencies, courses, targetTerms }: Found,
): Assessment[] {
  const byId = new Map(courses.map((course) => [course.id, course]))
  return sources.map((source, place) => {
    const decided = equivalencies.filter(({ sourceCourseId }) => sourceCourseId === source.course?.id)
    const candidates = Array.from(found[place]!).flatMap(([id, matched]): Candidate[] => {
      const course = byId.get(id)
      if (!course) return []
      const compared = compare(memory, source, course, matched)
      const equivalency = decided.find(({ targetCourseId }) => targetCourseId === id) ?? null
      const asked: Case = {
        learnt: learntFrom(source),
        counted: {
          hours: course.hours,
          credits: course.credits,
          scoreMin: course.gradeMin,
          hoursPerCredit: (targetTerms && hoursPerCredit(targetTerms, course.kind)) ?? null,
        },
        likeness: {
          titleAccepted: compared.titleAccepted,
          overlap: compared.coverage?.share ?? null,
          conflicts: compared.conflicts,
        },
        equivalency,
        on,
        labels: {
          source: labelsOf(source, source.course, source.institution),
          target: labelsOf(course, course, target),
        },
      }
      return [
        {
          course,
          compared,
          case: asked,
          equivalency,
          judgement: judge(asked, ruleSet.content),
          rules: [...(equivalency ? [equivalency.reference] : []), ruleSet.reference],
        },
      ]
    })
    const refusal =
      decided.find(({ outcome, targetCourseId }) => outcome === 'refused' && targetCourseId === null) ?? null
    const best = inOrder(candidates).slice(0, candidatesKept)
    const isRefused = refusal !== null && !best.some(({ judgement }) => judgement.verdict === 'approved')
    return { source, candidates: isRefused ? [] : best, refusal: isRefused ? refusal : null }
  })
}

/** How clauses call a course: 类别 as its institution says, else as the institution's kind does. */
const labelsOf = (
  { kind, level }: Pick<Source, 'kind' | 'level'>,
  course: CourseFound | null,
  institution: Institution | null,
): Labels => ({
  source: 'course',
  category: course?.category ?? (institution?.kind === 'training' ? 'vocational' : 'academic'),
  ...(institution ? { institution: institution.code, institutionKind: institution.kind } : {}),
  ...(kind ? { kind } : {}),
  ...(level ? { level, levelRank: String(courseLevels.indexOf(level)) } : {}),
  ...(course ? { code: course.code } : {}),
})

/** What judging looks at of a source, and nothing else, so that it can be kept. */
export const learntFrom = ({ hours, hoursPerCredit, credits, grade, earnedOn }: Source): Learnt => ({
  hours,
  hoursPerCredit,
  credits,
  grade,
  earnedOn,
})

type Matched = { score: number; accepted: boolean } | undefined

/** For each source: by decisions of people, by title, and by topics; or the one course that was asked for. */
export const findCandidates = (
  memory: CatalogueMemory,
  { sources, target }: Pick<Inquiry, 'sources' | 'target'>,
  equivalencies: EquivalencyFound[],
): Map<Uuid, Matched>[] => sources.map((source) => candidatesFor(memory, source, target.id, equivalencies))

function candidatesFor(
  memory: CatalogueMemory,
  source: Source,
  targetId: Uuid,
  equivalencies: EquivalencyFound[],
): Map<Uuid, Matched> {
  const query: MatchQuery = {
    title: source.title,
    titleEn: source.titleEn ?? undefined,
    credits: source.credits ?? undefined,
    hours: source.hours ?? undefined,
    kind: source.kind ?? undefined,
    description: source.course?.description ?? undefined,
    institution: source.institution?.id,
    profile: source.institution ? profileOf(memory, source.institution.id) : undefined,
    targetInstitution: targetId,
    exclude: source.course ? [source.course.id] : [],
  }
  const matches = matchCourses(memory.index, query, { limit: candidatesSought })
  const scored = new Map(
    matches.map(({ id, score, decision }) => [id as Uuid, { score, accepted: decision === 'accept' }]),
  )
  if (source.targetCourseId) return new Map([[source.targetCourseId, scored.get(source.targetCourseId)]])
  const decided = equivalencies.flatMap(({ sourceCourseId, targetCourseId }) =>
    sourceCourseId === source.course?.id && targetCourseId ? [targetCourseId] : [],
  )
  const byTitle = matches
    .filter(({ decision, score }) => decision !== 'reject' && score >= likenessMin)
    .map(({ id }) => id as Uuid)
  const byTopics = coursesByTopics(
    memory,
    targetId,
    source.syllabus.map(({ topic }) => topic),
    candidatesSought,
  )
  return new Map(
    [...decided, ...byTitle, ...byTopics]
      .filter((id) => id !== source.course?.id)
      .map((id) => [id, scored.get(id)]),
  )
}

function compare(
  memory: Pick<CatalogueMemory, 'profiles'>,
  source: Source,
  target: CourseFound,
  matched: Matched,
): Compared {
  const facts = (title: string, institutionId: Uuid | undefined, kind: CourseKind | null) =>
    parseTitle(
      title,
      institutionId ? profileOf(memory, institutionId) : defaultProfile,
      languageOf(title),
      kind ?? undefined,
    )
  const conflicts = conflictsBetween(
    facts(source.title, source.institution?.id, source.kind),
    facts(target.titleZh, target.institutionId, target.kind),
  )
  const isBelow = levelConflicts(source.level, target.level) && !conflicts.includes('level')
  const bothTold = source.syllabus.length > 0 && target.syllabus.length > 0
  return {
    titleScore: matched?.score ?? 0,
    titleAccepted: matched?.accepted ?? false,
    conflicts: isBelow ? [...conflicts, 'level'] : conflicts,
    coverage: bothTold ? topicCoverage(source.syllabus, target.syllabus) : null,
  }
}

const profileOf = (memory: Pick<CatalogueMemory, 'profiles'>, institutionId: Uuid) =>
  memory.profiles.get(institutionId) ?? defaultProfile
