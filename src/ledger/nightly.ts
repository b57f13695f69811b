// ledger/nightly.ts – 每夜校验: every night the ledger is verified whole and its roots are signed; what came out is kept.
import { setTimeout as pause } from 'node:timers/promises'
import { read, transact, type Db } from '../database/connection.ts'
import { addDays, localDate, type LocalDate } from '../values/dates.ts'
import { newId, referenceShard, type Uuid } from '../values/ids.ts'
import { verifierOf, type Signer } from './checkpoint.ts'
import { signRoots } from './kept.ts'
import { verifyLedger, type Finding } from './verify.ts'
import {
  instantNow,
  keepVerification,
  takeVerificationLock,
  verificationRuns,
  type VerificationRun,
} from './verification-store.ts'

/** Signs the roots, verifies all shards and keeps what came out. Undefined when somebody else is at it. */
export function runVerification(
  db: Db,
  signer: Signer,
  askedBy: Uuid | null,
): Promise<VerificationRun | undefined> {
  return transact(db, {}, async (tx, beganAt) => {
    if (!(await takeVerificationLock(tx))) return undefined
    await signRoots(db, signer)
    const found = await verifyLedger(db, { verifier: verifierOf(signer) })
    const endedAt = await instantNow(tx)
    const run = { id: newId(referenceShard), beganAt, endedAt, askedBy, ...found }
    await keepVerification(tx, run)
    return run
  })
}

/** The hour of the night, civil time, when the day's run is due. */
const dueHour = 3

/** True when the last run is from before the latest hour at which one was due. */
export function isDue(last: Date, now: Date): boolean {
  const today = localDate(now)
  const latest = dueAt(today) <= now.getTime() ? dueAt(today) : dueAt(addDays(today, -1))
  return last.getTime() < latest
}

const dueAt = (day: LocalDate): number => Date.parse(`${day}T0${dueHour}:00:00+08:00`)

export type Nightly = { stop(): Promise<void> }

/** Looks once a minute whether a run is due. Where none has been yet, the first is in the coming night. */
export function startNightly(
  db: Db,
  signer: Signer,
  { failed, found }: { failed: (error: unknown) => void; found: (findings: Finding[]) => void },
): Nightly {
  const stopping = new AbortController()
  const work = (async () => {
    let started: Date | undefined
    while (!stopping.signal.aborted) {
      try {
        const [last, now] = await read(db, {}, async (tx, at) => [(await verificationRuns(tx, 1))[0], at])
        started ??= now
        if (isDue(last?.beganAt ?? started, now)) {
          const run = await runVerification(db, signer, null)
          if (run && run.findings.length > 0) found(run.findings)
        }
      } catch (error) {
        failed(error)
      }
      await pause(60_000, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await work
    },
  }
}
