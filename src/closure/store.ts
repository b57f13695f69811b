// closure/store.ts – the SQL of 销户.
import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { addDays, day, type LocalDate } from '../values/dates.ts'
import { newId, shardOf, type Uuid } from '../values/ids.ts'

export type RequestRow = { id: Uuid; accountId: Uuid; filedAt: Date; dueOn: LocalDate }
const requestColumns = ['id', 'accountId', 'filedAt', 'dueOn'] as const
const toRequest = (row: Omit<RequestRow, 'dueOn'> & { dueOn: string }): RequestRow => ({
  ...row,
  dueOn: day(row.dueOn),
})

/** The request of an account that is open; locked, so that it is not taken back while it is carried out. */
export async function lockRequest(tx: Tx, account: Uuid): Promise<RequestRow | undefined> {
  const row = await openRequest(tx, account).forUpdate().executeTakeFirst()
  return row && toRequest(row)
}

export async function findRequest(tx: Tx, account: Uuid): Promise<RequestRow | undefined> {
  const row = await openRequest(tx, account).executeTakeFirst()
  return row && toRequest(row)
}

const openRequest = (tx: Tx, account: Uuid) =>
  tx
    .selectFrom('closureRequest')
    .select(requestColumns)
    .where('shard', '=', shardOf(account))
    .where('accountId', '=', account)
    .where('state', '=', 'filed')

/** Files a request; undefined when one is open already. */
export async function insertRequest(
  tx: Tx,
  account: Uuid,
  filedAt: Date,
  dueOn: LocalDate,
): Promise<Uuid | undefined> {
  const shard = shardOf(account)
  const filed = await tx
    .insertInto('closureRequest')
    .values({ shard, id: newId(shard), accountId: account, filedAt, dueOn })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return filed?.id
}

export const endRequest = (tx: Tx, id: Uuid, at: Date) =>
  tx
    .updateTable('closureRequest')
    .set({ state: 'withdrawn', endedAt: at })
    .where('shard', '=', shardOf(id))
    .where('id', '=', id)
    .execute()

/** The first day on which a request of today can be carried out. */
export async function dueFrom(tx: Tx, today: LocalDate): Promise<LocalDate> {
  const { coolingDays } = await tx
    .selectFrom('closureTerms')
    .select('coolingDays')
    .where('validFrom', '<=', today)
    .orderBy('validFrom', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return addDays(today, coolingDays)
}

export const carryOut = (tx: Tx, account: Uuid, at: Date) =>
  sql`select closure_carry_out(${shardOf(account)}::smallint, ${account}, ${at})`.execute(tx)

/** Open requests of the whole bank, the earliest due first. */
export const openRequests = async (tx: Tx): Promise<RequestRow[]> =>
  (
    await tx
      .selectFrom('closureRequest')
      .select(requestColumns)
      .where('state', '=', 'filed')
      .orderBy('dueOn')
      .orderBy('id')
      .limit(200)
      .execute()
  ).map(toRequest)

export const findHold = (tx: Tx, account: Uuid) =>
  tx
    .selectFrom('closureHold')
    .select(['id', 'reason', 'setAt'])
    .where('shard', '=', shardOf(account))
    .where('accountId', '=', account)
    .where('liftedAt', 'is', null)
    .executeTakeFirst()

/** Holds that stand, the latest first. */
export const standingHolds = (tx: Tx) =>
  tx
    .selectFrom('closureHold')
    .select(['accountId', 'reason', 'setAt'])
    .where('liftedAt', 'is', null)
    .orderBy('setAt', 'desc')
    .orderBy('id')
    .limit(200)
    .execute()

/** The two who answer for it: who asked, and who confirmed. */
export type Two = { by: Uuid; with: Uuid }

export const insertHold = (tx: Tx, account: Uuid, reason: string, two: Two, at: Date) =>
  tx
    .insertInto('closureHold')
    .values({
      shard: shardOf(account),
      id: newId(shardOf(account)),
      accountId: account,
      reason,
      setAt: at,
      setBy: two.by,
      setWith: two.with,
    })
    .execute()

export const liftHold = (tx: Tx, id: Uuid, reason: string, two: Two, at: Date) =>
  tx
    .updateTable('closureHold')
    .set({ liftedAt: at, liftedBy: two.by, liftedWith: two.with, liftedReason: reason })
    .where('shard', '=', shardOf(id))
    .where('id', '=', id)
    .execute()
