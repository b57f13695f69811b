// 初审与复审 as stories over HTTP: where a second person is asked for, nothing is posted without one.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transact } from '../database/connection.ts'
import { getReceipt } from '../ledger/contract.ts'
import { storiesOn, type Row, type Stories } from '../testing/claims.ts'
import { openTestBank, type TestBank } from '../testing/http.ts'
import { person } from '../testing/people.ts'
import { credits } from '../values/credits.ts'
import { addDays, localDate } from '../values/dates.ts'
import { shardOf, uuidFrom } from '../values/ids.ts'
import * as contracts from './contract.ts'
import { type Amounts, type Category, needsSecondReview, type Setting } from './model.ts'
import { decisionsOf, replay } from './operations.ts'

let bank: TestBank
let stories: Stories
beforeAll(async () => {
  bank = await openTestBank()
  stories = await storiesOn(bank)
  await stories.setting('LG', { second: { when: 'some', above: credits('3'), categories: [] } })
  await stories.setting('MD', { second: { when: 'always', above: null, categories: [] } })
})
afterAll(() => bank.close())

/** Counts 4.0 and 0.5: above what LG lets one person decide. */
const structures: Row = { from: 'MD 数据结构与算法', to: 'LG 数据结构', grade: '82' }
/** Elective on request, 2.0: not above it. */
const networks: Row = { from: 'MD 计算机网络', to: 'LG 计算机网络', grade: '90', asElective: true }
/** Only deposited at MD, which wants every decision seen twice. */
const systems: Row = { from: 'MD 操作系统', grade: '及格' }

const approve = { decision: 'approve' }
const postings = async () =>
  (await bank.ownerPool.query<{ n: number }>('select count(*)::int as n from ledger_posting')).rows[0]!.n

test('what is above the amount waits for a second person: posted once, when confirmed, and the learner sees both', async () => {
  const [learner, first, second] = [
    await stories.learner(),
    await stories.reviewer(),
    await stories.secondReviewer(),
  ]
  const claimId = await stories.filed(learner, structures)
  const before = await postings()
  const { options } = await stories.as(first, contracts.getCase, { claimId })
  expect(options.find(({ outcome }) => outcome === 'converted')).toMatchObject({ second: true })
  expect(options.find(({ outcome }) => outcome === 'refused')).toMatchObject({ second: false })

  expect(await stories.decide(first, claimId, { ...approve, opinion: '成绩单已核对' })).toMatchObject({
    status: 200,
    state: 'proposed',
    outcome: 'converted',
    recorded: '4.00',
    posting: null,
  })
  expect(await postings()).toBe(before)
  const waiting = await stories.as(learner, contracts.getClaim, { claimId })
  expect(waiting).toMatchObject({
    state: 'proposed',
    stage: 'second',
    outcome: null,
    may: { withdraw: true },
  })
  expect(waiting.timeline.at(-1)).toMatchObject({ kind: 'proposed', by: { name: '孙*' }, opinion: null })

  const tasks = await stories.as(second, contracts.getTasks, { state: 'second' })
  expect(tasks.data.map(({ id }) => id)).toContain(claimId)
  expect(await stories.as(second, contracts.getCase, { claimId })).toMatchObject({
    proposal: { decision: 'approve', recorded: '4.00', opinion: '成绩单已核对', by: '孙丽', why: null },
    claim: { may: { decide: false, confirm: true } },
  })

  const key = randomUUID()
  const thrice = await Promise.all(
    [1, 2, 3].map(() => stories.secondReview(second, claimId, { confirm: true }, key)),
  )
  expect(thrice[0]).toMatchObject({ status: 200, state: 'recognised', recorded: '4.00', elective: '0.50' })
  expect(thrice[1]).toEqual(thrice[0])
  expect(thrice[2]).toEqual(thrice[0])
  expect(await postings()).toBe(before + 1)

  const decided = await stories.as(learner, contracts.getClaim, { claimId })
  expect(decided.timeline.map(({ kind, opinion }) => [kind, opinion])).toEqual([
    ['submitted', null],
    ['proposed', '成绩单已核对'],
    ['recognised', null],
  ])
  const number = decided.posting!.number
  const receipt = await stories.as(learner, getReceipt, { learnerId: 'me', number })
  expect(receipt.behind?.people.map(({ did }) => did)).toEqual(['filed', 'proposed', 'decided'])

  const id = uuidFrom('claim', claimId)!
  await transact(bank.db, { shard: shardOf(id) }, async (tx) => {
    const [decision] = await decisionsOf(tx, id)
    expect(decision).toMatchObject({ actor: second.id, proposedBy: first.id })
    expect(await replay(tx, decision!)).toMatchObject({ same: true })
  })
})

test('what is not above it is decided by one person, as ever', async () => {
  const claimId = await stories.filed(await stories.learner(), networks)
  expect(await stories.decide(await stories.reviewer(), claimId, approve)).toMatchObject({
    state: 'recognised',
    elective: '2.00',
  })
})

test('职责分离: not who proposed, not the learner, not a first reviewer; and the database says so too', async () => {
  const both = await person(bank.identity, [{ role: 'reviewer' }, { role: 'second_reviewer' }])
  const own = await stories.learner({ role: 'second_reviewer' })
  const claimId = await stories.filed(own, structures)
  await stories.decide(both, claimId, approve)
  const before = await postings()
  const confirm = { confirm: true }
  expect(await stories.secondReview(both, claimId, confirm)).toMatchObject({ status: 403, code: 'own_work' })
  expect(await stories.secondReview(own, claimId, confirm)).toMatchObject({ status: 403, code: 'own_record' })
  expect(await stories.secondReview(null, claimId, confirm)).toMatchObject({ status: 401 })
  const colleague = await stories.reviewer()
  expect(await stories.secondReview(colleague, claimId, confirm)).toMatchObject({ code: 'not_permitted' })
  expect(await stories.as(both, contracts.getCase, { claimId })).toMatchObject({
    proposal: { why: 'own_work' },
    claim: { may: { confirm: false } },
  })
  expect(await stories.decide(colleague, claimId, approve)).toMatchObject({ code: 'claim_proposed' })
  expect(await postings()).toBe(before)

  // Behind the wall: a decision that its proposer confirms can't be written at all.
  const confirmed = await stories.secondReview(await stories.secondReviewer(), claimId, confirm)
  expect(confirmed).toMatchObject({ state: 'recognised' })
  await expect(
    bank.ownerPool.query(
      `insert into recognition_decision select (jsonb_populate_record(d, jsonb_build_object(
        'id', gen_random_uuid(), 'place', 9, 'actor', d.proposed_by))).*
       from recognition_decision d where d.claim_id = $1`,
      [uuidFrom('claim', claimId)],
    ),
  ).rejects.toThrow(/recognition_decision_second_person/)
})

test('退回初审: with the reason, and the claim is decided again; the learner reads what was said when it is closed', async () => {
  const [learner, first, second] = [
    await stories.learner(),
    await stories.reviewer(),
    await stories.secondReviewer(),
  ]
  const claimId = await stories.filed(learner, systems)
  expect(await stories.secondReview(second, claimId, { confirm: true })).toMatchObject({
    status: 409,
    code: 'claim_not_proposed',
  })
  const refusal = { decision: 'refuse', opinion: '材料不能证明所申报的成果' }
  expect(await stories.decide(first, claimId, refusal)).toMatchObject({
    state: 'proposed',
    outcome: 'refused',
  })
  expect(await stories.secondReview(second, claimId, { confirm: false })).toMatchObject({
    status: 422,
    code: 'reason_required',
  })
  const why = '成绩单上有教务处的章，请再看'
  expect(await stories.secondReview(second, claimId, { confirm: false, opinion: why })).toMatchObject({
    state: 'submitted',
    outcome: null,
  })
  const between = await stories.as(learner, contracts.getClaim, { claimId })
  expect(between.timeline.map(({ kind, opinion }) => [kind, opinion])).toEqual([
    ['submitted', null],
    ['proposed', null],
    ['sent_back', null],
  ])
  expect(await stories.decide(first, claimId, approve)).toMatchObject({ state: 'proposed' })
  expect(await stories.secondReview(second, claimId, { confirm: true })).toMatchObject({ deposited: '3.50' })
  const closed = await stories.as(learner, contracts.getClaim, { claimId })
  expect(closed.timeline[2]).toMatchObject({ kind: 'sent_back', opinion: why })
})

test('a claim that waits for a second person can be withdrawn; one that was returned never waited', async () => {
  const [learner, first] = [await stories.learner(), await stories.reviewer()]
  const claimId = await stories.filed(learner, systems)
  const back = { decision: 'return', opinion: '第 2 页不清晰', fields: ['files'] }
  expect(await stories.decide(first, claimId, back)).toMatchObject({ state: 'returned' })
  await stories.as(learner, contracts.postSubmission, { claimId })
  await stories.decide(first, claimId, approve)
  expect(await stories.as(learner, contracts.postWithdrawal, { claimId })).toMatchObject({
    state: 'withdrawn',
  })
  expect(
    await stories.secondReview(await stories.secondReviewer(), claimId, { confirm: true }),
  ).toMatchObject({
    status: 409,
    code: 'claim_withdrawn',
  })
})

test('a setting is said with a reason, from a day to come, by those who answer for the institution', async () => {
  const institutionId = stories.school('LG')
  const institution = uuidFrom('inst', institutionId)!
  const admin = await person(bank.identity, [{ role: 'inst_admin', institution }])
  const from = addDays(localDate(new Date()), 1)
  const second = { when: 'some', above: null, categories: ['training'] }
  const experts = { rule: { opinionsMin: 2, percentMin: 70 }, days: 5 }
  const said = { institutionId, from, second, experts, appealDays: 15, reason: '培训成果较多' }
  const set = (change: object, who = admin) => stories.as(who, contracts.postSetting, { ...said, ...change })
  expect(await set({ reason: ' ' })).toMatchObject({ code: 'reason_required' })
  expect(await set({ institutionId: null })).toMatchObject({ status: 403 })
  expect(await set({ institutionId: stories.school('YL') })).toMatchObject({ status: 403 })
  expect(await set({}, await stories.reviewer())).toMatchObject({ status: 403 })
  for (const [change, pointer, code] of [
    [{ from: addDays(from, -1) }, '/from', 'day_not_ahead'],
    [{ second: { ...second, categories: [] } }, '/second', 'second_some_empty'],
    [{ second: { ...second, when: 'never' } }, '/second', 'second_not_some'],
  ] as const)
    expect((await set(change)).errors).toMatchObject([{ pointer, code }])
  expect(await set({})).toMatchObject({ status: 200 })
  expect((await set({})).errors).toMatchObject([{ pointer: '/from', code: 'day_taken' }])

  const shown = await stories.as(await stories.learner(), contracts.getSettings, { institutionId })
  expect(shown.data.slice(0, 2).map((each) => each.from)).toEqual([from, localDate(new Date())])
  expect(shown.inForce).toMatchObject({ own: true, second: { when: 'some', above: '3.00' } })
  expect(
    await stories.as(admin, contracts.getSettings, { institutionId: stories.school('JC') }),
  ).toMatchObject({
    data: [],
    inForce: { own: false, second: { when: 'never' } },
  })
})

const nothing = { recorded: 0, elective: 0, forfeited: 0, deposited: 0 }
type Kept = { when: Setting['second']['when']; above?: string; categories?: Category[] }
test.each<[string, Kept, Partial<typeof nothing>, boolean]>([
  ['never: nobody else', { when: 'never' }, { deposited: 900 }, false],
  ['always: also a refusal', { when: 'always' }, {}, true],
  ['the amount itself is not above it', { when: 'some', above: '3' }, { recorded: 250, elective: 50 }, false],
  ['one hundredth more is', { when: 'some', above: '3' }, { recorded: 250, elective: 51 }, true],
  ['what is forfeited does not count', { when: 'some', above: '3' }, { recorded: 300, forfeited: 99 }, false],
  ['a kind that is named', { when: 'some', categories: ['training'] }, {}, true],
  ['a kind that is not', { when: 'some', categories: ['degree', 'other'] }, { deposited: 900 }, false],
])('复审 %s', (_, { when, above, categories = [] }, counted, expected) => {
  const setting = { second: { when, above: above === undefined ? null : credits(above), categories } }
  const amounts = { ...nothing, ...counted } as Amounts
  expect(needsSecondReview(setting, { decision: 'approve', amounts }, 'training')).toBe(expected)
  expect(needsSecondReview(setting, { decision: 'return', amounts }, 'training')).toBe(false)
})
