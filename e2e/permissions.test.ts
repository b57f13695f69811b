// 权限走查: every operation the server really has, asked for by every role. What the table denies at the door is denied,
// with the table's own status, whatever the body; nothing but the door answers a stranger.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { functionPermission, holding } from '../src/access/model.ts'
import { cells, endpointClasses, isEndpointClass, type EndpointClass } from '../src/access/table.ts'
import { givableRoles } from '../src/access/vocabulary.ts'
import { buildApp, identityOf } from '../src/app.ts'
import { openTestDatabase, type TestDatabase } from '../src/testing/bank.ts'
import { person, type Person } from '../src/testing/people.ts'
import { newId, publicId, referenceShard, type IdKind } from '../src/values/ids.ts'

type Operation = { method: 'GET' | 'POST' | 'PUT' | 'DELETE'; path: string; endpointClass: string }
type Role = (typeof givableRoles)[number]

let bank: TestDatabase
let http: FastifyInstance
let dataDir: string
let operations: Operation[] = []
const callers = new Map<Role | 'anonymous' | 'suspended', Person | null>([['anonymous', null]])

beforeAll(async () => {
  bank = await openTestDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'credit-bank-walk-'))
  const config = { logLevel: 'silent', demo: false, dataDir }
  http = await buildApp({ ...bank, config })
  await http.ready()
  operations = Object.entries(http.swagger().paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods ?? {}).map(([method, operation]) => ({
      method: method.toUpperCase() as Operation['method'],
      path,
      endpointClass: String((operation as Record<string, unknown>)['x-endpoint-class']),
    })),
  )
  const identity = identityOf(bank.db, config)
  const school = newId(referenceShard)
  for (const role of givableRoles) callers.set(role, await person(identity, [{ role, institution: school }]))
  const dismissed = await person(identity, [{ role: 'teacher', institution: school }])
  await bank.ownerPool.query("update identity_account set state = 'disabled' where id = $1", [dismissed.id])
  callers.set('suspended', dismissed)
})
afterAll(async () => {
  await http.close()
  await bank.close()
  rmSync(dataDir, { recursive: true })
})

/** The address with ids that are well formed and name nothing. */
const addressed = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => publicId(name.replace(/Id$/, '') as IdKind, newId(1)))

const ask = async (who: Person | null, { method, path }: Operation) => {
  const body = method === 'POST' || method === 'PUT' ? { payload: { nonsense: true } } : {}
  const reply = await http.inject({ method, url: addressed(path), headers: { ...who?.headers }, ...body })
  const isProblem = String(reply.headers['content-type']).includes('problem')
  return { status: reply.statusCode, code: isProblem ? reply.json<{ code: string }>().code : null }
}

test('every operation of the API belongs to exactly one class of the table', () => {
  expect(operations.length).toBeGreaterThan(20)
  expect(operations.filter(({ endpointClass }) => !isEndpointClass(endpointClass))).toEqual([])
  const forbidden = operations.filter(
    ({ endpointClass }) => endpointClasses[endpointClass as EndpointClass].grid === 'nobody',
  )
  expect(forbidden).toEqual([])
})

describe('at the door', () => {
  test.each(['anonymous', 'suspended', ...givableRoles] as const)('%s', async (role) => {
    const who = callers.get(role) ?? null
    const wrong: string[] = []
    for (const operation of operations) {
      const endpointClass = operation.endpointClass as EndpointClass
      const outside = role === 'anonymous' || role === 'suspended'
      const principal = holding(outside ? null : newId(1), [{ role, institution: newId(1) }])
      // Separated administrators exist only where a deployment separates them; here they are nobody's role.
      const expected = functionPermission(principal, endpointClass)
      const answer = await ask(who, operation)
      const told = `${operation.method} ${operation.path} (${endpointClass} ${cells(endpointClass, role, 'brief').join(' ')}): ${answer.status} ${answer.code}`
      const denied = { not_signed_in: 401, not_permitted: 403, permitted: null }[expected]
      if (
        denied === null ? answer.code === 'not_signed_in' || answer.status >= 500 : answer.status !== denied
      )
        wrong.push(told)
    }
    expect(wrong).toEqual([])
  })
})

test('each refusal of somebody signed in is in the audit log', async () => {
  const before = await denials()
  const learner = callers.get('learner')!
  const asked = operations.filter(
    ({ endpointClass }) =>
      functionPermission(
        holding(learner.id, [{ role: 'learner', institution: null }]),
        endpointClass as EndpointClass,
      ) === 'not_permitted',
  )
  for (const operation of asked) await ask(learner, operation)
  expect(asked.length).toBeGreaterThan(3)
  expect((await denials()) - before).toBe(asked.length)
})

const denials = async (): Promise<number> =>
  (await bank.db.selectFrom('auditRecord').select('id').where('outcome', '=', 'denied').execute()).length
