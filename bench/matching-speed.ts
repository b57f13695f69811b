// bench/matching-speed.ts – how long a match takes, how long an index takes to build, and how much memory it holds.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { buildCatalogueIndex, putCourse } from '../src/matching/catalogue-index.ts'
import type { CatalogueIndex, MatchCourse } from '../src/matching/catalogue-index.ts'
import { matchCourses } from '../src/matching/match.ts'
import { profileFor } from '../src/matching/naming-profile.ts'
import { generate } from './matching-generator.ts'

export function speed(sizes: readonly number[], titles: readonly string[]): void {
  for (const size of sizes) {
    const institutions = Math.max(1, Math.round(size / 5000))
    const before = held()
    let courses: MatchCourse[] | undefined = generate(size, institutions, titles)
    const queries = generate(2_000, 1, titles)
      .map(({ title, credits, hours }, i) => ({
        title,
        credits,
        hours,
        targetInstitution: `第${i % institutions}大学`,
      }))
      .slice(-1_000)
    const cpu = process.cpuUsage()
    const started = process.hrtime.bigint()
    const index = buildCatalogueIndex(courses, profileFor)
    const seconds = Number(process.hrtime.bigint() - started) / 1e9
    courses = undefined
    const { user, system } = process.cpuUsage(cpu)
    console.log(
      `${size} courses: built in ${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processor time`,
    )
    time(
      `${size}, the whole index`,
      index,
      queries.map(({ title, credits, hours }) => ({ title, credits, hours })),
    )
    if (institutions > 1) time(`${size}, one institution of about 5,000`, index, queries)
    console.log(
      `  memory ${((held() - before) / 1e6).toFixed(0)} MB held by the index and what matching keeps`,
    )
    visible(index)
  }
}

function time(
  what: string,
  index: CatalogueIndex,
  queries: readonly Parameters<typeof matchCourses>[1][],
): void {
  for (const query of queries.slice(0, 300)) matchCourses(index, query)
  const byClock: number[] = []
  const byProcessor: number[] = []
  for (const query of queries) {
    const cpu = process.cpuUsage()
    const started = process.hrtime.bigint()
    matchCourses(index, query)
    byClock.push(Number(process.hrtime.bigint() - started) / 1e6)
    const { user, system } = process.cpuUsage(cpu)
    byProcessor.push((user + system) / 1e3)
  }
  console.log(`  ${what}: by the clock ${spread(byClock)}; of processor time ${spread(byProcessor)}`)
}

/** The clock says what a user waits on this machine as it is; processor time, what the work itself takes on a busy one. */
function spread(times: number[]): string {
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)]!.toFixed(2)
  const total = times.reduce((a, b) => a + b, 0)
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, ${Math.round((times.length * 1000) / total)}/s`
}

function visible(index: CatalogueIndex): void {
  const started = process.hrtime.bigint()
  putCourse(index, { id: 'changed', institution: '第0大学', title: '极罕见之课程名目', language: 'zh' })
  const [first] = matchCourses(index, { title: '极罕见之课程名目' })
  const ms = Number(process.hrtime.bigint() - started) / 1e6
  if (first?.id !== 'changed') throw new Error('A changed course was not found')
  console.log(`  one changed course visible after ${ms.toFixed(1)} ms`)
}

/** Bytes the process holds after a collection. */
function held(): number {
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

setFlagsFromString('--expose-gc')
const collected: unknown = runInNewContext('gc')
function collect(): void {
  if (typeof collected !== 'function') throw new Error('No garbage collection to call')
  collected()
}
