// recognition/records/batch.ts – 批量录入: a class list with grades becomes drafts; a wrong row fails alone.
import { maskName, viewOf } from '../../access/fields.ts'
import { permit, verdictFor } from '../../access/verdict.ts'
import { record as recordAudit } from '../../audit/operations.ts'
import { coursesOn } from '../../catalogue/operations.ts'
import { transact, type Tx } from '../../database/connection.ts'
import { accountOf, namesOf, personKeyOf, plainName } from '../../identity/operations.ts'
import { userOf } from '../../identity/principal.ts'
import { localDate, type LocalDate } from '../../values/dates.ts'
import { referenceShard, type Uuid } from '../../values/ids.ts'
import { refuse } from '../../values/refusal.ts'
import type { FileFlaw } from '../../words/language.ts'
import type { Acting, RecognitionBank } from '../claims.ts'
import { examineRecord, type Hand, insertDraft, standingAt } from './entering.ts'
import { type GradeRow, readGradeFile } from './grade-file.ts'
import { isOpen } from './model.ts'
import * as store from './store.ts'

export type BatchAsked = {
  courseId: Uuid
  earnedOn: LocalDate
  bytes: Uint8Array
  dryRun: boolean
  reason?: string | undefined
}
export type BatchRow = {
  line: number
  name: string
  grade: string
  result: 'added' | 'unchanged'
  record: { id: Uuid; number: string } | null
}
export type BatchReport = { rows: number; data: BatchRow[]; flaws: FileFlaw[]; imported: boolean }

type Found = { row: GradeRow; learner: Uuid; name: string }

/** Reads a file of grades for one course. Good rows become drafts, or none on a dry run; the same file again changes nothing. */
export function importRecords(
  { db, vault }: RecognitionBank,
  { courseId, earnedOn, bytes, dryRun, reason }: BatchAsked,
  call: Acting,
): Promise<BatchReport> {
  return transact(db, { ...call, shard: 'all' }, async (tx, at) => {
    const on = localDate(at)
    const [course] = await coursesOn(tx, [courseId], on)
    if (!course) return refuse('input_invalid', {}, [{ pointer: '/courseId', code: 'course_unknown' }])
    const { institutionId } = course
    const file = readGradeFile(bytes)
    const read = await learnersOf(tx, vault, file.rows, { institutionId, call, at })
    const facts = { window: isOpen(await store.windowOf(tx, institutionId), on), reason }
    const report: BatchReport = {
      rows: file.rows.length + new Set(file.flaws.flatMap(({ line }) => (line > 1 ? [line] : []))).size,
      data: [],
      flaws: [...file.flaws, ...read.flaws],
      imported: !dryRun,
    }
    for (const { row, learner, name: whole } of read.found) {
      const target = await standingAt(tx, learner, institutionId, at)
      const { role, grantor } = permit(call.principal, 'credit.import', target, facts)
      const asked = {
        learnerId: learner,
        courseId,
        grade: row.grade,
        hours: row.hours,
        earnedOn: row.earnedOn ?? earnedOn,
      }
      const name = viewOf(call.principal, 'name', target) === 'full' ? whole : maskName(whole)
      const { flaws } = await examineRecord(tx, asked, on)
      const before = await store.liveRecord(tx, learner, courseId)
      const same = before?.grade === row.grade && before.earnedOn === asked.earnedOn
      const flaw = (column: string | null, code: FileFlaw['code'], values: FileFlaw['values'] = {}) =>
        report.flaws.push({ line: row.line, column, code, values })
      if (flaws.length > 0) {
        for (const { pointer, code, details } of flaws)
          flaw(pointer.slice(1), code as FileFlaw['code'], details)
      } else if (before && !same) flaw('grade', 'record_exists', { number: before.number })
      else if (before)
        report.data.push({ line: row.line, name, grade: row.grade, result: 'unchanged', record: before })
      else {
        const hand: Hand = { call, grantor, at }
        const made = dryRun
          ? null
          : ((await insertDraft(tx, asked, institutionId, hand)) ?? refuse('conflict'))
        report.data.push({ line: row.line, name, grade: row.grade, result: 'added', record: made })
        if (made)
          await recordAudit(
            tx,
            { ...call, at },
            'record.imported',
            { id: made.id, subject: learner, institution: institutionId, role, grantor },
            { number: made.number, ...(reason ? { reason } : {}) },
          )
      }
    }
    report.flaws.sort((a, b) => a.line - b.line)
    return report
  })
}

/** Whom the rows mean, among those for whom the caller may import: who is out of reach looks like nobody. */
async function learnersOf(
  tx: Tx,
  vault: RecognitionBank['vault'],
  rows: readonly GradeRow[],
  { institutionId, call, at }: { institutionId: Uuid; call: Acting; at: Date },
): Promise<{ found: Found[]; flaws: FileFlaw[] }> {
  const numbers = rows.some(({ account }) => account === null)
    ? await numbersInReach(tx, vault, { institutionId, call, at })
    : new Map<string, Uuid[]>()
  const flaws: FileFlaw[] = []
  const known: { row: GradeRow; learners: Uuid[] }[] = []
  for (const row of rows) {
    const byAccount = row.account === null ? undefined : await accountOf(tx, vault, row.account)
    const learners =
      row.account === null ? (numbers.get(row.studentNumber ?? '') ?? []) : [byAccount ?? []].flat()
    const within: Uuid[] = []
    for (const learner of learners) {
      const target = await standingAt(tx, learner, institutionId, at)
      const may = target.institution !== null && verdictFor(call.principal, 'credit.import', target).may
      if (may) within.push(learner)
    }
    known.push({ row, learners: within })
  }
  const names = await namesOf(
    tx,
    vault,
    [...new Set(known.flatMap(({ learners }) => learners))],
    call.language,
  )
  const lines = new Map<Uuid, number[]>()
  const found = known.flatMap(({ row, learners }): Found[] => {
    const named = learners.filter(
      (learner) => row.name === null || plainName(names.get(learner) ?? '') === plainName(row.name),
    )
    const [learner] = named
    if (learner === undefined || named.length > 1) {
      const differs = row.account !== null && learners.length > 0
      const column = row.account === null ? 'studentNumber' : differs ? 'name' : 'account'
      const code = differs ? 'name_differs' : 'learner_unknown'
      flaws.push({ line: row.line, column, code, values: {} })
      return []
    }
    lines.set(learner, [...(lines.get(learner) ?? []), row.line])
    return [{ row, learner, name: names.get(learner) ?? '' }]
  })
  // Nobody can tell which of two rows is meant, so neither is taken.
  const twice = ({ learner }: Found): boolean => (lines.get(learner)?.length ?? 0) > 1
  for (const { row, learner } of found.filter(twice)) {
    const values = { lines: (lines.get(learner) ?? []).join('、') }
    flaws.push({ line: row.line, column: null, code: 'learner_twice', values })
  }
  return { found: found.filter((each) => !twice(each)), flaws }
}

/** Learners by the student number that they gave: those whom the caller teaches, or all of the institution's. */
async function numbersInReach(
  tx: Tx,
  vault: RecognitionBank['vault'],
  { institutionId, call, at }: { institutionId: Uuid; call: Acting; at: Date },
): Promise<Map<string, Uuid[]>> {
  const { principal } = call
  const teachesOnly = !principal.assignments.some(({ role }) => role === 'inst_admin' || role === 'sys_admin')
  const learners = teachesOnly
    ? (await store.findClasses(tx, userOf(principal), at)).map(({ learnerId }) => learnerId)
    : await store.learnersAt(tx, institutionId, at)
  const numbers = new Map<string, Uuid[]>()
  for (const { learnerId, studentNumber } of await store.studentNumbersOf(tx, [...new Set(learners)])) {
    const key = await personKeyOf(tx, vault, learnerId)
    const number = key && studentNumber && key.open('profile/student_number', studentNumber)
    if (number) numbers.set(number, [...(numbers.get(number) ?? []), learnerId])
  }
  return numbers
}

/** The days on which grades may be entered, from now on. */
export function setWindow(
  { db }: RecognitionBank,
  { institutionId, ...window }: { institutionId: Uuid; opensOn: LocalDate; closesOn: LocalDate },
  call: Acting,
): Promise<void> {
  return transact(db, { ...call, shard: referenceShard }, async (tx, at) => {
    permit(call.principal, 'credit.window', { institution: institutionId })
    if (window.closesOn < window.opensOn)
      refuse('input_invalid', {}, [{ pointer: '/closesOn', code: 'day_before' }])
    await store.insertWindow(tx, { ...window, institutionId, setBy: userOf(call.principal), setAt: at })
    await recordAudit(tx, { ...call, at }, 'record.window_set', { institution: institutionId }, window)
  })
}
