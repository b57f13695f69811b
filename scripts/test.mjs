// scripts/test.mjs – `npm test`: every check in order, each with its time; the last line is the count.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installPackages, requireNode, root } from './install.mjs'

requireNode()
installPackages()

const report = join(mkdtempSync(join(tmpdir(), 'credit-bank-report-')), 'vitest.json')
const checks = [
  ['format', 'oxfmt/bin/oxfmt', ['--check', '.']],
  ['lint', 'oxlint/bin/oxlint', ['--type-aware']],
  ['unused', 'knip/bin/knip.js', []],
  ['types of the server', 'typescript/bin/tsc', ['-p', 'tsconfig.json']],
  ...(existsSync(join(root, 'src/web/main.tsx'))
    ? [
        ['types of the pages', 'typescript/bin/tsc', ['-p', 'src/web/tsconfig.json']],
        ['types of their tests', 'typescript/bin/tsc', ['-p', 'e2e/pages/tsconfig.json']],
      ]
    : []),
]
const outcomes = checks.map((check) => ({ name: String(check[0]), ok: step(...check) }))

const vitest = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
const vitestOk = step('tests', 'vitest/vitest.mjs', vitest)
const tests = counted()
rmSync(join(report, '..'), { recursive: true })

const failedChecks = outcomes.filter(({ ok }) => !ok)
for (const { name } of failedChecks) process.stdout.write(`FAILED: ${name}\n`)
// Vitest can fail without a failed test: an error outside of one, or no test found.
const failed = failedChecks.length + (tests.failed === 0 && !vitestOk ? 1 : tests.failed)
process.stdout.write(`${outcomes.length - failedChecks.length + tests.passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1

function step(name, tool, args) {
  process.stdout.write(`\n── ${name}\n`)
  const began = performance.now()
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  process.stdout.write(`── ${name}: ${status === 0 ? 'ok' : 'FAILED'}, ${seconds} s\n`)
  return status === 0
}

/** A file that could not even be loaded has no tests to count; it counts as one failure. */
function counted() {
  if (!existsSync(report)) return { passed: 0, failed: 0 }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
  const unloadable = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  )
  return { passed: numPassedTests, failed: numFailedTests + unloadable.length }
}
