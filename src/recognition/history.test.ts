// Random histories of claims and decisions on a real bank: whatever people do in whatever order, the account is what the
// decisions said, every claim is posted once or not at all, and the whole ledger agrees with itself.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyLedger } from '../ledger/verify.ts'
import { storiesOn, type Stories } from '../testing/claims.ts'
import { openTestBank, type TestBank } from '../testing/http.ts'
import type { Person } from '../testing/people.ts'
import { credits, creditsFromHundredths, creditsText } from '../values/credits.ts'
import { uuidFrom } from '../values/ids.ts'
import * as contracts from './contract.ts'

let bank: TestBank
let stories: Stories
let reviewer: Person
beforeAll(async () => {
  bank = await openTestBank()
  stories = await storiesOn(bank)
  reviewer = await stories.reviewer()
})
afterAll(() => bank.close())

const courses = [
  { from: 'MD 数据结构与算法', to: 'LG 数据结构', taken: 400, recorded: 400, elective: 50 },
  { from: 'MD 数据库系统', to: 'LG 数据库原理', taken: 300, recorded: 300, elective: 0 },
]

type Step =
  | { act: 'file'; course: number; converts: boolean }
  | { act: 'fileLot'; course: number }
  | {
      act: 'decide'
      claim: number
      decision: 'approve' | 'return' | 'refuse'
      deposits: boolean
      times: number
    }
  | { act: 'withdraw'; claim: number }
  | { act: 'resubmit'; claim: number }

const course = fc.nat({ max: courses.length - 1 })
const claim = fc.nat({ max: 5 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant('file' as const), course, converts: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('fileLot' as const), course }) },
  {
    weight: 7,
    arbitrary: fc.record({
      act: fc.constant('decide' as const),
      claim,
      decision: fc.constantFrom(
        'approve' as const,
        'approve' as const,
        'approve' as const,
        'return' as const,
        'refuse' as const,
      ),
      deposits: fc.boolean(),
      times: fc.constantFrom(1, 1, 1, 2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('withdraw' as const), claim }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('resubmit' as const), claim }) },
)

/** Chance alone seldom deposits credits and then converts them from the account; most histories begin so. */
const beginning = (decision: 'approve' | 'refuse'): Step[] => [
  { act: 'file', course: 0, converts: false },
  { act: 'decide', claim: 0, decision: 'approve', deposits: false, times: 1 },
  { act: 'fileLot', course: 0 },
  { act: 'decide', claim: 1, decision, deposits: false, times: 1 },
]
const histories = fc
  .tuple(
    fc.constantFrom([], beginning('approve'), beginning('refuse')),
    fc.array(step, { minLength: 8, maxLength: 20, size: 'max' }),
  )
  .map((parts) => parts.flat())

type Known = {
  id: string
  course: number
  kind: 'convert' | 'deposit' | 'lot'
  state: 'submitted' | 'returned' | 'recognised' | 'refused' | 'withdrawn'
}
/** What the account must be, by what was decided: nothing here knows how the bank does it. */
type Expected = {
  claims: Known[]
  source: { available: number; held: number; converted: number }
  target: { recorded: number; elective: number }
  lots: Map<number, 'free' | 'held' | 'gone'>
  counted: Set<number>
}

const isLive = ({ state }: Known): boolean => ['submitted', 'returned', 'recognised'].includes(state)

async function take(step: Step, learner: Person, expected: Expected): Promise<void> {
  const { claims, source, target, lots, counted } = expected
  if (step.act === 'file') {
    const { from, to } = courses[step.course]!
    const claimId = await stories.draft(learner, { from, grade: '85', ...(step.converts ? { to } : {}) })
    const { status } = await stories.as(learner, contracts.postSubmission, { claimId })
    const taken = claims.some((each) => each.course === step.course && each.kind !== 'lot' && isLive(each))
    const full = step.converts && counted.has(step.course)
    expect(status).toBe(full ? 422 : taken ? 409 : 200)
    if (status === 200)
      claims.push({
        id: claimId,
        course: step.course,
        kind: step.converts ? 'convert' : 'deposit',
        state: 'submitted',
      })
    return
  }
  if (step.act === 'fileLot') {
    const { to, from } = courses[step.course]!
    const { data } = await stories.as(learner, contracts.getOutcomes, {})
    const found = data.find(
      ({ title, verified, lots }) => verified && from.endsWith(title) && lots.length === 1,
    )
    if (!found) return
    const { id } = await stories.as(learner, contracts.postClaim, {
      lotId: found.lots[0]!.id,
      targetInstitutionId: stories.school('LG'),
      targetCourseId: stories.course(to),
    })
    const { status } = await stories.as(learner, contracts.postSubmission, { claimId: id })
    const free = lots.get(step.course) === 'free'
    expect(status).toBe(counted.has(step.course) ? 422 : free ? 200 : 409)
    if (status !== 200) return
    claims.push({ id, course: step.course, kind: 'lot', state: 'submitted' })
    lots.set(step.course, 'held')
    source.available -= courses[step.course]!.taken
    source.held += courses[step.course]!.taken
    return
  }
  const known = claims[step.claim % claims.length]
  if (!known) return
  const { taken, recorded, elective } = courses[known.course]!
  const giveBack = () => {
    if (known.kind !== 'lot') return
    lots.set(known.course, 'free')
    source.held -= taken
    source.available += taken
  }
  if (step.act === 'withdraw') {
    const open = known.state === 'submitted' || known.state === 'returned'
    const { status } = await stories.as(learner, contracts.postWithdrawal, { claimId: known.id })
    expect(status).toBe(open ? 200 : 409)
    if (!open) return
    known.state = 'withdrawn'
    giveBack()
    return
  }
  if (step.act === 'resubmit') {
    const { status } = await stories.as(learner, contracts.postSubmission, { claimId: known.id })
    const full = known.kind !== 'deposit' && counted.has(known.course)
    expect(status).toBe(known.state !== 'returned' ? 409 : full ? 422 : 200)
    if (status === 200) known.state = 'submitted'
    return
  }
  const decision = {
    decision: step.decision,
    ...(step.decision === 'approve' ? {} : { opinion: '请核对' }),
    ...(step.decision === 'approve' && step.deposits && known.kind === 'convert'
      ? { outcome: 'deposited' }
      : {}),
  }
  const answers = await Promise.all(
    Array.from({ length: step.times }, () => stories.decide(reviewer, known.id, decision)),
  )
  const converts = known.kind === 'lot' || (known.kind === 'convert' && !step.deposits)
  const full = step.decision === 'approve' && converts && counted.has(known.course)
  const done = answers.filter(({ status }) => status === 200).length
  expect(done).toBe(known.state === 'submitted' && !full ? 1 : 0)
  if (done === 0) return
  if (step.decision === 'return') {
    known.state = 'returned'
    return
  }
  known.state = step.decision === 'approve' ? 'recognised' : 'refused'
  if (known.state === 'refused') {
    giveBack()
    return
  }
  if (!converts) {
    source.available += taken
    lots.set(known.course, 'free')
    return
  }
  if (known.kind === 'lot') {
    source.held -= taken
    lots.set(known.course, 'gone')
  }
  source.converted += taken
  target.recorded += recorded
  target.elective += elective
  counted.add(known.course)
}

const text = (hundredths: number): string => creditsText(creditsFromHundredths(hundredths))

async function check(learner: Person, { claims, source, target }: Expected): Promise<void> {
  const units = await stories.units(learner)
  const all = source.available + source.held + source.converted
  const { 明德理工大学: own, 临港科技大学: counted } = units
  if (all > 0) {
    expect(own).toMatchObject({
      total: text(all),
      available: text(source.available),
      held: text(source.held),
      converted: text(source.converted),
    })
  } else expect(own).toBeUndefined()
  if (target.recorded > 0) {
    expect(counted).toMatchObject({
      available: text(target.recorded + target.elective),
      elective: text(target.elective),
    })
  } else expect(counted).toBeUndefined()
  for (const unit of Object.values(units)) {
    const { total, elective: _, ...places } = unit
    expect(
      Object.values(places).reduce((sum, amount) => sum + credits(amount), 0),
      'the places add up to the total (L-01)',
    ).toBe(credits(total))
  }
  const { rows } = await bank.ownerPool.query<{ cause: string }>(
    'select cause from ledger_posting where cause = any ($1::text[])',
    [claims.map(({ id }) => uuidFrom('claim', id))],
  )
  expect(rows.map(({ cause }) => cause).toSorted()).toEqual(
    claims
      .filter(({ state }) => state === 'recognised')
      .map(({ id }) => String(uuidFrom('claim', id)))
      .toSorted(),
  )
}

test('random histories of claims and decisions keep every invariant of the ledger', async () => {
  const seen = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(histories, async (steps) => {
      const learner = await stories.learner()
      const expected: Expected = {
        claims: [],
        source: { available: 0, held: 0, converted: 0 },
        target: { recorded: 0, elective: 0 },
        lots: new Map(),
        counted: new Set(),
      }
      for (const each of steps) {
        await take(each, learner, expected)
        await check(learner, expected)
      }
      for (const { kind, state } of expected.claims)
        seen.set(`${kind} ${state}`, (seen.get(`${kind} ${state}`) ?? 0) + 1)
    }),
    { numRuns: 15, seed: 20_261_124, endOnFailure: true },
  )
  expect([...seen.keys()], 'the histories have something in them').toEqual(
    expect.arrayContaining([
      'convert recognised',
      'convert refused',
      'deposit recognised',
      'lot recognised',
      'lot refused',
    ]),
  )
  const { postings, findings } = await verifyLedger(bank.db)
  expect(postings).toBeGreaterThan(20)
  expect(findings).toEqual([])
}, 240_000)
