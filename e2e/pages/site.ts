// The pages as they are built for readers.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Builds the pages from the sources as they are now, in a folder of its own, as a release does it. */
export function buildPages(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'credit-bank-pages-'))
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const { status, stderr } = spawnSync(process.execPath, [vite, 'build', '--outDir', folder], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The pages could not be built:\n${stderr}`)
  return { folder, remove: () => rmSync(folder, { recursive: true }) }
}
