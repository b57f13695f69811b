// identity/recovery/store.ts – the SQL of 找回码, all on the shard of the account.
import type { Db, Tx } from '../../database/connection.ts'
import { shardOf, type Uuid } from '../../values/ids.ts'

const ofAccount = (tx: Db | Tx, account: Uuid) =>
  tx.selectFrom('identityRecovery').where('shard', '=', shardOf(account)).where('accountId', '=', account)

/** Locks a code that still opens the account, so that two can't open it by the same; undefined when there is none. */
export const lockCode = (tx: Tx, account: Uuid, codeHash: Buffer, at: Date) =>
  ofAccount(tx, account)
    .select('issuedBy')
    .where('codeHash', '=', codeHash)
    .where('usedAt', 'is', null)
    .where('replacedAt', 'is', null)
    .where((is) => is.or([is('expiresAt', 'is', null), is('expiresAt', '>', at)]))
    .forUpdate()
    .executeTakeFirst()

export const useCode = (tx: Tx, account: Uuid, codeHash: Buffer, at: Date) =>
  tx
    .updateTable('identityRecovery')
    .set({ usedAt: at })
    .where('shard', '=', shardOf(account))
    .where('codeHash', '=', codeHash)
    .execute()

/** Codes made by the person, or handed out by somebody: the new ones of a kind take the place of those before. */
export async function replaceCodes(
  tx: Tx,
  account: Uuid,
  codes: { hashes: readonly Buffer[]; handedOut: { by: Uuid; expiresAt: Date } | null },
  at: Date,
): Promise<void> {
  const shard = shardOf(account)
  const { hashes, handedOut } = codes
  await tx
    .updateTable('identityRecovery')
    .set({ replacedAt: at })
    .where('shard', '=', shard)
    .where('accountId', '=', account)
    .where('issuedBy', handedOut ? 'is not' : 'is', null)
    .where('usedAt', 'is', null)
    .where('replacedAt', 'is', null)
    .execute()
  await tx
    .insertInto('identityRecovery')
    .values(
      hashes.map((codeHash) => ({
        shard,
        codeHash,
        accountId: account,
        issuedAt: at,
        issuedBy: handedOut?.by ?? null,
        expiresAt: handedOut?.expiresAt ?? null,
      })),
    )
    .execute()
}

export const recoveryOf = (tx: Db | Tx, account: Uuid) =>
  ofAccount(tx, account)
    .select((is) => [
      is.fn
        .count<number>('codeHash')
        .filterWhere('issuedBy', 'is', null)
        .filterWhere('usedAt', 'is', null)
        .filterWhere('replacedAt', 'is', null)
        .as('left'),
      is.fn.max('issuedAt').filterWhere('issuedBy', 'is', null).as('madeAt'),
      is.fn.max('usedAt').as('recoveredAt'),
    ])
    .executeTakeFirstOrThrow()
