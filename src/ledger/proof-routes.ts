// ledger/proof-routes.ts – 校验点: what everybody may have of the ledger, so that nobody has to believe the bank.
import type { FastifyInstance } from 'fastify'
import { permit } from '../access/verdict.ts'
import { read, type Db } from '../database/connection.ts'
import { serve } from '../http/serve.ts'
import { refuse } from '../values/refusal.ts'
import type { Signer } from './checkpoint.ts'
import { getCheckpoints, getConsistency } from './contract.ts'
import { keptFile } from './kept.ts'
import { consistencyProof } from './proof.ts'
import { heads, latestCheckpoints, sessionOf } from './store.ts'

export function proofRoutes(http: FastifyInstance, { db, signer }: { db: Db; signer: Signer }): void {
  serve(http, getCheckpoints, async (_, call) => {
    permit(call.principal, 'ledger.checkpoint', {})
    const rows = await read(db, { shard: 'all' }, (tx) => sessionOf(tx)(latestCheckpoints))
    return keptFile(
      signer,
      rows.map(({ note }) => note),
    )
  })

  serve(http, getConsistency, (input, call) => {
    permit(call.principal, 'ledger.checkpoint', {})
    const [shard, first, second] = [Number(input.shard), Number(input.first), Number(input.second)]
    return read(db, { shard }, async (tx) => {
      const session = sessionOf(tx)
      const [head] = shard < 2 ** 15 ? await session(heads, [shard]) : []
      if (!head || first < 1 || first > second || second > head.seq) refuse('not_found')
      const proof = await consistencyProof(session, shard, { first, second })
      return { proof: proof.map((hash) => hash.toString('hex')) }
    })
  })
}
