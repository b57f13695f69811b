// testing/issuer.ts – a school's OpenID provider at a port of its own; whom it vouches for is what a test says.
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import OidcProvider from 'oidc-provider'

export type Issuer = {
  /** Whom it vouches for from now on. */
  vouchFor(as: { subject: string; number?: string }): void
  /** Goes where the bank sends a browser, as somebody; returns the query that the browser is sent back with. */
  visit(to: string, as: { subject: string; number?: string }): Promise<string>
  close(): Promise<void>
}

type Context = {
  oidc: { provider: OidcProvider; client: { clientId: string }; session: { accountId: string } }
}

export async function openIssuer(
  issuer: string,
  client: { id: string; secret: string; redirectUri: string },
): Promise<Issuer> {
  let visitor: { subject: string; number?: string } = { subject: '' }
  const provider = new OidcProvider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [client.redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], profile: ['student_number'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/pick/${uid}` },
    findAccount: (_: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, student_number: visitor.number }),
    }),
    async loadExistingGrant({ oidc }: Context) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
    cookies: { keys: ['a test'] },
    ttl: { Interaction: 60, Grant: 60, Session: 60, AccessToken: 60, IdToken: 60 },
  })
  const answer = provider.callback()
  const server = createServer((request, response) => {
    if (!request.url?.startsWith('/pick/')) return answer(request, response)
    const login = { accountId: visitor.subject }
    void provider.interactionFinished(request, response, { login })
  }).listen(Number(new URL(issuer).port), '127.0.0.1')
  await once(server, 'listening')
  return {
    vouchFor(as) {
      visitor = as
    },
    async visit(to, as) {
      visitor = as
      const back = await follow(to, client.redirectUri)
      return back.search.slice(1)
    },
    close: () => closed(server),
  }
}

export async function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

/** A browser with cookies that follows redirects until it is sent to the place named. */
async function follow(from: string, until: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let url = new URL(from)
  for (let hops = 0; hops < 10; hops++) {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ')
    const reply = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const text of reply.headers.getSetCookie()) {
      const [pair = ''] = text.split(';')
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const location = reply.headers.get('location')
    if (!location) throw new Error(`${url.pathname} answered ${reply.status}: ${await reply.text()}`)
    url = new URL(location, url)
    if (url.href.startsWith(until)) return url
  }
  throw new Error('Sent around in circles')
}
