import { expect, test } from 'vitest'
import { composeId } from '../values/ids.ts'
import { maskEmail, maskName, maskNumber, viewOf, type Field, type View } from './fields.ts'
import { anonymous, holding, type Role } from './model.ts'

const id = (n: number) => composeId(n, 1, new Uint8Array(10).fill(n))
const [school, me, other] = [id(1), id(2), id(3)]

test.each<[string, Role, Record<Field, View>]>([
  [
    '教师见所教学员的姓名与成绩',
    'teacher',
    { id_number: 'none', phone_email: 'none', name: 'full', score: 'full' },
  ],
  [
    '院校见本校学员,号码遮盖',
    'inst_admin',
    { id_number: 'masked', phone_email: 'masked', name: 'full', score: 'full' },
  ],
  [
    '管理员见到的都遮盖',
    'sys_admin',
    { id_number: 'masked', phone_email: 'masked', name: 'masked', score: 'full' },
  ],
  ['监管只见化名', 'regulator', { id_number: 'none', phone_email: 'none', name: 'pseudonym', score: 'full' }],
  [
    '对接账号不见联系方式',
    'api_client',
    { id_number: 'masked', phone_email: 'none', name: 'full', score: 'none' },
  ],
  [
    '企业不经授权什么也不见',
    'enterprise',
    { id_number: 'none', phone_email: 'none', name: 'none', score: 'none' },
  ],
])('%s', (_, role, expected) => {
  const principal = holding(me, [{ role, institution: school }])
  const target = { subject: other, institution: school, teachers: role === 'teacher' ? [me] : [] }
  for (const [field, view] of Object.entries(expected))
    expect(viewOf(principal, field as Field, target), field).toBe(view)
})

test('本人见自己的,证件号仍遮盖', () => {
  const target = { subject: me, institution: school }
  const learner = holding(me, [{ role: 'learner', institution: school }])
  expect(viewOf(learner, 'name', target)).toBe('full')
  expect(viewOf(learner, 'phone_email', target)).toBe('full')
  expect(viewOf(learner, 'id_number', target)).toBe('masked')
  expect(viewOf(learner, 'name', { subject: other, institution: school })).toBe('none')
})

test('公开核验只见姓', () => {
  expect(viewOf(anonymous, 'name', { subject: other })).toBe('masked')
  expect(viewOf(anonymous, 'id_number', { subject: other })).toBe('none')
})

test.each([
  [maskNumber('310101196805120034'), '310*************34'],
  [maskNumber('13800138000'), '138******00'],
  [maskNumber('12345'), '*****'],
  [maskName('李秀英'), '李*'],
  [maskName('欧阳明华'), '欧阳*'],
  [maskName('欧阳'), '欧*'],
  [maskName('李'), '*'],
  [maskName('Maria Silva'), 'Maria *'],
  [maskEmail('zhao@example.cn'), 'z***@example.cn'],
  [maskEmail('@'), '*'],
])('遮盖后的样子: %s', (masked, expected) => {
  expect(masked).toBe(expected)
})
