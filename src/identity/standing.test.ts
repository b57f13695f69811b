// 分级授权 across modules: an institution reads its own learners' accounts, a teacher with consent alone; and each look stays.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp, identityOf } from '../app.ts'
import { openTestDatabase, type TestDatabase } from '../testing/bank.ts'
import { cast, send, type Answer, type Person } from '../testing/people.ts'
import { publicId, shardOf } from '../values/ids.ts'

let bank: TestDatabase
let http: FastifyInstance
let dataDir: string
let people: Awaited<ReturnType<typeof cast>>
beforeAll(async () => {
  bank = await openTestDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'credit-bank-standing-'))
  const config = { logLevel: 'silent', demo: false, dataDir }
  http = await buildApp({ ...bank, config })
  people = await cast(identityOf(bank.db, config))
})
afterAll(async () => {
  await http.close()
  await bank.close()
  rmSync(dataDir, { recursive: true })
})

const code = ({ status, body }: Answer) => (status < 300 ? status : `${status} ${String(body['code'])}`)
const account = async (who: Person) =>
  code(await send(http, who, 'GET', `/api/v1/learners/${publicId('learner', people.s1.id)}/account`))

test('院校看本校学员的账户, 别校的如同不存在; 看过的留痕', async () => {
  expect(await account(people.registrarA)).toBe(200)
  expect(await account(people.registrarB)).toBe('404 not_found')
  const { body } = await send(http, people.s1, 'GET', '/api/v1/me/access-log')
  expect(body['data']).toEqual([expect.objectContaining({ action: 'account.read', role: 'inst_admin' })])
})

test('教师看任课学员的账户须本人同意, 撤回即止; 未任课的如同不存在', async () => {
  const path = '/api/v1/me/consents'
  const given = { purpose: 'teacher_view', textVersion: '1', parts: [], endsAt: null }
  expect(await account(people.t1)).toBe('403 consent_missing')
  const to = publicId('user', people.t1.id)
  const { body } = await send(http, people.s1, 'POST', path, { ...given, to })
  expect(await account(people.t1)).toBe(200)
  expect(await account(people.t2)).toBe('403 consent_missing')
  await send(http, people.s1, 'DELETE', `${path}/${String(body['id'])}`)
  expect(await account(people.t1)).toBe('403 consent_missing')
  await send(http, people.s2, 'POST', path, { ...given, to })
  const other = `/api/v1/learners/${publicId('learner', people.s2.id)}/account`
  expect(code(await send(http, people.t1, 'GET', other))).toBe('404 not_found')
})

test('院校管理员写明理由可下线本校人员的会话, 别校的如同不存在', async () => {
  const { id } = await bank.db
    .selectFrom('identitySession')
    .select('id')
    .where('shard', '=', shardOf(people.t2.id))
    .where('accountId', '=', people.t2.id)
    .executeTakeFirstOrThrow()
  const end = async (who: Person, query = '') =>
    code(await send(http, who, 'DELETE', `/api/v1/sessions/${publicId('session', id)}${query}`))
  expect(await end(people.registrarB, '?reason=lost')).toBe('404 not_found')
  expect(await end(people.t1, '?reason=lost')).toBe('404 not_found')
  expect(await end(people.registrarA)).toBe('422 reason_required')
  expect(code(await send(http, people.t2, 'GET', '/api/v1/me'))).toBe(200)
  expect(await end(people.registrarA, '?reason=lost')).toBe(200)
  expect(code(await send(http, people.t2, 'GET', '/api/v1/me'))).toBe('401 not_signed_in')
})
