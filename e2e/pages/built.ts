// Before any test that looks at pages: the pages as they are now, built as a release builds them, unless they are already.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Where the server looks for the pages. */
export const builtFolder = join(root, 'dist/web')

export default function setup(): void {
  if (!isStale()) return
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const { status, stderr } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The pages could not be built:\n${stderr}`)
}

function isStale(): boolean {
  const shell = join(builtFolder, 'index.html')
  if (!existsSync(shell)) return true
  const builtMs = statSync(shell).mtimeMs
  const sources = ['src', 'vite.config.ts', 'package-lock.json'].flatMap((path) =>
    path === 'src'
      ? readdirSync(join(root, path), { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
      : [path],
  )
  return sources.some((path) => !path.endsWith('.test.ts') && statSync(join(root, path)).mtimeMs > builtMs)
}
