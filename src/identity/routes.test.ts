// 登录、会话、切换身份、改密码: told through HTTP on a real database.
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transact } from '../database/connection.ts'
import { createServer } from '../http/server.ts'
import { openTestDatabase, type TestDatabase } from '../testing/bank.ts'
import { identityOn, person, send, verifier, visitor, type Answer } from '../testing/people.ts'
import { newId, publicId, referenceShard } from '../values/ids.ts'
import type { Identity } from './bank.ts'
import { openDemoPeople } from './demo-people.ts'
import { openAccount } from './operations.ts'
import { doorkeeperOf } from './principal.ts'
import { identityRoutes } from './routes.ts'

let bank: TestDatabase
let identity: Identity
let http: FastifyInstance
beforeAll(async () => {
  bank = await openTestDatabase()
  identity = identityOn(bank.db, {
    failures: { windowMinutes: 15, perLoginAndPlace: 3, perPlace: 8 },
  })
  http = await createServer({ logLevel: 'silent', doorkeeper: doorkeeperOf(identity) })
  identityRoutes(http, identity, { verifier })
})
afterAll(async () => {
  await http.close()
  await bank.close()
})

const password = '晨跑 藕粉 七号线 风筝'
const school = newId(referenceShard)
let phones = 0

/** Somebody with a password, a phone to sign in by, and a place of their own to do it from. */
async function somebody(state: 'active' | 'disabled' = 'active') {
  const phone = `139${String(10_000_000 + phones++)}`
  const id = await transact(bank.db, {}, (tx, at) =>
    openAccount(
      tx,
      identity,
      { name: '王强', phone, password, roles: [{ role: 'learner', institution: school }] },
      at,
    ),
  )
  await bank.db.updateTable('identityAccount').set({ state }).where('id', '=', id).execute()
  const address = `10.0.${phones}.1`
  const enter = (given: Record<string, unknown> = {}, from = address, headers: Record<string, string> = {}) =>
    http
      .inject({
        method: 'POST',
        url: '/api/v1/sessions',
        payload: { login: phone, password, ...given },
        remoteAddress: from,
        headers,
      })
      .then((reply): Answer => ({
        status: reply.statusCode,
        body: reply.json(),
        cookies: [reply.headers['set-cookie'] ?? []].flat(),
      }))
  return { id, phone, enter }
}

describe('登录', () => {
  test('手机号怎么写都行;令牌只在 cookie 里', async () => {
    const { phone, enter, id } = await somebody()
    for (const login of [phone, `+86 ${phone}`, `${phone.slice(0, 3)}-${phone.slice(3)}`]) {
      const reply = await enter({ login })
      expect(reply).toMatchObject({ status: 200, body: { name: '王强', user: publicId('user', id) } })
      expect(reply.cookies[0]).toMatch(
        /^cb_session=[\w-]{46}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/,
      )
      expect(JSON.stringify(reply.body)).not.toContain(reply.cookies[0]!.slice(11, 50))
    }
  })

  test('库里只有令牌的摘要,没有明文姓名和手机号', async () => {
    const { phone, enter } = await somebody()
    const [cookie] = (await enter()).cookies
    const { rows } = await bank.ownerPool.query<{ text: string }>(
      `select coalesce(string_agg(t::text, ' '), '') as text from (
        select s::text as t from identity_session s union all select p::text from identity_person p
        union all select l::text from identity_login l union all select a::text from audit_record a) x`,
    )
    expect(rows[0]!.text.length).toBeGreaterThan(500)
    for (const secret of [
      phone,
      '王强',
      Buffer.from(phone).toString('hex'),
      Buffer.from('王强').toString('hex'),
      cookie!.slice(11, 57),
    ])
      expect(rows[0]!.text).not.toContain(secret)
  })

  test('密码错、没有这个人、账户停用: 一样的回答', async () => {
    const active = await somebody()
    const disabled = await somebody('disabled')
    const answers = [
      await active.enter({ password: 'wrong' }),
      await active.enter({ login: '13000000000' }),
      await disabled.enter(),
    ]
    for (const { status, body, cookies } of answers) {
      expect({ status, ...body, traceId: '' }).toEqual({ ...answers[0]!.body, traceId: '', status: 401 })
      expect(body).toMatchObject({ code: 'wrong_credentials' })
      expect(cookies).toEqual([])
    }
  })

  test('猜密码的被拦下,三次之后要等;别处的本人不受影响', async () => {
    const { enter } = await somebody()
    for (let i = 0; i < 3; i++) expect((await enter({ password: 'guess' }, '10.66.0.1')).status).toBe(401)
    expect(await enter({ password: 'guess' }, '10.66.0.1')).toMatchObject({
      status: 429,
      body: { code: 'too_many_attempts', detail: expect.stringContaining('15 分钟') },
    })
    expect((await enter({}, '10.66.0.1')).status).toBe(429)
    expect((await enter()).status).toBe(200)
  })

  test('同一网络里的陌生人也锁不住在熟悉设备上的本人', async () => {
    const { enter } = await somebody()
    const device = (await enter({}, '10.67.0.1')).cookies.find((text) => text.startsWith('cb_device='))!
    for (let i = 0; i < 5; i++) await enter({ password: 'guess' }, '10.67.0.1')
    expect((await enter({}, '10.67.0.1')).status).toBe(429)
    const cookie = device.split(';')[0]!
    expect((await enter({}, '10.67.0.1', { cookie })).status).toBe(200)
    const forged = `${cookie.slice(0, -2)}xx`
    expect((await enter({}, '10.67.0.1', { cookie: forged })).status).toBe(429)
  })

  test('一百次同时猜,也只算得上限之内的几次', async () => {
    const { enter } = await somebody()
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => enter({ password: 'guess' }, '10.68.0.1')),
    )
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(3)
  })

  test('登录与失败都留下审计', async () => {
    const { enter, id } = await somebody()
    await enter({ password: 'wrong' })
    await enter()
    const rows = await bank.db
      .selectFrom('auditRecord')
      .select(['action', 'outcome', 'status', 'actor'])
      .where('subject', '=', id)
      .orderBy('id')
      .execute()
    expect(rows).toEqual([
      { action: 'auth.login', outcome: 'denied', status: 401, actor: null },
      { action: 'auth.signed_in', outcome: 'done', status: null, actor: null },
    ])
  })
})

describe('会话', () => {
  test('退出之后,同一令牌的下一个请求就是陌生人', async () => {
    const { enter } = await somebody()
    const me = visitor(await enter())
    expect(await send(http, me, 'GET', '/api/v1/me')).toMatchObject({ status: 200 })
    const left = await send(http, me, 'DELETE', '/api/v1/sessions/current')
    expect(left).toMatchObject({ status: 200 })
    expect(left.cookies[0]).toMatch(/^cb_session=; .*Max-Age=0$/)
    expect(await send(http, me, 'GET', '/api/v1/me')).toMatchObject({
      status: 401,
      body: { code: 'not_signed_in' },
    })
  })

  test('看得到自己的会话,能让别处的下线;别人的如同不存在', async () => {
    const { enter } = await somebody()
    const here = visitor(await enter())
    const there = visitor(await enter({}, '10.77.0.2'))
    const stranger = visitor(await (await somebody()).enter())
    const { body } = await send(http, here, 'GET', '/api/v1/sessions')
    const sessions = body['data'] as { id: string; current: boolean }[]
    expect(sessions).toHaveLength(2)
    const other = sessions.find(({ current }) => !current)!.id
    const unknown = publicId('session', newId(1))
    const [refused, absent] = [other, unknown].map((id) =>
      send(http, stranger, 'DELETE', `/api/v1/sessions/${id}`),
    )
    expect({ ...(await refused!).body, traceId: '' }).toEqual({ ...(await absent!).body, traceId: '' })
    expect((await refused!).status).toBe(404)
    expect((await send(http, there, 'GET', '/api/v1/me')).status).toBe(200)
    expect((await send(http, here, 'DELETE', `/api/v1/sessions/${other}`)).status).toBe(200)
    expect((await send(http, there, 'GET', '/api/v1/me')).status).toBe(401)
    expect((await send(http, here, 'GET', '/api/v1/me')).status).toBe(200)
  })

  test('伪造、改过、没有分片的令牌都是陌生人', async () => {
    const { enter } = await somebody()
    const real = visitor(await enter()).headers.cookie.split(';')[0]!
    for (const cookie of [
      'cb_session=',
      'cb_session=zzz',
      `${real}x`,
      real.replace(/cb_session=.../, 'cb_session=fff'),
    ])
      expect(
        (await send(http, { id: newId(1), headers: { cookie } }, 'GET', '/api/v1/me')).status,
        cookie,
      ).toBe(401)
  })

  test('停用账户、收回最后一个角色,下一个请求就生效 (EL-2)', async () => {
    for (const [table, change] of [
      ['identity_account', "state = 'disabled'"],
      ['identity_role', 'ends_at = now()'],
    ]) {
      const who = await person(identity, [{ role: 'learner' }])
      expect((await send(http, who, 'GET', '/api/v1/me')).status).toBe(200)
      const key = table === 'identity_role' ? 'account_id' : 'id'
      await bank.ownerPool.query(`update ${table} set ${change} where ${key} = $1`, [who.id])
      expect((await send(http, who, 'GET', '/api/v1/me')).status, table).toBe(401)
    }
  })

  test('久不使用、到了期限的会话不再有效', async () => {
    for (const change of [
      "seen_at = now() - interval '61 minutes'",
      "expires_at = now() - interval '1 second'",
    ]) {
      const who = await person(identity, [{ role: 'learner' }])
      await bank.ownerPool.query(`update identity_session set ${change} where account_id = $1`, [who.id])
      expect((await send(http, who, 'GET', '/api/v1/me')).status, change).toBe(401)
    }
  })

  test('别的网站带来的改动请求不带身份', async () => {
    const who = await person(identity, [{ role: 'learner' }])
    const crossSite = { 'sec-fetch-site': 'cross-site' }
    expect((await send(http, who, 'DELETE', '/api/v1/sessions/current', undefined, crossSite)).status).toBe(
      401,
    )
    expect((await send(http, who, 'GET', '/api/v1/me', undefined, crossSite)).status).toBe(200)
  })
})

describe('我是谁,切换身份', () => {
  test('身兼数职的人选一个身份,权限不因此变', async () => {
    const who = await person(identity, [
      { role: 'learner' },
      { role: 'teacher', institution: school },
      { role: 'reviewer', department: 'credit' },
    ])
    const { body } = await send(http, who, 'GET', '/api/v1/me')
    expect(body).toMatchObject({ acting: { role: 'teacher' }, learner: publicId('learner', who.id) })
    expect(body['roles']).toHaveLength(3)
    const chosen = { role: 'learner', institution: null }
    expect(await send(http, who, 'PUT', '/api/v1/me/acting', chosen)).toMatchObject({
      status: 200,
      body: chosen,
    })
    const after = await send(http, who, 'GET', '/api/v1/me')
    expect(after.body).toMatchObject({ acting: chosen, roles: body['roles'] })
  })
  test('没有的身份选不了', async () => {
    const who = await person(identity, [{ role: 'learner' }])
    const wanted = { role: 'sys_admin', institution: null }
    expect(await send(http, who, 'PUT', '/api/v1/me/acting', wanted)).toMatchObject({ status: 404 })
  })
})

describe('改密码', () => {
  test('要有现在的密码;改后其他会话结束', async () => {
    const { enter } = await somebody()
    const here = visitor(await enter())
    const there = visitor(await enter())
    const next = '换成 另外 几个 词'
    const change = (current: string, wanted: string) =>
      send(http, here, 'PUT', '/api/v1/me/password', { current, next: wanted })
    expect(await change('wrong', next)).toMatchObject({ status: 401, body: { code: 'wrong_credentials' } })
    expect(await change(password, 'short')).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/next', code: 'password_short' }] },
    })
    expect(await change(password, next)).toMatchObject({ status: 200 })
    expect((await send(http, there, 'GET', '/api/v1/me')).status).toBe(401)
    expect((await send(http, here, 'GET', '/api/v1/me')).status).toBe(200)
    expect((await enter()).status).toBe(401)
    expect((await enter({ password: next })).status).toBe(200)
  })
})

describe('演示人物', () => {
  test('演示环境之外没有这扇门', async () => {
    expect((await send(http, null, 'GET', '/api/v1/demo/people')).status).toBe(404)
    expect((await send(http, null, 'POST', '/api/v1/demo/sessions', { person: 'learner' })).status).toBe(404)
  })

  test('演示环境里每个人物一步进入,真实账户不能', async () => {
    const demo: Identity = { ...identity, settings: { ...identity.settings, demo: true } }
    const server = await createServer({ logLevel: 'silent', doorkeeper: doorkeeperOf(demo) })
    identityRoutes(server, demo, { verifier })
    const ids = await transact(bank.db, {}, (tx, at) =>
      openDemoPeople(tx, demo, { placeOf: () => school, password, at }),
    )
    const { body } = await send(server, null, 'GET', '/api/v1/demo/people')
    const people = body['data'] as { person: string; name: string; role: string }[]
    expect(people).toHaveLength(ids.size)
    for (const { person: word, name, role } of people) {
      const entered = await send(server, null, 'POST', '/api/v1/demo/sessions', { person: word })
      expect(entered, word).toMatchObject({ status: 200, body: { name, acting: { role }, verified: true } })
      expect(await send(server, visitor(entered), 'GET', '/api/v1/me')).toMatchObject({
        status: 200,
        body: { name },
      })
    }
    const { phone } = await somebody()
    expect((await send(server, null, 'POST', '/api/v1/demo/sessions', { person: phone })).status).toBe(404)
    await server.close()
  })
})

const open = (given: { idNumber?: string; phone?: string }) =>
  transact(bank.db, {}, (tx, at) => openAccount(tx, identity, { name: '甲', roles: [], ...given }, at))

test('一个证件号、一个登录名,只属于一个账户 (SOD-4)', async () => {
  await open({ idNumber: '11010519491231002X', phone: '13711110001' })
  await expect(open({ idNumber: '11010519491231002x' })).rejects.toMatchObject({ code: 'identity_taken' })
  await expect(open({ phone: '137 1111 0001' })).rejects.toMatchObject({ code: 'login_taken' })
  await expect(open({ idNumber: '110105194912310021' })).rejects.toMatchObject({
    code: 'input_invalid',
    flaws: [{ pointer: '/idNumber', code: 'id_number_check' }],
  })
  const raced = await Promise.allSettled([1, 2, 3, 4].map(() => open({ idNumber: '440524188001010014' })))
  expect(raced.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})
