// 权限判定: who may do what, told with the people of W10.
import { describe, expect, test } from 'vitest'
import { composeId } from '../values/ids.ts'
import { Refusal } from '../values/refusal.ts'
import { functionPermission, holding, suspended, anonymous, type Principal, type Target } from './model.ts'
import type { EndpointClass } from './table.ts'
import { permit, verdictFor, type Facts } from './verdict.ts'

const id = (n: number) => composeId(n, 1, new Uint8Array(10).fill(n))
const [schoolA, schoolB, s1, s2, t1, t2, admin, root, auditor, boss] = Array.from({ length: 10 }, (_, n) =>
  id(n + 1),
)

const student = holding(s1!, [{ role: 'learner', institution: schoolA! }])
const teacher = holding(t1!, [{ role: 'teacher', institution: schoolA! }])
const colleague = holding(t2!, [{ role: 'teacher', institution: schoolA! }])
const registrar = holding(admin!, [{ role: 'inst_admin', institution: schoolA! }])
const sysAdmin = holding(root!, [{ role: 'sys_admin', institution: null }])
const reviewer = holding(id(11), [{ role: 'reviewer', institution: null }])
const second = holding(id(12), [{ role: 'second_reviewer', institution: null }])
const expert = holding(auditor!, [{ role: 'expert', institution: null }])

/** A record of S1, whom T1 teaches at A. */
const ofS1: Target = { id: id(20), subject: s1!, institution: schoolA!, teachers: [t1!, t2!], makers: [] }
const ofS2: Target = { id: id(21), subject: s2!, institution: schoolA!, teachers: [] }
const atB: Target = { id: id(22), subject: s2!, institution: schoolB! }

/** What the caller is told: allowed, masked, a request, or the refusal's code. */
function told(principal: Principal, endpointClass: EndpointClass, target: Target, facts: Facts = {}): string {
  try {
    const { masked, needsSecond } = permit(principal, endpointClass, target, facts)
    return needsSecond ? 'request' : masked ? 'masked' : 'allowed'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

describe('W10 权限矩阵', () => {
  test.each<[string, Principal, EndpointClass, Target, Facts, string]>([
    ['学员看自己的', student, 'credit.read', ofS1, {}, 'allowed'],
    ['学员看别人的,如同不存在', student, 'credit.read', ofS2, {}, 'not_found'],
    ['教师看所教的', teacher, 'credit.read', ofS1, {}, 'allowed'],
    ['教师看未教的,如同不存在', teacher, 'credit.read', ofS2, {}, 'not_found'],
    ['教师录入所教的', teacher, 'credit.enter', ofS1, { window: true }, 'allowed'],
    ['录入窗口关闭', teacher, 'credit.enter', ofS1, { window: false }, 'window_closed'],
    [
      '教师审核自己录入的 (L-10)',
      teacher,
      'credit.review',
      { ...ofS1, makers: [t1!] },
      { state: true },
      'own_work',
    ],
    ['同事可审核', colleague, 'credit.review', { ...ofS1, makers: [t1!] }, { state: true }, 'allowed'],
    ['已审核的不再审核', colleague, 'credit.review', ofS1, { state: 'conflict' }, 'conflict'],
    ['教师删除记录', teacher, 'credit.void', ofS1, {}, 'not_permitted'],
    ['院校看外校的,如同不存在', registrar, 'credit.read', atB, {}, 'not_found'],
    ['管理员看到遮盖后的', sysAdmin, 'credit.read', atB, {}, 'masked'],
    ['管理员改已入账的', sysAdmin, 'credit.edit_posted', atB, {}, 'not_permitted'],
    ['审核员审核外校的', reviewer, 'credit.review', atB, { state: true }, 'allowed'],
    [
      '审核员办理自己的',
      holding(s2!, reviewer.assignments),
      'credit.review',
      atB,
      { state: true },
      'own_record',
    ],
    [
      '复核员审核自己初审过的',
      second,
      'claim.second_review',
      { ...atB, makers: [id(12)] },
      { state: true },
      'own_work',
    ],
    ['陌生人', anonymous, 'credit.read', ofS1, {}, 'not_signed_in'],
    ['已停用的', suspended, 'credit.read', ofS1, {}, 'not_signed_in'],
  ])('%s', (_, principal, endpointClass, target, facts, expected) => {
    expect(told(principal, endpointClass, target, facts)).toBe(expected)
  })

  test('管理员作废: 强认证、理由、第二人,缺一不可,按次序说明', () => {
    const strong = { ...sysAdmin, steppedUp: true }
    expect(told(sysAdmin, 'credit.void', atB, { reason: '重复入账' })).toBe('step_up_required')
    expect(told(strong, 'credit.void', atB, { reason: ' ' })).toBe('reason_required')
    expect(told(strong, 'credit.void', atB, { reason: '重复入账' })).toBe('request')
    expect(told(strong, 'credit.void', atB, { reason: '重复入账', confirmed: true })).toBe('allowed')
  })
})

describe('弹性授权', () => {
  const until18 = {
    id: id(30),
    grantor: admin!,
    operation: 'credit.read' as const,
    targets: [s1!],
    capacity: registrar.assignments,
  }
  const granted = { ...expert, grants: [until18] }

  test('W10 有授权时可看,所列之外如同不存在', () => {
    expect(told(granted, 'credit.read', ofS1)).toBe('allowed')
    expect(told(granted, 'credit.read', ofS2)).toBe('not_found')
    expect(told(granted, 'ledger.entries', ofS1)).toBe('not_found')
    expect(told(expert, 'credit.read', ofS1)).toBe('not_found')
  })

  test('EL-4 授权不超过授权人现有的权限', () => {
    const lowered = { ...colleague, grants: [{ ...until18, targets: [s2!], capacity: [] }] }
    expect(told(lowered, 'credit.read', ofS2)).toBe('not_found')
    const raised = { ...colleague, grants: [{ ...until18, targets: [s2!] }] }
    expect(told(raised, 'credit.read', ofS2)).toBe('allowed')
  })

  test('评审专家只评授权的申请,授权来自能批准它的人', () => {
    const transfer: Target = { id: id(40), subject: s1!, institution: schoolB!, parties: [schoolA!] }
    const given = { ...until18, operation: 'transfer.evaluate' as const, targets: [id(40)] }
    const evaluator = { ...expert, grants: [given] }
    expect(told(evaluator, 'transfer.evaluate', transfer, { state: true })).toBe('allowed')
    expect(told(evaluator, 'transfer.evaluate', { ...transfer, id: id(41) }, { state: true })).toBe(
      'not_found',
    )
    expect(told(expert, 'transfer.evaluate', transfer, { state: true })).toBe('not_found')
    const fromTeacher = { ...expert, grants: [{ ...given, grantor: t1!, capacity: teacher.assignments }] }
    expect(told(fromTeacher, 'transfer.evaluate', transfer, { state: true })).toBe('not_found')
  })

  test('SOD-9 委托他人审核自己录入的,仍算经办人', () => {
    const lent = {
      ...until18,
      grantor: t1!,
      operation: 'credit.review' as const,
      capacity: teacher.assignments,
    }
    const stranger = holding(boss!, [{ role: 'teacher', institution: schoolA! }])
    const record = { ...ofS1, makers: [t1!] }
    expect(told({ ...stranger, grants: [lent] }, 'credit.review', record, { state: true })).toBe('not_found')
    expect(told({ ...stranger, grants: [lent] }, 'credit.review', ofS1, { state: true })).toBe('allowed')
  })

  test('委托不能用在自己的记录上 (SOD-2)', () => {
    const lent = { ...until18, targets: [t2!] }
    const own = { ...ofS1, subject: t2!, teachers: [] }
    expect(told({ ...colleague, grants: [lent] }, 'credit.enter', own, { window: true })).toBe('own_record')
  })

  test('EL-3 教学关系结束: 宽限期内只读,不能再录入', () => {
    const left = { ...ofS1, teachers: [], formerTeachers: [t1!] }
    expect(told(teacher, 'credit.read', left)).toBe('allowed')
    expect(told(teacher, 'credit.enter', left, { window: true })).toBe('not_found')
    expect(told(teacher, 'credit.read', { ...left, formerTeachers: [] })).toBe('not_found')
  })
})

describe('身兼数职: 权限之和,减去职责分离所禁', () => {
  const both = holding(t1!, [
    { role: 'teacher', institution: schoolA! },
    { role: 'learner', institution: schoolB! },
  ])
  test('教师看自己作为学员的记录,不经教师身份', () => {
    const own = { ...atB, subject: t1! }
    expect(told(both, 'credit.read', own)).toBe('allowed')
    expect(told(both, 'credit.enter', { ...own, institution: schoolA! }, { window: true })).toBe('own_record')
    expect(told(both, 'credit.review', { ...ofS1, subject: t1!, teachers: [t1!] }, { state: true })).toBe(
      'own_record',
    )
  })
  test('两校管理员确认转出后不得再批准转入 (SOD-5)', () => {
    const twice = holding(admin!, [
      { role: 'inst_admin', institution: schoolA! },
      { role: 'inst_admin', institution: schoolB! },
    ])
    const transfer: Target = { subject: s1!, institution: schoolA!, parties: [schoolB!] }
    expect(told(twice, 'transfer.approve_target', transfer, { state: true })).toBe('allowed')
    expect(told(twice, 'transfer.approve_target', { ...transfer, makers: [admin!] }, { state: true })).toBe(
      'own_work',
    )
  })
  test('监管看不到自己的记录的监管视图', () => {
    const regulator = holding(s1!, [{ role: 'regulator', institution: null }])
    expect(told(regulator, 'credit.read', ofS1)).toBe('own_record')
  })
})

describe('逐级把关', () => {
  test('功能权限先于对象: 不看对象就说不', () => {
    expect(functionPermission(student, 'settings.update')).toBe('not_permitted')
    expect(functionPermission(anonymous, 'settings.update')).toBe('not_signed_in')
    expect(functionPermission(sysAdmin, 'settings.update')).toBe('permitted')
  })
  test('三员分立时管理员不再审核、不读日志', () => {
    const separated = { ...sysAdmin, profile: 'mlps3' as const }
    expect(told(separated, 'credit.review', atB, { state: true, reason: 'x' })).toBe('not_permitted')
    expect(functionPermission(separated, 'audit.read')).toBe('not_permitted')
    const logKeeper = holding(boss!, [{ role: 'audit_admin', institution: null }], 'mlps3')
    expect(functionPermission(logKeeper, 'audit.read')).toBe('permitted')
    expect(functionPermission({ ...logKeeper, profile: 'brief' }, 'audit.verify')).toBe('not_permitted')
  })
  test('操作没有交代的条件是程序错误,不是放行', () => {
    expect(() => permit(colleague, 'credit.review', ofS1)).toThrow('state')
  })
  test('拒绝时说明需要什么角色', () => {
    const verdict = verdictFor(student, 'ledger.verify', {})
    expect(verdict).toEqual({ may: false, refusal: 'not_permitted' })
    expect(() => permit(student, 'ledger.verify', {})).toThrow(
      expect.objectContaining({ details: { need: 'finance sys_admin regulator' } }),
    )
  })
})
