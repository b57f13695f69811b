// recognition/experts.ts – 专家评审: reviewers ask experts about the content of a claim; each gives one opinion, for good.
import { scopesOf } from '../access/scope.ts'
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { coursesOn, institutionsNamed, type CourseFound } from '../catalogue/operations.ts'
import { transact, type Tx } from '../database/connection.ts'
import { lendWithin } from '../identity/grants.ts'
import { namesOf, readingKeyOf } from '../identity/operations.ts'
import { userOf } from '../identity/principal.ts'
import { addDays, endOfDay, localDate, type LocalDate } from '../values/dates.ts'
import { newId, shardOf, type Uuid } from '../values/ids.ts'
import type { Share } from '../values/quantities.ts'
import { type Flaw, refuse } from '../values/refusal.ts'
import { type Acting, keyOf, type RecognitionBank, targetOf } from './claims.ts'
import { settingInForce } from './desk-store.ts'
import * as store from './experts-store.ts'
import { isDecidable, isForExperts, workingDaysAfter } from './model.ts'
import { submitted } from './settling.ts'
import {
  calendarAround,
  type ClaimRow,
  findByIds,
  findClaim,
  insertEvent,
  type ListedClaim,
  lockClaim,
} from './store.ts'

type Named = { id: Uuid; nameZh: string; nameEn: string | null }
export type Expert = Omit<store.ExpertRow, 'institutionId'> & { name: string; institution: Named | null }

/** 专家库: whom one can ask, the least busy first. */
export function listExperts({ db, vault }: RecognitionBank, call: Acting): Promise<Expert[]> {
  return transact(db, { ...call, shard: 'all' }, async (tx) => {
    if (scopesOf(call.principal, 'expert.list').length === 0) refuse('not_permitted')
    const rows = await store.findExperts(tx)
    const names = await namesOf(
      tx,
      vault,
      rows.map(({ id }) => id),
      call.language,
    )
    const places = await institutionsNamed(
      tx,
      rows.flatMap(({ institutionId }) => institutionId ?? []),
    )
    return rows
      .map(({ institutionId, ...row }) => ({
        ...row,
        name: names.get(row.id) ?? '',
        institution: (institutionId && places.get(institutionId)) || null,
      }))
      .sort((a, b) => a.open - b.open)
  })
}

/** What an expert is one for, said by themselves. */
export function describeExpert({ db }: RecognitionBank, subjects: string[], call: Acting): Promise<void> {
  const expert = userOf(call.principal)
  return transact(db, { ...call, shard: shardOf(expert) }, async (tx, at) => {
    permit(call.principal, 'expert.describe', {})
    await store.saveSubjects(tx, expert, subjects)
    await record(tx, { ...call, at }, 'expert.described', { subject: expert }, { subjects })
  })
}

export type Invitation = { experts: Uuid[]; question?: string | undefined }

/** Long enough for any term with every holiday in it. */
const calendarDays = 120

/** Asks experts about a claim, within the working days of the setting; each may then read it and answer once. */
export function inviteExperts(
  { db, vault }: RecognitionBank,
  id: Uuid,
  { experts, question }: Invitation,
  call: Acting,
): Promise<{ dueOn: LocalDate }> {
  return transact(db, { ...call, shard: 'all' }, async (tx, at) => {
    const found = (await lockClaim(tx, id)) ?? refuse('not_found')
    const { role, grantor } = permit(call.principal, 'claim.invite_expert', targetOf(found), {
      state: isForExperts(found),
    })
    const claim = submitted(found)
    const asker = userOf(call.principal)
    const known = new Set((await store.findExperts(tx, experts)).map((expert) => expert.id))
    const before = new Set((await store.invitationsOf(tx, id)).map(({ expertId }) => expertId))
    const flaws = experts.flatMap((expert, place): Flaw[] => {
      const pointer = `/experts/${place}`
      if (!known.has(expert) || expert === asker || expert === claim.learnerId)
        return [{ pointer, code: 'expert_unknown' }]
      return before.has(expert) ? [{ pointer, code: 'expert_asked' }] : []
    })
    if (flaws.length > 0) refuse('input_invalid', {}, flaws)

    const today = localDate(at)
    const setting = await settingInForce(tx, claim.targetInstitutionId ?? claim.issuerId, claim.filing.on)
    const calendar = await calendarAround(tx, today, addDays(today, calendarDays))
    const dueOn = workingDaysAfter(today, setting.experts.days, calendar)
    const words = question?.trim()
    const sealed = words ? (await keyOf(tx, vault, claim.learnerId)).seal('claim/question', words) : null
    await store.insertInvitations(
      tx,
      experts.map((expertId) => ({
        id: newId(shardOf(id)),
        claimId: id,
        learnerId: claim.learnerId,
        expertId,
        filedAt: claim.submittedAt ?? at,
        askedBy: asker,
        askedAt: at,
        dueOn,
        question: sealed,
      })),
    )
    for (const grantee of experts)
      await lendWithin(
        tx,
        {
          grantee,
          grantor: asker,
          operation: 'claim.opinion',
          targets: [id],
          reason: claim.number ?? '',
          endsAt: endOfDay(dueOn),
        },
        at,
      )
    await insertEvent(tx, {
      claimId: id,
      kind: 'experts_asked',
      at,
      actor: asker,
      opinion: null,
      fields: [],
    })
    await record(
      tx,
      { ...call, at },
      'recognition.experts_asked',
      { id, subject: claim.learnerId, institution: claim.issuerId, role, grantor },
      { experts, dueOn },
    )
    return { dueOn }
  })
}

/** An expert sees of a claim what an opinion needs, and not whose it is. */
export type ExpertCase = {
  claim: ClaimRow
  invitation: store.Asked
  question: string | null
  words: string | null
  source: CourseFound | null
  target: CourseFound | null
  issuer: Named | null
  school: Named | null
}

export function showExpertCase({ db, vault }: RecognitionBank, id: Uuid, call: Acting): Promise<ExpertCase> {
  return transact(db, { ...call, shard: shardOf(id) }, async (tx, at) => {
    const claim = (await findClaim(tx, id)) ?? refuse('not_found')
    const { role, grantor } = permit(call.principal, 'claim.opinion', targetOf(claim), { state: true })
    const invitation = await ownInvitation(tx, id, userOf(call.principal))
    await record(
      tx,
      { ...call, at },
      'claim.read',
      { id, subject: claim.learnerId, institution: claim.issuerId, role, grantor },
      {},
    )
    const key = await keyOf(tx, vault, claim.learnerId)
    const { filing } = submitted(claim)
    const ids = [claim.courseId, claim.targetCourseId].flatMap((course) => course ?? [])
    const courses = await coursesOn(tx, ids, filing.on)
    const names = await institutionsNamed(
      tx,
      [claim.issuerId, claim.targetInstitutionId].flatMap((institution) => institution ?? []),
    )
    const { question, opinion } = invitation
    return {
      claim,
      invitation,
      question: question && key.open('claim/question', question),
      words: opinion && key.open('claim/opinion', opinion.words),
      source: courses.find((course) => course.id === claim.courseId) ?? null,
      target: courses.find((course) => course.id === claim.targetCourseId) ?? null,
      issuer: (claim.issuerId && names.get(claim.issuerId)) || null,
      school: (claim.targetInstitutionId && names.get(claim.targetInstitutionId)) || null,
    }
  })
}

async function ownInvitation(tx: Tx, claim: Uuid, expert: Uuid): Promise<store.Asked> {
  const asked = await store.invitationsOf(tx, claim)
  return asked.find(({ expertId }) => expertId === expert) ?? refuse('not_found')
}

export type OpinionSaid = { topics: Share; words: string }

/** Gives an opinion, once. It counts for this filing of the claim, and for no other. */
export function giveOpinion(
  { db, vault }: RecognitionBank,
  id: Uuid,
  { topics, words }: OpinionSaid,
  call: Acting,
): Promise<void> {
  return transact(db, { ...call, shard: shardOf(id) }, async (tx, at) => {
    const claim = (await lockClaim(tx, id)) ?? refuse('not_found')
    const { role, grantor } = permit(call.principal, 'claim.opinion', targetOf(claim), {
      state: isDecidable(claim.state),
    })
    const expert = userOf(call.principal)
    const invitation = await ownInvitation(tx, id, expert)
    const key = await keyOf(tx, vault, claim.learnerId)
    const kept = await store.insertOpinion(tx, {
      invitationId: invitation.id,
      claimId: id,
      expertId: expert,
      topics,
      words: key.seal('claim/opinion', words),
      at,
    })
    if (!kept) refuse('opinion_given')
    await insertEvent(tx, { claimId: id, kind: 'expert_heard', at, actor: expert, opinion: null, fields: [] })
    await record(
      tx,
      { ...call, at },
      'recognition.expert_heard',
      { id, subject: claim.learnerId, institution: claim.issuerId, role, grantor },
      { topics },
    )
  })
}

export type ExpertTask = store.Asked & {
  claim: ListedClaim
  issuer: Named | null
  target: CourseFound | null
}
export type ExpertTasks = { rows: ExpertTask[]; subjects: string[] }

/** What the caller was asked about, the nearest day first. */
export function listInvitations({ db }: RecognitionBank, call: Acting): Promise<ExpertTasks> {
  const expert = userOf(call.principal)
  return transact(db, { ...call, shard: 'all' }, async (tx, at) => {
    const asked = await store.invitationsTo(tx, expert)
    const claims = await findByIds(
      tx,
      asked.map(({ claimId }) => claimId),
    )
    const courses = await coursesOn(
      tx,
      claims.flatMap(({ targetCourseId }) => targetCourseId ?? []),
      localDate(at),
    )
    const names = await institutionsNamed(
      tx,
      claims.flatMap(({ issuerId }) => issuerId ?? []),
    )
    return {
      subjects: await store.findSubjects(tx, expert),
      rows: asked.flatMap((row) => {
        const claim = claims.find(({ id }) => id === row.claimId)
        if (!claim) return []
        return [
          {
            ...row,
            claim,
            issuer: (claim.issuerId && names.get(claim.issuerId)) || null,
            target: courses.find(({ id }) => id === claim.targetCourseId) ?? null,
          },
        ]
      }),
    }
  })
}

/** What the experts of a claim found, side by side, for who decides. */
export type ExpertsShown = (store.Asked & { name: string; words: string | null })[]

export async function expertsOf(
  tx: Tx,
  { vault }: RecognitionBank,
  claim: ClaimRow,
  { language }: Acting,
): Promise<ExpertsShown> {
  const asked = await store.invitationsOf(tx, claim.id)
  if (asked.length === 0) return []
  const key = await readingKeyOf(tx, vault, claim.learnerId, language)
  const names = await namesOf(
    tx,
    vault,
    asked.map(({ expertId }) => expertId),
    language,
  )
  return asked.map((row) => ({
    ...row,
    name: names.get(row.expertId) ?? '',
    words: row.opinion && key.open('claim/opinion', row.opinion.words),
  }))
}
