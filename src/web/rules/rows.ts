// A rule set as rows that people read; two versions are compared row by row.
import type { getRuleSet } from '../../rulebook/contract.ts'
import type { PageWords } from '../../words/zh/pages.ts'
import type { ReplyOf } from '../api.ts'
import { figure } from '../frame/text.ts'

export type Content = ReplyOf<typeof getRuleSet>['versions'][number]['content']
export type Row = { label: string; value: string }

export function rowsOf(
  { rounding, hours, content, grade, credit, validity }: Content,
  { rules: words, institutions }: Pick<PageWords, 'rules' | 'institutions'>,
): Row[] {
  const { items } = words
  const may = (allowed: boolean) => (allowed ? words.yes : words.no)
  return [
    { label: items.coverage, value: percent(hours.coverageMin) },
    { label: items.hoursPerCredit, value: words.hours(hours.hoursPerCreditDefault) },
    { label: items.overlap, value: percent(content.overlapMin) },
    { label: items.title, value: may(content.titleSuffices) },
    { label: items.score, value: grade.scoreMin === null ? words.noScore : words.score(grade.scoreMin) },
    ...Object.entries(grade.conversions).map(([scale, scores]) => ({
      label: items.conversion(institutions.scales[scale] ?? scale),
      value: Object.entries(scores)
        .sort(([, a], [, b]) => b - a)
        .map(([word, score]) => `${word} ${score}`)
        .join(' · '),
    })),
    { label: items.rounding, value: words.roundings[rounding.mode](rounding.step) },
    { label: items.recorded, value: words.recorded[credit.recorded] },
    { label: items.surplus, value: words.surplus[credit.surplus] },
    { label: items.elective, value: may(credit.electiveOffer) },
    {
      label: items.years,
      value: validity.yearsMax === null ? words.noYears : words.years(validity.yearsMax),
    },
  ]
}

const percent = (part: number): string => `${figure(part * 100)}%`

export type Change = Row & { was: string | null }

/** Rows that say something else than before; `was` is null where there was no such rule. */
export function changesBetween(before: Row[], after: Row[]): Change[] {
  const earlier = new Map(before.map(({ label, value }) => [label, value]))
  const kept = new Set(after.map(({ label }) => label))
  return [
    ...after.flatMap((row) => {
      const was = earlier.get(row.label) ?? null
      return was === row.value ? [] : [{ ...row, was }]
    }),
    ...before.flatMap(({ label, value }) => (kept.has(label) ? [] : [{ label, value: '—', was: value }])),
  ]
}
