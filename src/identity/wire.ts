// identity/wire.ts – ids and pages as contracts have them, for the routes of 身份.
import type { Assignment } from '../access/model.ts'
import { publicId, uuidFrom, type IdKind, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import type { WhoIAm } from './operations.ts'

export const toMe = ({ user, name, verified, steppedUp, roles, acting }: WhoIAm) => ({
  user: publicId('user', user),
  learner: roles.some(({ role }) => role === 'learner') ? publicId('learner', user) : null,
  name,
  verified,
  steppedUp,
  roles: roles.map(toHeldRole),
  acting: acting && toHeldRole(acting),
})

export const toHeldRole = ({ role, institution, department }: Assignment) => ({
  role,
  institution: institution && publicId('inst', institution),
  department: department ?? null,
})

/** The uuid of an id that the contract has checked. */
export const known = (kind: IdKind, text: string): Uuid => uuidFrom(kind, text) ?? refuse('not_found')

export const optional = (kind: IdKind, text: string | undefined): Uuid | undefined =>
  text === undefined ? undefined : known(kind, text)

export const pageSize = (limit: string | undefined): number => (limit === undefined ? 20 : Number(limit))

/** The place in a list that a cursor names. */
export const from = (cursor: string, kind: IdKind): Uuid =>
  uuidFrom(kind, cursor) ?? refuse('input_invalid', {}, [{ pointer: '/cursor', code: 'cursor' }])
