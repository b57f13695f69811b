// access/contract.ts – an HTTP exchange as data: what the server serves, the API page shows and the web calls.
import { z } from 'zod'
import type { EndpointClass } from './model.ts'

export type Contract<
  Method extends 'GET' | 'POST' | 'PUT' | 'DELETE' = 'GET' | 'POST' | 'PUT' | 'DELETE',
  Path extends string = string,
  Input extends z.ZodObject = z.ZodObject,
  Reply extends z.ZodType = z.ZodType,
> = {
  method: Method
  /** With `:names` for the parts that come from the address; those are keys of `input`. */
  path: Path
  /** The row of the permission table that this exchange belongs to. */
  permission: EndpointClass
  /** One line for the API page. */
  summary: string
  /** Address, query (GET, DELETE) and body (POST, PUT) together; unknown keys are refused. */
  input: Input
  reply: Reply
  /** Takes an `Idempotency-Key` header: the same key gives the same answer, with another body 422 `key_reused`. */
  keyed?: true
  /** Bytes of the body, where the usual megabyte is not enough. */
  bodyLimit?: number
  /** Answers with a file instead of JSON. */
  file?: true
  /** May answer 202: a request is filed, and a second person confirms it (双人复核). */
  mayFile?: true
}

/** States an exchange; its literal types let the web check an address against it without loading it. */
export const contract = <
  const Method extends Contract['method'],
  const Path extends string,
  Input extends z.ZodObject,
  Reply extends z.ZodType,
>(
  exchange: Contract<Method, Path, Input, Reply>,
): Contract<Method, Path, Input, Reply> => exchange

/** A page of a list: `nextCursor` is null on the last one. */
export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.strictObject({ data: z.array(row), total: z.int(), nextCursor: z.string().nullable() })

/** The query keys that every list takes. Query text is always a string, so numbers are read from it. */
export const paging = {
  cursor: z.string().max(200).optional().describe('From the `nextCursor` of the page before'),
  limit: z
    .string()
    .regex(/^([1-9]|[1-9]\d|100)$/, 'limit')
    .optional()
    .describe('Rows a page, 1 to 100; 20 when absent'),
}
