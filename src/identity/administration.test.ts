// 用户管理, 授权, 双人复核, 开户: told through HTTP on a real database, with the refusals and what must not have changed.
import type { FastifyInstance } from 'fastify'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { permit } from '../access/verdict.ts'
import { sealPending } from '../audit/sealer.ts'
import { createServer } from '../http/server.ts'
import { openTestDatabase, type TestDatabase } from '../testing/bank.ts'
import {
  cast,
  codeOf as code,
  identityOn,
  person,
  send,
  signer,
  teaches,
  verifier,
  type Person,
} from '../testing/people.ts'
import { checkCharacter } from '../values/id-number.ts'
import { newId, publicId, referenceShard } from '../values/ids.ts'
import type { Identity } from './bank.ts'
import { taughtBy } from './operations.ts'
import { doorkeeperOf, principalOf } from './principal.ts'
import { identityRoutes } from './routes.ts'
import { codeAt, fromBase32, stepAt } from './totp.ts'

let bank: TestDatabase
let identity: Identity
let http: FastifyInstance
let people: Awaited<ReturnType<typeof cast>>
beforeAll(async () => {
  bank = await openTestDatabase()
  identity = identityOn(bank.db)
  http = await createServer({ logLevel: 'silent', doorkeeper: doorkeeperOf(identity) })
  identityRoutes(http, identity, { verifier })
  people = await cast(identity)
})
afterAll(async () => {
  await http.close()
  await bank.close()
})

/** The identity number of 17 digits: its check character is computed, not guessed. */
const numberOf = (digits: string) => digits + checkCharacter(digits)
const user = ({ id }: Person) => publicId('user', id)
const inst = (id: (typeof people)['schoolA']) => publicId('inst', id)
const strong = (roles: Parameters<typeof person>[1]) => person(identity, roles, { steppedUp: true })
const recorded = (action: string, subject: Person) =>
  bank.db
    .selectFrom('auditRecord')
    .select(['actor', 'outcome', 'role', 'details', 'status'])
    .where('action', '=', action)
    .where((is) => is.or([is('subject', '=', subject.id), is('target', '=', subject.id)]))
    .orderBy('id')
    .execute()

describe('看用户资料', () => {
  test('各看各的份: 本人全名, 院校全名而号码遮盖, 管理员都遮盖, 别人如同不存在', async () => {
    const learner = await person(identity, [{ role: 'learner', institution: people.schoolA }], {
      name: '李秀英',
      idNumber: '11010519491231002X',
      phone: '13600001234',
    })
    const look = (who: Person) => send(http, who, 'GET', `/api/v1/users/${user(learner)}`)
    expect((await look(learner)).body).toMatchObject({
      name: '李秀英',
      phone: '13600001234',
      idNumber: '110*************2X',
    })
    expect((await look(people.registrarA)).body).toMatchObject({
      name: '李秀英',
      phone: '136******34',
      idNumber: '110*************2X',
    })
    expect((await look(people.system)).body).toMatchObject({ name: '李*', phone: '136******34' })
    for (const stranger of [people.s2, people.t1, people.registrarB])
      expect(code(await look(stranger))).toBe('404 not_found')
    const absent = await send(http, people.s2, 'GET', `/api/v1/users/${publicId('user', newId(3))}`)
    expect({ ...(await look(people.s2)).body, traceId: '' }).toEqual({ ...absent.body, traceId: '' })
  })

  test('查看明文要理由和强认证, 本人看得到是谁、为什么 (谁看过我)', async () => {
    const learner = await person(identity, [{ role: 'learner', institution: people.schoolA }], {
      idNumber: '440524188001010014',
    })
    const registrar = await strong([{ role: 'inst_admin', institution: people.schoolA }])
    const disclose = (who: Person, reason?: string) =>
      send(http, who, 'POST', `/api/v1/users/${user(learner)}/disclosures`, reason ? { reason } : {})
    expect(code(await disclose(people.registrarA, '核对'))).toBe('401 step_up_required')
    expect(code(await disclose(registrar))).toBe('422 reason_required')
    expect(code(await disclose(people.t1, '核对'))).toBe('404 not_found')
    expect((await disclose(registrar, '毕业证书核对')).body).toMatchObject({ idNumber: '440524188001010014' })
    const log = await send(http, learner, 'GET', '/api/v1/me/access-log')
    expect(log.body['data']).toMatchObject([
      {
        action: 'user.read_pii',
        role: 'inst_admin',
        institution: inst(people.schoolA),
        reason: '毕业证书核对',
      },
    ])
    expect(JSON.stringify(log.body)).not.toContain(registrar.id)
    expect(
      (await recorded('user.read_pii', learner)).filter(({ outcome }) => outcome === 'denied'),
    ).toHaveLength(2)
  })

  test('列表只到自己的范围: 行、总数、翻页', async () => {
    const list = async (who: Person, query = '') =>
      (await send(http, who, 'GET', `/api/v1/users?limit=100${query}`)).body as {
        data: { id: string; name: string | null }[]
        total: number
      }
    const atA = await list(people.registrarA)
    expect(atA.data.map(({ id }) => id)).toEqual(
      expect.arrayContaining([people.s1, people.s2, people.t1].map(user)),
    )
    expect(atA.data.map(({ id }) => id)).not.toContain(user(people.sB))
    expect(atA.total).toBe(atA.data.length)
    expect((await list(people.t1)).data.map(({ id }) => id)).toEqual([user(people.s1)])
    expect((await list(people.registrarA, '&role=teacher')).total).toBe(2)
    expect((await list(people.registrarA, `&institution=${inst(people.schoolB)}`)).total).toBe(0)
    expect(code(await send(http, people.s1, 'GET', '/api/v1/users'))).toBe('403 not_permitted')
    const first = await send(http, people.registrarA, 'GET', '/api/v1/users?limit=2')
    const next = await send(
      http,
      people.registrarA,
      'GET',
      `/api/v1/users?limit=2&cursor=${String(first.body['nextCursor'])}`,
    )
    const ids = [first, next].flatMap(({ body }) => (body['data'] as { id: string }[]).map(({ id }) => id))
    expect(new Set(ids).size).toBe(4)
    expect(ids).toEqual(atA.data.slice(0, 4).map(({ id }) => id))
  })

  test('按全名、手机号、证件号找人, 只在自己的范围内', async () => {
    const given = { name: '欧阳明华', idNumber: numberOf('11010119800101001'), phone: '13500009999' }
    const learner = await person(identity, [{ role: 'learner', institution: people.schoolA }], given)
    for (const search of ['欧阳 明华', '135 0000 9999', given.idNumber]) {
      const url = `/api/v1/users?search=${encodeURIComponent(search)}`
      expect((await send(http, people.registrarA, 'GET', url)).body, search).toMatchObject({
        total: 1,
        data: [{ id: user(learner), name: '欧阳明华' }],
      })
      expect((await send(http, people.registrarB, 'GET', url)).body).toMatchObject({ total: 0 })
    }
  })
})

describe('开户与角色', () => {
  test('院校只能开本校学员与教师; 系统管理员可开任何人', async () => {
    const open = (who: Person, role: string, institution: string | null) =>
      send(http, who, 'POST', '/api/v1/users', { name: '新人', role, institution })
    const teacher = await open(people.registrarA, 'teacher', inst(people.schoolA))
    expect(
      await send(http, null, 'POST', '/api/v1/activations', {
        code: teacher.body['activationCode'],
        phone: '13400000009',
        password: '晨跑 藕粉 七号线 风筝',
        consent: '2026-01',
      }),
    ).toMatchObject({ status: 200, body: { user: teacher.body['id'], roles: [{ role: 'teacher' }] } })
    expect(code(await open(people.registrarA, 'inst_admin', inst(people.schoolA)))).toBe('403 over_ceiling')
    expect(code(await open(people.registrarA, 'teacher', inst(people.schoolB)))).toBe('403 not_permitted')
    expect(code(await open(people.t1, 'learner', inst(people.schoolA)))).toBe('403 not_permitted')
    expect(code(await open(people.system, 'reviewer', null))).toBe(200)
    expect(code(await open(people.system, 'anonymous', null))).toBe('422 input_invalid')
  })

  test('无人给自己授予角色; 院校最多授予教师; 授予即刻生效', async () => {
    const grant = (who: Person, to: Person, role: string, institution: string | null, reason = '新任') =>
      send(http, who, 'POST', `/api/v1/users/${user(to)}/roles`, { role, institution, reason })
    const A = inst(people.schoolA)
    const root = await strong([{ role: 'sys_admin' }])
    expect(code(await grant(root, root, 'finance', null))).toBe('403 own_record')
    expect(code(await grant(people.registrarA, people.s2, 'reviewer', A))).toBe('403 over_ceiling')
    expect(code(await grant(people.registrarA, people.s2, 'teacher', A, ' '))).toBe('422 reason_required')
    expect(code(await grant(people.registrarB, people.s2, 'teacher', A))).toBe('404 not_found')
    expect(code(await grant(people.system, people.s2, 'finance', null))).toBe('401 step_up_required')
    const newcomer = await person(identity, [{ role: 'learner', institution: people.schoolA }])
    expect(code(await send(http, newcomer, 'GET', '/api/v1/users'))).toBe('403 not_permitted')
    const given = await grant(people.registrarA, newcomer, 'teacher', A)
    expect(given).toMatchObject({ status: 200, body: { role: expect.stringMatching(/^role_/) } })
    expect(code(await send(http, newcomer, 'GET', '/api/v1/users'))).toBe(200)
    expect(code(await grant(people.registrarA, newcomer, 'teacher', A))).toBe('409 conflict')
    const url = `/api/v1/users/${user(newcomer)}/roles/${String(given.body['role'])}`
    expect(
      code(await send(http, people.registrarA, 'DELETE', `${url}?reason=${encodeURIComponent('离任')}`)),
    ).toBe(200)
    expect(code(await send(http, newcomer, 'GET', '/api/v1/users'))).toBe('403 not_permitted')
    expect(await recorded('role.granted', newcomer)).toHaveLength(1)
    expect(await recorded('role.revoked', newcomer)).toMatchObject([
      { details: { role: 'teacher', reason: '离任' } },
    ])
  })

  test('管理员角色要两个人: 先备案, 另一人确认; 备案人、被授予人、无权的人都不能确认 (SOD-3)', async () => {
    const first = await strong([{ role: 'sys_admin' }])
    const second = await strong([{ role: 'sys_admin' }])
    const chosen = await strong([{ role: 'learner' }, { role: 'sys_admin' }])
    const filed = await send(http, first, 'POST', `/api/v1/users/${user(chosen)}/roles`, {
      role: 'inst_admin',
      institution: inst(people.schoolA),
      reason: '院校新任管理员',
    })
    expect(filed).toMatchObject({
      status: 202,
      body: { role: null, request: expect.stringMatching(/^request_/) },
    })
    const rolesOf = async () =>
      ((await send(http, chosen, 'GET', '/api/v1/me')).body['roles'] as { role: string }[]).map(
        ({ role }) => role,
      )
    expect(await rolesOf()).not.toContain('inst_admin')
    const decide = (who: Person) =>
      send(http, who, 'POST', `/api/v1/requests/${String(filed.body['request'])}/decision`, { confirm: true })
    expect(code(await decide(first))).toBe('403 own_work')
    expect(code(await decide(chosen))).toBe('403 own_record')
    expect(code(await decide(people.registrarB))).toBe('404 not_found')
    expect(code(await decide(people.registrarA))).toBe('403 over_ceiling')
    expect(code(await decide(people.system))).toBe('401 step_up_required')
    expect(await rolesOf()).not.toContain('inst_admin')
    const waiting = await send(http, second, 'GET', '/api/v1/requests')
    expect(waiting.body['data']).toMatchObject([
      {
        id: filed.body['request'],
        filedBy: user(first),
        subject: user(chosen),
        subjectName: '某*',
        role: { role: 'inst_admin', institution: inst(people.schoolA) },
      },
    ])
    expect(code(await decide(second))).toBe(200)
    expect(await rolesOf()).toContain('inst_admin')
    expect(code(await decide(second))).toBe('409 conflict')
  })

  test('停用: 会话即刻结束; 最后一名管理员留下; 不能停用自己', async () => {
    const root = await strong([{ role: 'sys_admin' }])
    const set = (who: Person, whom: Person, state: string, reason = '离职') =>
      send(http, who, 'PUT', `/api/v1/users/${user(whom)}/state`, { state, reason })
    const learner = await person(identity, [{ role: 'learner', institution: people.schoolA }])
    expect(code(await set(people.registrarB, learner, 'disabled'))).toBe('404 not_found')
    expect(code(await set(people.registrarA, people.registrarA, 'disabled'))).toBe('403 own_record')
    expect(code(await set(people.registrarA, learner, 'disabled'))).toBe(200)
    expect(code(await send(http, learner, 'GET', '/api/v1/me'))).toBe('401 not_signed_in')
    expect(code(await set(root, learner, 'active'))).toBe(200)
    expect(code(await send(http, learner, 'GET', '/api/v1/me'))).toBe('401 not_signed_in')
    expect(code(await set(root, people.registrarB, 'disabled'))).toBe('409 last_admin')
    expect(code(await send(http, people.registrarB, 'GET', '/api/v1/me'))).toBe(200)
  })
})

describe('W10 弹性授权', () => {
  const lend = (who: Person, given: Record<string, unknown>) =>
    send(http, who, 'POST', '/api/v1/grants', {
      operation: 'credit.read',
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
      reason: '审计',
      ...given,
    })
  /** What the holder of a session is told about a record of S1 at A right now. */
  const reads = async (who: Person): Promise<string> => {
    const principal = await principalOf(identity, { method: 'GET', headers: who.headers })
    const record = { id: newId(1), subject: people.s1.id, institution: people.schoolA }
    try {
      permit(principal, 'credit.read', { ...record, ...(await taughtBy(bank.db, record, new Date())) })
      return 'allowed'
    } catch (error) {
      return String(error instanceof Error && error.message)
    }
  }

  test('到时即止: 授权期内可看, 期满如同不存在, 不必重新登录 (EL-1)', async () => {
    const auditor = await person(identity, [{ role: 'expert', institution: people.schoolA }])
    expect(await reads(auditor)).toBe('not_found')
    const until = new Date(Date.now() + 1_500).toISOString()
    expect(
      code(await lend(people.registrarA, { to: user(auditor), targets: [user(people.s1)], endsAt: until })),
    ).toBe(200)
    expect(await reads(auditor)).toBe('allowed')
    await pause(1_600)
    expect(await reads(auditor)).toBe('not_found')
  })

  test('收回、停用授权人, 下一个请求即失效 (EL-2, EL-4)', async () => {
    const auditor = await person(identity, [{ role: 'expert', institution: people.schoolA }])
    const registrar = await person(identity, [{ role: 'inst_admin', institution: people.schoolA }])
    const given = await lend(registrar, { to: user(auditor), targets: [user(people.s1)] })
    expect(await reads(auditor)).toBe('allowed')
    expect(
      code(await send(http, people.registrarB, 'DELETE', `/api/v1/grants/${String(given.body['id'])}`)),
    ).toBe('404 not_found')
    expect(code(await send(http, registrar, 'DELETE', `/api/v1/grants/${String(given.body['id'])}`))).toBe(
      200,
    )
    expect(await reads(auditor)).toBe('not_found')
    await lend(registrar, { to: user(auditor), targets: [user(people.s1)] })
    expect(await reads(auditor)).toBe('allowed')
    await bank.ownerPool.query("update identity_account set state = 'disabled' where id = $1", [registrar.id])
    expect(await reads(auditor)).toBe('not_found')
  })

  test('不超过自己所有, 不转授, 不过三十天, 不给自己; 管理类权限不外借', async () => {
    const auditor = await person(identity, [{ role: 'expert', institution: people.schoolA }])
    const to = user(auditor)
    const targets = [user(people.s1)]
    const days = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString()
    expect(code(await lend(people.registrarA, { to, targets, operation: 'transfer.review' }))).toBe(
      '403 over_ceiling',
    )
    expect(code(await lend(people.registrarA, { to, targets, operation: 'role.grant' }))).toBe(
      '403 over_ceiling',
    )
    expect(code(await lend(people.registrarA, { to, targets, operation: 'nothing' }))).toBe(
      '422 input_invalid',
    )
    expect(code(await lend(people.registrarA, { to, targets, endsAt: days(31) }))).toBe('403 over_ceiling')
    expect(code(await lend(people.registrarA, { to, targets, endsAt: days(-1) }))).toBe('403 over_ceiling')
    expect(code(await lend(people.registrarA, { to: user(people.registrarA), targets }))).toBe(
      '403 own_record',
    )
    expect(code(await lend(people.registrarA, { to, targets, reason: '' }))).toBe('422 reason_required')
    expect(code(await lend(people.s1, { to, targets }))).toBe('403 not_permitted')
    expect(code(await lend(people.registrarA, { to, targets }))).toBe(200)
    expect(code(await lend(auditor, { to: user(people.t2), targets }))).toBe('403 not_permitted')
    const { body } = await send(http, auditor, 'GET', '/api/v1/grants')
    expect(body['data']).toMatchObject([
      { operation: 'credit.read', from: user(people.registrarA), live: true },
    ])
    const atA = await send(http, people.registrarA, 'GET', '/api/v1/grants')
    expect(atA.body['data']).toContainEqual(
      expect.objectContaining({ to, toName: '某人', fromName: '某人', targets: 1 }),
    )
  })

  test('教学关系结束后宽限期内可看, 期满如同不存在 (EL-3)', async () => {
    expect(await reads(people.t2)).toBe('allowed')
    const end = (reads: string) =>
      bank.ownerPool.query(
        `update identity_teaching set begins_at = now() - interval '90 days', ends_at = now() - interval '2 days',
          reads_until = now() + $1::interval where teacher_id = $2`,
        [reads, people.t2.id],
      )
    await end('28 days')
    expect(await reads(people.t2)).toBe('allowed')
    await end('-1 day')
    expect(await reads(people.t2)).toBe('not_found')
  })
})

describe('自助开户与集体开户', () => {
  const password = '晨跑 藕粉 七号线 风筝'
  const self = { name: '陈静', phone: '13400000001', password, consent: '2026-01' }

  test('开出来的只是学员; 多写的字段被拒绝; 已登录的人不能再开', async () => {
    const mine = numberOf('11010219800101002')
    const wrong = mine.slice(0, 17) + (mine.endsWith('1') ? '2' : '1')
    const register = (who: Person | null, given: Record<string, unknown>) =>
      send(http, who, 'POST', '/api/v1/registrations', { ...self, idNumber: mine, ...given })
    for (const extra of [{ role: 'sys_admin' }, { verified: true }, { institution: inst(people.schoolA) }])
      expect(code(await register(null, extra))).toBe('422 input_invalid')
    expect(code(await register(people.s1, {}))).toBe('403 not_permitted')
    expect(await register(null, { idNumber: wrong })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/idNumber', code: 'id_number_check' }] },
    })
    for (const phone of ['123', 'chenjing'])
      expect(await register(null, { phone })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/phone', code: 'phone' }] },
      })
    expect(await register(null, { password: 'short' })).toMatchObject({ status: 422 })
    const opened = await register(null, {})
    expect(opened).toMatchObject({
      status: 200,
      body: { name: '陈静', verified: false, roles: [{ role: 'learner', institution: null }] },
    })
    expect(opened.cookies[0]).toMatch(/^cb_session=/)
    expect(code(await register(null, { phone: '13400000002' }))).toBe('409 identity_taken')
    expect(code(await send(http, null, 'POST', '/api/v1/sessions', { login: '13400000001', password }))).toBe(
      200,
    )
  })

  test('集体开户: 坏行不拖累好行; 再传一次不重复; 激活码只用一次', async () => {
    const number = (n: number) => numberOf(`11010119900101${String(n).padStart(3, '0')}`)
    const rows = [
      { name: '甲', idNumber: number(1) },
      { name: '乙', idNumber: '110101199001010000' },
      { name: '丙', idNumber: number(3) },
    ]
    const batch = (who: Person, institution = people.schoolA) =>
      send(http, who, 'POST', '/api/v1/users/batches', { institution: inst(institution), rows })
    expect(code(await batch(people.registrarB))).toBe('403 not_permitted')
    expect(code(await batch(people.t1))).toBe('403 not_permitted')
    const first = (await batch(people.registrarA)).body['data'] as {
      result: string
      activationCode: string
      user: string
    }[]
    expect(first.map(({ result }) => result)).toEqual(['opened', 'refused', 'opened'])
    expect(first[1]).toMatchObject({
      code: 'input_invalid',
      errors: [{ pointer: '/idNumber', code: 'id_number_rounded' }],
    })
    const again = (await batch(people.registrarA)).body['data'] as { result: string; user: string }[]
    expect(again.map(({ result, user: id }) => [result, id])).toEqual([
      ['joined', first[0]!.user],
      ['refused', null],
      ['joined', first[2]!.user],
    ])
    const activate = (given: Record<string, unknown>) =>
      send(http, null, 'POST', '/api/v1/activations', {
        phone: '13400000003',
        password,
        consent: '2026-01',
        ...given,
      })
    const activationCode = first[0]!.activationCode
    expect(code(await activate({ code: 'ZZZZZZZZZZZZ' }))).toBe('404 code_invalid')
    expect(
      code(
        await activate({ code: `${activationCode.slice(0, -1)}2`.replace(activationCode, 'XXXXXXXXXXXX') }),
      ),
    ).toBe('404 code_invalid')
    expect(await activate({ code: activationCode.toLowerCase() })).toMatchObject({
      status: 200,
      body: { user: first[0]!.user, name: '甲', verified: true },
    })
    expect(code(await activate({ code: activationCode, phone: '13400000004' }))).toBe('404 code_invalid')
    expect(code(await send(http, null, 'POST', '/api/v1/sessions', { login: '13400000003', password }))).toBe(
      200,
    )
  })
})

describe('二次认证', () => {
  test('绑定之后登录要动态口令; 一个口令只用一次; 验证后五分钟内算强认证', async () => {
    const password = '晨跑 藕粉 七号线 风筝'
    const registrar = await person(identity, [{ role: 'inst_admin', institution: people.schoolA }], {
      logins: ['registrar-with-app'],
      password,
    })
    const me = (method: 'POST' | 'PUT', path: string, body: Record<string, unknown>) =>
      send(http, registrar, method, `/api/v1/me/${path}`, body)
    const enrolled = async () =>
      (await send(http, registrar, 'GET', '/api/v1/me/factor')).body['enrolledAt'] !== null
    expect(code(await me('POST', 'factor', { password: 'wrong' }))).toBe('401 step_up_required')
    const begun = await me('POST', 'factor', { password })
    expect(begun.body['uri']).toContain(`secret=${String(begun.body['secret'])}`)
    const secret = fromBase32(String(begun.body['secret']))
    const now = async () => (await bank.pool.query<{ now: Date }>('select now()')).rows[0]!.now
    expect(code(await me('PUT', 'factor', { code: '000000' }))).toBe('401 wrong_code')
    expect(await enrolled()).toBe(false)
    const step = stepAt(await now())
    expect(code(await me('PUT', 'factor', { code: codeAt(secret, step) }))).toBe(200)
    expect(await enrolled()).toBe(true)

    const enter = (given: Record<string, unknown>) =>
      send(http, null, 'POST', '/api/v1/sessions', { login: 'registrar-with-app', password, ...given })
    expect(code(await enter({}))).toBe('401 second_factor_required')
    expect(code(await enter({ code: codeAt(secret, step) }))).toBe('401 wrong_code')
    const entered = await enter({ code: codeAt(secret, step + 1) })
    expect(entered).toMatchObject({ status: 200, body: { steppedUp: true } })

    await bank.ownerPool.query(
      "update identity_session set stepped_up_at = now() - interval '301 seconds' where account_id = $1",
      [registrar.id],
    )
    expect((await send(http, registrar, 'GET', '/api/v1/me')).body).toMatchObject({ steppedUp: false })
    expect(code(await me('POST', 'step-up', { password }))).toBe('401 wrong_code')
    await bank.ownerPool.query('update identity_factor set last_step = 0 where account_id = $1', [
      registrar.id,
    ])
    expect((await me('POST', 'step-up', { code: codeAt(secret, stepAt(await now())) })).body).toMatchObject({
      steppedUp: true,
    })
    expect((await send(http, registrar, 'GET', '/api/v1/me')).body).toMatchObject({ steppedUp: true })
  })

  test('换验证器: 新的交出第一个口令之前, 旧的照样管用; 移除要理由, 移除后只凭密码', async () => {
    const password = '晨跑 藕粉 七号线 风筝'
    const given = { logins: ['teacher-with-app'], password, steppedUp: true }
    const teacher = await person(identity, [{ role: 'teacher', institution: people.schoolA }], given)
    const now = async () => (await bank.pool.query<{ now: Date }>('select now()')).rows[0]!.now
    const begin = async () =>
      fromBase32(
        String((await send(http, teacher, 'POST', '/api/v1/me/factor', { password: '-' })).body['secret']),
      )
    const confirm = async (secret: Buffer) =>
      send(http, teacher, 'PUT', '/api/v1/me/factor', { code: codeAt(secret, stepAt(await now())) })
    const enter = (given: Record<string, unknown> = {}) =>
      send(http, null, 'POST', '/api/v1/sessions', { login: 'teacher-with-app', password, ...given })
    const spent = () =>
      bank.ownerPool.query('update identity_factor set last_step = 0 where account_id = $1', [teacher.id])
    const old = await begin()
    expect((await confirm(old)).status).toBe(200)
    const next = await begin()
    expect(code(await enter())).toBe('401 second_factor_required')
    await spent()
    expect((await enter({ code: codeAt(old, stepAt(await now())) })).status).toBe(200)
    expect(code(await confirm(old))).toBe('401 wrong_code')
    expect((await confirm(next)).status).toBe(200)
    await spent()
    expect(code(await enter({ code: codeAt(old, stepAt(await now())) }))).toBe('401 wrong_code')
    expect((await enter({ code: codeAt(next, stepAt(await now())) })).status).toBe(200)

    const remove = (query = '') => send(http, teacher, 'DELETE', `/api/v1/me/factor${query}`)
    expect(code(await remove())).toBe('422 reason_required')
    expect(code(await remove('?reason=换用通行密钥'))).toBe(200)
    expect(code(await remove('?reason=再来一次'))).toBe('404 not_found')
    expect((await enter()).status).toBe(200)
    expect(
      (await recorded('auth.factor_removed', teacher)).map(({ outcome, details }) => [outcome, details]),
    ).toEqual([['done', { reason: '换用通行密钥' }]])
    await bank.ownerPool.query('update identity_session set stepped_up_at = null where account_id = $1', [
      teacher.id,
    ])
    await confirm(await begin())
    expect(code(await remove('?reason=没有再次验证'))).toBe('401 step_up_required')
  })
})

test('同意: 给、看、撤; 替别人不行', async () => {
  const learner = await person(identity, [{ role: 'learner' }])
  const given = await send(http, learner, 'POST', '/api/v1/me/consents', {
    purpose: 'enterprise_view',
    textVersion: '2026-01',
    to: inst(people.schoolB),
    parts: ['certificates'],
    endsAt: new Date(Date.now() + 86_400_000).toISOString(),
  })
  const id = String(given.body['id'])
  const mine = async () => (await send(http, learner, 'GET', '/api/v1/me/consents')).body['data']
  expect(await mine()).toMatchObject([{ id, live: true, to: inst(people.schoolB), parts: ['certificates'] }])
  expect(code(await send(http, people.s2, 'DELETE', `/api/v1/me/consents/${id}`))).toBe('404 not_found')
  expect(code(await send(http, learner, 'DELETE', `/api/v1/me/consents/${id}`))).toBe(200)
  expect(await mine()).toMatchObject([{ id, live: false }])
  expect(code(await send(http, learner, 'DELETE', `/api/v1/me/consents/${id}`))).toBe('404 not_found')
})

test('谁能看到这个人: 与逐一去看的结果相同, 借来的权限有期限, 授权人停用即失效', async () => {
  const school = newId(referenceShard)
  const at = (role: 'learner' | 'teacher' | 'inst_admin' | 'expert') =>
    person(identity, [{ role, institution: school }], { name: '王小明' })
  const [learner, teacher, stranger, registrar, expert] = [
    await at('learner'),
    await at('teacher'),
    await at('teacher'),
    await at('inst_admin'),
    await at('expert'),
  ]
  await teaches(identity, teacher, learner, school)
  const lent = { operation: 'account.read', reason: '复查', endsAt: new Date(Date.now() + 3_600_000) }
  const given = { ...lent, to: user(expert), targets: [user(learner)] }
  expect(code(await send(http, registrar, 'POST', '/api/v1/grants', given))).toBe(200)

  const viewers = async (who: Person) =>
    (await send(http, who, 'GET', `/api/v1/users/${user(learner)}/viewers`)).body['data'] as {
      user: string
      role: string | null
      masked: boolean
      until: string | null
      name: string | null
    }[]
  const shown = await viewers(registrar)
  const may = new Set(shown.filter(({ role }) => role !== null).map(({ user: id }) => id))
  for (const who of [teacher, stranger, registrar, expert, people.registrarB, people.system, people.reviewer])
    expect([user(who), may.has(user(who))]).toEqual([
      user(who),
      code(await send(http, who, 'GET', `/api/v1/users/${user(learner)}`)) === 200,
    ])
  expect(shown).toContainEqual(
    expect.objectContaining({ user: user(expert), role: null, until: lent.endsAt.toISOString() }),
  )
  expect(shown).toContainEqual(expect.objectContaining({ user: user(teacher), name: '王小明', masked: true }))
  // The person may know by which role and where, not the names of those who hold it.
  expect((await viewers(learner)).map(({ name }) => name)).not.toContain('王小明')
  expect(code(await send(http, stranger, 'GET', `/api/v1/users/${user(learner)}/viewers`))).toBe(
    '404 not_found',
  )
  await bank.ownerPool.query("update identity_account set state = 'disabled' where id = $1", [registrar.id])
  expect((await viewers(people.system)).map(({ user: id }) => id)).not.toContain(user(expert))
})

test('导出日志: 要强认证和用途, 只到所筛选的, 导出也记入日志', async () => {
  const root = await strong([{ role: 'sys_admin' }])
  const save = (who: Person, given: Record<string, unknown> = {}) =>
    send(http, who, 'POST', '/api/v1/audit/exports', { purpose: '年度检查', ...given })
  expect(code(await save(people.registrarA))).toBe('403 not_permitted')
  expect(code(await save(people.system))).toBe('401 step_up_required')
  expect(code(await save(root, { purpose: ' ' }))).toBe('422 purpose_required')
  const { body } = await save(root, { actor: user(people.registrarA), outcome: 'denied' })
  const lines = String(body['csv']).trim().split('\r\n')
  expect(lines[0]).toMatch(/^id,at,actor,/)
  expect(lines.length).toBe(Number(body['rows']) + 1)
  expect(lines.length).toBeGreaterThan(2)
  expect(lines.slice(1).every((line) => line.includes(people.registrarA.id) && line.includes('denied'))).toBe(
    true,
  )
  const log = await send(http, root, 'GET', '/api/v1/audit/records?action=audit.exported')
  expect(log.body['data']).toMatchObject([
    { actor: user(root), details: { purpose: '年度检查', rows: lines.length - 1 } },
  ])
})

test('日志: 院校只见本校的, 管理员见全部, 别人没有权限; 校验无误', async () => {
  const read = (who: Person, query = '') => send(http, who, 'GET', `/api/v1/audit/records?limit=100${query}`)
  const atA = (await read(people.registrarA)).body['data'] as { institution: string }[]
  expect(atA.length).toBeGreaterThan(3)
  expect(new Set(atA.map(({ institution }) => institution))).toEqual(new Set([inst(people.schoolA)]))
  const all = (await read(people.system)).body['data'] as unknown[]
  expect(all.length).toBeGreaterThan(atA.length)
  for (const who of [people.s1, people.t1, people.finance])
    expect(code(await read(who))).toBe('403 not_permitted')
  const denied = (await read(people.system, `&outcome=denied&actor=${user(people.s1)}`)).body['data']
  expect((denied as { outcome: string }[]).every(({ outcome }) => outcome === 'denied')).toBe(true)
  expect(denied).toMatchObject([{ action: 'audit.read', status: 403 }, ...(denied as unknown[]).slice(1)])
  expect(atA).toContainEqual(expect.objectContaining({ actor: user(people.registrarA), actorName: '某人' }))
  expect(all).toContainEqual(expect.objectContaining({ actor: user(people.registrarA), actorName: '某*' }))
  await sealPending(bank.db, signer)
  const verified = await send(http, people.supervisor, 'GET', '/api/v1/audit/verification')
  expect(verified.body).toMatchObject({ waiting: 0, faults: [] })
  expect(Number(verified.body['records'])).toBeGreaterThan(50)
})
