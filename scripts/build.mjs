// scripts/build.mjs – src to dist: compiled server, its data files, the pages. `buildWhenStale` skips what is current.
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { hashOf, root } from './install.mjs'

const dist = join(root, 'dist')
const stamp = join(dist, '.built-from')
const settings = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'vite.config.ts',
]

/** Builds unless dist was made from exactly these sources. */
export function buildWhenStale() {
  const wanted = sourcesHash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false
  process.stderr.write('正在构建… building\n')
  build(wanted)
  return true
}

/** Content, not times: git gives every file of a fresh clone the same one. */
function sourcesHash() {
  const files = filesBelow('src')
    .filter((path) => !path.endsWith('.test.ts'))
    .concat(filesBelow('rules'))
    .concat(settings.filter((name) => existsSync(join(root, name))))
  return hashOf(files.map((path) => `${path} ${hashOf(readFileSync(join(root, path)))}`).join('\n'))
}

const filesBelow = (folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()

/** Builds beside and swaps, so that a build that fails leaves the last good one. */
function build(hash) {
  const next = `${dist}.next`
  rmSync(next, { recursive: true, force: true })
  run('typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', next])
  for (const path of filesBelow('src').filter((name) => /\.(sql|json|ya?ml)$/.test(name))) {
    if (path.startsWith('src/web/')) continue
    const target = join(next, relative('src', path))
    mkdirSync(dirname(target), { recursive: true })
    cpSync(join(root, path), target)
  }
  cpSync(join(root, 'rules'), join(next, 'rules'), { recursive: true })
  if (existsSync(join(root, 'vite.config.ts'))) {
    run('vite/bin/vite.js', ['build', '--outDir', join(next, 'web'), '--logLevel', 'error'])
  }
  writeFileSync(join(next, '.built-from'), hash)
  rmSync(dist, { recursive: true, force: true })
  renameSync(next, dist)
}

function run(tool, args) {
  const result = spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (result.status === 0) return
  process.stderr.write(`构建失败 build failed: ${tool}\n`)
  process.exit(1)
}

if (process.argv[1] === import.meta.filename) build(sourcesHash())
