// 通行密钥: added, used to come in and to prove anew, removed; and every wrong answer refused. Through HTTP.
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createServer } from '../../http/server.ts'
import { authenticator, type Options } from '../../testing/authenticator.ts'
import { openTestDatabase, type TestDatabase } from '../../testing/bank.ts'
import { codeOf, identityOn, person, send, verifier, visitor, type Person } from '../../testing/people.ts'
import { publicId } from '../../values/ids.ts'
import type { Identity } from '../bank.ts'
import { doorkeeperOf } from '../principal.ts'
import { identityRoutes } from '../routes.ts'
import { newQuestion, questionUntil } from '../spent.ts'

const origin = 'https://bank.example.edu'
const password = '晨跑 藕粉 七号线 风筝'

let bank: TestDatabase
let identity: Identity
let http: FastifyInstance
beforeAll(async () => {
  bank = await openTestDatabase()
  const failures = { windowMinutes: 15, perLoginAndPlace: 100, perPlace: 1000 }
  identity = identityOn(bank.db, { origin, failures })
  http = await createServer({ logLevel: 'silent', doorkeeper: doorkeeperOf(identity) })
  identityRoutes(http, identity, { verifier })
})
afterAll(async () => {
  await http.close()
  await bank.close()
})

const question = async (who: Person | null, path: string): Promise<Options> => {
  const { status, body } = await send(http, who, 'POST', `/api/v1/${path}`, {})
  expect(status).toBe(200)
  return body['options'] as Options
}
const toAdd = (who: Person) => question(who, 'me/passkeys/beginnings')
const toEnter = () => question(null, 'passkeys/questions')
const toProve = (who: Person) => question(who, 'me/passkeys/questions')

const add = (who: Person, answer: object, name = '我的手机') =>
  send(http, who, 'POST', '/api/v1/me/passkeys', { name, answer })
const enter = (answer: object) => send(http, null, 'POST', '/api/v1/passkeys/sessions', { answer })
const listed = async (who: Person) =>
  (await send(http, who, 'GET', '/api/v1/me/passkeys')).body['data'] as { id: string; name: string }[]

const somebody = () => person(identity, [{ role: 'learner' }], { name: '王强', password, steppedUp: true })

/** Somebody with one passkey. */
async function withKey() {
  const who = await somebody()
  const key = authenticator()
  expect((await add(who, key.made(await toAdd(who), { origin }))).status).toBe(200)
  return { who, key }
}

describe('登记', () => {
  test('须再次证明身份;登记后列得出,各有名字;同一个不登记两次', async () => {
    const { who, key } = await withKey()
    expect(await listed(who)).toMatchObject([{ name: '我的手机', usedAt: null }])
    expect(codeOf(await add(who, key.made(await toAdd(who), { origin })))).toBe('409 conflict')
    expect((await add(who, authenticator().made(await toAdd(who), { origin }), '办公室电脑')).status).toBe(
      200,
    )
    expect((await listed(who)).map(({ name }) => name)).toEqual(['我的手机', '办公室电脑'])
    const unproven = await person(identity, [{ role: 'learner' }])
    expect(codeOf(await send(http, unproven, 'POST', '/api/v1/me/passkeys/beginnings', {}))).toBe(
      '401 step_up_required',
    )
  })

  test('别的网站、别人的、过时的、没问过的、用过的、未验明用户的,都不收', async () => {
    const who = await somebody()
    const other = await somebody()
    const asked = await toAdd(who)
    const wrong: [string, object][] = [
      ['another origin', authenticator().made(asked, { origin: 'https://bank.example.evil' })],
      ['another host', authenticator().made({ ...asked, rp: { id: 'example.evil' } }, { origin })],
      ['a question to somebody else', authenticator().made(await toAdd(other), { origin })],
      [
        'a question for coming in',
        authenticator().made(asked, { origin, challenge: (await toEnter()).challenge }),
      ],
      ['a question of nobody', authenticator().made(asked, { origin, challenge: 'AAAA' })],
      ['no user verified', authenticator().made(asked, { origin, verified: false })],
    ]
    for (const [what, answer] of wrong)
      expect(codeOf(await add(who, answer)), what).toBe('401 passkey_invalid')
    expect(await listed(who)).toEqual([])
    const again = await toAdd(who)
    expect((await add(who, authenticator().made(again, { origin }))).status).toBe(200)
    expect(codeOf(await add(who, authenticator().made(again, { origin })))).toBe('401 passkey_invalid')
  })
})

describe('登录', () => {
  test('密钥自己认出账户,一步登录,算二次认证,留下审计', async () => {
    const { who, key } = await withKey()
    const answer = await enter(key.signed(await toEnter(), { origin, counter: 2 }))
    expect(answer).toMatchObject({
      status: 200,
      body: { user: publicId('user', who.id), name: '王强', steppedUp: true },
    })
    expect((await send(http, visitor(answer), 'GET', '/api/v1/me')).status).toBe(200)
    expect(await listed(who)).toMatchObject([{ usedAt: expect.any(String) }])
  })

  test('重放、计数倒退、换了来源、换了人、改过签名,都是一样的回答', async () => {
    const { key } = await withKey()
    const stranger = await withKey()
    const asked = await toEnter()
    const right = key.signed(asked, { origin, counter: 5 })
    expect((await enter(right)).status).toBe(200)
    const fresh = await toEnter()
    const mine = key.signed(fresh, { origin, counter: 6 })
    const wrong: [string, object][] = [
      ['a replay', right],
      ['the same question again', key.signed(asked, { origin, counter: 7 })],
      ['a count that went back', key.signed(await toEnter(), { origin, counter: 4 })],
      ['another origin', key.signed(await toEnter(), { origin: 'http://bank.example.edu', counter: 8 })],
      ['another host', key.signed({ ...(await toEnter()), rpId: 'example.evil' }, { origin, counter: 8 })],
      ['no user verified', key.signed(await toEnter(), { origin, counter: 8, verified: false })],
      ['a question of nobody', key.signed(fresh, { origin, counter: 8, challenge: 'AAAA' })],
      [
        'a question to prove with',
        key.signed(await toEnter(), {
          origin,
          counter: 8,
          challenge: (await toProve(stranger.who)).challenge,
        }),
      ],
      [
        'somebody else’s account',
        key.signed(await toEnter(), {
          origin,
          counter: 8,
          userHandle: Buffer.from(stranger.who.id.replaceAll('-', ''), 'hex').toString('base64url'),
        }),
      ],
      ['no account at all', key.signed(await toEnter(), { origin, counter: 8, userHandle: 'AAAA' })],
      [
        'a key that nobody has',
        authenticator().signed(await toEnter(), { origin, counter: 8, userHandle: mine.response.userHandle }),
      ],
      [
        'another’s signature',
        { ...mine, response: { ...mine.response, signature: right.response.signature } },
      ],
      [
        'garbage',
        { ...mine, response: { ...mine.response, clientDataJSON: 'AAAA', authenticatorData: 'AA' } },
      ],
    ]
    const answers = []
    for (const [what, answer] of wrong) {
      const refused = await enter(answer)
      expect(codeOf(refused), what).toBe('401 passkey_invalid')
      answers.push({ ...refused.body, traceId: '' })
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect((await enter(mine)).status).toBe(200)
  })

  test('同一个回答同时交十次,只进一次', async () => {
    const { key } = await withKey()
    const answer = key.signed(await toEnter(), { origin, counter: 2 })
    const answers = await Promise.all(Array.from({ length: 10 }, () => enter(answer)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('停用的账户、移除了的密钥,进不来', async () => {
    const { who, key } = await withKey()
    const [{ id } = { id: '' }] = await listed(who)
    const remove = (by: Person, query = '') => send(http, by, 'DELETE', `/api/v1/me/passkeys/${id}${query}`)
    expect(codeOf(await remove(who))).toBe('422 reason_required')
    expect(codeOf(await remove(await somebody(), '?reason=别人的'))).toBe('404 not_found')
    expect((await remove(who, '?reason=手机丢了')).status).toBe(200)
    expect(codeOf(await enter(key.signed(await toEnter(), { origin, counter: 2 })))).toBe(
      '401 passkey_invalid',
    )

    const disabled = await withKey()
    await bank.db
      .updateTable('identityAccount')
      .set({ state: 'disabled' })
      .where('id', '=', disabled.who.id)
      .execute()
    const answer = disabled.key.signed(await toEnter(), { origin, counter: 2 })
    expect(codeOf(await enter(answer))).toBe('401 passkey_invalid')
  })

  test('问题五分钟作废,期限改不动', async () => {
    const asking = new Date()
    const asked = newQuestion(identity.vault, 'enter', asking)
    const later = (seconds: number) => new Date(asking.getTime() + seconds * 1000)
    expect(questionUntil(identity.vault, 'enter', asked, later(299))).toEqual(later(300))
    expect(questionUntil(identity.vault, 'enter', asked, later(300))).toBeUndefined()
    asked.writeBigUInt64BE(BigInt(later(900).getTime()))
    expect(questionUntil(identity.vault, 'enter', asked, later(299))).toBeUndefined()
  })
})

test('再次证明身份: 自己的密钥可以,别人的、登录用的问题不可以', async () => {
  const { who, key } = await withKey()
  const stranger = await withKey()
  const lapse = () =>
    bank.ownerPool.query('update identity_session set stepped_up_at = null where account_id = $1', [who.id])
  const prove = (passkey: object) => send(http, who, 'POST', '/api/v1/me/step-up', { passkey })
  await lapse()
  const wrong = [
    key.signed(await toEnter(), { origin, counter: 2 }),
    stranger.key.signed(await toProve(who), { origin, counter: 2 }),
    key.signed(await toProve(stranger.who), { origin, counter: 2 }),
  ]
  for (const answer of wrong) expect(codeOf(await prove(answer))).toBe('401 wrong_code')
  expect((await prove(key.signed(await toProve(who), { origin, counter: 3 }))).body).toMatchObject({
    steppedUp: true,
  })
})
