// identity/sso/cas.ts – CAS 3.0: sends people to their school, and believes its server about the ticket they bring back.
import { SaxesParser } from 'saxes'
import { fetchBounded } from './fetch.ts'

const namespace = 'http://www.yale.edu/tp/cas'

/** What the server says of a ticket: who it is, and what is said of them. Undefined when it says no, or nothing valid. */
export type CasAnswer = { user: string; attributes: Map<string, string> }

export const casLogin = (address: string, service: string): URL => withQuery(`${address}/login`, { service })

/** Asks the server about a ticket that was issued for exactly this service. */
export async function validateTicket(
  address: string,
  { service, ticket }: { service: string; ticket: string },
): Promise<CasAnswer | undefined> {
  const reply = await fetchBounded(withQuery(`${address}/p3/serviceValidate`, { service, ticket }))
  return reply.ok ? readCasAnswer(await reply.text()) : undefined
}

function withQuery(address: string, query: Record<string, string>): URL {
  const url = new URL(address)
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value)
  return url
}

/** Reads a serviceResponse. XML that is not well formed, declares a document type or lies elsewhere than in CAS's own namespace is no answer. */
export function readCasAnswer(xml: string): CasAnswer | undefined {
  const path: string[] = []
  const users: string[] = []
  const attributes = new Map<string, string>()
  let text = ''
  let isLeaf = false
  const parser = new SaxesParser({ xmlns: true })
  // A document type could declare entities, and no answer needs one.
  parser.on('doctype', () => parser.fail('document type'))
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ local, uri }) => {
    path.push(uri === namespace ? local : `{${uri}}${local}`)
    text = ''
    isLeaf = true
  })
  const addText = (more: string) => {
    text += more
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', ({ local }) => {
    const place = path.join('/')
    if (isLeaf && place === `${success}/user`) users.push(text.trim())
    else if (isLeaf && place === `${success}/attributes/${local}` && !attributes.has(local))
      attributes.set(local, text.trim())
    path.pop()
    isLeaf = false
  })
  try {
    parser.write(xml).close()
  } catch {
    return undefined // Whatever is wrong with it, nobody is vouched for.
  }
  const [user] = users
  return user && users.length === 1 ? { user, attributes } : undefined
}

const success = 'serviceResponse/authenticationSuccess'
