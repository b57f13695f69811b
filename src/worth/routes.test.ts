import { afterAll, beforeAll, expect, test } from 'vitest'
import { getCourses, getInstitutions } from '../catalogue/contract.ts'
import { importCourses } from '../catalogue/operations.ts'
import { openTestBank, type TestBank } from '../testing/http.ts'
import { postWorthComparison, postWorthQuestion } from './contract.ts'

let bank: TestBank
const institution = new Map<string, string>()
const course = new Map<string, string>()

beforeAll(async () => {
  bank = await openTestBank()
  for (const { code, id } of (await bank.call(getInstitutions, { limit: '100' })).data)
    institution.set(code, id)
  for (const code of ['JC', 'YL', 'BH', 'HT', 'MD', 'LG']) {
    const { data } = await bank.call(getCourses, { limit: '100', institutionId: institution.get(code) })
    for (const row of data) course.set(`${code} ${row.titleZh}`, row.id)
  }
})
afterAll(() => bank.close())

const ask = (target: string, ...courses: object[]) =>
  bank.call(postWorthQuestion, { targetInstitutionId: institution.get(target), courses })
const learnt = (title: string, grade?: string) => ({
  courseId: course.get(title),
  ...(grade ? { grade } : {}),
})

test('W1: 小明 asks about four courses and is told each verdict with its numbers', async () => {
  const { answers, totals } = await ask(
    'LG',
    learnt('MD 数据结构与算法', '82'),
    learnt('MD 计算机网络', '90'),
    learnt('MD 人工智能导论', '88'),
    learnt('MD 操作系统', '及格'),
  )
  expect(answers.map(({ candidates }) => candidates[0]?.course.titleZh)).toEqual([
    '数据结构',
    '计算机网络',
    '机器学习',
    '操作系统',
  ])
  expect(answers[0]).toMatchObject({ state: 'convertible' })
  expect(answers[0]!.candidates[0]).toMatchObject({
    verdict: 'approved',
    recorded: '4.00',
    surplus: '0.50',
    surplusPolicy: 'elective',
    principles: {
      hours: {
        met: true,
        sourceHours: 72,
        targetHours: 64,
        coverage: 112.5,
        credits: '4.50',
        sourceHoursPerCredit: 18,
        targetHoursPerCredit: 16,
      },
      content: { met: true, basis: 'syllabus', overlap: 84, overlapMin: 70 },
      grade: { met: true, score: 82, scoreMin: 60 },
    },
  })
  expect(answers[1]).toMatchObject({ state: 'partly' })
  expect(answers[1]!.candidates[0]).toMatchObject({
    verdict: 'needs_supplement',
    reasons: ['HOURS_SHORT'],
    supplementHours: 12,
    electiveOffer: '2.00',
    recorded: '0.00',
    principles: { hours: { coverage: 75, met: false }, content: { overlap: 91 } },
  })
  expect(answers[2]).toMatchObject({ state: 'expert_review' })
  expect(answers[2]!.candidates[0]).toMatchObject({
    verdict: 'expert_review',
    electiveOffer: '3.00',
    recorded: '0.00',
    principles: { content: { overlap: 55, met: false } },
  })
  expect(answers[2]!.candidates[0]!.reasons).toContain('CONTENT_BELOW_MIN')
  expect(answers[3]).toMatchObject({ state: 'refused' })
  expect(answers[3]!.candidates[0]).toMatchObject({
    verdict: 'rejected',
    reasons: ['GRADE_BELOW_MIN'],
    principles: { grade: { given: '及格', score: 65, scoreMin: 70, met: false }, content: { overlap: 88 } },
  })
  expect(totals).toEqual({ recorded: '4.00', elective: '0.50' })
})

test('a decided equivalency is named with its number and version', async () => {
  const { answers } = await ask('YL', { ...learnt('JC 高等数学(一)', '70') })
  expect(answers[0]).toMatchObject({ state: 'convertible' })
  expect(answers[0]!.candidates[0]).toMatchObject({
    course: { titleZh: '高等数学A' },
    recorded: '3.00',
    rules: [{ kind: 'equivalency', number: 'YL-E-0001', version: 3 }, { kind: 'rule_set' }],
  })
  const below = await ask('YL', learnt('JC 高等数学(一)', '69'))
  expect(below.answers[0]!.candidates[0]).toMatchObject({ verdict: 'rejected', reasons: ['GRADE_BELOW_MIN'] })
})

test.each([
  ['looked and accepted', 'BH', 'JC 社区护理学', 'convertible'],
  ['nobody looked yet', 'YL', 'JC 社区护理学', 'not_assessed'],
  ['looked and refused', 'YL', 'HT 叉车操作基础', 'refused'],
  ['not a member', 'BC', 'JC 高等数学(一)', 'not_member'],
])('%s has a text of its own', async (_, target, title, state) => {
  expect((await ask(target, learnt(title, '80'))).answers[0]).toMatchObject({ state })
})

test('a laboratory is never approved for its lecture by likeness', async () => {
  const { answers } = await ask('LG', learnt('MD 操作系统实验', '95'))
  for (const candidate of answers[0]!.candidates) expect(candidate.verdict).not.toBe('approved')
})

test.each([
  ['a word of no scale', { grade: '不错' }, '/courses/0/grade', 'grade_unknown'],
  ['a score outside the scale', { grade: '101' }, '/courses/0/grade', 'grade_outside'],
  ['facts that the catalogue fixes', { hours: 10 }, '/courses/0/hours', 'course_facts_fixed'],
  ['an unknown key', { colour: 'red' }, '/courses/0/colour', 'unknown_key'],
])('%s is refused with its place', async (_, change, pointer, code) => {
  const refused = await ask('LG', { ...learnt('MD 操作系统'), ...change })
  expect(refused).toMatchObject({ status: 422, code: 'input_invalid', errors: [{ pointer, code }] })
  expect(refused.traceId).toMatch(/^[0-9a-f-]{36}$/)
})

test('an unknown institution is refused by name of the field', async () => {
  expect(await ask('??', learnt('MD 操作系统'))).toMatchObject({
    status: 422,
    errors: [{ pointer: '/targetInstitutionId', code: 'required' }],
  })
})

test('a course changed in the catalogue counts within a second', async () => {
  expect((await ask('YL', { title: '量子信息科学导引', hours: 54, grade: '90' })).answers[0]).toMatchObject({
    state: 'not_assessed',
    candidates: [],
  })
  const bytes = new TextEncoder().encode('{"code":"Q1","title":"量子信息科学导引","credits":3,"hours":54}')
  expect(await importCourses(bank.db, { org: 'YL', bytes, dryRun: false })).toMatchObject({
    added: 1,
    flaws: [],
  })
  await expect
    .poll(
      async () =>
        (await ask('YL', { title: '量子信息科学导引', hours: 54, grade: '90' })).answers[0]!.candidates[0]
          ?.course.titleZh,
      { timeout: 3000 },
    )
    .toBe('量子信息科学导引')
})

test('哪所学校认得最多: every member but where it was learnt, the most first, each as the question to it answers', async () => {
  const courses = [
    learnt('MD 数据结构与算法', '82'),
    learnt('MD 计算机网络', '90'),
    learnt('MD 操作系统', '及格'),
  ]
  const { institutions } = await bank.call(postWorthComparison, { courses })
  expect(institutions.length).toBeGreaterThan(4)
  expect(institutions.map(({ institution }) => institution.nameZh)).not.toContain('明德理工大学')
  const recorded = institutions.map(({ totals }) => Number(totals.recorded))
  expect(recorded).toEqual(recorded.toSorted((a, b) => b - a))
  expect(recorded[0]).toBeGreaterThan(0)
  for (const { institution, totals, states } of institutions) {
    const asked = await bank.call(postWorthQuestion, { targetInstitutionId: institution.id, courses })
    expect(totals).toEqual(asked.totals)
    for (const [state, count] of Object.entries(states))
      expect(asked.answers.filter((answer) => answer.state === state)).toHaveLength(count)
  }
})

test('a comparison takes no target course and names what is wrong by its place', async () => {
  const reply = await bank.call(postWorthComparison, { courses: [learnt('MD 操作系统', '甲上')] })
  expect(reply).toMatchObject({ status: 422, errors: [{ pointer: '/courses/0/grade' }] })
})
