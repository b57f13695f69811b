// Opening and activating an account, and proving anew who one is: what newcomers’ pages need of people and trust.

export const newcomer = {
  reason: '理由',
  reasonHelp: '会记入审计日志。',
  cancel: '取消',
  working: '正在办理…',
  someone: '姓名不显示',
  you: '您本人',
  everywhere: '全平台',
  until: (instant: string) => `至 ${instant}`,
  waitsForSecond: '申请已提出，等待另一位系统管理员在“双人复核”里确认。',
  pick: '请选择',
  and: '、',

  stepUp: {
    title: '请再次验证身份',
    lead: '这一步需要五分钟之内的验证，验证后接着办理。',
    password: '登录密码',
    code: '验证码',
    codeHelp: '身份验证器上的六位数字，每 30 秒更换',
    submit: '验证并继续',
    passkey: '用通行密钥验证',
    passkeyUnfinished: '没有完成，请再试一次，或用另一种方式。',
  },

  register: {
    title: '自助开户',
    lead: '每人一个终身账户。已有账户请直接登录；学校替您开过户的，请用激活码激活。',
    name: '姓名',
    nameHelp: '与证件一致',
    idNumber: '公民身份号码',
    idNumberHelp: '18 位，末位可以是 X。加密保存，页面上只显示首尾几位。',
    phone: '手机号',
    phoneHelp: '用来登录，例如 13900001234',
    password: '密码',
    passwordHelp: '至少 10 个字符。几个不相干的词比一个带符号的词更好记、更难猜。',
    consent: '我已阅读并同意《学分银行个人信息处理告知书》',
    consentName: '《学分银行个人信息处理告知书》',
    consentNeeded: '不同意则不能开户，请阅读后勾选。',
    inventory: '逐项的个人信息清单',
    submit: '开户',
    signedIn: '您已经登录。要为别人开户，请先退出登录。',
    toMine: '去我的学分银行',
    text: [
      '处理什么：姓名、公民身份号码、手机号，以及您存入的学习成果和证明材料。',
      '为了什么：为您开立并保管终身学习账户，认定、存入和转换学分。别的用途须另行征得您的同意。',
      '谁能看到：您本人；您所在院校和学分银行管理中心的经办人员，在其职责之内。每一次查看都记入日志，您可以在“设置”里看到谁看过。',
      '保存多久：账户存续期间；注销之后，账目按法律规定的年限保存，身份资料的密钥即行销毁。',
      '您的权利：随时查阅、复制、更正和要求删除；随时撤回任何一项同意，与给予同意一样方便。',
    ],
  },

  activate: {
    title: '激活账户',
    lead: '学校或机构为您开过户的，用他们给您的激活码激活，设一个自己的密码。',
    code: '激活码',
    codeHelp: '12 位字母和数字，大小写和空格都可以',
    submit: '激活',
  },
}
export type NewcomerWords = typeof newcomer
