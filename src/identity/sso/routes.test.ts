// 统一认证: OpenID Connect against a real provider, CAS against a hostile one; linking, and what it never opens.
import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createServer } from '../../http/server.ts'
import { openTestDatabase, type TestDatabase } from '../../testing/bank.ts'
import { closed, openIssuer, type Issuer } from '../../testing/issuer.ts'
import {
  cast,
  codeOf,
  identityOn,
  person,
  send,
  verifier,
  visitor,
  type Answer,
  type Person,
} from '../../testing/people.ts'
import { freePort } from '../../testing/port.ts'
import { publicId, uuidFrom, type Uuid } from '../../values/ids.ts'
import type { Identity } from '../bank.ts'
import type { NewPerson } from '../operations.ts'
import { doorkeeperOf } from '../principal.ts'
import { identityRoutes } from '../routes.ts'
import { codeAt, fromBase32, stepAt } from '../totp.ts'
import { seal, unseal } from './voucher.ts'

const origin = 'http://bank.example.edu'
const secret = 'the secret of the bank at the school'

let bank: TestDatabase
let identity: Identity
let http: FastifyInstance
let people: Awaited<ReturnType<typeof cast>>
let registrar: Person
let issuer: Issuer
let oidc: string
let cas: string
let casServer: Server
beforeAll(async () => {
  bank = await openTestDatabase()
  const failures = { windowMinutes: 15, perLoginAndPlace: 1000, perPlace: 1000 }
  identity = identityOn(bank.db, { origin, failures })
  http = await createServer({ logLevel: 'silent', doorkeeper: doorkeeperOf(identity) })
  identityRoutes(http, identity, { verifier })
  people = await cast(identity)
  registrar = await strong([{ role: 'inst_admin', institution: people.schoolA }])

  const issuerAddress = `http://127.0.0.1:${await freePort()}`
  oidc = await added({
    kind: 'oidc',
    address: issuerAddress,
    clientId: 'bank',
    clientSecret: secret,
    numberClaim: 'student_number',
  })
  const redirectUri = `${origin}/login/sso/${oidc}`
  issuer = await openIssuer(issuerAddress, { id: 'bank', secret, redirectUri })

  casServer = createHttp((request, response) => answerAsCas(request, response)).listen(0, '127.0.0.1')
  await once(casServer, 'listening')
  const address = casServer.address()
  const port = typeof address === 'object' ? address?.port : undefined
  cas = await added({ kind: 'cas', address: `http://127.0.0.1:${port}/cas/`, numberClaim: 'studentNumber' })
})
afterAll(async () => {
  await http.close()
  await issuer.close()
  await closed(casServer)
  await bank.close()
})

const strong = (roles: NewPerson['roles'], given = {}) =>
  person(identity, roles, { steppedUp: true, ...given })
const atSchoolA = (given = {}) => strong([{ role: 'learner', institution: people.schoolA }], given)

const add = (who: Person, provider: object, institution: Uuid = people.schoolA) =>
  send(http, who, 'POST', '/api/v1/sso/providers', {
    institution: publicId('inst', institution),
    reason: '接入统一认证',
    ...provider,
  })
const added = async (provider: object): Promise<string> => {
  const { status, body } = await add(registrar, provider)
  expect(status).toBe(200)
  return String(body['id'])
}

/** A browser: the cookies that it was given, and its session if it has one. */
type Browser = { cookies: Map<string, string> }
const browser = (who?: Person): Browser => ({
  cookies: new Map(who ? [who.headers.cookie.split('=') as [string, string]] : []),
})
async function ask({ cookies }: Browser, path: string, body: Record<string, unknown> = {}): Promise<Answer> {
  const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ')
  const answer = await send(http, null, 'POST', `/api/v1/${path}`, body, { cookie })
  for (const text of answer.cookies) {
    const [pair = ''] = text.split(';')
    cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
  }
  return answer
}

async function leave(from: Browser, provider: string): Promise<string> {
  const { status, body } = await ask(from, 'sso/departures', { provider })
  expect(status).toBe(200)
  return String(body['to'])
}
const come = (to: Browser, provider: string, answer: string) => ask(to, 'sso/arrivals', { provider, answer })
const enter = (by: Browser, code?: string) => ask(by, 'sso/sessions', code ? { code } : {})
const link = (by: Browser) => ask(by, 'me/links')

/** All of it: to the school, back, as whom it vouches for. */
async function viaOidc(by: Browser, as: { subject: string; number?: string }): Promise<Answer> {
  return come(by, oidc, await issuer.visit(await leave(by, oidc), as))
}

describe('OpenID Connect', () => {
  test('没有绑定的进不来;本人登录后绑定一次,以后一步进来', async () => {
    const learner = await atSchoolA()
    const stranger = browser()
    expect(await viaOidc(stranger, { subject: 'u-1' })).toMatchObject({
      status: 200,
      body: { institution: publicId('inst', people.schoolA), linked: false, needsCode: false },
    })
    expect(codeOf(await enter(stranger))).toBe('409 sso_unlinked')
    expect(codeOf(await link(stranger))).toBe('401 not_signed_in')

    const mine = browser(learner)
    await viaOidc(mine, { subject: 'u-1' })
    expect((await link(mine)).status).toBe(200)
    expect((await send(http, learner, 'GET', '/api/v1/me/links')).body['data']).toMatchObject([
      { institution: publicId('inst', people.schoolA), waiting: false },
    ])

    const next = browser()
    expect((await viaOidc(next, { subject: 'u-1' })).body).toMatchObject({ linked: true })
    const entered = await enter(next)
    expect(entered).toMatchObject({
      status: 200,
      body: { user: publicId('user', learner.id), steppedUp: false, roles: [{ role: 'learner' }] },
    })
    expect((await send(http, visitor(entered), 'GET', '/api/v1/me')).status).toBe(200)

    const thief = browser(await atSchoolA())
    await viaOidc(thief, { subject: 'u-1' })
    expect(codeOf(await link(thief))).toBe('409 conflict')
  })

  test('答复只在出发的那个浏览器里、对那次出发、算一次', async () => {
    const learner = browser(await atSchoolA())
    await viaOidc(learner, { subject: 'u-2' })
    await link(learner)
    const here = browser()
    const answer = await issuer.visit(await leave(here, oidc), { subject: 'u-2' })
    const elsewhere = browser()
    expect(codeOf(await come(elsewhere, oidc, answer))).toBe('401 sso_refused')
    await leave(elsewhere, oidc)
    expect(codeOf(await come(elsewhere, oidc, answer))).toBe('401 sso_refused')
    expect(codeOf(await come(here, cas, answer))).toBe('401 sso_refused')
    const changed = new URLSearchParams(answer)
    changed.set('state', 'another')
    expect(codeOf(await come(here, oidc, changed.toString()))).toBe('401 sso_refused')
    const mixedUp = new URLSearchParams(answer)
    mixedUp.set('iss', 'https://sso.example.evil')
    expect(codeOf(await come(here, oidc, mixedUp.toString()))).toBe('401 sso_refused')
    const kept = { cookies: new Map(here.cookies) }
    expect((await come(here, oidc, answer)).status).toBe(200)
    expect(codeOf(await come(kept, oidc, answer))).toBe('401 sso_refused')
    const twice = { cookies: new Map(here.cookies) }
    expect((await enter(here)).status).toBe(200)
    expect(codeOf(await enter(twice))).toBe('401 sso_refused')
    expect(codeOf(await enter(here))).toBe('401 sso_refused')
  })

  test('凭证改过、过了十分钟,都不算', async () => {
    const here = browser()
    await viaOidc(here, { subject: 'u-3' })
    const voucher = here.cookies.get('cb_sso') ?? ''
    here.cookies.set('cb_sso', `${voucher.slice(0, -4)}AAAA`)
    expect(codeOf(await enter(here))).toBe('401 sso_refused')
    const at = new Date()
    const content = { kind: 'arrival', subject: 'u-3' } as const
    const sealed = seal(identity.vault, uuidFrom('provider', oidc)!, content, at)
    const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000)
    expect(unseal(identity.vault, sealed, later(9))).toMatchObject(content)
    expect(unseal(identity.vault, sealed, later(10))).toBeUndefined()
  })

  test('绑定了验证器的,学校的话不够,还要验证码', async () => {
    const password = '晨跑 藕粉 七号线 风筝'
    const learner = await atSchoolA({ password })
    const mine = browser(learner)
    await viaOidc(mine, { subject: 'u-4' })
    await link(mine)
    const begun = await send(http, learner, 'POST', '/api/v1/me/factor', { password })
    const app = fromBase32(String(begun.body['secret']))
    await send(http, learner, 'PUT', '/api/v1/me/factor', { code: codeAt(app, stepAt(new Date())) })
    const next = browser()
    expect((await viaOidc(next, { subject: 'u-4' })).body).toMatchObject({ linked: true, needsCode: true })
    expect(codeOf(await enter(next))).toBe('401 second_factor_required')
    expect(codeOf(await enter(next, '000000'))).toBe('401 wrong_code')
    expect(await enter(next, codeAt(app, stepAt(new Date()) + 1))).toMatchObject({
      status: 200,
      body: { steppedUp: true },
    })
  })

  test('学校按学号绑定:第一次进来就认人,学号以后给了别人也开不了门', async () => {
    const learner = await atSchoolA()
    const byNumber = (who: Person, id: Uuid, number: string, reason = '学籍系统核对') =>
      send(http, who, 'POST', `/api/v1/users/${publicId('user', id)}/links`, {
        provider: oidc,
        number,
        reason,
      })
    expect(codeOf(await byNumber(people.registrarA, learner.id, '2026001'))).toBe('401 step_up_required')
    expect(codeOf(await byNumber(people.registrarB, learner.id, '2026001'))).toBe('404 not_found')
    expect(codeOf(await byNumber(registrar, people.registrarA.id, '2026001'))).toBe('403 over_ceiling')
    expect((await byNumber(registrar, learner.id, '2026001')).status).toBe(200)
    expect(codeOf(await byNumber(registrar, people.s2.id, '2026001'))).toBe('409 conflict')

    const first = browser()
    expect((await viaOidc(first, { subject: 'u-5', number: '2026001' })).body).toMatchObject({ linked: true })
    expect((await enter(first)).body).toMatchObject({ user: publicId('user', learner.id) })
    const later = browser()
    expect((await viaOidc(later, { subject: 'u-6', number: '2026001' })).body).toMatchObject({
      linked: false,
    })
    expect((await viaOidc(later, { subject: 'u-5' })).body).toMatchObject({ linked: true })
  })

  test('学校只替属于它的人作证: 离开的、停用的、在别处任职的,进不来;不因此得到任何身份', async () => {
    const linked = async (subject: string) => {
      const who = await atSchoolA()
      const mine = browser(who)
      await viaOidc(mine, { subject })
      expect((await link(mine)).status).toBe(200)
      return who
    }
    const gone = await linked('u-7')
    await bank.ownerPool.query('update identity_role set ends_at = now() where account_id = $1', [gone.id])
    const disabled = await linked('u-8')
    await bank.ownerPool.query(`update identity_account set state = 'disabled' where id = $1`, [disabled.id])
    const promoted = await linked('u-9')
    await bank.ownerPool.query(
      `insert into identity_role (shard, id, account_id, role, begins_at)
       select shard, gen_random_uuid(), id, 'sys_admin', now() from identity_account where id = $1`,
      [promoted.id],
    )
    for (const subject of ['u-7', 'u-8', 'u-9']) {
      const next = browser()
      await viaOidc(next, { subject })
      expect(codeOf(await enter(next)), subject).toBe('409 sso_unlinked')
    }
    for (const outsider of [people.sB, await strong([{ role: 'reviewer' }])]) {
      const other = await strong([{ role: 'learner', institution: people.schoolB }])
      const theirs = browser(outsider === people.sB ? other : outsider)
      await viaOidc(theirs, { subject: 'u-10' })
      expect(codeOf(await link(theirs))).toBe('409 sso_unlinked')
    }
  })

  test('自己解除之后,不再能凭它登录', async () => {
    const learner = await atSchoolA()
    const mine = browser(learner)
    await viaOidc(mine, { subject: 'u-11' })
    const { body } = await link(mine)
    const path = `/api/v1/me/links/${String(body['id'])}`
    expect(codeOf(await send(http, people.s1, 'DELETE', path))).toBe('401 step_up_required')
    expect(codeOf(await send(http, await atSchoolA(), 'DELETE', path))).toBe('404 not_found')
    expect((await send(http, learner, 'DELETE', path)).status).toBe(200)
    const next = browser()
    expect((await viaOidc(next, { subject: 'u-11' })).body).toMatchObject({ linked: false })
  })

  test('签发者与登记的不一致,不去', async () => {
    const impostor = createHttp((_, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({ issuer: 'https://sso.school.edu', authorization_endpoint: 'https://a.b/c' }),
      )
    }).listen(0, '127.0.0.1')
    await once(impostor, 'listening')
    const address = impostor.address()
    const port = typeof address === 'object' ? address?.port : 0
    const provider = await added({ kind: 'oidc', address: `http://127.0.0.1:${port}`, clientId: 'bank' })
    expect(codeOf(await ask(browser(), 'sso/departures', { provider }))).toBe('401 sso_refused')
    await closed(impostor)
    expect(codeOf(await ask(browser(), 'sso/departures', { provider }))).toBe('401 sso_refused')
  })
})

/** What the hostile CAS server answers about a ticket. */
let casSays: (query: URLSearchParams, response: ServerResponse) => void = () => {}
let casAsked: URLSearchParams
function answerAsCas(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://cas')
  expect(pathname).toBe('/cas/p3/serviceValidate')
  casAsked = searchParams
  casSays(searchParams, response)
}
const success = (user: string, more = '') =>
  `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess><cas:user>${user}</cas:user>${more}</cas:authenticationSuccess></cas:serviceResponse>`

describe('CAS', () => {
  let tickets = 0
  async function viaCas(by: Browser, says: typeof casSays, ticket = `ST-${tickets++}-abc`): Promise<Answer> {
    casSays = says
    const to = new URL(await leave(by, cas))
    expect(to.pathname).toBe('/cas/login')
    const service = new URL(to.searchParams.get('service') ?? '')
    service.searchParams.set('ticket', ticket)
    return come(by, cas, service.search)
  }

  test('票据向学校核实,按那次出发的地址;绑定后一步进来', async () => {
    const learner = await atSchoolA()
    const mine = browser(learner)
    const says = (_: unknown, response: ServerResponse) => response.end(success('zhang3'))
    expect((await viaCas(mine, says)).body).toMatchObject({ linked: false })
    expect(casAsked.get('service')).toMatch(new RegExp(`^${origin}/login/sso/${cas}\\?state=[\\w-]{20,}$`))
    expect((await link(mine)).status).toBe(200)
    const next = browser()
    expect((await viaCas(next, says)).body).toMatchObject({ linked: true })
    expect((await enter(next)).body).toMatchObject({ user: publicId('user', learner.id) })
  })

  test('按学号绑定,学号在属性里', async () => {
    const learner = await atSchoolA()
    const given = { provider: cas, number: '2026077', reason: '学籍系统核对' }
    const path = `/api/v1/users/${publicId('user', learner.id)}/links`
    expect((await send(http, registrar, 'POST', path, given)).status).toBe(200)
    const attributes = '<cas:attributes><cas:studentNumber>2026077</cas:studentNumber></cas:attributes>'
    const next = browser()
    const says = (_: unknown, response: ServerResponse) => response.end(success('li4', attributes))
    expect((await viaCas(next, says)).body).toMatchObject({ linked: true })
  })

  test('学校说不、说得不合规矩、说得太多、太慢,都是一样的回答', async () => {
    const bomb = `<!DOCTYPE a [<!ENTITY x "${'x'.repeat(1000)}"><!ENTITY y "${'&x;'.repeat(1000)}">]>`
    const said: [string, typeof casSays][] = [
      [
        'no',
        (_, r) =>
          r.end(
            '<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationFailure code="INVALID_SERVICE">no</cas:authenticationFailure></cas:serviceResponse>',
          ),
      ],
      ['entities', (_, r) => r.end(bomb + success('&y;'))],
      ['a document type', (_, r) => r.end(`<!DOCTYPE a SYSTEM "file:///etc/passwd">${success('zhang3')}`)],
      [
        'another namespace',
        (_, r) => r.end(success('zhang3').replace('http://www.yale.edu/tp/cas', 'http://evil.example')),
      ],
      ['two users', (_, r) => r.end(success('zhang3', '<cas:user>li4</cas:user>'))],
      ['nobody', (_, r) => r.end(success(' '))],
      ['no XML', (_, r) => r.end('yes\nzhang3\n')],
      ['half of it', (_, r) => r.end(success('zhang3').slice(0, -10))],
      ['an error', (_, r) => r.writeHead(500).end(success('zhang3'))],
      ['a redirect', (_, r) => r.writeHead(302, { location: `http://127.0.0.1/` }).end(success('zhang3'))],
      ['too much', (_, r) => r.end(success('zhang3', ' '.repeat(300 * 1024)))],
      ['nothing for long', (_, r) => void r.write('<cas:serviceResponse')],
      ['a broken line', (_, r) => void r.destroy()],
    ]
    const answers = []
    for (const [what, says] of said) {
      const refused = await viaCas(browser(), says)
      expect(codeOf(refused), what).toBe('401 sso_refused')
      answers.push(JSON.stringify({ ...refused.body, traceId: '' }))
    }
    expect(new Set(answers).size).toBe(1)
  })

  test('一张票只算一次,哪怕学校认两次;为别处签发的票、别的出发,不算', async () => {
    const mine = browser(await atSchoolA())
    const says = (_: unknown, response: ServerResponse) => response.end(success('wang5'))
    expect((await viaCas(mine, says, 'ST-once')).status).toBe(200)
    expect(codeOf(await viaCas(browser(), says, 'ST-once'))).toBe('401 sso_refused')
    const strict = (query: URLSearchParams, response: ServerResponse) =>
      response.end(query.get('service') === 'https://elsewhere.example' ? success('wang5') : success(''))
    expect(codeOf(await viaCas(browser(), strict))).toBe('401 sso_refused')
    for (const ticket of ['', 'PT-1', 'ST-1&service=https://elsewhere.example', `ST-${'x'.repeat(300)}`])
      expect(codeOf(await viaCas(browser(), says, ticket)), ticket).toBe('401 sso_refused')
    const here = browser()
    await leave(here, cas)
    expect(codeOf(await come(here, cas, 'state=another&ticket=ST-9'))).toBe('401 sso_refused')
  })
})

describe('管理', () => {
  test('院校管理员管自己学校的,须再次证明身份和理由;停用后谁也不能凭它登录', async () => {
    const provider = { kind: 'cas', address: 'https://sso.school.edu/cas' }
    expect(codeOf(await add(people.registrarA, provider))).toBe('401 step_up_required')
    expect(codeOf(await add(registrar, { ...provider, reason: ' ' }))).toBe('422 reason_required')
    expect(codeOf(await add(registrar, provider, people.schoolB))).toBe('403 not_permitted')
    expect(codeOf(await add(people.s1, provider))).toBe('403 not_permitted')
    for (const address of [
      'ftp://sso.school.edu',
      'https://a:b@sso.school.edu',
      'https://sso.school.edu/cas?x=1',
    ])
      expect(await add(registrar, { ...provider, address }), address).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/address' }] },
      })
    expect(await add(registrar, { kind: 'oidc', address: 'https://sso.school.edu' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/clientId', code: 'required' }] },
    })
    const id = await added(provider)
    expect(codeOf(await add(registrar, provider))).toBe('409 conflict')
    const ids = async () =>
      ((await send(http, null, 'GET', '/api/v1/sso/providers')).body['data'] as { id: string }[]).map(
        (each) => each.id,
      )
    expect(await ids()).toContain(id)
    const remove = (who: Person) => send(http, who, 'DELETE', `/api/v1/sso/providers/${id}?reason=换地址`)
    expect(codeOf(await remove(await strong([{ role: 'inst_admin', institution: people.schoolB }])))).toBe(
      '403 not_permitted',
    )
    expect((await remove(registrar)).status).toBe(200)
    expect(await ids()).not.toContain(id)
    expect(codeOf(await ask(browser(), 'sso/departures', { provider: id }))).toBe('404 not_found')
  })

  test('客户端密钥封存,库里没有明文', async () => {
    const { rows } = await bank.ownerPool.query<{ text: string }>(
      `select string_agg(t, ' ') as text from (select p::text as t from identity_provider p
        union all select a::text from audit_record a) x`,
    )
    expect(rows[0]!.text).toContain('sso.provider_added')
    expect(rows[0]!.text).not.toContain(secret)
    expect(rows[0]!.text).not.toContain(Buffer.from(secret).toString('hex'))
  })
})
