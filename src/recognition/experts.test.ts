// 专家评审 as stories over HTTP: what the machine can't tell, people find; and only as the institution lets it count.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transact } from '../database/connection.ts'
import { storiesOn, type Row, type Stories } from '../testing/claims.ts'
import { openTestBank, type TestBank } from '../testing/http.ts'
import { person } from '../testing/people.ts'
import { newId, publicId, shardOf, uuidFrom, type Uuid } from '../values/ids.ts'
import { share, type Share } from '../values/quantities.ts'
import * as contracts from './contract.ts'
import { isHeardEnough, topicsFound } from './model.ts'
import { decisionsOf, replay } from './operations.ts'

let bank: TestBank
let stories: Stories
beforeAll(async () => {
  bank = await openTestBank()
  stories = await storiesOn(bank)
  await stories.setting('LG', { experts: { rule: { opinionsMin: 2, topicsMin: share(0.7) }, days: 5 } })
})
afterAll(() => bank.close())

/** W1's third row: the content is not enough for a machine. */
const learning: Row = { from: 'MD 人工智能导论', to: 'LG 机器学习', grade: '88' }
const approve = { decision: 'approve' }
const user = ({ id }: { id: Uuid }) => publicId('user', id)

const asks = (who: Awaited<ReturnType<Stories['reviewer']>>, claimId: string, experts: string[]) =>
  stories.as(who, contracts.postInvitations, { claimId, experts, question: '核方法是否必要?' })
const answers = (who: Awaited<ReturnType<Stories['expert']>>, claimId: string, percent: number) =>
  stories.as(who, contracts.postOpinion, { claimId, percent, words: '主要内容相当' })

test('two experts find enough: the reviewer sees them side by side and passes the course, and anybody can judge it again', async () => {
  const [learner, reviewer] = [await stories.learner(), await stories.reviewer()]
  const [one, other] = [await stories.expert('罗文'), await stories.expert('姜岚')]
  const claimId = await stories.filed(learner, learning)
  expect(await stories.decide(reviewer, claimId, approve)).toMatchObject({ code: 'verdict_forbids' })

  expect((await stories.as(reviewer, contracts.getExperts, {})).data).toContainEqual(
    expect.objectContaining({ id: user(one), name: '罗文', open: 0 }),
  )
  expect(await asks(reviewer, claimId, [user(one), user(other)])).toMatchObject({ status: 200 })
  expect((await asks(reviewer, claimId, [user(one)])).errors).toMatchObject([{ code: 'expert_asked' }])

  const shown = await stories.as(one, contracts.getExpertCase, { claimId })
  expect(shown).toMatchObject({ open: true, question: '核方法是否必要?', overlap: 55, grade: '88' })
  expect(shown.source?.syllabus.length).toBeGreaterThan(2)
  expect(JSON.stringify(shown)).not.toContain(publicId('learner', learner.id))
  expect((await stories.as(one, contracts.getInvitations, {})).data).toMatchObject([
    { claimId, percent: null },
  ])

  expect(await answers(one, claimId, 80)).toMatchObject({ status: 200 })
  expect(await answers(one, claimId, 20)).toMatchObject({ status: 409, code: 'opinion_given' })
  expect(await stories.decide(reviewer, claimId, approve), 'one opinion is not two').toMatchObject({
    code: 'verdict_forbids',
  })
  expect(await answers(other, claimId, 60)).toMatchObject({ status: 200 })

  const found = await stories.as(reviewer, contracts.getCase, { claimId })
  expect(found.experts).toMatchObject({ percent: 70, percentMin: 70, opinionsMin: 2, suffices: true })
  const answered = found.experts.asked.map(({ name, opinion }) => [name, opinion?.percent])
  expect(Object.fromEntries(answered)).toEqual({ 罗文: 80, 姜岚: 60 })
  expect(found.options[0]).toMatchObject({ outcome: 'converted', allowed: true, recorded: '3.00' })
  expect(await stories.decide(reviewer, claimId, approve)).toMatchObject({ status: 200, recorded: '3.00' })

  const told = await stories.as(learner, contracts.getClaim, { claimId })
  expect(told.preview).toMatchObject({ recorded: '3.00' })
  expect(told.timeline.map(({ kind, by }) => [kind, by.role, by.name])).toEqual([
    ['submitted', 'learner', '某人'],
    ['experts_asked', 'reviewer', '孙*'],
    ['expert_heard', 'expert', null],
    ['expert_heard', 'expert', null],
    ['recognised', 'reviewer', '孙*'],
  ])
  const id = uuidFrom('claim', claimId)!
  await transact(bank.db, { shard: shardOf(id) }, async (tx) => {
    const [decision] = await decisionsOf(tx, id)
    expect(decision?.experts.toSorted()).toEqual([one.id, other.id].toSorted())
    expect(await replay(tx, decision!)).toMatchObject({ same: true })
    const { experts, ...inputs } = decision!.inputs
    expect(experts?.opinions).toHaveLength(2)
    expect((await replay(tx, { ...decision!, inputs })).same, 'without the opinions it is another').toBe(
      false,
    )
  })
})

test('experts find too little: the course stays forbidden, deposit and refusal stay possible', async () => {
  const [reviewer, one, other] = [await stories.reviewer(), await stories.expert(), await stories.expert()]
  const claimId = await stories.filed(await stories.learner(), learning)
  await asks(reviewer, claimId, [user(one), user(other)])
  await answers(one, claimId, 79.98)
  await answers(other, claimId, 60)
  const { experts } = await stories.as(reviewer, contracts.getCase, { claimId })
  expect(experts).toMatchObject({ percent: 69.99, suffices: false })
  expect(await stories.decide(reviewer, claimId, approve)).toMatchObject({ code: 'verdict_forbids' })
  const deposit = { ...approve, outcome: 'deposited' }
  expect(await stories.decide(reviewer, claimId, deposit)).toMatchObject({ deposited: '2.50' })
})

test('职责分离: only who was asked answers, until the claim leaves the desk; who answered does not decide', async () => {
  const reviewer = await stories.reviewer()
  const learner = await stories.learner({ role: 'expert' })
  const both = await person(bank.identity, [{ role: 'expert' }, { role: 'reviewer' }])
  const stranger = await stories.expert()
  const claimId = await stories.filed(learner, learning)
  const absent = publicId('claim', newId(1))

  for (const wrong of [user(learner), user(reviewer), publicId('user', newId(1))])
    expect((await asks(reviewer, claimId, [wrong])).errors).toMatchObject([
      { pointer: '/experts/0', code: 'expert_unknown' },
    ])
  expect(await asks(both, claimId, [user(both)])).toMatchObject({ status: 422 })
  expect(await asks(reviewer, claimId, [user(both)])).toMatchObject({ status: 200 })
  const hidden = await stories.as(stranger, contracts.getExpertCase, { claimId })
  expect(hidden.status).toBe(404)
  expect({ ...hidden, traceId: '' }).toEqual({
    ...(await stories.as(stranger, contracts.getExpertCase, { claimId: absent })),
    traceId: '',
  })
  expect(await answers(stranger, claimId, 90)).toMatchObject({ status: 404 })
  expect(await answers(learner, claimId, 90)).toMatchObject({ status: 403 })
  expect(await answers(both, claimId, 90)).toMatchObject({ status: 200 })
  expect(await stories.decide(both, claimId, { decision: 'refuse', opinion: '不相当' })).toMatchObject({
    status: 403,
    code: 'own_work',
  })
  expect(await stories.as(stranger, contracts.getExperts, {})).toMatchObject({ status: 403 })

  await stories.as(learner, contracts.postWithdrawal, { claimId })
  const late = await stories.filed(await stories.learner(), {
    from: 'MD 数据结构与算法',
    to: 'LG 数据结构',
    grade: '82',
  })
  expect(await asks(reviewer, late, [user(stranger)])).toMatchObject({ status: 409, code: 'not_for_experts' })
})

test('what was put right since is another filing: the opinions on the old one count no more', async () => {
  const [learner, reviewer, one] = [await stories.learner(), await stories.reviewer(), await stories.expert()]
  const claimId = await stories.filed(learner, learning)
  await asks(reviewer, claimId, [user(one)])
  await answers(one, claimId, 95)
  await stories.decide(reviewer, claimId, {
    decision: 'return',
    opinion: '请补充教学大纲',
    fields: ['files'],
  })
  await stories.as(learner, contracts.postSubmission, { claimId })
  expect((await stories.as(reviewer, contracts.getCase, { claimId })).experts).toMatchObject({
    asked: [],
    percent: null,
  })
  expect(await answers(one, claimId, 95)).toMatchObject({ status: 404 })
  expect(await asks(reviewer, claimId, [user(one)])).toMatchObject({ status: 200 })
})

test('where the institution has set nothing, opinions are advice: the verdict of the rules stands', async () => {
  await stories.setting('YL', { experts: { rule: null, days: 5 } })
  const [reviewer, one] = [await stories.reviewer(), await stories.expert()]
  const claimId = await stories.filed(await stories.learner(), {
    from: 'MD 人工智能导论',
    to: 'YL 高等数学A',
    grade: '95',
  })
  expect((await stories.as(reviewer, contracts.getCase, { claimId })).claim.verdict).toBe('expert_review')
  await asks(reviewer, claimId, [user(one)])
  await answers(one, claimId, 100)
  expect(await stories.decide(reviewer, claimId, approve)).toMatchObject({ code: 'verdict_forbids' })
})

test('an expert says what they are one for', async () => {
  const one = await stories.expert()
  const subjects = ['计算机', '人工智能']
  expect(await stories.as(one, contracts.putExpertise, { subjects })).toMatchObject({ status: 200 })
  expect((await stories.as(await stories.reviewer(), contracts.getExperts, {})).data).toContainEqual(
    expect.objectContaining({ id: user(one), subjects }),
  )
})

test('the average is cut, never rounded up over the threshold, and more agreement never loses what was enough', () => {
  const opinion = fc.record({ expert: fc.uuid(), topics: fc.integer({ min: 0, max: 10_000 }) })
  fc.assert(
    fc.property(
      fc.array(opinion, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 10_000 }),
      (said, min) => {
        const opinions = said as { expert: Uuid; topics: Share }[]
        const mean = topicsFound(opinions)!
        expect(mean * opinions.length).toBeLessThanOrEqual(
          opinions.reduce((sum, { topics }) => sum + topics, 0),
        )
        const rule = { opinionsMin: 2, topicsMin: min as Share }
        const higher = opinions.map((each) => ({ ...each, topics: 10_000 as Share }))
        if (isHeardEnough({ rule, opinions })) expect(isHeardEnough({ rule, opinions: higher })).toBe(true)
        expect(isHeardEnough({ rule, opinions: opinions.slice(0, 1) })).toBe(false)
      },
    ),
  )
  expect(topicsFound([])).toBeNull()
})
