// What is wrong with one entry, and how to fix it.
import type { Values } from '../language.ts'

export const flaws = {
  required: () => '必填,请补上。',
  unknown_key: ({ key }: Values) => `不认识的字段“${key}”,请删除或更正字段名。`,
  type: ({ expected }: Values) => `类型不对,应为 ${expected}。`,
  too_short: ({ minimum }: Values) => `太短,至少 ${minimum} 个。`,
  too_long: ({ maximum }: Values) => `太长,最多 ${maximum} 个。`,
  too_small: ({ minimum }: Values) => `太小,须大于或等于 ${minimum}。`,
  too_big: ({ maximum }: Values) => `太大,不得超过 ${maximum}。`,
  one_of: ({ values }: Values) => `应为以下之一:${values}。`,
  invalid: () => '格式不正确。',
  credits: () => '学分应为最多两位小数的数字,例如 4 或 2.5。',
  day: () => '日期应为真实存在的 YYYY-MM-DD,例如 2026-11-23。',
  id: () => '编号不正确,请从列表中选取或核对末尾字符。',
  limit: () => '每页条数应为 1 到 100 的整数。',
  version: () => '版本号应为正整数。',
  cursor: () => '翻页位置无效,请从第一页开始。',
  institution_unknown: () => '没有这所机构,请从列表中选择。',
  course_unknown: () => '没有这门课程,请从目录中选择,或填写课程名称与学时。',
  course_elsewhere: () => '这门课程不属于目标院校。',
  title_or_course: () => '请选择目录中的课程,或填写课程名称。',
  hours_or_credits: () => '请填写学时;只知道学分时请填写学分并选择学习机构。',
  grade_unknown: ({ grade, scales }: Values) => `“${grade}”不在该机构的成绩制度内,可用:${scales}。`,
  grade_outside: ({ grade }: Values) => `成绩“${grade}”超出百分制范围 0–100。`,
  course_facts_fixed: ({ key }: Values) => `已选择目录中的课程,“${key}”以目录为准,请不要另填。`,
}
