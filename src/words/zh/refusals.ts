// What a refusal says: what is wrong, and how to put it right.
import type { Said } from '../language.ts'

export const refusals = {
  amount_malformed: {
    title: '数值格式不正确',
    fix: ({ value }) => `“${value}” 不是学分数。请写成最多两位小数的数字,例如 4 或 2.5。`,
  },
  body_unparsable: {
    title: '无法读取提交的内容',
    fix: () => '请求正文不是有效的 JSON,请检查引号、逗号与编码(UTF-8)。',
  },
  input_invalid: { title: '填写的内容有误', fix: () => '请按各项的提示修改后重新提交。' },
  not_signed_in: { title: '请先登录', fix: () => '此项服务需要登录后使用。' },
  not_permitted: {
    title: '没有权限',
    fix: ({ need }) => (need ? `此项操作需要角色:${need}。` : '您的角色不能进行此项操作。'),
  },
  not_found: { title: '未找到', fix: () => '没有这条记录,或者您无权查看。请核对地址或编号。' },
  method_not_allowed: {
    title: '不支持的请求方法',
    fix: () => '此地址不接受这种请求方法,请查阅接口说明。',
  },
  conflict: { title: '状态已变化', fix: () => '记录刚刚被改动,请刷新后重试。' },
  body_too_large: {
    title: '内容过大',
    fix: ({ most }) => `提交的内容超过上限${most ? ` ${most}` : ''},请拆分或压缩后重试。`,
  },
  media_type_unsupported: { title: '不支持的内容类型', fix: () => '请以 application/json 提交。' },
  too_many_requests: { title: '请求过于频繁', fix: () => '请稍候再试。' },
  internal: {
    title: '系统出错',
    fix: () => '这是我们的问题,已记录。请稍后重试,并在联系我们时提供追踪号。',
  },
  unavailable: {
    title: '暂时无法服务',
    fix: () => '系统正忙或正在维护,请稍后重试;已提交的内容不会丢失。',
  },
} satisfies Record<string, Said>
