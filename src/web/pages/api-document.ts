// Reads the parts of an OpenAPI 3.1 document that the API page shows. It is data from elsewhere, so it is looked at, not trusted.

export type SchemaLine = { name: string; type: string; required: boolean; description: string }
export type Operation = {
  method: string
  path: string
  group: string
  summary: string
  permission: string
  parameters: (SchemaLine & { place: string })[]
  body: SchemaLine[]
  replies: { status: string; description: string; lines: SchemaLine[] }[]
}

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const object = (value: unknown): Json => (isObject(value) ? value : {})
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

export function operationsOf(document: unknown): Operation[] {
  const root = object(document)
  const paths = Object.entries(object(root['paths'])).filter(([path]) => path.startsWith('/api/'))
  return paths.flatMap(([path, methods]) =>
    Object.entries(object(methods)).map(([method, value]) => {
      const operation = object(value)
      return {
        method: method.toUpperCase(),
        path,
        group: text(list(operation['tags'])[0]),
        summary: text(operation['summary']),
        permission: text(operation['x-endpoint-class']),
        parameters: list(operation['parameters']).map((each) => {
          const parameter = object(each)
          return {
            ...lineOf(root, text(parameter['name']), parameter['schema'], parameter['required'] === true),
            place: text(parameter['in']),
          }
        }),
        body: linesOf(root, jsonSchema(operation['requestBody'])),
        replies: Object.entries(object(operation['responses'])).map(([status, reply]) => ({
          status,
          description: text(object(reply)['description']),
          lines: linesOf(root, jsonSchema(reply)),
        })),
      }
    }),
  )
}

const jsonSchema = (message: unknown): unknown =>
  object(Object.values(object(object(message)['content']))[0])['schema']

/** Every field with its path from the top, `answers[].course.title`, so that nesting needs no tree. */
function linesOf(root: Json, schema: unknown, above = '', depth = 0): SchemaLine[] {
  const { fields, required, prefix } = fieldsOf(root, schema, above)
  if (depth > 6) return []
  return Object.entries(fields).flatMap(([name, field]) => {
    const full = prefix ? `${prefix}.${name}` : name
    return [lineOf(root, full, field, required.includes(name)), ...linesOf(root, field, full, depth + 1)]
  })
}

function fieldsOf(
  root: Json,
  schema: unknown,
  above: string,
): { fields: Json; required: unknown[]; prefix: string } {
  const plain = variants(root, schema).find(
    (each) => each['properties'] !== undefined || each['items'] !== undefined,
  )
  if (!plain) return { fields: {}, required: [], prefix: above }
  if (plain['items'] !== undefined) return fieldsOf(root, plain['items'], `${above}[]`)
  return { fields: object(plain['properties']), required: list(plain['required']), prefix: above }
}

function lineOf(root: Json, name: string, schema: unknown, required: boolean): SchemaLine {
  const kinds = variants(root, schema)
  return {
    name,
    required,
    type: Array.from(new Set(kinds.map(typeOf).filter((type) => type !== ''))).join(' | '),
    description: text(object(schema)['description']) || text(kinds[0]?.['description']),
  }
}

function typeOf(schema: Json): string {
  const values = list(schema['enum'])
  if (values.length > 0) return values.map(String).join(' | ')
  if (schema['const'] !== undefined) return JSON.stringify(schema['const'])
  return list(schema['type']).map(String).join(' | ') || text(schema['type'])
}

/** A schema without its references, and each of its alternatives. */
function variants(root: Json, schema: unknown): Json[] {
  const plain = resolved(root, object(schema))
  const either = [...list(plain['anyOf']), ...list(plain['oneOf']), ...list(plain['allOf'])]
  return either.length > 0 ? either.flatMap((each) => variants(root, each)) : [plain]
}

function resolved(root: Json, schema: Json): Json {
  const reference = text(schema['$ref'])
  if (!reference.startsWith('#/')) return schema
  return reference
    .slice(2)
    .split('/')
    .reduce((at, part) => object(at[part.replaceAll('~1', '/').replaceAll('~0', '~')]), root)
}
