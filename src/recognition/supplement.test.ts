// 补修 as stories over HTTP: missing hours become a task; with proof the same claim is judged again.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transact } from '../database/connection.ts'
import { storiesOn, type Row, type Stories } from '../testing/claims.ts'
import { openTestBank, type TestBank } from '../testing/http.ts'
import type { Person } from '../testing/people.ts'
import { shardOf, uuidFrom } from '../values/ids.ts'
import * as contracts from './contract.ts'
import { decisionsOf, replay } from './operations.ts'

let bank: TestBank
let stories: Stories
beforeAll(async () => {
  bank = await openTestBank()
  stories = await storiesOn(bank)
})
afterAll(() => bank.close())

/** W1's second row: 36 of 48 hours; 12 are missing. */
const networks: Row = { from: 'MD 计算机网络', to: 'LG 计算机网络', grade: '90' }
const approve = { decision: 'approve' }
const words = '请补修 12 学时的网络实验'

const ask = (who: Person, claimId: string, opinion = words) =>
  stories.as(who, contracts.postSupplement, { claimId, opinion })
const handIn = async (who: Person, claimId: string, hours: number, key?: string) =>
  stories.as(
    who,
    contracts.postMadeUp,
    { claimId, hours, files: [await stories.upload(who, key ?? randomUUID())] },
    key,
  )

test('12 hours made up: the same claim, judged again, counts the course; everything is in its timeline and its decision', async () => {
  const [learner, reviewer] = [await stories.learner(), await stories.reviewer()]
  const claimId = await stories.filed(learner, networks)
  expect(await stories.as(reviewer, contracts.getCase, { claimId })).toMatchObject({ supplementHours: 12 })
  expect(await ask(reviewer, claimId)).toMatchObject({ state: 'supplementing', hours: 12 })
  expect(await stories.decide(reviewer, claimId, approve)).toMatchObject({ code: 'claim_supplementing' })

  const asked = await stories.as(learner, contracts.getClaim, { claimId })
  expect(asked).toMatchObject({ stage: 'learner', supplementHours: 12, may: { makeUp: true, edit: false } })
  expect(asked.timeline.at(-1)).toMatchObject({ kind: 'supplement_asked', hours: 12, opinion: words })

  const key = randomUUID()
  const twice = [await handIn(learner, claimId, 16, key), await handIn(learner, claimId, 16, key)]
  expect(twice[0]).toMatchObject({ status: 200, state: 'submitted' })
  expect(twice[1]).toEqual(twice[0])
  const found = await stories.as(reviewer, contracts.getCase, { claimId })
  expect(found.claim).toMatchObject({ number: asked.number, verdict: 'approved', supplementHours: null })
  expect(found.claim.candidate?.principles.hours, 'of 16 hours 12 count').toMatchObject({
    sourceHours: 48,
    coverage: 100,
  })
  expect(found.claim.files).toHaveLength(2)
  expect(await stories.decide(reviewer, claimId, approve)).toMatchObject({
    recorded: '3.00',
    elective: '0.00',
  })
  expect(await stories.units(learner)).toMatchObject({ 明德理工大学: { converted: '2.00' } })

  const { timeline } = await stories.as(learner, contracts.getClaim, { claimId })
  expect(timeline.map(({ kind, hours }) => [kind, hours])).toEqual([
    ['submitted', null],
    ['supplement_asked', 12],
    ['made_up', 12],
    ['recognised', null],
  ])
  const id = uuidFrom('claim', claimId)!
  await transact(bank.db, { shard: shardOf(id) }, async (tx) => {
    const [decision] = await decisionsOf(tx, id)
    expect(await replay(tx, decision!)).toMatchObject({ same: true })
    const { supplement, ...inputs } = decision!.inputs
    expect(supplement).toEqual({ hours: 1200 })
    expect((await replay(tx, { ...decision!, inputs })).same).toBe(false)
  })
})

test('in two parts, with a return between: what was made up stays, and the rest is asked for', async () => {
  const [learner, reviewer] = [await stories.learner(), await stories.reviewer()]
  const claimId = await stories.filed(learner, networks)
  await ask(reviewer, claimId)
  await handIn(learner, claimId, 5)
  expect(await stories.decide(reviewer, claimId, approve)).toMatchObject({ code: 'verdict_forbids' })
  await stories.decide(reviewer, claimId, { decision: 'return', opinion: '材料不清晰', fields: ['files'] })
  await stories.as(learner, contracts.postSubmission, { claimId })
  expect(await ask(reviewer, claimId)).toMatchObject({ hours: 7 })
  await handIn(learner, claimId, 7)
  expect(await stories.decide(reviewer, claimId, approve)).toMatchObject({ recorded: '3.00' })
})

test('only where hours are all that is missing, only by a reviewer, only by its learner, with evidence of its own', async () => {
  const [learner, reviewer, other] = [
    await stories.learner(),
    await stories.reviewer(),
    await stories.learner(),
  ]
  const enough = await stories.filed(learner, { from: 'MD 数据结构与算法', to: 'LG 数据结构', grade: '82' })
  expect(await ask(reviewer, enough)).toMatchObject({ status: 409, code: 'no_supplement' })
  expect(await handIn(learner, enough, 12)).toMatchObject({ status: 409, code: 'no_supplement' })

  const claimId = await stories.filed(learner, networks)
  expect(await ask(reviewer, claimId, ' ')).toMatchObject({ status: 422 })
  expect(await ask(learner, claimId)).toMatchObject({ status: 403 })
  await ask(reviewer, claimId)
  expect(await handIn(other, claimId, 12)).toMatchObject({ status: 404 })
  const used = randomUUID()
  await stories.filed(other, { from: 'MD 操作系统', grade: '及格', picture: used })
  const files = [await stories.upload(learner, used)]
  expect(await stories.as(learner, contracts.postMadeUp, { claimId, hours: 12, files })).toMatchObject({
    status: 409,
    code: 'evidence_used',
  })
  expect(await stories.as(learner, contracts.postWithdrawal, { claimId })).toMatchObject({
    state: 'withdrawn',
  })
})
