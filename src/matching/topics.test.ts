// matching/topics.test.ts – 教学大纲对照: shares are exact, wording may differ a little
import { expect, test } from 'vitest'
import { topicCoverage } from './topics.ts'

const target = [
  { topic: '进程管理', weight: 40 },
  { topic: '内存管理', weight: 30 },
  { topic: '文件系统', weight: 14 },
  { topic: '安全', weight: 16 },
]
const source = (...topics: string[]) => topics.map((topic) => ({ topic, weight: 1 }))

test('topics of the same name count exactly: 84 of 100 is 8400 basis points', () => {
  const found = topicCoverage(source('文件系统', '进程管理', '内存管理'), target)
  expect(found.share).toBe(8400)
  expect(found.covered.map(({ topic, by, alike }) => [topic, by, alike])).toEqual([
    ['进程管理', '进程管理', 1],
    ['内存管理', '内存管理', 1],
    ['文件系统', '文件系统', 1],
  ])
  expect(found.missing).toEqual([{ topic: '安全', weight: 16 }])
})

test.each([
  ['width and signs make no difference', ['进程管理 ', '内存管理。'], 7000],
  ['a slightly other wording is recognised', ['进程的管理'], 4000],
  ['another topic is not', ['项目管理'], 0],
  ['nothing covers nothing', [], 0],
])('%s', (_, topics, share) => {
  expect(topicCoverage(source(...topics), target, 0.5).share).toBe(share)
})

test('the threshold decides, and the share is never rounded up', () => {
  expect(topicCoverage(source('进程的管理'), target, 0.99).share).toBe(0)
  const thirds = [1, 1, 1].map((weight, i) => ({ topic: `专题${'甲乙丙'[i]}`, weight }))
  expect(topicCoverage(thirds.slice(0, 2), thirds, 1).share).toBe(6666)
})

test('a syllabus without topics is covered by nothing', () => {
  expect(topicCoverage(source('进程管理'), []).share).toBe(0)
})
