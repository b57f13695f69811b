// Roles that a person can hold, in the order in which lists offer them.
import type { InputOf } from '../api.ts'
import type { grantRole } from '../../identity/contract.ts'

export type GivenRole = InputOf<typeof grantRole>['role']

export const heldRoles = [
  'learner',
  'teacher',
  'inst_admin',
  'reviewer',
  'second_reviewer',
  'standards_manager',
  'finance',
  'expert',
  'enterprise',
  'regulator',
  'sys_admin',
  'security_admin',
  'audit_admin',
] as const satisfies readonly GivenRole[]

/** An institution's own administrator gives these at most (分级授权). */
const institutional: readonly GivenRole[] = ['learner', 'teacher']

export const rolesGivenBy = (held: readonly { role: string }[]): readonly GivenRole[] =>
  held.some(({ role }) => role === 'sys_admin' || role === 'security_admin') ? heldRoles : institutional

/** Where the giver must give it; undefined when anywhere. */
export const ownPlace = (held: readonly { role: string; institution: string | null }[]): string | undefined =>
  held.some(({ role }) => role === 'sys_admin' || role === 'security_admin')
    ? undefined
    : (held.find(({ role }) => role === 'inst_admin')?.institution ?? undefined)

export const departmentsOfCentre = ['credit', 'technology', 'finance', 'business'] as const
