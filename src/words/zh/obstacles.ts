// What stands against closing an account, and how each is put right.
export const obstacles = {
  open_claims: '还有申请没有办结，请先等待决定或撤回',
  credits_held: '还有学分待审或冻结，请等待办结',
  legal_hold: '账户依法须予保留，解除之前不能注销',
  last_admin: '是所在机构最后一名管理员，请先授予另一人',
}
