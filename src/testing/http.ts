// testing/http.ts – a whole bank behind a real port, called by its contracts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import type { Contract } from '../access/contract.ts'
import { buildApp, identityOf } from '../app.ts'
import type { Identity } from '../identity/bank.ts'
import { openTestDatabase, type TestDatabase } from './bank.ts'
import { freePort } from './port.ts'

export type Problem = {
  code: string
  errors: { pointer: string; code: string; message: string }[]
  traceId: string
  title: string
  detail: string
}
/** What came back: the reply's fields, or the problem's. */
export type Answered<C extends Contract> = { status: number } & z.output<C['reply']> & Problem

export type TestBank = TestDatabase & {
  http: FastifyInstance
  address: string
  /** The bank's own people and keys, to open accounts without a door. */
  identity: Identity
  /** Calls an exchange with any input, wrong ones too; the parts of the address are filled in from it. */
  call<C extends Contract>(contract: C, input: object, headers?: Record<string, string>): Promise<Answered<C>>
}

/** The demo world behind a port of its own. Open in beforeAll, close in afterAll. */
export async function openTestBank(): Promise<TestBank> {
  const database = await openTestDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'cb-test-'))
  const port = await freePort()
  const config = { logLevel: 'silent', demo: true, dataDir, port }
  const http = await buildApp({ ...database, config })
  const address = await http.listen({ host: '127.0.0.1', port })
  return {
    ...database,
    http,
    address,
    identity: identityOf(database.db, config),
    async call<C extends Contract>(contract: C, input: object, headers: Record<string, string> = {}) {
      const { path, rest } = filled(contract.path, input)
      const hasBody = contract.method === 'POST' || contract.method === 'PUT'
      const query = hasBody ? '' : `?${new URLSearchParams(rest as Record<string, string>).toString()}`
      const reply = await fetch(`${address}${path}${query}`, {
        method: contract.method,
        headers: hasBody ? { 'content-type': 'application/json', ...headers } : headers,
        ...(hasBody ? { body: JSON.stringify(rest) } : {}),
      })
      const content = (await reply.json()) as object
      return { ...content, status: reply.status } as Answered<C>
    },
    async close() {
      await http.close()
      await database.close()
      rmSync(dataDir, { recursive: true })
    },
  }
}

function filled(path: string, input: object): { path: string; rest: object } {
  const rest: Record<string, unknown> = { ...input }
  const address = path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = String(rest[name])
    delete rest[name]
    return encodeURIComponent(value)
  })
  return { path: address, rest }
}
