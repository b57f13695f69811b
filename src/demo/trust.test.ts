// The demo's people of trust find something to do, however often the demo is seeded.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enterDemo, listConsents, listGrants, listRequests, readAccessLog } from '../identity/contract.ts'
import type { Contract } from '../access/contract.ts'
import { openTestBank, type TestBank } from '../testing/http.ts'
import { seedTrust } from './trust.ts'

let bank: TestBank
beforeAll(async () => {
  bank = await openTestBank()
})
afterAll(() => bank.close())

/** What a person of the demo finds under an exchange without input. */
async function finds(person: string, contract: Contract): Promise<unknown> {
  const door = await fetch(`${bank.address}${enterDemo.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  })
  const cookie = door.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const reply = await fetch(`${bank.address}${contract.path}`, { headers: { cookie } })
  return ((await reply.json()) as { data: unknown }).data
}

test('each finds what the demo promises, once', async () => {
  await seedTrust(bank.db, bank.identity)
  expect(await finds('second-system', listRequests)).toMatchObject([
    { role: { role: 'inst_admin' }, filedByName: '唐*' },
    { role: { role: 'sys_admin' }, filedByName: '唐*' },
  ])
  expect(await finds('teacher', listGrants)).toMatchObject([{ operation: 'account.read', live: true }])
  expect(await finds('learner-planning', readAccessLog)).toMatchObject([
    { action: 'user.read_pii', role: 'inst_admin', reason: '核对毕业证书上的证件号' },
    { action: 'user.read', role: 'inst_admin' },
    { action: 'recognition.decided', role: 'reviewer' },
  ])
  expect(await finds('learner', listConsents)).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ live: true }),
      expect.objectContaining({ live: false }),
    ]),
  )
})
