// access/fields.ts – 隐私: which personal data a reply may carry for whom, and how the masked form looks.
import { isClosedName } from '../words/closed.ts'
import { relationOf, type Principal, type Target } from './model.ts'
import { roles, type Relation, type Role } from './vocabulary.ts'

export type Field = 'id_number' | 'phone_email' | 'name' | 'score'

/** `pseudonym`: a stable word instead of the name, so that rows of one person can be told to be one person's. */
export type View = 'full' | 'masked' | 'pseudonym' | 'none'

/** The contract's `fields`, then the added roles. A role or relation without an entry sees nothing. */
const views: Record<Field, Partial<Record<Role, Partial<Record<Relation | 'all', View>>>>> = {
  id_number: {
    learner: { self: 'masked' },
    inst_admin: { same_inst: 'masked' },
    sys_admin: { all: 'masked' },
    api_client: { same_inst: 'masked' },
    reviewer: { all: 'masked' },
    second_reviewer: { all: 'masked' },
  },
  phone_email: {
    learner: { self: 'full' },
    inst_admin: { same_inst: 'masked' },
    sys_admin: { all: 'masked' },
  },
  name: {
    anonymous: { all: 'masked' },
    learner: { self: 'full' },
    teacher: { related: 'full' },
    inst_admin: { same_inst: 'full', party_inst: 'full' },
    sys_admin: { all: 'masked' },
    regulator: { all: 'pseudonym' },
    api_client: { same_inst: 'full' },
    reviewer: { all: 'full' },
    second_reviewer: { all: 'full' },
    expert: { all: 'pseudonym' },
  },
  score: {
    learner: { self: 'full' },
    teacher: { related: 'full' },
    inst_admin: { same_inst: 'full', party_inst: 'full' },
    sys_admin: { all: 'full' },
    regulator: { all: 'full' },
    reviewer: { all: 'full' },
    second_reviewer: { all: 'full' },
    expert: { all: 'full' },
  },
}

const order: readonly View[] = ['none', 'pseudonym', 'masked', 'full']

/** Everybody sees the own record as a learner does, whatever roles they hold beside. */
const columns: readonly Relation[] = ['self', 'related', 'same_inst', 'party_inst', 'other_inst']

/** The most that any of the caller's roles may see of a field of this target. */
export function viewOf(principal: Principal, field: Field, target: Target): View {
  const seen = principal.assignments.map((assignment): View => {
    const relation = relationOf(principal, target, { relations: columns, reads: true }, assignment)
    const role = relation === 'self' ? 'learner' : assignment.role
    const entry = views[field][role]
    return entry?.[relation] ?? entry?.all ?? 'none'
  })
  return seen.reduce((most, view) => (order.indexOf(view) > order.indexOf(most) ? view : most), 'none')
}

/** Which roles see a field of somebody else's; masked, where in full nowhere. A pseudonym is nobody's name. */
export function rolesSeeing(field: Field): { role: Role; masked: boolean }[] {
  return (Object.keys(roles) as Role[])
    .map((role) => {
      const { self: _, ...others } = views[field][role] ?? {}
      return { role, seen: Object.values(others) }
    })
    .filter(({ seen }) => seen.includes('full') || seen.includes('masked'))
    .map(({ role, seen }) => ({ role, masked: !seen.includes('full') }))
}

/** First 3 and last 2, as many stars as were hidden: 310*************34. Short texts are hidden whole. */
export const maskNumber = (text: string): string =>
  text.length < 8 ? '*'.repeat(text.length) : text.slice(0, 3) + '*'.repeat(text.length - 5) + text.slice(-2)

/**
 * A name as far as it may be seen; null where nothing may. A pseudonym would have to be the same in every list; until one
 * is needed, nothing is shown instead. That an account was closed may be seen by whoever sees the record.
 */
export function nameAs(view: View, name: string): string | null {
  if (view === 'full' || isClosedName(name)) return name
  return view === 'masked' ? maskName(name) : null
}

/** Family name and a star; for a name of one character the star alone. */
export const maskName = (name: string): string => {
  if (isClosedName(name)) return name
  const letters = Array.from(name.trim())
  const word = name.trim().split(/\s+/)
  if (letters.length < 2) return '*'
  if (/^[\p{Script=Latin}]/u.test(name.trim())) return `${word[0]} *`
  return (
    (compound.has(letters.slice(0, 2).join('')) && letters.length > 2
      ? letters.slice(0, 2).join('')
      : letters[0]) + '*'
  )
}

/** Family names of two characters. */
const compound = new Set(
  '欧阳 司马 上官 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 司空 端木 东方 南宫 独孤 百里 轩辕 东郭 西门'.split(
    ' ',
  ),
)

/** The first letter and the domain: z***@example.cn. */
export const maskEmail = (address: string): string => {
  const at = address.lastIndexOf('@')
  return at < 1 ? '*'.repeat(address.length) : `${address.slice(0, 1)}***${address.slice(at)}`
}
