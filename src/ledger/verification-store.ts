// ledger/verification-store.ts – SQL of the runs of 总账校验: the one that goes on, and those that are kept.
import { sql } from 'kysely'
import { json, type Tx } from '../database/connection.ts'
import { uuid, type Uuid } from '../values/ids.ts'
import type { Finding } from './verify.ts'

/** A run, as it is kept. `askedBy` is null for the one of the night. */
export type VerificationRun = {
  id: Uuid
  beganAt: Date
  endedAt: Date
  askedBy: Uuid | null
  postings: number
  moves: number
  findings: Finding[]
}

/** Held while a run is going on, so that of several servers one does it; it goes with the session that holds it. */
const lockKey = 4_907_020

/** Until the transaction ends; false when somebody else has it. */
export const takeVerificationLock = async (tx: Tx): Promise<boolean> =>
  (
    await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(${lockKey}) as got,
      set_config('idle_in_transaction_session_timeout', '15min', true)`.execute(tx)
  ).rows[0]!.got

/** The instant itself, not that of the transaction's beginning. */
export const instantNow = async (tx: Tx): Promise<Date> =>
  (await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)).rows[0]!.at

export const keepVerification = (tx: Tx, { findings, ...run }: VerificationRun) =>
  tx
    .insertInto('ledgerVerification')
    .values({ ...run, findings: json(findings) })
    .execute()

/** The latest runs, the newest first. */
export async function verificationRuns(tx: Tx, limit: number): Promise<VerificationRun[]> {
  const rows = await tx
    .selectFrom('ledgerVerification')
    .selectAll()
    .orderBy('beganAt', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    ...row,
    id: uuid(row.id),
    askedBy: row.askedBy === null ? null : uuid(row.askedBy),
    findings: row.findings as Finding[],
  }))
}

export const isRunning = async (tx: Tx): Promise<boolean> =>
  (
    await sql<{ running: boolean }>`select exists (select from pg_locks where locktype = 'advisory'
      and database = (select oid from pg_database where datname = current_database())
      and classid = 0 and objid = ${lockKey}) as running`.execute(tx)
  ).rows[0]!.running
