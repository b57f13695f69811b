// 导出本人数据: whole, one's own, after a fresh proof, and on record.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestBank, type TestBank } from '../testing/http.ts'
import { person } from '../testing/people.ts'
import { postExport } from './contract.ts'

let bank: TestBank
beforeAll(async () => {
  bank = await openTestBank()
})
afterAll(() => bank.close())

const enter = async (who: string) => {
  const reply = await fetch(`${bank.address}/api/v1/demo/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person: who }),
  })
  return { cookie: (reply.headers.get('set-cookie') ?? '').split(';')[0]! }
}
const prove = (headers: { cookie: string }) =>
  fetch(`${bank.address}/api/v1/me/step-up`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ password: 'xuefen-demo-2026' }),
  })

test('a learner takes along every part, in full, once they have proven who they are', async () => {
  const headers = await enter('learner-planning')
  expect(await bank.call(postExport, {}, headers)).toMatchObject({ status: 401, code: 'step_up_required' })
  expect((await prove(headers)).status).toBe(200)
  const { parts } = await bank.call(postExport, {}, headers)
  expect(Object.keys(parts).sort()).toEqual(
    ['account', 'consents', 'looks', 'outcomes', 'profile', 'statement', 'studies'].sort(),
  )
  expect(parts['profile']).toMatchObject({ name: '陈静', idNumber: expect.stringMatching(/^\d{17}[\dX]$/) })
  const { lots } = parts['account'] as { lots: unknown[] }
  const { count, lines } = parts['statement'] as { count: number; lines: unknown[] }
  expect(lots.length).toBeGreaterThan(0)
  expect(lines).toHaveLength(count)
  expect(JSON.stringify(parts)).not.toContain('"Buffer"')
})

test('it holds nothing of anybody else, and is on record', async () => {
  const stranger = await person(bank.identity, [{ role: 'learner' }], { steppedUp: true, name: '过客' })
  const { parts } = await bank.call(postExport, {}, stranger.headers)
  expect(parts).toMatchObject({ account: { lots: [] }, outcomes: [], consents: [], looks: [] })
  expect(JSON.stringify(parts)).not.toContain('陈静')
  const records = await bank.db
    .selectFrom('auditRecord')
    .select('actor')
    .where('action', '=', 'privacy.exported')
    .where('subject', '=', stranger.id)
    .execute()
  expect(records).toEqual([{ actor: stranger.id }])
})
