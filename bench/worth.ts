// npm run bench:worth – how long the worth answer takes over HTTP, from a bank of its own on the embedded PostgreSQL.
// Options: --catalog FILE (a real catalogue as target, else the demo's) --requests 2000 --clients 4
import { mkdtempSync, readFileSync, rmSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { buildApp } from '../src/app.ts'
import { findCourses, findInstitutions, importCourses } from '../src/catalogue/operations.ts'
import { openDatabase } from '../src/database/connection.ts'
import { startEmbedded } from '../src/database/embedded.ts'
import { migrate } from '../src/database/migrate.ts'
import { publicId } from '../src/values/ids.ts'
import { ask, percentile } from './client.ts'

const { values: options } = parseArgs({
  options: {
    catalog: { type: 'string' },
    requests: { type: 'string', default: '2000' },
    clients: { type: 'string', default: '4' },
  },
})
const requests = Number(options.requests)
const clients = Number(options.clients)

const dataDir = mkdtempSync(join(tmpdir(), 'cb-bench-worth-'))
chmodSync(dataDir, 0o755)
const server = await startEmbedded({ dataDir })
try {
  await migrate(server.url)
  const database = openDatabase({ url: server.url })
  let began = performance.now()
  const config = { logLevel: 'silent', demo: true, dataDir }
  const first = await buildApp({ ...database, config })
  row('demo world and first start', ms(began))

  const org = options.catalog === undefined ? 'LG' : 'BH'
  if (options.catalog !== undefined) {
    began = performance.now()
    const bytes = readFileSync(options.catalog)
    const report = await importCourses(database.db, { org, bytes, dryRun: false })
    row(`import of ${report.added} courses`, ms(began), `${report.flaws.length} rows refused`)
  }
  await first.close()
  began = performance.now()
  const http = await buildApp({ ...database, config })
  const address = await http.listen({ host: '127.0.0.1', port: 0 })
  row('start with the data there', ms(began))

  const questions = await questionsFor(org)
  await load(address, questions, Math.min(200, requests), clients)
  for (const [name, perQuestion] of [
    ['one course', 1],
    ['a transcript of 60', 60],
  ] as const) {
    const count = perQuestion === 1 ? requests : Math.max(20, Math.round(requests / 40))
    const { times, seconds } = await load(
      address,
      grouped(questions, perQuestion),
      count,
      perQuestion === 1 ? clients : 1,
    )
    row(
      name,
      `p50 ${percentile(times, 0.5)} ms  p95 ${percentile(times, 0.95)} ms  p99 ${percentile(times, 0.99)} ms`,
      `${(count / seconds).toFixed(0)} requests/s, ${perQuestion === 1 ? clients : 1} clients`,
    )
  }
  await http.close()
  await database.close()

  /** Courses of the other schools, asked about at the target: what people really ask, drawn evenly. */
  async function questionsFor(target: string) {
    const { rows } = await findInstitutions(database.db, {}, { offset: 0, limit: 100 })
    const targetId = rows.find(({ code }) => code === target)!.id
    const courses = await findCourses(database.db, {}, { offset: 0, limit: 1000 })
    const asked = courses.rows.filter(({ institutionId }) => institutionId !== targetId)
    return asked.map(({ id }, at) => ({
      targetInstitutionId: publicId('inst', targetId),
      courses: [
        { courseId: publicId('course', id), ...(at % 3 === 0 ? {} : { grade: String(60 + (at % 40)) }) },
      ],
    }))
  }
} finally {
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

type Question = { targetInstitutionId: string; courses: object[] }

function grouped(questions: Question[], size: number): Question[] {
  if (size === 1) return questions
  return questions.map(({ targetInstitutionId }, at) => ({
    targetInstitutionId,
    courses: Array.from({ length: size }, (_, n) => questions[(at + n) % questions.length]!.courses[0]!),
  }))
}

async function load(address: string, questions: Question[], count: number, inFlight: number) {
  const times: number[] = []
  let next = 0
  const began = performance.now()
  const worker = async () => {
    while (next < count) {
      const question = questions[next++ % questions.length]!
      const { status, text, ms } = await ask(`${address}/api/v1/worth/questions`, question)
      if (status !== 200) throw new Error(`${status} ${text}`)
      times.push(ms)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  return { times, seconds: (performance.now() - began) / 1000 }
}

function row(name: string, figure: string, note = ''): void {
  console.log(`${name.padEnd(28)} ${figure.padEnd(46)} ${note}`)
}

function ms(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(2)} s`
}
