// 认定申请 as stories over HTTP: what is refused, what happens once only, and what must not have changed.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transact } from '../database/connection.ts'
import { getEvidenceContent, getEvidenceFile } from '../evidence/contract.ts'
import { getAccount, getStatement } from '../ledger/contract.ts'
import { publishRuleSet, ruleSetVersion } from '../rulebook/operations.ts'
import { storiesOn, type Row, type Stories } from '../testing/claims.ts'
import { openTestBank, type TestBank } from '../testing/http.ts'
import { person } from '../testing/people.ts'
import { addDays, localDate } from '../values/dates.ts'
import { newId, publicId, shardOf, uuidFrom } from '../values/ids.ts'
import * as contracts from './contract.ts'
import { decisionsOf, replay } from './operations.ts'

let bank: TestBank
let stories: Stories
beforeAll(async () => {
  bank = await openTestBank()
  stories = await storiesOn(bank)
})
afterAll(() => bank.close())

const structures: Row = { from: 'MD 数据结构与算法', to: 'LG 数据结构', grade: '82' }
const networks: Row = { from: 'MD 计算机网络', to: 'LG 计算机网络', grade: '90' }
const systems: Row = { from: 'MD 操作系统', to: 'LG 操作系统', grade: '及格' }
const databases: Row = { from: 'MD 数据库系统', grade: '80' }

/** What a refused act must leave as it was. */
async function traces() {
  const { rows } = await bank.ownerPool.query<Record<string, number>>(
    `select (select count(*)::int from recognition_decision) as decisions,
      (select count(*)::int from recognition_event) as events, (select count(*)::int from ledger_posting) as postings,
      (select count(*)::int from audit_record where outcome = 'done' and action = 'recognition.decided') as audited`,
  )
  return rows[0]
}

test('the same file is evidence once: its owner is told where, anybody else only that it is used', async () => {
  const [one, other] = [await stories.learner(), await stories.learner()]
  const picture = randomUUID()
  await stories.filed(one, { ...structures, picture })
  const [{ number } = { number: null }] = (await stories.as(one, contracts.getClaims, {})).data

  const again = await stories.draft(one, { ...networks, picture })
  const own = await stories.as(one, contracts.postSubmission, { claimId: again })
  expect(own).toMatchObject({ status: 409, code: 'evidence_used' })
  expect(own.detail).toContain(number)

  const foreign = await stories.draft(other, { ...networks, picture })
  const told = await stories.as(other, contracts.postSubmission, { claimId: foreign })
  expect(told).toMatchObject({ status: 409, code: 'evidence_used' })
  expect(told.detail).not.toMatch(/\d{8}-\d{2}/)
  expect(await stories.as(other, contracts.getClaim, { claimId: foreign })).toMatchObject({ state: 'draft' })
})

test('the same certificate number of an issuer is evidence once, however it is written', async () => {
  const [one, other] = [await stories.learner(), await stories.learner()]
  const numbered = async (who: typeof one, certificateNumber: string) => {
    const claimId = await stories.draft(who, databases)
    const { files, course } = await stories.as(who, contracts.getClaim, { claimId })
    await stories.as(who, contracts.putClaim, {
      claimId,
      courseId: course?.id,
      grade: '80',
      earnedOn: '2026-06-30',
      files: files.map(({ id }) => id),
      certificateNumber,
    })
    return stories.as(who, contracts.postSubmission, { claimId })
  }
  expect(await numbered(one, 'md-2026 0042')).toMatchObject({ status: 200 })
  expect(await numbered(other, 'MD 2026-0042')).toMatchObject({ status: 409, code: 'evidence_used' })
})

test('one outcome converts once: of two claims filed at the same moment one is taken, and the other is told which', async () => {
  const learner = await stories.learner()
  const claims = [
    await stories.draft(learner, { ...databases, to: 'LG 数据库原理' }),
    await stories.draft(learner, { ...databases, to: 'BH 数据库基础与应用' }),
  ]
  const answers = await Promise.all(
    claims.map((claimId) => stories.as(learner, contracts.postSubmission, { claimId })),
  )
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
  const refused = answers.find(({ status }) => status === 409)
  expect(refused?.code).toBe('outcome_used')
  expect(refused?.detail).toContain(answers.find(({ status }) => status === 200)?.number)
})

test('W5: credits of the account are held once, released by a refusal, and converted once', async () => {
  const [learner, reviewer] = [await stories.learner(), await stories.reviewer()]
  const deposit = await stories.filed(learner, databases)
  expect(await stories.decide(reviewer, deposit, { decision: 'approve' })).toMatchObject({
    outcome: 'deposited',
    deposited: '3.00',
  })
  const [outcome] = (await stories.as(learner, contracts.getOutcomes, {})).data
  expect(outcome).toMatchObject({ verified: true, lots: [{ available: '3.00' }] })
  const lotId = outcome!.lots[0]!.id
  const drafts = await Promise.all(
    ['YL 管理信息系统', 'LG 数据库原理'].map(
      async (to) =>
        (
          await stories.as(learner, contracts.postClaim, {
            lotId,
            targetInstitutionId: stories.school(to.slice(0, 2)),
            targetCourseId: stories.course(to),
          })
        ).id,
    ),
  )
  const answers = await Promise.all(
    drafts.map((claimId) => stories.as(learner, contracts.postSubmission, { claimId })),
  )
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
  expect(answers.find(({ status }) => status === 409)?.code).toBe('lot_unavailable')
  expect((await stories.units(learner))['明德理工大学']).toMatchObject({ available: '0.00', held: '3.00' })

  const [held, waiting] = answers[0]!.status === 200 ? drafts : drafts.toReversed()
  const opinion = '培养方案不需要这门课'
  await stories.decide(reviewer, held!, { decision: 'refuse', opinion })
  expect((await stories.units(learner))['明德理工大学']).toMatchObject({ available: '3.00', held: '0.00' })
  expect(await stories.as(learner, contracts.postSubmission, { claimId: waiting })).toMatchObject({
    status: 200,
  })

  const key = randomUUID()
  const thrice = await Promise.all(
    [1, 2, 3].map(() => stories.decide(reviewer, waiting!, { decision: 'approve' }, key)),
  )
  expect(thrice[0]).toMatchObject({ status: 200, outcome: 'converted' })
  expect(thrice[1]).toEqual(thrice[0])
  expect(thrice[2]).toEqual(thrice[0])
  expect(
    await stories.decide(reviewer, waiting!, { decision: 'approve', outcome: 'elective' }, key),
  ).toMatchObject({ status: 422, code: 'key_reused' })

  expect((await stories.units(learner))['明德理工大学']).toMatchObject({
    available: '0.00',
    held: '0.00',
    converted: '3.00',
  })
  const { data } = await stories.as(learner, getStatement, { learnerId: 'me' })
  expect(data.filter(({ unit }) => unit.nameZh === '明德理工大学').map(({ kind }) => kind)).toEqual([
    'convert',
    'hold',
    'release',
    'hold',
    'deposit',
  ])
})

test('a claim is decided once: a second decision is refused and posts nothing, and two at once are one', async () => {
  const [learner, reviewer, colleague] = [
    await stories.learner(),
    await stories.reviewer(),
    await stories.reviewer(),
  ]
  const claim = await stories.filed(learner, structures)
  const both = await Promise.all(
    [reviewer, colleague].map((who) => stories.decide(who, claim, { decision: 'approve' })),
  )
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
  const before = await traces()
  const opinion = '改主意'
  for (const decision of [
    { decision: 'approve' },
    { decision: 'refuse', opinion },
    { decision: 'return', opinion },
  ])
    expect(await stories.decide(reviewer, claim, decision)).toMatchObject({
      status: 409,
      code: 'already_decided',
    })
  expect(await traces()).toEqual(before)
})

test('职责分离: not the learner, not a stranger, not a school, not a reviewer about the own record', async () => {
  const both = await stories.learner({ role: 'reviewer' })
  const claim = await stories.filed(both, structures)
  const [other, school] = [
    await stories.learner(),
    await person(bank.identity, [
      { role: 'inst_admin', institution: uuidFrom('inst', stories.school('LG'))! },
    ]),
  ]
  const before = await traces()
  const approve = { decision: 'approve' }
  expect(await stories.decide(both, claim, approve)).toMatchObject({ status: 403, code: 'own_record' })
  expect(await stories.decide(null, claim, approve)).toMatchObject({ status: 401 })
  expect(await stories.decide(other, claim, approve)).toMatchObject({ status: 403, code: 'not_permitted' })
  expect(await stories.decide(school, claim, approve)).toMatchObject({ status: 403, code: 'not_permitted' })
  expect(await traces()).toEqual(before)

  const absent = await stories.as(other, contracts.getClaim, { claimId: publicId('claim', newId(1)) })
  const foreign = await stories.as(other, contracts.getClaim, { claimId: claim })
  expect({ ...foreign, traceId: '' }).toEqual({ ...absent, traceId: '' })
  for (const [contract, input] of [
    [contracts.putClaim, { claimId: claim }],
    [contracts.postSubmission, { claimId: claim }],
    [contracts.postWithdrawal, { claimId: claim }],
  ] as const)
    expect(await stories.as(other, contract, input)).toMatchObject({ status: 404 })
  expect(await stories.as(other, getAccount, { learnerId: publicId('learner', both.id) })).toMatchObject({
    status: 404,
  })
})

test('a reviewer sees what was submitted, never a draft; evidence while it is part of a claim, and that is on record', async () => {
  const [learner, reviewer, other] = [
    await stories.learner(),
    await stories.reviewer(),
    await stories.learner(),
  ]
  const claimId = await stories.draft(learner, structures)
  const { files } = await stories.as(learner, contracts.getClaim, { claimId })
  const fileId = files[0]!.id
  expect(await stories.as(reviewer, contracts.getCase, { claimId })).toMatchObject({ status: 404 })
  expect(await stories.as(reviewer, getEvidenceFile, { fileId })).toMatchObject({ status: 409 })
  await stories.as(learner, contracts.postSubmission, { claimId })
  expect(await stories.as(reviewer, getEvidenceFile, { fileId })).toMatchObject({ status: 200 })
  expect(await stories.as(other, getEvidenceFile, { fileId })).toMatchObject({ status: 404 })
  const content = await fetch(`${bank.address}${getEvidenceContent.path.replace(':fileId', fileId)}`, {
    headers: reviewer.headers,
  })
  expect(content.headers.get('content-type')).toBe('image/png')
  const { rows } = await bank.ownerPool.query(
    "select actor from audit_record where action = 'evidence.read' and subject = $1",
    [learner.id],
  )
  expect(rows).toEqual([{ actor: reviewer.id }])
})

test.each([
  [
    'a course that does not exist',
    { courseId: publicId('course', newId(0xfff)) },
    '/courseId',
    'course_unknown',
  ],
  ['credits beyond the course’s', { credits: '4.5' }, '/credits', 'credits_beyond'],
  ['a grade outside the scale', { grade: '101' }, '/grade', 'grade_outside'],
  ['a grade of no scale', { grade: 'A++' }, '/grade', 'grade_unknown'],
  ['a day to come', { earnedOn: '2099-01-01' }, '/earnedOn', 'day_future'],
  ['a file of nobody’s', { files: [publicId('file', newId(1))] }, '/files', 'file_unknown'],
  ['facts that the catalogue fixes', { hours: 999 }, '/hours', 'course_facts_fixed'],
  [
    'credits that are not in the account',
    { courseId: null, lotId: publicId('lot', newId(1)) },
    '/lotId',
    'lot_unknown',
  ],
])('422 for %s', async (_, change, pointer, code) => {
  const learner = await stories.learner()
  const answer = await stories.as(learner, contracts.postClaim, {
    courseId: stories.course('MD 数据结构与算法'),
    ...change,
  })
  expect(answer).toMatchObject({ status: 422, code: 'input_invalid' })
  expect(answer.errors).toContainEqual(expect.objectContaining({ pointer, code }))
})

test('a draft says what is known yet; submitting says everything that is missing at once', async () => {
  const learner = await stories.learner()
  const { id: claimId } = await stories.as(learner, contracts.postClaim, {
    courseId: stories.course('MD 操作系统'),
    targetInstitutionId: stories.school('LG'),
  })
  const answer = await stories.as(learner, contracts.postSubmission, { claimId })
  expect(answer.errors.map(({ pointer, code }) => [pointer, code])).toEqual([
    ['/grade', 'required'],
    ['/earnedOn', 'required'],
    ['/files', 'evidence_required'],
    ['/targetCourseId', 'target_missing'],
  ])
})

test('退回补正: the opinion stands beside the field, only that is put right, and the reviewer sees what changed', async () => {
  const [learner, reviewer] = [await stories.learner(), await stories.reviewer()]
  const claimId = await stories.filed(learner, structures)
  await stories.decide(reviewer, claimId, { decision: 'return', opinion: '第 2 页不清晰', fields: ['files'] })
  expect(await stories.decide(reviewer, claimId, { decision: 'approve' })).toMatchObject({
    status: 409,
    code: 'claim_returned',
  })
  const returned = await stories.as(learner, contracts.getClaim, { claimId })
  expect(returned.timeline.at(-1)).toMatchObject({
    kind: 'returned',
    opinion: '第 2 页不清晰',
    fields: ['files'],
    by: { name: '孙*' },
  })
  await stories.as(learner, contracts.putClaim, {
    claimId,
    courseId: stories.course('MD 数据结构与算法'),
    grade: '82',
    earnedOn: '2026-06-30',
    targetInstitutionId: stories.school('LG'),
    targetCourseId: stories.course('LG 数据结构'),
    files: [await stories.upload(learner, randomUUID())],
  })
  const again = await stories.as(learner, contracts.postSubmission, { claimId })
  expect(again).toMatchObject({ status: 200, number: returned.number })
  const shown = await stories.as(reviewer, contracts.getCase, { claimId })
  expect(shown.changed).toEqual(['files'])
  expect(shown.claim.timeline.map(({ kind }) => kind)).toEqual(['submitted', 'returned', 'supplemented'])
  expect(await stories.decide(reviewer, claimId, { decision: 'approve' })).toMatchObject({ recorded: '4.00' })
})

test('a withdrawn claim lets go of evidence and outcome, and the next reviewer sees the earlier use', async () => {
  const [learner, reviewer] = [await stories.learner(), await stories.reviewer()]
  const picture = randomUUID()
  const first = await stories.filed(learner, { ...structures, picture })
  expect(await stories.as(learner, contracts.postWithdrawal, { claimId: first })).toMatchObject({
    state: 'withdrawn',
  })
  expect(await stories.decide(reviewer, first, { decision: 'approve' })).toMatchObject({
    status: 409,
    code: 'claim_withdrawn',
  })
  const claimId = await stories.filed(learner, { ...structures, picture })
  const { usedBefore } = await stories.as(reviewer, contracts.getCase, { claimId })
  expect(usedBefore).toMatchObject([{ state: 'withdrawn', title: '数据结构与算法' }])
})

test('elective credits come only on request, and what is recognised but not converted stays in the issuer’s scheme', async () => {
  const [learner, reviewer] = [await stories.learner(), await stories.reviewer()]
  const unasked = await stories.filed(await stories.learner(), networks)
  expect(await stories.decide(reviewer, unasked, { decision: 'approve', outcome: 'elective' })).toMatchObject(
    { status: 409, code: 'elective_not_asked' },
  )
  const asked = await stories.filed(learner, { ...networks, asElective: true })
  expect(await stories.decide(reviewer, asked, { decision: 'approve' })).toMatchObject({
    outcome: 'elective',
    elective: '2.00',
    recorded: '0.00',
  })
  const kept = await stories.filed(learner, systems)
  expect(await stories.decide(reviewer, kept, { decision: 'approve', outcome: 'deposited' })).toMatchObject({
    deposited: '3.50',
  })
  expect(await stories.units(learner)).toMatchObject({
    明德理工大学: { available: '3.50', converted: '2.00' },
    临港科技大学: { available: '2.00', elective: '2.00' },
  })
})

test('a claim keeps the rule version that it began with, and every decision judged again comes to the same', async () => {
  const [learner, reviewer] = [await stories.learner(), await stories.reviewer()]
  const before = await stories.filed(learner, structures)
  await transact(bank.db, {}, async (tx, at) => {
    const old = (await ruleSetVersion(tx, { number: 'LG-RS-01', version: 1 }))!
    await publishRuleSet(tx, {
      number: 'LG-RS-01',
      version: 2,
      titleZh: '临港科技大学校外学分认定办法',
      titleEn: null,
      institutionId: uuidFrom('inst', stories.school('LG'))!,
      from: addDays(localDate(at), -1),
      to: null,
      content: { ...old, content: { ...old.content, overlapMin: 0.99 } },
      source: null,
    })
  })
  const after = await stories.filed(await stories.learner(), structures)
  expect(await stories.decide(reviewer, after, { decision: 'approve' })).toMatchObject({
    code: 'verdict_forbids',
  })
  expect(await stories.decide(reviewer, before, { decision: 'approve' })).toMatchObject({ status: 200 })

  const { rows } = await bank.ownerPool.query<{ id: string }>(
    'select distinct claim_id as id from recognition_decision',
  )
  expect(rows.length).toBeGreaterThan(10)
  for (const { id } of rows) {
    const claim = uuidFrom('claim', publicId('claim', id as ReturnType<typeof newId>))!
    await transact(bank.db, { shard: shardOf(claim) }, async (tx) => {
      for (const decision of await decisionsOf(tx, claim)) {
        expect(await replay(tx, decision)).toMatchObject({ same: true })
        expect(
          (await replay(tx, { ...decision, recorded: decision.recorded + 1 })).same,
          'a decision that counted something else is found',
        ).toBe(false)
      }
    })
  }
})

test('decisions and events are append-only for the application', async () => {
  await expect(
    bank.pool.query("set app.shard = 'all'; update recognition_decision set recorded = 1"),
  ).rejects.toThrow(/permission denied|append-only/)
  await expect(bank.pool.query("set app.shard = 'all'; delete from recognition_event")).rejects.toThrow(
    /permission denied/,
  )
  await expect(bank.ownerPool.query('update recognition_decision set recorded = 1')).rejects.toThrow(
    /append-only/,
  )
})

test('a session that forgets its shard sees no claim and no file', async () => {
  for (const table of [
    'recognition_claim',
    'recognition_decision',
    'recognition_event',
    'evidence_file',
    'evidence_chunk',
  ]) {
    const client = await bank.pool.connect()
    await client.query('reset app.shard')
    const { rows } = await client.query(`select 1 from ${table} limit 1`)
    client.release()
    expect(rows).toEqual([])
  }
})
