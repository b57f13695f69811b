import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { contract } from '../access/contract.ts'
import { anonymous, holding } from '../access/model.ts'
import { newId } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import type { Call } from './call.ts'
import { serve } from './serve.ts'
import { createServer, serveDocument } from './server.ts'

const denials: string[] = []
const doorkeeper = {
  principalOf: async ({ headers }: { headers: Record<string, string | string[] | undefined> }) =>
    headers['x-role'] === 'regulator'
      ? holding(newId(0), [{ role: 'regulator', institution: null }])
      : anonymous,
  denied: async (_: Call, { endpointClass }: { endpointClass: string }) => void denials.push(endpointClass),
}
const greet = contract({
  method: 'POST',
  path: '/api/v1/greetings/:name',
  permission: 'worth.ask',
  summary: 'Greets',
  input: z.strictObject({ name: z.string(), times: z.int().min(1).max(3) }),
  reply: z.strictObject({ text: z.string() }),
})
const settings = contract({
  method: 'PUT',
  path: '/api/v1/settings',
  permission: 'settings.update',
  summary: 'Settings',
  input: z.strictObject({ secret: z.string() }),
  reply: z.strictObject({}),
})
const http = await createServer({ logLevel: 'silent', doorkeeper })
let address: string

beforeAll(async () => {
  serve(http, greet, async ({ name, times }) =>
    name === 'leak'
      ? ({ text: '', password: 'x' } as { text: string })
      : { text: name === 'gone' ? refuse('not_found') : name.repeat(times) },
  )
  serve(http, settings, async () => ({}))
  serveDocument(http)
  address = await http.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => http.close())

const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
  const reply = await fetch(`${address}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  })
  return {
    status: reply.status,
    headers: reply.headers,
    body: (await reply.json()) as Record<string, unknown>,
  }
}

test('a route without an endpoint class cannot be registered', async () => {
  const other = await createServer({ logLevel: 'silent', doorkeeper })
  expect(() => other.get('/api/v1/secret', () => 'x')).toThrow('default deny')
})

test('who may not call learns nothing of the form: the permission is judged before the body', async () => {
  const reply = await fetch(`${address}/api/v1/settings`, {
    method: 'PUT',
    body: '{oops',
    headers: { 'content-type': 'application/json' },
  })
  expect(reply.status).toBe(401)
  const supervisor = await fetch(`${address}/api/v1/settings`, {
    method: 'PUT',
    body: '{oops',
    headers: { 'content-type': 'application/json', 'x-role': 'regulator' },
  })
  expect(supervisor.status).toBe(403)
  expect(denials).toEqual(['settings.update', 'settings.update'])
})

test.each([
  ['unparsable JSON', '{oops', 400, 'body_unparsable', []],
  ['a missing key', '{}', 422, 'input_invalid', [{ pointer: '/times', code: 'required' }]],
  [
    'a number as text: nothing is coerced',
    '{"times":"2"}',
    422,
    'input_invalid',
    [{ pointer: '/times', code: 'type' }],
  ],
  [
    'an unknown key: nothing is dropped',
    '{"times":2,"admin":true}',
    422,
    'input_invalid',
    [{ pointer: '/admin', code: 'unknown_key' }],
  ],
  [
    'a key of the address in the body',
    '{"times":2,"name":"eve"}',
    422,
    'input_invalid',
    [{ pointer: '/name', code: 'unknown_key' }],
  ],
  ['a number too big', '{"times":4}', 422, 'input_invalid', [{ pointer: '/times', code: 'too_big' }]],
  ['prototype pollution', '{"times":2,"__proto__":{"x":1}}', 400, 'body_unparsable', []],
])('%s is a problem with its place', async (_, body, status, code, errors) => {
  const reply = await post('/api/v1/greetings/ann', body)
  expect(reply).toMatchObject({ status, body: { code, errors } })
  expect(reply.headers.get('content-type')).toContain('application/problem+json')
})

test('a problem speaks the reader’s language', async () => {
  const zh = await post('/api/v1/greetings/gone', '{"times":1}')
  const en = await post('/api/v1/greetings/gone', '{"times":1}', { 'accept-language': 'en-GB,zh;q=0.4' })
  expect([zh.body['title'], en.body['title']]).toEqual(['未找到', 'Not found'])
  expect(zh.headers.get('x-trace-id')).toBe(zh.body['traceId'])
})

test('what the reply’s schema does not name never leaves', async () => {
  const reply = await post('/api/v1/greetings/leak', '{"times":1}')
  expect(reply.status).toBe(500)
  expect(JSON.stringify(reply.body)).not.toContain('password')
})

test.each([
  ['another content type', 'text/plain', '{"times":1}', 415],
  ['a body too large', 'application/json', JSON.stringify({ times: 1, more: 'x'.repeat(1_100_000) }), 413],
])('%s is refused', async (_, type, body, status) => {
  expect(await post('/api/v1/greetings/ann', body, { 'content-type': type })).toMatchObject({ status })
})

test.each(['/api/v1/greetings/%E0%A4%A', '/%', '/api/v1/nothing', '/api/v1/greetings/%00'])(
  'the address %s gets a problem, not a crash',
  async (path) => {
    const status = await raw(path)
    expect(status).toMatch(/HTTP\/1.1 4\d\d/)
    expect((await post('/api/v1/greetings/ann', '{"times":1}')).status).toBe(200)
  },
)

test('every operation of the OpenAPI document names its endpoint class', async () => {
  const document = (await (await fetch(`${address}/api/v1/openapi.json`)).json()) as {
    openapi: string
    paths: Record<string, Record<string, Record<string, unknown>>>
  }
  expect(document.openapi).toBe('3.1.0')
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
  expect(operations.map((operation) => operation['x-endpoint-class'])).toEqual([
    'worth.ask',
    'settings.update',
  ])
})

/** fetch would clean the address up. */
const raw = (path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(address).port), '127.0.0.1', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
    )
    let text = ''
    socket.on('data', (data) => (text += data.toString()))
    socket.on('end', () => resolve(text.split('\r\n')[0]!))
    socket.on('error', reject)
  })
