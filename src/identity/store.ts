// identity/store.ts – the SQL of 身份. Every statement names a shard, except those that look across on purpose.
import { sql } from 'kysely'
import type { Assignment, Department, Role } from '../access/model.ts'
import type { Db, Tx } from '../database/connection.ts'
import type { IdentityAccount, IdentityPerson, IdentitySession } from '../database/tables.ts'
import { shardCount, shardOf, type Uuid } from '../values/ids.ts'
import type { LoginKind } from './model.ts'

/** Where a value that must be unique in the whole bank lives: by the value itself. */
export const shardOfBlind = (blind: Buffer): number => blind[0]! % shardCount

/** A session as its token finds it, with what decides about the caller. One statement, on one shard. */
export type SessionFound = {
  id: Uuid
  accountId: Uuid
  state: IdentityAccount['state']
  verified: boolean
  steppedUpAt: Date | null
  seenAt: Date
  actingRole: Role | null
  actingInstitutionId: Uuid | null
  roles: Assignment[]
  at: Date
}

export async function findSession(
  db: Db,
  shard: number,
  tokenHash: Buffer,
  idleMinutes: number,
): Promise<SessionFound | undefined> {
  const { rows } = await sql<SessionFound>`
    select s.id, s.account_id, a.state, p.verified_at is not null as verified, s.stepped_up_at, s.seen_at,
      s.acting_role, s.acting_institution_id, now() as at, ${rolesHeld('s.account_id')} as roles
    from identity_session s
    join identity_account a on a.shard = s.shard and a.id = s.account_id
    left join identity_person p on p.shard = s.shard and p.id = s.account_id
    where s.shard = ${shard} and s.token_hash = ${tokenHash} and s.ended_at is null and s.expires_at > now()
      and s.seen_at > now() - make_interval(mins => ${idleMinutes})`.execute(db)
  return rows[0]
}

/** The roles that an account of the same shard holds now, oldest first, as a JSON list. */
const rolesHeld = (account: 's.account_id' | 'a.id') => sql`coalesce((
  select json_agg(json_build_object('role', r.role, 'institution', r.institution_id,
      'department', r.department) order by r.begins_at, r.id)
  from identity_role r
  where r.shard = ${sql.ref(account === 's.account_id' ? 's.shard' : 'a.shard')}
    and r.account_id = ${sql.ref(account)} and r.begins_at <= now() and (r.ends_at is null or r.ends_at > now())
), '[]'::json)`

/** An account's live roles and state. */
export async function findAccount(
  db: Db | Tx,
  id: Uuid,
): Promise<
  { kind: IdentityAccount['kind']; state: IdentityAccount['state']; roles: Assignment[] } | undefined
> {
  const { rows } = await sql<{
    kind: IdentityAccount['kind']
    state: IdentityAccount['state']
    roles: Assignment[]
  }>`
    select a.kind, a.state, ${rolesHeld('a.id')} as roles from identity_account a
    where a.shard = ${shardOf(id)} and a.id = ${id}`.execute(db)
  return rows[0]
}

export const touchSession = (db: Db, id: Uuid, at: Date) =>
  db
    .updateTable('identitySession')
    .set({ seenAt: at })
    .where('shard', '=', shardOf(id))
    .where('id', '=', id)
    .where('seenAt', '<', at)
    .execute()

export const insertSession = (tx: Tx, session: Omit<IdentitySession, 'endedAt' | 'endedBy' | 'shard'>) =>
  tx
    .insertInto('identitySession')
    .values({ ...session, shard: shardOf(session.id) })
    .execute()

/** Ends sessions of an account that are still open; `only` one of them, or all `but` one. Returns which. */
export async function endSessions(
  tx: Tx,
  account: Uuid,
  by: Uuid | null,
  at: Date,
  which: { only?: Uuid; but?: Uuid | null } = {},
): Promise<Uuid[]> {
  const ended = await tx
    .updateTable('identitySession')
    .set({ endedAt: at, endedBy: by })
    .where('shard', '=', shardOf(account))
    .where('accountId', '=', account)
    .where('endedAt', 'is', null)
    .$if(which.only !== undefined, (query) => query.where('id', '=', which.only!))
    .$if(typeof which.but === 'string', (query) => query.where('id', '<>', which.but!))
    .returning('id')
    .execute()
  return ended.map(({ id }) => id)
}

export const openSessions = (tx: Tx, account: Uuid, at: Date, idleMinutes: number) =>
  tx
    .selectFrom('identitySession')
    .select(['id', 'beganAt', 'seenAt', 'device'])
    .where('shard', '=', shardOf(account))
    .where('accountId', '=', account)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', at)
    .where('seenAt', '>', new Date(at.getTime() - idleMinutes * 60_000))
    .orderBy('seenAt', 'desc')
    .limit(100)
    .execute()

/** The account of a login, wherever it lives. */
export const findLogin = (db: Db | Tx, blind: Buffer) =>
  db
    .selectFrom('identityLogin')
    .select(['accountId', 'kind'])
    .where('shard', '=', shardOfBlind(blind))
    .where('blind', '=', blind)
    .executeTakeFirst()

/** Takes a login for an account; false when somebody has it. */
export async function takeLogin(tx: Tx, blind: Buffer, kind: LoginKind, account: Uuid): Promise<boolean> {
  const taken = await tx
    .insertInto('identityLogin')
    .values({ shard: shardOfBlind(blind), blind, kind, accountShard: shardOf(account), accountId: account })
    .onConflict((conflict) => conflict.columns(['shard', 'blind']).doNothing())
    .returning('blind')
    .executeTakeFirst()
  return taken !== undefined
}

/** Takes an identity number for an account; false when another account has it (SOD-4). */
export async function takeNumber(tx: Tx, blind: Buffer, account: Uuid): Promise<boolean> {
  const taken = await tx
    .insertInto('identityNumber')
    .values({ shard: shardOfBlind(blind), blind, accountShard: shardOf(account), accountId: account })
    .onConflict((conflict) => conflict.columns(['shard', 'blind']).doNothing())
    .returning('blind')
    .executeTakeFirst()
  return taken !== undefined
}

export const findNumber = (db: Db | Tx, blind: Buffer) =>
  db
    .selectFrom('identityNumber')
    .select('accountId')
    .where('shard', '=', shardOfBlind(blind))
    .where('blind', '=', blind)
    .executeTakeFirst()

export const findPassword = async (db: Db | Tx, account: Uuid): Promise<string | undefined> =>
  (
    await db
      .selectFrom('identityPassword')
      .select('hash')
      .where('shard', '=', shardOf(account))
      .where('accountId', '=', account)
      .executeTakeFirst()
  )?.hash

export const savePassword = (tx: Tx, account: Uuid, hash: string, changedAt: Date) =>
  tx
    .insertInto('identityPassword')
    .values({ shard: shardOf(account), accountId: account, hash, changedAt })
    .onConflict((conflict) => conflict.columns(['shard', 'accountId']).doUpdateSet({ hash, changedAt }))
    .execute()

export const insertAccount = (tx: Tx, account: Omit<IdentityAccount, 'shard'>) =>
  tx
    .insertInto('identityAccount')
    .values({ ...account, shard: shardOf(account.id) })
    .execute()

export const insertPerson = (tx: Tx, person: Omit<IdentityPerson, 'shard' | 'erasedAt'>) =>
  tx
    .insertInto('identityPerson')
    .values({ ...person, shard: shardOf(person.id) })
    .execute()

export const findPerson = (db: Db | Tx, id: Uuid) =>
  db
    .selectFrom('identityPerson')
    .selectAll()
    .where('shard', '=', shardOf(id))
    .where('id', '=', id)
    .executeTakeFirst()

/** Several persons at once, for a list's names. */
export const findPersons = (db: Db | Tx, ids: readonly Uuid[]) =>
  db
    .selectFrom('identityPerson')
    .select(['id', 'wrappedKey', 'name'])
    .where('shard', 'in', [...new Set(ids.map(shardOf))])
    .where('id', 'in', ids)
    .execute()

export type RoleRow = {
  id: Uuid
  account: Uuid
  role: Exclude<Role, 'anonymous' | 'suspended'>
  institution: Uuid | null
  department: Department | null
  beginsAt: Date
  grantedBy: Uuid | null
}

/** Gives a role; false when it is held already. */
export async function insertRole(tx: Tx, row: RoleRow): Promise<boolean> {
  const given = await tx
    .insertInto('identityRole')
    .values({
      shard: shardOf(row.account),
      id: row.id,
      accountId: row.account,
      role: row.role,
      institutionId: row.institution,
      department: row.department,
      beginsAt: row.beginsAt,
      grantedBy: row.grantedBy,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return given !== undefined
}

export const chooseActing = (tx: Tx, session: Uuid, acting: Pick<Assignment, 'role' | 'institution'>) =>
  tx
    .updateTable('identitySession')
    .set({ actingRole: acting.role, actingInstitutionId: acting.institution })
    .where('shard', '=', shardOf(session))
    .where('id', '=', session)
    .execute()

/** Counts one more failure of a bucket in its window, and says how many that makes and when the window ends. */
export async function countFailure(
  db: Db,
  bucket: Buffer,
  windowMinutes: number,
): Promise<{ failures: number; secondsLeft: number }> {
  const window = sql`make_interval(mins => ${windowMinutes})`
  const { rows } = await sql<{ failures: number; secondsLeft: number }>`
    insert into identity_failure as f (shard, bucket, window_began_at, failures)
    values (${shardOfBlind(bucket)}, ${bucket}, now(), 1)
    on conflict (shard, bucket) do update set
      failures = case when f.window_began_at > now() - ${window} then f.failures + 1 else 1 end,
      window_began_at = case when f.window_began_at > now() - ${window} then f.window_began_at else now() end
    returning failures, ceil(extract(epoch from window_began_at + ${window} - now()))::integer as seconds_left`.execute(
    db,
  )
  return rows[0]!
}

/** Takes back one counted failure, or all of a bucket. */
export const forgive = (db: Db, bucket: Buffer, all: boolean) =>
  sql`
    with less as (
      update identity_failure set failures = failures - 1
      where shard = ${shardOfBlind(bucket)} and bucket = ${bucket} and failures > 1 and not ${all}::boolean
      returning bucket
    )
    delete from identity_failure
    where shard = ${shardOfBlind(bucket)} and bucket = ${bucket} and not exists (select from less)`.execute(
    db,
  )

/** Who teaches a learner now, and who still may read, by institution. On the learner's shard. */
export const findTeachers = (db: Db | Tx, learner: Uuid, at: Date) =>
  db
    .selectFrom('identityTeaching')
    .select(['teacherId', 'institutionId', 'endsAt'])
    .where('shard', '=', shardOf(learner))
    .where('learnerId', '=', learner)
    .where('beginsAt', '<=', at)
    .where((is) => is.or([is('readsUntil', 'is', null), is('readsUntil', '>', at)]))
    .execute()
