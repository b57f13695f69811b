// catalogue/course-file.ts – a file of courses, JSON Lines or CSV, read into facts; every wrong row says where and how.
import { type Cells, readTable, utf8 } from './table-file.ts'
import {
  type CourseFacts,
  type CourseKind,
  type CourseLevel,
  type CourseCategory,
  courseCategories,
  courseKinds,
  courseLevels,
  type Topic,
} from './model.ts'
import { creditsFromHundredths, creditsMost } from '../values/credits.ts'
import { type Hours, type Score, hours, score } from '../values/quantities.ts'
import type { FileFlaw } from '../words/language.ts'

/** Good rows with their place in the file, and what is wrong with the others. */
export type CourseFile = { rows: { line: number; facts: CourseFacts }[]; flaws: FileFlaw[] }

/** Largest file and row count taken at once; more is split by its owner. */
export const fileLimits = { bytes: 50_000_000, rows: 100_000 }

/**
 * Reads a file of courses. The form follows from the first letter: `{` begins JSON Lines, anything else is CSV with
 * headers in Chinese or English, in any order. Never throws for a bad file: a flaw on line 0 or 1 says it is unusable.
 */
export function readCourseFile(bytes: Uint8Array): CourseFile {
  if (bytes.byteLength > fileLimits.bytes) return unusable('file_too_large', { most: fileLimits.bytes })
  const text = utf8(bytes)
  if (text === undefined) return unusable('not_utf8')
  if (text.trim() === '') return unusable('file_empty')
  const records = text.trimStart().startsWith('{') ? readJsonLines(text) : readCsv(text)
  if (records.rows.length > fileLimits.rows) return unusable('too_many_rows', { most: fileLimits.rows })
  return withoutDuplicates(records)
}

const unusable = (code: FileFlaw['code'], values: FileFlaw['values'] = {}): CourseFile => ({
  rows: [],
  flaws: [{ line: 0, column: null, code, values }],
})

function readJsonLines(text: string): CourseFile {
  const file: CourseFile = { rows: [], flaws: [] }
  for (const [index, raw] of text.split('\n').entries()) {
    if (raw.trim() === '') continue
    const line = index + 1
    const cells = parsedObject(raw)
    if (!cells) file.flaws.push({ line, column: null, code: 'not_json', values: {} })
    else addRow(file, { line, cells })
  }
  return file
}

function parsedObject(raw: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(raw)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined // The caller reports the line.
  }
}

function readCsv(text: string): CourseFile {
  const { rows, flaws } = readTable(text, { columnNames, knownHeaders, needed: ['code', 'title'] })
  const file: CourseFile = { rows: [], flaws }
  for (const row of rows) addRow(file, row)
  return file
}

/** Header or key, lower case → column. Chinese and English, as institutions write them. */
const headers: Record<string, string[]> = {
  code: ['code', '课程代码', '课程编号', '课程号'],
  title: ['title', 'titlezh', '课程名称', '课程名'],
  titleEn: ['titleen', 'english title', '英文名称', '课程英文名'],
  credits: ['credits', '学分'],
  hours: ['hours', '学时', '总学时'],
  kind: ['kind', '课程性质', '课程类型', '类型'],
  level: ['level', '层次'],
  category: ['category', '学习类别', '类别'],
  department: ['dept', 'department', '开课单位', '开课院系', '院系'],
  gradeMin: ['grademin', 'minimum grade', '最低成绩'],
  description: ['description', '课程简介', '简介'],
  syllabus: ['syllabus', '教学大纲', '大纲'],
  ignored: ['id', 'institution', 'lang', 'labhours', '机构'],
}
const columnNames = new Map(
  Object.entries(headers).flatMap(([column, names]) => names.map((name) => [name, column])),
)
const knownHeaders = Object.entries(headers)
  .filter(([column]) => column !== 'ignored')
  .map(([, names]) => `${names.find((name) => /[\u4e00-\u9fff]/.test(name))}/${names[0]}`)
  .join('、')

const kindWords: Record<string, CourseKind> = {
  理论: 'theory',
  讲授: 'theory',
  理论课: 'theory',
  实验: 'laboratory',
  实验课: 'laboratory',
  上机: 'laboratory',
  实践: 'practice',
  实习: 'practice',
  实训: 'practice',
  实践课: 'practice',
  课程设计: 'design',
  设计: 'design',
  研讨: 'seminar',
  研讨课: 'seminar',
  毕业论文: 'thesis',
  '毕业设计(论文)': 'thesis',
  毕业设计: 'thesis',
}
const levelWords: Record<string, CourseLevel> = {
  培训: 'training',
  中职: 'secondary',
  中专: 'secondary',
  专科: 'associate',
  高职: 'associate',
  本科: 'bachelor',
  研究生: 'graduate',
  硕士: 'graduate',
  博士: 'graduate',
}
const categoryWords: Record<string, CourseCategory> = {
  学历教育: 'academic',
  学历: 'academic',
  职业培训: 'vocational',
  培训: 'vocational',
  文化休闲: 'leisure',
  休闲: 'leisure',
}
/** What institutions write when a course is of no kind in particular. */
const noKind = ['其他', '其它', 'other']

function addRow(file: CourseFile, { line, cells }: Cells): void {
  const flaws: FileFlaw[] = []
  const flaw = (column: string, code: FileFlaw['code'], values: FileFlaw['values'] = {}) => {
    flaws.push({ line, column, code, values })
    return null
  }
  const given: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(cells)) {
    const column = columnNames.get(key.toLowerCase())
    if (!column) flaw(key, 'header_unknown', { known: knownHeaders })
    else if (column !== 'ignored' && value !== null) given[column] = value
  }
  const text = (column: string, most: number): string | null => {
    const value = given[column]
    if (value === undefined || value === '') return null
    if (typeof value !== 'string') return flaw(column, 'not_text')
    return value.length > most ? flaw(column, 'too_long', { most }) : value.trim()
  }
  const number = (column: string, most: number): number | null => {
    const value = given[column]
    if (value === undefined || value === '') return null
    const isDecimal = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim())
    const read = typeof value === 'number' ? value : isDecimal ? Number(value) : Number.NaN
    if (Number.isNaN(read)) return flaw(column, 'not_a_number', { value: shortened(value) })
    if (read < 0) return flaw(column, 'negative', { value: read })
    if (read > most) return flaw(column, 'too_big', { value: read, most })
    return Math.abs(read * 100 - Math.round(read * 100)) > 1e-6
      ? flaw(column, 'too_precise', { value: read })
      : read
  }
  const required = (column: string, most: number): string => {
    const value = text(column, most)
    if (value === null && !flaws.some((known) => known.column === column)) flaw(column, 'required')
    return value ?? ''
  }
  const oneOf = <Word extends string>(
    column: string,
    known: readonly Word[],
    words: Record<string, Word>,
  ): Word | null => {
    const value = text(column, 50)
    if (value === null || noKind.includes(value.toLowerCase())) return null
    const first = value
      .split(/[-—/、]/)[0]!
      .replaceAll(/[(（].*?[)）]/g, '')
      .trim()
    const found = known.find((word) => word === first) ?? words[first]
    return found ?? flaw(column, 'one_of', { value, known: [...Object.keys(words), ...known].join('、') })
  }

  const amount = number('credits', creditsMost / 100)
  const time = number('hours', 10_000)
  const least = number('gradeMin', 100)
  const facts: CourseFacts = {
    code: required('code', 64),
    titleZh: required('title', 200),
    titleEn: text('titleEn', 300),
    department: text('department', 100),
    kind: oneOf('kind', courseKinds, kindWords),
    level: oneOf('level', courseLevels, levelWords),
    category: oneOf('category', courseCategories, categoryWords),
    credits: amount === null ? null : creditsFromHundredths(Math.round(amount * 100)),
    hours: time === null ? null : (hours(time) satisfies Hours),
    gradeMin: least === null ? null : (score(least) satisfies Score),
    description: text('description', 20_000),
    syllabus: topics(given['syllabus'], (code) => flaw('syllabus', code)),
  }
  if (flaws.length > 0) file.flaws.push(...flaws)
  else file.rows.push({ line, facts })
}

/** A list of {topic, weight}, or in a cell `线性表:20;栈与队列:15`. */
function topics(value: unknown, flaw: (code: FileFlaw['code']) => null): Topic[] {
  if (value === undefined || value === '') return []
  const cell = typeof value === 'string' ? value : ''
  const list: unknown[] = Array.isArray(value)
    ? value
    : cell
        .split(/[;；]/)
        .filter((part) => part.trim() !== '')
        .map((part) => {
          const [topic = '', weight] = part.split(/[:：]/)
          return { topic: topic.trim(), weight: weight === undefined ? 1 : Number(weight) }
        })
  const read = list.map((entry) => {
    const { topic, weight } = (entry ?? {}) as { topic?: unknown; weight?: unknown }
    return typeof topic === 'string' &&
      topic !== '' &&
      typeof weight === 'number' &&
      weight > 0 &&
      weight <= 10_000
      ? { topic, weight }
      : null
  })
  if (read.length === 0 || read.length > 500 || read.some((topic) => topic === null)) flaw('syllabus')
  return read.filter((topic) => topic !== null)
}

/** The same code twice in one file is an error of both rows: nobody can tell which one is meant. */
function withoutDuplicates({ rows, flaws }: CourseFile): CourseFile {
  const lines = new Map<string, number[]>()
  for (const { line, facts } of rows) lines.set(facts.code, [...(lines.get(facts.code) ?? []), line])
  const isTwice = (code: string) => lines.get(code)!.length > 1
  return {
    rows: rows.filter(({ facts }) => !isTwice(facts.code)),
    flaws: [
      ...flaws,
      ...rows
        .filter(({ facts }) => isTwice(facts.code))
        .map(({ line, facts }): FileFlaw => ({
          line,
          column: 'code',
          code: 'code_twice',
          values: { value: facts.code, lines: lines.get(facts.code)!.join('、') },
        })),
    ].sort((a, b) => a.line - b.line),
  }
}

const shortened = (value: unknown): string => JSON.stringify(value)?.slice(0, 40) ?? ''
