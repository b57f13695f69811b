// access/vocabulary.ts – 权限: the words in which the permission table is written. The rows are in table/.
import type { DepartmentNames, RoleNames } from '../words/language.ts'

/**
 * Every role; the names are in src/words. `staff` acts on other people's records and never on its own (SOD-2); `added`
 * is the product's own beside the contract's; `mlps3` exists only where administrators are separated.
 */
export const roles = {
  anonymous: {},
  learner: {},
  teacher: { staff: true },
  inst_admin: { staff: true },
  reviewer: { staff: true, added: true },
  second_reviewer: { staff: true, added: true },
  standards_manager: { staff: true, added: true },
  finance: { staff: true, added: true },
  expert: { staff: true, added: true },
  enterprise: { staff: true, added: true },
  sys_admin: { staff: true },
  security_admin: { staff: true, mlps3: true },
  audit_admin: { staff: true, mlps3: true },
  regulator: { staff: true },
  api_client: { staff: true },
  suspended: {},
} as const satisfies Record<keyof RoleNames, RoleTraits>

export type RoleTraits = { staff?: true; added?: true; mlps3?: true }

export type Role = keyof typeof roles

/** Roles that an account can hold. */
export const givableRoles = (Object.keys(roles) as Role[]).filter(isGivable)

function isGivable(role: Role): role is Exclude<Role, 'anonymous' | 'suspended'> {
  return role !== 'anonymous' && role !== 'suspended'
}

/** The centre's departments: an attribute of a role held there, never a right of its own. */
export type Department = keyof DepartmentNames

export const departments = [
  'credit',
  'technology',
  'finance',
  'business',
] as const satisfies readonly Department[]

/** How a deployment divides its administrators: one role, or three that no one person may hold together. */
export type Profile = 'brief' | 'mlps3'

/** How caller and target stand to one another; the first that fits, in the row's own order, counts. */
export const relations = {
  none: '没有对象,或对象不属于任何人和机构',
  self: '对象属于本人',
  related: '对象的学员与调用者有在期的教学关系,且同机构',
  same_inst: '对象属于调用者的机构',
  party_inst: '对象来自他机构,调用者的机构是对方当事机构',
  other_inst: '其余一切',
  maker: '调用者录入、导入或最后修改了该对象',
  subject_self: '调用者以工作身份处理自己的记录',
} as const

export type Relation = keyof typeof relations

/** What a C cell asks for, and what breaking it answers; 202 files a request that a second person confirms. */
export const conditions = {
  state: { zh: '目标处于允许的状态', fail: 409 },
  window: { zh: '录入窗口内', fail: 409 },
  lastadmin: { zh: '不得为最后一名管理员', fail: 409 },
  maker: { zh: '非经办人', fail: 403 },
  consent: { zh: '本人同意', fail: 403 },
  verified: { zh: '已实名', fail: 403 },
  ceiling: { zh: '授权上限', fail: 403 },
  grant: { zh: '有效的临时授权', fail: 404 },
  stepup: { zh: '近期强认证', fail: 401 },
  reason: { zh: '填写理由', fail: 422 },
  purpose: { zh: '声明用途', fail: 422 },
  quota: { zh: '额度内', fail: 429 },
  dual: { zh: '双人复核', fail: 202 },
} as const

export type Condition = keyof typeof conditions

/** Which rows a list shows: the caller's own, of learners taught, of the institution, all, or what is public. */
export type Scope = 'self' | 'related' | 'same_inst' | 'all' | 'pub'

/**
 * A allow · M allow masked · F list filtered to a scope · C allow while every condition holds · D 403 · H 404, equal to
 * absent · U 401 · X no such operation for anybody · - cannot occur. No cell means deny.
 */
export type Verdict = 'A' | 'M' | 'D' | 'H' | 'U' | 'X' | '-' | `F:${Scope}` | `C:${string}`

/** Verdicts of one role, in the order of the row's relations. */
export type Cells = readonly Verdict[]

export type Grid = Partial<Record<Role, Cells>>

/** One endpoint class: what it is, how callers can stand to its targets, and what each role may do then. */
export type ClassRow = {
  zh: string
  kind: 'global' | 'list' | 'item' | 'create'
  /** Changes nothing: a teacher whose class has ended still may for a while (EL-3). */
  reads?: true
  /** The product's own class, not one of the contract's 104. */
  added?: true
  /** A list whose institution scope also holds what names the institution as the other party. */
  parties?: true
  /** A list whose related scope is what live grants of the same area name, not the learners taught. */
  granted?: true
  /** Whoever may do this may lend the class to somebody by a grant; without it, whoever may do the class itself. */
  lentBy?: string
  relations: readonly Relation[]
  note?: string
  grid: Grid | 'everybody' | 'signed_in' | 'nobody'
}

export type Overlay = Record<string, Grid>
