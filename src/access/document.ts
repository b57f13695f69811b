// access/document.ts – docs/permissions.md as text: the table as people read it. Written by its test, `vitest -u`.
import { departmentNames, roleNames } from '../words/zh/roles.ts'
import { cells, endpointClasses, overlays, type EndpointClass } from './table.ts'
import {
  conditions,
  departments,
  relations,
  roles,
  type ClassRow,
  type Role,
  type RoleTraits,
} from './vocabulary.ts'

const allRoles = Object.keys(roles) as Role[]
const classes = Object.keys(endpointClasses) as EndpointClass[]

/** The whole document. Roles that a class only denies (403; strangers 401) are left out of its table. */
export function permissionsDocument(): string {
  return [
    '# 权限表 Permissions',
    '',
    'Generated from `src/access/table/` by `npx vitest run src/access/document.test.ts -u`; not edited by hand.',
    '',
    `${classes.length} endpoint classes, ${allRoles.length} roles. Every operation of the API belongs to one class; a role without a cell is denied. ` +
      'Classes and roles marked + are the product’s own beside the contract.',
    '',
    'A 允许 · M 允许(遮盖敏感项)· F:范围 列表限于范围 · C:条件 各条件都满足才允许 · D 403 · H 404,与不存在无异 · U 401 · X 无此操作 · - 不会出现。',
    '',
    ...table(
      ['role', '角色', ''],
      allRoles.map((role) => {
        const traits: RoleTraits = roles[role]
        const marks = [traits.added && '+', traits.staff && '工作身份', traits.mlps3 && '仅三员分立']
        return [`\`${role}\``, roleNames[role], marks.filter(Boolean).join(' · ')]
      }),
    ),
    `中心部门 (an attribute of a role, no right of its own): ${departments.map((each) => departmentNames[each]).join('、')}。`,
    '',
    ...table(
      ['关系 relation', ''],
      Object.entries(relations).map(([name, zh]) => [`\`${name}\``, zh]),
    ),
    ...table(
      ['条件 condition', '', '不满足时'],
      Object.entries(conditions).map(([name, { zh, fail }]) => [`\`${name}\``, zh, String(fail)]),
    ),
    'The first relation that fits, from the left, counts; several roles add up, and nobody acts in a staff role on the own record, nor decides what they made.',
    '',
    ...classes.flatMap(section),
    '## 三员分立 Profile mlps3',
    '',
    'System, security and audit administrators are different persons; these cells replace those above.',
    '',
    ...Object.entries(overlays.mlps3).flatMap(([name, grid]) =>
      grid
        ? [`**${name}**`, '', ...gridTable(name as EndpointClass, Object.keys(grid) as Role[], 'mlps3')]
        : [],
    ),
  ].join('\n')
}

function section(name: EndpointClass): string[] {
  const row: ClassRow = endpointClasses[name]
  const heading = [`### ${name} ${row.zh}${row.added ? ' +' : ''}`, '']
  const note = row.note ? [row.note, ''] : []
  if (typeof row.grid === 'string') return [...heading, ...note, whole[row.grid], '']
  return [...heading, ...note, ...gridTable(name, Object.keys(row.grid) as Role[], 'brief')]
}

const whole = {
  everybody: '任何人 A,不需登录。',
  signed_in: '任何登录的人 A,只及本人;未登录 U。',
  nobody: '任何人 X。',
}

const gridTable = (name: EndpointClass, shown: Role[], profile: 'brief' | 'mlps3'): string[] =>
  table(
    ['', ...endpointClasses[name].relations],
    shown.map((role) => [roleNames[role], ...cells(name, role, profile)]),
  )

const table = (head: string[], rows: string[][]): string[] => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => '---').join('|')}|`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
  '',
]
