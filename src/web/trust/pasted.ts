// Rows pasted from a spreadsheet: name, identity number, mobile number, e-mail, in this order or under headings.
export type Pasted = { name: string; idNumber?: string; phone?: string; email?: string }

const headings: Record<keyof Pasted, RegExp> = {
  name: /^(姓名|name)$/i,
  idNumber: /^(公民身份号码|身份证号码?|证件号码?|id ?number)$/i,
  phone: /^(手机号?码?|电话|mobile|phone|mobile number)$/i,
  email: /^(邮箱|电子邮箱|e-?mail)$/i,
}
const columns = Object.keys(headings) as (keyof Pasted)[]

/** Every row with something in it. Headings may name the columns in any order. */
export function readPasted(text: string): Pasted[] {
  const rows = text
    .split(/\r\n|\r|\n/)
    .map((line) => line.split(/\t|,|,/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')))
    .filter((cells) => cells.some((cell) => cell !== ''))
  const [first = []] = rows
  const named = first.map((cell) => columns.find((column) => headings[column].test(cell)))
  const hasHeadings = named.includes('name')
  const order = hasHeadings ? named : columns
  return rows.slice(hasHeadings ? 1 : 0).map((cells) => {
    const row: Pasted = { name: '' }
    for (const [at, column] of order.entries()) {
      const cell = cells[at]
      if (column && cell) row[column] = cell
    }
    return row
  })
}
