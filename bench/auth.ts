// npm run bench:auth – what trust costs: sign-ins a second, and one request with permission, row-level security and audit
// record against the same reads without any of them, in interleaved rounds. Goal: at most 1.5 times at p50.
// Options: --rounds 20 --each 50 --sign-ins 40
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import fastify from 'fastify'
import { z } from 'zod'
import { identityOf, buildApp } from '../src/app.ts'
import { institutionsNamed } from '../src/catalogue/operations.ts'
import { openDatabase, read } from '../src/database/connection.ts'
import { startEmbedded } from '../src/database/embedded.ts'
import { migrate } from '../src/database/migrate.ts'
import { seedDemo } from '../src/demo/seed.ts'
import { position } from '../src/ledger/operations.ts'
import { demoPeople } from '../src/identity/demo-people.ts'
import { person } from '../src/testing/people.ts'
import { localDate } from '../src/values/dates.ts'
import { uuidFrom } from '../src/values/ids.ts'
import { ask, percentile } from './client.ts'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    each: { type: 'string', default: '50' },
    'sign-ins': { type: 'string', default: '40' },
  },
})

const agent = new Agent({ keepAlive: true })
const dataDir = mkdtempSync(join(tmpdir(), 'credit-bank-auth-'))
chmodSync(dataDir, 0o711)
const server = await startEmbedded({ dataDir })
await migrate(server.url)
const database = openDatabase({ url: server.url })
const config = { logLevel: 'silent', demo: true, dataDir }
const identity = identityOf(database.db, config)
await seedDemo(database.db, identity)
const http = await buildApp({ ...database, config })
const address = await http.listen({ host: '127.0.0.1', port: 0 })

const credentials = { login: 'learner-returned', password: 'xuefen-demo-2026' }
const entered = await ask(`${address}/api/v1/sessions`, credentials)
const me = z.object({ learner: z.string() }).parse(JSON.parse(entered.text))
const learner = uuidFrom('learner', me.learner)!
const own = { cookie: entered.cookies.join('; ') }
const { institutionId } = await database.db
  .selectFrom('identityRole')
  .select('institutionId')
  .where('accountId', '=', learner)
  .where('role', '=', 'learner')
  .executeTakeFirstOrThrow()
const registrar = await person(identity, [{ role: 'inst_admin', institution: institutionId! }])

// The same reads and the same reply, by an owner whom no policy binds, for whoever asks.
const unguarded = openDatabase({ url: server.url, role: 'postgres' as 'cb_app' })
const bare = fastify()
bare.get('/account', () =>
  read(unguarded.db, {}, async (tx, at) => {
    const asOf = { effectiveDay: localDate(at) }
    const { balances, lots } = await position(tx, learner, asOf)
    const units = balances.map(({ unit }) => unit)
    return { balances, lots, units: [...(await institutionsNamed(tx, units)).values()] }
  }),
)
const bareAddress = await bare.listen({ host: '127.0.0.1', port: 0 })

const account = `${address}/api/v1/learners/${me.learner}/account`
const rows = {
  'without any': () => get(`${bareAddress}/account`, {}),
  'own account': () => get(account, own),
  "a learner's, on record": () => get(account, registrar.headers),
}
const times: Record<string, number[]> = Object.fromEntries(Object.keys(rows).map((name) => [name, []]))
for (let round = -3; round < Number(options.rounds); round++) {
  for (const [name, once] of Object.entries(rows)) {
    for (let place = 0; place < Number(options.each); place++) {
      const ms = await once()
      if (round >= 0) times[name]!.push(ms)
    }
  }
}
const base = percentile(times['without any']!, 0.5)
for (const [name, all] of Object.entries(times)) {
  const figure = `p50 ${percentile(all, 0.5)} ms  p95 ${percentile(all, 0.95)} ms`
  console.log(
    `${name.padEnd(26)} ${figure.padEnd(30)} ${(percentile(all, 0.5) / base).toFixed(2)} x (goal 1.5)`,
  )
}

// Several people, eight at a time: the throttle holds back a place from which too many try at once.
const logins = demoPeople().map(({ person: login }) => login)
const signIns = { next: 0, refused: 0 }
const count = Number(options['sign-ins'])
const began = performance.now()
await Promise.all(
  Array.from({ length: 8 }, async () => {
    while (signIns.next < count) {
      const login = logins[signIns.next++ % logins.length]!
      const { status } = await ask(`${address}/api/v1/sessions`, { ...credentials, login })
      if (status !== 200) signIns.refused++
    }
  }),
)
const perSecond = (count / (performance.now() - began)) * 1000
console.log(`${perSecond.toFixed(1)} sign-ins a second (argon2id), ${signIns.refused} refused`)

await http.close()
await bare.close()
await unguarded.close()
await database.close()
await server.stop()
rmSync(dataDir, { recursive: true, force: true })
rmSync(server.place, { recursive: true, force: true })

function get(url: string, headers: Record<string, string>): Promise<number> {
  const from = performance.now()
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, agent }, (reply) => {
      reply.resume()
      reply.on('end', () =>
        reply.statusCode === 200
          ? resolve(performance.now() - from)
          : reject(new Error(`${reply.statusCode} ${url}`)),
      )
    })
    asked.on('error', reject)
    asked.end()
  })
}
