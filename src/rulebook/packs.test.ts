// The packs in rules/: they read without flaws, leave no rule out unsaid, and give what the sources and CASES say.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { credits } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import {
  type Acquired,
  type CountedIn,
  type CourseWanted,
  gradeOf,
  judgeAward,
  judgeExchange,
  judgeSets,
  lastDayOf,
  type Labels,
  type Programme,
  rated,
  scoreOf,
} from './model.ts'
import { worthOf } from './exchange.ts'
import { Pack } from './pack.ts'
import { readYaml } from './pack-file.ts'

const folder = join(import.meta.dirname, '../../rules')
const read = readdirSync(folder).map((name) => ({
  name,
  result: readYaml(readFileSync(join(folder, name), 'utf8'), Pack),
}))
const packs = new Map(
  read.flatMap(({ result }) => ('value' in result ? [[result.value.pack, result.value] as const] : [])),
)
const clausesOf = (code: string) => packs.get(code)!.clauses

/** The rules of the domain's collection that were read in a primary (A) or a secondary (B) text. */
const wellFounded = [
  ...numbered('CN', 1, 15),
  ...numbered('CN', 18, 35),
  ...numbered('KR', 1, 4),
  ...numbered('KR', 6, 9),
  ...numbered('KR', 11, 18),
  ...numbered('IN', 1, 3),
  ...numbered('IN', 6, 12),
  ...numbered('EU', 1, 5),
  'UK-01',
  'AU-02',
  'AU-03',
  'HK-01',
  'TH-01',
  'VN-01',
  'TW-01',
  'ZA-01',
  ...numbered('US', 1, 10),
  'US-12',
]
function numbered(area: string, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, at) => `${area}-${String(from + at).padStart(2, '0')}`)
}

test('every file reads without flaws and is named after its pack', () => {
  expect(read.filter(({ result }) => 'flaws' in result)).toEqual([])
  expect(read.map(({ name }) => name)).toEqual([...packs.keys()].map((code) => `${code}.yaml`))
  expect(packs.size).toBe(11)
})

test('every rule of confidence A or B is in a pack, as a clause or with the reason why not; no id is there twice', () => {
  const ids = [...packs.values()].flatMap(({ clauses, notExpressed = [] }) =>
    [...clauses, ...notExpressed].map(({ id }) => id),
  )
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  expect(wellFounded.filter((rule) => !ids.some((id) => id.replace(/[a-z]$/, '') === rule))).toEqual([])
})

test('every source that is cited is listed, and every clause is said in both languages', () => {
  for (const { pack, sources, clauses } of packs.values()) {
    const tags = sources.map(({ tag }) => tag)
    const cited = clauses.flatMap(({ cites }) => cites?.split(', ') ?? [])
    expect({ pack, missing: cited.filter((tag) => !tags.includes(tag)) }).toEqual({ pack, missing: [] })
    for (const { zh, en } of clauses) {
      expect(zh).toMatch(/[一-鿿]/)
      expect(en).toMatch(/[a-z]/)
    }
  }
})

const outcome = (rest: Partial<Acquired> = {}): Acquired => ({
  id: 'o',
  title: 'o',
  labels: {},
  credits: credits('6'),
  hours: null,
  score: null,
  attendance: null,
  acquiredOn: day('2025-03-01'),
  evidence: true,
  ...rest,
})
const wanted = (amount: string, labels: Labels = {}, overlap: number | null = null): CourseWanted => ({
  course: 'c',
  title: 'c',
  credits: credits(amount),
  labels,
  overlap,
})
const counted = (
  id: string,
  amount: string,
  labels: Labels,
  on = '2025-06-30',
  course: string | null = null,
) =>
  ({
    outcome: id,
    title: id,
    course,
    credits: credits(amount),
    labels,
    acquiredOn: day(on),
  }) satisfies CountedIn
const programme = (
  totals: Record<string, string>,
  given: CountedIn[] = [],
  labels: Labels = {},
  counts: Record<string, number> = {},
): Programme => ({
  labels,
  totals: Object.fromEntries(Object.entries(totals).map(([name, amount]) => [name, credits(amount)])),
  counts,
  counted: given,
})
type Asked = { of?: Partial<Acquired>; for?: CourseWanted[]; in?: Programme; on?: string }
const exchange = (pack: string, asked: Asked) =>
  judgeExchange(
    {
      outcome: outcome(asked.of),
      wanted: asked.for ?? [wanted('2')],
      programme: asked.in ?? programme({}),
      on: day(asked.on ?? '2025-09-10'),
    },
    clausesOf(pack),
  )
const code = (pack: string, asked: Asked) => exchange(pack, asked).code

test('CN-02, CN-03: half of the graduation credits may be converted, and an outcome once', () => {
  const after = (before: string) =>
    code('cn-beijing-2026', {
      of: { labels: { level: '6', category: 'academic' } },
      in: programme({ total: '140' }, [counted('x', before, {}, '2024-01-01', 'd')]),
    })
  expect(after('68')).toBeNull()
  expect(after('68.01')).toBe('CAP_EXCEEDED')
  const used = counted('o', '2', {}, '2025-03-01', 'd')
  expect(code('cn-beijing-2026', { in: programme({ total: '140' }, [used]) })).toBe('ALREADY_CONVERTED')
})

test('CN-01: what is not known of an outcome is named', () => {
  const { findings } = exchange('cn-beijing-2026', { of: { labels: { level: '6' } } })
  expect(findings.filter(({ clause }) => clause === 'CN-01').map(({ about, met }) => [about, met])).toEqual([
    ['credits', true],
    ['level', true],
    ['category', null],
  ])
})

test('CN-05: culture and leisure never become academic credit, vocational certificates by the list', () => {
  const to = (labels: Labels, category = 'academic') =>
    code('cn-shanghai', { of: { labels }, for: [wanted('2', { category })] })
  expect(to({ category: 'leisure' })).toBe('CATEGORY_NOT_CONVERTIBLE')
  expect(to({ category: 'leisure' }, 'leisure')).toBeNull()
  expect(to({ category: 'vocational', source: 'certificate' })).toBe('CATEGORY_NOT_CONVERTIBLE')
  expect(to({ category: 'vocational', source: 'certificate', catalogue: 'listed' })).toBeNull()
  expect(to({ category: 'academic' })).toBeNull()
})

test('CN-09, CN-10: 40 % by self-study exam, 免修不免考 by other universities, and 免修 without credit', () => {
  const sou = { institution: 'sou' }
  const after = (before: string) =>
    code('cn-shanghai', {
      of: { labels: { source: 'selfStudyExam' } },
      in: programme(
        { required: '50' },
        [counted('x', before, { source: 'selfStudyExam' }, '2024-01-01', 'd')],
        sou,
      ),
    })
  expect([after('18'), after('18.01')]).toEqual([null, 'CAP_EXCEEDED'])
  const other = exchange('cn-shanghai', {
    of: { labels: { source: 'otherUniversity' } },
    in: programme({ required: '50' }, [], sou),
  })
  expect(other).toMatchObject({ code: null, counted: [{ examNeeded: true }] })
  const english = exchange('cn-shanghai', {
    of: { labels: { title: 'CET-4' }, credits: null },
    for: [{ ...wanted('4'), course: 'publicEnglish' }],
    in: programme({ required: '50' }, [], sou),
  })
  expect(english).toMatchObject({ code: null, counted: [{ credits: 0 }], convertedAfter: 0 })
})

test('CN-11 to CN-13: 35 % of what is set centrally, no practice, 免考', () => {
  const central = { part: 'central', levelRank: '2' }
  const own = { levelRank: '2' }
  const after = (before: string) =>
    exchange('cn-ouc-exemption', {
      of: { labels: own },
      for: [wanted('5', central)],
      in: programme({ centralRequired: '60' }, [counted('x', before, central, '2024-01-01', 'd')]),
    })
  expect(after('16')).toMatchObject({ code: null, counted: [{ grade: '免考', credits: 500 }] })
  expect(after('16.01').code).toBe('CAP_EXCEEDED')
  const to = (labels: Labels, amount = '2') =>
    code('cn-ouc-exemption', { of: { labels: own }, for: [wanted(amount, labels)] })
  expect(to({ part: 'practice' })).toBe('FORBIDDEN')
  expect(to({ levelRank: '3' })).toBe('LEVEL_TOO_LOW')
  expect(to({}, '6')).toBeNull()
  expect(to({}, '6.01')).toBe('CREDITS_BELOW')
})

test('CN-27: each within the outcome’s own credits, once, a fifth of each part, never politics or PE', () => {
  const part = (name: string, before: string, amount = '4') =>
    exchange('cn-vocational-2017', {
      for: [wanted(amount, { part: name })],
      in: programme({ professional: '80', public: '40' }, [
        counted('x', before, { part: name }, '2024-01-01', 'd'),
      ]),
    })
  expect(part('professional', '12')).toMatchObject({
    code: null,
    counted: [{ grade: '优秀' }],
    leftover: 200,
    leftoverPolicy: 'forfeit',
  })
  expect(part('professional', '12.01').code).toBe('CAP_EXCEEDED')
  expect([part('public', '4').code, part('public', '4.01').code]).toEqual([null, 'CAP_EXCEEDED'])
  expect(part('professional', '0', '6').code).toBeNull()
  expect(part('professional', '0', '6.01').code).toBe('INSUFFICIENT_OUTCOME_CREDITS')
  for (const subject of ['politicalTheory', 'physicalEducation'])
    expect(code('cn-vocational-2017', { for: [wanted('2', { subject })] })).toBe('FORBIDDEN')
  const used = counted('o', '4', {}, '2025-03-01', 'd')
  expect(code('cn-vocational-2017', { in: programme({ professional: '80', public: '40' }, [used]) })).toBe(
    'ALREADY_CONVERTED',
  )
})

const worth = (pack: string, labels: Labels, on = '2025-01-01', rest: Partial<Acquired> = {}) =>
  worthOf(outcome({ labels, credits: null, acquiredOn: day(on), ...rest }), {}, clausesOf(pack)).worth

test('CN-28: certificates and contests have their values', () => {
  const cert = (rank: string) => worth('cn-1x-certificates', { source: 'certificate', rank })
  expect([cert('national'), cert('enterprise'), cert('industry'), cert('school')]).toEqual([
    300,
    100,
    100,
    null,
  ])
  const contest = (rank: string, entry: string) =>
    ['first', 'second', 'third'].map((prize) =>
      worth('cn-1x-certificates', { source: 'contest', rank, entry, prize }),
    )
  expect(contest('national', 'individual')).toEqual([400, 300, 200])
  expect(contest('national', 'team')).toEqual([300, 200, 100])
  expect(contest('provincial', 'individual')).toEqual([300, 200, 100])
  expect(contest('provincial', 'team')).toEqual([200, 150, 100])
  expect(contest('city', 'individual')).toEqual([200, 150, 100])
  const lapsed = { source: 'certificate', rank: 'national', validity: 'lapsed' }
  expect(code('cn-1x-certificates', { of: { labels: lapsed } })).toBe('FORBIDDEN')
})

test('CN-29 as W8’s setting', () => {
  const cet = (score: number, acquired: string, courses: number, on = '2025-09-10', evidence = true) =>
    code('cn-institutions', {
      of: { labels: { title: 'CET-4' }, credits: null, score, acquiredOn: day(acquired), evidence },
      for: Array.from({ length: courses }, () => wanted('2')),
      in: programme({}, [], { institution: 'externSetting' }),
      on,
    })
  expect(cet(500, '2023-06-01', 1)).toBe('EXPIRED_EVIDENCE')
  expect([cet(424, '2024-06-01', 1), cet(425, '2024-06-01', 1)]).toEqual(['SCORE', null])
  expect([cet(430, '2024-06-01', 3), cet(430, '2024-06-01', 2)]).toEqual(['MAX_COUNT', null])
  expect(cet(430, '2024-06-01', 2, '2025-09-10', false)).toBe('MISSING_EVIDENCE')
  expect(cet(430, '2024-06-01', 2, '2025-10-01')).toBe('WINDOW_CLOSED')
})

test('CN-30: half of the courses, counted, for graduates', () => {
  const before = (many: number) =>
    code('cn-self-study-exam', {
      of: { labels: { holder: 'graduate' } },
      in: programme(
        {},
        Array.from({ length: many }, (_, at) =>
          counted(`x${at}`, '4', { holder: 'graduate' }, '2024-01-01', `d${at}`),
        ),
        {},
        { courses: 15 },
      ),
    })
  expect([before(6), before(7)]).toEqual([null, 'COUNT_EXCEEDED'])
})

test('CN-26, CN-31: grades in words and in points', () => {
  const points = (score: number) =>
    gradeOf({ labels: { source: 'points' }, score }, { institution: 'bit' }, clausesOf('cn-institutions'))
  expect([1.99, 2, 2.01, 4, 4.01, 5.99, 6].map(points)).toEqual([
    null,
    '合格',
    '中等',
    '中等',
    '良好',
    '良好',
    '优秀',
  ])
  const made = exchange('cn-institutions', {
    of: { labels: { source: 'points' }, score: 5, credits: null },
    in: programme({}, [], { institution: 'bit' }),
  })
  expect(made).toMatchObject({ code: null, worth: 200, counted: [{ grade: '良好' }] })
  const inScore = (scale: string, grade: string) =>
    scoreOf({ labels: { scale }, grade }, {}, clausesOf('cn-institutions'))
  expect([inScore('five', '优'), inScore('letter', 'B+'), inScore('letter', '优')]).toEqual([95, 84, null])
})

const korea = clausesOf('kr-acbs')
const bachelor = { award: 'bachelor' }
const course = (id: string, on: string, type = 'general', source = 'accredited', institution = 'P') =>
  counted(id, '3', { type, source, institution }, on)
const w3 = (...perSemester: number[]): CountedIn[] => {
  const ends = ['2024-06-30', '2025-01-31', '2025-06-30', '2026-01-31']
  const typeAt = (at: number) => (at < 15 ? 'major' : at < 22 ? 'liberal' : 'general')
  return [
    ...perSemester
      .flatMap((amount, at) => Array.from({ length: amount / 3 }, () => ends[at]!))
      .map((on, at) => course(`P${String(at).padStart(2, '0')}`, on, typeAt(at))),
    course('Q1', '2026-06-30', 'major', 'partTime', 'Q'),
    course('Q2', '2026-06-30', 'major', 'partTime', 'Q'),
    counted('정보처리기사', '20', { type: 'major', source: 'certificate' }),
    counted('네트워크관리사 2급', '14', { type: 'major', source: 'certificate' }),
    counted('컴퓨터활용능력 1급', '14', { type: 'general', source: 'certificate' }),
    ...['독학 1', '독학 2', '독학 3'].map((id) =>
      counted(id, '4', { type: 'liberal', source: 'selfStudy', stage: '1' }),
    ),
  ]
}
const award = (given: CountedIn[], labels: Labels = bachelor) =>
  judgeAward(programme({}, given, labels), korea, day('2026-09-01'))
const lostBy = (given: CountedIn[], labels?: Labels) =>
  award(given, labels).lost.map(({ clause, credits: lost }) => [clause, lost])

test('W3 by KR-01, 03, 04, 06, 08, 12: awardable with 141; a year too full loses exactly 6 of 2025', () => {
  expect(award(w3(21, 18, 18, 18))).toMatchObject({ awardable: true, total: 14100, lost: [] })
  const crowded = award(w3(21, 18, 24, 24))
  expect(crowded.lost.reduce((sum, { credits: lost }) => sum + lost, 0)).toBe(600)
  expect(new Set(crowded.lost.map(({ clause, about }) => `${clause} ${about}`))).toEqual(
    new Set(['KR-04b 2025']),
  )
  const short = award(w3(21, 18, 18, 15))
  expect(short).toMatchObject({ awardable: false, code: 'TOTAL_SHORT', total: 13800 })
})

test.each([
  ['KR-01', bachelor, ['140', '60', '30']],
  ['KR-02 two years', { award: 'associate2' }, ['80', '45', '15']],
  ['KR-02 three years', { award: 'associate3' }, ['120', '54', '21']],
] as const)(
  '%s: total, major, liberal arts and 18 by course, a hundredth less is short',
  (_, labels, least) => {
    const [total, major, liberal] = least.map(Number) as [number, number, number]
    const made = (change: Partial<Record<'major' | 'liberal' | 'rest', number>>) => {
      const rest = Math.min(50, total - major - liberal) + (change.rest ?? 0)
      const others = total - major - liberal - Math.min(50, total - major - liberal)
      return award(
        [
          counted('C', '18', { type: 'major', source: 'partTime' }, '2024-05-01'),
          counted('M', String(major - 18 + others + (change.major ?? 0)), { type: 'major', source: 'other' }),
          counted('L', String(liberal + (change.liberal ?? 0)), { type: 'liberal', source: 'other' }),
          counted('G', String(rest), { type: 'general', source: 'other' }),
        ],
        labels,
      )
    }
    expect(made({}).awardable).toBe(true)
    expect(made({ rest: -0.01 }).awardable).toBe(false)
    expect(made({ liberal: -0.01, major: 1 }).awardable).toBe(false)
    if (total - major - liberal <= 50) expect(made({ major: -0.01, liberal: 1 }).awardable).toBe(false)
  },
)

test('KR-03: 18 credits by course', () => {
  const mandatory = (amount: string) =>
    award([
      counted('C', amount, { type: 'major', source: 'partTime' }),
      counted('M', '200', { type: 'major' }),
    ]).findings.find(({ clause }) => clause === 'KR-03')?.met
  expect([mandatory('18'), mandatory('17.99')]).toEqual([true, false])
})

test('KR-04, KR-06, KR-08, KR-12: what is too much is not recognised', () => {
  const many = (amount: string, labels: Labels, on?: string) => [counted('x', amount, labels, on)]
  expect(lostBy(many('24', { source: 'partTime' }))).toEqual([])
  expect(lostBy(many('24.01', { source: 'partTime' }))).toEqual([['KR-04c', 1]])
  const spread = (amounts: string[], source = 'accredited') =>
    amounts.map((amount, at) =>
      counted(
        `x${at}`,
        amount,
        { source, institution: 'P' },
        `${2015 + Math.floor(at / 2)}-${at % 2 ? '10' : '04'}-01`,
      ),
    )
  expect(lostBy(spread(['21', '21']))).toEqual([])
  expect(lostBy(spread(['21', '21.01']))).toEqual([['KR-04b', 1]])
  expect(lostBy(spread(['21', '21', '21', '21', '21']))).toEqual([])
  expect(lostBy(spread(['21', '21', '21', '21', '21', '1']))).toEqual([['KR-06a', 100]])
  expect(lostBy(spread(['20', '20', '20', '1']), { award: 'associate2' })).toEqual([['KR-06b', 100]])
  expect(lostBy(spread(['21', '21', '21', '21', '6', '1']), { award: 'associate3' })).toEqual([
    ['KR-06c', 100],
  ])
  const certificates = (count: number, type = 'major') =>
    Array.from({ length: count }, (_, at) => counted(`c${at}`, '14', { source: 'certificate', type }))
  expect(lostBy(certificates(3))).toEqual([])
  expect(lostBy(certificates(4))).toEqual([['KR-08a', 1400]])
  expect(lostBy(certificates(3), { award: 'associate2' })).toEqual([['KR-08b', 1400]])
  expect(lostBy(certificates(2, 'general'))).toEqual([['KR-08c', 1400]])
  expect(lostBy(certificates(2), { award: 'otherMajorBachelor' })).toEqual([['KR-08d', 1400]])
  const exams = (count: number, stage: string, each: string) =>
    Array.from({ length: count }, (_, at) => counted(`s${at}`, each, { source: 'selfStudy', stage }))
  expect(lostBy(exams(5, '1', '4'))).toEqual([])
  expect(lostBy(exams(6, '1', '4'))).toEqual([['KR-12b', 400]])
  expect(
    lostBy([
      ...exams(6, '2', '5'),
      ...exams(6, '3', '5').map((each) => ({
        ...each,
        outcome: `t${each.outcome}`,
        title: `t${each.title}`,
      })),
    ]),
  ).toEqual([])
  expect(lostBy(exams(7, '4', '5'))).toEqual([['KR-12c', 500]])
  expect([
    worth('kr-acbs', { source: 'selfStudy', stage: '1' }),
    worth('kr-acbs', { source: 'selfStudy', stage: '4' }),
  ]).toEqual([400, 500])
})

test('KR-07: attendance of 80 % and a score of 60', () => {
  const attended = (attendance: number, score: number) =>
    code('kr-acbs', { of: { labels: { source: 'accredited' }, attendance, score } })
  expect(attended(0.8, 60)).toBeNull()
  expect(attended(0.79, 60)).toBe('ATTENDANCE')
  expect(attended(0.8, 59.99)).toBe('SCORE')
})

test('KR-09: both tables by the day of acquisition, and single titles before their grade', () => {
  const grades = Array.from({ length: 15 }, (_, at) => String(at + 1))
  const table = (on: string) =>
    grades.map((grade) => worth('kr-acbs', { source: 'certificate', grade }, on)! / 100)
  expect(table('2009-03-01')).toEqual([45, 37, 30, 25, 20, 18, 16, 14, 10, 8, 6, 5, 4, 3, 2])
  expect(table('2009-02-28')).toEqual([45, 42, 39, 34, 30, 27, 24, 18, 12, 9, 8, 6, 4, 3, 2])
  const cert = (labels: Labels, on?: string) => worth('kr-acbs', { source: 'certificate', ...labels }, on)
  expect([
    cert({ title: '검수사', grade: '12' }),
    cert({ title: '검수사', grade: '12' }, '2009-02-28'),
  ]).toEqual([500, 1200])
  expect([cert({ rank: '기사' }), cert({ rank: '기사' }, '2009-02-28')]).toEqual([2000, 3000])
  expect([cert({ rank: '산업기사' }), cert({ rank: '산업기사' }, '2009-02-28')]).toEqual([1600, 2400])
  expect(cert({ title: '운전면허' })).toBeNull()
})

const india = clausesOf('in-abc')
test('IN-01, IN-05 by W4: seven years with their last day, half of one’s own', () => {
  const lots = [
    counted('A', '20', { own: 'yes' }, '2019-06-30'),
    counted('B', '22', { own: 'yes' }, '2020-06-30'),
    counted('C', '40', {}, '2023-06-30'),
  ] as const
  expect(lastDayOf(lots[0], {}, india)).toBe('2026-06-30')
  const judged = (given: readonly CountedIn[], on: string) =>
    judgeAward(programme({}, [...given], { award: 'certificate' }), india, day(on))
  expect(judged(lots, '2026-06-30').total).toBe(8200)
  expect(judged(lots, '2026-07-15')).toMatchObject({ total: 6200, lost: [{ outcome: 'A', clause: 'IN-01' }] })
  const [, b, c] = lots
  expect(judged([b, { ...c, credits: credits('18') }], '2026-07-15').awardable).toBe(true)
  expect(
    judged(
      [
        { ...b, credits: credits('19.99') },
        { ...c, credits: credits('20.01') },
      ],
      '2026-07-15',
    ).code,
  ).toBe('RESIDENCY')
  expect(judged([c], '2026-07-15')).toMatchObject({ awardable: false, code: 'RESIDENCY' })
})

test('IN-06, IN-08: 40 % of a semester’s courses online; credit points by level', () => {
  const online = Array.from({ length: 3 }, (_, at) => counted(`x${at}`, '4', { source: 'online' }))
  const judged = (courses: number) =>
    judgeAward(programme({}, online, {}, { courses }), india, day('2025-09-01')).lost
  expect(judged(8)).toEqual([])
  expect(judged(7)).toMatchObject([{ clause: 'IN-06' }])
  const points = [4.5, 5, 5.5, 6, 6.5].map(
    (level) => rated({ amount: 40, from: 'credits', to: 'creditPoints', level }, {}, india)?.most,
  )
  expect(points).toEqual([180, 200, 220, 240, 260])
  expect(rated({ amount: 40, from: 'credits', to: 'creditPoints' }, {}, india)).toBeNull()
})

test('EU-01, EU-05: 25 to 30 hours a credit; old grades by place', () => {
  const europe = clausesOf('eu-ects')
  expect(rated({ amount: 60, from: 'ects', to: 'workload' }, {}, europe)).toMatchObject({
    least: 1500,
    most: 1800,
  })
  const grade = (score: number) => gradeOf({ labels: { scale: 'ects' }, score }, {}, europe)
  expect([90, 89.99, 65, 35, 34.99, 10, 9.99].map(grade)).toEqual(['A', 'B', 'B', 'C', 'D', 'D', 'E'])
})

const others = clausesOf('others')
test('US-01 by W9: two courses or a third one for two others, from an agreement year on', () => {
  const sets = (...taken: [string, string][]) =>
    judgeSets(
      {
        taken: taken.map(([name, year]) => ({ course: name, year, score: 80 })),
        wanted: ['CSE 8A', 'CSE 8B'],
        programme: { system: 'articulation' },
      },
      others,
    )
  expect(sets(['CIS 22A', '2022/23'], ['CIS 22B', '2024/25'])).toMatchObject({ state: 'met', unused: [] })
  expect(sets(['CIS 22A', '2022/23'])).toMatchObject({ state: 'not_yet', missing: ['CIS 22B'] })
  expect(sets(['CIS 26', '2023/24']).state).toBe('no_rule_for_year')
})

test('US-02: a grid of source, age, grade and amount', () => {
  const approved = { approvedBy: 'officialTranscript' }
  const grid = (of: Partial<Acquired>, amount = '2', target: Labels = {}, before: CountedIn[] = []) =>
    code('others', {
      of: { credits: credits('100'), ...of, labels: { ...approved, ...of.labels } },
      for: [wanted(amount, target)],
      in: programme({ total: '120' }, before, { system: 'ace' }),
    })
  const certificate = { source: 'certificate' }
  expect(grid({ labels: certificate, score: 3, acquiredOn: day('2020-09-10') })).toBeNull()
  expect(grid({ labels: certificate, score: 3, acquiredOn: day('2020-09-09') })).toBe('EXPIRED_EVIDENCE')
  expect(grid({ labels: certificate, score: 2.99 })).toBe('SCORE')
  expect([
    grid({ labels: { source: 'microCredential' } }, '3'),
    grid({ labels: { source: 'microCredential' } }, '3.01'),
  ]).toEqual([null, 'CAP_EXCEEDED'])
  const completion = { labels: { source: 'bachelorCompletion' }, score: 2 }
  expect([grid(completion, '90'), grid(completion, '90.01'), grid({ ...completion, score: 1.99 })]).toEqual([
    null,
    'CAP_EXCEEDED',
    'SCORE',
  ])
  const prior = { labels: { source: 'priorLearning' } }
  expect([grid(prior, '60'), grid(prior, '60.01')]).toEqual([null, 'CAP_EXCEEDED'])
  expect(grid({}, '2', { role: 'capstone' })).toBe('FORBIDDEN')
  expect(grid({ labels: { approvedBy: 'nobody' } })).toBe('APPROVAL_MISSING')
})

test('AU-03: half of the units, three quarters of the content, five years, once', () => {
  const apic = (overlap: number, acquired: string, before: CountedIn[] = []) =>
    code('others', {
      of: { acquiredOn: day(acquired) },
      for: [wanted('2', {}, overlap)],
      in: programme({}, before, { system: 'apic' }, { units: 4 }),
    })
  const used = (id: string) => counted(id, '2', {}, '2025-01-01', `d${id}`)
  expect(apic(0.75, '2020-09-10', [used('x')])).toBeNull()
  expect(apic(0.75, '2020-09-10', [used('x'), used('y')])).toBe('COUNT_EXCEEDED')
  expect(apic(0.7499, '2025-01-01')).toBe('OVERLAP')
  expect(apic(0.75, '2020-09-09')).toBe('EXPIRED_EVIDENCE')
  expect(apic(0.75, '2025-01-01', [used('o')])).toBe('ALREADY_CONVERTED')
})

test('TH-01: three quarters of the content, above C, and a quarter in house', () => {
  const thai = { system: 'thaiNichi' }
  const thaiNichi = (overlap: number, score: number, amount = '90') =>
    code('others', {
      of: { score, credits: credits('200') },
      for: [wanted(amount, {}, overlap)],
      in: programme({ total: '120' }, [], thai),
    })
  expect(thaiNichi(0.75, 2.01)).toBeNull()
  expect(thaiNichi(0.74, 2.01)).toBe('OVERLAP')
  expect(thaiNichi(0.75, 2)).toBe('SCORE')
  expect(thaiNichi(0.75, 2.01, '90.01')).toBe('CAP_EXCEEDED')
  const own = (amount: string) =>
    judgeAward(
      programme({ total: '120' }, [counted('x', amount, { own: 'yes' })], thai),
      others,
      day('2025-09-01'),
    )
  expect([own('30').code, own('29.99').code]).toEqual([null, 'RESIDENCY'])
})

test('UK-01: ten hours a point; honours with 90 at level 10, ordinary with 60 at level 9', () => {
  const scotland = (degree: string, amounts: [level: string, amount: string][]) =>
    judgeAward(
      programme(
        {},
        amounts.map(([level, amount]) => counted(level, amount, { level })),
        {
          system: 'scqf',
          award: degree,
        },
      ),
      others,
      day('2025-09-01'),
    ).awardable
  expect(
    scotland('honours', [
      ['7', '390'],
      ['10', '90'],
    ]),
  ).toBe(true)
  expect(
    scotland('honours', [
      ['7', '391'],
      ['10', '89.99'],
    ]),
  ).toBe(false)
  expect(
    scotland('ordinary', [
      ['7', '300'],
      ['9', '60'],
    ]),
  ).toBe(true)
  expect(
    scotland('ordinary', [
      ['7', '299.99'],
      ['9', '60'],
    ]),
  ).toBe(false)
  expect(rated({ amount: 4800, from: 'notionalHours', to: 'points' }, { system: 'scqf' }, others)?.most).toBe(
    480,
  )
})
