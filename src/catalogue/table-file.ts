// catalogue/table-file.ts – a CSV file with headers in two languages, read into cells; what is wrong with it says where.
import { parse } from 'csv-parse/sync'
import type { FileFlaw } from '../words/language.ts'

export type Cells = { line: number; cells: Record<string, unknown> }

/** Undefined when it is not UTF-8: the caller says so, with the way to mend it. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

export type Headers = {
  /** Header, lower case → column. */
  columnNames: ReadonlyMap<string, string>
  /** The headers as one tells them to people. */
  knownHeaders: string
  needed: readonly string[]
}

/** Reads the rows of a table. Without its needed columns, or with unknown ones, it has none. */
export function readTable(
  text: string,
  { columnNames, knownHeaders, needed }: Headers,
): { rows: Cells[]; flaws: FileFlaw[] } {
  const table = parsedTable(text)
  if ('code' in table) return { rows: [], flaws: [table] }
  const [header = [], ...body] = table.lines
  const columns = header.map((name) => columnNames.get(name.trim().toLowerCase()))
  const flaws: FileFlaw[] = columns.flatMap((column, at) =>
    column
      ? []
      : [{ line: 1, column: header[at] ?? '', code: 'header_unknown', values: { known: knownHeaders } }],
  )
  for (const each of needed) {
    if (!columns.includes(each))
      flaws.push({ line: 1, column: each, code: 'header_missing', values: { needed: each } })
  }
  const twice = columns.find((column, at) => column && columns.indexOf(column) !== at)
  if (twice) flaws.push({ line: 1, column: twice, code: 'header_twice', values: { needed: twice } })
  if (flaws.length > 0) return { rows: [], flaws }
  return {
    flaws,
    rows: body.map((row, index) => ({
      line: table.at[index + 1]!,
      cells: Object.fromEntries(
        row.flatMap((cell, at) => (cell.trim() === '' ? [] : [[columns[at]!, cell.trim()]])),
      ),
    })),
  }
}

function parsedTable(text: string): { lines: string[][]; at: number[] } | FileFlaw {
  try {
    const parsed = parse(text, {
      bom: true,
      info: true,
      skip_empty_lines: true,
      relax_column_count: false,
    }) as unknown as {
      record: string[]
      info: { lines: number }
    }[]
    return { lines: parsed.map(({ record }) => record), at: parsed.map(({ info }) => info.lines) }
  } catch (error) {
    const { lines = 0, message = '' } = error as { lines?: number; message?: string }
    return { line: lines, column: null, code: 'not_csv', values: { why: message } }
  }
}
