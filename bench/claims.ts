// bench/claims.ts – a bank full of submitted claims, and servers to decide them at: what check:kill-decision and
// bench:decide start from.
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { holding } from '../src/access/model.ts'
import { identityOf } from '../src/app.ts'
import { coursesForIndex, institutionByCode, loadCatalogue } from '../src/catalogue/operations.ts'
import { openDatabase, read, transact } from '../src/database/connection.ts'
import { seedDemo } from '../src/demo/seed.ts'
import { pictureOf, uploadFile } from '../src/evidence/operations.ts'
import { type Acting, draftClaim, submitClaim } from '../src/recognition/operations.ts'
import { person, type Person } from '../src/testing/people.ts'
import { day, localDate } from '../src/values/dates.ts'
import { publicId, type Uuid } from '../src/values/ids.ts'

/** Courses of 明德 that count as ones of 临港 by the three principles alone. */
const pairs = [
  ['数据结构与算法', '数据结构'],
  ['线性代数', '线性代数'],
  ['概率论与数理统计', '概率统计'],
  ['离散数学', '离散数学'],
  ['面向对象程序设计', '面向对象程序设计'],
  ['数据库系统', '数据库原理'],
  ['计算机组成原理', '计算机组成与体系结构'],
  ['编译原理', '编译技术'],
  ['软件工程', '软件工程'],
  ['信号与系统', '信号与系统'],
] as const

export type Filled = { reviewers: Person[]; claims: string[] }

/** The demo world, and learners with ten claims each that a reviewer may approve. */
export async function fillBank(
  url: string,
  dataDir: string,
  { learners, reviewers }: { learners: number; reviewers: number },
): Promise<Filled> {
  const { db, close } = openDatabase({ url })
  const identity = identityOf(db, { dataDir, demo: false })
  await seedDemo(db, identity)
  const memory = await loadCatalogue(db)
  const { courses, target } = await read(db, {}, async (tx, at) => ({
    courses: await coursesForIndex(tx, localDate(at)),
    target: await institutionByCode(tx, 'LG'),
  }))
  const idOf = (school: string, title: string): Uuid =>
    courses.find(({ code, titleZh }) => code.startsWith(school) && titleZh === title)!.id
  const claims: string[] = []
  for (let place = 0; place < learners; place++) {
    const learner = await person(identity, [{ role: 'learner' }], { verifiedBy: 'demo' })
    await transact(db, {}, async (tx) => {
      const bank = { db: tx, vault: identity.vault, memory: () => memory }
      const call = callOf(learner.id)
      for (const [from, to] of pairs) {
        const file = await uploadFile(
          bank,
          { name: `${from}.png`, content: pictureOf(`${place} ${from}`) },
          call,
        )
        const id = await draftClaim(
          bank,
          {
            courseId: idOf('MD', from),
            lotId: null,
            issuerId: null,
            title: null,
            credits: null,
            hours: null,
            kind: null,
            level: null,
            grade: '85',
            earnedOn: day('2026-06-30'),
            certificateNumber: null,
            targetInstitutionId: target!.id,
            targetCourseId: idOf('LG', to),
            asElective: false,
            files: [file.id],
            note: null,
          },
          call,
        )
        await submitClaim(bank, id, call)
        claims.push(publicId('claim', id))
      }
    })
  }
  const staff: Person[] = []
  for (let place = 0; place < reviewers; place++) staff.push(await person(identity, [{ role: 'reviewer' }]))
  await close()
  return { reviewers: staff, claims }
}

const callOf = (user: Uuid): Acting => ({
  principal: { ...holding(user, [{ role: 'learner', institution: null }]), verified: true },
  language: 'zh-CN',
  traceId: 'bench',
  client: { address: '127.0.0.1', agent: 'bench', cookies: {} },
  key: null,
  answer: { cookies: [] },
})

export type Server = { process: ChildProcess; address: string }

/** A server process of its own on this bank; resolves when it listens. `quiet` where its end is part of the plan. */
export function startServer(url: string, dataDir: string, quiet?: 'quiet'): Promise<Server> {
  const script = join(import.meta.dirname, 'claims-server.js')
  const server = spawn(process.execPath, [script, url, dataDir], {
    stdio: ['ignore', 'pipe', quiet ? 'ignore' : 'inherit'],
  })
  const lines = createInterface({ input: server.stdout })
  return new Promise((resolve, reject) => {
    lines.once('line', (address) => resolve({ process: server, address }))
    server.once('exit', (code) => reject(new Error(`The server ended with ${code}`)))
  })
}

/** Kills without a warning, and waits until it is gone. */
export async function kill({ process: victim }: Server): Promise<void> {
  if (victim.exitCode !== null || victim.signalCode !== null) return
  const gone = new Promise((resolve) => victim.once('exit', resolve))
  victim.kill('SIGKILL')
  await gone
}
