// bench/run.mjs – compiles a script of this folder with the sources it measures, and runs it: Node 20 reads no types.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const out = join(root, 'data', 'bench')
const [script = '', ...rest] = process.argv.slice(2)

rmSync(out, { recursive: true, force: true })
node([join(root, 'node_modules/typescript/bin/tsc'), '-p', 'bench', '--outDir', out])
for (const name of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.sql')) continue
  const target = join(out, 'src', name)
  mkdirSync(dirname(target), { recursive: true })
  cpSync(join(root, 'src', name), target)
}
cpSync(join(root, 'rules'), join(out, 'rules'), { recursive: true })
node([join(out, script.replace(/\.ts$/, '.js')), ...rest])

function node(args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
