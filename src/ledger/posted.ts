// ledger/posted.ts – the reply to whoever posted, from the posting just made or from the one on record.
import type { Credits } from '../values/credits.ts'
import { day, type LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import type { Unit } from './accounts.ts'
import type { Cause } from './commands.ts'
import { toLot } from './loading.ts'
import type { Lot } from './lots.ts'
import type { Entry } from './machine.ts'
import { lotsById, movesBySeq, type PostingRow, type Session } from './store.ts'
import type { Case } from './undo.ts'

/** A posting on record. `repeated`: the cause had been posted before, and nothing was posted now. */
export type Posted = {
  shard: number
  seq: number
  leafIndex: number
  cause: Cause
  effectiveOn: LocalDate
  recordedAt: Date
  repeated: boolean
  lots: { lot: Uuid; unit: Unit; amount: Credits; elective: boolean }[]
  /** Used credits that a revocation could not take back: each needs a human decision. */
  cases: Case[]
}

export const postedFrom = ({ shard, seq, cause, effectiveOn, recordedAt, lots, cases }: Entry): Posted => ({
  shard,
  seq,
  leafIndex: seq - 1,
  cause,
  effectiveOn,
  recordedAt,
  repeated: false,
  lots: lots.map(brief),
  cases,
})

/** A posting made earlier. Its cases have been opened then. */
export async function postedOf(session: Session, row: PostingRow): Promise<Posted> {
  const moves = await session(movesBySeq, row.shard, [row.seq])
  const touched = await session(lotsById, row.shard, [...new Set(moves.map(({ lot }) => lot))])
  return {
    shard: row.shard,
    seq: row.seq,
    leafIndex: row.seq - 1,
    cause: row.cause,
    effectiveOn: day(row.effectiveOn),
    recordedAt: row.recordedAt,
    repeated: true,
    lots: touched
      .filter(({ seq }) => seq === row.seq)
      .map(toLot)
      .map(brief),
    cases: [],
  }
}

const brief = ({ lot, unit, amount, elective }: Lot): Posted['lots'][number] => ({
  lot,
  unit,
  amount,
  elective,
})
