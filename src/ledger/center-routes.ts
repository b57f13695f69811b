// ledger/center-routes.ts – 总账 of the centre: how far it goes, what was signed, when it was verified and what came out.
import type { FastifyInstance } from 'fastify'
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { read, transact, type Db } from '../database/connection.ts'
import { serve } from '../http/serve.ts'
import { userOf } from '../identity/principal.ts'
import type { Signer } from './checkpoint.ts'
import { getLedger, postVerification } from './contract.ts'
import { runVerification } from './nightly.ts'
import { isRunning, verificationRuns } from './verification-store.ts'
import { everyHead, latestCheckpoints, sessionOf } from './store.ts'

const runsShown = 30

export function centerRoutes(http: FastifyInstance, { db, signer }: { db: Db; signer: Signer }): void {
  /** What was asked for goes on after the reply; the server waits for it before it ends. */
  let asked: Promise<unknown> = Promise.resolve()
  http.addHook('onClose', () => asked)

  serve(http, getLedger, (_, call) => {
    permit(call.principal, 'ledger.verify', {})
    return read(db, { ...call, shard: 'all' }, async (tx) => {
      const session = sessionOf(tx)
      const [heads, checkpoints, running, runs] = await Promise.all([
        session(everyHead),
        session(latestCheckpoints),
        isRunning(tx),
        verificationRuns(tx, runsShown),
      ])
      const signed = new Map(checkpoints.map((row) => [row.shard, row]))
      return {
        postings: heads.reduce((sum, { seq }) => sum + seq, 0),
        shards: heads.map(({ shard, seq, root }) => {
          const checkpoint = signed.get(shard)
          return {
            shard,
            postings: seq,
            root: root.toString('hex'),
            checkpoint: checkpoint
              ? { size: checkpoint.size, signedAt: checkpoint.signedAt.toISOString() }
              : null,
          }
        }),
        running,
        runs: runs.map(({ askedBy, beganAt, endedAt, ...run }) => ({
          ...run,
          beganAt: beganAt.toISOString(),
          endedAt: endedAt.toISOString(),
          nightly: askedBy === null,
        })),
      }
    })
  })

  serve(http, postVerification, async (_, call) => {
    const { role, grantor } = permit(call.principal, 'ledger.verify', {})
    const user = userOf(call.principal)
    const isBusy = await transact(db, call, async (tx, at) => {
      if (await isRunning(tx)) return true
      await record(tx, { ...call, at }, 'ledger.verification_asked', { role, grantor })
      return false
    })
    if (!isBusy) {
      asked = runVerification(db, signer, user).catch((error: unknown) =>
        http.log.error({ err: error }, 'ledger not verified'),
      )
    }
    return { began: !isBusy }
  })
}
