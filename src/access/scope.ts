// access/scope.ts – 数据范围: which rows a list shows. The same parts become an SQL WHERE in identity/scope.ts.
import type { Uuid } from '../values/ids.ts'
import { exists, type Principal, type Target } from './model.ts'
import { cell, endpointClasses, type EndpointClass } from './table.ts'
import type { ClassRow } from './vocabulary.ts'

/** A list shows the union of its parts; none at all shows nothing. */
export type ScopePart =
  | { scope: 'all' }
  | { scope: 'pub' }
  | { scope: 'subject'; user: Uuid }
  | { scope: 'taught'; teacher: Uuid; institution: Uuid | null }
  | { scope: 'institution'; institution: Uuid; parties: boolean }
  | { scope: 'named'; targets: readonly Uuid[] }

/** A row as a list sees it; `published` only where a scope of public rows exists. */
export type ListTarget = Target & { published?: boolean }

/** What the caller's roles let them see of a list, together. */
export function scopesOf(principal: Principal, endpointClass: EndpointClass): ScopePart[] {
  const row: ClassRow = endpointClasses[endpointClass]
  return principal.assignments
    .filter(({ role }) => exists(role, principal.profile))
    .flatMap(({ role, institution }): ScopePart[] => {
      switch (cell(endpointClass, role, 'none', principal.profile)) {
        case 'A':
        case 'F:all':
          return [{ scope: 'all' }]
        case 'F:pub':
          return [{ scope: 'pub' }]
        case 'F:self':
          return principal.user === null ? [] : [{ scope: 'subject', user: principal.user }]
        case 'F:same_inst':
          return institution === null
            ? []
            : [{ scope: 'institution', institution, parties: row.parties === true }]
        case 'F:related':
          if (row.granted) return [{ scope: 'named', targets: granted(principal, endpointClass) }]
          return principal.user === null ? [] : [{ scope: 'taught', teacher: principal.user, institution }]
        case 'M':
        case 'D':
        case 'H':
        case 'U':
        case 'X':
        case '-':
        default:
          return []
      }
    })
}

/** Targets of live grants of the same area: whoever may evaluate one application sees it in the list. */
const granted = (principal: Principal, endpointClass: EndpointClass): Uuid[] => {
  const area = endpointClass.slice(0, endpointClass.indexOf('.') + 1)
  return principal.grants.flatMap((grant) => (grant.operation.startsWith(area) ? [...grant.targets] : []))
}

/** Whether a row belongs to a list's scope: the check that the SQL half must equal. */
export const inScope = (parts: readonly ScopePart[], row: ListTarget): boolean =>
  parts.some((part) => {
    switch (part.scope) {
      case 'all':
        return true
      case 'pub':
        return row.published === true
      case 'subject':
        return row.subject === part.user
      case 'taught':
        return (
          (row.institution ?? part.institution) === part.institution &&
          [row.teachers, row.formerTeachers].some((teachers) => teachers?.includes(part.teacher))
        )
      case 'institution':
        return (
          row.institution === part.institution ||
          (part.parties && (row.parties?.includes(part.institution) ?? false))
        )
      case 'named':
        return row.id !== undefined && part.targets.includes(row.id)
    }
  })
