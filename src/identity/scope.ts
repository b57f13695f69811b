// identity/scope.ts – 数据范围 in SQL: the same parts as access/scope.ts, as the WHERE of a list.
import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { ScopePart } from '../access/scope.ts'

/** The columns of the listed table, by what they mean. A part whose column is not there shows nothing. */
export type ScopeColumns = {
  id?: string
  /** The person whom a row is about, with the shard of the row. */
  subject?: string
  shard?: string
  institution?: string
  /** The other side's institution. */
  party?: string
  published?: string
}

/** `where(whereInScope(scopesOf(principal, 'credit.list'), {...}))`: equal to `inScope` for every row. */
export function whereInScope(parts: readonly ScopePart[], columns: ScopeColumns): RawBuilder<SqlBool> {
  const allowed = parts.flatMap((part) => wherePart(part, columns) ?? [])
  return allowed.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(allowed, sql` or `)})`
}

function wherePart(part: ScopePart, columns: ScopeColumns): RawBuilder<SqlBool> | undefined {
  const { id, subject, shard, institution, party, published } = columns
  switch (part.scope) {
    case 'all':
      return sql`true`
    case 'pub':
      return published ? sql`${sql.ref(published)}` : undefined
    case 'subject':
      return subject ? sql`${sql.ref(subject)} = ${part.user}` : undefined
    case 'institution': {
      const sides = [institution, part.parties ? party : undefined].flatMap((column) =>
        column ? [sql`${sql.ref(column)} = ${part.institution}`] : [],
      )
      return sides.length === 0 ? undefined : sql`(${sql.join(sides, sql` or `)})`
    }
    case 'named':
      return id ? sql`${sql.ref(id)} = any(${part.targets}::uuid[])` : undefined
    case 'taught': {
      if (!subject || !shard || part.institution === null) return undefined
      const here = institution
        ? sql`and (${sql.ref(institution)} is null or ${sql.ref(institution)} = ${part.institution})`
        : sql``
      return sql`(exists (
        select from identity_teaching t
        where t.shard = ${sql.ref(shard)} and t.learner_id = ${sql.ref(subject)} and t.teacher_id = ${part.teacher}
          and t.institution_id = ${part.institution} and t.begins_at <= now()
          and (t.reads_until is null or t.reads_until > now())) ${here})`
    }
  }
}
