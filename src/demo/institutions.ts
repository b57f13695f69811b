// demo/institutions.ts – the schools of the demo world. Every name is invented.
import type { CourseKind, GradeScale, InstitutionKind } from '../catalogue/model.ts'

export type DemoInstitution = {
  code: string
  nameZh: string
  nameEn: string
  kind: InstitutionKind
  region: string
  member: boolean
  /** Class hours that one credit stands for; `other` is every kind not named. */
  hoursPerCredit: { other: number } & Partial<Record<CourseKind, number>>
  scales: GradeScale[]
}

const percent: GradeScale = { scale: 'percent', kind: null, grades: [], pass: '60' }
const five: GradeScale = {
  scale: 'five',
  kind: null,
  grades: ['优', '良', '中', '及格', '不及格'],
  pass: '及格',
}
const two: GradeScale = { scale: 'two', kind: null, grades: ['合格', '不合格'], pass: '合格' }
const letter: GradeScale = {
  scale: 'letter',
  kind: null,
  grades: ['A+', 'A', 'A-', 'B+', 'B', 'B-', 'C+', 'C', 'C-', 'D', 'F'],
  pass: 'D',
}

/** Members that teach nothing. */
export const demoOrganisations = [
  {
    code: 'CENTRE',
    nameZh: '滨海市学分银行管理中心',
    nameEn: 'Binhai Credit Bank Centre',
    kind: 'authority',
  },
  { code: 'BUREAU', nameZh: '滨海市教育局', nameEn: 'Binhai Education Bureau', kind: 'authority' },
  { code: 'YH', nameZh: '远航物流', nameEn: 'Yuanhang Logistics', kind: 'enterprise' },
] as const

export const demoInstitutions: DemoInstitution[] = [
  {
    code: 'JC',
    nameZh: '江城职业技术学院',
    nameEn: 'Jiangcheng Vocational and Technical College',
    kind: 'vocational',
    region: '滨海市',
    member: true,
    hoursPerCredit: { other: 18, practice: 28 },
    scales: [percent, five],
  },
  {
    code: 'YL',
    nameZh: '云岭师范大学',
    nameEn: 'Yunling Normal University',
    kind: 'university',
    region: '云岭省',
    member: true,
    hoursPerCredit: { other: 18, laboratory: 36 },
    scales: [percent, five],
  },
  {
    code: 'BH',
    nameZh: '滨海开放大学',
    nameEn: 'Binhai Open University',
    kind: 'open',
    region: '滨海市',
    member: true,
    hoursPerCredit: { other: 18 },
    scales: [percent],
  },
  {
    code: 'HT',
    nameZh: '海棠技能培训中心',
    nameEn: 'Haitang Skills Training Centre',
    kind: 'training',
    region: '滨海市',
    member: true,
    hoursPerCredit: { other: 16 },
    scales: [percent, two],
  },
  {
    code: 'MD',
    nameZh: '明德理工大学',
    nameEn: 'Mingde University of Technology',
    kind: 'university',
    region: '北京市',
    member: true,
    hoursPerCredit: { other: 18 },
    scales: [percent, five],
  },
  {
    code: 'LG',
    nameZh: '临港科技大学',
    nameEn: 'Lingang University of Science and Technology',
    kind: 'university',
    region: '上海市',
    member: true,
    hoursPerCredit: { other: 16, laboratory: 32 },
    scales: [percent, letter],
  },
  {
    code: 'ZK',
    nameZh: '滨海市自学考试办公室',
    nameEn: 'Binhai Self-study Examination Office',
    kind: 'examination',
    region: '滨海市',
    member: true,
    hoursPerCredit: { other: 18 },
    scales: [percent],
  },
  {
    code: 'BC',
    nameZh: '北辰学院',
    nameEn: 'Beichen College',
    kind: 'university',
    region: '北辰市',
    member: false,
    hoursPerCredit: { other: 16 },
    scales: [percent],
  },
]
