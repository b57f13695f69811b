// 找回密码: by codes of one's own and by one handed out in person, told through HTTP on a real database.
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transact } from '../../database/connection.ts'
import { createServer } from '../../http/server.ts'
import { openTestDatabase, type TestDatabase } from '../../testing/bank.ts'
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
import { publicId, type Uuid } from '../../values/ids.ts'
import type { Identity } from '../bank.ts'
import { openAccount, type NewPerson } from '../operations.ts'
import { doorkeeperOf } from '../principal.ts'
import { identityRoutes } from '../routes.ts'
import { codeAt, fromBase32, stepAt } from '../totp.ts'

let bank: TestDatabase
let identity: Identity
let http: FastifyInstance
let people: Awaited<ReturnType<typeof cast>>
beforeAll(async () => {
  bank = await openTestDatabase()
  identity = identityOn(bank.db, { failures: { windowMinutes: 15, perLoginAndPlace: 3, perPlace: 30 } })
  http = await createServer({ logLevel: 'silent', doorkeeper: doorkeeperOf(identity) })
  identityRoutes(http, identity, { verifier })
  people = await cast(identity)
})
afterAll(async () => {
  await http.close()
  await bank.close()
})

const password = '晨跑 藕粉 七号线 风筝'
const next = '换成 另外 几个 词'
let phones = 0

/** Somebody with a phone and a password, signed in and just proven, at a place of their own. */
async function somebody(roles: NewPerson['roles'] = [{ role: 'learner', institution: people.schoolA }]) {
  const phone = `138${String(10_000_000 + phones++)}`
  const id = await transact(bank.db, {}, (tx, at) =>
    openAccount(tx, identity, { name: '王强', phone, password, roles }, at),
  )
  const address = `10.1.${phones}.1`
  const ask = async (url: string, payload: object, from = address, headers: Record<string, string> = {}) => {
    const reply = await http.inject({ method: 'POST', url, payload, remoteAddress: from, headers })
    const cookies = [reply.headers['set-cookie'] ?? []].flat()
    return { status: reply.statusCode, body: reply.json<Record<string, unknown>>(), cookies }
  }
  const enter = (given: object = {}) => ask('/api/v1/sessions', { login: phone, password, ...given })
  const recover = (code: string, given: object = {}, from = address, headers = {}) =>
    ask('/api/v1/recoveries', { login: phone, code, password: next, ...given }, from, headers)
  const me = visitor(await enter())
  await send(http, me, 'POST', '/api/v1/me/step-up', { password })
  return { id, phone, me, enter, recover }
}

const codesOf = async (who: Person): Promise<string[]> => {
  const { status, body } = await send(http, who, 'POST', '/api/v1/me/recovery-codes', {})
  expect(status).toBe(200)
  return body['codes'] as string[]
}

const plain = ({ status, body }: Answer) => ({ status, ...body, traceId: '' })

async function enrol(who: Person): Promise<Buffer> {
  const { body } = await send(http, who, 'POST', '/api/v1/me/factor', { password })
  const secret = fromBase32(String(body['secret']))
  const first = codeAt(secret, stepAt(new Date()))
  expect((await send(http, who, 'PUT', '/api/v1/me/factor', { code: first })).status).toBe(200)
  return secret
}

describe('自己的找回码', () => {
  test('须再次证明身份才能生成;十个,只显示一次,库里没有明文', async () => {
    const { me, enter } = await somebody()
    const unproven = visitor(await enter())
    expect(codeOf(await send(http, unproven, 'POST', '/api/v1/me/recovery-codes', {}))).toBe(
      '401 step_up_required',
    )
    const codes = await codesOf(me)
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}$/)
    expect((await send(http, me, 'GET', '/api/v1/me/recovery-codes')).body).toMatchObject({
      left: 10,
      madeAt: expect.any(String),
      recoveredAt: null,
    })
    const { rows } = await bank.ownerPool.query<{ text: string }>(
      `select string_agg(t, ' ') as text from (select r::text as t from identity_recovery r
        union all select a::text from audit_record a) x`,
    )
    for (const code of codes)
      for (const text of [code, code.replaceAll('-', ''), Buffer.from(code).toString('hex')])
        expect(rows[0]!.text).not.toContain(text)
  })

  test('一个码开一次门:新密码能用、旧密码不能,别处的会话都结束,本人看得到时间', async () => {
    const { id, me, enter, recover } = await somebody()
    const [code = '', other = ''] = await codesOf(me)
    const answer = await recover(` ${code.toLowerCase().replaceAll('-', ' ')} `)
    expect(answer).toMatchObject({ status: 200, body: { user: publicId('user', id), steppedUp: false } })
    expect((await send(http, me, 'GET', '/api/v1/me')).status).toBe(401)
    expect((await enter()).status).toBe(401)
    expect((await enter({ password: next })).status).toBe(200)
    const here = visitor(answer)
    expect((await send(http, here, 'GET', '/api/v1/me/recovery-codes')).body).toMatchObject({
      left: 9,
      recoveredAt: expect.any(String),
    })
    expect(codeOf(await recover(code))).toBe('404 recovery_invalid')
    expect((await recover(other)).status).toBe(200)
    const records = await bank.db
      .selectFrom('auditRecord')
      .select(['outcome', 'details'])
      .where('subject', '=', id)
      .where('action', 'in', ['auth.password_recovered', 'auth.reset.complete'])
      .orderBy('id')
      .execute()
    expect(records.map(({ outcome }) => outcome)).toEqual(['done', 'denied', 'done'])
    expect(records[0]!.details).toEqual({ sessionsEnded: 1, handedOutBy: null })
  })

  test('再生成一次,以前的就作废;别人的码开不了我的门', async () => {
    const mine = await somebody()
    const theirs = await somebody()
    const [old = ''] = await codesOf(mine.me)
    const [fresh = ''] = await codesOf(mine.me)
    const [foreign = ''] = await codesOf(theirs.me)
    expect(codeOf(await mine.recover(old))).toBe('404 recovery_invalid')
    expect(codeOf(await mine.recover(foreign))).toBe('404 recovery_invalid')
    expect((await mine.recover(fresh)).status).toBe(200)
  })

  test('没有这个人、码不对、账户停用: 一样的回答', async () => {
    const active = await somebody()
    const disabled = await somebody()
    const [code = ''] = await codesOf(disabled.me)
    await bank.db
      .updateTable('identityAccount')
      .set({ state: 'disabled' })
      .where('id', '=', disabled.id)
      .execute()
    const answers = [
      await active.recover('AAAA-BBBB-CCCC'),
      await active.recover('AAAA-BBBB-CCCC', { login: '13000000000' }),
      await disabled.recover(code),
    ]
    for (const answer of answers) expect(plain(answer)).toEqual(plain(answers[0]!))
    expect(codeOf(answers[0]!)).toBe('404 recovery_invalid')
  })

  test('新密码不合格,码还在', async () => {
    const { me, phone, recover } = await somebody()
    const [code = ''] = await codesOf(me)
    for (const weak of ['短', `${phone}${phone}`])
      expect(await recover(code, { password: weak })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/password' }] },
      })
    expect((await recover(code)).status).toBe(200)
  })

  test('绑定了验证器的,还要它的验证码;没有码的人问不出绑没绑', async () => {
    const { me, recover } = await somebody()
    const [code = ''] = await codesOf(me)
    const secret = await enrol(me)
    expect(codeOf(await recover('AAAA-BBBB-CCCC'))).toBe('404 recovery_invalid')
    expect(codeOf(await recover(code))).toBe('401 second_factor_required')
    expect(codeOf(await recover(code, { factorCode: '000000' }))).toBe('401 wrong_code')
    const right = { factorCode: codeAt(secret, stepAt(new Date()) + 1) }
    expect((await recover(code, right, '10.1.250.1')).status).toBe(200)
  })

  test('同一个码同时用十次,只开一次', async () => {
    const { me, recover } = await somebody()
    const [code = ''] = await codesOf(me)
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => recover(code, {}, `10.2.${at}.1`)),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(9)
  })

  test('猜码的被拦下;本人在别处、在熟悉的设备上照样找回和登录', async () => {
    const { me, enter, recover } = await somebody()
    const [first = '', second = ''] = await codesOf(me)
    const device = (await enter()).cookies.find((text) => text.startsWith('cb_device='))!.split(';')[0]!
    for (let i = 0; i < 3; i++) await recover('AAAA-BBBB-CCCC', {}, '10.3.0.1')
    expect(codeOf(await recover(first, {}, '10.3.0.1'))).toBe('429 too_many_attempts')
    expect((await recover(first, {}, '10.3.0.1', { cookie: device })).status).toBe(200)
    expect((await recover(second, {}, '10.3.0.2')).status).toBe(200)
    expect((await enter({ password: next })).status).toBe(200)
  })
})

describe('当面发放的找回码', () => {
  const handOut = (who: Person, id: Uuid, reason = '携身份证当面办理') =>
    send(http, who, 'POST', `/api/v1/users/${publicId('user', id)}/recovery-codes`, { reason })
  const registrar = () =>
    person(identity, [{ role: 'inst_admin', institution: people.schoolA }], { steppedUp: true })

  test('院校管理员写明理由、再次证明身份后发给本校的人;半小时内用一次,本人看得到', async () => {
    const { id, recover } = await somebody()
    const admin = await registrar()
    expect(codeOf(await handOut(people.registrarA, id))).toBe('401 step_up_required')
    expect(codeOf(await handOut(admin, id, ' '))).toBe('422 reason_required')
    expect(codeOf(await handOut(people.registrarB, id))).toBe('404 not_found')
    expect(codeOf(await handOut(people.s2, id))).toBe('403 not_permitted')
    const first = await handOut(admin, id)
    const second = await handOut(admin, id)
    expect(second.status).toBe(200)
    expect(codeOf(await recover(String(first.body['code'])))).toBe('404 recovery_invalid')
    const answer = await recover(String(second.body['code']))
    expect(answer.status).toBe(200)
    expect(codeOf(await recover(String(second.body['code'])))).toBe('404 recovery_invalid')
    const { body } = await send(http, visitor(answer), 'GET', '/api/v1/me/access-log')
    expect(body['data']).toMatchObject([
      { action: 'auth.recovery_handed_out', role: 'inst_admin', reason: '携身份证当面办理' },
      { action: 'auth.recovery_handed_out' },
    ])
  })

  test('过了半小时就没用;发放的不动本人自己的码', async () => {
    const { id, me, recover } = await somebody()
    const [own = ''] = await codesOf(me)
    const { body } = await handOut(await registrar(), id)
    await bank.ownerPool.query(
      `update identity_recovery set expires_at = now() where account_id = $1 and issued_by is not null`,
      [id],
    )
    expect(codeOf(await recover(String(body['code'])))).toBe('404 recovery_invalid')
    expect((await recover(own)).status).toBe(200)
  })

  test('不给自己发;不给管理员发;身份在别处的,由系统管理员发', async () => {
    const admin = await registrar()
    expect(codeOf(await handOut(admin, admin.id))).toBe('403 own_record')
    expect(codeOf(await handOut(admin, people.registrarA.id))).toBe('403 over_ceiling')
    const both = await somebody([
      { role: 'learner', institution: people.schoolA },
      { role: 'learner', institution: people.schoolB },
    ])
    expect(codeOf(await handOut(admin, both.id))).toBe('403 over_ceiling')
    const system = await person(identity, [{ role: 'sys_admin' }], { steppedUp: true })
    expect((await handOut(system, both.id)).status).toBe(200)
    expect(codeOf(await handOut(system, people.registrarA.id))).toBe('403 over_ceiling')
    expect(codeOf(await handOut(system, people.system.id))).toBe('403 over_ceiling')
  })
})
