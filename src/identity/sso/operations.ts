// identity/sso/operations.ts – 统一认证: to one's school, back with its word, and in; and linking its accounts to ours.
import type { Assignment, Principal } from '../../access/model.ts'
import { permit } from '../../access/verdict.ts'
import { record, recordDenial } from '../../audit/operations.ts'
import { read, transact, type Tx } from '../../database/connection.ts'
import type { Call } from '../../http/call.ts'
import { newId, shardOf, type Uuid } from '../../values/ids.ts'
import { Refusal, refuse } from '../../values/refusal.ts'
import { mayAnswerFor, onAccount } from '../accounts.ts'
import type { Identity } from '../bank.ts'
import { enter, type SignedIn } from '../operations.ts'
import { userOf } from '../principal.ts'
import { spendOnce } from '../spent.ts'
import { hasFactor, spendCode } from '../step-up.ts'
import { findAccount } from '../store.ts'
import { attempt } from '../throttle.ts'
import { casLogin, validateTicket } from './cas.ts'
import { newSecrets, oidcAnswer, oidcLogin, type OidcClient, type OidcSecrets } from './oidc.ts'
import { deleteLink, findLink, findProvider, insertLink, linksOf, providers, type Provider } from './store.ts'
import { seal, unseal, type Arrival } from './voucher.ts'

export const listProviders = ({ db }: Identity) => providers(db)

/** Where a school sends people back to: a page of ours, which hands its query on. */
const placeOf = ({ settings }: Identity, providerId: string): string =>
  `${settings.origin}/login/sso/${providerId}`

/** Where CAS sends them: with the state, so that the ticket is good for this departure alone. */
const serviceOf = (identity: Identity, providerId: string, { state }: OidcSecrets): string =>
  `${placeOf(identity, providerId)}?state=${state}`

const clientOf = ({ vault }: Identity, provider: Provider): OidcClient => ({
  issuer: provider.address,
  clientId: provider.clientId ?? '',
  clientSecret:
    provider.wrappedKey && provider.clientSecret
      ? vault.open(provider.wrappedKey, provider.id).open('client_secret', provider.clientSecret)
      : null,
})

export type Departure = { to: string; voucher: string }

/** Begins: where the browser goes, and what it keeps until it is back. */
export async function depart(
  identity: Identity,
  given: { id: Uuid; publicId: string },
  call: Call,
): Promise<Departure> {
  const { db, vault } = identity
  permit(call.principal, 'auth.login', {})
  const { at, provider } = await read(db, {}, async (tx, now) => ({
    at: now,
    provider: (await findProvider(tx, given.id)) ?? refuse('not_found'),
  }))
  const secrets = newSecrets()
  const to =
    provider.kind === 'cas'
      ? casLogin(provider.address, serviceOf(identity, given.publicId, secrets))
      : await believed(oidcLogin(clientOf(identity, provider), placeOf(identity, given.publicId), secrets))
  return { to: to.href, voucher: seal(vault, provider.id, { kind: 'departure', ...secrets }, at) }
}

/** A school's server may be down, slow or wrong in many ways: to whoever signs in, all of them are one refusal. */
const believed = <Word>(word: Promise<Word>): Promise<Word> => word.catch(() => refuse('sso_refused'))

export type Arrived = { institution: Uuid; linked: boolean; needsCode: boolean; voucher: string }

/** Back: what came with the browser is checked with the school itself, against what this browser went away with. */
export async function arrive(
  identity: Identity,
  given: { id: Uuid; publicId: string; answer: string; voucher: string | undefined },
  call: Call,
): Promise<Arrived> {
  const { db, vault } = identity
  permit(call.principal, 'auth.login', {})
  const tried = await attempt(identity, vault.blind('sso', given.id), call.client)
  const denied = async (error: unknown): Promise<never> => {
    const denial = { endpointClass: 'auth.login', method: 'POST', route: '/api/v1/sso/arrivals' }
    if (error instanceof Refusal) await recordDenial(db, call, { ...denial, status: 401, id: given.id })
    throw error
  }
  const arrived = await answeredBy(identity, given).catch(denied)
  await tried.succeeded()
  return arrived
}

async function answeredBy(
  identity: Identity,
  { id, publicId, answer, voucher }: Parameters<typeof arrive>[1],
): Promise<Arrived> {
  const { db, vault } = identity
  const { at, provider } = await read(db, {}, async (tx, now) => ({
    at: now,
    provider: (await findProvider(tx, id)) ?? refuse('not_found'),
  }))
  const went = unseal(vault, voucher, at)
  if (went?.kind !== 'departure' || went.providerId !== id) return refuse('sso_refused')
  const vouched =
    provider.kind === 'cas'
      ? await believed(byCas(identity, provider, { publicId, answer, secrets: went }))
      : await believed(
          oidcAnswer(
            clientOf(identity, provider),
            new URL(`${placeOf(identity, publicId)}?${answer.replace(/^\?/, '')}`),
            went,
            provider.numberClaim,
          ),
        )
  const linked = await transact(db, {}, async (tx, now) => {
    // A state brings one person in, however often its answer is sent.
    if (!(await spendOnce(tx, vault.blind('spent', went.state), new Date(went.until), now)))
      return refuse('sso_refused')
    return turnIntoSubject(tx, identity, provider, vouched, now)
  })
  return {
    institution: provider.institutionId,
    linked: linked !== undefined,
    needsCode: linked !== undefined && (await transact(db, {}, (tx) => hasFactor(tx, linked))),
    voucher: seal(vault, id, { kind: 'arrival', subject: vouched.subject }, at),
  }
}

/** The ticket of an answer, when the server knows it for this very departure. A server that takes it twice is not believed twice. */
async function byCas(
  identity: Identity,
  provider: Provider,
  given: { publicId: string; answer: string; secrets: OidcSecrets },
): Promise<{ subject: string; number: string | null }> {
  const query = new URLSearchParams(given.answer)
  const ticket = query.get('ticket') ?? ''
  if (query.get('state') !== given.secrets.state || !/^ST-[\w.-]{1,256}$/.test(ticket))
    return refuse('sso_refused')
  const service = serviceOf(identity, given.publicId, given.secrets)
  const answer = await validateTicket(provider.address, { service, ticket })
  if (!answer) return refuse('sso_refused')
  const mark = identity.vault.blind('spent', `${provider.id} ${ticket}`)
  const isFirst = await transact(identity.db, {}, (tx, at) =>
    spendOnce(tx, mark, new Date(at.getTime() + 86_400_000), at),
  )
  if (!isFirst) return refuse('sso_refused')
  const number = provider.numberClaim === null ? null : (answer.attributes.get(provider.numberClaim) ?? null)
  return { subject: answer.user, number }
}

/** Whose account it is. The first arrival by a number makes the link one by the subject, and the number free. */
async function turnIntoSubject(
  tx: Tx,
  { vault }: Identity,
  provider: Provider,
  { subject, number }: { subject: string; number: string | null },
  at: Date,
): Promise<Uuid | undefined> {
  const bySubject = await findLink(tx, blindOf(vault, provider.id, 'subject', subject))
  if (bySubject) return bySubject.accountId
  const blind = number === null ? undefined : blindOf(vault, provider.id, 'number', number)
  const byNumber = blind && (await findLink(tx, blind))
  if (!blind || !byNumber) return undefined
  await deleteLink(tx, blind)
  await insertLink(tx, {
    id: byNumber.id,
    blind: blindOf(vault, provider.id, 'subject', subject),
    providerId: provider.id,
    kind: 'subject',
    accountId: byNumber.accountId,
    linkedAt: at,
    linkedBy: byNumber.linkedBy,
  })
  return byNumber.accountId
}

const blindOf = (vault: Identity['vault'], provider: Uuid, kind: 'subject' | 'number', text: string) =>
  vault.blind('sso', `${provider} ${kind} ${text.normalize('NFKC').trim()}`)

/**
 * A school opens what it answers for: the account of somebody who belongs there, and holds no role anywhere else but as a
 * learner. So the administrators of one school can't become those of another, or of the centre.
 */
export const mayVouchFor = (institution: Uuid, roles: readonly Assignment[]): boolean =>
  roles.some((held) => held.institution === institution) &&
  roles.every((held) => held.role === 'learner' || held.institution === institution)

/** In: as whom the school has vouched for in this browser. The school's word is no second factor. */
export async function enterBySso(
  identity: Identity,
  given: { voucher: string | undefined; code: string | undefined },
  call: Call,
): Promise<SignedIn> {
  const { db, vault } = identity
  const { arrival, provider, at } = await arrivedHere(identity, given.voucher)
  const blind = blindOf(vault, provider.id, 'subject', arrival.subject)
  const tried = await attempt(identity, blind, call.client)
  const account = (await findLink(db, blind))?.accountId ?? refuse('sso_unlinked')
  const steppedUp = await transact(
    db,
    { principal: { user: account }, shard: shardOf(account) },
    async (tx, now) => {
      permit(call.principal, 'auth.login', {})
      const found = await findAccount(tx, account)
      if (found?.state !== 'active' || !mayVouchFor(provider.institutionId, found.roles))
        return refuse('sso_unlinked')
      if (await hasFactor(tx, account)) {
        if (given.code === undefined) return refuse('second_factor_required')
        if (!(await spendCode(tx, vault, account, given.code, now))) return refuse('wrong_code')
      }
      const mark = vault.blind('spent', given.voucher ?? '')
      if (!(await spendOnce(tx, mark, new Date(arrival.until), at))) return refuse('sso_refused')
      return given.code !== undefined
    },
  )
  await tried.succeeded()
  return enter(identity, account, { action: 'auth.signed_in', blind: null, steppedUp }, call)
}

async function arrivedHere(
  { db, vault }: Identity,
  voucher: string | undefined,
): Promise<{ arrival: Arrival & { until: number }; provider: Provider; at: Date }> {
  return read(db, {}, async (tx, at) => {
    const arrival = unseal(vault, voucher, at)
    if (arrival?.kind !== 'arrival') return refuse('sso_refused')
    return { arrival, at, provider: (await findProvider(tx, arrival.providerId)) ?? refuse('sso_refused') }
  })
}

/** Links what the school has vouched for in this browser to the caller's own account, which belongs there already. */
export async function linkMe(identity: Identity, voucher: string | undefined, call: Call): Promise<Uuid> {
  const { db, vault } = identity
  const user = userOf(call.principal)
  permit(call.principal, 'auth.link.own', { subject: user })
  const { arrival, provider } = await arrivedHere(identity, voucher)
  return transact(db, { principal: { user }, shard: shardOf(user) }, async (tx, at) => {
    if (!mayVouchFor(provider.institutionId, call.principal.assignments)) refuse('sso_unlinked')
    const id = newId(shardOf(user))
    const blind = blindOf(vault, provider.id, 'subject', arrival.subject)
    const link = { id, blind, providerId: provider.id, kind: 'subject' as const, accountId: user }
    if (!(await insertLink(tx, { ...link, linkedAt: at, linkedBy: user }))) refuse('conflict')
    const about = { id, subject: user, institution: provider.institutionId }
    await record(tx, { ...call, at }, 'auth.link_added', about)
    return id
  })
}

export function ownLinks({ db }: Identity, call: Call): ReturnType<typeof linksOf> {
  permit(call.principal, 'me.read', {})
  return linksOf(db, userOf(call.principal))
}

export function unlinkMe({ db }: Identity, id: Uuid, call: Call): Promise<void> {
  const user = userOf(call.principal)
  return transact(db, { principal: { user }, shard: shardOf(user) }, async (tx, at) => {
    permit(call.principal, 'auth.link.own', { subject: user })
    const link = (await linksOf(tx, user)).find((each) => each.id === id) ?? refuse('not_found')
    await deleteLink(tx, link.blind)
    const about = { id, subject: user, institution: link.institutionId }
    await record(tx, { ...call, at }, 'auth.link_removed', about)
  })
}

/** Links somebody of the institution by their number there. It opens with their first arrival, and gives no right. */
export function linkByNumber(
  identity: Identity,
  given: { account: Uuid; provider: Uuid; number: string; reason: string | undefined },
  call: Call,
): Promise<Uuid> {
  const { account, number, reason } = given
  return onAccount(identity, account, call, async (tx, at, found, standing) => {
    const provider = await findProvider(tx, given.provider)
    const belongs = provider !== undefined && mayVouchFor(provider.institutionId, found.roles)
    const ceiling = belongs && found.roles.every((held) => isLearnerOrBelow(call.principal, held))
    const { role } = permit(call.principal, 'auth.link.other', standing, { reason, ceiling })
    if (!provider) return refuse('not_found')
    const id = newId(shardOf(account))
    const blind = blindOf(identity.vault, provider.id, 'number', number)
    const link = { id, blind, providerId: provider.id, kind: 'number' as const, accountId: account }
    const by = { linkedAt: at, linkedBy: userOf(call.principal) }
    if (!(await insertLink(tx, { ...link, ...by }))) refuse('conflict')
    const about = { ...standing, id, institution: provider.institutionId, role }
    await record(tx, { ...call, at }, 'auth.link_by_number', about, { reason })
    return id
  })
}

/** Being a learner elsewhere too hinders nothing; every other role must be one that the caller could answer for. */
const isLearnerOrBelow = (principal: Principal, held: Assignment): boolean =>
  held.role === 'learner' || mayAnswerFor(principal, held)
