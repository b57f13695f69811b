// rulebook/exchange.ts – one learning outcome for courses of a programme, by clauses: every clause is judged and
// reported, met or not, so that a learner sees the whole reason at once.
import { creditsFromHundredths, creditsFromNumber, type Credits } from '../values/credits.ts'
import { addMonths, type LocalDate, monthsBetween } from '../values/dates.ts'
import { hours as hoursOf, type Hours } from '../values/quantities.ts'
import { type Clause, type ClauseOf, clausesOf, fits, type Labels } from './clauses.ts'
import {
  type ClauseFinding,
  type Counted,
  type FindingCode,
  firstUnmet,
  judgeLimits,
  type Programme,
  sumOf,
} from './limits.ts'
import { gradeOf } from './scales.ts'

/** A learning outcome as clauses see it; what is null is not known. */
export type Acquired = {
  id: string
  title: string
  labels: Labels
  credits: Credits | null
  hours: Hours | null
  score: number | null
  attendance: number | null
  acquiredOn: LocalDate | null
  /** Whether a file proves it. */
  evidence: boolean
}

/** A course that it shall count for. `overlap` is the part of its content that was learnt, where that was compared. */
export type CourseWanted = {
  course: string
  title: string
  credits: Credits
  labels: Labels
  overlap: number | null
}

export type ExchangeAsked = {
  outcome: Acquired
  wanted: readonly CourseWanted[]
  programme: Programme
  /** The day of the application. */
  on: LocalDate
}

export type ExchangeJudged = {
  /** The first unmet rule; null when everything is kept. */
  code: FindingCode | null
  findings: ClauseFinding[]
  /** What the outcome is worth by the rules; null when they do not say. */
  worth: Credits | null
  counted: { course: string; credits: Credits; grade: string | null; examNeeded: boolean }[]
  used: Credits
  leftover: Credits
  leftoverPolicy: 'keep' | 'forfeit'
  /** What is converted in the programme with this, also where it is refused. */
  convertedAfter: Credits
  /** Who reviews it, one after the other. */
  steps: string[]
}

/** Judges an exchange by every clause that is for its programme. Counts nothing when one of them is not kept. */
export function judgeExchange(asked: ExchangeAsked, clauses: readonly Clause[]): ExchangeJudged {
  const { outcome, wanted, programme, on } = asked
  const { worth, finding } = worthOf(outcome, programme.labels, clauses)
  const setting = clausesOf(clauses, 'exempt', programme.labels).filter(({ of }) => fits(of, outcome.labels))
  const converted: Counted[] = wanted.map(({ course, title, credits, labels }) => ({
    outcome: outcome.id,
    title,
    course,
    credits: givenFor(course, setting) ?? credits,
    labels: { ...outcome.labels, ...labels },
    acquiredOn: outcome.acquiredOn,
  }))
  const after = [...programme.counted, ...converted]
  const findings = [
    ...(finding ? [finding] : []),
    ...judgeOutcome(asked, clauses),
    ...setting.flatMap((clause) => judgeSetting(clause, outcome, wanted, worth, on)),
    ...judgeLimits('max', programme, after, clauses, 'converted'),
  ]
  const code = firstUnmet(findings)
  const used = creditsFromHundredths(Math.min(sumOf(converted), worth ?? sumOf(converted)))
  const grade =
    setting.find(({ record }) => record !== undefined)?.record?.grade ??
    gradeOf(outcome, programme.labels, clauses)
  const examNeeded = setting.some((each) => each.examNeeded === true)
  return {
    code,
    findings,
    worth,
    counted:
      code === null
        ? converted.map(({ credits }, at) => ({ course: wanted[at]!.course, credits, grade, examNeeded }))
        : [],
    used: code === null ? used : creditsFromHundredths(0),
    leftover: creditsFromHundredths(code === null ? Math.max(0, (worth ?? used) - used) : (worth ?? 0)),
    leftoverPolicy: setting.find(({ leftover }) => leftover !== undefined)?.leftover ?? 'keep',
    convertedAfter: sumOf(after.filter(({ course }) => course !== null)),
    steps: setting.find(({ steps }) => steps !== undefined)?.steps ?? [],
  }
}

/** What a setting counts for a course where that is not the course's own; 免修 may give a course and no credit. */
function givenFor(course: string, setting: readonly ClauseOf<'exempt'>[]): Credits | undefined {
  const given = setting
    .flatMap(({ courses = [] }) => courses)
    .find((each) => each.course === course && each.credits !== undefined)
  return given && creditsFromNumber(given.credits!)
}

/** What an outcome is worth by itself, and whether it may be recognised at all. */
export function judgeOutcome(
  { outcome, wanted, programme, on }: ExchangeAsked,
  clauses: readonly Clause[],
): ClauseFinding[] {
  const { labels } = programme
  const targets: (CourseWanted | null)[] = wanted.length > 0 ? [...wanted] : [null]
  return [
    ...clausesOf(clauses, 'once', labels)
      .filter(({ of }) => fits(of, outcome.labels))
      .map((clause) => judgeOnce(clause, outcome, programme.counted)),
    ...clausesOf(clauses, 'forbid', labels)
      .filter(({ of }) => fits(of, outcome.labels))
      .flatMap(({ id, target, code = 'FORBIDDEN' }) =>
        targets
          .filter((course) => target === undefined || (course !== null && fits(target, course.labels)))
          .map((course) => plain(id, code, false, target === undefined ? null : (course?.title ?? null))),
      ),
    ...clausesOf(clauses, 'require', labels)
      .filter(({ of }) => fits(of, outcome.labels))
      .flatMap((clause) => judgeRequired(clause, outcome, wanted, on)),
  ]
}

const plain = (
  clause: string,
  code: FindingCode,
  met: boolean | null,
  about: string | null,
): ClauseFinding => ({
  clause,
  code,
  met,
  measure: 'none',
  value: null,
  bound: null,
  about,
})

/** By the first table line or rate that fits, or its own credits. What tables are for and none names has no worth. */
export function worthOf(
  outcome: Acquired,
  programme: Labels,
  clauses: readonly Clause[],
): { worth: Credits | null; finding: ClauseFinding | null } {
  const values = clausesOf(clauses, 'value', programme).filter(({ of }) => fits(of, outcome.labels))
  for (const clause of values) {
    const worth = byTable(clause, outcome) ?? byHours(clause, outcome)
    if (worth !== null) return { worth, finding: null }
  }
  const [first] = values
  if (first && values.some(({ table }) => table !== undefined))
    return { worth: null, finding: plain(first.id, 'NOT_IN_TABLE', false, outcome.title) }
  return { worth: outcome.credits, finding: null }
}

function byTable({ table = [] }: ClauseOf<'value'>, { labels, acquiredOn }: Acquired): Credits | null {
  const line = table.find(
    ({ of, from, to }) =>
      fits(of, labels) &&
      (from === undefined || (acquiredOn !== null && acquiredOn >= from)) &&
      (to === undefined || (acquiredOn !== null && acquiredOn < to)),
  )
  return line ? creditsFromNumber(line.credits) : null
}

/** Whole multiples of the hours only. */
function byHours(
  { hours: each, credits, creditsMax }: ClauseOf<'value'>,
  { hours }: Acquired,
): Credits | null {
  if (each === undefined || credits === undefined || hours === null) return null
  const earned = Math.floor(hours / hoursOf(each)) * creditsFromNumber(credits)
  return creditsFromHundredths(
    creditsMax === undefined ? earned : Math.min(earned, creditsFromNumber(creditsMax)),
  )
}

function judgeOnce(
  { id, by }: ClauseOf<'once'>,
  { id: outcome, title, labels }: Acquired,
  counted: readonly Counted[],
): ClauseFinding {
  const same = (each: Counted): boolean => {
    if (by === 'outcome') return each.outcome === outcome
    if (by === 'title') return bareTitle(each.title) === bareTitle(title)
    const own = labels[by]
    return typeof own === 'string' && fits({ [by]: own }, each.labels)
  }
  const before = counted.find(same)
  return plain(id, 'ALREADY_CONVERTED', before === undefined, before?.title ?? null)
}

/** Names are the same without spaces and punctuation (KR-15). */
export const bareTitle = (title: string): string =>
  title
    .normalize('NFKC')
    .replaceAll(/[\s\p{P}]/gu, '')
    .toLowerCase()

function judgeRequired(
  clause: ClauseOf<'require'>,
  outcome: Acquired,
  wanted: readonly CourseWanted[],
  on: LocalDate,
): ClauseFinding[] {
  const {
    id,
    scoreMin,
    scoreAbove,
    attendanceMin,
    overlapMin,
    monthsMax,
    known = [],
    evidence,
    approval,
    shortfallMax = 0,
  } = clause
  const courses = wanted.filter(({ labels }) => fits(clause.target, labels))
  if (clause.target !== undefined && courses.length === 0) return []
  const { score, attendance, acquiredOn, labels } = outcome
  const held = (
    code: FindingCode,
    measure: ClauseFinding['measure'],
    value: number | null,
    bound: number,
    isMet: (value: number) => boolean,
    about: string | null = null,
  ): ClauseFinding => ({
    clause: id,
    code,
    met: value === null ? null : isMet(value),
    measure,
    value,
    bound,
    about,
  })
  return [
    ...(scoreMin === undefined
      ? []
      : [held('SCORE', 'score', score, scoreMin, (value) => value >= scoreMin)]),
    ...(scoreAbove === undefined
      ? []
      : [held('SCORE', 'score', score, scoreAbove, (value) => value > scoreAbove)]),
    ...(attendanceMin === undefined
      ? []
      : [held('ATTENDANCE', 'share', attendance, attendanceMin, (value) => value >= attendanceMin)]),
    ...(monthsMax === undefined
      ? []
      : [
          held(
            'EXPIRED_EVIDENCE',
            'months',
            acquiredOn === null ? null : monthsBetween(acquiredOn, on),
            monthsMax,
            () => acquiredOn !== null && addMonths(acquiredOn, monthsMax) >= on,
          ),
        ]),
    ...known.map((name) => {
      const isKnown = name === 'credits' ? outcome.credits !== null : labels[name] !== undefined
      return plain(id, 'UNKNOWN', isKnown ? true : null, name)
    }),
    ...(evidence === undefined ? [] : [plain(id, 'MISSING_EVIDENCE', outcome.evidence, null)]),
    ...(approval === undefined
      ? []
      : [plain(id, 'APPROVAL_MISSING', fits({ approvedBy: approval }, labels), approval)]),
    ...courses.flatMap(({ title, credits, overlap, labels: target }) => [
      ...(overlapMin === undefined
        ? []
        : [held('OVERLAP', 'share', overlap, overlapMin, (value) => value >= overlapMin, title)]),
      ...(clause.credits === undefined
        ? []
        : [
            held(
              'CREDITS_BELOW',
              'credits',
              outcome.credits,
              credits - creditsFromNumber(shortfallMax),
              (value) => value >= credits - creditsFromNumber(shortfallMax),
              title,
            ),
          ]),
      ...(clause.level === undefined
        ? []
        : [plain(id, 'LEVEL_TOO_LOW', levelNotBelow(labels, target), title)]),
    ]),
  ]
}

/** Levels are compared by the label `levelRank`, a number as text. Unknown levels are nobody's fault. */
function levelNotBelow(own: Labels, target: Labels): boolean | null {
  const [a, b] = [own['levelRank'], target['levelRank']]
  return typeof a === 'string' && typeof b === 'string' ? Number(a) >= Number(b) : null
}

function judgeSetting(
  { id, courses, countMax, within = 'sum', from, to }: ClauseOf<'exempt'>,
  outcome: Acquired,
  wanted: readonly CourseWanted[],
  worth: Credits | null,
  on: LocalDate,
): ClauseFinding[] {
  const total = wanted.reduce((sum, { credits }) => sum + credits, 0)
  const enough = (value: number, about: string | null): ClauseFinding => ({
    clause: id,
    code: 'INSUFFICIENT_OUTCOME_CREDITS',
    met: worth === null ? null : value <= worth,
    measure: 'credits',
    value,
    bound: worth,
    about,
  })
  return [
    ...(from === undefined && to === undefined
      ? []
      : [
          plain(
            id,
            'WINDOW_CLOSED',
            (from === undefined || on >= from) && (to === undefined || on <= to),
            `${from ?? ''}–${to ?? ''}`,
          ),
        ]),
    ...(courses === undefined
      ? []
      : wanted
          .filter(({ course }) => !courses.some((each) => each.course === course))
          .map(({ title }) => plain(id, 'COURSE_NOT_LISTED', false, title))),
    ...(countMax === undefined
      ? []
      : [
          {
            clause: id,
            code: 'MAX_COUNT',
            met: wanted.length <= countMax,
            measure: 'count',
            value: wanted.length,
            bound: countMax,
            about: null,
          } as const,
        ]),
    ...(outcome.credits === null && worth === null
      ? []
      : within === 'sum'
        ? [enough(total, null)]
        : within === 'each'
          ? wanted.map(({ credits, title }) => enough(credits, title))
          : []),
  ]
}
