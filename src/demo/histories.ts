// demo/histories.ts – who has filed what in the demo world, and what became of it. Days count back from the day it is made.
import type { DecisionKind } from '../recognition/model.ts'

export type DemoLearner = {
  /** A word of demo-people.ts for whoever has a door; else a word of its own. */
  who: string
  name: string
  born: string
  studentNumber: string | null
  major: string | null
}

const behindTheDoor = [
  ['learner', '李秀英', '19680512', null, '护理'],
  ['learner-returned', '王强', '20000308', 'JC20180412', '数控技术'],
  ['learner-planning', '陈静', '20060117', 'JC20240236', '小学教育'],
  ['learner-transfer', '小明', '20030921', 'MD2022310118', '计算机科学与技术'],
] as const

/** They only fill the lists. */
const others = [
  ['周婷', '19950214'],
  ['吴磊', '19930803'],
  ['郑爽', '19980129'],
  ['孙浩', '19960617'],
  ['胡敏', '19910925'],
  ['林峰', '19970411'],
  ['何雪', '19991203'],
  ['高健', '19940522'],
  ['罗琴', '19920716'],
  ['梁宇', '20000830'],
  ['宋佳', '19900318'],
  ['唐雨', '20010107'],
] as const

export const demoLearners: readonly DemoLearner[] = [
  ...behindTheDoor.map(([who, name, born, studentNumber, major]) => ({
    who,
    name,
    born,
    studentNumber,
    major,
  })),
  ...others.map(([name, born], place) => ({
    who: name,
    name,
    born,
    studentNumber: `JC2022${String(1001 + place)}`,
    major: '护理',
  })),
]

export type DemoClaim = {
  who: string
  /** Course learnt, and the one it shall count for; without one it is deposited. */
  from: string
  to?: string
  grade: string
  /** How many days ago it was filed, and how many days before that it was earned. */
  filed: number
  earned: number
  certificate?: string
  picture?: string
  note?: string
  draft?: true
  decided?: { ago: number; decision: DecisionKind; opinion?: string; fields?: string[] }
  /** Hours to be made up, and when they were. */
  supplement?: { ago: number; opinion: string; madeUp?: { ago: number; hours: number } }
  /** Experts who were asked, and what those found who have answered: percent of topics covered. */
  experts?: {
    ago: number
    asked: string[]
    answers: { who: string; ago: number; percent: number; words: string }[]
  }
  /** What the learner says against the decision. */
  appeal?: { ago: number; grounds: string }
  /** What a second person said of it. */
  second?: { ago: number; confirm: boolean; opinion?: string }
}

const passed = (ago: number) => ({ ago, decision: 'approve' as const })

/** 李秀英: three years of entries, from the first course for care workers to nursing at the open university. */
const liXiuying: DemoClaim[] = [
  { from: 'HT 养老护理员(初级)', grade: '合格', filed: 1060, earned: 20, certificate: 'HT-2023-00871' },
  { from: 'HT 急救技能', grade: '合格', filed: 1010, earned: 12 },
  { from: 'HT 母婴护理', grade: '86', filed: 930, earned: 30 },
  { from: 'HT 办公软件应用', grade: '合格', filed: 850, earned: 25 },
  { from: 'HT 养老护理员(中级)', grade: '91', filed: 760, earned: 15, certificate: 'HT-2024-01422' },
  { from: 'JC 社区护理学', to: 'BH 社区护理学', grade: '88', filed: 640, earned: 60 },
  { from: 'JC 老年护理学', to: 'BH 老年护理学', grade: '92', filed: 560, earned: 40 },
  { from: 'JC 基础护理学', to: 'BH 护理学基础', grade: '79', filed: 450, earned: 50 },
  { from: 'HT 中式烹调', grade: '合格', filed: 380, earned: 8 },
  { from: 'JC 内科护理学', to: 'BH 内科护理学', grade: '81', filed: 290, earned: 45 },
  { from: 'HT 社区舞蹈', grade: '合格', filed: 200, earned: 10 },
  { from: 'JC 计算机应用基础', to: 'BH 计算机应用基础', grade: '84', filed: 110, earned: 30 },
  { from: 'HT 摄影基础', grade: '合格', filed: 40, earned: 6 },
].map((claim) => ({ ...claim, who: 'learner', decided: passed(claim.filed - 6) }))

/** 王强: one deposit came back, one conversion was refused. */
const wangQiang: DemoClaim[] = [
  {
    who: 'learner-returned',
    from: 'HT 电工(中级)',
    grade: '83',
    filed: 300,
    earned: 20,
    certificate: 'HT-2025-03318',
    decided: passed(292),
  },
  {
    who: 'learner-returned',
    from: 'HT 数控车工(中级)',
    grade: '78',
    filed: 9,
    earned: 30,
    picture: '证书两页',
    decided: {
      ago: 4,
      decision: 'return',
      opinion: '第 2 页不清晰,请重新拍照后上传。',
      fields: ['files'],
    },
  },
  {
    who: 'learner-returned',
    from: 'JC 高等数学(一)',
    to: 'YL 高等数学A',
    grade: '65',
    filed: 21,
    earned: 400,
    decided: {
      ago: 12,
      decision: 'refuse',
      opinion: '成绩 65 低于规则要求的 70 分,不予转换。如有异议,可以申诉。',
    },
  },
]

const chenJing: DemoClaim[] = [
  {
    who: 'learner-planning',
    from: 'JC 高等数学(一)',
    to: 'YL 高等数学A',
    grade: '85',
    filed: 60,
    earned: 90,
    decided: passed(53),
  },
  { who: 'learner-planning', from: 'JC 教育学基础', to: 'YL 教育学原理', grade: '88', filed: 3, earned: 120 },
  {
    who: 'learner-planning',
    from: 'JC 心理学基础',
    to: 'YL 普通心理学',
    grade: '90',
    filed: 1,
    earned: 120,
    draft: true,
  },
]

/** Twelve hours short: 王强 has still to make them up, 林峰 has handed in his proof. */
const short: DemoClaim[] = [
  {
    who: 'learner-returned',
    from: 'MD 计算机网络',
    to: 'LG 计算机网络',
    grade: '84',
    filed: 12,
    earned: 130,
    supplement: { ago: 8, opinion: '请补修 12 学时的网络实验，并上传培训机构的学时证明。' },
  },
  {
    who: '林峰',
    from: 'MD 计算机网络',
    to: 'LG 计算机网络',
    grade: '79',
    filed: 20,
    earned: 130,
    supplement: { ago: 16, opinion: '请补修 12 学时的网络实验。', madeUp: { ago: 3, hours: 12 } },
  },
]

const onLearning = (who: string, ago: number, percent: number, words: string) => ({
  who,
  ago,
  percent,
  words,
})

/** 人工智能导论 for 机器学习: a matter for experts. 罗文 owes two opinions, 姜岚 one; of one claim both are there. */
const forExperts: DemoClaim[] = [
  {
    who: '孙浩',
    from: 'MD 人工智能导论',
    to: 'LG 机器学习',
    grade: '85',
    filed: 7,
    earned: 150,
    experts: {
      ago: 5,
      asked: ['expert', 'second-expert'],
      answers: [onLearning('second-expert', 3, 78, '监督学习与神经网络部分相当，缺少核方法。')],
    },
  },
  {
    who: '郑爽',
    from: 'MD 人工智能导论',
    to: 'LG 机器学习',
    grade: '92',
    filed: 6,
    earned: 150,
    experts: {
      ago: 5,
      asked: ['expert', 'second-expert'],
      answers: [
        onLearning('second-expert', 3, 78, '监督学习与神经网络部分相当，缺少核方法。'),
        onLearning('expert', 2, 72, '主要内容可以覆盖，实验要求略低。'),
      ],
    },
  },
  {
    who: '唐雨',
    from: 'MD 人工智能导论',
    to: 'LG 机器学习',
    grade: '79',
    filed: 5,
    earned: 150,
    experts: { ago: 4, asked: ['expert', 'second-expert'], answers: [] },
  },
]

/** 小明: the four rows of W1, waiting for a reviewer. */
const xiaoMing: DemoClaim[] = [
  { from: 'MD 数据结构与算法', to: 'LG 数据结构', grade: '82' },
  { from: 'MD 计算机网络', to: 'LG 计算机网络', grade: '90' },
  { from: 'MD 人工智能导论', to: 'LG 机器学习', grade: '88' },
  { from: 'MD 操作系统', to: 'LG 操作系统', grade: '及格' },
].map((claim) => ({ ...claim, who: 'learner-transfer', filed: 2, earned: 145, picture: '成绩证明' }))

/** Ten alike, for a batch. */
const alike: DemoClaim[] = others.slice(0, 10).map(([who], place) => ({
  who,
  from: 'JC 社区护理学',
  to: 'BH 社区护理学',
  grade: String(72 + place * 2),
  filed: 5 - place / 4,
  earned: 140,
}))

/** Above what 滨海开放大学 lets one person decide: three wait for a second one, one was confirmed, one sent back. */
const seenTwice: DemoClaim[] = [
  {
    who: '何雪',
    from: 'JC 网页设计与制作',
    to: 'BH 网页设计',
    grade: '81',
    filed: 8,
    earned: 120,
    decided: { ...passed(3), opinion: '成绩单已核对。' },
  },
  {
    who: '高健',
    from: 'JC 机械制图',
    to: 'BH 机械制图',
    grade: '79',
    filed: 9,
    earned: 90,
    decided: passed(4),
  },
  {
    who: '罗琴',
    from: 'JC 财务会计',
    to: 'BH 财务会计',
    grade: '88',
    filed: 10,
    earned: 150,
    decided: passed(4),
  },
  {
    who: '梁宇',
    from: 'JC 数控加工工艺',
    to: 'BH 数控加工技术',
    grade: '84',
    filed: 26,
    earned: 100,
    decided: passed(21),
    second: { ago: 20, confirm: true },
  },
  {
    who: '胡敏',
    from: 'JC 机械设计基础',
    to: 'BH 机械设计基础',
    grade: '75',
    filed: 12,
    earned: 130,
    decided: passed(7),
    second: { ago: 6, confirm: false, opinion: '成绩单缺盖章页，请核对原件后再办。' },
  },
]

/** Late ones, whatever holidays lie between. */
const late: DemoClaim[] = [
  { who: '宋佳', from: 'JC 会计基础', to: 'BH 基础会计', grade: '77', filed: 36, earned: 100 },
  { who: '唐雨', from: 'HT 物流管理师培训', to: 'JC 物流管理基础', grade: '82', filed: 34, earned: 60 },
  { who: '吴磊', from: 'JC 市场营销', to: 'YL 市场营销学', grade: '80', filed: 33, earned: 150 },
]

const various: DemoClaim[] = [
  { who: '郑爽', from: 'ZK 数据库系统原理', to: 'BH 数据库基础与应用', grade: '74', filed: 7, earned: 200 },
  { who: '孙浩', from: 'BH 管理学基础', to: 'YL 管理学', grade: '86', filed: 6, earned: 90 },
  { who: '胡敏', from: 'HT 会计实务', grade: '合格', filed: 4, earned: 30 },
  { who: '林峰', from: 'MD 线性代数', to: 'YL 线性代数', grade: '91', filed: 2, earned: 160 },
]

/** 周婷: one certificate, photographed twice. */
const usedTwice: DemoClaim[] = [
  {
    who: '周婷',
    from: 'HT 焊工(初级)',
    grade: '80',
    filed: 45,
    earned: 30,
    certificate: 'HT-2026-00457',
    decided: passed(39),
  },
  {
    who: '周婷',
    from: 'HT 电工(中级)',
    grade: '80',
    filed: 18,
    earned: 57,
    picture: '证书照片',
    decided: {
      ago: 13,
      decision: 'refuse',
      opinion: '所附证书与此前“焊工(初级)”一项为同一张证书,重复使用,不予认定。',
    },
    appeal: { ago: 3, grounds: '上传时选错了照片,电工(中级)是另一张证书,原件可以当面核对。' },
  },
]

export const demoHistory: readonly DemoClaim[] = [
  ...liXiuying,
  ...wangQiang,
  ...chenJing,
  ...xiaoMing,
  ...short,
  ...forExperts,
  ...alike,
  ...seenTwice,
  ...late,
  ...various,
  ...usedTwice,
]
