// database/description.ts – reads a migrated database's catalogue into schema.sql (for people) and tables.ts (for tsc).
import type { Client } from 'pg'

export type Description = { schemaSql: string; tablesTs: string }

/** What the migrations come to. Their own table is left out: it is the runner's. */
export async function describe(client: Client): Promise<Description> {
  const tables = await readTables(client)
  const functions = await readFunctions(client)
  return {
    schemaSql: [
      '-- What the migrations come to, for reading. Written by `npm run schema`; a test fails when it is not current.',
      ...functions.map((text) => `${text.trimEnd()};`),
      ...tables.map(tableSql),
    ]
      .join('\n\n')
      .concat('\n'),
    tablesTs: tablesTs(tables),
  }
}

type Column = {
  name: string
  type: string
  required: boolean
  fallback: string | null
  /** 's' stored or virtual expression, 'a' identity always, 'd' identity by default, '' an ordinary column. */
  generated: '' | 's' | 'v' | 'a' | 'd'
}
type Table = {
  name: string
  columns: Column[]
  constraints: string[]
  indexes: string[]
  triggers: string[]
  policies: string[]
  grants: string[]
}

const ours = `n.nspname = 'public' and c.relname <> 'schema_migration'
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`

/** Text that PostgreSQL itself writes for each object, so that nothing is described from memory. */
const tablesQuery = `
  select c.relname as name,
    (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
        'required', a.attnotnull, 'fallback', pg_get_expr(d.adbin, d.adrelid),
        'generated', case when a.attgenerated <> '' then a.attgenerated else a.attidentity end) order by a.attnum)
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    array(select format('constraint %I %s', conname, pg_get_constraintdef(k.oid)) from pg_constraint k
      where k.conrelid = c.oid and contype <> 'n' and conparentid = 0
      order by array_position('{p,u,f,c,x,t}'::"char"[], contype), conname) as constraints,
    array(select pg_get_indexdef(i.indexrelid) from pg_index i where i.indrelid = c.oid
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
      order by i.indexrelid::regclass::text) as indexes,
    array(select pg_get_triggerdef(t.oid) from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal
      order by t.tgname) as triggers,
    array(select format('create policy %I on %I as %s for %s to %s%s%s', p.policyname, p.tablename,
        lower(p.permissive), lower(p.cmd), array_to_string(p.roles, ', '),
        ' using (' || p.qual || ')', ' with check (' || p.with_check || ')')
      from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname order by p.policyname)
      || case when c.relrowsecurity then array[format('alter table %I enable row level security', c.relname)]
         else '{}' end
      || case when c.relforcerowsecurity then array[format('alter table %I force row level security', c.relname)]
         else '{}' end as policies,
    array(select format('grant %s on %I to %s', string_agg(lower(g.privilege_type), ', ' order by g.privilege_type),
        c.relname, g.grantee::regrole) from aclexplode(c.relacl) g where g.grantee <> c.relowner
        group by g.grantee order by g.grantee::regrole::text)
      || array(select format('grant %s (%s) on %I to %s', lower(g.privilege_type),
          string_agg(a.attname, ', ' order by a.attnum), c.relname, g.grantee::regrole)
        from pg_attribute a, aclexplode(a.attacl) g where a.attrelid = c.oid
        group by g.privilege_type, g.grantee order by g.grantee::regrole::text, g.privilege_type) as grants
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and ${ours}
  order by c.relname collate "C"`

const functionsQuery = `
  select pg_get_functiondef(c.oid) as text
  from pg_proc c join pg_namespace n on n.oid = c.pronamespace
  where n.nspname = 'public' and c.prokind in ('f', 'p')
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  order by c.proname collate "C", c.oid`

const readTables = async (client: Client): Promise<Table[]> => (await client.query<Table>(tablesQuery)).rows

const readFunctions = async (client: Client): Promise<string[]> =>
  (await client.query<{ text: string }>(functionsQuery)).rows.map(({ text }) => text)

function tableSql({ name, columns, constraints, ...rest }: Table): string {
  const body = [...columns.map(columnSql), ...constraints].map((line) => `  ${line}`)
  const after = [...rest.indexes, ...rest.triggers, ...rest.policies, ...rest.grants]
  return [`create table ${name} (\n${body.join(',\n')}\n);`, ...after.map((line) => `${line};`)].join('\n')
}

function columnSql({ name, type, required, fallback, generated }: Column): string {
  const made = {
    '': fallback === null ? '' : ` default ${fallback}`,
    s: ` generated always as (${fallback}) stored`,
    v: ` generated always as (${fallback}) virtual`,
    a: ' generated always as identity',
    d: ' generated by default as identity',
  }[generated]
  return `${name} ${type}${required ? ' not null' : ''}${made}`
}

function tablesTs(tables: Table[]): string {
  const bodies = tables.map(interfaceTs)
  const used = ['Generated', 'GeneratedAlways'].filter((name) =>
    bodies.some((body) => body.includes(`${name}<`)),
  )
  return [
    '// Written by `npm run schema` from the migrated database; a test fails when it is not current.',
    ...(used.length > 0 ? [`import type { ${used.join(', ')} } from 'kysely'`] : []),
    ...(bodies.some((body) => /\bUuid\b/.test(body)) ? [`import type { Uuid } from '../values/ids.ts'`] : []),
    '',
    ...bodies.flatMap((body) => [body, '']),
    'export type Tables = {',
    ...tables.map(({ name }) => `  ${camel(name)}: ${typeName(name)}`),
    '}',
    '',
  ].join('\n')
}

function interfaceTs(table: Table): string {
  const lines = table.columns.map((column) => `  ${camel(column.name)}: ${columnTs(column, table)}`)
  return `export type ${typeName(table.name)} = {\n${lines.join('\n')}\n}`
}

function columnTs({ name, type, required, fallback, generated }: Column, table: Table): string {
  const one = wordsOf(name, table.constraints) ?? typeTs(type)
  const value = required || one === 'unknown' ? one : `${one} | null`
  if (generated === 's' || generated === 'v' || generated === 'a') return `GeneratedAlways<${value}>`
  return fallback !== null || generated === 'd' ? `Generated<${value}>` : value
}

/** The words a check allows, where it is a plain list: `check (state in ('submitted', 'recognised'))`. */
function wordsOf(column: string, constraints: string[]): string | undefined {
  const list = new RegExp(`CHECK \\(\\(${column} = ANY \\(ARRAY\\[([^\\]]*)\\]\\)\\)\\)$`)
  const found = constraints.map((text) => list.exec(text)?.[1]).find((text) => text !== undefined)
  const words = found?.split(', ').map((item) => /^'([^']*)'::text$/.exec(item)?.[1])
  return words?.every((word) => word !== undefined) ? words.map((word) => `'${word}'`).join(' | ') : undefined
}

const types: Record<string, string> = {
  uuid: 'Uuid',
  text: 'string',
  'character varying': 'string',
  character: 'string',
  date: 'string',
  numeric: 'string',
  interval: 'string',
  inet: 'string',
  'timestamp with time zone': 'Date',
  smallint: 'number',
  integer: 'number',
  bigint: 'number',
  real: 'number',
  'double precision': 'number',
  boolean: 'boolean',
  jsonb: 'unknown',
  json: 'unknown',
  bytea: 'Buffer',
  tsvector: 'string',
  'bit varying': 'string',
  xid8: 'string',
}

function typeTs(type: string): string {
  if (type.endsWith('[]')) return `${typeTs(type.slice(0, -2))}[]`
  return types[type.replace(/\([\d,]*\)/, '')] ?? unknownType(type)
}

function unknownType(type: string): never {
  throw new Error(`No TypeScript type is known for the column type ${type}`)
}

/** As Kysely's CamelCasePlugin reads names; one that would not come back the same is refused. */
function camel(name: string): string {
  const made = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  const back = made.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  if (back !== name)
    throw new Error(`The name ${name} does not survive camelCase: no underscore before a digit`)
  return made
}

const typeName = (name: string): string => camel(name).replace(/^./, (letter) => letter.toUpperCase())
