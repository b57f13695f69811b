// recognition/records/reading.ts – records as they are shown: what a reader may see, and no more.
import { maskName, viewOf } from '../../access/fields.ts'
import type { Principal, Target } from '../../access/model.ts'
import { scopesOf } from '../../access/scope.ts'
import { permit, verdictFor } from '../../access/verdict.ts'
import { record as recordAudit } from '../../audit/operations.ts'
import { coursesOn, institutionsNamed, type CourseFound } from '../../catalogue/operations.ts'
import { transact, type Tx } from '../../database/connection.ts'
import { namesOf, personKeyOf } from '../../identity/operations.ts'
import { userOf } from '../../identity/principal.ts'
import { whereInScope } from '../../identity/scope.ts'
import type { Vault } from '../../identity/vault.ts'
import { postingOf } from '../../ledger/operations.ts'
import { localDate } from '../../values/dates.ts'
import { shardOf, type Uuid } from '../../values/ids.ts'
import { refuse } from '../../values/refusal.ts'
import { type Acting, keyOf, type RecognitionBank } from '../claims.ts'
import { aboutOf, targetOf } from './entering.ts'
import {
  type EntryWindow,
  isChangeable,
  isOpen,
  isRetractable,
  isReviewable,
  type RecordState,
} from './model.ts'
import * as store from './store.ts'

type Named = { id: Uuid; nameZh: string; nameEn: string | null }

export type RecordShown = {
  record: store.RecordRow
  learnerName: string
  institution: Named
  course: Pick<CourseFound, 'id' | 'code' | 'titleZh' | 'titleEn'>
  mine: boolean
  opinion: string | null
}

const columns = {
  id: 'recognitionRecord.id',
  shard: 'recognitionRecord.shard',
  subject: 'recognitionRecord.learnerId',
  institution: 'recognitionRecord.institutionId',
}

export type RecordsAsked = {
  state: RecordState | undefined
  courseId: Uuid | undefined
  number: string | undefined
  page: { offset: number; limit: number }
}

/** Records in the caller's reach. */
export function listRecords(
  { db, vault }: RecognitionBank,
  { page, ...filter }: RecordsAsked,
  call: Acting,
): Promise<{ rows: RecordShown[]; total: number; counts: Partial<Record<RecordState, number>> }> {
  const user = userOf(call.principal)
  const scopes = scopesOf(call.principal, 'credit.list')
  const ownOnly = scopes.every(({ scope }) => scope === 'subject')
  return transact(db, { ...call, shard: ownOnly ? shardOf(user) : 'all' }, async (tx, at) => {
    const reach = whereInScope(scopes, columns)
    const { rows, total, counts } = await store.findRecords(tx, { reach, user, ...filter }, page)
    const targets = await Promise.all(rows.map((row) => targetOf(tx, row, at)))
    return { rows: await described(tx, vault, rows, targets, call, at), total, counts }
  })
}

async function described(
  tx: Tx,
  vault: Vault,
  rows: readonly store.RecordRow[],
  targets: readonly Target[],
  call: Acting,
  at: Date,
): Promise<RecordShown[]> {
  const { principal } = call
  const institutions = await institutionsNamed(
    tx,
    rows.map(({ institutionId }) => institutionId),
  )
  const courses = await coursesOn(tx, [...new Set(rows.map(({ courseId }) => courseId))], localDate(at))
  const names = await namesOf(tx, vault, [...new Set(rows.map(({ learnerId }) => learnerId))], call.language)
  const told = rows.filter(({ state }) => state === 'returned' || state === 'refused')
  const events = await store.eventsOf(
    tx,
    told.map(({ id }) => id),
  )
  const shown: RecordShown[] = []
  for (const [place, record] of rows.entries()) {
    const { learnerId, institutionId, courseId, filing, makers } = record
    const course = courses.find(({ id }) => id === courseId)
    const sealed = events.findLast(({ recordId, opinion }) => recordId === record.id && opinion)?.opinion
    const key = sealed ? await personKeyOf(tx, vault, learnerId) : undefined
    shown.push({
      record,
      learnerName: nameFor(principal, targets[place] ?? {}, names.get(learnerId) ?? ''),
      institution: institutions.get(institutionId) ?? { id: institutionId, nameZh: '', nameEn: null },
      course: {
        id: courseId,
        code: filing?.course?.code ?? course?.code ?? '',
        titleZh: filing?.title ?? course?.titleZh ?? '',
        titleEn: filing?.titleEn ?? course?.titleEn ?? null,
      },
      mine: makers.some((maker) => maker === principal.user),
      opinion: sealed && key ? key.open('record/opinion', sealed) : null,
    })
  }
  return shown
}

/** A learner's name as far as the reader may see it. */
function nameFor(principal: Principal, target: Target, name: string): string {
  const view = viewOf(principal, 'name', target)
  return view === 'full' ? name : view === 'masked' ? maskName(name) : '*'
}

export type RecordDetail = RecordShown & {
  timeline: { kind: store.EventRow['kind']; at: Date; by: string | null; opinion: string | null }[]
  posting: { shard: number; seq: number } | null
  may: { edit: boolean; submit: boolean; withdraw: boolean; review: boolean }
}

/** One record, for its learner or for staff in whose reach it is; a look at somebody else's is on record. */
export function showRecord({ db, vault }: RecognitionBank, id: Uuid, call: Acting): Promise<RecordDetail> {
  const { principal } = call
  return transact(db, { ...call, shard: shardOf(id) }, async (tx, at) => {
    const record = (await store.findRecord(tx, id, false)) ?? refuse('not_found')
    const own = record.learnerId === principal.user
    if (own && record.submittedAt === null) refuse('not_found')
    const target = await targetOf(tx, record, at)
    const { role, grantor } = permit(principal, 'credit.read', target)
    if (!own) await recordAudit(tx, { ...call, at }, 'record.read', { ...aboutOf(record), role, grantor })
    const [shown = refuse('not_found')] = await described(tx, vault, [record], [target], call, at)
    const events = await store.eventsOf(tx, [id])
    const names = await namesOf(tx, vault, [...new Set(events.map(({ actor }) => actor))], call.language)
    const key = await keyOf(tx, vault, record.learnerId)
    const posted = record.state === 'recognised' ? await postingOf(tx, shardOf(id), id) : undefined
    const can = (
      operation: 'credit.edit_draft' | 'credit.submit' | 'credit.withdraw_draft' | 'credit.review',
    ) => verdictFor(principal, operation, target).may
    return {
      ...shown,
      timeline: events.map(({ kind, at: happened, actor, opinion }) => {
        const name = names.get(actor)
        return {
          kind,
          at: happened,
          by: name === undefined ? null : own ? maskName(name) : name,
          opinion: opinion && key.open('record/opinion', opinion),
        }
      }),
      posting: posted ? { shard: posted.shard, seq: posted.seq } : null,
      may: {
        edit: isChangeable(record.state) === true && can('credit.edit_draft'),
        submit: isChangeable(record.state) === true && can('credit.submit'),
        withdraw: isRetractable(record.state) === true && can('credit.withdraw_draft'),
        review: isReviewable(record.state) === true && can('credit.review'),
      },
    }
  })
}

export type ClassShown = {
  section: string
  institution: Named
  window: (EntryWindow & { open: boolean }) | null
  learners: {
    id: Uuid
    name: string
    studentNumber: string | null
    records: (store.RecordRow & { mine: boolean })[]
  }[]
}

/** The caller's own classes. A class list is a look at its learners, so it is on record. */
export function listClasses({ db, vault }: RecognitionBank, call: Acting): Promise<ClassShown[]> {
  const teacher = userOf(call.principal)
  return transact(db, { ...call, shard: 'all' }, async (tx, at) => {
    const on = localDate(at)
    const held = call.principal.assignments.flatMap(({ role, institution }) =>
      role === 'teacher' ? [institution] : [],
    )
    const taught = (await store.findClasses(tx, teacher, at)).filter(({ institutionId }) =>
      held.includes(institutionId),
    )
    const learners = [...new Set(taught.map(({ learnerId }) => learnerId))]
    const [names, records, numbers, institutions] = [
      await namesOf(tx, vault, learners, call.language),
      await store.recordsOf(tx, learners),
      await store.studentNumbersOf(tx, learners),
      await institutionsNamed(tx, [...new Set(taught.map(({ institutionId }) => institutionId))]),
    ]
    const classes = new Map<string, ClassShown>()
    for (const { learnerId, institutionId, section } of taught) {
      const place = `${institutionId}/${section}`
      const window = await store.windowOf(tx, institutionId)
      const shown = classes.get(place) ?? {
        section,
        institution: institutions.get(institutionId) ?? { id: institutionId, nameZh: '', nameEn: null },
        window: window && { ...window, open: isOpen(window, on) },
        learners: [],
      }
      classes.set(place, shown)
      const sealed = numbers.find((row) => row.learnerId === learnerId)?.studentNumber
      const key = sealed && (await personKeyOf(tx, vault, learnerId))
      shown.learners.push({
        id: learnerId,
        name: names.get(learnerId) ?? '',
        studentNumber: sealed && key ? key.open('profile/student_number', sealed) : null,
        records: records
          .filter((row) => row.learnerId === learnerId && row.institutionId === institutionId)
          .map((row) => ({ ...row, mine: row.makers.includes(teacher) })),
      })
    }
    await recordAudit(
      tx,
      { ...call, at },
      'record.class_read',
      { role: 'teacher' },
      { learners: learners.length },
    )
    return [...classes.values()]
  })
}
