// recognition/records/grade-file.ts – a class list with grades as CSV, read into rows; every wrong row says where and how.
import { type Cells, readTable, utf8 } from '../../catalogue/operations.ts'
import { isLocalDate, type LocalDate } from '../../values/dates.ts'
import { type Hours, hours } from '../../values/quantities.ts'
import type { FileFlaw } from '../../words/language.ts'

/** How a row names its learner: by account, or by student number together with the name. */
export type GradeRow = {
  line: number
  account: string | null
  studentNumber: string | null
  name: string | null
  grade: string
  hours: Hours | null
  earnedOn: LocalDate | null
}

export const gradeFileMost = { bytes: 2_000_000, rows: 2000 }

const headers: Record<string, string[]> = {
  account: ['account', '账号', '登录名'],
  studentNumber: ['studentnumber', 'student number', '学号'],
  name: ['name', '姓名'],
  grade: ['grade', '成绩'],
  hours: ['hours', '学时'],
  earnedOn: ['earnedon', 'earned on', '取得日期', '日期'],
}
const columnNames = new Map(
  Object.entries(headers).flatMap(([column, names]) => names.map((name) => [name, column])),
)
const knownHeaders = Object.values(headers)
  .map((names) => `${names.find((name) => /[\u4e00-\u9fff]/.test(name))}/${names[0]}`)
  .join('、')

/** Never throws for a bad file: a flaw on line 0 or 1 says that it is unusable. */
export function readGradeFile(bytes: Uint8Array): { rows: GradeRow[]; flaws: FileFlaw[] } {
  if (bytes.byteLength > gradeFileMost.bytes) return unusable('file_too_large', { most: gradeFileMost.bytes })
  const text = utf8(bytes)
  if (text === undefined) return unusable('not_utf8')
  if (text.trim() === '') return unusable('file_empty')
  const table = readTable(text, { columnNames, knownHeaders, needed: ['grade'] })
  if (table.rows.length > gradeFileMost.rows) return unusable('too_many_rows', { most: gradeFileMost.rows })
  const read = table.rows.map(readRow)
  return {
    rows: read.flatMap((row) => ('code' in row ? [] : [row])),
    flaws: [...table.flaws, ...read.flatMap((row) => ('code' in row ? [row] : []))],
  }
}

const unusable = (code: FileFlaw['code'], values: FileFlaw['values'] = {}) => ({
  rows: [],
  flaws: [{ line: 0, column: null, code, values }],
})

function readRow({ line, cells }: Cells): GradeRow | FileFlaw {
  const text = (column: string): string | null => {
    const cell = cells[column]
    return typeof cell === 'string' ? cell : null
  }
  const flaw = (column: string, code: FileFlaw['code'], values: FileFlaw['values'] = {}): FileFlaw => ({
    line,
    column,
    code,
    values,
  })
  const row = { account: text('account'), studentNumber: text('studentNumber'), name: text('name') }
  const [grade, time, on] = [text('grade'), text('hours'), text('earnedOn')]
  const long = Object.keys(headers).find((column) => (text(column)?.length ?? 0) > cellMost)
  if (long) return flaw(long, 'too_long', { most: cellMost })
  if (row.account === null && (row.studentNumber === null || row.name === null))
    return flaw(row.studentNumber === null ? 'account' : 'name', 'learner_named')
  if (grade === null) return flaw('grade', 'required')
  if (time !== null && !/^\d{1,4}(\.\d{1,2})?$/.test(time))
    return flaw('hours', 'not_a_number', { value: time })
  if (on !== null && !isLocalDate(on)) return flaw('earnedOn', 'day', { value: on })
  return { line, ...row, grade, hours: time === null ? null : hours(Number(time)), earnedOn: on }
}

const cellMost = 100
