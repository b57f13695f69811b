// database/lock.ts – one bank per data folder: a file that names its process, worth nothing once that process is gone.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { codeOf, identityOf } from './processes.ts'

const Holder = z.object({ pid: z.number(), identity: z.string(), address: z.string().optional() })
type Holder = z.infer<typeof Holder>

export type Lock = { announce(address: string): void; release(): void }

/** Takes the lock, or returns who has it. A holder that was killed has lost it. */
export function takeLock(path: string): { lock: Lock } | { holder: Holder } {
  const me: Holder = { pid: process.pid, identity: identityOf(process.pid) ?? '' }
  for (;;) {
    if (written(path, me)) return { lock: lockOf(path, me) }
    const holder = lockHolder(path)
    if (holder) return { holder }
    discardDead(path)
  }
}

/** The living process that has the lock, if there is one. */
export function lockHolder(path: string): Holder | undefined {
  const holder = read(path)
  return holder && identityOf(holder.pid) === holder.identity ? holder : undefined
}

const lockOf = (path: string, me: Holder): Lock => ({
  announce(address) {
    const next = `${path}.${randomUUID()}`
    writeFileSync(next, JSON.stringify({ ...me, address }), { mode: 0o600 })
    renameSync(next, path)
  },
  release: () => rmSync(path, { force: true }),
})

/** Writes the whole file elsewhere and links it into place, so that nobody reads half of it. */
function written(path: string, me: Holder): boolean {
  const draft = `${path}.${randomUUID()}`
  writeFileSync(draft, JSON.stringify(me), { mode: 0o600 })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft)
  }
}

/** Of two that find a dead lock, one moves it away; should a living one have come in between, it is put back. */
function discardDead(path: string): void {
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  if (lockHolder(aside)) renameSync(aside, path)
  else rmSync(aside)
}

function read(path: string): Holder | undefined {
  try {
    return Holder.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}
