// bench/client.ts – asks a server over kept-alive connections, with little work of its own: it shares the machine.
import { Agent, request } from 'node:http'

const agent = new Agent({ keepAlive: true, maxSockets: Infinity })

export type Reply = { status: number; text: string; cookies: string[]; ms: number }

/** One request with a JSON body, and how long it took until the reply was read. */
export function ask(url: string, body: object, headers: Record<string, string> = {}): Promise<Reply> {
  const from = performance.now()
  const text = JSON.stringify(body)
  const all = {
    ...headers,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
  }
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, method: 'POST', headers: all }, (reply) => {
      const parts: Buffer[] = []
      reply.on('data', (part: Buffer) => parts.push(part))
      reply.on('end', () =>
        resolve({
          status: reply.statusCode ?? 0,
          text: Buffer.concat(parts).toString(),
          cookies: (reply.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]!),
          ms: performance.now() - from,
        }),
      )
    })
    asked.on('error', reject)
    asked.end(text)
  })
}

/** The value below which a part of all lies, rounded to tenths. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  return Math.round(value * 10) / 10
}
