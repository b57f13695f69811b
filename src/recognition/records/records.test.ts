// 录入与审核学分: those who teach enter, somebody else decides, nobody deletes (W10, L-10, CN-21).
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getAccount, getReceipt } from '../../ledger/contract.ts'
import { transact } from '../../database/connection.ts'
import { storiesOn, type Stories } from '../../testing/claims.ts'
import { openTestBank, type TestBank } from '../../testing/http.ts'
import { person, teaches, type Person } from '../../testing/people.ts'
import { publicId, shardOf, uuidFrom, type Uuid } from '../../values/ids.ts'
import * as contracts from './contract.ts'
import { replayRecord } from './review.ts'
import { eventsOf } from './store.ts'

let bank: TestBank
let stories: Stories
let school: Uuid
let other: Uuid
let t1: Person
let t2: Person
let registrar: Person
beforeAll(async () => {
  bank = await openTestBank()
  stories = await storiesOn(bank)
  school = uuidFrom('inst', stories.school('MD'))!
  other = uuidFrom('inst', stories.school('YL'))!
  t1 = await staff('teacher')
  t2 = await staff('teacher')
  registrar = await staff('inst_admin')
})
afterAll(() => bank.close())

const staff = (role: 'teacher' | 'inst_admin', at = school) =>
  person(bank.identity, [{ role, institution: at }], { name: '教员' })

/** A learner of the school's whom T1 and T2 teach. */
async function taught(name = '学员', login?: string): Promise<Person> {
  const learner = await person(bank.identity, [{ role: 'learner', institution: school }], {
    name,
    verifiedBy: 'demo',
    ...(login ? { logins: [login] } : {}),
  })
  await teaches(bank.identity, t1, learner, school)
  await teaches(bank.identity, t2, learner, school)
  return learner
}
const course = () => stories.course('MD 操作系统')
const said = { grade: '及格', earnedOn: '2026-06-30' }
const enter = (who: Person, learner: Person, change: object = {}, key?: string) =>
  stories.as(
    who,
    contracts.postRecord,
    { learnerId: publicId('learner', learner.id), courseId: course(), ...said, ...change },
    key,
  )
const submit = (who: Person, recordId: string) =>
  stories.as(who, contracts.postRecordSubmission, { recordId })
const decide = (who: Person, recordId: string, decision = 'approve', opinion?: string, key?: string) =>
  stories.as(who, contracts.postRecordDecision, { recordId, decision, ...(opinion ? { opinion } : {}) }, key)
async function submitted(learner: Person, who = t1): Promise<string> {
  const { id } = await enter(who, learner)
  expect(await submit(who, id)).toMatchObject({ status: 200, state: 'submitted' })
  return id
}
const erased = (path: string, who: Person) =>
  fetch(`${bank.address}${path}`, { method: 'DELETE', headers: who.headers })

describe('W10: 录入与审核分离', () => {
  test('T1 enters for S1 and may not review it; T2 does, and it is posted once however often it is sent', async () => {
    const s1 = await taught()
    const recordId = await submitted(s1)
    expect(await decide(t1, recordId)).toMatchObject({ status: 403, code: 'own_work' })
    expect(await stories.units(s1)).toEqual({})

    const answers = []
    for (let i = 0; i < 3; i++) answers.push(await decide(t2, recordId, 'approve', undefined, 'once'))
    expect(answers).toEqual(
      answers.map(() => expect.objectContaining({ status: 200, state: 'recognised', credits: '3.50' })),
    )
    expect(new Set(answers.map(({ posting }) => posting?.number)).size).toBe(1)
    expect(await stories.units(s1)).toMatchObject({ 明德理工大学: { available: '3.50', total: '3.50' } })
    expect(await decide(registrar, recordId)).toMatchObject({ status: 409, code: 'already_decided' })
  })

  test('the registrar decides what a teacher entered, and not what he entered himself', async () => {
    const learner = await taught()
    expect(await decide(registrar, await submitted(learner))).toMatchObject({ status: 200 })
    const second = await taught()
    expect(await enter(registrar, second)).toMatchObject({ status: 422, code: 'reason_required' })
    const { id } = await enter(registrar, second, { reason: '教师休假，代为录入' })
    await submit(registrar, id)
    expect(await decide(registrar, id)).toMatchObject({ status: 403, code: 'own_work' })
    expect(await decide(t1, id)).toMatchObject({ status: 200, state: 'recognised' })
  })

  test('nobody deletes a record, nor changes what is posted', async () => {
    const learner = await taught()
    const recordId = await submitted(learner)
    await decide(t2, recordId)
    for (const who of [t1, learner, registrar])
      expect((await erased(`/api/v1/credit-records/${recordId}`, who)).status).toBe(404)
    expect(await stories.as(t1, contracts.putRecord, { recordId, ...said, grade: '优' })).toMatchObject({
      status: 409,
      code: 'record_closed',
    })
    expect(await stories.as(t1, contracts.postRecordWithdrawal, { recordId })).toMatchObject({ status: 409 })
    const id = uuidFrom('record', recordId)!
    const set = "set app.shard = 'all'; "
    await expect(bank.pool.query(`${set}delete from recognition_record where id = '${id}'`)).rejects.toThrow()
    await expect(
      bank.ownerPool.query(`${set}update recognition_record set grade = '优' where id = '${id}'`),
    ).rejects.toThrow('never changed')
    await expect(bank.ownerPool.query(`${set}delete from recognition_record_event`)).rejects.toThrow(
      'append-only',
    )
  })

  test('a learner neither enters nor changes a record; a teacher of another class sees none', async () => {
    const learner = await taught()
    const stranger = await staff('teacher')
    const elsewhere = await staff('inst_admin', other)
    const { id: recordId } = await enter(t1, learner)
    const put = { recordId, ...said, grade: '优' }
    expect(await enter(learner, learner)).toMatchObject({ status: 403 })
    expect(await stories.as(learner, contracts.putRecord, put)).toMatchObject({ status: 403 })
    expect(await stories.as(learner, contracts.getRecord, { recordId })).toMatchObject({ status: 404 })
    expect(await stories.as(t2, contracts.putRecord, put)).toMatchObject({ status: 403 })
    for (const who of [stranger, elsewhere]) {
      expect(await stories.as(who, contracts.getRecord, { recordId })).toMatchObject({ status: 404 })
      expect(await stories.as(who, contracts.putRecord, put)).toMatchObject({ status: 404 })
      expect(await enter(who, learner, { reason: '代录' })).toMatchObject({ status: 404 })
      expect((await stories.as(who, contracts.getRecords, {})).data).toEqual([])
    }
    await submit(t1, recordId)
    for (const who of [stranger, elsewhere])
      expect(await decide(who, recordId)).toMatchObject({ status: 404, code: 'not_found' })
  })

  test('nobody enters about himself', async () => {
    const both = await person(bank.identity, [
      { role: 'teacher', institution: school },
      { role: 'learner', institution: school },
    ])
    expect(await enter(both, both)).toMatchObject({ status: 403, code: 'own_record' })
  })

  test('who enters by a grant of a colleague’s is its maker, and so is the colleague', async () => {
    const learner = await taught()
    const { id: recordId } = await enter(t1, learner)
    const id = uuidFrom('record', recordId)!
    await submit(t1, recordId)
    const decision = (actor: Uuid, grantor: Uuid | null) =>
      bank.ownerPool.query(
        `set app.shard = 'all'; insert into recognition_record_event
           (shard, id, record_id, learner_id, place, kind, actor, grantor, makers, at, inputs, findings, rule_set,
            rule_set_version, credits)
         select shard, gen_random_uuid(), id, learner_id, 9, 'recognised', '${actor}', ${grantor ? `'${grantor}'` : 'null'},
           makers, now(), '{}', '{}', 'X', 1, 100 from recognition_record where id = '${id}'`,
      )
    await expect(decision(t1.id, null)).rejects.toThrow('check constraint')
    await expect(decision(t2.id, t1.id)).rejects.toThrow('check constraint')
    await expect(decision(learner.id, null)).rejects.toThrow('check constraint')
  })
})

describe('录入', () => {
  test('a failed grade is kept as a draft and cannot be submitted; the flaw says where', async () => {
    const { id } = await enter(t1, await taught(), { grade: '不及格' })
    expect(await submit(t1, id)).toMatchObject({
      status: 422,
      errors: [{ pointer: '/grade', code: 'grade_failed' }],
    })
    expect(await stories.as(t1, contracts.putRecord, { recordId: id, ...said })).toMatchObject({
      status: 200,
    })
    expect(await submit(t1, id)).toMatchObject({ status: 200 })
  })

  test.each([
    ['a grade on no scale', { grade: '马马虎虎' }, '/grade', 'grade_unknown'],
    ['a day to come', { earnedOn: '2099-01-01' }, '/earnedOn', 'day_future'],
    ['hours that the catalogue states', { hours: 1 }, '/hours', 'course_facts_fixed'],
  ])('%s is refused', async (_, change, pointer, code) => {
    expect(await enter(t1, await taught(), change)).toMatchObject({
      status: 422,
      errors: [{ pointer, code }],
    })
  })

  test('a course of another institution is refused; a state or an approver in the body too', async () => {
    const learner = await taught()
    const courseId = stories.course('LG 机器学习')
    expect(await enter(t1, learner, { courseId })).toMatchObject({
      status: 422,
      errors: [{ pointer: '/courseId', code: 'course_of_others' }],
    })
    expect(await enter(t1, learner, { state: 'recognised' })).toMatchObject({ status: 422 })
  })

  test('the same outcome twice names the record that is there; also against the learner’s own claim', async () => {
    const learner = await taught()
    const first = await enter(t1, learner, {}, 'enter-1')
    expect(await enter(t1, learner, {}, 'enter-1')).toMatchObject({ status: 200, id: first.id })
    const again = await enter(t2, learner)
    expect(again).toMatchObject({ status: 409, code: 'record_exists' })
    expect(again.detail).toContain(first.number)

    const claimed = await taught()
    await stories.filed(claimed, { from: 'MD 操作系统', grade: '良' })
    const { id } = await enter(t1, claimed)
    expect(await submit(t1, id)).toMatchObject({ status: 409, code: 'outcome_used' })
  })

  test('a withdrawn record gives its outcome free again', async () => {
    const learner = await taught()
    const recordId = await submitted(learner)
    expect(await stories.as(t1, contracts.postRecordWithdrawal, { recordId })).toMatchObject({ status: 200 })
    expect(await decide(t2, recordId)).toMatchObject({ status: 409, code: 'record_not_submitted' })
    await submitted(learner, t2)
  })

  test('outside the window nothing is entered; who no longer teaches writes no more', async () => {
    const learner = await taught()
    const { id: recordId } = await enter(t1, learner)
    const window = (opensOn: string, closesOn: string) =>
      stories.as(registrar, contracts.postEntryWindow, {
        institutionId: publicId('inst', school),
        opensOn,
        closesOn,
      })
    expect(await window('2026-02-01', '2026-01-01')).toMatchObject({ status: 422 })
    await window('2026-01-01', '2026-01-31')
    expect(await enter(t1, await taught())).toMatchObject({ status: 409, code: 'window_closed' })
    await window('2026-01-01', '2099-12-31')
    await bank.ownerPool.query(
      `set app.shard = 'all'; update identity_teaching set ends_at = now(), reads_until = now() + interval '30 days'
       where teacher_id = '${t1.id}' and learner_id = '${learner.id}'`,
    )
    expect(await stories.as(t1, contracts.putRecord, { recordId, ...said })).toMatchObject({ status: 404 })
    expect(await submit(t1, recordId)).toMatchObject({ status: 404 })
    expect(await stories.as(t1, contracts.getRecord, { recordId })).toMatchObject({ status: 200 })
  })
})

describe('审核', () => {
  test('returned with a reason, put right, sent again, approved; the learner sees it and the receipt names the people', async () => {
    const learner = await taught()
    const recordId = await submitted(learner)
    expect(await decide(t2, recordId, 'return')).toMatchObject({ status: 422, code: 'reason_required' })
    expect(await decide(t2, recordId, 'return', '成绩登错一行')).toMatchObject({ state: 'returned' })
    const told = await stories.as(learner, contracts.getRecords, {})
    expect(told.data).toMatchObject([{ state: 'returned', opinion: '成绩登错一行' }])
    await stories.as(t1, contracts.putRecord, { recordId, ...said, grade: '良' })
    await submit(t1, recordId)
    const { posting } = await decide(registrar, recordId)
    const shown = await stories.as(learner, contracts.getRecord, { recordId })
    expect(shown.timeline.map(({ kind }) => kind)).toEqual([
      'entered',
      'submitted',
      'returned',
      'saved',
      'submitted',
      'recognised',
    ])
    const receipt = await stories.as(learner, getReceipt, { learnerId: 'me', number: posting!.number })
    expect(receipt.behind).toMatchObject({
      claim: null,
      record: { id: recordId },
      outcome: { title: '操作系统', grade: '良' },
      people: [
        { did: 'entered', name: '教*' },
        { did: 'decided', name: '教*' },
      ],
    })
  })

  test('a refusal needs a reason and posts nothing', async () => {
    const learner = await taught()
    const recordId = await submitted(learner)
    expect(await decide(registrar, recordId, 'refuse', '没有参加考试')).toMatchObject({
      state: 'refused',
      credits: '0.00',
      posting: null,
    })
    expect(await stories.as(learner, getAccount, { learnerId: 'me' })).toMatchObject({ units: [] })
  })

  test('two who decide at once post once', async () => {
    const recordId = await submitted(await taught())
    const answers = await Promise.all([decide(t2, recordId), decide(registrar, recordId)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
  })

  test('a decision is judged again to the same from what it stored', async () => {
    const recordId = await submitted(await taught())
    await decide(t2, recordId)
    const id = uuidFrom('record', recordId)!
    await transact(bank.db, { shard: shardOf(id) }, async (tx) => {
      const [event] = (await eventsOf(tx, [id])).filter(({ inputs }) => inputs !== null)
      expect(await replayRecord(tx, event!)).toBe(true)
      expect(await replayRecord(tx, { ...event!, credits: 1 })).toBe(false)
    })
  })
})

describe('批量录入', () => {
  const batch = (who: Person, text: string | Buffer, change: object = {}) =>
    stories.as(who, contracts.postRecordBatch, {
      courseId: course(),
      earnedOn: '2026-06-30',
      content: Buffer.from(text).toString('base64'),
      ...change,
    })

  test('good rows become drafts, wrong ones are told by line and column; a dry run and the second time change nothing', async () => {
    const [a, b] = [await taught('甲一', 'batch-a'), await taught('乙二', 'batch-b')]
    await person(bank.identity, [{ role: 'learner', institution: school }], {
      name: '丙三',
      logins: ['batch-c'],
    })
    const file = [
      '账号,姓名,成绩',
      'batch-a,甲一,良',
      'batch-b,乙二,优',
      'batch-c,丙三,优',
      'nobody-here,,优',
      'batch-a2,,',
      ',无学号,良',
    ].join('\n')
    const dry = await batch(t1, file, { dryRun: true })
    expect(dry).toMatchObject({ status: 200, imported: false, rows: 6 })
    expect((await stories.as(t1, contracts.getRecords, { limit: '100' })).data).not.toContainEqual(
      expect.objectContaining({ learner: expect.objectContaining({ name: '甲一' }) }),
    )
    const made = await batch(t1, file)
    expect(made.data).toMatchObject([
      { line: 2, name: '甲一', result: 'added' },
      { line: 3, name: '乙二', result: 'added' },
    ])
    expect(made.flaws.map(({ line, column, code }) => [line, column, code])).toEqual([
      [4, 'account', 'learner_unknown'],
      [5, 'account', 'learner_unknown'],
      [6, 'grade', 'required'],
      [7, 'account', 'learner_named'],
    ])
    const again = await batch(t1, file)
    expect(again.data.map(({ result }) => result)).toEqual(['unchanged', 'unchanged'])
    expect((await batch(t1, 'account,grade\nbatch-a,优')).flaws).toMatchObject([{ code: 'record_exists' }])
    for (const learner of [a, b])
      expect(await enter(t1, learner)).toMatchObject({ status: 409, code: 'record_exists' })
  })

  test('a student number counts only together with the name', async () => {
    const learner = await taught('丁四')
    await bank.call(
      (await import('../contract.ts')).putProfile,
      { studentNumber: 'S-4001', major: null, institutionId: null },
      learner.headers,
    )
    expect((await batch(t1, '学号,姓名,成绩\nS-4001,别人,良')).flaws).toMatchObject([
      { line: 2, column: 'studentNumber', code: 'learner_unknown' },
    ])
    expect((await batch(t1, '学号,成绩\nS-4001,良')).flaws).toMatchObject([{ code: 'learner_named' }])
    expect((await batch(t1, '学号,姓名,成绩\nS-4001,丁四,良')).data).toMatchObject([{ name: '丁四' }])
  })

  test('a file that is not UTF-8 says how to save it; a registrar gives a reason', async () => {
    const gbk = Buffer.from([0xd5, 0xcb, 0xba, 0xc5, 0x2c, 0xb3, 0xc9, 0xbc, 0xa8])
    const told = await batch(t1, gbk)
    expect(told.flaws).toMatchObject([{ line: 0, code: 'not_utf8' }])
    expect(told.flaws[0]?.message).toContain('CSV UTF-8')
    await taught('戊五', 'batch-e')
    const file = 'account,grade\nbatch-e,良'
    expect(await batch(registrar, file)).toMatchObject({ status: 422, code: 'reason_required' })
    expect(await batch(registrar, file, { reason: '期末统一导入' })).toMatchObject({
      data: [{ result: 'added' }],
    })
  })
})
