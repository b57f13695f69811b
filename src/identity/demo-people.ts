// identity/demo-people.ts – 演示人物: the fictitious people whom the demo is populated with, one chip each at the door.
import type { Department } from '../access/model.ts'
import type { Tx } from '../database/connection.ts'
import type { Uuid } from '../values/ids.ts'
import { checkCharacter } from '../values/id-number.ts'
import type { Identity } from './bank.ts'
import { openAccount } from './operations.ts'
import type { RoleRow } from './store.ts'

/** Organisations of the demo by a word; the demo module gives each its institution. */
export type DemoPlace =
  | 'jiangcheng'
  | 'yunling'
  | 'binhai'
  | 'haitang'
  | 'mingde'
  | 'bureau'
  | 'yuanhang'
  | 'centre'

export const demoPlaces: Record<DemoPlace, string> = {
  jiangcheng: '江城职业技术学院',
  yunling: '云岭师范大学',
  binhai: '滨海开放大学',
  haitang: '海棠技能培训中心',
  mingde: '明德理工大学',
  bureau: '滨海市教育局',
  yuanhang: '远航物流',
  centre: '学分银行管理中心',
}

export type DemoPerson = {
  /** The word in the address of the door, and a login name. */
  person: string
  name: string
  born: string
  roles: readonly { role: RoleRow['role']; place?: DemoPlace; department?: Department }[]
  finds: string
}

/** The cast of UX.md section 7. The first role is the one whose pages are shown. */
export const demoPeople = (): readonly DemoPerson[] => [
  {
    person: 'learner',
    name: '李秀英',
    born: '19680512',
    roles: [{ role: 'learner' }],
    finds: '三年的学分流水、一张有效证书、一条分享、一份待答复的企业授权申请',
  },
  {
    person: 'learner-returned',
    name: '王强',
    born: '20000308',
    roles: [{ role: 'learner', place: 'jiangcheng' }],
    finds: '一份退回补正的存入、一项须补修 12 学时的转换、一张已吊销的证书、一项可申诉的不予转换',
  },
  {
    person: 'learner-planning',
    name: '陈静',
    born: '20060117',
    roles: [{ role: 'learner', place: 'jiangcheng' }],
    finds: '目标专业:云岭师范大学小学教育(专升本),可试算工商管理(专升本)',
  },
  {
    person: 'learner-transfer',
    name: '小明',
    born: '20030921',
    roles: [{ role: 'learner', place: 'mingde' }],
    finds: '四门课程申请转往临港科技大学,等待审核:可直接通过、须补学时、须专家评审、成绩不足各一',
  },
  {
    person: 'teacher',
    name: '赵敏',
    born: '19850623',
    roles: [{ role: 'teacher', place: 'jiangcheng' }],
    finds: '一个 30 人的班级待录成绩',
  },
  {
    person: 'school',
    name: '周海',
    born: '19790930',
    roles: [{ role: 'inst_admin', place: 'jiangcheng' }],
    finds: '一次有 12 行错误的导入、一次进行中的导入、临近的期限',
  },
  {
    person: 'target-school',
    name: '钱蕾',
    born: '19820214',
    roles: [{ role: 'inst_admin', place: 'yunling' }],
    finds: '五份转入申请,其中一份超出上限',
  },
  {
    person: 'open-university',
    name: '沈波',
    born: '19770801',
    roles: [{ role: 'inst_admin', place: 'binhai' }],
    finds: '来自江城的社区护理学转入',
  },
  {
    person: 'training-centre',
    name: '冯涛',
    born: '19830405',
    roles: [{ role: 'inst_admin', place: 'haitang' }],
    finds: '一门等待认证的课程',
  },
  {
    person: 'reviewer',
    name: '孙丽',
    born: '19880716',
    roles: [{ role: 'reviewer', place: 'centre', department: 'credit' }],
    finds: '二十多件任务:三件逾期、十件同类、一份重复使用的材料',
  },
  {
    person: 'second-reviewer',
    name: '何平',
    born: '19750322',
    roles: [{ role: 'second_reviewer', place: 'centre', department: 'credit' }],
    finds: '三份等待复审的认定,由另一人初审;一份待处理的申诉',
  },
  {
    person: 'expert',
    name: '罗文',
    born: '19660909',
    roles: [{ role: 'expert' }],
    finds: '两份请您评审的课程对照,和一份已评审的',
  },
  {
    person: 'standards',
    name: '吴桐',
    born: '19811111',
    roles: [{ role: 'standards_manager', place: 'centre', department: 'business' }],
    finds: '一份有冲突的规则草案',
  },
  {
    person: 'finance',
    name: '许诺',
    born: '19860128',
    roles: [{ role: 'finance', place: 'centre', department: 'finance' }],
    finds: '本期清算头寸',
  },
  {
    person: 'system',
    name: '唐宁',
    born: '19841203',
    roles: [{ role: 'sys_admin', place: 'centre', department: 'technology' }],
    finds: '用户与身份、自己提出待另一人复核的授权、可校验可导出的审计日志',
  },
  {
    person: 'supervisor',
    name: '郑岚',
    born: '19780618',
    roles: [{ role: 'regulator', place: 'bureau' }],
    finds: '三条预警、一项整改',
  },
  {
    person: 'enterprise',
    name: '马莉',
    born: '19900525',
    roles: [{ role: 'enterprise', place: 'yuanhang' }],
    finds: '已同意、已拒绝和等待中的授权申请',
  },
  {
    person: 'second-system',
    name: '秦岚',
    born: '19870419',
    roles: [{ role: 'sys_admin', place: 'centre', department: 'technology' }],
    finds: '两项等待双人复核的授权：一名院校管理员、一名系统管理员',
  },
  {
    person: 'second-expert',
    name: '姜岚',
    born: '19690701',
    roles: [{ role: 'expert' }],
    finds: '一份请您评审的课程对照,和两份已评审的',
  },
]

/** An identity number that nobody has: region 999999 exists on no map. The same for the same place in the list. */
export const fictitiousIdNumber = (born: string, order: number): string => {
  const digits = `999999${born}${String(order).padStart(3, '0')}`
  return digits + checkCharacter(digits)
}

/** Opens the accounts of the whole cast, in one transaction of the demo's; returns their ids by word. */
export async function openDemoPeople(
  tx: Tx,
  identity: Pick<Identity, 'vault'>,
  { placeOf, password, at }: { placeOf: (place: DemoPlace) => Uuid; password: string; at: Date },
): Promise<Map<string, Uuid>> {
  const ids = new Map<string, Uuid>()
  for (const [order, { person, name, born, roles }] of demoPeople().entries()) {
    const id = await openAccount(
      tx,
      identity,
      {
        name,
        idNumber: fictitiousIdNumber(born, order + 1),
        logins: [person],
        password,
        verifiedBy: 'demo',
        roles: roles.map(({ role, place, department }) => ({
          role,
          ...(place ? { institution: placeOf(place) } : {}),
          ...(department ? { department } : {}),
        })),
      },
      at,
    )
    ids.set(person, id)
  }
  return ids
}
