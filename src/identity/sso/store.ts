// identity/sso/store.ts – the SQL of 统一认证.
import type { Db, Tx } from '../../database/connection.ts'
import type { IdentityLink, IdentityProvider } from '../../database/tables.ts'
import { shardOf, type Uuid } from '../../values/ids.ts'
import { shardOfBlind } from '../store.ts'

export type Provider = IdentityProvider

export const providers = (db: Db | Tx) =>
  db
    .selectFrom('identityProvider')
    .select(['id', 'institutionId', 'kind'])
    .where('removedAt', 'is', null)
    .orderBy('institutionId')
    .orderBy('id')
    .limit(1000)
    .execute()

/** One that is in use; a removed one vouches for nobody. */
export const findProvider = (db: Db | Tx, id: Uuid): Promise<Provider | undefined> =>
  db
    .selectFrom('identityProvider')
    .selectAll()
    .where('id', '=', id)
    .where('removedAt', 'is', null)
    .executeTakeFirst()

/** False when the institution has one at that address. */
export async function insertProvider(
  tx: Tx,
  provider: Omit<Provider, 'removedAt' | 'removedBy'>,
): Promise<boolean> {
  const added = await tx
    .insertInto('identityProvider')
    .values(provider)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return added !== undefined
}

export const removeProviderRow = (tx: Tx, id: Uuid, by: Uuid, at: Date) =>
  tx.updateTable('identityProvider').set({ removedAt: at, removedBy: by }).where('id', '=', id).execute()

export const findLink = (db: Db | Tx, blind: Buffer) =>
  db
    .selectFrom('identityLink')
    .select(['id', 'kind', 'accountId', 'linkedBy'])
    .where('shard', '=', shardOfBlind(blind))
    .where('blind', '=', blind)
    .executeTakeFirst()

/** False when it belongs to somebody. */
export async function insertLink(
  tx: Tx,
  link: Pick<IdentityLink, 'id' | 'blind' | 'providerId' | 'kind' | 'accountId' | 'linkedAt' | 'linkedBy'>,
): Promise<boolean> {
  const linked = await tx
    .insertInto('identityLink')
    .values({ ...link, shard: shardOfBlind(link.blind), accountShard: shardOf(link.accountId) })
    .onConflict((conflict) => conflict.columns(['shard', 'blind']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return linked !== undefined
}

export const deleteLink = (tx: Tx, blind: Buffer) =>
  tx.deleteFrom('identityLink').where('shard', '=', shardOfBlind(blind)).where('blind', '=', blind).execute()

/** Links of one account, wherever they lie: they lie by what they stand for. */
export const linksOf = (db: Db | Tx, account: Uuid) =>
  db
    .selectFrom('identityLink as l')
    .innerJoin('identityProvider as p', 'p.id', 'l.providerId')
    .select(['l.id', 'l.blind', 'l.kind', 'l.linkedAt', 'p.institutionId'])
    .where('l.accountId', '=', account)
    .where('p.removedAt', 'is', null)
    .orderBy('l.linkedAt')
    .limit(100)
    .execute()
