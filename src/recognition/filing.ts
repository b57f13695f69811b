// recognition/filing.ts – from what a learner says to a filing: every entry checked, both courses compared.
import type { InstitutionKind } from '../catalogue/model.ts'
import {
  type CatalogueMemory,
  coursesOn,
  institutionById,
  termsInForce,
  type CourseFound,
} from '../catalogue/operations.ts'
import type { Tx } from '../database/connection.ts'
import { type LotStanding, lots } from '../ledger/operations.ts'
import type { RuleSet } from '../rulebook/model.ts'
import { ruleSetInForce } from '../rulebook/operations.ts'
import { creditsShown, creditsFromHundredths, type Credits } from '../values/credits.ts'
import type { LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import type { Hours } from '../values/quantities.ts'
import { type Flaw, Refusal } from '../values/refusal.ts'
import { assess, type CourseAsked, learntFrom, readSources, type Source } from './assessment.ts'
import type { Category, Filing } from './model.ts'
import type { ClaimRow } from './store.ts'

/** What a learner says, opened. */
export type ClaimSaid = Pick<
  ClaimRow,
  | 'courseId'
  | 'lotId'
  | 'title'
  | 'kind'
  | 'level'
  | 'grade'
  | 'targetInstitutionId'
  | 'targetCourseId'
  | 'asElective'
  | 'files'
> & {
  issuerId: Uuid | null
  credits: Credits | null
  hours: Hours | null
  earnedOn: LocalDate | null
  certificateNumber: string | null
  note: string | null
}

/** What is known of the outcome that a claim is about. `flaws` are wrong entries, `missing` what has to come before submitting. */
export type Examined = {
  flaws: Flaw[]
  missing: Flaw[]
  course: CourseFound | null
  lot: LotStanding | null
  source: Source | null
  issuerId: Uuid | null
}

const notYet = new Set(['title_or_course', 'hours_or_credits'])

/** Checks every entry against the catalogue and the account as of a day. */
export async function examine(tx: Tx, said: ClaimSaid, learner: Uuid, on: LocalDate): Promise<Examined> {
  const flaws: Flaw[] = []
  const missing: Flaw[] = []
  const lot = said.lotId === null ? null : await lotOf(tx, learner, said.lotId, on)
  if (said.lotId !== null && !lot) flaws.push({ pointer: '/lotId', code: 'lot_unknown' })
  for (const key of [
    'courseId',
    'title',
    'credits',
    'hours',
    'grade',
    'earnedOn',
    'kind',
    'level',
  ] as const) {
    if (said.lotId !== null && said[key] !== null) flaws.push({ pointer: `/${key}`, code: 'lot_facts_fixed' })
  }
  const asked = lot ? askedFromLot(lot) : askedFrom(said)
  const targeted = said.targetCourseId === null ? asked : { ...asked, targetCourseId: said.targetCourseId }
  const [course = null] = asked.courseId ? await coursesOn(tx, [asked.courseId], on) : []
  const issuerId = course?.institutionId ?? asked.institutionId ?? null

  const [source = null] = await readSources(
    tx,
    { targetInstitutionId: said.targetInstitutionId ?? learner, courses: [targeted] },
    on,
  ).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
    for (const { pointer, ...flaw } of error.flaws)
      (notYet.has(flaw.code) ? missing : flaws).push({
        pointer: pointer.replace('/courses/0', ''),
        ...flaw,
      })
    return []
  })
  flaws.push(...creditFlaws(said, course))
  if (said.earnedOn !== null && said.earnedOn > on) flaws.push({ pointer: '/earnedOn', code: 'day_future' })
  missing.push(...missingOf(said, issuerId))
  return { flaws, missing, course, lot, source, issuerId }
}

const lotOf = async (tx: Tx, learner: Uuid, id: Uuid, on: LocalDate): Promise<LotStanding | null> =>
  (await lots(tx, learner, { effectiveDay: on })).find(({ lot }) => lot === id) ?? null

/** Credits of the account are asked about as the course that they came from. */
function askedFromLot({ provenance, issuer, earnedOn, amount }: LotStanding): CourseAsked {
  const grade = provenance?.grade ?? undefined
  if (provenance?.course) return { courseId: provenance.course, grade, earnedOn }
  return {
    institutionId: issuer,
    title: provenance?.title,
    credits: amount,
    hours: provenance?.hours ?? undefined,
    grade,
    earnedOn,
  }
}

/** A course of the catalogue brings its own facts; only what was not given with it is passed on. */
function askedFrom(said: ClaimSaid): CourseAsked {
  const { courseId, grade, earnedOn } = said
  const common = { grade: grade ?? undefined, earnedOn: earnedOn ?? undefined }
  const described = {
    title: said.title ?? undefined,
    hours: said.hours ?? undefined,
    kind: said.kind ?? undefined,
    level: said.level ?? undefined,
    institutionId: said.issuerId ?? undefined,
  }
  if (courseId !== null) return { courseId, ...described, ...common }
  return { ...described, credits: said.credits ?? undefined, ...common }
}

function creditFlaws({ credits }: ClaimSaid, course: CourseFound | null): Flaw[] {
  if (credits === null || course === null || course.credits === null || credits === course.credits) return []
  const code = credits > course.credits ? 'credits_beyond' : 'credits_partial'
  return [{ pointer: '/credits', code, details: { most: creditsShown(course.credits) } }]
}

const required = (key: string, code = 'required'): Flaw => ({ pointer: `/${key}`, code })

function missingOf(said: ClaimSaid, issuerId: Uuid | null): Flaw[] {
  return [
    ...(issuerId === null ? [required('institutionId', 'issuer_required')] : []),
    ...(said.lotId === null && said.grade === null ? [required('grade')] : []),
    ...(said.lotId === null && said.earnedOn === null ? [required('earnedOn')] : []),
    ...(said.lotId === null && said.files.length === 0 ? [required('files', 'evidence_required')] : []),
    ...(said.targetInstitutionId !== null && said.targetCourseId === null
      ? [required('targetCourseId', 'target_missing')]
      : []),
    ...(said.targetInstitutionId === null && said.targetCourseId !== null
      ? [required('targetInstitutionId')]
      : []),
    ...(said.lotId !== null && said.targetInstitutionId === null ? [required('targetInstitutionId')] : []),
  ]
}

/** A filing with the rules that it is judged by, and the versions of everything that it was compared by. */
export type Filed = {
  filing: Filing
  ruleSet: RuleSet
  sourceTermsVersion: number | null
  targetTermsVersion: number | null
}

/** Compares an examined outcome with its target as of a day; or says what stands against filing it at all. */
export async function compareClaim(
  tx: Tx,
  memory: CatalogueMemory,
  said: Pick<ClaimSaid, 'targetInstitutionId' | 'targetCourseId' | 'asElective'>,
  { source, lot, issuerId }: Pick<Examined, 'source' | 'lot' | 'issuerId'>,
  files: Filing['files'],
  on: LocalDate,
): Promise<Filed | Flaw[]> {
  const { targetInstitutionId } = said
  if (source === null || issuerId === null) return []
  const target = targetInstitutionId === null ? null : await institutionById(tx, targetInstitutionId)
  const place = targetInstitutionId === null ? '/institutionId' : '/targetInstitutionId'
  if (targetInstitutionId !== null && !target) return [{ pointer: place, code: 'institution_unknown' }]
  if (target && !target.member) return [{ pointer: place, code: 'target_not_member' }]
  const ruleSet = await ruleSetInForce(tx, targetInstitutionId ?? issuerId, on)
  if (!ruleSet) return [{ pointer: place, code: 'rules_missing' }]

  let candidate: Filing['candidate'] = null
  if (target) {
    if (said.targetCourseId === null) return []
    const [assessed] = await assess(tx, memory, {
      sources: [{ ...source, targetCourseId: said.targetCourseId }],
      target,
      ruleSet,
      on,
    })
    const best = assessed?.candidates[0]
    if (!best) return [{ pointer: '/targetCourseId', code: 'target_refused' }]
    if (said.asElective && best.judgement.electiveOffer === null)
      return [{ pointer: '/asElective', code: 'elective_no_offer' }]
    const { course, compared, case: asked, equivalency, rules } = best
    candidate = { course, compared, case: asked, equivalency, rules }
  }
  const terms = await termsInForce(tx, target ? [issuerId, target.id] : [issuerId], on)
  const filing: Filing = {
    title: source.title,
    titleEn: source.titleEn,
    course: source.course && {
      id: source.course.id,
      code: source.course.code,
      version: source.course.version,
    },
    hours: source.hours,
    grade: { text: source.gradeText, read: source.grade },
    files,
    learnt: learntFrom(source),
    lot: lot && { id: lot.lot, amount: creditsFromHundredths(lot.amount) },
    candidate,
    category: categoryOf(source.institution?.kind),
    ruleSet: ruleSet.reference,
    on,
  }
  return {
    filing,
    ruleSet,
    sourceTermsVersion: terms.get(issuerId)?.version ?? null,
    targetTermsVersion: target ? (terms.get(target.id)?.version ?? null) : null,
  }
}

export const categoryOf = (kind: InstitutionKind | undefined): Category =>
  kind === undefined ? 'other' : kind === 'training' ? 'training' : 'degree'
