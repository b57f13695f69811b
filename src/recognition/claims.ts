// recognition/claims.ts – what a learner does: draft a claim, file it, put it right, take it back.
import { randomInt } from 'node:crypto'
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import type { CatalogueMemory } from '../catalogue/operations.ts'
import { transact, type Db, type Tx } from '../database/connection.ts'
import {
  filesOf,
  releaseEvidence,
  takeEvidence,
  type EvidenceKnown,
  type Used,
} from '../evidence/operations.ts'
import type { Call } from '../http/call.ts'
import { keepKey, wasDone } from '../http/once.ts'
import { personKeyOf } from '../identity/operations.ts'
import { userOf } from '../identity/principal.ts'
import type { PersonKey, Vault } from '../identity/vault.ts'
import { post } from '../ledger/operations.ts'
import { creditsFromHundredths } from '../values/credits.ts'
import { addDays, day, localDate, type LocalDate } from '../values/dates.ts'
import { newId, shardOf, type Uuid } from '../values/ids.ts'
import type { Hours } from '../values/quantities.ts'
import { refuse } from '../values/refusal.ts'
import { type ClaimSaid, compareClaim, examine, type Filed } from './filing.ts'
import { capOf, type Filing, isEditable, isWithdrawable, judgeFiling, workingDaysAfter } from './model.ts'
import { holdCause, releaseCause } from './posting.ts'
import * as store from './store.ts'

export type RecognitionBank = { db: Db | Tx; vault: Vault; memory: () => CatalogueMemory }
/** `at` where the demo or a test dates back what it does. */
export type Acting = Call & { at?: Date }

/** Begins a claim. It may say as little as one wants; what it says must be right. */
export function draftClaim({ db, vault }: RecognitionBank, said: ClaimSaid, call: Acting): Promise<Uuid> {
  const learner = userOf(call.principal)
  permit(call.principal, 'transfer.apply', { subject: learner })
  const id = newId(shardOf(learner))
  return transact(db, { ...call, shard: shardOf(learner) }, async (tx, at) => {
    const key = await keyOf(tx, vault, learner)
    const kept = await checked(tx, vault, said, learner, localDate(at), key)
    await store.insertDraft(tx, { ...kept, id, learnerId: learner, createdAt: at, savedAt: at })
    await record(tx, { ...call, at }, 'claim.drafted', { id, subject: learner })
    return id
  })
}

/** Saves a draft, or what is put right after a return. All that the claim says is replaced. */
export function saveClaim(
  { db, vault }: RecognitionBank,
  id: Uuid,
  said: ClaimSaid,
  call: Acting,
): Promise<Date> {
  return transact(db, { ...call, shard: shardOf(id) }, async (tx, at) => {
    const claim = (await store.lockClaim(tx, id)) ?? refuse('not_found')
    permit(call.principal, 'transfer.edit', targetOf(claim), { state: isEditable(claim.state) })
    if (claim.state === 'returned' && said.lotId !== claim.lotId)
      refuse('input_invalid', {}, [{ pointer: '/lotId', code: 'lot_facts_fixed' }])
    const key = await keyOf(tx, vault, claim.learnerId)
    const kept = await checked(tx, vault, said, claim.learnerId, localDate(at), key)
    await store.changeClaim(tx, id, { ...kept, savedAt: at })
    await record(tx, { ...call, at }, 'claim.saved', { id, subject: claim.learnerId })
    return at
  })
}

/** What a draft says, checked against the catalogue and the account, as it is kept. */
async function checked(
  tx: Tx,
  vault: Vault,
  said: ClaimSaid,
  learner: Uuid,
  on: LocalDate,
  key: PersonKey,
): Promise<store.Said> {
  const { flaws, course, lot, source, issuerId } = await examine(tx, said, learner, on)
  const files = await filesOf(tx, vault, learner, said.files)
  if (files.length < said.files.length) flaws.push({ pointer: '/files', code: 'file_unknown' })
  if (flaws.length > 0) refuse('input_invalid', {}, flaws)
  return {
    courseId: said.courseId,
    lotId: said.lotId,
    issuerId,
    title: source?.title ?? course?.titleZh ?? said.title,
    credits: lot?.amount ?? course?.credits ?? said.credits,
    hours: source?.hours ?? course?.hours ?? said.hours,
    kind: source?.kind ?? said.kind,
    level: source?.level ?? said.level,
    grade: said.grade ?? lot?.provenance?.grade ?? null,
    earnedOn: said.earnedOn ?? lot?.earnedOn ?? null,
    certificateNumber:
      said.certificateNumber === null ? null : key.seal('claim/certificate_number', said.certificateNumber),
    targetInstitutionId: said.targetInstitutionId,
    targetCourseId: said.targetCourseId,
    asElective: said.asElective,
    files: [...said.files],
    note: said.note === null ? null : key.seal('claim/note', said.note),
  }
}

/** What a kept claim says, as its learner would say it again: facts that the catalogue or the account fix are left out. */
export function saidBy(claim: store.ClaimRow, key: PersonKey): ClaimSaid {
  const fixed = claim.courseId !== null || claim.lotId !== null
  const { lotId } = claim
  return {
    courseId: claim.courseId,
    lotId,
    issuerId: fixed ? null : claim.issuerId,
    title: fixed ? null : claim.title,
    credits: fixed || claim.credits === null ? null : creditsFromHundredths(claim.credits),
    hours: fixed ? null : (claim.hours as Hours | null),
    kind: fixed ? null : claim.kind,
    level: fixed ? null : claim.level,
    grade: lotId === null ? claim.grade : null,
    earnedOn: lotId === null && claim.earnedOn !== null ? day(claim.earnedOn) : null,
    certificateNumber:
      claim.certificateNumber && key.open('claim/certificate_number', claim.certificateNumber),
    targetInstitutionId: claim.targetInstitutionId,
    targetCourseId: claim.targetCourseId,
    asElective: claim.asElective,
    files: claim.files,
    note: claim.note && key.open('claim/note', claim.note),
  }
}

export type Submitted = { number: string; promisedOn: LocalDate }

/**
 * Submits a draft, or a returned claim again. From now on the claim keeps the versions of courses, terms and rules that
 * it was compared by, and nobody else can use its evidence or outcome. Credits of the account are held until it is decided.
 */
export function submitClaim(
  { db, vault, memory }: RecognitionBank,
  id: Uuid,
  call: Acting,
): Promise<Submitted> {
  const shard = shardOf(id)
  return transact(db, { ...call, shard }, async (tx, at) => {
    const claim = (await store.lockClaim(tx, id)) ?? refuse('not_found')
    const repeated = claim.learnerId === call.principal.user && (await wasDone(tx, call, shard))
    permit(call.principal, 'claim.submit', targetOf(claim), {
      state: repeated || isEditable(claim.state),
    })
    if (repeated && claim.number !== null && claim.promisedOn !== null)
      return { number: claim.number, promisedOn: day(claim.promisedOn) }

    const on = localDate(at)
    const key = await keyOf(tx, vault, claim.learnerId)
    const said = saidBy(claim, key)
    const examined = await examine(tx, said, claim.learnerId, on)
    const files = await filesOf(tx, vault, claim.learnerId, claim.files)
    const filed = await compareClaim(tx, memory(), said, examined, filedOf(files), on)
    const flaws = [...examined.flaws, ...examined.missing, ...('filing' in filed ? [] : filed)]
    if (!('filing' in filed) || flaws.length > 0) return refuse('input_invalid', {}, flaws)
    await refuseFull(tx, claim, filed.filing)
    const kept = stillMadeUp(claim.filing, filed.filing)
    if (kept) filed.filing.supplement = kept

    await takeFor(tx, vault, claim, said, files, at)

    const number =
      claim.number ?? (await newNumber(shard, on, (taken) => store.isNumberTaken(tx, shard, taken)))
    const promisedOn = await promiseFrom(tx, on)
    await store.changeClaim(tx, id, {
      ...versionsOf(filed),
      number,
      promisedOn,
      state: 'submitted',
      submittedAt: at,
      savedAt: at,
    })
    await store.insertEvent(tx, {
      claimId: id,
      kind: claim.filing ? 'supplemented' : 'submitted',
      at,
      actor: claim.learnerId,
      opinion: null,
      fields: claim.filing ? changesOf(claim, claim.filing) : [],
    })
    await record(tx, { ...call, at }, 'claim.submitted', targetOf(claim), {
      number,
      ruleSet: filed.ruleSet.reference.number,
      ruleSetVersion: filed.ruleSet.reference.version,
    })
    await keepKey(tx, call, shard, at)
    const { lot } = filed.filing
    if (lot && !claim.filing) await holdFor(tx, claim, lot, claim.learnerId, at)
    return { number, promisedOn }
  })
}

/** Takes what a claim uses, or refuses and says by which claim of the same learner it is used already. */
export async function takeFor(
  tx: Tx,
  vault: Vault,
  claim: store.ClaimRow,
  said: ClaimSaid,
  files: readonly EvidenceKnown[],
  at: Date,
): Promise<void> {
  const { id, learnerId: learner } = claim
  const taken = await takeEvidence(tx, vault, usedBy(claim, said, files), { claim: id, learner, at })
  if (!taken) return
  const [other] = taken.learner === learner ? await store.findByIds(tx, [taken.claim]) : []
  refuse(
    taken.kind === 'outcome' ? 'outcome_used' : 'evidence_used',
    other?.number ? { number: other.number } : {},
  )
}

export const filedOf = (files: readonly EvidenceKnown[]): Filing['files'] =>
  files.map(({ id, sha256 }) => ({ id, sha256: sha256.toString('hex') }))

/** Hours made up stay with the claim while it is about the same two courses. */
const stillMadeUp = (before: Filing | null, { course, candidate }: Filing): Filing['supplement'] =>
  before?.course?.id === course?.id && before?.candidate?.course.id === candidate?.course.id
    ? before?.supplement
    : undefined

/** A target course that has been counted whole takes no more. */
async function refuseFull(tx: Tx, claim: store.ClaimRow, { candidate }: Filing): Promise<void> {
  if (!candidate || claim.asElective) return
  const cap = capOf(candidate.course.credits, await store.countedFor(tx, claim, false))
  if (cap?.left !== 0) return
  const details = { limit: (cap.limit / 100).toFixed(1) }
  refuse('input_invalid', {}, [{ pointer: '/targetCourseId', code: 'target_full', details }])
}

function versionsOf({ filing, ruleSet, sourceTermsVersion, targetTermsVersion }: Filed) {
  const { candidate } = filing
  const equivalency = candidate?.equivalency?.reference
  return {
    filing,
    sourceVersion: filing.course?.version ?? null,
    targetVersion: candidate?.course.version ?? null,
    sourceTermsVersion,
    targetTermsVersion,
    ruleSet: ruleSet.reference.number,
    ruleSetVersion: ruleSet.reference.version,
    equivalency: equivalency?.number ?? null,
    equivalencyVersion: equivalency?.version ?? null,
    verdict: judgeFiling(filing, ruleSet.content).judgement?.verdict ?? null,
  }
}

/** What differs from the filing before, in the words of the contract's fields. */
function changesOf(claim: store.ClaimRow, before: Filing): string[] {
  const { learnt, candidate } = before
  return [
    ...(claim.courseId !== (before.course?.id ?? null) ? ['courseId'] : []),
    ...(claim.title !== before.title ? ['title'] : []),
    ...(claim.hours !== before.hours ? ['hours'] : []),
    ...(claim.grade !== before.grade.text ? ['grade'] : []),
    ...(claim.earnedOn !== learnt.earnedOn ? ['earnedOn'] : []),
    ...(claim.targetCourseId !== (candidate?.course.id ?? null) ? ['targetCourseId'] : []),
    ...(claim.files.join() !== before.files.map(({ id }) => id).join() ? ['files'] : []),
  ]
}

/** What a claim uses up, in the words of L-04 and L-05. Credits of the account are guarded by the account. */
export const usedBy = (
  claim: Pick<store.ClaimRow, 'learnerId' | 'courseId' | 'lotId' | 'issuerId' | 'title'>,
  { certificateNumber }: Pick<ClaimSaid, 'certificateNumber'>,
  files: readonly EvidenceKnown[],
): Used => ({
  files: files.map(({ sha256 }) => sha256),
  certificate:
    certificateNumber !== null && claim.issuerId !== null
      ? { issuer: claim.issuerId, number: certificateNumber }
      : null,
  outcome:
    claim.lotId !== null
      ? null
      : `${claim.learnerId}/${claim.courseId ?? `${claim.issuerId}/${(claim.title ?? '').normalize('NFKC').replaceAll(/\s/g, '').toLowerCase()}`}`,
})

/** 受理号: the day, the shard, five digits. */
export async function newNumber(
  shard: number,
  on: LocalDate,
  isTaken: (number: string) => Promise<boolean>,
): Promise<string> {
  const begins = `${on.replaceAll('-', '')}-${String(shard).padStart(2, '0')}`
  for (;;) {
    const number = `${begins}-${String(randomInt(100_000)).padStart(5, '0')}`
    if (!(await isTaken(number))) return number
  }
}

/** Long enough for any promise with every holiday in it. */
const calendarDays = 120

export async function promiseFrom(tx: Tx, on: LocalDate): Promise<LocalDate> {
  const days = await store.promisedDays(tx, on)
  return workingDaysAfter(on, days, await store.calendarAround(tx, on, addDays(on, calendarDays)))
}

/** Takes a claim back before it is decided. What it used, and credits that were held for it, are free again. */
export function withdrawClaim({ db }: RecognitionBank, id: Uuid, call: Acting): Promise<void> {
  return transact(db, { ...call, shard: shardOf(id) }, async (tx, at) => {
    const claim = (await store.lockClaim(tx, id)) ?? refuse('not_found')
    permit(call.principal, 'transfer.withdraw', targetOf(claim), { state: isWithdrawable(claim.state) })
    await store.changeClaim(tx, id, {
      state: 'withdrawn',
      proposalId: null,
      supplementHours: null,
      savedAt: at,
    })
    await releaseEvidence(tx, id, at)
    await store.insertEvent(tx, {
      claimId: id,
      kind: 'withdrawn',
      at,
      actor: userOf(call.principal),
      opinion: null,
      fields: [],
    })
    await record(tx, { ...call, at }, 'claim.withdrawn', targetOf(claim))
    if (claim.filing?.lot) await giveBack(tx, claim, userOf(call.principal), at)
  })
}

/** Keeps the credits that a claim is about while it is reviewed. */
export const holdFor = (
  tx: Tx,
  claim: Pick<store.ClaimRow, 'id' | 'round' | 'learnerId'>,
  lot: NonNullable<Filing['lot']>,
  actor: Uuid,
  at: Date,
): Promise<unknown> =>
  post(
    tx,
    [{ verb: 'hold', learner: claim.learnerId, from: { pieces: [{ lot: lot.id, amount: lot.amount }] } }],
    { cause: holdCause(claim), actor, at },
  )

/** Gives back the credits that were held for a claim that ends without them. */
export const giveBack = (
  tx: Tx,
  claim: Pick<store.ClaimRow, 'id' | 'round' | 'learnerId'>,
  actor: Uuid,
  at: Date,
): Promise<unknown> =>
  post(tx, [{ verb: 'release', learner: claim.learnerId, hold: holdCause(claim) }], {
    cause: releaseCause(claim),
    actor,
    at,
  })

/** A claim as permissions see it: its learner has made it. */
export const targetOf = (
  claim: Pick<store.ClaimRow, 'id' | 'learnerId' | 'issuerId' | 'targetInstitutionId'>,
) => ({
  id: claim.id,
  subject: claim.learnerId,
  institution: claim.issuerId,
  parties: claim.targetInstitutionId === null ? [] : [claim.targetInstitutionId],
  makers: [claim.learnerId],
})

export const keyOf = async (tx: Tx, vault: Vault, person: Uuid): Promise<PersonKey> =>
  (await personKeyOf(tx, vault, person)) ?? refuse('not_found')

export type Profile = { studentNumber: string | null; major: string | null; institutionId: Uuid | null }

/** What is filled in by itself: 学号, 专业 and where one studies. */
export async function profileOf(tx: Tx, key: PersonKey, learner: Uuid): Promise<Profile> {
  const kept = await store.findProfile(tx, learner)
  return {
    studentNumber: kept?.studentNumber ? key.open('profile/student_number', kept.studentNumber) : null,
    major: kept?.major ? key.open('profile/major', kept.major) : null,
    institutionId: kept?.institutionId ?? null,
  }
}

export function saveProfile({ db, vault }: RecognitionBank, profile: Profile, call: Acting): Promise<void> {
  const learner = userOf(call.principal)
  return transact(db, { ...call, shard: shardOf(learner) }, async (tx, at) => {
    const key = await keyOf(tx, vault, learner)
    const { studentNumber, major, institutionId } = profile
    await store.saveProfile(tx, learner, {
      studentNumber: studentNumber === null ? null : key.seal('profile/student_number', studentNumber),
      major: major === null ? null : key.seal('profile/major', major),
      institutionId,
    })
    await record(tx, { ...call, at }, 'profile.saved', { subject: learner })
  })
}

/** Forgets where and what somebody studied, when their account is closed. */
export const forgetStudies = (tx: Tx, learner: Uuid): Promise<unknown> => store.clearProfile(tx, learner)
