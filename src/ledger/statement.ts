// ledger/statement.ts – what a learner's movements come to: the balance as of a day, and the statement. Pure.
import type { Credits } from '../values/credits.ts'
import { addDays, type LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import type { AccountKind, Unit } from './accounts.ts'
import { isExpired, standingOf, type Lot, type Provenance, type Standing, type Verb } from './lots.ts'

/** A lot with the words behind it; null once they have been erased. */
export type HistoryLot = Lot & { provenance: Provenance | null }

/** A movement of one of the learner's lots, with the posting it belongs to. */
export type HistoryMove = {
  seq: number
  line: number
  cause: string
  effectiveOn: LocalDate
  recordedAt: Date
  actor: Uuid
  reverses: number | null
  verb: Verb
  lot: Uuid
  hold: number
  amount: Credits
  from: { account: number; kind: AccountKind; owner: Uuid }
  to: { account: number; kind: AccountKind; owner: Uuid }
}

/** Everything that has happened to a learner's lots, in the order it was recorded. */
export type History = { lots: HistoryLot[]; moves: HistoryMove[] }

/** Which question: what counted on `effectiveDay`, by what was on record at `recordedUntil`. */
export type AsOf = { effectiveDay: LocalDate; recordedUntil?: Date | undefined }

/** Where a learner's credits of one unit stand. The standings add up to `total` at every moment (L-01). */
export type Balance = { unit: Unit; total: Credits } & Record<Standing, Credits>

/** One balance per unit. Lapsed lots are expired from the day after their last, booked or not. */
export function balanceAt(history: History, asOf: AsOf): Balance[] {
  const sums = new Map<Unit, Record<Standing | 'total', number>>()
  for (const { lot, places } of standing(history, asOf)) {
    const sum = sums.get(lot.unit) ?? { total: 0, ...nothing() }
    sums.set(lot.unit, sum)
    sum.total += lot.amount
    for (const [name, amount] of Object.entries(places)) sum[name as Standing] += amount
  }
  return Array.from(sums, ([unit, sum]) => ({ unit, ...sum }) as Balance)
}

/** Each lot that existed, and how much of it stood where. What is nowhere else has gone back to its issuer. */
export function standing(
  { lots, moves }: History,
  { effectiveDay, recordedUntil }: AsOf,
): { lot: HistoryLot; places: Record<Standing, number> }[] {
  const known = new Map(lots.map((lot) => [lot.lot, { lot, places: nothing() }]))
  const seen = new Set<Uuid>()
  for (const move of recordedBy(moves, recordedUntil)) {
    const at = known.get(move.lot)
    if (!at || move.effectiveOn > effectiveDay) continue
    seen.add(move.lot)
    if (move.from.account !== at.lot.origin) at.places[standingOf[move.from.kind]] -= move.amount
    if (move.to.account !== at.lot.origin) at.places[standingOf[move.to.kind]] += move.amount
  }
  return [...known.values()]
    .filter(({ lot }) => seen.has(lot.lot))
    .map(({ lot, places }) => {
      const elsewhere = Object.values(places).reduce((sum, amount) => sum + amount, 0)
      const lapsed = isExpired(lot, effectiveDay) ? places.available : 0
      return {
        lot,
        places: {
          ...places,
          reversed: lot.amount - elsewhere,
          available: places.available - lapsed,
          expired: places.expired + lapsed,
        },
      }
    })
}

/** The record as it stood: whatever was recorded before its last posting of that time is part of it. */
function recordedBy(moves: HistoryMove[], until: Date | undefined): HistoryMove[] {
  if (!until) return moves
  const last = moves.findLast(({ recordedAt }) => recordedAt <= until)
  return moves.filter(({ seq }) => last !== undefined && seq <= last.seq)
}

const nothing = (): Record<Standing, number> => ({
  available: 0,
  held: 0,
  frozen: 0,
  converted: 0,
  redeemed: 0,
  forfeited: 0,
  expired: 0,
  reversed: 0,
  moved: 0,
})

/** What a freeze still keeps, by the posting that froze it. */
export type Freeze = {
  seq: number
  cause: string
  at: Date
  actor: Uuid
  pieces: { lot: Uuid; amount: Credits }[]
}

/** The freezes that are not over, the newest first. */
export function freezesOf({ moves }: History): Freeze[] {
  const kept = new Map<number, Map<Uuid, number>>()
  const add = (hold: number, lot: Uuid, amount: number): void => {
    const pieces = kept.get(hold) ?? new Map<Uuid, number>()
    kept.set(hold, pieces.set(lot, (pieces.get(lot) ?? 0) + amount))
  }
  for (const { hold, lot, amount, from, to } of moves) {
    if (to.kind === 'frozen') add(hold, lot, amount)
    if (from.kind === 'frozen') add(hold, lot, 0 - amount)
  }
  return Array.from(kept, ([seq, pieces]) => {
    const { cause, recordedAt, actor } = moves.find((move) => move.seq === seq)!
    const left = Array.from(pieces, ([lot, amount]) => ({ lot, amount: amount as Credits }))
    return { seq, cause, at: recordedAt, actor, pieces: left.filter(({ amount }) => amount > 0) }
  })
    .filter(({ pieces }) => pieces.length > 0)
    .toSorted((a, b) => b.seq - a.seq)
}

/**
 * What one posting did to the credits of one unit, or (`lapse`) what was lost because its last day had passed: such a
 * line has no posting. `available` and `held` are the balances after it; frozen credits count as held.
 */
export type StatementLine = {
  day: LocalDate
  verb: Verb | 'lapse'
  unit: Unit
  in: Credits
  out: Credits
  available: Credits
  held: Credits
  pieces: { lot: Uuid; amount: Credits }[]
  posting: {
    seq: number
    cause: string
    recordedAt: Date
    actor: Uuid
    reverses: number | null
    /** The posting that took this one back: shown struck through. */
    reversedBy: number | null
  } | null
}

export type StatementFilter = {
  unit?: Unit | undefined
  from?: LocalDate | undefined
  to?: LocalDate | undefined
  verbs?: readonly StatementLine['verb'][] | undefined
}

export type Statement = {
  /** Newest first. */
  lines: StatementLine[]
  count: number
  /** Sums of the filtered lines by month and unit, newest first; `closing` is the balance after the month's last. */
  months: { month: string; unit: Unit; in: Credits; out: Credits; closing: Credits }[]
}

/** The statement up to a day, by the day things count from. Balances run over all lines; then filter and page. */
export function statementOf(
  history: History,
  today: LocalDate,
  filter: StatementFilter = {},
  page: { offset: number; limit: number } = { offset: 0, limit: 50 },
): Statement {
  const { unit, from, to, verbs } = filter
  const found = linesUpTo(history, today).filter(
    (line) =>
      (unit === undefined || line.unit === unit) &&
      (from === undefined || line.day >= from) &&
      (to === undefined || line.day <= to) &&
      (verbs === undefined || verbs.includes(line.verb)),
  )
  return {
    lines: found.toReversed().slice(page.offset, page.offset + page.limit),
    count: found.length,
    months: monthsOf(found),
  }
}

function linesUpTo({ lots, moves }: History, today: LocalDate): StatementLine[] {
  const desk = newDesk(lots, moves)
  const lapsing = lots
    .filter(({ expiresOn }) => expiresOn !== null && expiresOn < today)
    .sort((a, b) => compare(a.expiresOn!, b.expiresOn!) || compare(a.lot, b.lot))
  const lapseBefore = (day: LocalDate): void => {
    for (const lot of lapsing) if (isExpired(lot, day)) lapse(desk, lot)
  }
  for (const steps of stepsByDay(moves, today)) {
    lapseBefore(steps[0]![0]!.effectiveOn)
    for (const step of steps) book(desk, step)
  }
  lapseBefore(today)
  return desk.lines
}

/** What the statement is written from, line by line. */
type Desk = {
  lots: Map<Uuid, HistoryLot>
  /** What is still available of each lot. */
  left: Map<Uuid, number>
  running: Map<Unit, { available: number; held: number }>
  reversedBy: Map<number, number>
  lines: StatementLine[]
}

const newDesk = (lots: HistoryLot[], moves: HistoryMove[]): Desk => ({
  lots: new Map(lots.map((lot) => [lot.lot, lot])),
  left: new Map(),
  running: new Map(),
  reversedBy: new Map(moves.flatMap(({ seq, reverses }) => (reverses === null ? [] : [[reverses, seq]]))),
  lines: [],
})

/** Postings in the order they count, each cut into steps: what one verb did in one unit. */
function stepsByDay(moves: HistoryMove[], today: LocalDate): HistoryMove[][][] {
  const counted = moves.filter(({ effectiveOn, verb }) => effectiveOn <= today && verb !== 'expire')
  return grouped(counted, ({ seq }) => seq)
    .sort((a, b) => compare(a[0]!.effectiveOn, b[0]!.effectiveOn) || a[0]!.seq - b[0]!.seq)
    .map((posting) => runs(posting, ({ verb, from, to }) => `${verb}/${from.account}/${to.account}`))
}

function book(desk: Desk, step: HistoryMove[]): void {
  const [first] = step
  const unit = first && desk.lots.get(first.lot)?.unit
  if (!first || unit === undefined) return
  let [into, out, held] = [0, 0, 0]
  for (const { lot, amount, from, to } of step) {
    const left = desk.left.get(lot) ?? 0
    // What has lapsed is no longer counted, though it may still be moved back to its issuer.
    const gone = from.kind === 'available' ? Math.min(amount, left) : 0
    const come = to.kind === 'available' ? amount : 0
    desk.left.set(lot, left - gone + come)
    out += gone
    into += come
    held += (isKept(to.kind) ? amount : 0) - (isKept(from.kind) ? amount : 0)
  }
  const { seq, cause, recordedAt, actor, reverses } = first
  add(desk, { day: first.effectiveOn, verb: first.verb, unit, into, out, held }, step, {
    seq,
    cause,
    recordedAt,
    actor,
    reverses,
    reversedBy: desk.reversedBy.get(seq) ?? null,
  })
}

/** A lot's last day has passed. What comes back from a hold later than that lapses on the day it comes. */
function lapse(desk: Desk, { lot, unit, expiresOn }: HistoryLot): void {
  const amount = desk.left.get(lot) ?? 0
  if (amount === 0 || expiresOn === null) return
  desk.left.set(lot, 0)
  const due = addDays(expiresOn, 1)
  const last = desk.lines.at(-1)?.day ?? due
  const day = last > due ? last : due
  add(
    desk,
    { day, verb: 'lapse', unit, into: 0, out: amount, held: 0 },
    [{ lot, amount: amount as Credits }],
    null,
  )
}

function add(
  desk: Desk,
  what: Pick<StatementLine, 'day' | 'verb' | 'unit'> & { into: number; out: number; held: number },
  pieces: { lot: Uuid; amount: Credits }[],
  posting: StatementLine['posting'],
): void {
  const { day, verb, unit, into, out } = what
  const before = desk.running.get(unit) ?? { available: 0, held: 0 }
  const after = { available: before.available + into - out, held: before.held + what.held }
  desk.running.set(unit, after)
  desk.lines.push({
    day,
    verb,
    unit,
    in: into as Credits,
    out: out as Credits,
    available: after.available as Credits,
    held: after.held as Credits,
    pieces: pieces.map(({ lot, amount }) => ({ lot, amount })),
    posting,
  })
}

const isKept = (kind: AccountKind): boolean => kind === 'held' || kind === 'frozen'

function monthsOf(lines: StatementLine[]): Statement['months'] {
  return grouped(lines, ({ day, unit }) => `${day.slice(0, 7)}/${unit}`)
    .map((month) => ({
      month: month[0]!.day.slice(0, 7),
      unit: month[0]!.unit,
      in: month.reduce((sum, line) => sum + line.in, 0) as Credits,
      out: month.reduce((sum, line) => sum + line.out, 0) as Credits,
      closing: month.at(-1)!.available,
    }))
    .sort((a, b) => compare(b.month, a.month) || compare(a.unit, b.unit))
}

/** Cuts a list where the key changes; what comes again later is a run of its own, for the order counts. */
function runs<Item>(items: readonly Item[], by: (item: Item) => string): Item[][] {
  const cut: Item[][] = []
  for (const item of items) {
    const last = cut.at(-1)
    if (last && by(last[0]!) === by(item)) last.push(item)
    else cut.push([item])
  }
  return cut
}

/** Groups in the order of their first members; `Map.groupBy` is not in Node 20. */
function grouped<Item>(items: readonly Item[], by: (item: Item) => string | number): Item[][] {
  const groups = new Map<string | number, Item[]>()
  for (const item of items) {
    const group = groups.get(by(item))
    if (group) group.push(item)
    else groups.set(by(item), [item])
  }
  return [...groups.values()]
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
