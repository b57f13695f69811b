// 规则公示 over HTTP: anybody reads every version, and can hold it against its fingerprint.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestBank, type TestBank } from '../testing/http.ts'
import { getRuleSet, getRuleSets } from './contract.ts'
import { contentHash } from './operations.ts'

let bank: TestBank
beforeAll(async () => {
  bank = await openTestBank()
})
afterAll(() => bank.close())

test('the rule sets with their latest versions, the common one first', async () => {
  const { data } = await bank.call(getRuleSets, {})
  expect(data.map(({ number, latest }) => [number, latest.version])).toEqual([
    ['BANK-RS-01', 1],
    ['BH-RS-01', 1],
    ['LG-RS-01', 1],
    ['YL-RS-01', 2],
  ])
  expect(data[0]!.institution).toBeNull()
  expect(data[3]!.institution?.nameZh).toBe('云岭师范大学')
})

test('every version with its days and its fingerprint; one is in force', async () => {
  const { versions } = await bank.call(getRuleSet, { number: 'YL-RS-01' })
  expect(versions.map(({ version, inForce }) => [version, inForce])).toEqual([
    [2, true],
    [1, false],
  ])
  expect(versions[1]!.to).toBe(versions[0]!.from)
  for (const version of versions) expect(version.contentHash).toBe(contentHash(version.content))
})

test('a rule set that is not there', async () => {
  expect(await bank.call(getRuleSet, { number: 'XX-RS-99' })).toMatchObject({
    status: 404,
    code: 'not_found',
  })
})
