// database/processes.ts – which process is meant by a number: numbers are used again, start times are not.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync } from 'node:fs'

/** What tells this process from a later one with the same number; undefined when there is none. */
export function identityOf(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined
  if (existsSync('/proc/self/stat')) {
    const stat = readOr(`/proc/${pid}/stat`)
    // The name in brackets may hold spaces; after it come the state and, 19 fields on, the start time. A zombie is
    // gone: nobody may ever collect it, as in a container whose first process is not an init.
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (!fields || fields[0] === 'Z') return undefined
    return `${readOr('/proc/sys/kernel/random/boot_id')?.trim()} ${fields[19]}`
  }
  return process.platform === 'win32' ? 'alive' : shown(pid, 'lstart=')
}

/** Whether the process is a PostgreSQL server on this cluster: it changes into its data folder when it starts. */
export function servesCluster(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false
  if (existsSync('/proc/self/stat')) return linkOr(`/proc/${pid}/cwd`) === cluster
  return process.platform === 'win32' || (shown(pid, 'command=')?.includes(cluster) ?? false)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

const shown = (pid: number, column: string): string | undefined => {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return undefined // ps exits 1 when there is no such process.
  }
}

const readOr = (path: string) => unlessGone(() => readFileSync(path, 'utf8'))
const linkOr = (path: string) => unlessGone(() => readlinkSync(path))

/** A process may end, or belong to somebody else, between two looks. */
function unlessGone(read: () => string): string | undefined {
  try {
    return read()
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(codeOf(error))) return undefined
    throw error
  }
}

/** The system's code of an error such as ENOENT, or ''. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
