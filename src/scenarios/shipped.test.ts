// The shipped scenarios, carried out in memory; and the runner's own honesty.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readYaml } from '../rulebook/pack-file.ts'
import { differencesOf, runScenario, Scenario } from './format.ts'
import { memoryWorld } from './memory.ts'

const folder = join(import.meta.dirname, '..', '..', 'scenarios')
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))

const shipped = (name: string): Scenario => {
  const read = readYaml(readFileSync(join(folder, name), 'utf8'), Scenario)
  if ('flaws' in read) throw new Error(JSON.stringify(read.flaws))
  return read.value as Scenario
}

test.each(files)('%s passes in memory', async (name) => {
  const scenario = shipped(name)
  const results = await runScenario(scenario, memoryWorld(scenario))
  expect(results.filter(({ passed }) => !passed)).toEqual([])
})

/** Every expectation with one of its leaves changed. */
function altered(value: unknown): unknown[] {
  if (Array.isArray(value))
    return [
      [...value, 'one more'],
      ...value.flatMap((each, at) => altered(each).map((other) => value.with(at, other))),
    ]
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, each]) =>
      altered(each).map((other) => ({ ...value, [key]: other })),
    )
  return [typeof value === 'number' ? value + 0.01 : `not ${String(value)}`]
}

test.each(files)('%s fails when any expected value is another', async (name) => {
  const scenario = shipped(name)
  const world = memoryWorld(scenario)
  for (const step of scenario.when) {
    const found = await world.perform(step)
    for (const then of altered(step.then))
      expect({ then, differs: differencesOf(then, found, '').length > 0 }).toEqual({ then, differs: true })
  }
})
