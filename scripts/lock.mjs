// scripts/lock.mjs – completes package-lock.json after a change of packages, so that `npm ci` takes it on every machine.
// npm leaves out binaries for other platforms that its registry does not have (a mirror, say), and then calls its own
// file out of step. What their names say is enough for npm to pass them over; and no registry is to be named.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'

const path = join(root, 'package-lock.json')
const lock = JSON.parse(readFileSync(path, 'utf8'))

for (const entry of Object.values(lock.packages)) delete entry.resolved
for (const { optionalDependencies = {}, dev } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const key = `node_modules/${name}`
    if (key in lock.packages || !/^\d/.test(version)) continue
    lock.packages[key] = { version, ...(dev && { dev }), optional: true, ...platformIn(name) }
    process.stdout.write(`${name}@${version}\n`)
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')))
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)

/** `@oxlint/binding-linux-x64-musl` → linux, x64, musl. */
function platformIn(name) {
  const words = name.split(/[/-]/)
  const one = (field, known) => {
    const found = known.find((word) => words.includes(word))
    return found ? { [field]: [found] } : {}
  }
  const libc = words.includes('musl') ? 'musl' : words.includes('gnu') ? 'glibc' : undefined
  return {
    ...one('os', [
      'android',
      'darwin',
      'freebsd',
      'linux',
      'openharmony',
      'win32',
      'aix',
      'sunos',
      'netbsd',
      'openbsd',
    ]),
    ...one('cpu', ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'wasm32', 'loong64']),
    ...(libc && words.includes('linux') ? { libc: [libc] } : {}),
  }
}
