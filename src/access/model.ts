// access/model.ts – 权限: who may do what, to records standing how to them. Pure; the table is table.ts.
import type { Uuid } from '../values/ids.ts'
import { cells, endpointClasses, type EndpointClass } from './table.ts'
import {
  roles,
  type ClassRow,
  type Department,
  type Profile,
  type Relation,
  type Role,
  type RoleTraits,
} from './vocabulary.ts'

export type { EndpointClass } from './table.ts'
export type { Department, Profile, Relation, Role } from './vocabulary.ts'

/** A role held somewhere. A learner's, an expert's or a stranger's role belongs to no institution. */
export type Assignment = { role: Role; institution: Uuid | null; department?: Department | null }

/**
 * 临时授权 that is live now: one operation, named targets. `capacity` is what the grantor holds at this moment, so a
 * grant never outlives or exceeds its grantor's own right (EL-4).
 */
export type Grant = {
  id: Uuid
  grantor: Uuid
  operation: EndpointClass
  targets: readonly Uuid[]
  capacity: readonly Assignment[]
}

/**
 * Who is calling, as the database knew them when the request began: loaded anew each time, so that a change of rights
 * counts at once. A person's user id is also their learner id.
 */
export type Principal = {
  user: Uuid | null
  /** The distinct roles of `assignments`. */
  roles: readonly Role[]
  assignments: readonly Assignment[]
  grants: readonly Grant[]
  /** 已实名. */
  verified: boolean
  /** A second factor was proven within the last five minutes. */
  steppedUp: boolean
  profile: Profile
  /** The session that the request belongs to. */
  session: Uuid | null
  /** Whose pages are shown (切换身份). It narrows no right: several roles add up. */
  acting: Assignment | null
}

/** Somebody with these roles and nothing else; the start of every principal. */
export const holding = (
  user: Uuid | null,
  assignments: readonly Assignment[],
  profile: Profile = 'brief',
): Principal => ({
  user,
  roles: [...new Set(assignments.map(({ role }) => role))],
  assignments,
  grants: [],
  verified: false,
  steppedUp: false,
  profile,
  session: null,
  acting: null,
})

export const anonymous: Principal = holding(null, [{ role: 'anonymous', institution: null }])

/** Signed in once, but the account was disabled or lost its last role since. */
export const suspended: Principal = holding(null, [{ role: 'suspended', institution: null }])

/** What a record is, as far as permissions ask. What a record doesn't have is left out. */
export type Target = {
  /** For grants, which name their targets. */
  id?: Uuid
  /** The person whom the record is about. */
  subject?: Uuid | null
  /** The institution that the record belongs to. */
  institution?: Uuid | null
  /** Institutions that are the record's other side. */
  parties?: readonly Uuid[]
  /** Who entered, imported or last edited it, or decided it before. */
  makers?: readonly Uuid[]
  /** Who teaches the subject now, at the record's institution. */
  teachers?: readonly Uuid[]
  /** Who taught the subject until a short while ago: they still read, and write no more (EL-3). */
  formerTeachers?: readonly Uuid[]
}

/** What a role may do at all, before any record is looked at: the first two checks of every request. */
export function functionPermission(
  principal: Principal,
  endpointClass: EndpointClass,
): 'permitted' | 'not_signed_in' | 'not_permitted' {
  if (endpointClasses[endpointClass].grid === 'everybody') return 'permitted'
  const verdicts = principal.roles
    .filter((role) => exists(role, principal.profile))
    .flatMap((role) => cells(endpointClass, role, principal.profile))
  if (verdicts.some((verdict) => !['D', 'U', 'X', '-'].includes(verdict))) return 'permitted'
  if (principal.grants.some((grant) => grant.operation === endpointClass)) return 'permitted'
  // A cell may say of somebody without a session that signing in would not help.
  return principal.user === null && !verdicts.includes('D') ? 'not_signed_in' : 'not_permitted'
}

/** The roles that may do it at all: what a refusal names as needed. */
export const rolesThatMay = (endpointClass: EndpointClass, profile: Profile): Role[] =>
  (Object.keys(roles) as Role[]).filter(
    (role) =>
      exists(role, profile) &&
      functionPermission({ ...holding(null, [{ role, institution: null }], profile) }, endpointClass) ===
        'permitted',
  )

/** Separated administrators exist only where a deployment separates them. */
export const exists = (role: Role, profile: Profile): boolean => {
  const traits: RoleTraits = roles[role]
  return traits.mlps3 === undefined || profile === 'mlps3'
}

/** Acts on other people's records; never on its own (SOD-2). */
export const actsAsStaff = (role: Role): boolean => {
  const traits: RoleTraits = roles[role]
  return traits.staff === true
}

/** The first of the row's relations in which caller and target stand, seen from one role the caller holds. */
export function relationOf(
  principal: Pick<Principal, 'user'>,
  target: Target,
  row: Pick<ClassRow, 'relations' | 'reads'>,
  assignment: Assignment,
  cannotOccur: (relation: Relation) => boolean = () => false,
): Relation {
  const { user } = principal
  const { institution } = assignment
  const own = user !== null && target.subject === user
  const among = (people: readonly Uuid[] | undefined) => user !== null && (people?.includes(user) ?? false)
  const stands: Record<Relation, boolean> = {
    none: true,
    self: own,
    subject_self: own,
    maker: among(target.makers),
    related:
      assignment.role === 'teacher' &&
      (target.institution ?? institution) === institution &&
      (among(target.teachers) || (row.reads === true && among(target.formerTeachers))),
    same_inst: institution !== null && target.institution === institution,
    party_inst: institution !== null && (target.parties?.includes(institution) ?? false),
    other_inst: true,
  }
  return row.relations.find((relation) => stands[relation] && !cannotOccur(relation)) ?? 'other_inst'
}
