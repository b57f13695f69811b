// ledger/entries.ts – postings read back as they were written, to be proved and checked.
import { creditsFromHundredths } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import { uuid } from '../values/ids.ts'
import type { Side } from './draft.ts'
import { toAccount, toLot, toVerb } from './loading.ts'
import type { Recorded } from './seal.ts'
import {
  accountsByNumber,
  lotsById,
  movesBySeq,
  openings,
  postingBySeq,
  sourcesOfLots,
  type LotRow,
  type MoveRow,
  type PostingText,
  type Session,
  type SourceRow,
} from './store.ts'

export type OpenedWords = { commitment: string; salt: string; content: string }

/** A posting with the words that have not been erased. */
export async function loadEntry(
  session: Session,
  shard: number,
  seq: number,
): Promise<{ entry: Recorded; leaf: Buffer; openings: OpenedWords[] } | undefined> {
  const [posting] = await session(postingBySeq, shard, seq)
  if (!posting) return undefined
  const moves = await session(movesBySeq, shard, [seq])
  const numbers = new Set(moves.flatMap(({ src, dst }) => [src, dst]))
  const labels = new Map(
    (await session(accountsByNumber, shard, [...numbers])).map((row) => [row.number, toAccount(row).label]),
  )
  const touched = await session(lotsById, shard, [...new Set(moves.map(({ lot }) => lot))])
  const made = touched.filter((lot) => lot.seq === seq)
  const sources = await session(
    sourcesOfLots,
    shard,
    made.map(({ lot }) => lot),
  )
  const commitments = [
    ...made.map(({ commitment }) => commitment),
    ...(posting.reason ? [posting.reason] : []),
  ]
  const words = await session(openings, shard, commitments)
  return {
    entry: recorded(posting, moves, made, sources, (number) => labels.get(number) ?? ''),
    leaf: posting.leaf,
    openings: words,
  }
}

/** The posting that rows stand for. Lots are in the order in which their first movements made them. */
export function recorded(
  posting: PostingText,
  moves: readonly MoveRow[],
  made: readonly LotRow[],
  sources: readonly SourceRow[],
  label: (account: number) => string,
): Recorded {
  const side = (account: number, version: number, balance: number): Side => ({
    account,
    label: label(account),
    version,
    balance,
  })
  const order = [...new Set(moves.map(({ lot }) => lot))]
  return {
    shard: posting.shard,
    seq: posting.seq,
    cause: posting.cause,
    key: posting.key,
    requestHash: posting.requestHash,
    actor: uuid(posting.actor),
    effectiveOn: day(posting.effectiveOn),
    recordedAt: posting.recordedAt,
    reverses: posting.reverses,
    reason: posting.reason,
    moves: moves.map((move) => ({
      verb: toVerb(move.verb),
      lot: uuid(move.lot),
      hold: move.hold,
      amount: creditsFromHundredths(move.amount),
      from: side(move.src, move.srcVersion, move.srcBalance),
      to: side(move.dst, move.dstVersion, move.dstBalance),
    })),
    lots: [...made]
      .sort((a, b) => order.indexOf(a.lot) - order.indexOf(b.lot))
      .map((row) => ({
        ...toLot(row),
        sources: sources
          .filter(({ lot }) => lot === row.lot)
          .map(({ source, amount, numerator, denominator }) => ({
            lot: uuid(source),
            amount: creditsFromHundredths(amount),
            rate: { numerator, denominator },
          })),
      })),
  }
}
