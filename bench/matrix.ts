// npm run check:matrix – walks the permission table against a running server: every role, every relation, every condition
// held and broken one at a time. A denied call must change nothing; a hidden record must look like one that never was.
// Options: --class NAME (only that one) --verbose (each case)
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Pool } from 'pg'
import { exists } from '../src/access/model.ts'
import { cell, endpointClasses, isEndpointClass, type EndpointClass } from '../src/access/table.ts'
import { conditionsOf } from '../src/access/verdict.ts'
import { conditions, givableRoles, type Condition, type Role } from '../src/access/vocabulary.ts'
import { identityOf } from '../src/app.ts'
import { loadCatalogue } from '../src/catalogue/operations.ts'
import { openDatabase } from '../src/database/connection.ts'
import { startEmbedded } from '../src/database/embedded.ts'
import { migrate } from '../src/database/migrate.ts'
import { seedDemo } from '../src/demo/seed.ts'
import { kill, startServer } from './claims.ts'
import { bindingsOn, type Binding, type Case, type Request } from './matrix-bindings.ts'

const { values: options } = parseArgs({
  options: { class: { type: 'string' }, verbose: { type: 'boolean', default: false } },
})

const dataDir = mkdtempSync(join(tmpdir(), 'credit-bank-matrix-'))
chmodSync(dataDir, 0o711)
const database = await startEmbedded({ dataDir, durable: false })
await migrate(database.url)
const { db, close } = openDatabase({ url: database.url })
const identity = identityOf(db, { dataDir, demo: false })
await seedDemo(db, identity)
const memory = await loadCatalogue(db)
const server = await startServer(database.url, dataDir)
const owner = new Pool({ connectionString: database.url, max: 1 })

const tally = { passed: 0, failed: 0, skipped: 0 }
const bound = new Set<string>()
try {
  const bindings = await bindingsOn({ db, identity, memory, ask })
  for (const [name, binding] of Object.entries(bindings)) {
    if (!isEndpointClass(name)) throw new Error(`No such endpoint class: ${name}`)
    if (options.class === undefined || options.class === name) await walk(name, binding)
  }
  const served = await servedClasses()
  const missing = served.filter((name) => !bound.has(name))
  console.log(`${bound.size} classes bound, of ${served.length} that the server has`)
  if (options.class === undefined && missing.length > 0) console.log(`not bound: ${missing.join(', ')}`)
  console.log(
    `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} cases without a way to ask them`,
  )
} finally {
  await kill(server)
  await owner.end()
  await close()
  await database.stop()
  rmSync(dataDir, { recursive: true, force: true })
  rmSync(database.place, { recursive: true, force: true })
}
process.exitCode = tally.failed === 0 ? 0 : 1

async function walk(name: EndpointClass, binding: Binding): Promise<void> {
  const roles = (['anonymous', 'suspended', ...givableRoles] as Role[]).filter((role) =>
    exists(role, 'brief'),
  )
  for (const role of roles) {
    for (const relation of endpointClasses[name].relations) {
      const verdict = cell(name, role, relation, 'brief')
      if (verdict === '-' || verdict === 'X') continue
      const asks = verdict.startsWith('C:') ? conditionsOf(verdict) : []
      for (const broken of [null, ...asks])
        await judge(name, binding, { role, relation, asks, broken }, verdict)
    }
  }
}

async function judge(name: EndpointClass, binding: Binding, asked: Case, verdict: string): Promise<void> {
  const request = await binding(asked)
  if (request === undefined) {
    tally.skipped++
    return
  }
  bound.add(name)
  const expected = expectedOf(verdict, asked.broken)
  // What waits for a second person has changed nothing but the list of what waits.
  const but = asked.broken === 'dual' ? 'identity_request' : ''
  const before = expected.includes(200) ? '' : await fingerprint(but)
  const { status, text } = await ask(request)
  const wrong = [
    ...(expected.includes(status)
      ? []
      : [`${status} instead of ${expected.join(' or ')}: ${text.slice(0, 160)}`]),
    ...(before === '' || before === (await fingerprint(but)) ? [] : ['a refused call has changed something']),
    ...(verdict === 'H' ? await looksAbsent(request, { status, text }) : []),
  ]
  const told = `${name} ${asked.role} ${asked.relation} ${verdict}${asked.broken ? ` without ${asked.broken}` : ''}`
  if (wrong.length === 0) tally.passed++
  else tally.failed++
  if (wrong.length > 0) console.log(`✗ ${told}: ${wrong.join('; ')}`)
  else if (options.verbose) console.log(`✓ ${told}: ${status}`)
}

/** The statuses that a verdict allows. Dual control answers 202 and has changed nothing but the list of requests. */
function expectedOf(verdict: string, broken: Condition | null): number[] {
  if (broken === 'dual') return [202]
  if (broken) return [conditions[broken].fail]
  if (verdict === 'U') return [401]
  if (verdict === 'D') return [403, 404]
  if (verdict === 'H') return [404]
  return verdict.includes('dual') ? [200, 202] : [200, 201, 202]
}

function plain(text: string, path: string): string {
  return text.replaceAll(path.split('?')[0]!, '').replaceAll(/"traceId":"[^"]*"/g, '')
}

/** Body and headers are those of an id that never existed; only what names the request itself may differ. */
async function looksAbsent(request: Request, told: { status: number; text: string }): Promise<string[]> {
  if (request.absent === undefined) return []
  const absent = await ask({ ...request, path: request.absent })
  const same =
    absent.status === told.status && plain(absent.text, request.absent) === plain(told.text, request.path)
  return same ? [] : [`looks other than what is absent: ${absent.status} ${absent.text.slice(0, 160)}`]
}

async function ask({ who, method, path, body }: Request): Promise<{ status: number; text: string }> {
  const reply = await fetch(`${server.address}${path}`, {
    method,
    headers: { ...who?.headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: reply.status, text: await reply.text() }
}

/** Everything in the bank but the log of what was asked, and what is true of a session rather than of a record. */
async function fingerprint(but: string): Promise<string> {
  const { rows } = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
     and relname not like 'audit%' and relname not in ('identity_session', 'identity_failure', 'ledger_checkpoint', $1) order by 1`,
    [but],
  )
  const parts = rows.map(
    ({ name }) =>
      `select '${name}' as t, count(*) as n, sum(hashtextextended(x::text, 0)) as h from ${name} x`,
  )
  const answer = await owner.query<{ t: string; n: string; h: string }>(parts.join(' union all '))
  return answer.rows.map(({ t, n, h }) => `${t} ${n} ${h}`).join('\n')
}

async function servedClasses(): Promise<string[]> {
  const reply = await fetch(`${server.address}/api/v1/openapi.json`)
  const { paths } = (await reply.json()) as { paths: Record<string, Record<string, Record<string, unknown>>> }
  const names = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map((operation) => String(operation['x-endpoint-class'])),
  )
  return [...new Set(names)].sort()
}
