// http/problem.ts – every "no" as application/problem+json (RFC 9457), in the reader's language.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { type Details, type Flaw, Refusal, type RefusalCode, refusalStatus } from '../values/refusal.ts'
import { flaws as flawsEn } from '../words/en/flaws.ts'
import { refusals as refusalsEn } from '../words/en/refusals.ts'
import { type Language, languageFrom } from '../words/language.ts'
import { flaws as flawsZh } from '../words/zh/flaws.ts'
import { refusals as refusalsZh } from '../words/zh/refusals.ts'

const refusals = { 'zh-CN': refusalsZh, en: refusalsEn }
const flawWords: Record<Language, Record<string, (values: Details) => string>> = {
  'zh-CN': flawsZh,
  en: flawsEn,
}

/** Answers a refusal, or logs what was not expected and answers 500 with nothing of its inside. */
export function answerError(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply) {
  const refusal = error instanceof Refusal ? error : refusalOf(error)
  if (refusal.code === 'internal') request.log.error({ err: error }, 'unexpected error')
  const language = languageFrom(request.headers['accept-language'])
  const { title, fix } = refusals[language][refusal.code]
  if (refusal.code === 'unavailable' || refusal.code === 'too_many_requests')
    void reply.header('retry-after', '2')
  return reply
    .code(refusalStatus[refusal.code])
    .type('application/problem+json; charset=utf-8')
    .header('content-language', language)
    .serializer(JSON.stringify)
    .send({
      type: `urn:credit-bank:problem:${refusal.code}`,
      title,
      status: refusalStatus[refusal.code],
      detail: fix(refusal.details),
      code: refusal.code,
      errors: refusal.flaws.map((flaw) => ({
        pointer: flaw.pointer,
        code: flaw.code,
        message: (flawWords[language][flaw.code] ?? flawWords[language]['invalid']!)(flaw.details ?? {}),
      })),
      traceId: request.id,
    })
}

const fastifyCodes: Record<string, RefusalCode> = {
  FST_ERR_BAD_URL: 'not_found',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type_unsupported',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'body_unparsable',
  FST_ERR_CTP_INVALID_JSON_BODY: 'body_unparsable',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'body_unparsable',
}

function refusalOf(error: FastifyError): Refusal {
  if (error instanceof SyntaxError) return new Refusal('body_unparsable')
  if (databaseIsAway(error.code) || connectionIsLost(error.message)) return new Refusal('unavailable')
  return new Refusal(fastifyCodes[error.code] ?? 'internal')
}

/** PostgreSQL classes 08 (connection), 53 (out of resources), 57 (operator intervention), and sockets that failed. */
const databaseIsAway = (code: string | undefined): boolean =>
  /^(08|53|57)[0-9A-Z]{3}$/.test(code ?? '') ||
  ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOENT'].includes(code ?? '')

/** What the driver says, without a code, when a session has ended between two statements. */
const connectionIsLost = (message: string): boolean =>
  /^(Connection terminated|Client has encountered a connection error|Client was closed)/.test(message)

/** A zod issue as flaws: our own schemas put a flaw code in the message, the rest is told by kind. */
export function flawsOf(issue: z.core.$ZodIssue): Flaw[] {
  const pointer = pointerTo(issue.path)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerTo([...issue.path, key]),
      code: 'unknown_key',
      details: { key },
    }))
  }
  if (issue.message in flawsZh) return [{ pointer, code: issue.message }]
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? [{ pointer, code: 'required' }]
        : [{ pointer, code: 'type', details: { expected: issue.expected } }]
    case 'too_small':
      return [
        {
          pointer,
          code: issue.origin === 'string' || issue.origin === 'array' ? 'too_short' : 'too_small',
          details: { minimum: Number(issue.minimum) },
        },
      ]
    case 'too_big':
      return [
        {
          pointer,
          code: issue.origin === 'string' || issue.origin === 'array' ? 'too_long' : 'too_big',
          details: { maximum: Number(issue.maximum) },
        },
      ]
    case 'invalid_value':
      return [{ pointer, code: 'one_of', details: { values: issue.values.map(String).join(', ') } }]
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
      return [{ pointer, code: 'invalid' }]
  }
}

const pointerTo = (path: PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
