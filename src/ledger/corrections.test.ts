// 冻结, 冲正, 撤销 by staff: who may, what takes two persons, what stays visible (W10, L-09, L-12).
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transact } from '../database/connection.ts'
import { decideRequest, listRequests } from '../identity/contract.ts'
import { storiesOn } from '../testing/claims.ts'
import { openTestBank, type TestBank } from '../testing/http.ts'
import { person, type Person } from '../testing/people.ts'
import { credits } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import { publicId, uuidFrom, type Uuid } from '../values/ids.ts'
import * as contracts from './contract.ts'
import type { Command } from './model.ts'
import { post } from './operations.ts'

let bank: TestBank
let [school, other]: Uuid[] = []
let people: Record<'registrar' | 'stranger' | 'system' | 'second' | 'reviewer', Person>
beforeAll(async () => {
  bank = await openTestBank()
  const stories = await storiesOn(bank)
  school = uuidFrom('inst', stories.school('MD'))!
  other = uuidFrom('inst', stories.school('LG'))!
  const at = (role: 'inst_admin' | 'sys_admin' | 'second_reviewer' | 'reviewer', institution?: Uuid) =>
    person(bank.identity, [{ role, ...(institution ? { institution } : {}) }], { steppedUp: true })
  people = {
    registrar: await at('inst_admin', school),
    stranger: await at('inst_admin', other),
    system: await at('sys_admin'),
    second: await at('second_reviewer'),
    reviewer: await at('reviewer'),
  }
})
afterAll(() => bank.close())

const newLearner = () =>
  person(bank.identity, [{ role: 'learner', institution: school! }], { name: '陈小明' })

let posted = 0
async function book(learner: Person, ...commands: Command[]) {
  posted++
  return transact(bank.db, {}, (tx, at) =>
    post(tx, commands, { cause: `test/${posted}`, actor: school!, at }),
  )
}

const deposit = (learner: Person, amount: string, issuer = school!): Command => ({
  verb: 'deposit',
  learner: learner.id,
  issuer,
  unit: issuer,
  amount: credits(amount),
  earnedOn: day('2026-06-30'),
  expiresOn: null,
  provenance: {
    title: '数据结构与算法',
    institution: issuer,
    course: null,
    grade: '82',
    hours: null,
    level: null,
    category: null,
    evidence: null,
    rule: null,
  },
})

const idOf = ({ id }: Person) => publicId('learner', id)
const available = async (learner: Person) => {
  const { units } = await bank.call(contracts.getAccount, { learnerId: 'me' }, learner.headers)
  return units.map((unit) => [unit.available, unit.frozen])
}
const statementOf = async (learner: Person) =>
  (await bank.call(contracts.getStatement, { learnerId: 'me' }, learner.headers)).data
const numberOf = ({ shard, seq }: { shard: number; seq: number }) =>
  `${String(shard).padStart(2, '0')}-${String(seq).padStart(6, '0')}`
const decide = (who: Person, requestId: string, confirm = true) =>
  bank.call(decideRequest, { requestId, confirm }, who.headers)

test('W10: the administrator asks for a reversal with a reason, a second person confirms; both rows stay', async () => {
  const learner = await newLearner()
  const wrong = numberOf(await book(learner, deposit(learner, '4')))
  const asked = { learnerId: idOf(learner), posting: wrong }
  expect(await bank.call(contracts.postReversal, asked, people.system.headers)).toMatchObject({
    status: 422,
    code: 'reason_required',
  })
  const reason = '重复录入'
  const filed = await bank.call(contracts.postReversal, { ...asked, reason }, people.system.headers)
  expect(filed).toMatchObject({ status: 202, request: expect.stringMatching(/^request_/) })
  expect(await available(learner)).toEqual([['4.00', '0.00']])

  const { data } = await bank.call(listRequests, {}, people.second.headers)
  expect(data.find(({ id }) => id === filed.request)).toMatchObject({
    operation: 'credit.adjust.approve',
    about: wrong,
    reason,
  })
  expect(await decide(people.system, filed.request)).toMatchObject({ status: 403, code: 'own_work' })
  expect(await decide(people.stranger, filed.request)).toMatchObject({ status: 404 })
  expect(await decide(people.second, filed.request)).toMatchObject({ status: 200 })

  expect(await available(learner)).toEqual([['0.00', '0.00']])
  const [reversal, original] = await statementOf(learner)
  expect([original, reversal]).toMatchObject([
    { kind: 'deposit', in: '4.00', posting: { number: wrong, reversedBy: reversal!.posting!.number } },
    { kind: 'reverse', out: '4.00', available: '0.00', posting: { reverses: wrong } },
  ])
  expect(await decide(people.second, filed.request)).toMatchObject({ status: 409, code: 'conflict' })
  expect(await bank.call(contracts.postReversal, { ...asked, reason }, people.system.headers)).toMatchObject({
    status: 409,
    code: 'already_reversed',
  })
  const records = await bank.db
    .selectFrom('auditRecord')
    .select(['action', 'actor'])
    .where('subject', '=', learner.id)
    .where('action', 'in', ['request.filed', 'request.confirmed', 'ledger.reversed'])
    .orderBy('at')
    .execute()
  expect(records.map(({ action, actor }) => [action, actor])).toEqual([
    ['request.filed', people.system.id],
    ['request.confirmed', people.second.id],
    ['ledger.reversed', people.second.id],
  ])
})

test('the second person must have proven lately who they are, and one refused request changes nothing', async () => {
  const learner = await newLearner()
  const wrong = numberOf(await book(learner, deposit(learner, '4')))
  const ask = async () =>
    (
      await bank.call(
        contracts.postReversal,
        { learnerId: idOf(learner), posting: wrong, reason: '录错' },
        people.reviewer.headers,
      )
    ).request
  const unproven = await person(bank.identity, [{ role: 'second_reviewer' }])
  expect(await decide(unproven, await ask())).toMatchObject({ status: 401, code: 'step_up_required' })
  expect(await decide(people.second, await ask(), false)).toMatchObject({ status: 200 })
  expect(await available(learner)).toEqual([['4.00', '0.00']])
})

test('what a reversal would do is shown before, and refused with the reason where lots were used since', async () => {
  const learner = await newLearner()
  const first = await book(learner, deposit(learner, '4'))
  const look = (query: object) =>
    bank.call(contracts.getCorrectionPreview, { learnerId: idOf(learner), ...query }, people.system.headers)
  expect(await look({ posting: numberOf(first) })).toMatchObject({
    status: 200,
    effects: [{ title: '数据结构与算法', credits: '4.00', from: 'available', to: 'issuer' }],
    cases: [],
  })
  expect(await available(learner)).toEqual([['4.00', '0.00']])
  expect(await look({})).toMatchObject({ status: 422, errors: [{ pointer: '/posting', code: 'required' }] })
  expect(await look({ posting: `${numberOf(first).slice(0, 3)}999999` })).toMatchObject({ status: 404 })

  const { lot } = first.lots[0]!
  await book(learner, {
    verb: 'hold',
    learner: learner.id,
    from: { pieces: [{ lot, amount: credits('1') }] },
  })
  expect(await look({ posting: numberOf(first) })).toMatchObject({ status: 409, code: 'reversal_spent' })
  expect(
    await bank.call(
      contracts.postReversal,
      { learnerId: idOf(learner), posting: numberOf(first), reason: '录错' },
      people.system.headers,
    ),
  ).toMatchObject({ status: 409, code: 'reversal_spent' })
})

test('an institution corrects what it issued itself, of its own learners, and nothing else', async () => {
  const learner = await newLearner()
  const own = numberOf(await book(learner, deposit(learner, '2')))
  const foreign = numberOf(await book(learner, deposit(learner, '3', other)))
  const ask = (who: Person, posting: string) =>
    bank.call(contracts.postReversal, { learnerId: idOf(learner), posting, reason: '录错' }, who.headers)
  expect(await ask(people.registrar, own)).toMatchObject({ status: 202 })
  expect(await ask(people.registrar, foreign)).toMatchObject({ status: 404 })
  expect(await ask(learner, own)).toMatchObject({ status: 403 })

  const freeze = (who: Person) =>
    bank.call(contracts.postFreeze, { learnerId: idOf(learner), reason: '有争议' }, who.headers)
  expect(await freeze(people.registrar)).toMatchObject({ status: 200 })
  expect(await available(learner)).toEqual([
    ['0.00', '2.00'],
    ['3.00', '0.00'],
  ])
})

test('冻结 keeps a lot from being used until it is released, each with a reason, on record', async () => {
  const learner = await newLearner()
  const { lots } = await book(learner, deposit(learner, '4'))
  const lotId = publicId('lot', lots[0]!.lot)
  const asked = { learnerId: idOf(learner), lotId }
  expect(await bank.call(contracts.postFreeze, asked, people.system.headers)).toMatchObject({
    code: 'reason_required',
  })
  expect(
    await bank.call(contracts.postFreeze, { ...asked, reason: '有争议' }, learner.headers),
  ).toMatchObject({ status: 403 })
  const frozen = await bank.call(contracts.postFreeze, { ...asked, reason: '有争议' }, people.system.headers)
  expect(await available(learner)).toEqual([['0.00', '4.00']])
  expect(
    await bank.call(contracts.postFreeze, { ...asked, reason: '再来' }, people.system.headers),
  ).toMatchObject({ status: 409, code: 'nothing_to_post' })
  expect(await bank.call(contracts.getFreezes, { learnerId: 'me' }, learner.headers)).toMatchObject({
    freezes: [{ posting: frozen.posting, lots: [{ id: lotId, credits: '4.00' }] }],
  })
  const release = { learnerId: idOf(learner), number: frozen.posting, reason: '查清' }
  expect(await bank.call(contracts.postRelease, release, people.stranger.headers)).toMatchObject({
    status: 404,
  })
  expect(await bank.call(contracts.postRelease, release, people.registrar.headers)).toMatchObject({
    status: 200,
  })
  expect(await available(learner)).toEqual([['4.00', '0.00']])
  expect(await bank.call(contracts.postRelease, release, people.system.headers)).toMatchObject({
    status: 404,
  })
})

test('a hold of an application is no freeze: nobody releases it here', async () => {
  const learner = await newLearner()
  const { lots } = await book(learner, deposit(learner, '4'))
  const held = await book(learner, {
    verb: 'hold',
    learner: learner.id,
    from: { pieces: [{ lot: lots[0]!.lot, amount: credits('4') }] },
  })
  const release = { learnerId: idOf(learner), number: numberOf(held), reason: '放开' }
  expect(await bank.call(contracts.postRelease, release, people.system.headers)).toMatchObject({
    status: 404,
  })
})

test('L-12: 撤销 takes back what was made of a lot; what was redeemed opens a case that somebody else closes', async () => {
  const learner = await newLearner()
  const { lots } = await book(learner, deposit(learner, '4'))
  const { lot } = lots[0]!
  await book(learner, {
    verb: 'redeem',
    learner: learner.id,
    from: { pieces: [{ lot, amount: credits('1') }] },
    receiver: school!,
  })
  const asked = { learnerId: idOf(learner), lotId: publicId('lot', lot), reason: '证书造假' }
  expect(
    await bank.call(
      contracts.getCorrectionPreview,
      { learnerId: asked.learnerId, lotId: asked.lotId },
      people.system.headers,
    ),
  ).toMatchObject({
    effects: [{ credits: '3.00', from: 'available', to: 'issuer' }],
    cases: [{ lotId: asked.lotId, credits: '1.00' }],
  })
  const { request, status } = await bank.call(contracts.postRevocation, asked, people.registrar.headers)
  expect(status).toBe(202)
  expect(await decide(people.second, request)).toMatchObject({ status: 403 })
  expect(await decide(people.system, request)).toMatchObject({ status: 200 })
  expect(await available(learner)).toEqual([['0.00', '0.00']])

  const { cases } = await bank.call(contracts.getCases, { learnerId: 'me' }, learner.headers)
  expect(cases).toMatchObject([{ lotId: asked.lotId, credits: '1.00', closedAt: null }])
  const close = (who: Person, outcome?: string) =>
    bank.call(
      contracts.postCaseOutcome,
      { learnerId: asked.learnerId, caseId: cases[0]!.id, ...(outcome ? { outcome } : {}) },
      who.headers,
    )
  expect(await close(people.second)).toMatchObject({ status: 422, code: 'reason_required' })
  expect(await close(people.system, '维持')).toMatchObject({ status: 403, code: 'own_work' })
  expect(await close(people.second, '证书已收回')).toMatchObject({ status: 200 })
  expect(await close(people.second, '再说一次')).toMatchObject({ status: 409, code: 'already_decided' })
})

test('a lot that was used up moves nothing when it is revoked, and opens its case all the same', async () => {
  const learner = await newLearner()
  const { lots } = await book(learner, deposit(learner, '2'))
  const { lot } = lots[0]!
  const from = { pieces: [{ lot, amount: credits('2') }] }
  await book(learner, { verb: 'redeem', learner: learner.id, from, receiver: school! })
  const asked = { learnerId: idOf(learner), lotId: publicId('lot', lot), reason: '证书造假' }
  const { request } = await bank.call(contracts.postRevocation, asked, people.registrar.headers)
  expect(await decide(people.system, request)).toMatchObject({ status: 200 })
  expect(await bank.call(contracts.getCases, { learnerId: 'me' }, learner.headers)).toMatchObject({
    cases: [{ credits: '2.00' }],
  })
})
