// web/api.ts – speaks HTTP in the contracts' own types. They are types only: no schema reaches the reader's phone.
import {
  type UseQueryResult,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQuery,
} from '@tanstack/react-query'
import type { z } from 'zod'
import type { Contract } from '../access/contract.ts'
import type { Language } from '../words/language.ts'
import { useLanguage } from './frame/language.tsx'

export type InputOf<C extends Contract> = z.input<C['input']>
export type ReplyOf<C extends Contract> = z.output<C['reply']>

export type ProblemDetails = {
  title: string
  status: number
  detail: string
  code: string
  errors: { pointer: string; code: string; message: string }[]
  traceId: string
}

/** A "no" of the bank; `details` is undefined when the server could not be reached or did not answer in its form. */
export class Problem extends Error {
  readonly details: ProblemDetails | undefined
  constructor(details?: ProblemDetails) {
    super(details?.code ?? 'unreachable')
    this.details = details
  }
}

/** One exchange. The type argument is the contract; method and path must be its own, so no address can be wrong. */
export async function send<C extends Contract>(
  method: C['method'],
  path: C['path'],
  input: InputOf<C>,
  language: Language,
  options: { key?: string } = {},
): Promise<ReplyOf<C>> {
  return parsed<ReplyOf<C>>(await sent(method, path, input, language, options))
}

/** The same for an exchange that answers with a file. */
export async function sendForFile<C extends Contract>(
  method: C['method'],
  path: C['path'],
  input: InputOf<C>,
  language: Language,
): Promise<{ name: string; content: Blob }> {
  const reply = await sent(method, path, input, language)
  const name = /filename\*=UTF-8''([^;]+)/.exec(reply.headers.get('content-disposition') ?? '')?.[1] ?? ''
  return { name: decodeURIComponent(name), content: await reply.blob() }
}

async function sent<C extends Contract>(
  method: C['method'],
  path: C['path'],
  input: InputOf<C>,
  language: Language,
  options: { key?: string } = {},
): Promise<Response> {
  const { address, rest } = placed(path, input)
  const hasBody = method === 'POST' || method === 'PUT'
  const reply = await fetch(hasBody ? address : `${address}${queryOf(rest)}`, {
    method,
    headers: {
      accept: '*/*',
      'accept-language': language,
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
      ...(options.key ? { 'idempotency-key': options.key } : {}),
    },
    ...(hasBody ? { body: JSON.stringify(rest) } : {}),
  }).catch(() => {
    throw new Problem()
  })
  if (reply.ok) return reply
  if (reply.headers.get('content-type')?.startsWith('application/problem+json')) {
    throw new Problem(await parsed<ProblemDetails>(reply))
  }
  throw new Problem()
}

/** A question with its place in the cache; an answer is kept per language, because problems are in words. */
export const question = <C extends Contract>(
  method: C['method'],
  path: C['path'],
  input: InputOf<C>,
  language: Language,
) =>
  queryOptions<ReplyOf<C>, Problem>({
    queryKey: [method, path, input, language],
    queryFn: () => send<C>(method, path, input, language),
  })

/** What a page shows of the server: asked when the page opens, and again when its input changes. */
export function useReply<C extends Contract>(
  method: C['method'],
  path: C['path'],
  input: InputOf<C>,
  options: { enabled?: boolean; keepPrevious?: boolean } = {},
): UseQueryResult<ReplyOf<C>, Problem> {
  const { language } = useLanguage()
  return useQuery({
    ...question<C>(method, path, input, language),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  })
}

/** What a person does: sent when asked. `key` marks a posting, so that trying again never posts twice. */
export function useAction<C extends Contract>(method: C['method'], path: C['path']) {
  const { language } = useLanguage()
  return useMutation<ReplyOf<C>, Problem, { input: InputOf<C>; key?: string }>({
    mutationFn: ({ input, key }) => send<C>(method, path, input, language, key ? { key } : {}),
  })
}

/** A fresh key for one action of a person. */
export const actionKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )

function placed(path: string, input: Record<string, unknown>) {
  const rest = { ...input }
  const address = path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(asText(value))
  })
  return { address, rest }
}

function queryOf(input: Record<string, unknown>): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(input)) if (value !== undefined) search.set(key, asText(value))
  const text = search.toString()
  return text ? `?${text}` : ''
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** The server has parsed its reply with the contract's schema; here its word is taken. */
async function parsed<T>(reply: Response): Promise<T> {
  return reply.json().catch(() => {
    throw new Problem()
  }) as Promise<T>
}
