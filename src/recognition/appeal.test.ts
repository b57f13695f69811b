// 申诉 as stories over HTTP: once, in time, answered by somebody else; what was decided is never edited.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyLedger } from '../ledger/verify.ts'
import { storiesOn, type Row, type Stories } from '../testing/claims.ts'
import { openTestBank, type TestBank } from '../testing/http.ts'
import { type Person, person } from '../testing/people.ts'
import { uuidFrom } from '../values/ids.ts'
import * as contracts from './contract.ts'
import { isAppealable } from './model.ts'
import { day } from '../values/dates.ts'

let bank: TestBank
let stories: Stories
beforeAll(async () => {
  bank = await openTestBank()
  stories = await storiesOn(bank)
})
afterAll(() => bank.close())

const structures: Row = { from: 'MD 数据结构与算法', to: 'LG 数据结构', grade: '82' }
const refusal = { decision: 'refuse', opinion: '材料不能证明所申报的成果' }
const approve = { decision: 'approve' }
const grounds = '成绩单上有教务处的章'

const appeal = (who: Person, claimId: string) => stories.as(who, contracts.postAppeal, { claimId, grounds })
const answer = (who: Person, claimId: string, uphold: boolean, opinion = '已核对原件') =>
  stories.as(who, contracts.postAppealAnswer, { claimId, uphold, opinion })
const verified = async () => expect((await verifyLedger(bank.db)).findings).toEqual([])

test('a refusal that was wrong: upheld by another, decided anew by a third, and every step stays to be read', async () => {
  const [learner, first, other, third] = [
    await stories.learner(),
    await stories.reviewer(),
    await stories.secondReviewer(),
    await stories.reviewer(),
  ]
  const claimId = await stories.filed(learner, structures)
  expect(await appeal(learner, claimId)).toMatchObject({ status: 409, code: 'nothing_decided' })
  await stories.decide(first, claimId, refusal)
  expect(await stories.as(learner, contracts.getClaim, { claimId })).toMatchObject({ may: { appeal: true } })
  expect(await appeal(learner, claimId)).toMatchObject({ status: 200 })
  expect(await appeal(learner, claimId)).toMatchObject({ status: 409, code: 'appeal_filed' })
  const waiting = await stories.as(learner, contracts.getClaim, { claimId })
  expect(waiting).toMatchObject({
    state: 'refused',
    appeal: { grounds, answer: null },
    may: { appeal: false },
  })
  const { data, counts } = await stories.as(other, contracts.getTasks, { state: 'appeal' })
  expect(data.map(({ id }) => id)).toContain(claimId)
  expect(counts.appeal).toBe(data.length)

  expect(await answer(first, claimId, true)).toMatchObject({ status: 403, code: 'own_work' })
  expect(await answer(learner, claimId, true)).toMatchObject({ status: 403 })
  expect(await answer(other, claimId, true, ' ')).toMatchObject({ code: 'reason_required' })
  expect(await answer(other, claimId, true)).toMatchObject({ status: 200 })
  expect(await answer(third, claimId, false)).toMatchObject({ status: 409, code: 'appeal_answered' })

  expect(await stories.decide(first, claimId, approve)).toMatchObject({ status: 403, code: 'own_work' })
  expect(await stories.decide(third, claimId, approve)).toMatchObject({
    state: 'recognised',
    recorded: '4.00',
  })
  const { timeline, posting } = await stories.as(learner, contracts.getClaim, { claimId })
  expect(timeline.map(({ kind }) => kind)).toEqual([
    'submitted',
    'refused',
    'appealed',
    'appeal_upheld',
    'recognised',
  ])
  expect(posting).not.toBeNull()
  const { rows } = await bank.ownerPool.query(
    'select place, round, kind from recognition_decision where claim_id = $1 order by place',
    [uuidFrom('claim', claimId)],
  )
  expect(rows).toEqual([
    { place: 1, round: 1, kind: 'refuse' },
    { place: 2, round: 2, kind: 'approve' },
  ])
  await verified()
})

test('an approval that counted the wrong thing: what was posted is reversed, and posted anew', async () => {
  const [learner, first, other, third] = [
    await stories.learner(),
    await stories.reviewer(),
    await stories.reviewer(),
    await stories.reviewer(),
  ]
  const claimId = await stories.filed(learner, structures)
  await stories.decide(first, claimId, { ...approve, outcome: 'deposited' })
  expect(await stories.units(learner)).toMatchObject({ 明德理工大学: { available: '4.00' } })
  await appeal(learner, claimId)
  await answer(other, claimId, true)
  expect((await stories.units(learner))['明德理工大学']).toMatchObject({ available: '0.00' })
  expect(await stories.decide(third, claimId, approve)).toMatchObject({
    outcome: 'converted',
    recorded: '4.00',
  })
  expect(await stories.units(learner)).toMatchObject({
    明德理工大学: { available: '0.00', converted: '4.00' },
    临港科技大学: { available: '4.50' },
  })
  await verified()
})

test('about credits of the account: they are held again for the next round', async () => {
  const [learner, first, other, third] = [
    await stories.learner(),
    await stories.reviewer(),
    await stories.reviewer(),
    await stories.reviewer(),
  ]
  const deposit = await stories.filed(learner, { from: 'MD 数据库系统', grade: '80' })
  await stories.decide(first, deposit, approve)
  const lotId = (await stories.as(learner, contracts.getOutcomes, {})).data[0]!.lots[0]!.id
  const { id: claimId } = await stories.as(learner, contracts.postClaim, {
    lotId,
    targetInstitutionId: stories.school('LG'),
    targetCourseId: stories.course('LG 数据库原理'),
  })
  await stories.as(learner, contracts.postSubmission, { claimId })
  await stories.decide(first, claimId, refusal)
  await appeal(learner, claimId)
  await answer(other, claimId, true)
  expect((await stories.units(learner))['明德理工大学']).toMatchObject({ available: '0.00', held: '3.00' })
  expect(await stories.decide(third, claimId, approve)).toMatchObject({ outcome: 'converted' })
  expect((await stories.units(learner))['明德理工大学']).toMatchObject({ held: '0.00', converted: '3.00' })
  await verified()
})

test('dismissed, the decision stands; evidence that another claim uses since stands against opening again', async () => {
  const [learner, first, other] = [
    await stories.learner(),
    await stories.reviewer(),
    await stories.reviewer(),
  ]
  const claimId = await stories.filed(learner, structures)
  await stories.decide(first, claimId, refusal)
  await appeal(learner, claimId)
  expect(await answer(other, claimId, false)).toMatchObject({ status: 200 })
  expect(await stories.as(learner, contracts.getClaim, { claimId })).toMatchObject({
    state: 'refused',
    appeal: { answer: { words: '已核对原件' } },
    may: { appeal: false },
  })

  const second = await stories.learner()
  const picture = 'appealed'
  const refused = await stories.filed(second, { ...structures, picture })
  await stories.decide(first, refused, refusal)
  await stories.filed(second, { ...structures, picture })
  await appeal(second, refused)
  expect(await answer(other, refused, true)).toMatchObject({ status: 409 })
  expect(await stories.as(second, contracts.getClaim, { claimId: refused })).toMatchObject({
    state: 'refused',
    appeal: { answer: null },
  })
})

test('the database knows who decided: not even behind the walls do they answer the appeal', async () => {
  const learner = await stories.learner()
  const first = await stories.reviewer()
  const claimId = await stories.filed(learner, structures)
  await stories.decide(first, claimId, refusal)
  await appeal(learner, claimId)
  await expect(
    bank.ownerPool.query(
      `insert into recognition_appeal_answer select shard, id, claim_id, learner_id, decided_by, true, grounds, decided_by, now()
       from recognition_appeal where claim_id = $1`,
      [uuidFrom('claim', claimId)],
    ),
  ).rejects.toThrow(/recognition_appeal_other_person/)
  const stranger = await person(bank.identity, [{ role: 'learner' }])
  expect(await appeal(stranger, claimId)).toMatchObject({ status: 404 })
})

test.each([
  ['nothing is decided', null, false, 'nothing_decided'],
  ['the last day itself is in time', '2026-11-10', false, true],
  ['a day later is not', '2026-11-09', false, 'appeal_late'],
  ['a second one is none', '2026-11-20', true, 'appeal_filed'],
])('申诉期限: %s', (_, decided, appealed, expected) => {
  const claim = { decidedOn: decided === null ? null : day(decided), appealed }
  expect(isAppealable(claim, { appealDays: 15 }, day('2026-11-25'))).toBe(expected)
})
