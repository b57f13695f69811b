#!/usr/bin/env node
// bin/cb.mjs – the command in a clone: builds when the sources have changed, then does what main.ts says.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installPackages, requireNode, root } from '../scripts/install.mjs'

requireNode()
// Where there are no sources, as in an image that carries dist alone, there is nothing to build.
if (existsSync(join(root, 'src', 'main.ts'))) {
  installPackages()
  const { buildWhenStale } = await import('../scripts/build.mjs')
  buildWhenStale()
}
const main = join(root, 'dist', 'main.js')
process.argv[1] = main
await import(pathToFileURL(main).href)
