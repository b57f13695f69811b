// scenarios/trial.ts – a scenario tried on rules that are not in force yet.
import { readYaml, type ScenarioRun } from '../rulebook/operations.ts'
import type { RuleSetContent } from '../rulebook/model.ts'
import { runScenario, Scenario } from './format.ts'
import { memoryWorld, ScenarioFault } from './memory.ts'

/** Carries a scenario out with `content` in the place of every rule set that it gives. */
export async function tryScenario(text: string, content: RuleSetContent): Promise<ScenarioRun> {
  const read = readYaml(text, Scenario)
  if ('flaws' in read) {
    const said = read.flaws.map(({ line, place, message }) => `${line} ${place}: ${message}`)
    return { scenario: '', passed: false, said }
  }
  const scenario = read.value as Scenario
  const institutions = Object.fromEntries(
    Object.entries(scenario.given?.institutions ?? {}).map(([code, made]) => [
      code,
      made.rules === undefined ? made : { ...made, rules: content },
    ]),
  )
  const tried = { ...scenario, given: { ...scenario.given, institutions } }
  try {
    const steps = await runScenario(tried, memoryWorld(tried))
    const said = steps.flatMap(({ step, differences }) =>
      differences.map(
        ({ place, expected, found }) =>
          `${step} ${place}: ${JSON.stringify(expected)} ≠ ${JSON.stringify(found)}`,
      ),
    )
    return { scenario: scenario.scenario, passed: said.length === 0, said }
  } catch (error) {
    if (!(error instanceof ScenarioFault)) throw error
    return { scenario: scenario.scenario, passed: false, said: [error.message] }
  }
}
