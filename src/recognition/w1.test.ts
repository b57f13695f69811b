// CASES W1 over HTTP, as people would do it: four courses from 明德理工大学 to 临港科技大学.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getReceipt, getStatement } from '../ledger/contract.ts'
import { storiesOn, type Row, type Stories } from '../testing/claims.ts'
import { openTestBank, type TestBank } from '../testing/http.ts'
import * as contracts from './contract.ts'

let bank: TestBank
let stories: Stories
beforeAll(async () => {
  bank = await openTestBank()
  stories = await storiesOn(bank)
})
afterAll(() => bank.close())

const structures: Row = { from: 'MD 数据结构与算法', to: 'LG 数据结构', grade: '82' }
const networks: Row = { from: 'MD 计算机网络', to: 'LG 计算机网络', grade: '90' }
const learning: Row = { from: 'MD 人工智能导论', to: 'LG 机器学习', grade: '88' }
const systems: Row = { from: 'MD 操作系统', to: 'LG 操作系统', grade: '及格' }

test('W1: four rows, four verdicts; 4.0 course credits and 0.5 elective are posted, nothing else', async () => {
  const xiaoming = await stories.learner()
  const reviewer = await stories.reviewer()
  const claims = []
  for (const row of [structures, networks, learning, systems]) claims.push(await stories.filed(xiaoming, row))
  const [first = '', second = '', third = '', fourth = ''] = claims

  const shown = await Promise.all(
    claims.map((claimId) => stories.as(reviewer, contracts.getCase, { claimId })),
  )
  expect(shown.map(({ claim }) => claim.candidate)).toMatchObject([
    {
      verdict: 'approved',
      recorded: '4.00',
      surplus: '0.50',
      principles: {
        hours: { met: true, coverage: 112.5, coverageMin: 90, credits: '4.50' },
        content: { met: true, overlap: 84, overlapMin: 70 },
        grade: { met: true, score: 82, scoreMin: 60 },
      },
    },
    {
      verdict: 'needs_supplement',
      supplementHours: 12,
      electiveOffer: '2.00',
      principles: { hours: { met: false, coverage: 75 } },
    },
    { verdict: 'expert_review', electiveOffer: '3.00', principles: { content: { met: false, overlap: 55 } } },
    {
      verdict: 'rejected',
      reasons: ['GRADE_BELOW_MIN'],
      principles: { grade: { met: false, score: 65, scoreMin: 70 } },
    },
  ])
  expect(shown[0]).toMatchObject({
    claim: {
      learner: { name: '某人' },
      preview: { recorded: '4.00', elective: '0.50', cap: { left: '4.00' } },
    },
    options: [
      { outcome: 'converted', allowed: true },
      { outcome: 'elective', allowed: false },
      { outcome: 'deposited', allowed: true },
      { decision: 'return', allowed: true },
      { decision: 'refuse', allowed: true },
    ],
  })

  const approved = await stories.as(reviewer, contracts.postDecision, { claimId: first, decision: 'approve' })
  expect(approved).toMatchObject({
    status: 200,
    state: 'recognised',
    outcome: 'converted',
    recorded: '4.00',
    elective: '0.50',
  })
  for (const claimId of [second, third, fourth]) {
    expect(
      await stories.as(reviewer, contracts.postDecision, { claimId, decision: 'approve' }),
    ).toMatchObject({
      status: 409,
      code: 'verdict_forbids',
    })
  }
  expect(
    await stories.as(reviewer, contracts.postDecision, { claimId: second, decision: 'return' }),
  ).toMatchObject({
    status: 422,
    code: 'reason_required',
  })
  const returned = { claimId: second, decision: 'return', opinion: '请补足 12 学时', fields: ['files'] }
  expect(await stories.as(reviewer, contracts.postDecision, returned)).toMatchObject({
    status: 200,
    state: 'returned',
  })
  const refused = { claimId: fourth, decision: 'refuse', opinion: '成绩低于最低要求', rule: 'LG-RS-01/1' }
  expect(await stories.as(reviewer, contracts.postDecision, refused)).toMatchObject({
    status: 200,
    state: 'refused',
  })

  expect(await stories.units(xiaoming)).toMatchObject({
    明德理工大学: { total: '4.00', available: '0.00', converted: '4.00' },
    临港科技大学: { total: '4.50', available: '4.50', elective: '0.50', held: '0.00' },
  })
  const statement = await stories.as(xiaoming, getStatement, { learnerId: 'me' })
  expect(statement.data.map(({ kind, unit, in: into, out }) => [kind, unit.nameZh, into, out])).toEqual([
    ['convert', '临港科技大学', '4.50', '0.00'],
    ['convert', '明德理工大学', '0.00', '4.00'],
    ['deposit', '明德理工大学', '4.00', '0.00'],
  ])
  expect(new Set(statement.data.map(({ posting }) => posting?.number)).size).toBe(1)

  const receipt = await stories.as(xiaoming, getReceipt, {
    learnerId: 'me',
    number: approved.posting!.number,
  })
  expect(receipt).toMatchObject({
    status: 200,
    behind: {
      claim: { id: first },
      outcome: { title: '数据结构与算法', grade: '82', hours: 72 },
      evidence: [{ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      rules: [{ number: 'LG-RS-01', version: 1 }],
      people: [{ did: 'filed' }, { did: 'decided', name: '孙*' }],
    },
    proof: { verified: true },
  })
  expect(receipt.lots.map(({ credits, elective }) => [credits, elective])).toEqual([
    ['4.00', false],
    ['4.00', false],
    ['0.50', true],
  ])
  expect(await stories.units(xiaoming, { on: '2026-06-30' })).toEqual({})
})
