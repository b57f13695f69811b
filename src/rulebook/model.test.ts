import fc from 'fast-check'
import { expect, test } from 'vitest'
import { credits } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import { hours, score, share } from '../values/quantities.ts'
import { type Case, judge, RuleSetContent } from './model.ts'

/** The rules of school B in CASES W1. */
const rules = RuleSetContent.parse({
  rounding: { mode: 'down', step: '0.5' },
  hours: { coverageMin: 0.9, hoursPerCreditDefault: 16 },
  content: { overlapMin: 0.7, titleSuffices: false },
  grade: { scoreMin: 60, conversions: { five: { 优: 95, 良: 85, 中: 75, 及格: 65, 不及格: 55 } } },
  credit: { recorded: 'lesser', surplus: 'elective', electiveOffer: true },
  validity: { yearsMax: null },
})

type W1 = {
  h: number
  c: string
  grade: string
  scale?: string
  to: number
  tc: string
  overlap: number
  min: number
}
const w1Case = (row: W1): Case => ({
  learnt: {
    hours: hours(row.h),
    hoursPerCredit: hours(18),
    credits: credits(row.c),
    grade: { scale: row.scale ?? 'percent', grade: row.grade, passed: true },
    earnedOn: null,
  },
  counted: {
    hours: hours(row.to),
    hoursPerCredit: hours(16),
    credits: credits(row.tc),
    scoreMin: score(row.min),
  },
  likeness: { titleAccepted: false, overlap: share(row.overlap), conflicts: [] },
  equivalency: null,
  on: day('2026-11-23'),
})
const dataStructures: W1 = { h: 72, c: '4', grade: '82', to: 64, tc: '4', overlap: 0.84, min: 60 }

test.each([
  [
    '数据结构与算法 counts in full, the surplus as elective',
    dataStructures,
    {
      verdict: 'approved',
      reasons: [],
      recorded: 400,
      surplus: 50,
      surplusPolicy: 'elective',
      supplementHours: 0,
      hours: { coverage: 11250, credits: 450 },
    },
  ],
  [
    '计算机网络 lacks 12 hours, or counts 2.0 as elective',
    { h: 36, c: '2', grade: '90', to: 48, tc: '3', overlap: 0.91, min: 60 },
    {
      verdict: 'needs_supplement',
      reasons: ['HOURS_SHORT'],
      recorded: 0,
      electiveOffer: 200,
      supplementHours: 1200,
      hours: { coverage: 7500, credits: 200 },
    },
  ],
  [
    '人工智能导论 goes to experts, offered as 3.0 elective',
    { h: 48, c: '2.5', grade: '88', to: 48, tc: '3', overlap: 0.55, min: 60 },
    { verdict: 'expert_review', reasons: ['CONTENT_BELOW_MIN'], recorded: 0, electiveOffer: 300 },
  ],
  [
    '操作系统 is rejected: 及格 is 65, below 70',
    { h: 64, c: '3.5', grade: '及格', scale: 'five', to: 64, tc: '4', overlap: 0.88, min: 70 },
    {
      verdict: 'rejected',
      reasons: ['GRADE_BELOW_MIN'],
      recorded: 0,
      electiveOffer: null,
      grade: { score: 6500, scoreMin: 7000 },
    },
  ],
])('W1: %s', (_, row, expected) => {
  expect(judge(w1Case(row), rules)).toMatchObject(expected)
})

test.each([
  ['the coverage threshold itself passes', { h: 57.6 }, 'approved'],
  ['one hundredth of an hour less does not', { h: 57.59 }, 'needs_supplement'],
  ['the overlap threshold itself passes', { overlap: 0.7 }, 'approved'],
  ['one basis point less goes to experts', { overlap: 0.6999 }, 'expert_review'],
  ['the least grade itself passes', { grade: '60' }, 'approved'],
  ['a hundredth less is rejected', { grade: '59.99' }, 'rejected'],
])('%s', (_, change, verdict) => {
  expect(judge(w1Case({ ...dataStructures, ...change }), rules).verdict).toBe(verdict)
})

test('a conflict of kind, part or level never passes by machine, whatever the overlap', () => {
  const conflicted = w1Case({ ...dataStructures, overlap: 1 })
  conflicted.likeness = { ...conflicted.likeness, titleAccepted: true, conflicts: ['kind'] }
  expect(judge(conflicted, { ...rules, content: { overlapMin: 0, titleSuffices: true } })).toMatchObject({
    verdict: 'expert_review',
    reasons: ['CONFLICT'],
  })
})

test('without a syllabus a title decides only where the rule set says so', () => {
  const titled = w1Case(dataStructures)
  titled.likeness = { titleAccepted: true, overlap: null, conflicts: [] }
  expect(judge(titled, rules)).toMatchObject({ verdict: 'expert_review', reasons: ['CONTENT_UNKNOWN'] })
  expect(judge(titled, { ...rules, content: { ...rules.content, titleSuffices: true } }).verdict).toBe(
    'approved',
  )
})

const reference = {
  kind: 'equivalency',
  number: 'E-1',
  version: 3,
  titleZh: '等效',
  titleEn: null,
  from: day('2024-01-01'),
  to: null,
} as const

test('a refusal by people wins over every other principle', () => {
  const refused: Case = {
    ...w1Case(dataStructures),
    equivalency: { reference, outcome: 'refused', note: '内容不足' },
  }
  expect(judge(refused, rules)).toMatchObject({
    verdict: 'rejected',
    reasons: ['REFUSED_BY_RULE'],
    recorded: 0,
  })
})

test.each([
  ['on the last day of the fifth year it still counts', '2021-11-23', 'approved'],
  ['one day later it is too old', '2021-11-22', 'rejected'],
])('an accepted equivalency gives its own credits, grade and age: %s', (_, earnedOn, verdict) => {
  const accepted = w1Case({ ...dataStructures, overlap: 0 })
  accepted.equivalency = {
    reference,
    outcome: 'accepted',
    credits: credits('3'),
    scoreMin: score(70),
    yearsMax: 5,
    note: null,
  }
  accepted.learnt = { ...accepted.learnt, earnedOn: day(earnedOn) }
  expect(judge(accepted, rules)).toMatchObject({ verdict, recorded: verdict === 'approved' ? 300 : 0 })
})

test('a missing grade approves nothing, yet shows what it would count', () => {
  const ungraded = w1Case(dataStructures)
  ungraded.learnt = { ...ungraded.learnt, grade: null }
  expect(judge(ungraded, rules)).toMatchObject({
    verdict: 'needs_supplement',
    reasons: ['GRADE_MISSING'],
    recorded: 400,
  })
})

const order = ['rejected', 'expert_review', 'needs_supplement', 'approved']

test('more hours or a better grade never makes the verdict worse', () => {
  fc.assert(
    fc.property(
      fc.record({
        h: fc.integer({ min: 1, max: 200 }),
        grade: fc.integer({ min: 0, max: 99 }),
        overlap: fc.integer({ min: 0, max: 100 }),
      }),
      fc.integer({ min: 0, max: 50 }),
      fc.integer({ min: 0, max: 1 }),
      ({ h, grade, overlap }, moreHours, betterGrade) => {
        const at = (hours: number, grade: number) =>
          judge(w1Case({ ...dataStructures, h: hours, grade: String(grade), overlap: overlap / 100 }), rules)
        const before = at(h, grade)
        const after = at(h + moreHours, grade + betterGrade)
        expect(order.indexOf(after.verdict)).toBeGreaterThanOrEqual(order.indexOf(before.verdict))
        expect(after.recorded).toBeGreaterThanOrEqual(before.recorded)
      },
    ),
  )
})
