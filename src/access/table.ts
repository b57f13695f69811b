// access/table.ts – one row per endpoint class: role × relation → verdict. No cell means deny.
import type { ClassRow } from './model.ts'

const everybody = {
  anonymous: { none: 'A' },
  learner: { none: 'A' },
  teacher: { none: 'A' },
  inst_admin: { none: 'A' },
  sys_admin: { none: 'A' },
  regulator: { none: 'A' },
  api_client: { none: 'A' },
} as const satisfies ClassRow['grid']

export const endpointClasses = {
  'api.describe': { zh: '接口说明', kind: 'global', relations: ['none'], grid: everybody },
  'inst.read_public': { zh: '机构公开信息', kind: 'item', relations: ['none'], grid: everybody },
  'course.read': { zh: '课程公开信息', kind: 'item', relations: ['none'], grid: everybody },
  'rule.read': { zh: '查看转换规则', kind: 'item', relations: ['none'], grid: everybody },
  'worth.ask': { zh: '查询学分价值', kind: 'global', relations: ['none'], grid: everybody },
} as const satisfies Record<string, ClassRow>
