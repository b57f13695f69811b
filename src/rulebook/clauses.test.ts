// The clauses by CASES W2, W3, W4, W8 and W9, at their boundaries and one beyond.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { credits, type Credits } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import { judgeAward, lastDayOf } from './award.ts'
import { Clauses, fits } from './clauses.ts'
import { type Acquired, type CourseWanted, judgeExchange, worthOf } from './exchange.ts'
import type { Counted, Programme } from './limits.ts'
import { judgeSets } from './sets.ts'

const clause = (kind: string, id: string, rest: object) => ({ kind, id, zh: id, en: id, ...rest })
const clauses = (...given: ReturnType<typeof clause>[]) => Clauses.parse(given)
const wanted = (course: string, amount: string, labels = {}): CourseWanted => ({
  course,
  title: course,
  credits: credits(amount),
  labels,
  overlap: null,
})
const counted = (
  outcome: string,
  amount: string,
  labels: Counted['labels'],
  on = '2025-06-30',
  course: string | null = null,
): Counted => ({
  outcome,
  title: outcome,
  course,
  credits: credits(amount),
  labels,
  acquiredOn: day(on),
})
const programme = (totals: Record<string, string>, given: Counted[] = [], labels = {}): Programme => ({
  labels,
  totals: Object.fromEntries(Object.entries(totals).map(([name, amount]) => [name, credits(amount)])),
  counted: given,
})
const certificate = (rest: Partial<Acquired> = {}): Acquired => ({
  id: 'web-2025',
  title: 'Web 前端开发(中级)',
  labels: { source: 'certificate' },
  credits: credits('6'),
  hours: null,
  score: null,
  attendance: null,
  acquiredOn: day('2025-03-01'),
  evidence: true,
  ...rest,
})

const w2 = clauses(
  clause('exempt', 'W2-1', {
    of: { source: 'certificate' },
    courses: ['网页设计', 'JavaScript', 'UI设计'].map((course) => ({ course })),
    countMax: 2,
    leftover: 'forfeit',
    record: { grade: '优秀', score: 90 },
  }),
  clause('limit', 'W2-2', {
    over: 'converted',
    of: { part: 'professional' },
    max: { share: 0.2, basis: 'professional' },
  }),
  clause('once', 'W2-3', { by: 'outcome' }),
)
const professional = { part: 'professional' }
const w2Asked = (before: string, ...courses: [string, string][]) => ({
  outcome: certificate(),
  wanted: courses.map(([course, amount]) => wanted(course, amount, professional)),
  programme: programme({ professional: '80' }, [
    counted('earlier', before, professional, '2024-01-01', '别的课'),
  ]),
  on: day('2025-09-10'),
})

test('W2: a certificate for courses, within its own credits and a fifth of the professional ones', () => {
  const [web, script, design] = [
    ['网页设计', '4'],
    ['JavaScript', '3'],
    ['UI设计', '2'],
  ] as [string, string][]
  expect(judgeExchange(w2Asked('11', web!, script!), w2).code).toBe('INSUFFICIENT_OUTCOME_CREDITS')
  expect(judgeExchange(w2Asked('11', web!, design!), w2)).toMatchObject({
    code: 'CAP_EXCEEDED',
    convertedAfter: 1700,
  })
  expect(judgeExchange(w2Asked('11', web!), w2)).toMatchObject({
    code: null,
    counted: [{ course: '网页设计', credits: 400, grade: '优秀' }],
    convertedAfter: 1500,
    leftover: 200,
    leftoverPolicy: 'forfeit',
  })
  expect(judgeExchange(w2Asked('10', web!, design!), w2)).toMatchObject({ code: null, convertedAfter: 1600 })
  const again = w2Asked('11', script!)
  const used = counted('web-2025', '4', professional, '2025-03-01', '网页设计')
  expect(judgeExchange({ ...again, programme: programme({ professional: '80' }, [used]) }, w2).code).toBe(
    'ALREADY_CONVERTED',
  )
  expect(judgeExchange(w2Asked('0', ['版画', '2']), w2).code).toBe('COURSE_NOT_LISTED')
})

const w8 = clauses(
  clause('require', 'W8-1', { of: { title: 'CET-4' }, scoreMin: 425, monthsMax: 24, evidence: true }),
  clause('exempt', 'W8-2', {
    of: { title: 'CET-4' },
    countMax: 2,
    within: 'free',
    from: '2025-09-01',
    to: '2025-09-30',
    steps: ['college', 'office'],
  }),
)
const cet = (
  score: number,
  acquired: string,
  courses: number,
  rest: Partial<Acquired> = {},
  on = '2025-09-10',
) => ({
  outcome: certificate({
    id: 'cet',
    title: 'CET-4',
    labels: { title: 'CET-4' },
    credits: null,
    score,
    acquiredOn: day(acquired),
    ...rest,
  }),
  wanted: Array.from({ length: courses }, (_, at) => wanted(`大学英语 ${at + 1}`, '2')),
  programme: programme({}),
  on: day(on),
})
test('W8: score, age, number of courses, evidence and window of a certificate', () => {
  const code = (...asked: Parameters<typeof cet>) => judgeExchange(cet(...asked), w8).code
  expect(code(500, '2023-06-01', 1)).toBe('EXPIRED_EVIDENCE')
  expect(judgeExchange(cet(500, '2023-06-01', 1), w8).findings).toContainEqual(
    expect.objectContaining({ code: 'EXPIRED_EVIDENCE', value: 27, bound: 24 }),
  )
  expect(code(424, '2024-06-01', 1)).toBe('SCORE')
  expect(code(430, '2024-06-01', 3)).toBe('MAX_COUNT')
  expect(code(430, '2024-06-01', 2, { evidence: false })).toBe('MISSING_EVIDENCE')
  expect(judgeExchange(cet(430, '2024-06-01', 2), w8)).toMatchObject({
    code: null,
    steps: ['college', 'office'],
  })
  expect(code(425, '2023-09-10', 2)).toBeNull()
  expect(code(425, '2023-09-09', 2)).toBe('EXPIRED_EVIDENCE')
  expect(code(430, '2024-06-01', 2, {}, '2025-09-30')).toBeNull()
  expect(code(430, '2024-06-01', 2, {}, '2025-10-01')).toBe('WINDOW_CLOSED')
})

const w9 = clauses(
  clause('equivalent', 'W9', {
    learnt: { any: [{ all: [{ course: 'CIS 22A' }, { course: 'CIS 22B' }] }, { course: 'CIS 26' }] },
    gives: [
      { course: 'CSE 8A', credits: 4 },
      { course: 'CSE 8B', credits: 4 },
    ],
    yearFrom: '2024/25',
  }),
)
test('W9: two courses or a third one for two others, from an agreement year on', () => {
  const sets = (taken: [string, string][], ...courses: string[]) =>
    judgeSets(
      {
        taken: taken.map(([course, year]) => ({ course, year, score: 80 })),
        wanted: courses.length > 0 ? courses : ['CSE 8A', 'CSE 8B'],
        programme: {},
      },
      w9,
    )
  const [a, b, old] = [
    ['CIS 22A', '2022/23'],
    ['CIS 22B', '2024/25'],
    ['CIS 26', '2023/24'],
  ] as [string, string][]
  expect(sets([a!])).toMatchObject({ state: 'not_yet', missing: ['CIS 22B'], gives: [] })
  expect(sets([a!, b!])).toMatchObject({
    state: 'met',
    gives: [
      { course: 'CSE 8A', credits: 400 },
      { course: 'CSE 8B', credits: 400 },
    ],
    unused: [],
  })
  expect(sets([old!])).toMatchObject({ state: 'no_rule_for_year', unused: ['CIS 26'], gives: [] })
  expect(sets([a!, b!, ['CIS 26', '2024/25']])).toMatchObject({
    state: 'met',
    used: ['CIS 22A', 'CIS 22B'],
    unused: ['CIS 26'],
  })
  expect(
    sets(
      [
        ['CSE 8A', '2024/25'],
        ['CSE 8B', '2024/25'],
      ],
      'CIS 22A',
    ).state,
  ).toBe('no_rule')
})

const korea = clauses(
  clause('calendar', 'KR-04a', { years: '03-01', semesters: ['03-01', '09-01'] }),
  clause('limit', 'KR-01a', { min: { credits: 140 } }),
  clause('limit', 'KR-01b', { of: { type: 'major' }, min: { credits: 60 } }),
  clause('limit', 'KR-01c', { of: { type: 'liberal' }, min: { credits: 30 } }),
  clause('limit', 'KR-01d', { of: { type: 'general' }, max: { credits: 50 } }),
  clause('limit', 'KR-03', { of: { source: ['accredited', 'partTime'] }, min: { credits: 18 } }),
  clause('limit', 'KR-04b', {
    of: { source: ['accredited', 'partTime'] },
    per: 'year',
    max: { credits: 42 },
  }),
  clause('limit', 'KR-04c', {
    of: { source: ['accredited', 'partTime'] },
    per: 'semester',
    max: { credits: 24 },
  }),
  clause('limit', 'KR-06', { of: { source: 'accredited' }, per: 'institution', max: { credits: 105 } }),
  clause('limit', 'KR-08a', { of: { source: 'certificate' }, max: { count: 3 } }),
  clause('limit', 'KR-08b', { of: { source: 'certificate', type: 'general' }, max: { count: 1 } }),
)
const w3 = (...perSemester: number[]): Counted[] => {
  const ends = ['2024-06-30', '2025-01-31', '2025-06-30', '2026-01-31']
  const types = [
    ...Array<string>(15).fill('major'),
    ...Array<string>(7).fill('liberal'),
    ...Array<string>(3).fill('general'),
  ]
  const courses = perSemester.flatMap((amount, at) => Array.from({ length: amount / 3 }, () => ends[at]!))
  const other = (id: string, amount: string, type: string, source: string, on = '2025-05-01') =>
    counted(id, amount, { type, source, institution: source === 'partTime' ? 'Q' : '' }, on)
  return [
    ...courses.map((on, at) =>
      counted(
        `P${String(at).padStart(2, '0')}`,
        '3',
        { type: types[at] ?? 'general', source: 'accredited', institution: 'P' },
        on,
      ),
    ),
    other('Q1', '3', 'major', 'partTime', '2026-06-30'),
    other('Q2', '3', 'major', 'partTime', '2026-06-30'),
    other('정보처리기사', '20', 'major', 'certificate'),
    other('네트워크관리사 2급', '14', 'major', 'certificate'),
    other('컴퓨터활용능력 1급', '14', 'general', 'certificate'),
    ...['독학 1', '독학 2', '독학 3'].map((id) => other(id, '4', 'liberal', 'selfStudy')),
  ]
}
test('W3: an award by sums, kinds, years and institutions; what a year may not hold is named', () => {
  const judged = judgeAward(programme({}, w3(21, 18, 18, 18)), korea, day('2026-09-01'))
  expect(judged).toMatchObject({ awardable: true, total: 14100, lost: [] })
  const value = (id: string) => judged.findings.find(({ clause: each }) => each === id)?.value
  expect([value('KR-01b'), value('KR-01c'), value('KR-01d'), value('KR-03')]).toEqual([
    8500, 3300, 2300, 8100,
  ])
  const crowded = judgeAward(programme({}, w3(21, 18, 24, 24)), korea, day('2026-09-01'))
  expect(crowded.lost.reduce((sum, { credits: lost }) => sum + lost, 0)).toBe(600)
  expect(crowded.lost.every(({ clause: each, about }) => each === 'KR-04b' && about === '2025')).toBe(true)
})

test('W4: the last day counts, and half of an award has to be one’s own', () => {
  const india = clauses(
    clause('validity', 'IN-01', { months: 84 }),
    clause('limit', 'IN-05', { of: { institution: 'X' }, min: { share: 0.5, basis: 'counted' } }),
  )
  const lots = [
    counted('A', '20', { institution: 'X' }, '2019-06-30'),
    counted('B', '22', { institution: 'X' }, '2020-06-30'),
    counted('C', '40', { institution: 'Y' }, '2023-06-30'),
  ]
  expect(lastDayOf(lots[0]!, {}, india)).toBe('2026-06-30')
  expect(judgeAward(programme({}, lots), india, day('2026-06-30')).total).toBe(8200)
  expect(judgeAward(programme({}, lots), india, day('2026-07-15'))).toMatchObject({
    total: 6200,
    lost: [{ outcome: 'A' }],
  })
  const chosen = [lots[1]!, { ...lots[2]!, credits: credits('18') }]
  expect(judgeAward(programme({}, chosen), india, day('2026-07-15')).awardable).toBe(true)
  expect(judgeAward(programme({}, [lots[2]!]), india, day('2026-07-15'))).toMatchObject({
    awardable: false,
    code: 'RESIDENCY',
  })
})

test('a table gives what its first fitting line says, by the day of acquisition', () => {
  const table = clauses(
    clause('value', 'KR-09', {
      of: { source: 'certificate' },
      table: [
        { of: { title: '검수사' }, to: '2009-03-01', credits: 12 },
        { of: { title: '검수사' }, from: '2009-03-01', credits: 5 },
        { of: { rank: '기사' }, to: '2009-03-01', credits: 30 },
        { of: { rank: '기사' }, from: '2009-03-01', credits: 20 },
      ],
    }),
  )
  const worth = (labels: Record<string, string>, on: string) =>
    worthOf(certificate({ labels: { source: 'certificate', ...labels }, acquiredOn: day(on) }), {}, table)
      .worth
  expect(worth({ title: '검수사', rank: '기사' }, '2010-01-01')).toBe(500)
  expect(worth({ title: '정보처리기사', rank: '기사' }, '2009-02-28')).toBe(3000)
  expect(worth({ title: '정보처리기사', rank: '기사' }, '2009-03-01')).toBe(2000)
  expect(worth({ title: '운전면허' }, '2010-01-01')).toBeNull()
})

test('labels: every key has to fit, a list means one of them, not means none', () => {
  expect(fits({ a: ['x', 'y'] }, { a: 'y' })).toBe(true)
  expect(fits({ a: 'x' }, { a: ['z', 'x'] })).toBe(true)
  expect(fits({ a: 'x', b: 'z' }, { a: 'x' })).toBe(false)
  expect(fits({ a: { not: 'x' } }, {})).toBe(true)
  expect(fits({ a: { not: ['x', 'y'] } }, { a: 'y' })).toBe(false)
})

test('no limit is ever passed by what is recognised, and nothing is recognised twice', () => {
  const amounts = fc.array(
    fc.record({
      amount: fc.integer({ min: 1, max: 40 }).map((halves) => (halves * 50) as Credits),
      type: fc.constantFrom('major', 'liberal', 'general'),
      source: fc.constantFrom('accredited', 'partTime', 'certificate'),
      institution: fc.constantFrom('P', 'Q'),
      on: fc.constantFrom('2024-06-30', '2024-12-30', '2025-06-30', '2026-02-20'),
    }),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(amounts, (rows) => {
      const given = rows.map(({ amount, on, ...labels }, at): Counted => ({
        outcome: `o${at}`,
        title: `o${at}`,
        course: null,
        credits: amount,
        labels,
        acquiredOn: day(on),
      }))
      const judged = judgeAward(programme({}, given), korea, day('2026-09-01'))
      const most = judged.findings.filter(({ clause: id }) =>
        ['KR-01d', 'KR-04b', 'KR-04c', 'KR-06', 'KR-08a', 'KR-08b'].includes(id),
      )
      expect(most.every(({ met }) => met === true)).toBe(true)
      const sum = (parts: { credits: Credits }[]) =>
        parts.reduce((total, { credits: part }) => total + part, 0)
      expect(sum(judged.recognised) + sum(judged.lost)).toBe(sum(given))
    }),
  )
})
