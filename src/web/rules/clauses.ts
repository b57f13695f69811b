// A clause as a line of numbers that people read. Names that a pack explains are said by its own words.
import type { Clause, ClauseOf } from '../../rulebook/clauses.ts'
import type { Pack } from '../../rulebook/pack.ts'
import type { Language } from '../../words/language.ts'
import type { PageWords } from '../../words/zh/pages.ts'
import { figure } from '../frame/text.ts'

type Words = PageWords['rules']['clauses']
export type Naming = (name: string) => string

/** Names by the labels of a pack, in the reader's language; a name without words is shown as it is. */
export function namingOf(labels: Pack['labels'], language: Language, words: Words): Naming {
  return (name) => {
    const said = labels?.[name]
    if (said === undefined) return words.names[name] ?? name
    return typeof said === 'string' ? said : language === 'en' ? said.en : said.zh
  }
}

/** What a clause says in numbers; empty where its words say it all. */
export const figuresOf = (clause: Clause, words: Words, name: Naming): string[] =>
  (byKind[clause.kind] as (clause: Clause, words: Words, name: Naming) => (string | undefined)[])(
    clause,
    words,
    name,
  ).filter((part): part is string => part !== undefined)

type Figures<K extends Clause['kind']> = (
  clause: ClauseOf<K>,
  words: Words,
  name: Naming,
) => (string | undefined)[]

const percent = (part: number): string => `${figure(part * 100)}%`
const said = <T>(value: T | undefined, say: (value: T) => string): string | undefined =>
  value === undefined ? undefined : say(value)

const byKind: { [K in Clause['kind']]: Figures<K> } = {
  forbid: () => [],
  require: (clause, words, name) => [
    said(clause.scoreMin, words.scoreMin),
    said(clause.scoreAbove, words.scoreAbove),
    said(clause.attendanceMin, (share) => words.attendanceMin(percent(share))),
    said(clause.overlapMin, (share) => words.overlapMin(percent(share))),
    said(clause.monthsMax, words.monthsMax),
    said(clause.known, (names) => words.known(names.map(name).join(words.and))),
    clause.evidence && words.evidence,
    said(clause.approval, (who) => words.approval(name(who))),
    clause.level && words.levelNotBelow,
    clause.credits && words.creditsNotBelow(clause.shortfallMax),
  ],
  value: ({ hours, credits, creditsMax }, words) => [
    hours === undefined || credits === undefined ? undefined : words.hoursAre(hours, credits),
    said(creditsMax, words.atMost),
  ],
  exempt: (clause, words, name) => [
    said(clause.countMax, words.coursesMost),
    words.within[clause.within ?? 'sum'],
    said(clause.leftover, (policy) => words.leftover[policy]),
    said(clause.record, ({ grade, score }) => words.record(name(grade), score)),
    clause.examNeeded && words.examNeeded,
    clause.from === undefined && clause.to === undefined ? undefined : words.window(clause.from, clause.to),
    said(clause.steps, (steps) => steps.map(name).join(' → ')),
  ],
  equivalent: ({ yearFrom, yearTo }, words) => [
    yearFrom === undefined && yearTo === undefined ? undefined : words.years(yearFrom, yearTo),
  ],
  limit: ({ max, min, per }, words, name) => [
    max && words.max(amountOf(max, words, name)),
    min && words.min(amountOf(min, words, name)),
    said(per, (each) => words.per(name(each))),
  ],
  calendar: ({ years, semesters }, words) => [
    said(years, words.yearBegins),
    said(semesters, (days) => words.semestersBegin(days.join(words.and))),
  ],
  once: ({ by, keep = 'first' }, words, name) => [words.once(name(by)), words.keep[keep]],
  validity: ({ months }, words) => [words.monthsMax(months)],
  rate: ({ from, to, numerator, numeratorMax, denominator, timesLevel }, words, name) => [
    words.rate(
      `${denominator} ${name(from)}`,
      `${numerator}${numeratorMax === undefined ? '' : `–${numeratorMax}`} ${name(to)}`,
    ),
    timesLevel && words.timesLevel,
  ],
  grade: () => [],
  procedure: ({ step, by, workingDays, days, months, to, fee }, words, name) => [
    name(step),
    said(by, (who) => who.map(name).join(' → ')),
    said(workingDays, words.workingDays),
    said(days, words.days),
    said(months, (list) => words.inMonths(list.join(words.and))),
    said(to, (day) => words.window(undefined, day)),
    said(fee, ({ amount, currency, per }) => words.fee(`${currency} ${amount}`, name(per))),
  ],
  settle: ({ share }, words) => [words.settle(percent(share))],
}

function amountOf(
  { credits, count, share, countShare, basis = 'counted' }: NonNullable<ClauseOf<'limit'>['max']>,
  words: Words,
  name: Naming,
): string {
  return [
    said(credits, words.credits),
    said(count, words.count),
    said(share, (part) => words.shareOf(percent(part), name(basis))),
    said(countShare, (part) => words.shareOf(percent(part), name(basis))),
  ]
    .filter((part) => part !== undefined)
    .join(words.and)
}

export type TableRow = { what: string; value: string }

/** The lines of a clause that is a table; empty for others. */
export function tableOf(clause: Clause, words: Words, name: Naming): TableRow[] {
  if (clause.kind === 'value')
    return (clause.table ?? []).map(({ of, from, to, credits }) => ({
      what: [whereOf(of, words, name), words.acquired(from, to)].filter(Boolean).join(' · '),
      value: words.credits(credits),
    }))
  if (clause.kind === 'grade')
    return clause.bands.map(({ from, above, grade, score }) => ({
      what: from === undefined && above === undefined ? grade : words.band(from, above),
      value: from === undefined && above === undefined ? String(score ?? '') : name(grade),
    }))
  if (clause.kind === 'equivalent')
    return clause.gives.map(({ course, credits }) => ({
      what: name(course),
      value: credits === undefined ? '' : words.credits(credits),
    }))
  if (clause.kind === 'exempt')
    return (clause.courses ?? []).map(({ course, credits }) => ({
      what: name(course),
      value: credits === undefined ? '' : words.credits(credits),
    }))
  return []
}

function whereOf(where: NonNullable<ClauseOf<'value'>['of']>, words: Words, name: Naming): string {
  const names = (given: string | string[]) => [given].flat().map(name).join(words.or)
  return Object.entries(where)
    .map(([key, wanted]) => {
      const value =
        typeof wanted === 'object' && 'not' in wanted ? words.not(names(wanted.not)) : names(wanted)
      return /^\d+(\D|$)/.test(value) ? `${name(key)} ${value}` : value
    })
    .join(' · ')
}

/** What clauses are about, in the order in which people ask. */
export const topics = {
  may: ['forbid', 'require', 'once', 'validity'],
  worth: ['value', 'rate', 'grade'],
  counts: ['exempt', 'equivalent'],
  limits: ['limit', 'calendar'],
  process: ['procedure', 'settle'],
} as const satisfies Record<string, readonly Clause['kind'][]>
export type Topic = keyof typeof topics

/** Clauses by what they are about; a topic without any is left out. */
export const byTopic = (clauses: readonly Clause[]): [Topic, Clause[]][] =>
  (Object.keys(topics) as Topic[])
    .map((topic): [Topic, Clause[]] => [
      topic,
      clauses.filter(({ kind }) => (topics[topic] as readonly string[]).includes(kind)),
    ])
    .filter(([, some]) => some.length > 0)
