// scenario-command.ts – cb scenario run: files in memory, or with --server through a bank’s public API.
import { exit, type Exit, type Run } from './command.ts'
import { readYaml } from './rulebook/operations.ts'
import { textOf } from './rule-commands.ts'
import { runScenario, Scenario, scenarioSchema, type World } from './scenarios/format.ts'
import { memoryWorld } from './scenarios/memory.ts'
import { serverWorld } from './scenarios/server.ts'

/** `cb scenario run FILE... [--server URL]`: says what each step expected and found; prints `N passed, N failed`. */
export async function scenarioCommand(run: Run): Promise<Exit> {
  const { args, options, words, json, print, say } = run
  const [verb, ...paths] = args
  if (verb === 'schema') {
    print(JSON.stringify(scenarioSchema(), null, 2))
    return exit.ok
  }
  if (verb !== 'run' || paths.length === 0) {
    say(words.scenarioUsage)
    return exit.usage
  }
  const reports = []
  for (const path of paths) {
    const read = readYaml(await textOf(path), Scenario)
    if ('flaws' in read) {
      for (const flaw of read.flaws) say(words.yamlFlaw({ path, ...flaw }))
      reports.push({ scenario: path, passed: false, steps: [] })
      continue
    }
    const scenario = read.value as Scenario
    const world: World =
      options.server === undefined ? memoryWorld(scenario) : await serverWorld(scenario, options.server)
    const steps = await runScenario(scenario, world)
    const passed = steps.every((step) => step.passed)
    reports.push({ scenario: scenario.scenario, passed, steps })
    say(words.scenarioRan({ name: scenario.scenario, passed, steps: steps.length }))
    for (const step of steps.filter((each) => !each.passed))
      for (const { place, expected, found } of step.differences)
        say(
          words.scenarioDiffers({
            step: step.step,
            said: step.said,
            place,
            expected: JSON.stringify(expected),
            found: JSON.stringify(found) ?? '—',
          }),
        )
  }
  const failed = reports.filter(({ passed }) => !passed).length
  print(
    json
      ? JSON.stringify(reports, null, 2)
      : words.scenariosDone({ passed: reports.length - failed, failed }),
  )
  return failed === 0 ? exit.ok : exit.problem
}
