// What a refusal says: what is wrong, and how to put it right.
import { namedIn, type Said } from '../language.ts'
import { roleNames } from './roles.ts'

const rolesNamed = namedIn(roleNames)

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
    fix: ({ need }) => (need ? `此项操作需要角色:${rolesNamed(need, '、')}。` : '您的角色不能进行此项操作。'),
  },
  not_found: { title: '未找到', fix: () => '没有这条记录,或者您无权查看。请核对地址或编号。' },
  own_record: { title: '不能办理自己的记录', fix: () => '这条记录关于您本人,须由他人办理(职责分离)。' },
  own_work: { title: '须由他人办理', fix: () => '这条记录由您录入、修改或办理过,须由另一人办理(职责分离)。' },
  consent_missing: {
    title: '未获本人同意',
    fix: () => '本人没有同意,或同意已经到期、撤回。请先向本人申请授权。',
  },
  identity_not_verified: {
    title: '请先完成实名核验',
    fix: () => '此项服务需要实名。请在“设置”中完成实名核验后再办理。',
  },
  over_ceiling: {
    title: '超出您可授予的范围',
    fix: () => '只能授予您自己拥有的、本机构之内的权限,委托最长 30 天,且不能转授。',
  },
  window_closed: {
    title: '不在录入时间内',
    fix: () => '本学期的录入窗口未开放或已关闭,请联系本机构管理员。',
  },
  last_admin: { title: '至少保留一名管理员', fix: () => '这是最后一名管理员,或是您本人。请先授予另一人。' },
  step_up_required: { title: '请再次验证身份', fix: () => '此项操作需要五分钟内的二次验证,请验证后继续。' },
  reason_required: { title: '请填写理由', fix: () => '请写明理由;理由会记入审计记录。' },
  purpose_required: { title: '请声明用途', fix: () => '请写明用途与工单号。' },
  quota_exceeded: { title: '超出额度', fix: () => '今天的额度或每分钟的次数已用完,请稍后再试。' },
  wrong_credentials: { title: '登录名或密码不对', fix: () => '请核对登录名与密码;忘记密码可以找回。' },
  too_many_attempts: {
    title: '尝试次数过多',
    fix: ({ minutes }) => `请 ${minutes} 分钟后再试,或用“找回密码”。`,
  },
  login_taken: { title: '登录名已被使用', fix: () => '这个登录名、手机号或邮箱已有账户,请登录或找回账户。' },
  identity_taken: {
    title: '该证件号已有账户',
    fix: () => '每人一个终身账户。请找回原有账户;如有两个账户,可申请合并。',
  },
  method_not_allowed: {
    title: '不支持的请求方法',
    fix: () => '此地址不接受这种请求方法,请查阅接口说明。',
  },
  institution_unknown: {
    title: '没有这所机构',
    fix: ({ org }) => `没有代码为“${org}”的机构,请核对机构代码。`,
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
