import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createServer } from '../http/server.ts'
import { openTestDatabase, type TestDatabase } from '../testing/bank.ts'
import { identityOn, send, verifier } from '../testing/people.ts'
import type { Identity } from './bank.ts'
import { addRole, addUser, resetPassword, setLock } from './operator.ts'
import { doorkeeperOf } from './principal.ts'
import { identityRoutes } from './routes.ts'

let bank: TestDatabase
let identity: Identity
let http: FastifyInstance
beforeAll(async () => {
  bank = await openTestDatabase()
  identity = identityOn(bank.db)
  http = await createServer({ logLevel: 'silent', doorkeeper: doorkeeperOf(identity) })
  identityRoutes(http, identity, { verifier })
})
afterAll(async () => {
  await http.close()
  await bank.close()
})

const enter = (login: string, password: string) =>
  send(http, null, 'POST', '/api/v1/sessions', { login, password })

test('the first manager gets in, is given roles, a new password, locked and let in again; all of it is recorded', async () => {
  const { account, password } = await addUser(identity, {
    login: 'manager',
    name: '唐宁',
    role: 'sys_admin',
    institution: null,
  })
  expect(await enter('manager', password)).toMatchObject({
    status: 200,
    body: { acting: { role: 'sys_admin' } },
  })
  await addRole(identity, 'manager', { role: 'finance', institution: null, department: 'finance' })
  await expect(addRole(identity, 'manager', { role: 'finance', institution: null })).rejects.toMatchObject({
    code: 'conflict',
  })
  expect((await enter('manager', password)).body['roles']).toHaveLength(2)

  const next = await resetPassword(identity, 'manager')
  expect((await enter('manager', password)).status).toBe(401)
  expect((await enter('manager', next)).status).toBe(200)

  await setLock(identity, 'manager', true)
  expect((await enter('manager', next)).status).toBe(401)
  await setLock(identity, 'manager', false)
  expect((await enter('manager', next)).status).toBe(200)

  await expect(resetPassword(identity, 'nobody')).rejects.toMatchObject({ code: 'not_found' })
  await expect(
    addUser(identity, { login: 'manager', name: '乙', role: 'learner', institution: null }),
  ).rejects.toMatchObject({ code: 'login_taken' })
  const recorded = await bank.db
    .selectFrom('auditRecord')
    .select('action')
    .where('subject', '=', account)
    .where('role', '=', 'operator')
    .orderBy('id')
    .execute()
  expect(recorded.map(({ action }) => action)).toEqual([
    'user.created',
    'role.granted',
    'auth.password_reset',
    'user.disabled',
    'user.enabled',
  ])
})
