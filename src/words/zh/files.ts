// What is wrong with a row of a file, and how to mend it.
import type { Values } from '../language.ts'

export const fileFlaws = {
  file_too_large: ({ most }: Values) => `文件过大,上限 ${Number(most) / 1_000_000} MB,请拆分后再导入。`,
  too_many_rows: ({ most }: Values) => `行数过多,上限 ${most} 行,请拆分后再导入。`,
  not_utf8: () => '文件编码不是 UTF-8。请在 Excel 中“另存为 → CSV UTF-8”,或用编辑器转为 UTF-8 后重试。',
  file_empty: () => '文件是空的。',
  not_json: () => '这一行不是有效的 JSON 对象,请检查引号与逗号。',
  not_csv: ({ why }: Values) => `不是有效的 CSV:${why}。请检查引号和列数。`,
  header_unknown: ({ known }: Values) => `不认识的列。可用的列:${known}。`,
  header_missing: ({ needed }: Values) => `缺少必需的列“${needed}”。`,
  header_twice: ({ needed }: Values) => `列“${needed}”出现了两次,请删除一列。`,
  required: () => '必填,请补上。',
  not_text: () => '应为文字。',
  too_long: ({ most }: Values) => `太长,最多 ${most} 个字。`,
  not_a_number: ({ value }: Values) => `${value} 不是数字,请写成例如 48 或 2.5。`,
  negative: ({ value }: Values) => `${value} 是负数,须大于或等于 0。`,
  too_big: ({ value, most }: Values) => `${value} 太大,不得超过 ${most}。`,
  too_precise: ({ value }: Values) => `${value} 的小数多于两位。`,
  one_of: ({ value, known }: Values) => `“${value}”不在代码表内,可用:${known}。`,
  syllabus: () => '大纲应为“主题:权重;主题:权重”,权重大于 0。',
  code_twice: ({ value, lines }: Values) =>
    `课程代码“${value}”在文件中重复出现(第 ${lines} 行),请只保留一行。`,
}
