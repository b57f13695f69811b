// scenarios/server.ts – a scenario through a bank’s public API, as a program would use it. The bank is in demo mode.
// A server has one clock: the days of lots and claims are moved by as much as lies between the scenario’s today and the
// server’s. Questions to clauses name their day, so they and the rules stay as they are written.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { pictureOf } from '../evidence/operations.ts'
import {
  addDays,
  addMonths,
  day,
  isLocalDate,
  type LocalDate,
  localDate,
  monthsBetween,
} from '../values/dates.ts'
import { Problem } from '../values/problem.ts'
import { commandOf, noOperation, type Scenario, type Step, type World } from './format.ts'
import { judged } from './given.ts'
import { ScenarioFault } from './memory.ts'

/** How long a right that a scenario lends “until” a time really lasts. */
const lentMs = 4_000
/** A changed catalogue counts within half a second on every server. */
const catalogueMs = 1_000

const Staged = z.object({
  institutions: z.record(z.string(), z.object({ id: z.string(), ruleSet: z.string().nullable() })),
  courses: z.record(z.string(), z.string()),
  people: z.record(z.string(), z.object({ person: z.string(), user: z.string(), learner: z.string() })),
  lots: z.record(z.string(), z.string()),
  password: z.string(),
})

const CandidateSeen = z.object({
  course: z.object({ titleZh: z.string() }),
  verdict: z.string(),
  reasons: z.array(z.string()),
  recorded: z.string(),
  surplus: z.string(),
  surplusPolicy: z.string(),
  electiveOffer: z.string().nullable(),
  supplementHours: z.number(),
  principles: z.object({
    hours: z.object({ met: z.boolean().nullable(), coverage: z.number().nullable() }),
    content: z.object({ met: z.boolean().nullable(), overlap: z.number().nullable() }),
    grade: z.object({ met: z.boolean().nullable(), score: z.number().nullable() }),
  }),
})

/** The bank said no, with its code. */
class Refused extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** Has the server take up what the scenario gives, and enters as its people. */
export async function serverWorld(scenario: Scenario, url: string): Promise<World> {
  const base = url.replace(/\/+$/, '')
  const cookies = new Map<string, string>()
  const today = localDate(new Date())
  const moved = mover(day(scenario.today), today)
  const claims = new Map<string, string>()
  const grantsEnd = new Map<string, number>()
  const records = new Map<string, { id: string; of: string; posting: string | null }>()
  const requests = new Map<string, string>()

  async function call(
    method: string,
    path: string,
    body: object | undefined,
    as: string | undefined,
    key?: string,
  ): Promise<Record<string, unknown>> {
    const reply = await fetch(`${base}${path}`, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(as === undefined ? {} : { cookie: await cookieOf(as) }),
        ...(key ? { 'idempotency-key': key } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).catch(() => {
      throw new Problem('server_unreachable', { url: base })
    })
    const content = (await reply.json()) as Record<string, unknown>
    if (reply.ok) return content
    if (reply.status >= 500)
      throw new Problem('server_failed', { url: `${base}${path}`, status: reply.status })
    const [flaw] = (content['errors'] ?? []) as { code: string }[]
    throw new Refused(flaw?.code ?? String(content['code']))
  }

  const world = Staged.parse(
    await call(
      'POST',
      '/api/v1/demo/worlds',
      { given: { ...scenario.given, lots: moved(scenario.given?.lots ?? {}) } },
      undefined,
    ).catch((error: unknown) => {
      if (error instanceof Refused && error.code === 'not_found')
        throw new Problem('server_not_demo', { url: base })
      throw error
    }),
  )
  await pause(catalogueMs)
  for (const { of, to } of scenario.given?.consents ?? []) {
    const consent = { purpose: 'teacher_view', textVersion: '1', parts: [], endsAt: null }
    await call('POST', '/api/v1/me/consents', { ...consent, to: named(world.people, to).user }, of)
  }

  async function cookieOf(name: string): Promise<string> {
    const known = cookies.get(name)
    if (known !== undefined) return known
    const { person } = named(world.people, name)
    const reply = await fetch(`${base}/api/v1/demo/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person }),
    })
    const cookie = reply.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ')
    cookies.set(name, cookie)
    return cookie
  }

  const clausesAnswer = async (rules: string, question: object, on: string | undefined) => {
    const number = named(world.institutions, rules).ruleSet ?? fault(`rules of ${rules}`)
    const { answer } = await call(
      'POST',
      `/api/v1/rule-sets/${encodeURIComponent(number)}/judgements`,
      { ...question, ...(on === undefined ? {} : { on }) },
      undefined,
    )
    return answer as Record<string, unknown>
  }

  const verbs = {
    async ask({ course, grade, at, target }: NonNullable<Step['ask']>, { today: on }: Step) {
      const reply = await call(
        'POST',
        '/api/v1/worth/questions',
        {
          targetInstitutionId: named(world.institutions, at).id,
          courses: [
            {
              courseId: named(world.courses, course),
              ...(grade === undefined ? {} : { grade }),
              ...(target === undefined ? {} : { targetCourseId: named(world.courses, target) }),
            },
          ],
          ...(on === undefined ? {} : { on }),
        },
        undefined,
      )
      const [answer] = reply['answers'] as { candidates: unknown[] }[]
      const best = answer?.candidates[0]
      return best === undefined ? { verdict: null } : explained(best)
    },

    async file(asked: NonNullable<Step['file']>, { as }: Step) {
      const picture = pictureOf(`${asked.evidence ?? randomUUID()} ${world.people[as ?? '']?.person}`)
      const files =
        asked.lot === undefined
          ? [
              (
                await call(
                  'POST',
                  '/api/v1/evidence/files',
                  { name: `${asked.evidence ?? 'evidence'}.png`, content: picture.toString('base64') },
                  as,
                )
              )['id'],
            ]
          : []
      const target = asked.target === undefined ? undefined : placeOfCourse(asked.target)
      const { id } = await call(
        'POST',
        '/api/v1/recognition/claims',
        {
          ...(asked.lot === undefined
            ? {
                courseId: named(world.courses, asked.course ?? fault('a course or a lot')),
                grade: asked.grade,
                earnedOn: asked.earnedOn ?? addDays(today, -1),
              }
            : { lotId: named(world.lots, asked.lot) }),
          files,
          asElective: asked.asElective ?? false,
          ...(target === undefined
            ? {}
            : { targetInstitutionId: target.institution, targetCourseId: target.course }),
        },
        as,
      )
      await call('POST', `/api/v1/recognition/claims/${String(id)}/submission`, {}, as)
      claims.set(asked.claim, String(id))
      const { state, candidate } = await call(
        'GET',
        `/api/v1/recognition/claims/${String(id)}`,
        undefined,
        as,
      )
      return { state, ...(candidate ? explained(candidate) : {}) }
    },

    async decide(
      { claim, decision, outcome, opinion, times = 1 }: NonNullable<Step['decide']>,
      { as }: Step,
    ) {
      const key = randomUUID()
      const id = claimOf(claim)
      const numbers = new Set<unknown>()
      let last: Record<string, unknown> = {}
      for (let sent = 0; sent < times; sent++) {
        last = await call(
          'POST',
          `/api/v1/recognition/claims/${id}/decision`,
          { decision, ...(outcome ? { outcome } : {}), ...(opinion ? { opinion } : {}) },
          as,
          key,
        )
        const posting = last['posting'] as { number: string } | null
        if (posting) numbers.add(posting.number)
      }
      return { ...inNumbers(last, ['recorded', 'elective', 'deposited']), postings: numbers.size }
    },

    async withdraw({ claim }: NonNullable<Step['withdraw']>, { as }: Step) {
      const id = claimOf(claim)
      await call('POST', `/api/v1/recognition/claims/${id}/withdrawal`, {}, as)
      return { state: (await call('GET', `/api/v1/recognition/claims/${id}`, undefined, as))['state'] }
    },

    async account({ of, day: on }: NonNullable<Step['account']>, { as, time }: Step) {
      const ended = [...grantsEnd]
        .filter(([until]) => time !== undefined && time >= until)
        .map(([, at]) => at)
      const waiting = Math.max(0, ...ended.map((at) => at - Date.now()))
      if (waiting > 0) await pause(waiting + 50)
      const reply = await call(
        'GET',
        `/api/v1/learners/${named(world.people, of).learner}/account${on === undefined ? '' : `?on=${on}`}`,
        undefined,
        as,
      )
      const units = reply['units'] as ({ unit: { id: string } } & Record<string, unknown>)[]
      return {
        units: Object.fromEntries(
          Object.entries(world.institutions).flatMap(([code, { id }]) => {
            const own = units.find(({ unit }) => unit.id === id)
            return own
              ? [
                  [
                    code,
                    inNumbers(
                      own,
                      Object.keys(own).filter((name) => name !== 'unit'),
                    ),
                  ],
                ]
              : []
          }),
        ),
      }
    },

    async looks(_: NonNullable<Step['looks']>, { as }: Step) {
      const { data } = await call('GET', '/api/v1/me/access-log', undefined, as)
      return {
        count: (data as { action: string }[]).filter(({ action }) => action === 'account.read').length,
      }
    },

    async grant({ to, operation, target, until, reason }: NonNullable<Step['grant']>, { as }: Step) {
      const endsAt = Date.now() + lentMs
      await call(
        'POST',
        '/api/v1/grants',
        {
          to: named(world.people, to).user,
          operation,
          targets: [named(world.people, target).learner],
          endsAt: new Date(endsAt).toISOString(),
          reason,
        },
        as,
      )
      grantsEnd.set(until, endsAt)
      return { given: true }
    },

    async enter({ record, of, course, grade }: NonNullable<Step['enter']>, { as }: Step) {
      const { id } = await call(
        'POST',
        '/api/v1/credit-records',
        {
          learnerId: named(world.people, of).learner,
          courseId: named(world.courses, course),
          grade,
          earnedOn: addDays(today, -1),
        },
        as,
      )
      records.set(record, { id: String(id), of, posting: null })
      const path = `/api/v1/credit-records/${String(id)}/submission`
      return { state: (await call('POST', path, {}, as))['state'] }
    },

    async review({ record: name }: NonNullable<Step['review']>, { as }: Step) {
      const record = recordOf(name)
      const path = `/api/v1/credit-records/${record.id}/decision`
      const { state, posting } = await call('POST', path, { decision: 'approve' }, as)
      records.set(name, { ...record, posting: (posting as { number: string } | null)?.number ?? null })
      return { state }
    },

    /** No operation has such an address: the bank does not know it. */
    async remove({ record }: NonNullable<Step['remove']>, { as }: Step) {
      const path = `/api/v1/credit-records/${recordOf(record).id}`
      await call('GET', path, undefined, as)
      return call('DELETE', path, undefined, as).catch((error: unknown) => {
        const isUnknown = error instanceof Refused && ['not_found', 'method_not_allowed'].includes(error.code)
        if (!isUnknown) throw error
        return { refused: noOperation }
      })
    },

    async reverse({ record, reason, request }: NonNullable<Step['reverse']>, { as }: Step) {
      const { of, posting } = recordOf(record)
      const path = `/api/v1/learners/${named(world.people, of).learner}/account/reversals`
      const filed = await call('POST', path, { posting, ...(reason === undefined ? {} : { reason }) }, as)
      requests.set(request, String(filed['request']))
      return { state: 'pending' }
    },

    async confirm({ request }: NonNullable<Step['confirm']>, { as }: Step) {
      const id = requests.get(request) ?? fault(`request ${request}`)
      await call('POST', '/api/v1/me/step-up', { password: world.password }, as)
      await call('POST', `/api/v1/requests/${id}/decision`, { confirm: true }, as)
      return { state: 'reversed' }
    },

    exchange: ({ rules, ...exchange }: NonNullable<Step['exchange']>, { today: on }: Step) =>
      clausesAnswer(rules, { exchange }, on),
    sets: ({ rules, ...sets }: NonNullable<Step['sets']>, { today: on }: Step) =>
      clausesAnswer(rules, { sets }, on),
    award: ({ rules, ...award }: NonNullable<Step['award']>, { today: on }: Step) =>
      clausesAnswer(rules, { award }, on),
  }

  const recordOf = (name: string) => records.get(name) ?? fault(`record ${name}`)
  const claimOf = (name: string): string => claims.get(name) ?? fault(`claim ${name}`)
  const placeOfCourse = (name: string) => ({
    course: named(world.courses, name),
    institution: named(world.institutions, name.slice(0, name.indexOf('/'))).id,
  })

  return {
    async perform(given) {
      const asWritten = { today: scenario.today, ...given }
      const step = judged.some((name) => name in given) ? asWritten : moved(asWritten)
      const command = commandOf(step) ?? fault('one command')
      if (!(command in verbs)) return { refused: noOperation }
      try {
        return await (
          verbs[command as keyof typeof verbs] as (
            asked: unknown,
            step: Step,
          ) => Promise<Record<string, unknown>>
        )(step[command], step)
      } catch (error) {
        if (error instanceof Refused) return { refused: error.code }
        throw error
      }
    },
    async close() {},
  }
}

const fault = (what: string): never => {
  throw new ScenarioFault(`The scenario names no ${what}`)
}
function named<V>(kept: Record<string, V>, name: string): V {
  return kept[name] ?? fault(name)
}

const inNumbers = (reply: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> => ({
  ...reply,
  ...Object.fromEntries(keys.map((key) => [key, Number(reply[key])])),
})

/** Moves every day in something by whole months, and then by the days that are left. */
function mover(from: LocalDate, to: LocalDate): <T>(value: T) => T {
  const forward = from <= to
  const months = forward ? monthsBetween(from, to) : -monthsBetween(to, from)
  const shifted = addMonths(from, months)
  const days = Math.round((Date.parse(to) - Date.parse(shifted)) / 86_400_000)
  const move = (value: unknown): unknown => {
    if (typeof value === 'string') return isLocalDate(value) ? addDays(addMonths(value, months), days) : value
    if (Array.isArray(value)) return value.map(move)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, move(each)]))
  }
  return move as <T>(value: T) => T
}

function explained(candidate: unknown) {
  const { course, principles, ...seen } = CandidateSeen.parse(candidate)
  return {
    target: course.titleZh,
    ...seen,
    recorded: Number(seen.recorded),
    surplus: Number(seen.surplus),
    electiveOffer: seen.electiveOffer === null ? null : Number(seen.electiveOffer),
    coverage: principles.hours.coverage,
    overlap: principles.content.overlap,
    score: principles.grade.score,
    hours: principles.hours.met,
    content: principles.content.met,
    grade: principles.grade.met,
  }
}
