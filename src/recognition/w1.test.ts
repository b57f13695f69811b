// CASES W1 and W5 over HTTP, as people would do them: four courses from 明德理工大学 to 临港科技大学.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Contract } from '../access/contract.ts'
import { getCourses, getInstitutions } from '../catalogue/contract.ts'
import { postEvidenceFile } from '../evidence/contract.ts'
import { enterDemo } from '../identity/contract.ts'
import { getAccount, getReceipt, getStatement } from '../ledger/contract.ts'
import { pictureOf } from '../evidence/picture.ts'
import { openTestBank, type TestBank } from '../testing/http.ts'
import { person } from '../testing/people.ts'
import * as contracts from './contract.ts'

let bank: TestBank
const cookies = new Map<string, string>()
const ids: Record<string, string> = {}

beforeAll(async () => {
  bank = await openTestBank()
  for (const code of ['MD', 'LG', 'BH', 'YL']) {
    const name = { MD: '明德理工大学', LG: '临港科技大学', BH: '滨海开放大学', YL: '云岭师范大学' }[code]
    ids[code] = (await bank.call(getInstitutions, { q: name })).data[0]!.id
  }
  for (const [from, title] of [
    ['MD', '数据结构与算法'],
    ['MD', '计算机网络'],
    ['MD', '人工智能导论'],
    ['MD', '操作系统'],
    ['MD', '数据库系统'],
    ['MD', '软件工程'],
    ['MD', '离散数学'],
    ['LG', '数据结构'],
    ['LG', '计算机网络'],
    ['LG', '机器学习'],
    ['LG', '操作系统'],
    ['LG', '数据库原理'],
    ['LG', '软件工程'],
    ['LG', '离散数学'],
    ['BH', '数据库基础与应用'],
  ] as const) {
    const { data } = await bank.call(getCourses, { q: title, institutionId: ids[from]! })
    ids[`${from} ${title}`] = data.find(({ titleZh }) => titleZh === title)!.id
  }
})
afterAll(() => bank.close())

/** A new learner for each story, so that no story knows of another. */
async function learner(): Promise<string> {
  const { headers } = await person(bank.identity, [{ role: 'learner' }], { verifiedBy: 'demo' })
  return headers.cookie
}

/** The cookie of one of the demo people. */
async function demo(name: string): Promise<string> {
  const known = cookies.get(name)
  if (known) return known
  const reply = await fetch(`${bank.address}${enterDemo.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person: name }),
  })
  expect(reply.status).toBe(200)
  const cookie = reply.headers
    .getSetCookie()
    .map((text) => text.split(';')[0]!)
    .join('; ')
  cookies.set(name, cookie)
  return cookie
}

const as = <C extends Contract>(cookie: string, contract: C, input: object, key?: string) =>
  bank.call(contract, input, { cookie, ...(key ? { 'idempotency-key': key } : {}) })

const upload = async (cookie: string, text: string): Promise<string> =>
  (
    await as(cookie, postEvidenceFile, {
      name: `${text}.png`,
      content: pictureOf(text).toString('base64'),
    })
  ).id

type Row = { from: string; to?: string; target?: string; grade: string; asElective?: boolean; text?: string }

async function draft(cookie: string, { from, to, target = 'LG', grade, asElective, text }: Row) {
  const file = await upload(cookie, text ?? randomUUID())
  return as(cookie, contracts.postClaim, {
    courseId: ids[from],
    grade,
    earnedOn: '2026-06-30',
    ...(to ? { targetInstitutionId: ids[target], targetCourseId: ids[to] } : {}),
    files: [file],
    asElective: asElective ?? false,
  })
}

async function submitted(cookie: string, row: Row): Promise<string> {
  const { id } = await draft(cookie, row)
  expect(await as(cookie, contracts.postSubmission, { claimId: id })).toMatchObject({ status: 200 })
  return id
}

const structures: Row = { from: 'MD 数据结构与算法', to: 'LG 数据结构', grade: '82' }
const networks: Row = { from: 'MD 计算机网络', to: 'LG 计算机网络', grade: '90' }
const learning: Row = { from: 'MD 人工智能导论', to: 'LG 机器学习', grade: '88' }
const systems: Row = { from: 'MD 操作系统', to: 'LG 操作系统', grade: '及格' }

const units = async (cookie: string, query: object = {}) =>
  Object.fromEntries(
    (await as(cookie, getAccount, { learnerId: 'me', ...query })).units.map(({ unit, ...amounts }) => [
      unit.nameZh,
      amounts,
    ]),
  )

test('W1: four rows, four verdicts; 4.0 course credits and 0.5 elective are posted, nothing else', async () => {
  const xiaoming = await learner()
  const reviewer = await demo('reviewer')
  const claims = []
  for (const row of [structures, networks, learning, systems]) claims.push(await submitted(xiaoming, row))
  const [first = '', second = '', third = '', fourth = ''] = claims

  const shown = await Promise.all(claims.map((claimId) => as(reviewer, contracts.getCase, { claimId })))
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

  const approved = await as(reviewer, contracts.postDecision, { claimId: first, decision: 'approve' })
  expect(approved).toMatchObject({
    status: 200,
    state: 'recognised',
    outcome: 'converted',
    recorded: '4.00',
    elective: '0.50',
  })
  for (const claimId of [second, third, fourth]) {
    expect(await as(reviewer, contracts.postDecision, { claimId, decision: 'approve' })).toMatchObject({
      status: 409,
      code: 'verdict_forbids',
    })
  }
  expect(await as(reviewer, contracts.postDecision, { claimId: second, decision: 'return' })).toMatchObject({
    status: 422,
    code: 'reason_required',
  })
  const returned = { claimId: second, decision: 'return', opinion: '请补足 12 学时', fields: ['files'] }
  expect(await as(reviewer, contracts.postDecision, returned)).toMatchObject({
    status: 200,
    state: 'returned',
  })
  const refused = { claimId: fourth, decision: 'refuse', opinion: '成绩低于最低要求', rule: 'LG-RS-01/1' }
  expect(await as(reviewer, contracts.postDecision, refused)).toMatchObject({ status: 200, state: 'refused' })

  expect(await units(xiaoming)).toMatchObject({
    明德理工大学: { total: '4.00', available: '0.00', converted: '4.00' },
    临港科技大学: { total: '4.50', available: '4.50', elective: '0.50', held: '0.00' },
  })
  const statement = await as(xiaoming, getStatement, { learnerId: 'me' })
  expect(statement.data.map(({ kind, unit, in: into, out }) => [kind, unit.nameZh, into, out])).toEqual([
    ['convert', '临港科技大学', '4.50', '0.00'],
    ['convert', '明德理工大学', '0.00', '4.00'],
    ['deposit', '明德理工大学', '4.00', '0.00'],
  ])
  expect(new Set(statement.data.map(({ posting }) => posting?.number)).size).toBe(1)

  const receipt = await as(xiaoming, getReceipt, { learnerId: 'me', number: approved.posting!.number })
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
  expect(await units(xiaoming, { on: '2026-06-30' })).toEqual({})
})
