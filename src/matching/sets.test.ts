// matching/sets.test.ts – 多门对一门、一门对多门: proposed, never accepted
import { expect, test } from 'vitest'
import { buildCatalogueIndex } from './catalogue-index.ts'
import { proposeSets } from './sets.ts'

const titles = [
  '大学物理(1)',
  '大学物理(2)',
  '光学',
  '原子物理',
  '力学',
  '高等数学(上)',
  '高等数学(下)',
  '模拟电路',
  '数字电路',
  '大学物理实验(1)',
]
const index = buildCatalogueIndex(titles.map((title) => ({ id: title, institution: '东湖大学', title })))
const propose = (...asked: string[]) =>
  proposeSets(
    index,
    asked.map((title) => ({ title })),
  )

test.each([
  [
    'a whole course and its parts',
    ['高等数学'],
    { sources: [0], targets: ['高等数学(上)', '高等数学(下)'], basis: 'parts' },
  ],
  [
    'a title that joins two subjects',
    ['光学与原子物理'],
    { sources: [0], targets: ['光学', '原子物理'], basis: 'joined_title' },
  ],
  [
    'a listed composition',
    ['热学', '力学'],
    { sources: [0, 1], targets: ['大学物理(1)'], basis: 'composition' },
  ],
  [
    'one course that is listed as two',
    ['电子技术'],
    { sources: [0], targets: ['数字电路', '模拟电路'], basis: 'composition' },
  ],
])('%s', (_, asked, expected) => {
  expect(propose(...asked)).toContainEqual(expected)
})

test('a set that lacks a piece is not proposed', () => {
  expect(propose('力学')).toEqual([])
  expect(propose('光学与声学')).toEqual([])
})

test('a laboratory is no piece of a lecture', () => {
  expect(propose('大学物理实验').flatMap(({ targets }) => targets)).not.toContain('大学物理(1)')
})
