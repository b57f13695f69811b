// What a refusal says: what is wrong, and how to put it right.
import { namedIn, type Said } from '../language.ts'
import { obstacles } from './obstacles.ts'
import { roleNames } from './roles.ts'

const rolesNamed = namedIn(roleNames)

/** What stands against closing an account, by its keys. */
const obstaclesNamed = namedIn(obstacles)

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
  wrong_code: { title: '验证没有通过', fix: () => '请核对验证码或密码;验证码每 30 秒更换,且只能用一次。' },
  second_factor_required: {
    title: '请输入动态口令',
    fix: () => '这个账户绑定了身份验证器,请输入 6 位动态口令。',
  },
  code_invalid: { title: '激活码无效', fix: () => '激活码不对、已使用或已过期,请向开户机构重新索取。' },
  recovery_invalid: {
    title: '找回没有通过',
    fix: () => '登录名或找回码不对,或找回码已用过、已过期。请核对;没有找回码的,请携证件到所在院校当面办理。',
  },
  passkey_invalid: {
    title: '通行密钥没有通过',
    fix: () => '这个通行密钥不是在本行登记的、已移除,或验证超过了五分钟。请重试,或用密码登录。',
  },
  sso_refused: {
    title: '统一认证没有通过',
    fix: () =>
      '学校的统一认证没有给出有效的答复,或已超过十分钟。请从登录页重新进入;仍不行的,请联系学校信息中心。',
  },
  sso_unlinked: {
    title: '学校账号还没有绑定',
    fix: () =>
      '请先用密码登录,在“设置 › 登录与安全”里绑定;或请学校按学号、工号绑定。只能绑定您有身份的机构。',
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
  credits_insufficient: {
    title: '可用学分不足',
    fix: ({ needed, available, held }) =>
      `需要 ${needed} 学分,可用 ${available} 学分${held ? `,另有 ${held} 学分待审或冻结` : ''}。请减少数量,或先撤回占用学分的申请。`,
  },
  lot_unavailable: {
    title: '所选学分已被使用',
    fix: ({ needed, available }) => `所选批次需要 ${needed} 学分,只剩 ${available} 学分可用。请另选批次。`,
  },
  lot_expired: {
    title: '所选学分已失效',
    fix: ({ day }) => `该批次学分的有效期到 ${day} 为止。请另选批次。`,
  },
  hold_closed: { title: '冻结已经结束', fix: () => '这笔冻结的学分已经解冻或使用,请刷新后查看。' },
  units_differ: {
    title: '学分单位不同',
    fix: () => '不同学分制的学分不能合在一次转换里,请按学分制分别申请。',
  },
  rate_exceeded: {
    title: '超出转换比例',
    fix: () => '转换所得多于按比例可得的学分。请核对转换规则和数量。',
  },
  nothing_to_post: { title: '没有可入账的内容', fix: () => '此操作不会改变任何学分,请刷新后核对。' },
  already_reversed: { title: '已经冲正', fix: () => '这笔账已经冲正过,同一笔账只能冲正一次。' },
  reversal_spent: {
    title: '学分已被使用,不能冲正',
    fix: () => '这笔账存入的学分已有一部分被使用或冻结。请先处理后面的业务,再冲正这一笔。',
  },
  redemption_final: { title: '兑现不可撤回', fix: () => '已用于兑现的学分不能退回。如有异议,请申诉。' },
  not_reversible: {
    title: '此类流水不能冲正',
    fix: () => '只有存入、转换和转移可以冲正;冻结请用解冻。',
  },
  cause_taken: {
    title: '此事由已经入账',
    fix: () => '同一事由已按不同的内容入账。请先核对已有的流水。',
  },
  key_reused: {
    title: '幂等键重复使用',
    fix: () => '同一个幂等键已用于内容不同的请求。请为新的请求换一个键。',
  },
  evidence_used: {
    title: '证明材料已被使用',
    fix: ({ number }) =>
      number
        ? `这份材料已用于您的申请 ${number}。一份材料只能用于一项申请;如要改办,请先撤回那一项。`
        : '这份材料或证书编号已用于另一项申请。一份材料只能使用一次;如有疑问,请联系中心。',
  },
  outcome_used: {
    title: '该学习成果已申请过',
    fix: ({ number }) =>
      number
        ? `这项学习成果已有申请 ${number}。同一成果只转换一次;如要改办,请先撤回那一项。`
        : '这项学习成果已有申请。同一成果只转换一次。',
  },
  claim_in_review: { title: '申请正在审核', fix: () => '审核期间不能修改。如需修改,请先撤回。' },
  claim_returned: {
    title: '申请已退回补正',
    fix: () => '申请在申请人手中,待补正后重新提交再审核。',
  },
  claim_proposed: {
    title: '已有初审决定',
    fix: () => '初审已作出决定,等待另一人复审。复审退回后才能重新审核。',
  },
  claim_not_proposed: { title: '没有待复审的决定', fix: () => '这项申请还在初审,有了初审决定才能复审。' },
  not_for_experts: {
    title: '不需要专家评审',
    fix: () => '只有规则结论为“需专家评审”、且不按选修计入的申请才请专家评审。',
  },
  opinion_given: {
    title: '已经提交过评审意见',
    fix: () => '每位专家对一次申请只提交一次意见,提交后不能修改。',
  },
  claim_supplementing: {
    title: '申请人正在补修',
    fix: () => '已要求补修学时,待申请人提交补修证明后再审核。',
  },
  no_supplement: {
    title: '没有要补修的学时',
    fix: () => '只有规则结论为学时不足、且申请计入课程的,才能要求补修;补修证明只在要求之后提交。',
  },
  nothing_decided: { title: '还没有决定', fix: () => '申请办结以后才能申诉。' },
  appeal_filed: { title: '已经申诉过', fix: () => '对同一决定只能申诉一次。进度见申请页。' },
  appeal_late: {
    title: '已过申诉期限',
    fix: () => '申诉期限从决定之日起算,已经过期。如有新的材料,请另行申请。',
  },
  appeal_answered: { title: '没有待处理的申诉', fix: () => '没有申诉,或申诉已经处理,请刷新后查看。' },
  claim_withdrawn: { title: '申请已撤回', fix: () => '申请人已撤回这项申请,不能再办理。' },
  already_decided: {
    title: '已作出决定',
    fix: () => '这项申请已经办结,决定与入账各只有一次。请刷新后查看。',
  },
  record_exists: {
    title: '该学员这门课程已有学分记录',
    fix: ({ number }) => `已有记录 ${number}。同一成果只记一次;如需改动,请打开那条记录。`,
  },
  record_not_submitted: { title: '记录尚未提交', fix: () => '录入人提交之后才能审核。' },
  record_in_review: { title: '记录正在审核', fix: () => '审核期间不能修改。如需修改,请先撤回后重新录入。' },
  record_closed: {
    title: '记录已办结',
    fix: () => '办结的记录不能修改,也不能撤回。已入账的学分有误时,请申请更正(冲正)。',
  },
  verdict_forbids: {
    title: '规则不允许通过',
    fix: () => '按所适用的规则,三项原则未全部满足,不能这样通过。请退回补正、不予通过,或按允许的方式办理。',
  },
  elective_not_asked: {
    title: '申请人没有申请计为选修',
    fix: () => '计为选修须由申请人提出。可退回补正,请申请人选择。',
  },
  cap_exceeded: {
    title: '超出目标课程的学分',
    fix: ({ left, limit }) => `目标课程共 ${limit} 学分,只剩 ${left} 学分可以认定。`,
  },
  closure_not_asked: {
    title: '没有注销申请',
    fix: () => '本人没有申请注销,或已撤回申请。账户只能由本人申请注销。',
  },
  closure_not_due: {
    title: '还在冷静期内',
    fix: ({ day }) => `${day} 起才能办理,在此之前本人可以撤回申请。`,
  },
  closure_blocked: {
    title: '现在不能注销',
    fix: ({ why = '' }) => obstaclesNamed(why, '；') + '。',
  },
  statement_too_long: {
    title: '对账单太长',
    fix: ({ count, most }) => `这一期间有 ${count} 笔流水,一份对账单至多 ${most} 笔。请缩短期间,分几份打印。`,
  },
  pack_version_taken: {
    title: '规则包的这个版本已经导入过,内容不同',
    fix: ({ pack, version }) => `${pack} 第 ${version} 版可能已有决定引用,不能改动。请把版本号加一后再导入。`,
  },
  pack_without_principles: {
    title: '规则包没有三项原则',
    fix: ({ pack }) =>
      `${pack} 只有条款,没有学时、课程、成绩的规定(principles),不能直接作为学校的规则。请补上后再导入。`,
  },
  rule_number_taken: {
    title: '规则编号已属于其他机构',
    fix: ({ number }) => `规则集 ${number} 是其他机构的,请换一个编号。`,
  },
  draft_not_editable: {
    title: '草案不能再改',
    fix: () => '公示中、已公布或已撤回的草案不能修改。公示中的可先撤回，再另起一份。',
  },
  draft_not_open: { title: '草案尚未公示', fix: () => '请先公示，期满后由未参与起草的人公布。' },
  comments_running: { title: '公示期未满', fix: () => '公示期满的次日起才能公布。' },
  comments_closed: { title: '公示已结束', fix: ({ day }) => `公示到 ${day} 为止，不再收意见。` },
  rules_faulty: { title: '规则有错误', fix: ({ faults }) => `请先改正：${faults}` },
  scenario_fails: {
    title: '情景没有通过',
    fix: ({ scenario }) => `所附情景 ${scenario} 按草案运行的结果与预期不符，请改规则或改情景。`,
  },
  rule_day_too_early: {
    title: '生效日期过早',
    fix: ({ from }) => `生效日期须晚于现有最新版本的生效日期 ${from}。`,
  },
  day_not_reached: { title: '日期未到', fix: ({ day }) => `入账日期 ${day} 还没有到,请改为今天或更早。` },
} satisfies Record<string, Said>
