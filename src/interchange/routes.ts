// interchange/routes.ts – says what the bank keeps about people; gathers what each module keeps about whoever asks; app.ts says which modules there are.
import type { FastifyInstance } from 'fastify'
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { transact, type Db } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import { serve } from '../http/serve.ts'
import { userOf } from '../identity/principal.ts'
import { shardOf, type Uuid } from '../values/ids.ts'
import { getInventory, postExport } from './contract.ts'
import { kinds, personalTables, viewersOf, type PersonalKind } from './model.ts'

export type ExportBank = {
  db: Db
  /** What a module keeps about a person, each under a name of its own. */
  parts: Record<string, (person: Uuid, call: Call) => Promise<unknown>>
}

export function exportRoutes(http: FastifyInstance, { db, parts }: ExportBank): void {
  serve(http, getInventory, async () => ({ data: inventory() }))

  serve(http, postExport, async (_, call) => {
    const person = userOf(call.principal)
    const at = await transact(db, { ...call, shard: shardOf(person) }, async (tx, now) => {
      permit(call.principal, 'privacy.export_self', { subject: person })
      await record(tx, { ...call, at: now }, 'privacy.exported', { subject: person })
      return now
    })
    const gathered = await Promise.all(
      Object.entries(parts).map(async ([name, read]) => [name, plain(await read(person, call))] as const),
    )
    return { exportedAt: at.toISOString(), parts: Object.fromEntries(gathered) }
  })
}

const inventory = () =>
  (Object.keys(kinds) as PersonalKind[]).map((kind) => {
    const { purpose, basis, retention, shownBy } = kinds[kind]
    return {
      kind,
      purpose,
      basis,
      retention,
      seenBy: viewersOf(kind),
      shownBy: [...shownBy],
      columns: columnsOf(kind),
    }
  })

const columnsOf = (kind: PersonalKind) =>
  Object.entries(personalTables).flatMap(([table, columns]) =>
    Object.entries(columns)
      .filter(([, line]) => line.kind === kind)
      .map(([column, { protection }]) => ({ column: `${table}.${column}`, protection })),
  )

/** As JSON carries it: instants as text, bytes as hexadecimal. */
const plain = (value: unknown): ReturnType<typeof JSON.parse> =>
  JSON.parse(JSON.stringify(value ?? null, (_, each: unknown) => (isBytes(each) ? hex(each) : each)))

type Bytes = { type: 'Buffer'; data: number[] }
const isBytes = (value: unknown): value is Bytes =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value
const hex = ({ data }: Bytes): string => Buffer.from(data).toString('hex')
