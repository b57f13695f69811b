// identity/spent.ts – what counts once: a question whose answer was taken, a ticket. And the questions themselves.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Tx } from '../database/connection.ts'
import { shardOfBlind } from './store.ts'
import type { Vault } from './vault.ts'

/** Takes something that may be shown only once; false when somebody was faster. Forgets what is out of date. */
export async function spendOnce(tx: Tx, mark: Buffer, until: Date, at: Date): Promise<boolean> {
  const shard = shardOfBlind(mark)
  await tx.deleteFrom('identitySpent').where('shard', '=', shard).where('until', '<', at).execute()
  const taken = await tx
    .insertInto('identitySpent')
    .values({ shard, mark, until })
    .onConflict((conflict) => conflict.columns(['shard', 'mark']).doNothing())
    .returning('mark')
    .executeTakeFirst()
  return taken !== undefined
}

const questionMinutes = 5
const dataBytes = 24

/**
 * A question of the bank's own, for one purpose and a short while: when it ends, 16 random bytes, and the bank's mark of
 * both. So nothing is kept of questions that nobody answers.
 */
export function newQuestion(vault: Vault, purpose: string, at: Date): Buffer {
  const data = Buffer.alloc(8)
  data.writeBigUInt64BE(BigInt(at.getTime() + questionMinutes * 60_000))
  const whole = Buffer.concat([data, randomBytes(dataBytes - data.length)])
  return Buffer.concat([whole, markOf(vault, purpose, whole)])
}

/** Until when a question is good; undefined when the bank has not asked it, asked for something else, or too long ago. */
export function questionUntil(vault: Vault, purpose: string, question: Buffer, at: Date): Date | undefined {
  const data = question.subarray(0, dataBytes)
  const right = markOf(vault, purpose, data)
  const given = question.subarray(dataBytes)
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
  const until = new Date(Number(data.readBigUInt64BE()))
  return until > at ? until : undefined
}

const markOf = (vault: Vault, purpose: string, data: Buffer): Buffer =>
  vault.blind('question', `${purpose} ${data.toString('hex')}`)
