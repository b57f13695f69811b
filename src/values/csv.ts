// values/csv.ts – a row of CSV (RFC 4180) that is safe to open.

/** One line with its end. A cell that a spreadsheet would take for a formula becomes text. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
