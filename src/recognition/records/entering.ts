// recognition/records/entering.ts – 录入: those who teach enter what their learners achieved, put it right, submit it.
import type { Target } from '../../access/model.ts'
import { permit, verdictFor } from '../../access/verdict.ts'
import { record as recordAudit } from '../../audit/operations.ts'
import { coursesOn, institutionById, termsInForce } from '../../catalogue/operations.ts'
import { transact, type Tx } from '../../database/connection.ts'
import { releaseEvidence, takeEvidence } from '../../evidence/operations.ts'
import { keepKey, wasDone } from '../../http/once.ts'
import { learnerTarget, nameOf, taughtBy } from '../../identity/operations.ts'
import { userOf } from '../../identity/principal.ts'
import { liveRoles } from '../../identity/store.ts'
import { day, localDate, type LocalDate } from '../../values/dates.ts'
import { newId, shardOf, type Uuid } from '../../values/ids.ts'
import type { Hours } from '../../values/quantities.ts'
import { type Flaw, refuse } from '../../values/refusal.ts'
import { gradeFlaw, scalesOf, type Source, toSource } from '../assessment.ts'
import { type Acting, newNumber, type RecognitionBank } from '../claims.ts'
import { compareClaim } from '../filing.ts'
import { judgeFiling } from '../model.ts'
import { findByIds } from '../store.ts'
import { flawsOf, isChangeable, isOpen, isRetractable } from './model.ts'
import * as store from './store.ts'

export type RecordSaid = { grade: string; earnedOn: LocalDate; hours: Hours | null }
export type RecordAsked = RecordSaid & { learnerId: Uuid; courseId: Uuid }

export type Entered = { id: Uuid; number: string }

/** Enters a draft about a learner's outcome in a course of one's own institution. */
export function enterRecord(
  bank: RecognitionBank,
  { reason, ...asked }: RecordAsked & { reason?: string | undefined },
  call: Acting,
): Promise<Entered> {
  const shard = shardOf(asked.learnerId)
  return transact(bank.db, { ...call, shard }, async (tx, at) => {
    const on = localDate(at)
    const known = await learnerTarget(tx, call.principal, asked.learnerId, at)
    const [course] = await coursesOn(tx, [asked.courseId], on)
    const target = course ? await standingAt(tx, asked.learnerId, course.institutionId, at) : known
    const elsewhere = !verdictFor(call.principal, 'credit.enter', target).may
    const { role, grantor } = permit(call.principal, 'credit.enter', elsewhere ? known : target, {
      window: isOpen(await store.windowOf(tx, target.institution ?? null), on),
      reason,
    })
    if ((await nameOf(tx, bank.vault, asked.learnerId, call.language)) === undefined) refuse('not_found')
    if (course && elsewhere) refuse('input_invalid', {}, [{ pointer: '/courseId', code: 'course_of_others' }])
    const { flaws, source } = await examineRecord(tx, asked, on)
    if (flaws.length > 0 || !source?.course) return refuse('input_invalid', {}, flaws)

    const repeated = await wasDone(tx, call, shard)
    const before = await store.liveRecord(tx, asked.learnerId, asked.courseId)
    if (before && repeated) return before
    if (before) refuse('record_exists', { number: before.number })
    const made = await insertDraft(tx, asked, source.course.institutionId, { call, grantor, at })
    if (!made) return refuse('conflict') // The same was entered at this very moment.
    await recordAudit(
      tx,
      { ...call, at },
      'record.entered',
      { id: made.id, subject: asked.learnerId, institution: source.course.institutionId, role, grantor },
      { number: made.number, ...(reason ? { reason } : {}) },
    )
    await keepKey(tx, call, shard, at)
    return made
  })
}

/** Who acts, in whose place, and when. */
export type Hand = { call: Acting; grantor: Uuid | null; at: Date }

/** Writes a draft with its first event; undefined when there is a live record of the same. */
export async function insertDraft(
  tx: Tx,
  asked: RecordAsked,
  institutionId: Uuid,
  { call, grantor, at }: Hand,
): Promise<Entered | undefined> {
  const shard = shardOf(asked.learnerId)
  const actor = userOf(call.principal)
  const id = newId(shard)
  const number = await newNumber(shard, localDate(at), (taken) => store.isNumberTaken(tx, shard, taken))
  const made = {
    ...asked,
    id,
    number,
    institutionId,
    enteredBy: actor,
    makers: withMakers([], actor, grantor),
    enteredAt: at,
    savedAt: at,
  }
  if (!(await store.insertRecord(tx, made))) return undefined
  await store.insertEvent(tx, made, { kind: 'entered', actor, grantor, at, opinion: null })
  return { id, number }
}

/** SOD-9: what is done in somebody's place is done by both. */
const withMakers = (before: readonly Uuid[], actor: Uuid, grantor: Uuid | null): Uuid[] => [
  ...new Set([...before, actor, ...(grantor ? [grantor] : [])]),
]

/** Saves what a draft says, or what is put right after a return. */
export function saveRecord(
  { db }: RecognitionBank,
  id: Uuid,
  { reason, ...said }: RecordSaid & { reason?: string | undefined },
  call: Acting,
): Promise<Date> {
  return transact(db, { ...call, shard: shardOf(id) }, async (tx, at) => {
    const { record, target } = await lockedForMaker(tx, id, call, at)
    const { role, grantor } = permit(call.principal, 'credit.edit_draft', target, {
      state: isChangeable(record.state),
      reason,
    })
    refuseGone(call, target)
    const { flaws } = await examineRecord(tx, { ...said, courseId: record.courseId }, localDate(at))
    if (flaws.length > 0) refuse('input_invalid', {}, flaws)
    const actor = userOf(call.principal)
    const makers = withMakers(record.makers, actor, grantor)
    await store.changeRecord(tx, id, { ...said, makers, savedAt: at })
    await store.insertEvent(tx, { ...record, makers }, { kind: 'saved', actor, grantor, at, opinion: null })
    await recordAudit(
      tx,
      { ...call, at },
      'record.saved',
      { ...aboutOf(record), role, grantor },
      reason ? { reason } : {},
    )
    return at
  })
}

/** Submits a draft, or a returned record again: it is judged now, and keeps the versions that it was judged by. */
export function submitRecord(bank: RecognitionBank, id: Uuid, call: Acting): Promise<void> {
  const { db, vault, memory } = bank
  const shard = shardOf(id)
  return transact(db, { ...call, shard }, async (tx, at) => {
    const { record, target } = await lockedForMaker(tx, id, call, at)
    const repeated = await wasDone(tx, call, shard)
    const { role, grantor } = permit(call.principal, 'credit.submit', target, {
      state: repeated || isChangeable(record.state),
    })
    refuseGone(call, target)
    if (repeated) return

    const on = localDate(at)
    const said = { ...record, hours: record.hours as Hours | null, earnedOn: day(record.earnedOn) }
    const { flaws, source } = await examineRecord(tx, said, on)
    const nowhere = { targetInstitutionId: null, targetCourseId: null, asElective: false }
    const about = { source, lot: null, issuerId: record.institutionId }
    const filed = await compareClaim(tx, memory(), nowhere, about, [], on)
    if (!('filing' in filed)) return refuse('input_invalid', {}, [...flaws, ...filed])
    const { filing, ruleSet } = filed
    const findings = judgeFiling(filing, ruleSet.content)
    const against = [...flaws, ...flawsOf(findings, filing)]
    const { credits } = findings.recognition
    if (against.length > 0 || credits === null) return refuse('input_invalid', {}, against)

    const taken = await takeEvidence(tx, vault, usedBy(record), { claim: id, learner: record.learnerId, at })
    if (taken) {
      const [other] = taken.learner === record.learnerId ? await findByIds(tx, [taken.claim]) : []
      refuse('outcome_used', other?.number ? { number: other.number } : {})
    }
    const actor = userOf(call.principal)
    const makers = withMakers(record.makers, actor, grantor)
    await store.changeRecord(tx, id, {
      makers,
      state: 'submitted',
      filing,
      ruleSet: ruleSet.reference.number,
      ruleSetVersion: ruleSet.reference.version,
      termsVersion: filed.sourceTermsVersion,
      credits,
      submittedAt: at,
      savedAt: at,
    })
    await store.insertEvent(
      tx,
      { ...record, makers },
      { kind: 'submitted', actor, grantor, at, opinion: null },
    )
    await recordAudit(tx, { ...call, at }, 'record.submitted', { ...aboutOf(record), role, grantor })
    await keepKey(tx, call, shard, at)
  })
}

/** The outcome in the words that a learner's own claim about the course would use (L-04). */
const usedBy = ({ learnerId, courseId }: store.RecordRow) => ({
  files: [],
  certificate: null,
  outcome: `${learnerId}/${courseId}`,
})

/** Takes a record back before it is decided. The row stays. */
export function withdrawRecord(
  { db }: RecognitionBank,
  id: Uuid,
  reason: string | undefined,
  call: Acting,
): Promise<void> {
  return transact(db, { ...call, shard: shardOf(id) }, async (tx, at) => {
    const { record, target } = await lockedForMaker(tx, id, call, at)
    const { role, grantor } = permit(call.principal, 'credit.withdraw_draft', target, {
      state: isRetractable(record.state),
      reason,
    })
    refuseGone(call, target)
    const actor = userOf(call.principal)
    await store.changeRecord(tx, id, { state: 'withdrawn', savedAt: at })
    await store.insertEvent(tx, record, { kind: 'withdrawn', actor, grantor, at, opinion: null })
    await releaseEvidence(tx, id, at)
    await recordAudit(
      tx,
      { ...call, at },
      'record.withdrawn',
      { ...aboutOf(record), role, grantor },
      reason ? { reason } : {},
    )
  })
}

async function lockedForMaker(tx: Tx, id: Uuid, call: Acting, at: Date) {
  const record = (await store.findRecord(tx, id, true)) ?? refuse('not_found')
  return { record, target: await targetOf(tx, record, at) }
}

/** EL-3: who does not teach the learner any more, or has left the institution, writes no more, not even own drafts. */
function refuseGone({ principal }: Acting, target: Target): void {
  if (!verdictFor(principal, 'credit.enter', { ...target, makers: [] }).may) refuse('not_found')
}

/** A record as permissions see it. */
export const targetOf = async (
  tx: Tx,
  { id, learnerId, institutionId, makers }: store.RecordRow,
  at: Date,
): Promise<Target> => ({
  id,
  subject: learnerId,
  institution: institutionId,
  makers,
  ...(await taughtBy(tx, { subject: learnerId, institution: institutionId }, at)),
})

export const aboutOf = ({ id, learnerId, institutionId }: store.RecordRow) => ({
  id,
  subject: learnerId,
  institution: institutionId,
})

/** A learner as they stand at one institution: of it when they study or are taught there, else of none. */
export async function standingAt(tx: Tx, learner: Uuid, institution: Uuid, at: Date): Promise<Target> {
  const [roles, teaching] = await Promise.all([
    liveRoles(tx, learner, at),
    taughtBy(tx, { subject: learner, institution }, at),
  ])
  const belongs =
    roles.some(({ institutionId }) => institutionId === institution) || (teaching.teachers?.length ?? 0) > 0
  return belongs
    ? { id: learner, subject: learner, institution, ...teaching }
    : { id: learner, subject: learner, institution: null, teachers: [] }
}

/** Checks what a record says against the catalogue and the institution's own terms as of a day. */
export async function examineRecord(
  tx: Tx,
  { courseId, grade, earnedOn, hours }: Omit<RecordAsked, 'learnerId'>,
  on: LocalDate,
): Promise<{ flaws: Flaw[]; source: Source | null }> {
  const [course] = await coursesOn(tx, [courseId], on)
  if (!course) return { flaws: [{ pointer: '/courseId', code: 'course_unknown' }], source: null }
  const institution = (await institutionById(tx, course.institutionId)) ?? null
  const terms = (await termsInForce(tx, [course.institutionId], on)).get(course.institutionId)
  const read = toSource({ courseId, grade, earnedOn }, course, institution, terms)
  const flaws: Flaw[] = []
  if (read.grade === null) {
    const [code, details] = gradeFlaw(grade, scalesOf(terms))
    flaws.push({ pointer: '/grade', code, details })
  }
  if (earnedOn > on) flaws.push({ pointer: '/earnedOn', code: 'day_future' })
  const fixed = course.credits !== null || course.hours !== null
  if (fixed && hours !== null && hours !== course.hours)
    flaws.push({ pointer: '/hours', code: 'course_facts_fixed', details: { key: 'hours' } })
  return { flaws, source: { ...read, hours: course.hours ?? hours } }
}
