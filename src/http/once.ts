// http/once.ts – 幂等: a command with a key of the caller's is carried out once.
import type { Tx } from '../database/connection.ts'
import { refuse } from '../values/refusal.ts'
import type { Call } from './call.ts'

/**
 * Whether a command with this key was carried out before; then it is answered from what it did, and does nothing now.
 * The same key with another body is a mistake. Ask with the record locked, so that of two at once one waits.
 */
export async function wasDone(tx: Tx, { key, principal }: Call, shard: number): Promise<boolean> {
  if (key === null || principal.user === null) return false
  const earlier = await tx
    .selectFrom('httpKey')
    .select('requestHash')
    .where('shard', '=', shard)
    .where('actor', '=', principal.user)
    .where('key', '=', key.text)
    .executeTakeFirst()
  if (earlier && !earlier.requestHash.equals(key.digest)) refuse('key_reused')
  return earlier !== undefined
}

/** Remembers the key in the command's own transaction. */
export async function keepKey(tx: Tx, { key, principal }: Call, shard: number, at: Date): Promise<void> {
  if (key === null || principal.user === null) return
  const kept = await tx
    .insertInto('httpKey')
    .values({ shard, actor: principal.user, key: key.text, requestHash: key.digest, at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  if (!kept) refuse('conflict') // Another command with this key was running, on another record.
}
