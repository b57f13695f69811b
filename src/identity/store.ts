// identity/store.ts – the SQL of 身份. Every statement names a shard, except those that look across on purpose.
import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Assignment, Department, Grant, Role } from '../access/model.ts'
import type { EndpointClass } from '../access/table.ts'
import { json, type Db, type Tx } from '../database/connection.ts'
import type { IdentityAccount, IdentityPerson, IdentitySession } from '../database/tables.ts'
import { newId, shardCount, shardOf, type Uuid } from '../values/ids.ts'
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
  grants: Omit<Grant, 'capacity'>[]
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
      s.acting_role, s.acting_institution_id, now() as at, ${rolesHeld('s.account_id')} as roles,
      coalesce((
        select json_agg(json_build_object('id', g.id, 'grantor', g.grantor_id, 'operation', g.operation,
            'targets', g.targets))
        from identity_grant g
        where g.shard = s.shard and g.grantee_id = s.account_id and g.revoked_at is null
          and g.begins_at <= now() and g.ends_at > now()
      ), '[]'::json) as grants
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

export const ownerOfSession = async (tx: Tx, session: Uuid): Promise<Uuid | undefined> =>
  (
    await tx
      .selectFrom('identitySession')
      .select('accountId')
      .where('shard', '=', shardOf(session))
      .where('id', '=', session)
      .executeTakeFirst()
  )?.accountId

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
/** 任教关系: a teacher teaches a learner at an institution from an instant on. */
export async function insertTeaching(tx: Tx, made: NewTeaching): Promise<void> {
  const { learner, teacher, institution, section, beginsAt } = made
  await tx
    .insertInto('identityTeaching')
    .values({
      shard: shardOf(learner),
      id: newId(shardOf(learner)),
      learnerId: learner,
      teacherId: teacher,
      institutionId: institution,
      section,
      beginsAt,
    })
    .execute()
}
export type NewTeaching = { learner: Uuid; teacher: Uuid; institution: Uuid; section: string; beginsAt: Date }

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

export const setState = (tx: Tx, account: Uuid, state: IdentityAccount['state']) =>
  tx
    .updateTable('identityAccount')
    .set({ state })
    .where('shard', '=', shardOf(account))
    .where('id', '=', account)
    .execute()

/** Roles of an account that are live at an instant, with their ids. */
export const liveRoles = (tx: Tx, account: Uuid, at: Date) =>
  tx
    .selectFrom('identityRole')
    .select(['id', 'role', 'institutionId', 'department', 'beginsAt', 'endsAt'])
    .where('shard', '=', shardOf(account))
    .where('accountId', '=', account)
    .where('beginsAt', '<=', at)
    .where((is) => is.or([is('endsAt', 'is', null), is('endsAt', '>', at)]))
    .orderBy('beginsAt')
    .orderBy('id')
    .execute()

export async function endRole(tx: Tx, account: Uuid, role: Uuid, by: Uuid, at: Date): Promise<boolean> {
  const ended = await tx
    .updateTable('identityRole')
    .set({ endsAt: at, revokedBy: by })
    .where('shard', '=', shardOf(account))
    .where('accountId', '=', account)
    .where('id', '=', role)
    .where((is) => is.or([is('endsAt', 'is', null), is('endsAt', '>', at)]))
    .returning('id')
    .executeTakeFirst()
  return ended !== undefined
}

/** How many others hold a role at the same place and can use it. Looks across shards: staff are few. */
export async function othersHolding(
  tx: Tx,
  role: Exclude<Role, 'anonymous' | 'suspended'>,
  institution: Uuid | null,
  but: Uuid,
  at: Date,
): Promise<number> {
  const { count } = await tx
    .selectFrom('identityRole as r')
    .innerJoin('identityAccount as a', (join) =>
      join.onRef('a.shard', '=', 'r.shard').onRef('a.id', '=', 'r.accountId'),
    )
    .select((is) => is.fn.count<number>('r.id').as('count'))
    .where('r.role', '=', role)
    .where('r.institutionId', institution === null ? 'is' : '=', institution)
    .where('r.accountId', '<>', but)
    .where('r.beginsAt', '<=', at)
    .where((is) => is.or([is('r.endsAt', 'is', null), is('r.endsAt', '>', at)]))
    .where('a.state', '=', 'active')
    .executeTakeFirstOrThrow()
  return count
}

export type ListedAccount = {
  id: Uuid
  state: IdentityAccount['state']
  verified: boolean
  roles: Assignment[]
}

/** Accounts in a scope, by id: one page, and how many there are in all. */
export async function listAccounts(
  tx: Tx,
  wanted: { where: RawBuilder<SqlBool>; after: Uuid | null; limit: number },
): Promise<{ rows: ListedAccount[]; total: number }> {
  const inside = sql`select distinct r.shard, r.account_id from identity_role r
    where r.begins_at <= now() and (r.ends_at is null or r.ends_at > now()) and ${wanted.where}`
  const { rows } = await sql<ListedAccount>`
    select a.id, a.state, p.verified_at is not null as verified, ${rolesHeld('a.id')} as roles
    from (${inside}) i
    join identity_account a on a.shard = i.shard and a.id = i.account_id
    left join identity_person p on p.shard = a.shard and p.id = a.id
    where ${wanted.after}::uuid is null or a.id > ${wanted.after}::uuid
    order by a.id limit ${wanted.limit}`.execute(tx)
  const count = await sql<{ total: number }>`select count(*)::integer as total from (${inside}) i`.execute(tx)
  return { rows, total: count.rows[0]!.total }
}

export const findByName = (tx: Tx, nameBlind: Buffer) =>
  tx.selectFrom('identityPerson').select('id').where('nameBlind', '=', nameBlind).limit(100).execute()

/** Who works at one of these institutions or administers the bank: everybody who may see a person by a role. */
export const staffAround = (tx: Tx, institutions: readonly Uuid[], at: Date) =>
  tx
    .selectFrom('identityRole as r')
    .innerJoin('identityAccount as a', (join) =>
      join.onRef('a.shard', '=', 'r.shard').onRef('a.id', '=', 'r.accountId'),
    )
    .select(['r.accountId', 'r.role', 'r.institutionId', 'r.department'])
    .where('a.state', '=', 'active')
    .where('r.role', '<>', 'learner')
    .where('r.beginsAt', '<=', at)
    .where((is) => is.or([is('r.endsAt', 'is', null), is('r.endsAt', '>', at)]))
    .where((is) =>
      is.or([
        is('r.role', 'in', ['sys_admin', 'security_admin']),
        is('r.institutionId', 'in', [...institutions, nobody]),
      ]),
    )
    .orderBy('r.role')
    .orderBy('r.accountId')
    .limit(500)
    .execute()

/** So that a list of institutions is never empty in SQL. */
const nobody = '00000000-0000-0000-0000-000000000000' as Uuid

export type GrantRow = {
  id: Uuid
  grantee: Uuid
  grantor: Uuid
  institution: Uuid | null
  operation: string
  targets: readonly Uuid[]
  reason: string
  beginsAt: Date
  endsAt: Date
}

export const insertGrant = (tx: Tx, grant: GrantRow, at: Date) =>
  tx
    .insertInto('identityGrant')
    .values({
      shard: shardOf(grant.grantee),
      id: grant.id,
      granteeId: grant.grantee,
      grantorId: grant.grantor,
      institutionId: grant.institution,
      operation: grant.operation,
      targets: [...grant.targets],
      reason: grant.reason,
      beginsAt: grant.beginsAt,
      endsAt: grant.endsAt,
      grantedAt: at,
    })
    .execute()

export const findGrant = (tx: Tx, id: Uuid) =>
  tx
    .selectFrom('identityGrant')
    .selectAll()
    .where('shard', '=', shardOf(id))
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

export const revokeGrantRow = (tx: Tx, id: Uuid, by: Uuid, at: Date) =>
  tx
    .updateTable('identityGrant')
    .set({ revokedAt: at, revokedBy: by })
    .where('shard', '=', shardOf(id))
    .where('id', '=', id)
    .execute()

export const listGrants = (tx: Tx, where: RawBuilder<SqlBool>, at: Date) =>
  tx
    .selectFrom('identityGrant')
    .selectAll()
    .where(where)
    .where('endsAt', '>', new Date(at.getTime() - 90 * 86_400_000))
    .orderBy('grantedAt', 'desc')
    .orderBy('id')
    .limit(200)
    .execute()

export const findFactor = (tx: Tx, account: Uuid) =>
  tx
    .selectFrom('identityFactor')
    .select(['secret', 'nextSecret', 'confirmedAt', 'lastStep'])
    .where('shard', '=', shardOf(account))
    .where('accountId', '=', account)
    .executeTakeFirst()

/** A new secret waits to be confirmed; the one before counts until then. */
export const beginFactor = (tx: Tx, account: Uuid, nextSecret: Buffer, enrolledAt: Date) =>
  tx
    .insertInto('identityFactor')
    .values({ shard: shardOf(account), accountId: account, nextSecret, enrolledAt })
    .onConflict((conflict) =>
      conflict.columns(['shard', 'accountId']).doUpdateSet({ nextSecret, enrolledAt }),
    )
    .execute()

/** The waiting secret takes the place of the old one, by the step of its first code. */
export async function confirmNext(tx: Tx, account: Uuid, step: number, at: Date): Promise<boolean> {
  const confirmed = await tx
    .updateTable('identityFactor')
    .set((is) => ({ secret: is.ref('nextSecret'), nextSecret: null, confirmedAt: at, lastStep: step }))
    .where('shard', '=', shardOf(account))
    .where('accountId', '=', account)
    .where('nextSecret', 'is not', null)
    .returning('lastStep')
    .executeTakeFirst()
  return confirmed !== undefined
}

/** Uses a code's step up; false when another request was faster with the same code. */
export async function useStep(tx: Tx, account: Uuid, step: number): Promise<boolean> {
  const used = await tx
    .updateTable('identityFactor')
    .set({ lastStep: step })
    .where('shard', '=', shardOf(account))
    .where('accountId', '=', account)
    .where('lastStep', '<', step)
    .returning('lastStep')
    .executeTakeFirst()
  return used !== undefined
}

export async function deleteFactor(tx: Tx, account: Uuid): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('identityFactor')
    .where('shard', '=', shardOf(account))
    .where('accountId', '=', account)
    .where('confirmedAt', 'is not', null)
    .returning('accountId')
    .executeTakeFirst()
  return deleted !== undefined
}

export const markSteppedUp = (tx: Tx, session: Uuid, at: Date) =>
  tx
    .updateTable('identitySession')
    .set({ steppedUpAt: at })
    .where('shard', '=', shardOf(session))
    .where('id', '=', session)
    .execute()

export type RequestRow = {
  id: Uuid
  operation: EndpointClass
  target: Uuid | null
  subject: Uuid | null
  institution: Uuid | null
  payload: unknown
  reason: string
  filedBy: Uuid
}

export const insertRequest = (tx: Tx, request: RequestRow, at: Date) =>
  tx
    .insertInto('identityRequest')
    .values({
      shard: shardOf(request.id),
      id: request.id,
      operation: request.operation,
      target: request.target,
      subject: request.subject,
      institutionId: request.institution,
      payload: json(request.payload),
      reason: request.reason,
      filedBy: request.filedBy,
      filedAt: at,
    })
    .execute()

/** Locks a request, so that two second persons can't both carry it out. */
export const lockRequest = (tx: Tx, id: Uuid) =>
  tx
    .selectFrom('identityRequest')
    .selectAll()
    .where('shard', '=', shardOf(id))
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

export const closeRequest = (tx: Tx, id: Uuid, state: 'confirmed' | 'refused', by: Uuid, at: Date) =>
  tx
    .updateTable('identityRequest')
    .set({ state, decidedBy: by, decidedAt: at })
    .where('shard', '=', shardOf(id))
    .where('id', '=', id)
    .execute()

export const openRequests = (tx: Tx, where: RawBuilder<SqlBool>) =>
  tx
    .selectFrom('identityRequest')
    .select([
      'id',
      'operation',
      'target',
      'subject',
      'institutionId',
      'payload',
      'reason',
      'filedBy',
      'filedAt',
    ])
    .where('state', '=', 'filed')
    .where(where)
    .orderBy('filedAt')
    .orderBy('id')
    .limit(200)
    .execute()

export const insertActivation = (tx: Tx, codeHash: Buffer, account: Uuid, issuedAt: Date, expiresAt: Date) =>
  tx
    .insertInto('identityActivation')
    .values({ shard: shardOf(account), codeHash, accountId: account, issuedAt, expiresAt })
    .execute()

/** Uses an activation code up; the account that it is for, or nothing when it is wrong, used or too old. */
export async function useActivation(
  tx: Tx,
  shard: number,
  codeHash: Buffer,
  at: Date,
): Promise<Uuid | undefined> {
  const used = await tx
    .updateTable('identityActivation')
    .set({ usedAt: at })
    .where('shard', '=', shard)
    .where('codeHash', '=', codeHash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', at)
    .returning('accountId')
    .executeTakeFirst()
  return used?.accountId
}

export const savePhone = (tx: Tx, person: Uuid, phone: Buffer) =>
  tx
    .updateTable('identityPerson')
    .set({ phone })
    .where('shard', '=', shardOf(person))
    .where('id', '=', person)
    .execute()

export type ConsentRow = {
  id: Uuid
  person: Uuid
  purpose: 'account' | 'teacher_view' | 'enterprise_view' | 'assisted_filing'
  textVersion: string
  to: Uuid | null
  parts: readonly string[]
  endsAt: Date | null
}

export const insertConsent = (tx: Tx, consent: ConsentRow, givenAt: Date) =>
  tx
    .insertInto('identityConsent')
    .values({
      shard: shardOf(consent.person),
      id: consent.id,
      personId: consent.person,
      purpose: consent.purpose,
      textVersion: consent.textVersion,
      toId: consent.to,
      parts: [...consent.parts],
      givenAt,
      endsAt: consent.endsAt,
    })
    .execute()

export async function withdrawConsentRow(tx: Tx, person: Uuid, id: Uuid, at: Date): Promise<boolean> {
  const withdrawn = await tx
    .updateTable('identityConsent')
    .set({ withdrawnAt: at })
    .where('shard', '=', shardOf(person))
    .where('id', '=', id)
    .where('personId', '=', person)
    .where('withdrawnAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return withdrawn !== undefined
}

export const consentsOf = (tx: Tx | Db, person: Uuid) =>
  tx
    .selectFrom('identityConsent')
    .select(['id', 'purpose', 'textVersion', 'toId', 'parts', 'givenAt', 'endsAt', 'withdrawnAt'])
    .where('shard', '=', shardOf(person))
    .where('personId', '=', person)
    .orderBy('givenAt', 'desc')
    .limit(200)
    .execute()
