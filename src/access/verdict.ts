// access/verdict.ts – 权限判定: what the table says about one caller and one target, and what a refusal is called.
import type { Uuid } from '../values/ids.ts'
import { refuse, type Details, type RefusalCode } from '../values/refusal.ts'
import {
  actsAsStaff,
  exists,
  functionPermission,
  holding,
  relationOf,
  rolesThatMay,
  type Assignment,
  type Grant,
  type Principal,
  type Target,
} from './model.ts'
import { cell, endpointClasses, lender, type EndpointClass } from './table.ts'
import {
  conditions,
  type ClassRow,
  type Condition,
  type Profile,
  type Relation,
  type Role,
} from './vocabulary.ts'

/** One role that opens the door, and what it asks for first. */
export type Way = {
  role: Role
  relation: Relation
  masked: boolean
  conditions: readonly Condition[]
  /** The live grant through which the caller acts for somebody else. */
  grant: Grant | null
}

export type AccessVerdict =
  /** Best way first: in full, then masked, then under conditions. */
  | { may: true; ways: readonly [Way, ...Way[]] }
  | { may: false; refusal: 'not_signed_in' | 'not_permitted' | 'not_found' | 'own_record' | 'own_work' }

/**
 * The union of what the caller's roles and live grants allow towards this target, less what the segregation of duties
 * forbids. Refusals come in the contract's order: function (401, 403), reach (404), own record or own work (403).
 */
export function verdictFor(
  principal: Principal,
  endpointClass: EndpointClass,
  target: Target,
): AccessVerdict {
  const permission = functionPermission(principal, endpointClass)
  if (permission !== 'permitted') return { may: false, refusal: permission }

  const matching = principal.grants.filter((grant) => names(grant, endpointClass, target))
  const judged = [
    ...principal.assignments.map((assignment) => judge(principal, endpointClass, target, assignment, null)),
    ...matching.flatMap((grant) =>
      grant.capacity.map((assignment) => judge(principal, endpointClass, target, assignment, grant)),
    ),
  ]
  const ways = judged
    .flatMap((each) => (typeof each === 'string' ? [] : [each]))
    .sort((a, b) => cost(a) - cost(b))
  const [best, ...rest] = ways
  if (best) return { may: true, ways: [best, ...rest] }

  const refusal = (['not_found', 'own_record', 'own_work'] as const).find((each) => judged.includes(each))
  return { may: false, refusal: refusal ?? 'not_permitted' }
}

/** What one role, held by the caller or lent by a grant, says. */
function judge(
  principal: Principal,
  endpointClass: EndpointClass,
  target: Target,
  assignment: Assignment,
  grant: Grant | null,
): Way | 'not_permitted' | 'not_found' | 'own_record' | 'own_work' {
  const { role } = assignment
  if (!exists(role, principal.profile)) return 'not_permitted'
  const row: ClassRow = endpointClasses[endpointClass]
  const own = principal.user !== null && target.subject === principal.user
  if (own && grant) return 'own_record'

  const mark = (relation: Relation) => cell(endpointClass, role, relation, principal.profile)
  const actor = grant ? { user: grant.grantor } : principal
  const relation = relationOf(
    actor,
    target,
    row,
    assignment,
    (each) => !ownership.has(each) && mark(each) === '-',
  )
  if (own && actsAsStaff(role) && !row.reads && relation !== 'self') return 'own_record'

  const verdict = mark(relation)
  const way = { role, relation, grant }
  if (verdict === 'A' || verdict.startsWith('F:')) return { ...way, masked: false, conditions: [] }
  if (verdict === 'M') return { ...way, masked: true, conditions: [] }
  if (verdict === 'H') return 'not_found'
  if (verdict.startsWith('C:')) {
    const asked = conditionsOf(verdict)
    if (asked.includes('maker') && isMaker(principal, target, grant)) return 'own_work'
    if (asked.includes('grant') && !isGranted(principal, endpointClass, target)) return 'not_found'
    return { ...way, masked: false, conditions: asked.filter((each) => each !== 'maker' && each !== 'grant') }
  }
  if (relation === 'maker') return 'own_work'
  return ownership.has(relation) ? 'own_record' : 'not_permitted'
}

/** Relations that a caller has to the own record: "cannot occur" there means that the role never acts on it. */
const ownership = new Set<Relation>(['self', 'subject_self'])

const names = (grant: Grant, endpointClass: EndpointClass, target: Target): boolean =>
  grant.operation === endpointClass &&
  [target.id, target.subject].some((id) => id !== undefined && id !== null && grant.targets.includes(id))

/** A live grant names the operation and the target, and its grantor could still give it (EL-4). */
const isGranted = (principal: Principal, endpointClass: EndpointClass, target: Target): boolean =>
  principal.grants.some(
    (grant) =>
      names(grant, endpointClass, target) && mayLend(grant, endpointClass, target, principal.profile),
  )

const mayLend = (grant: Grant, endpointClass: EndpointClass, target: Target, profile: Profile): boolean =>
  verdictFor(
    holding(grant.grantor, grant.capacity, profile),
    lender(endpointClass),
    // Who decides a record may still have it looked at by somebody else.
    { ...target, makers: [] },
  ).may

/** Acts under a grant count for both: who entered a record can't have a colleague review it in their place (SOD-9). */
const isMaker = (principal: Principal, target: Target, grant: Grant | null): boolean =>
  [principal.user, grant?.grantor].some(
    (person) => person !== undefined && person !== null && (target.makers?.includes(person) ?? false),
  )

export const conditionsOf = (verdict: string): Condition[] =>
  verdict
    .slice(2)
    .split('+')
    .map((name) => {
      if (!Object.hasOwn(conditions, name)) throw new Error(`No such condition: ${name}`)
      return name as Condition
    })

const cost = (way: Way): number => way.conditions.length * 2 + Number(way.masked)

/**
 * What the operation knows about the conditions of its row. A condition that the row asks for and the operation says
 * nothing about is a bug, never a yes.
 */
export type Facts = {
  /** True, or the refusal that names the state which forbids it. */
  state?: true | RefusalCode
  /** Inside the open entry window of the term. */
  window?: boolean
  reason?: string | undefined
  purpose?: string | undefined
  consent?: boolean
  quota?: boolean
  /** What is given is within what the giver holds. */
  ceiling?: boolean
  /** True while somebody else still holds the role. */
  lastadmin?: boolean
  /** True when a second person confirms a request that the first has filed. */
  confirmed?: boolean
}

export type Permission = {
  role: Role
  relation: Relation
  /** Personal data goes out masked (fields.ts). */
  masked: boolean
  /** Only a request is filed now, answered 202; a second person confirms it. */
  needsSecond: boolean
  /** For the audit record: in whose place the caller acts. */
  grantor: Uuid | null
}

/** Lets the caller through or throws the contract's own refusal; the first broken condition in its order counts. */
export function permit(
  principal: Principal,
  endpointClass: EndpointClass,
  target: Target,
  facts: Facts = {},
): Permission {
  const verdict = verdictFor(principal, endpointClass, target)
  if (!verdict.may) return refuse(verdict.refusal, needs(verdict.refusal, endpointClass, principal))
  const way = verdict.ways.find((each) => broken(each, principal, facts) === null) ?? verdict.ways[0]
  const refusal = broken(way, principal, facts)
  if (refusal) refuse(refusal)
  return {
    role: way.role,
    relation: way.relation,
    masked: way.masked,
    needsSecond: way.conditions.includes('dual') && facts.confirmed !== true,
    grantor: way.grant?.grantor ?? null,
  }
}

const needs = (refusal: RefusalCode, endpointClass: EndpointClass, principal: Principal): Details =>
  refusal === 'not_permitted' ? { need: rolesThatMay(endpointClass, principal.profile).join(' ') } : {}

/** In this order: person, right, state, strong sign-in, words, amount. Dual control comes last and refuses nothing. */
const asked = [
  'consent',
  'verified',
  'ceiling',
  'state',
  'window',
  'lastadmin',
  'stepup',
  'reason',
  'purpose',
  'quota',
] as const

function broken(way: Way, principal: Principal, facts: Facts): RefusalCode | null {
  for (const condition of asked.filter((each) => way.conditions.includes(each))) {
    const refusal = judgeCondition(condition, principal, facts)
    if (refusal) return refusal
  }
  return null
}

function judgeCondition(
  condition: (typeof asked)[number],
  principal: Principal,
  facts: Facts,
): RefusalCode | null {
  const known = <Fact>(fact: Fact | undefined): Fact => {
    if (fact === undefined) throw new Error(`The operation doesn't say whether this holds: ${condition}`)
    return fact
  }
  switch (condition) {
    case 'verified':
      return principal.verified ? null : 'identity_not_verified'
    case 'stepup':
      return principal.steppedUp ? null : 'step_up_required'
    case 'state': {
      const state = known(facts.state)
      return state === true ? null : state
    }
    case 'reason':
      return facts.reason?.trim() ? null : 'reason_required'
    case 'purpose':
      return facts.purpose?.trim() ? null : 'purpose_required'
    case 'consent':
      return known(facts.consent) ? null : 'consent_missing'
    case 'ceiling':
      return known(facts.ceiling) ? null : 'over_ceiling'
    case 'window':
      return known(facts.window) ? null : 'window_closed'
    case 'lastadmin':
      return known(facts.lastadmin) ? null : 'last_admin'
    case 'quota':
      return known(facts.quota) ? null : 'quota_exceeded'
  }
}
