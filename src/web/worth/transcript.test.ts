import { expect, test } from 'vitest'
import { readTranscript } from './transcript.ts'

const read = (text: string) =>
  readTranscript(text, 'inst_1').courses.map(({ title, credits, hours, grade }) => [
    title,
    credits,
    hours,
    grade,
  ])

test.each([
  ['高等数学(一)\t5\t80\t86', ['高等数学(一)', '5', '80', '86']],
  ['大学 英语,3,48,良好', ['大学 英语', '3', '48', '良好']],
  ['数据结构与算法 4.5 72 82', ['数据结构与算法', '4.5', '72', '82']],
  ['Linear Algebra 3 48 A-', ['Linear Algebra', '3', '48', 'A-']],
  ['线性代数 3学分 48学时', ['线性代数', '3', '48', '']],
  ['离散数学 64', ['离散数学', '', '64', '']],
  ['离散数学 4', ['离散数学', '4', '', '']],
  ['离散数学, -, 64, 90', ['离散数学', '', '64', '90']],
])('%s', (line, expected) => {
  expect(read(line)).toEqual([expected])
})

test('what is no course is named by its line, and no more than sixty are taken', () => {
  expect(readTranscript('课程名称 学分 学时 成绩\n\n线性代数 3 48 90\n备注', '').unread).toEqual([1, 4])
  const long = readTranscript(Array.from({ length: 62 }, (_, n) => `课程${n} 2 32 80`).join('\n'), 'inst_1')
  expect(long.courses).toHaveLength(60)
  expect(long.unread).toEqual([61, 62])
  expect(long.courses[0]!.institutionId).toBe('inst_1')
})
