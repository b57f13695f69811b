// The shipped scenarios through the public API of a bank behind a port.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readYaml } from '../rulebook/operations.ts'
import { openTestBank, type TestBank } from '../testing/http.ts'
import { postJudgement, postWorld } from './contract.ts'
import { runScenario, Scenario } from './format.ts'
import { serverWorld } from './server.ts'

let bank: TestBank
beforeAll(async () => {
  bank = await openTestBank()
})
afterAll(() => bank.close())

test.each(['W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W8', 'W9', 'W10'])('%s passes on a server', async (name) => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'scenarios', `${name}.yaml`), 'utf8')
  const read = readYaml(text, Scenario)
  if ('flaws' in read) throw new Error(JSON.stringify(read.flaws))
  const scenario = read.value as Scenario
  const results = await runScenario(scenario, await serverWorld(scenario, bank.address))
  expect(results.filter(({ passed }) => !passed)).toEqual([])
})

test('a world that names what it does not give is refused whole', async () => {
  const before = await bank.ownerPool.query('select count(*) from catalogue_institution')
  const given = { institutions: { A: {} }, people: { S: { role: 'learner', at: 'B' } } }
  const { status, errors } = await bank.call(postWorld, { given })
  expect([status, errors[0]?.code]).toEqual([422, 'scenario_unknown'])
  const after = await bank.ownerPool.query('select count(*) from catalogue_institution')
  expect(after.rows).toEqual(before.rows)
})

test('one question at a time, and only about rules that are published', async () => {
  const sets = { taken: [] }
  expect(await bank.call(postJudgement, { number: 'LG-RS-01', sets })).toMatchObject({
    status: 200,
    answer: { state: 'no_rule' },
  })
  expect(await bank.call(postJudgement, { number: 'LG-RS-01' })).toMatchObject({ status: 422 })
  expect(await bank.call(postJudgement, { number: 'none', sets })).toMatchObject({ status: 404 })
})
