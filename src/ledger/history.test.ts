// Random histories of the state machine against an auditor that was written separately. Every reply is judged, after
// each the books are compared with books replayed from the log, and batches are aborted and memories lost at random.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newAuditor } from '../testing/ledger-auditor.ts'
import { creditsFromHundredths } from '../values/credits.ts'
import { addDays, day, type LocalDate } from '../values/dates.ts'
import { newId, referenceShard } from '../values/ids.ts'
import { Refusal } from '../values/refusal.ts'
import { isIssuing } from './accounts.ts'
import type { Command, From } from './commands.ts'
import { emptyBooks, type Books } from './draft.ts'
import { historyOf, replay, withHistory } from './log.ts'
import type { Provenance } from './lots.ts'
import { advance, apply, retreat, type Entry } from './machine.ts'
import { contextFor } from './seal.ts'
import { balanceAt, statementOf } from './statement.ts'

const shard = 5
const learners = [newId(shard), newId(shard)]
const schools = [newId(referenceShard), newId(referenceShard)]
const actor = newId(referenceShard)
const firstDay = day('2026-01-01')
const provenance: Provenance = {
  title: '课程',
  institution: null,
  course: null,
  grade: null,
  hours: null,
  level: null,
  category: null,
  evidence: null,
  rule: null,
}

/** Fixed, so that a run of the tests is the same everywhere; `LEDGER_HISTORIES=5000` looks for new ones instead. */
const histories = Number(process.env['LEDGER_HISTORIES'] ?? 120)
const seed = process.env['LEDGER_HISTORIES'] === undefined ? 20_261_124 : undefined

/** A step in numbers that mean something only against the history so far: which lot, which earlier posting. */
type Step = {
  verb: Command['verb']
  who: number
  school: number
  amount: number
  which: number
  way: 'earliest' | 'chosen' | 'hold'
  lasts: number
  pass: number
  mishap: 'none' | 'abort' | 'crash' | 'repeat'
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    verb: fc.constantFrom<Command['verb']>(
      'deposit',
      'deposit',
      'deposit',
      'hold',
      'freeze',
      'release',
      'convert',
      'convert',
      'transfer',
      'redeem',
      'expire',
      'revoke',
      'reverse',
      'reverse',
    ),
    who: fc.nat(1),
    school: fc.nat(1),
    amount: fc.integer({ min: 1, max: 400 }),
    which: fc.nat(40),
    way: fc.constantFrom('earliest', 'chosen', 'hold'),
    lasts: fc.integer({ min: -1, max: 40 }),
    pass: fc.constantFrom(0, 0, 0, 1, 7),
    mishap: fc.constantFrom('none', 'none', 'none', 'abort', 'crash', 'repeat'),
  }),
  { minLength: 10, maxLength: 50 },
)

function commandOf(step: Step, log: readonly Entry[], today: LocalDate): Command {
  const learner = learners[step.who]!
  const school = schools[step.school]!
  const amount = creditsFromHundredths(step.amount)
  const expiresOn = step.lasts < 0 ? null : addDays(today, step.lasts)
  const made = log.flatMap(({ lots }) => lots)
  const lot = made.length === 0 ? newId(shard) : made[step.which % made.length]!.lot
  const holds = log.filter(({ moves }) => moves[0]?.verb === 'hold' || moves[0]?.verb === 'freeze')
  const hold = holds.length === 0 ? 'none' : holds[step.which % holds.length]!.cause
  const spend = step.way === 'chosen' ? { pieces: [{ lot, amount }] } : { unit: school, amount }
  const from: From = step.way === 'hold' ? { hold, ...(step.which % 2 === 0 ? {} : { amount }) } : spend
  const countsAt = schools[1 - step.school]!
  switch (step.verb) {
    case 'deposit':
      return {
        verb: 'deposit',
        learner,
        issuer: school,
        unit: school,
        amount,
        earnedOn: firstDay,
        expiresOn,
        provenance,
      }
    case 'hold':
    case 'freeze':
      return { verb: step.verb, learner, from: spend }
    case 'release':
      return { verb: 'release', learner, hold, ...(step.which % 2 === 0 ? {} : { amount }) }
    case 'convert':
      return {
        verb: 'convert',
        learner,
        from,
        countsAt,
        unit: countsAt,
        rate: { numerator: 18, denominator: 16 },
        make: [amount, 50].map((each) => ({
          amount: creditsFromHundredths(Math.ceil(each / 2)),
          elective: each === 50,
          earnedOn: firstDay,
          expiresOn,
          provenance,
        })),
        ...(step.which % 3 === 0 ? { forfeit: creditsFromHundredths(10) } : {}),
      }
    case 'transfer':
      return { verb: 'transfer', learner, from, countsAt }
    case 'redeem':
      return { verb: 'redeem', learner, from, receiver: school }
    case 'expire':
      return { verb: 'expire', learner }
    case 'revoke':
      return { verb: 'revoke', learner, lot, reason: '撤销' }
    case 'reverse': {
      const cause = log.length === 0 ? 'none' : log[step.which % log.length]!.cause
      return { verb: 'reverse', learner, cause, reason: '冲正' }
    }
  }
}

/** Books as one text, to compare them as a whole. */
function stateOf(books: Books): string {
  const { seq, accountCount, byNumber, owned } = books
  const pieces = [...books.holdings.values()].flatMap((own) =>
    Array.from(own, ([key, { amount }]) => `${key} ${amount}`),
  )
  return JSON.stringify({
    seq,
    accountCount,
    accounts: [...books.accounts.values()].sort((a, b) => a.number - b.number),
    known: [byNumber.size, [...owned.values()].flat().length],
    pieces: pieces.sort(compare),
    lots: [...books.lots.keys()].sort(compare),
    holds: Array.from(books.holds, ([cause, seq]) => `${cause} ${seq}`).sort(compare),
  })
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byLot = (a: { lot: string }, b: { lot: string }): number => compare(a.lot, b.lot)

/** What must hold of every account and every lot, whatever happened. */
function assertInvariants(books: Books, log: readonly Entry[]): void {
  const positions = new Map<string, number>()
  const accounts = new Map<number, number>()
  for (const { moves } of log)
    for (const { lot, amount, from, to } of moves) {
      for (const [side, part] of [
        [from, 0 - amount],
        [to, amount],
      ] as const) {
        const account = (accounts.get(side.account) ?? 0) + part
        accounts.set(side.account, account)
        expect(side.balance).toBe(account)
        positions.set(`${lot}/${side.account}`, (positions.get(`${lot}/${side.account}`) ?? 0) + part)
      }
    }
  expect([...accounts.values()].reduce((sum, posted) => sum + posted, 0)).toBe(0)
  for (const { number, posted, kind, version } of books.accounts.values()) {
    expect(posted).toBe(accounts.get(number))
    expect(isIssuing(kind) ? posted <= 0 : posted >= 0).toBe(true)
    const touches = log
      .flatMap(({ moves }) => moves)
      .filter(({ from, to }) => [from, to].some(({ account }) => account === number))
    expect(version).toBe(touches.length)
  }
  for (const lot of books.lots.values())
    for (const number of books.byNumber.keys()) {
      const amount = positions.get(`${lot.lot}/${number}`) ?? 0
      expect(number === lot.origin ? amount <= 0 && amount + lot.amount >= 0 : amount >= 0).toBe(true)
    }
}

const seen = new Map<string, number>()

test('the state machine answers every command as the auditor does, in any history', () => {
  fc.assert(
    fc.property(steps, (history) => {
      const auditor = newAuditor()
      const log: Entry[] = []
      let books = emptyBooks(shard)
      let today = firstDay
      for (const [index, step] of history.entries()) {
        today = addDays(today, step.pass)
        const command = commandOf(step, log, today)
        const cause = `cause ${index}`
        const at = new Date(`${today}T04:00:00Z`)
        const { context } = contextFor(shard, [command], { cause, actor, at, day: today })
        const before = stateOf(books)
        const outcome = apply(withHistory(books, log), [command], context)
        const code = outcome instanceof Refusal ? outcome.code : 'posted'
        seen.set(`${command.verb} ${code}`, (seen.get(`${command.verb} ${code}`) ?? 0) + 1)
        if (!(outcome instanceof Refusal) && step.mishap === 'abort') {
          advance(books, outcome)
          retreat(books, outcome)
          expect(stateOf(books)).toBe(before)
        }
        const verdict = auditor.judge(
          command,
          cause,
          today,
          outcome instanceof Refusal ? [] : outcome.lots.map(({ lot }) => lot),
        )
        if (outcome instanceof Refusal) {
          expect({ verb: command.verb, refused: outcome.code }).toEqual({ verb: command.verb, ...verdict })
          expect(stateOf(books)).toBe(before)
          continue
        }
        expect({ verb: command.verb, cases: outcome.cases.toSorted(byLot) }).toEqual({
          verb: command.verb,
          ...('cases' in verdict ? { cases: verdict.cases.toSorted(byLot) } : verdict),
        })
        log.push(outcome)
        advance(books, outcome)
        if (step.mishap === 'crash') {
          const replayed = replay(shard, log)
          expect(stateOf(books)).toBe(stateOf(replayed))
          books = replayed
        }
      }
      assertInvariants(books, log)
      for (const learner of learners) {
        const own = historyOf(books, log, learner, () => provenance)
        const balances = balanceAt(own, { effectiveDay: today })
        for (const unit of schools) {
          const {
            unit: _,
            total,
            moved,
            held = 0,
            frozen = 0,
            ...places
          } = balances.find((balance) => balance.unit === unit) ?? { unit, total: 0, moved: 0 }
          const sums = Object.entries({ ...places, held: held + frozen }).filter(([, amount]) => amount !== 0)
          expect(Object.fromEntries(sums)).toEqual(auditor.sums(learner, unit, today))
          expect([...sums.values()].reduce((sum, [, amount]) => sum + amount, 0)).toBe(total)
          expect(moved).toBe(0)
          // The statement's last line says what the balance says.
          const last = statementOf(own, today, { unit }).lines[0]
          expect(last?.available ?? 0).toBe(auditor.sums(learner, unit, today)['available'] ?? 0)
          expect(last?.held ?? 0).toBe(auditor.sums(learner, unit, today)['held'] ?? 0)
        }
      }
    }),
    { numRuns: histories, ...(seed === undefined ? {} : { seed }) },
  )
})

test('those histories reached every verb and every refusal that one command can meet', () => {
  const codes = new Set([...seen.keys()].map((key) => key.split(' ')[1]))
  expect(codes).toEqual(
    new Set([
      'already_reversed',
      'credits_insufficient',
      'hold_closed',
      'lot_expired',
      'lot_unavailable',
      'not_found',
      'not_reversible',
      'nothing_to_post',
      'posted',
      'rate_exceeded',
      'redemption_final',
      'reversal_spent',
    ]),
  )
  expect([...seen.keys()].filter((key) => key.endsWith('posted'))).toHaveLength(10)
})
