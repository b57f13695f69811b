import { expect, test } from 'vitest'
import { readPasted } from './pasted.ts'

const chen = { name: '陈小红', idNumber: '11010119900101001X', phone: '13900001234' }

test.each([
  ['tabs, as a spreadsheet copies them', '陈小红\t11010119900101001X\t13900001234', [chen]],
  ['commas, of either width', '陈小红,11010119900101001X,13900001234', [chen]],
  [
    'headings in any order, and a column that nobody asked for',
    '手机\t班级\t姓名\t身份证号\r\n13900001234\t三班\t陈小红\t11010119900101001X',
    [chen],
  ],
  [
    'blank lines and cells are nothing',
    '\n陈小红\t\t13900001234\n\t\t\n',
    [{ name: '陈小红', phone: '13900001234' }],
  ],
  ['quotes around a cell', '"陈小红","11010119900101001X"', [{ name: '陈小红', idNumber: chen.idNumber }]],
  [
    'a row without a name is still a row, to be refused by the bank',
    '\t11010119900101001X',
    [{ name: '', idNumber: chen.idNumber }],
  ],
  ['nothing', ' \n\n', []],
])('reads %s', (_, text, rows) => {
  expect(readPasted(text)).toEqual(rows)
})
