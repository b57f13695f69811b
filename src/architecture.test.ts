// The picture in ARCHITECTURE.md as a test: which way imports point, what a module shows, what stays pure.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { expect, test } from 'vitest'

/** Rows from the lowest; a folder imports from rows below its own. */
const rows = [
  ['words'],
  ['values'],
  ['matching', 'access', 'config.ts'],
  ['sealing', 'paper'],
  ['database'],
  ['http'],
  ['audit'],
  ['identity'],
  'ledger catalogue rulebook programmes certificates reviews messages points evidence jobs'.split(' '),
  ['recognition', 'conversion', 'redemption', 'activities'],
  ['worth', 'planning', 'clearing', 'supervision', 'interchange', 'closure'],
  ['demo', 'backup', 'scenarios'],
]
const rank = new Map(rows.flatMap((folders, row) => folders.map((folder) => [folder, row] as const)))
const foundation = rank.get('ledger')!
const knowsEverything = [
  'main.ts',
  'app.ts',
  'serve.ts',
  'command.ts',
  'keeping.ts',
  'rule-commands.ts',
  'scenario-command.ts',
  'testing',
]
const surface = ['model.ts', 'contract.ts', 'operations.ts']
const isPure = (path: string) =>
  /^(words|values|matching|access)\//.test(path) ||
  /^ledger\/(accounts|lots|commands|draft|allocation|machine|undo|statement|note|receipt-file|recount)\.ts$/.test(
    path,
  ) ||
  path === 'sealing/path.ts' ||
  /^rulebook\/(clauses|exchange|sets|award|limits|pack|lint|scales)\.ts$/.test(path) ||
  /^scenarios\/(format|given|judging)\.ts$/.test(path) ||
  /\/(model|contract)\.ts$/.test(path)

type Imports = Map<string, string[]>

/** Every broken arrow, in words. Paths are relative to src; `imports` maps a file to what it imports. */
function broken(imports: Imports): string[] {
  const wrong: string[] = []
  for (const [file, targets] of imports) {
    const folder = file.split('/')[0]!
    if (file.endsWith('.test.ts') || knowsEverything.includes(folder)) continue
    if (folder !== 'web' && !rank.has(folder)) {
      wrong.push(`${file}: its folder has no row in the picture`)
      continue
    }
    for (const target of targets) {
      const inside = target.startsWith('src/') ? target.slice(4) : undefined
      if (inside === undefined) {
        if (isPure(file) && target !== 'zod') wrong.push(`${file} is pure and imports ${target}`)
        continue
      }
      const other = inside.split('/')[0]!
      if (isPure(file) && !isPure(inside)) wrong.push(`${file} is pure and imports ${inside}`)
      if (other === folder) continue
      if (folder === 'web') {
        if (!isPure(inside)) wrong.push(`${file} is a page and imports ${inside}`)
        continue
      }
      if (!(rank.get(other)! < rank.get(folder)!)) wrong.push(`${file} imports ${inside}, up or sideways`)
      if (rank.get(other)! >= foundation && !surface.includes(inside.split('/').slice(1).join('/')))
        wrong.push(`${file} imports ${inside}, which its module does not show`)
    }
  }
  return wrong
}

const src = import.meta.dirname
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const found = text.matchAll(
    /(?:^|\n)(?:import|export)\b[^'"]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g,
  )
  return Array.from(found, (match) => (match[1] ?? match[2] ?? match[3])!).map((target) =>
    target.startsWith('.')
      ? posix.join('src', relative(src, join(dirname(file), target)).replaceAll('\\', '/'))
      : target,
  )
}
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.tsx?$/.test(path))
const actual: Imports = new Map(files.map((path) => [path, importsOf(join(src, path))]))

test('imports point down, modules show model, contract and operations, pure files stay pure', () => {
  expect(files.length).toBeGreaterThan(10)
  expect(broken(actual)).toEqual([])
})

test.each([
  ['up', 'ledger/store.ts', 'src/recognition/model.ts'],
  ['sideways', 'recognition/operations.ts', 'src/conversion/operations.ts'],
  ['into another module', 'worth/operations.ts', 'src/catalogue/store.ts'],
  ['out of purity', 'catalogue/model.ts', 'kysely'],
  ['from a page to the server', 'web/pages/worth.tsx', 'src/catalogue/store.ts'],
  ['from nowhere', 'helpers/misc.ts', 'src/values/credits.ts'],
])('an arrow %s is found', (_, from, to) => {
  expect(broken(new Map([[from, [to]]]))).toHaveLength(1)
})
