// identity/passkeys/store.ts – the SQL of 通行密钥, all on the shard of the account.
import type { Db, Tx } from '../../database/connection.ts'
import type { IdentityPasskey } from '../../database/tables.ts'
import { shardOf, type Uuid } from '../../values/ids.ts'

const ofAccount = (db: Db | Tx, account: Uuid) =>
  db.selectFrom('identityPasskey').where('shard', '=', shardOf(account)).where('accountId', '=', account)

export const passkeysOf = (db: Db | Tx, account: Uuid) =>
  ofAccount(db, account)
    .select(['id', 'credentialId', 'transports', 'name', 'addedAt', 'usedAt'])
    .orderBy('addedAt')
    .orderBy('id')
    .limit(100)
    .execute()

export const findPasskey = (db: Db | Tx, account: Uuid, credentialId: Buffer) =>
  ofAccount(db, account)
    .select(['id', 'credentialId', 'publicKey', 'counter', 'transports'])
    .where('credentialId', '=', credentialId)
    .executeTakeFirst()

/** False when the key is kept already. */
export async function insertPasskey(
  tx: Tx,
  passkey: Omit<IdentityPasskey, 'shard' | 'usedAt'>,
): Promise<boolean> {
  const kept = await tx
    .insertInto('identityPasskey')
    .values({ ...passkey, shard: shardOf(passkey.accountId) })
    .onConflict((conflict) => conflict.columns(['shard', 'credentialId']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return kept !== undefined
}

/** Keeps what the key counts. False when it went back: then there are two of it (WebAuthn §6.1.1). */
export async function usePasskey(tx: Tx, id: Uuid, counter: number, at: Date): Promise<boolean> {
  const used = await tx
    .updateTable('identityPasskey')
    .set({ counter, usedAt: at })
    .where('shard', '=', shardOf(id))
    .where('id', '=', id)
    .where((is) =>
      is.or([is('counter', '<', counter), is.and([is('counter', '=', 0), is.lit(counter === 0)])]),
    )
    .returning('id')
    .executeTakeFirst()
  return used !== undefined
}

export async function deletePasskey(tx: Tx, account: Uuid, id: Uuid): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('identityPasskey')
    .where('shard', '=', shardOf(account))
    .where('accountId', '=', account)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  return deleted !== undefined
}
