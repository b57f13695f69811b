// access/table.ts – 权限表: one row per endpoint class, roles down, relations across. No cell means deny.
import { accounts } from './table/accounts.ts'
import { certificates } from './table/certificates.ts'
import { credit } from './table/credit.ts'
import { institutions } from './table/institutions.ts'
import { privacy } from './table/privacy.ts'
import { system } from './table/system.ts'
import { transfer } from './table/transfer.ts'
import type { ClassRow, Overlay, Profile, Relation, Role, Verdict } from './vocabulary.ts'
import { mlps3 } from './table/mlps3.ts'

export const endpointClasses = {
  ...accounts,
  ...institutions,
  ...credit,
  ...transfer,
  ...certificates,
  ...privacy,
  ...system,
} as const satisfies Record<string, ClassRow>

/** Every operation the bank serves belongs to exactly one of these. */
export type EndpointClass = keyof typeof endpointClasses

/** What a profile replaces in the rows above. */
export const overlays: Record<Profile, Overlay> = { brief: {}, mlps3 }

/** The table's answer for one role standing in one relation to a target. */
export function cell(
  endpointClass: EndpointClass,
  role: Role,
  relation: Relation,
  profile: Profile,
): Verdict {
  const row: ClassRow = endpointClasses[endpointClass]
  const column = row.relations.indexOf(relation)
  const outside = role === 'anonymous' || role === 'suspended'
  if (row.grid === 'nobody') return 'X'
  if (row.grid === 'everybody') return 'A'
  if (row.grid === 'signed_in') return outside ? 'U' : 'A'
  const cells = overlays[profile][endpointClass]?.[role] ?? row.grid[role]
  return cells?.[column] ?? (outside ? 'U' : 'D')
}

/** All verdicts of a role in a class, whatever the target. */
export const cells = (endpointClass: EndpointClass, role: Role, profile: Profile): Verdict[] =>
  endpointClasses[endpointClass].relations.map((relation) => cell(endpointClass, role, relation, profile))

/** The class whose right lends this one by a grant. */
export function lender(endpointClass: EndpointClass): EndpointClass {
  const { lentBy }: ClassRow = endpointClasses[endpointClass]
  if (lentBy === undefined) return endpointClass
  if (!isEndpointClass(lentBy)) throw new Error(`No such endpoint class: ${lentBy}`)
  return lentBy
}

export const isEndpointClass = (name: string): name is EndpointClass => Object.hasOwn(endpointClasses, name)
