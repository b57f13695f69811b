// matching/match.test.ts – what an answer of the matcher guarantees
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildCatalogueIndex, putCourse, removeCourse } from './catalogue-index.ts'
import type { MatchCourse } from './catalogue-index.ts'
import { matchCourses } from './match.ts'
import { buildPrecedents } from './precedents.ts'
import type { Precedent } from './precedents.ts'
import { conflictsBetween, parseTitle } from './title.ts'

const course = (id: string, title: string, rest: Partial<MatchCourse> = {}): MatchCourse => ({
  id,
  title,
  institution: '东湖大学',
  ...rest,
})
const catalogue = [
  '操作系统',
  '操作系统课程设计',
  '操作系统实验',
  '大学物理(1)',
  '大学物理(2)',
  '大学物理实验(1)',
  '高等数学A(上)',
  '高等数学A(下)',
  '高等数学B(上)',
  '数据结构',
  '数据结构导论',
  '线性代数',
  '线性代数(荣誉)',
  'C语言程序设计',
  'Java程序设计',
  '马克思主义基本原理',
  '电工原理',
  '化工原理',
  '实变函数',
  '复变函数',
].map((title, i) => course(`c${String(i).padStart(2, '0')}`, title))
const index = buildCatalogueIndex(catalogue)
const titleOf = new Map(catalogue.map(({ id, title }) => [id, title]))

test.each([
  ['操作系统', '操作系统'],
  ['操作系统实验', '操作系统实验'],
  ['高等数学A(下)', '高等数学A(下)'],
  ['大学物理II', '大学物理(2)'],
  ['马克思主义基本原理概论', '马克思主义基本原理'],
  ['复变函数论', '复变函数'],
])('%s finds %s first', (title, expected) => {
  expect(titleOf.get(matchCourses(index, { title })[0]!.id)).toBe(expected)
})

// Titles put together from parts that catalogues use, so that kinds, parts and levels meet in every combination.
const title = fc
  .tuple(
    fc.constantFrom(
      '操作系统',
      '大学物理',
      '高等数学',
      '数据结构',
      'C语言程序设计',
      'Java程序设计',
      '线性代数',
    ),
    fc.constantFrom('', 'A', 'B', '(C类)', '(荣誉)'),
    fc.constantFrom('', '实验', '课程设计', '实习', '导论', '原理', '与实验'),
    fc.constantFrom('', '(上)', '(下)', '(1)', '(2)', 'III'),
  )
  .map(([base, letter, kind, part]) => `${base}${kind}${letter}${part}`)
const catalogues = fc
  .uniqueArray(title, { minLength: 1, maxLength: 25 })
  .map((titles) => titles.map((title, i) => course(`c${String(i).padStart(2, '0')}`, title)))

test('nothing is accepted when kind, part, level or language conflict', () => {
  let accepted = 0
  fc.assert(
    fc.property(catalogues, title, fc.boolean(), (others, sought, isThere) => {
      // With the very title among them there is something to accept; without it the best is often one in conflict.
      const courses = isThere ? [...others, course('same', sought)] : others
      const titles = new Map(courses.map(({ id, title }) => [id, title]))
      for (const match of matchCourses(buildCatalogueIndex(courses), { title: sought })) {
        if (match.decision !== 'accept') continue
        accepted++
        expect(conflictsBetween(parseTitle(sought), parseTitle(titles.get(match.id)!))).toEqual([])
      }
    }),
    { numRuns: 400 },
  )
  expect(accepted).toBeGreaterThan(0)
})

test('the same question has the same answer, whatever the order of the catalogue', () => {
  fc.assert(
    fc.property(catalogues, title, (courses, sought) => {
      const answer = matchCourses(buildCatalogueIndex(courses), { title: sought })
      expect(matchCourses(buildCatalogueIndex(courses), { title: sought })).toEqual(answer)
      expect(matchCourses(buildCatalogueIndex(courses.toReversed()), { title: sought })).toEqual(answer)
    }),
  )
})

test('a changed course counts at once, as if the index had been built with it', () => {
  fc.assert(
    fc.property(catalogues, title, title, (courses, changed, sought) => {
      const updated = buildCatalogueIndex(courses)
      const replacement = course('c00', changed)
      putCourse(updated, replacement)
      const rebuilt = buildCatalogueIndex([replacement, ...courses.slice(1)])
      expect(matchCourses(updated, { title: sought })).toEqual(matchCourses(rebuilt, { title: sought }))
      expect(removeCourse(updated, 'c00')).toBe(true)
      expect(removeCourse(updated, 'c00')).toBe(false)
      expect(matchCourses(updated, { title: sought })).toEqual(
        matchCourses(buildCatalogueIndex(courses.slice(1)), { title: sought }),
      )
    }),
  )
})

test('a course may be sought within one institution', () => {
  const two = buildCatalogueIndex([...catalogue, course('x1', '操作系统', { institution: '西山学院' })])
  const found = matchCourses(two, { title: '操作系统', targetInstitution: '西山学院' })
  expect(found.map(({ id }) => id)).toEqual(['x1'])
  expect(matchCourses(two, { title: '操作系统', targetInstitution: '无此大学' })).toEqual([])
})

test('an id stands for one course', () => {
  expect(() => buildCatalogueIndex([course('a', '物理'), course('a', '化学')])).toThrow('Two courses')
})

const decided: Precedent = {
  id: 'd1',
  source: { institution: '西山学院', code: 'CS1', version: 2, title: '计算机原理' },
  targetInstitution: '东湖大学',
  target: { id: 'c10' },
  outcome: 'approved',
  inForce: true,
}
const asked = {
  institution: '西山学院',
  code: 'CS1',
  version: 2,
  title: '计算机原理',
  targetInstitution: '东湖大学',
}

test('a decision in force for exactly this course answers first, with its record', () => {
  const [first] = matchCourses(index, asked, { precedents: buildPrecedents([decided]) })
  expect(first).toMatchObject({ id: 'c10', decision: 'accept', score: 1, conflicts: [] })
  expect(first!.evidence[0]).toEqual({ fact: 'precedent', decisionId: 'd1', outcome: 'approved' })
})

test.each([
  ['another version', { ...asked, version: 3 }, decided],
  ['another institution', { ...asked, institution: '南山学院' }, decided],
  ['a decision that has lapsed', asked, { ...decided, inForce: false }],
])('%s is not settled by it', (_, question, decision) => {
  const found = matchCourses(index, question, { precedents: buildPrecedents([decision]) })
  expect(found.every(({ evidence }) => evidence.every(({ fact }) => fact !== 'precedent'))).toBe(true)
})

test('a refusal in force is never answered with an acceptance', () => {
  const refused: Precedent = {
    ...decided,
    source: { ...decided.source, title: '操作系统' },
    target: { id: 'c00' },
    outcome: 'refused',
  }
  const found = matchCourses(
    index,
    { ...asked, title: '操作系统' },
    { precedents: buildPrecedents([refused]), limit: 30 },
  )
  expect(found.find(({ id }) => id === 'c00')).toMatchObject({ decision: 'reject', score: 0 })
})
