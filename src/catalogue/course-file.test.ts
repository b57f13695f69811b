import { expect, test } from 'vitest'
import { readCourseFile } from './course-file.ts'

const read = (text: string) => readCourseFile(new TextEncoder().encode(text))
const header = '课程代码,课程名称,学分,学时,类型'

test('JSON Lines and CSV, Chinese and English headers in any order, say the same', () => {
  const lines = read('{"code":"A1","title":"数据结构","credits":4,"hours":64,"kind":"理论"}')
  const csv = read(`\uFEFF${header}\nA1,数据结构,4,64,理论\n`)
  const english = read('kind,hours,credits,title,code\r\ntheory,64,4.0,数据结构,A1\r\n')
  expect(csv.rows[0]!.facts).toEqual(lines.rows[0]!.facts)
  expect(english.rows[0]!.facts).toEqual(lines.rows[0]!.facts)
  expect(lines.rows[0]!.facts).toMatchObject({ credits: 400, hours: 6400, kind: 'theory' })
})

test.each([
  ['negative hours', 'A1,甲,4,-72,理论', 'hours', 'negative'],
  ['hours that are no number', 'A1,甲,4,七十二,理论', 'hours', 'not_a_number'],
  ['credits finer than a hundredth', 'A1,甲,4.125,72,理论', 'credits', 'too_precise'],
  ['credits beyond the most', 'A1,甲,10001,72,理论', 'credits', 'too_big'],
  ['a kind of no list', 'A1,甲,4,72,魔法', 'kind', 'one_of'],
  ['no code', ',甲,4,72,理论', 'code', 'required'],
  ['no title', 'A1,,4,72,理论', 'title', 'required'],
])('%s is refused with line and column, and the next row is taken', (_, row, column, code) => {
  const { rows, flaws } = read(`${header}\n${row}\nB1,乙,2,36,实验\n`)
  expect(flaws).toMatchObject([{ line: 2, column, code }])
  expect(rows).toMatchObject([{ line: 3, facts: { code: 'B1' } }])
})

test('the same code twice is an error of both rows', () => {
  const { rows, flaws } = read(`${header}\nA1,甲,4,72,\nA1,乙,4,72,\nB1,丙,2,36,\n`)
  expect(flaws).toMatchObject([
    { line: 2, code: 'code_twice', values: { lines: '2、3' } },
    { line: 3, code: 'code_twice' },
  ])
  expect(rows).toHaveLength(1)
})

test.each([
  ['an unknown header', 'code,title,价格\nA1,甲,1\n', { line: 1, column: '价格', code: 'header_unknown' }],
  ['a missing header', 'code,学分\nA1,4\n', { line: 1, column: 'title', code: 'header_missing' }],
  ['a header twice', 'code,title,课程名称\nA1,甲,乙\n', { line: 1, code: 'header_twice' }],
  ['an empty file', '  \n', { line: 0, code: 'file_empty' }],
  ['a row with too many cells', 'code,title\nA1,甲,乙\n', { line: 2, code: 'not_csv' }],
  ['a line that is no JSON', '{"code":"A1","title":"甲"}\n{oops\n', { line: 2, code: 'not_json' }],
])('%s is told', (_, text, flaw) => {
  expect(read(text).flaws[0]).toMatchObject(flaw)
})

test('a file in another encoding is refused, not guessed', () => {
  expect(readCourseFile(new Uint8Array([0xca, 0xfd, 0xbe, 0xdd])).flaws).toMatchObject([{ code: 'not_utf8' }])
})

test('a syllabus is read from a cell, and a weightless one is refused', () => {
  const head = 'code,title,大纲'
  expect(read(`${head}\nA1,甲,线性表:20；栈与队列:15\n`).rows[0]!.facts.syllabus).toEqual([
    { topic: '线性表', weight: 20 },
    { topic: '栈与队列', weight: 15 },
  ])
  expect(read(`${head}\nA1,甲,线性表:0\n`).flaws).toMatchObject([{ column: 'syllabus', code: 'syllabus' }])
})
