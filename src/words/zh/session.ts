// Signing in, and what a person who is signed in sees around every page.
import { roleNames } from './roles.ts'

export const session = {
  signIn: '登录',
  signOut: '退出登录',
  signedInAs: (name: string) => `${name} 的菜单`,
  switchRole: '切换身份',
  roles: roleNames,
  title: '登录',
  lead: '登录后办理存入、转换和查看账户。查学分价值和课程目录不用登录。',
  login: '手机号或账号',
  password: '密码',
  code: '验证码',
  codeHelp: '身份验证器上的六位数字',
  enter: '登录',
  entering: '正在登录…',
  noAccount: '还没有账户？',
  toRegister: '自助开户',
  toActivate: '有激活码？激活账户',
  demo: '演示人物',
  demoHelp: '演示环境，数据为虚构。点一个人物即可进入。',
  demoBar: '演示环境 · 数据为虚构',
  needRole: {
    title: '这里需要另一种身份',
    fix: (need: string, have: string) => `此页供${need}使用，您现在的身份是${have}。`,
  },
  sections: {
    my: '我的学分银行',
    home: '首页',
    account: '账户',
    apply: '办理',
    me: '我的',
    achievements: '成果档案',
    applications: '我的申请',
    deposit: '存入学分',
    transfer: '转换学分',
    profile: '个人信息',
    center: '中心工作台',
    tasks: '审核任务',
    users: '用户',
    grants: '临时授权',
    requests: '双人复核',
    audit: '审计',
    settings: '设置',
  },
}

export type SessionWords = typeof session
