// identity/sso/oidc.ts – OpenID Connect: code flow with PKCE, state and nonce, towards an issuer that is pinned.
import * as client from 'openid-client'
import { fetchBounded } from './fetch.ts'

export type OidcClient = { issuer: string; clientId: string; clientSecret: string | null }

/** What only this browser and the bank know of a departure. */
export type OidcSecrets = { state: string; nonce: string; verifier: string }

export const newSecrets = (): OidcSecrets => ({
  state: client.randomState(),
  nonce: client.randomNonce(),
  verifier: client.randomPKCECodeVerifier(),
})

/** Reads the issuer's own description; one that names another issuer is refused by the library. */
async function configuration({ issuer, clientId, clientSecret }: OidcClient): Promise<client.Configuration> {
  // A plain address is possible only where the bank itself has one: the operation that adds a provider sees to it.
  const insecure = issuer.startsWith('http:') ? [client.allowInsecureRequests] : []
  return client.discovery(
    new URL(issuer),
    clientId,
    clientSecret ? { client_secret: clientSecret } : {},
    clientSecret ? client.ClientSecretPost(clientSecret) : client.None(),
    {
      execute: insecure,
      [client.customFetch]: (url, { method, headers, body }) =>
        fetchBounded(url, { method, headers, ...(body instanceof URLSearchParams ? { body } : {}) }),
    },
  )
}

export async function oidcLogin(to: OidcClient, redirectUri: string, secrets: OidcSecrets): Promise<URL> {
  return client.buildAuthorizationUrl(await configuration(to), {
    redirect_uri: redirectUri,
    scope: 'openid profile',
    state: secrets.state,
    nonce: secrets.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(secrets.verifier),
    code_challenge_method: 'S256',
  })
}

/** Exchanges the code of an answer; the subject and, where it is named, the number that the issuer vouches for. */
export async function oidcAnswer(
  from: OidcClient,
  answer: URL,
  secrets: OidcSecrets,
  numberClaim: string | null,
): Promise<{ subject: string; number: string | null }> {
  const config = await configuration(from)
  const tokens = await client.authorizationCodeGrant(config, answer, {
    expectedState: secrets.state,
    expectedNonce: secrets.nonce,
    pkceCodeVerifier: secrets.verifier,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  if (!claims) throw new Error('No id token')
  const { sub: subject } = claims
  if (numberClaim === null) return { subject, number: null }
  const named =
    claims[numberClaim] ??
    (config.serverMetadata().userinfo_endpoint
      ? (await client.fetchUserInfo(config, tokens.access_token, subject))[numberClaim]
      : undefined)
  return { subject, number: typeof named === 'string' ? named : null }
}
