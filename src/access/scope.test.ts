import { expect, test } from 'vitest'
import { composeId } from '../values/ids.ts'
import { holding } from './model.ts'
import { inScope, scopesOf, type ListTarget } from './scope.ts'

const id = (n: number) => composeId(n, 1, new Uint8Array(10).fill(n))
const [schoolA, schoolB, me, other] = [id(1), id(2), id(3), id(4)]

const rows: Record<string, ListTarget> = {
  mine: { id: id(10), subject: me, institution: schoolB },
  taught: { id: id(11), subject: other, institution: schoolA, teachers: [me] },
  formerlyTaught: { id: id(12), subject: other, institution: schoolA, formerTeachers: [me] },
  taughtElsewhere: { id: id(13), subject: other, institution: schoolB, teachers: [me] },
  atA: { id: id(14), subject: other, institution: schoolA },
  toA: { id: id(15), subject: other, institution: schoolB, parties: [schoolA] },
  farAway: { id: id(16), subject: other, institution: schoolB },
}
const seen = (...given: Parameters<typeof scopesOf>) => {
  const parts = scopesOf(...given)
  return Object.keys(rows).filter((name) => inScope(parts, rows[name]!))
}

test.each([
  ['学员只见自己的', [{ role: 'learner' as const, institution: schoolB }], ['mine']],
  ['教师只见所教的', [{ role: 'teacher' as const, institution: schoolA }], ['taught', 'formerlyTaught']],
  [
    '院校见本校的',
    [{ role: 'inst_admin' as const, institution: schoolA }],
    ['taught', 'formerlyTaught', 'atA'],
  ],
  ['管理员见全部', [{ role: 'sys_admin' as const, institution: null }], Object.keys(rows)],
  ['没有机构的院校管理员什么也不见', [{ role: 'inst_admin' as const, institution: null }], []],
  ['专家不见学分列表', [{ role: 'expert' as const, institution: null }], []],
  [
    '身兼数职见其并集',
    [
      { role: 'learner' as const, institution: schoolB },
      { role: 'teacher' as const, institution: schoolA },
    ],
    ['mine', 'taught', 'formerlyTaught'],
  ],
])('学分列表: %s', (_, assignments, expected) => {
  expect(seen(holding(me, assignments), 'credit.list')).toEqual(expected)
})

test('转换申请列表: 院校也见转入本校的,教师只见授权评议的', () => {
  expect(seen(holding(me, [{ role: 'inst_admin', institution: schoolA }]), 'transfer.list')).toEqual([
    'taught',
    'formerlyTaught',
    'atA',
    'toA',
  ])
  const teacher = holding(me, [{ role: 'teacher', institution: schoolA }])
  expect(seen(teacher, 'transfer.list')).toEqual([])
  const evaluator = {
    ...teacher,
    grants: [
      {
        id: id(20),
        grantor: other,
        operation: 'transfer.evaluate' as const,
        targets: [id(15)],
        capacity: [],
      },
    ],
  }
  expect(seen(evaluator, 'transfer.list')).toEqual(['toA'])
})
