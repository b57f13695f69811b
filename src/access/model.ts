// access/model.ts – 权限: the words of the permission table. The table itself is table.ts.
import { endpointClasses } from './table.ts'

export type EndpointClass = keyof typeof endpointClasses

export type Role =
  | 'anonymous'
  | 'learner'
  | 'teacher'
  | 'inst_admin'
  | 'sys_admin'
  | 'regulator'
  | 'api_client'
  | 'suspended'

/** How caller and target stand to one another; the first that fits, in the class's own order, counts. */
export type Relation =
  | 'none'
  | 'self'
  | 'related'
  | 'same_inst'
  | 'party_inst'
  | 'other_inst'
  | 'maker'
  | 'subject_self'

/** A allow · M allow masked · F:scope filtered list · C:conditions · D 403 · H 404 · U 401 · X nobody · - cannot occur. */
export type Verdict = 'A' | 'M' | 'D' | 'H' | 'U' | 'X' | '-' | `F:${string}` | `C:${string}`

export type ClassRow = {
  zh: string
  kind: 'global' | 'list' | 'item' | 'create'
  relations: readonly Relation[]
  grid: Partial<Record<Role, Partial<Record<Relation, Verdict>>>>
}

/** Who is calling. Loaded anew for each request, so that a change of rights counts at once. */
export type Principal = { roles: readonly Role[] }

export const anonymous: Principal = { roles: ['anonymous'] }

/** What a role may do at all, before any record is looked at: the first two checks of every request. */
export function functionPermission(
  principal: Principal,
  endpointClass: EndpointClass,
): 'permitted' | 'not_signed_in' | 'not_permitted' {
  const { grid }: ClassRow = endpointClasses[endpointClass]
  const verdicts = principal.roles.flatMap((role) => Object.values(grid[role] ?? {}))
  if (verdicts.some((verdict) => !['D', 'U', 'X', '-'].includes(verdict))) return 'permitted'
  return principal.roles.includes('anonymous') || principal.roles.includes('suspended')
    ? 'not_signed_in'
    : 'not_permitted'
}
