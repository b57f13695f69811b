// testing/people.ts – the cast: two institutions, the people of W10 and the centre's, with live sessions on a test bank.
import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { freshSigner, verifierOf } from '../sealing/signer.ts'
import { transact, type Db } from '../database/connection.ts'
import type { Identity } from '../identity/bank.ts'
import { defaultSettings, type IdentitySettings } from '../identity/model.ts'
import { assignTeaching, openAccount, type NewPerson } from '../identity/operations.ts'
import { newToken } from '../identity/principal.ts'
import { insertSession } from '../identity/store.ts'
import { localKeys, vaultOf } from '../identity/vault.ts'
import { newId, newShard, referenceShard, shardOf, type Uuid } from '../values/ids.ts'

/** An identity of a test's own: fresh keys, the demo's doors shut unless asked. */
export const identityOn = (db: Db, settings: Partial<IdentitySettings> = {}): Identity => ({
  db,
  vault: vaultOf(localKeys(randomBytes(32))),
  settings: { ...defaultSettings, secureCookies: false, ...settings },
})

/** Who seals in tests, and who believes it. */
export const signer = freshSigner()
export const verifier = verifierOf([signer.publicKey])

/** Somebody with a live session: `headers` are those of their browser. */
export type Person = { id: Uuid; headers: { cookie: string } }

/** Opens an account and a session, without the cost of a password. */
export async function person(
  identity: Identity,
  roles: NewPerson['roles'],
  given: Partial<Omit<NewPerson, 'roles'>> & { steppedUp?: boolean } = {},
): Promise<Person> {
  const id = given.id ?? newId(newShard())
  const { token, hash } = newToken(shardOf(id))
  await transact(identity.db, {}, async (tx, at) => {
    await openAccount(tx, identity, { name: '某人', ...given, id, roles }, at)
    await tx.updateTable('identityAccount').set({ state: 'active' }).where('id', '=', id).execute()
    await insertSession(tx, {
      id: newId(shardOf(id)),
      accountId: id,
      tokenHash: hash,
      beganAt: at,
      seenAt: at,
      expiresAt: new Date(at.getTime() + 3_600_000),
      device: 'Firefox, Linux',
      actingRole: null,
      actingInstitutionId: null,
      steppedUpAt: given.steppedUp ? at : null,
    })
  })
  return { id, headers: { cookie: `cb_session=${token}` } }
}

/** Says that a teacher teaches a learner at an institution from now on. */
export async function teaches(
  identity: Identity,
  teacher: Person,
  learner: Person,
  institution: Uuid,
): Promise<void> {
  await transact(identity.db, {}, (tx, at) =>
    assignTeaching(tx, {
      learner: learner.id,
      teacher: teacher.id,
      institution,
      section: '一班',
      beginsAt: at,
    }),
  )
}

/** School A with S1 and S2, T1 and T2 who teach S1, its registrar; school B with its own; the centre's people. */
export async function cast(identity: Identity) {
  const schoolA = newId(referenceShard)
  const schoolB = newId(referenceShard)
  const at = (role: NewPerson['roles'][number]['role'], institution?: Uuid) =>
    person(identity, [{ role, ...(institution ? { institution } : {}) }])
  const people = {
    s1: await at('learner', schoolA),
    s2: await at('learner', schoolA),
    sB: await at('learner', schoolB),
    t1: await at('teacher', schoolA),
    t2: await at('teacher', schoolA),
    registrarA: await at('inst_admin', schoolA),
    registrarB: await at('inst_admin', schoolB),
    reviewer: await at('reviewer'),
    secondReviewer: await at('second_reviewer'),
    standards: await at('standards_manager'),
    finance: await at('finance'),
    expert: await at('expert'),
    system: await at('sys_admin'),
    supervisor: await at('regulator'),
    enterprise: await at('enterprise', schoolB),
  }
  await teaches(identity, people.t1, people.s1, schoolA)
  await teaches(identity, people.t2, people.s1, schoolA)
  return { schoolA, schoolB, ...people }
}

export type Answer = { status: number; body: Record<string, unknown>; cookies: string[] }

/** Sends one JSON request as somebody, or as a stranger. */
export async function send(
  http: FastifyInstance,
  who: Person | null,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  body?: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const reply = await http.inject({
    method,
    url,
    headers: { ...who?.headers, ...headers },
    ...(body ? { payload: body } : {}),
  })
  return {
    status: reply.statusCode,
    body: reply.json<Record<string, unknown>>(),
    cookies: [reply.headers['set-cookie'] ?? []].flat(),
  }
}

/** Whoever was just let in: the browser keeps the cookies that came with the answer. */
export const visitor = ({ cookies }: Answer): Person => ({
  id: newId(1),
  headers: { cookie: cookies.map((text) => text.split(';')[0]).join('; ') },
})

/** The status alone where it went well, else with the code of the refusal. */
export const codeOf = ({ status, body }: Answer): number | string =>
  status < 300 ? status : `${status} ${String(body['code'])}`
