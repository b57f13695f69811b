// 规则公示 over HTTP: anybody reads every version, and can hold it against its fingerprint.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestBank, type TestBank } from '../testing/http.ts'
import { transact } from '../database/connection.ts'
import { getRulePack, getRulePacks, getRulePackSchema, getRuleSet, getRuleSets } from './contract.ts'
import { contentHash, importPack, shippedPacks } from './operations.ts'

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

test('规则库: the demo world holds every shipped pack, whole and under its fingerprint', async () => {
  const shipped = shippedPacks()
  const { data } = await bank.call(getRulePacks, {})
  expect(data.map(({ code, clauses }) => [code, clauses])).toEqual(
    shipped.map(({ pack, clauses }) => [pack, clauses.length]),
  )
  const pack = await bank.call(getRulePack, { code: 'cn-beijing-2026' })
  expect(pack.content).toEqual(shipped.find(({ pack: code }) => code === 'cn-beijing-2026'))
  expect(pack.contentHash).toBe(contentHash(pack.content))
})

test('a pack taken in again changes nothing; the latest version is shown, an earlier one when asked for', async () => {
  const pack = shippedPacks()[0]!
  const imported = (version: number) => transact(bank.db, {}, (tx) => importPack(tx, { ...pack, version }))
  expect((await imported(1)).isNew).toBe(false)
  expect((await imported(2)).isNew).toBe(true)
  expect((await bank.call(getRulePack, { code: pack.pack })).version).toBe(2)
  expect((await bank.call(getRulePack, { code: pack.pack, version: 1 })).version).toBe(1)
  expect(await bank.call(getRulePack, { code: pack.pack, version: 3 })).toMatchObject({ status: 404 })
  expect(await bank.call(getRulePack, { code: 'xx-none' })).toMatchObject({ status: 404, code: 'not_found' })
  expect(await bank.call(getRulePack, { code: pack.pack, version: 'x' })).toMatchObject({ status: 422 })
})

test('the schema of packs is there for whoever writes one', async () => {
  const schema = await bank.call(getRulePackSchema, {})
  expect(schema).toMatchObject({ type: 'object', properties: { pack: {}, clauses: {} } })
})
