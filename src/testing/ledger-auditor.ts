// testing/ledger-auditor.ts – what the ledger should answer, thought out a second time and otherwise: no accounts, no
// movements, no versions; each learner has a list of lots, and each lot says in words where its parts are. It judges
// every reply of the state machine in random histories. It shares only the commands' form with what it judges.
import type { Command, From } from '../ledger/commands.ts'
import type { LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'

type Place = 'available' | 'converted' | 'redeemed' | 'forfeited' | 'expired' | 'reversed' | `hold ${string}`
type AuditedLot = {
  id: Uuid
  learner: Uuid
  unit: Uuid
  countsAt: Uuid
  amount: number
  expiresOn: LocalDate | null
  parts: Map<Place, number>
}
type Conversion = {
  taken: { lot: AuditedLot; amount: number; to: Place }[]
  made: AuditedLot[]
  undone: boolean
}
type Posting = {
  learner: Uuid
  deposited: AuditedLot[]
  conversions: Conversion[]
  other: Set<string>
  reversed: boolean
}
export type Verdict = { refused: string } | { cases: { lot: Uuid; amount: number }[] }

export type Auditor = {
  /** What the reply to a command should be; when it is no refusal, the command counts. `lotIds` are the reply's. */
  judge: (command: Command, cause: string, today: LocalDate, lotIds: readonly Uuid[]) => Verdict
  /** Sums of a learner's lots of a unit by place, lapsed parts as expired, all holds together. */
  sums: (learner: Uuid, unit: Uuid, today: LocalDate) => Record<string, number>
  lots: () => readonly AuditedLot[]
}

class No extends Error {}
function no(code: string): never {
  throw new No(code)
}

export function newAuditor(): Auditor {
  const lots: AuditedLot[] = []
  const postings = new Map<string, Posting>()
  const conversions: Conversion[] = []

  const shift = (lot: AuditedLot, from: Place, to: Place, amount: number): void => {
    const left = (lot.parts.get(from) ?? 0) - amount
    if (left < 0) throw new Error(`auditor: ${lot.id} has not ${amount} at ${from}`)
    lot.parts.set(from, left)
    lot.parts.set(to, (lot.parts.get(to) ?? 0) + amount)
  }
  const at = (lot: AuditedLot, place: Place): number => lot.parts.get(place) ?? 0
  const lapsed = (lot: AuditedLot, today: LocalDate): boolean =>
    lot.expiresOn !== null && today > lot.expiresOn
  const inSpendOrder = (own: AuditedLot[]): AuditedLot[] =>
    own
      .map((lot, index) => ({
        lot,
        index: [lot.expiresOn ?? '9999-12-31', String(lots.indexOf(lot)).padStart(9, '0')].join(),
        at: index,
      }))
      .sort((a, b) => (a.index < b.index ? -1 : 1))
      .map(({ lot }) => lot)

  const choose = (
    learner: Uuid,
    from: From,
    today: LocalDate,
  ): { lot: AuditedLot; amount: number; place: Place }[] => {
    const own = lots.filter((lot) => lot.learner === learner)
    if ('pieces' in from) {
      for (const { lot: id, amount } of from.pieces) {
        const lot = own.find((candidate) => candidate.id === id) ?? no('not_found')
        if (at(lot, 'available') < amount) no('lot_unavailable')
        if (lapsed(lot, today)) no('lot_expired')
      }
      return from.pieces.map(({ lot, amount }) => ({
        lot: own.find(({ id }) => id === lot)!,
        amount,
        place: 'available',
      }))
    }
    const place: Place = 'hold' in from ? `hold ${from.hold}` : 'available'
    if ('hold' in from && !postings.has(from.hold)) no('not_found')
    const able = inSpendOrder(
      own.filter(
        (lot) => at(lot, place) > 0 && ('hold' in from || (lot.unit === from.unit && !lapsed(lot, today))),
      ),
    )
    if ('hold' in from && able.length === 0) no('hold_closed')
    const all = able.reduce((sum, lot) => sum + at(lot, place), 0)
    let wanted: number = from.amount ?? all
    if (wanted > all) no('credits_insufficient')
    const chosen: { lot: AuditedLot; amount: number; place: Place }[] = []
    for (const lot of able) {
      const amount = Math.min(wanted, at(lot, place))
      if (amount > 0) chosen.push({ lot, amount, place })
      wanted -= amount
    }
    return chosen
  }

  const open = (terms: Omit<AuditedLot, 'parts'>): AuditedLot => {
    const lot = { ...terms, parts: new Map<Place, number>([['available', terms.amount]]) }
    lots.push(lot)
    return lot
  }

  const standing = (lot: AuditedLot): Conversion[] =>
    conversions.filter(({ undone, taken }) => !undone && taken.some((piece) => piece.lot === lot))
  const usedOf = (conversion: Conversion): { lot: Uuid; amount: number }[] =>
    conversion.made.flatMap((lot) => [
      ...(at(lot, 'redeemed') > 0 ? [{ lot: lot.id, amount: at(lot, 'redeemed') }] : []),
      ...standing(lot).flatMap(usedOf),
    ])
  const withdraw = (lot: AuditedLot): void => {
    const parts = [...lot.parts.entries()]
    for (const [place, amount] of parts)
      if (place !== 'redeemed' && place !== 'converted' && place !== 'reversed' && amount > 0)
        shift(lot, place, 'reversed', amount)
  }
  const undo = (conversion: Conversion): void => {
    for (const lot of conversion.made) {
      for (const later of standing(lot)) undo(later)
      withdraw(lot)
    }
    for (const { lot, amount, to } of conversion.taken) shift(lot, to, 'available', amount)
    conversion.undone = true
  }

  const perform = (command: Command, cause: string, today: LocalDate, ids: readonly Uuid[]): Verdict => {
    const { learner } = command
    const posting: Posting = { learner, deposited: [], conversions: [], other: new Set(), reversed: false }
    const done = (cases: { lot: Uuid; amount: number }[] = []): Verdict => {
      postings.set(cause, posting)
      return { cases }
    }
    switch (command.verb) {
      case 'deposit': {
        const { unit, amount, expiresOn, issuer } = command
        posting.deposited.push(open({ id: ids[0]!, learner, unit, countsAt: issuer, amount, expiresOn }))
        return done()
      }
      case 'hold':
      case 'freeze':
      case 'release':
      case 'redeem': {
        const from: From =
          command.verb === 'release'
            ? { hold: command.hold, ...(command.amount === undefined ? {} : { amount: command.amount }) }
            : command.from
        const to: Place =
          command.verb === 'release' ? 'available' : command.verb === 'redeem' ? 'redeemed' : `hold ${cause}`
        for (const { lot, amount, place } of choose(learner, from, today)) shift(lot, place, to, amount)
        posting.other.add(command.verb)
        return done()
      }
      case 'convert':
      case 'transfer': {
        const chosen = choose(learner, command.from, today)
        if (command.verb === 'convert') {
          if (new Set(chosen.map(({ lot }) => lot.unit)).size !== 1) no('units_differ')
          const spent = chosen.reduce((sum, { amount }) => sum + amount, 0) - (command.forfeit ?? 0)
          const made = command.make.reduce((sum, { amount }) => sum + amount, 0)
          if (spent <= 0 || made / spent > command.rate.numerator / command.rate.denominator)
            no('rate_exceeded')
        } else if (chosen.some(({ lot }) => lot.countsAt === command.countsAt)) no('nothing_to_post')
        const conversion: Conversion = { taken: [], made: [], undone: false }
        let forfeits: number = command.verb === 'convert' ? (command.forfeit ?? 0) : 0
        for (const { lot, amount, place } of chosen.toReversed()) {
          const given = Math.min(forfeits, amount)
          forfeits -= given
          for (const [part, to] of [
            [given, 'forfeited'],
            [amount - given, 'converted'],
          ] as const) {
            if (part === 0) continue
            shift(lot, place, to, part)
            conversion.taken.push({ lot, amount: part, to })
          }
        }
        const makes =
          command.verb === 'convert'
            ? command.make.map(({ amount, expiresOn }) => ({ amount, expiresOn, unit: command.unit }))
            : chosen.map(({ lot, amount }) => ({ amount, expiresOn: lot.expiresOn, unit: lot.unit }))
        const { countsAt } = command
        conversion.made = makes.map((terms, index) => open({ id: ids[index]!, learner, countsAt, ...terms }))
        // What is transferred piece by piece can be undone piece by piece.
        const parts =
          command.verb === 'convert'
            ? [conversion]
            : [...new Set(chosen.map(({ lot }) => lot))].map((lot) => ({
                taken: conversion.taken.filter((piece) => piece.lot === lot),
                made: conversion.made.filter((_, index) => chosen[index]!.lot === lot),
                undone: false,
              }))
        conversions.push(...parts)
        posting.conversions.push(...parts)
        return done()
      }
      case 'expire': {
        const due = lots.filter(
          (lot) => lot.learner === learner && lapsed(lot, today) && at(lot, 'available') > 0,
        )
        if (due.length === 0) no('nothing_to_post')
        for (const lot of due) shift(lot, 'available', 'expired', at(lot, 'available'))
        posting.other.add('expire')
        return done()
      }
      case 'revoke': {
        const lot =
          lots.find(({ id, learner: owner }) => id === command.lot && owner === learner) ?? no('not_found')
        const undoable = standing(lot).filter((conversion) => usedOf(conversion).length === 0)
        const gone = [...lot.parts].some(
          ([place, amount]) => amount > 0 && !['redeemed', 'converted', 'reversed'].includes(place),
        )
        if (undoable.length === 0 && !gone) no('nothing_to_post')
        const cases = standing(lot).flatMap(usedOf)
        for (const conversion of undoable) undo(conversion)
        if (at(lot, 'redeemed') > 0) cases.push({ lot: lot.id, amount: at(lot, 'redeemed') })
        withdraw(lot)
        posting.other.add('revoke')
        return done(cases)
      }
      case 'reverse': {
        const past = postings.get(command.cause) ?? no('not_found')
        if (past.reversed) no('already_reversed')
        if (past.other.has('redeem')) no('redemption_final')
        if (past.other.size > 0) no('not_reversible')
        if (past.learner !== learner) no('not_found')
        const made = [...past.deposited, ...past.conversions.flatMap((conversion) => conversion.made)]
        if (made.some((lot) => at(lot, 'available') < lot.amount)) no('reversal_spent')
        for (const conversion of past.conversions) undo(conversion)
        for (const lot of past.deposited) withdraw(lot)
        past.reversed = true
        posting.other.add('reverse')
        return done()
      }
    }
  }

  return {
    judge(command, cause, today, lotIds) {
      try {
        return perform(command, cause, today, lotIds)
      } catch (error) {
        if (error instanceof No) return { refused: error.message }
        throw error
      }
    },
    sums(learner, unit, today) {
      const sums: Record<string, number> = {}
      for (const lot of lots.filter((candidate) => candidate.learner === learner && candidate.unit === unit))
        for (const [place, amount] of lot.parts) {
          const name = place.startsWith('hold ')
            ? 'held'
            : place === 'available' && lapsed(lot, today)
              ? 'expired'
              : place
          if (amount > 0) sums[name] = (sums[name] ?? 0) + amount
        }
      return sums
    },
    lots: () => lots,
  }
}
