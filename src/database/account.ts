// database/account.ts – who runs the server: ourselves, or as root a user without rights, because PostgreSQL refuses root.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Problem } from '../values/problem.ts'

/** Somebody else to run the server as; `ids` is what spawn takes. */
export type Account = { name: string; ids: { uid: number; gid: number } }

/** Preferred first. initdb looks its user up, so a bare number is not enough. */
const candidates = ['postgres', 'credit-bank', 'nobody']

/** Undefined for an ordinary user, who runs the server as they are. */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const known = accounts()
  const chosen = candidates.map((name) => known.find((account) => account.name === name))
  return chosen.find((account) => account !== undefined) ?? fail()
}

/** The account with this number, as root; by name where it has one. */
export const accountOf = (uid: number, gid: number): Account => ({ name: nameOf(uid), ids: { uid, gid } })

export const nameOf = (uid: number): string =>
  accounts().find((account) => account.ids.uid === uid)?.name ?? String(uid)

/** Asked of the system itself, by changing into the folder as that account: it alone knows every rule. */
export function mayEnter(account: Account, folder: string): boolean {
  const shell = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { cwd: '/', ...account.ids })
  return shell.status === 0
}

const accounts = (): Account[] =>
  readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, ids: { uid: Number(uid), gid: Number(gid) } }))

function fail(): never {
  throw new Problem('no_account')
}
