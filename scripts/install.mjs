// scripts/install.mjs – the right Node and the packages of package-lock.json, before anything else runs.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const root = join(import.meta.dirname, '..')
const stamp = join(root, 'node_modules', '.credit-bank', 'installed')

/** Ends the process with words when Node is too old to understand the rest. */
export function requireNode() {
  const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node
  const least = wanted.replace('>=', '').split('.').map(Number)
  const here = process.versions.node.split('.').map(Number)
  if (here[0] > least[0] || (here[0] === least[0] && here[1] >= (least[1] ?? 0))) return
  process.stderr.write(
    `学分银行需要 Node.js ${wanted},当前是 ${process.versions.node}。\n` +
      `The credit bank needs Node.js ${wanted}; this is ${process.versions.node}.\n`,
  )
  process.exit(1)
}

/** Runs npm ci when packages are missing or the lock file has changed since; true when it had to. */
export function installPackages() {
  const wanted = hashOf(readFileSync(join(root, 'package-lock.json')))
  if (existsSync(stamp)) {
    if (readFileSync(stamp, 'utf8') === wanted) return false
  } else if (matchesLock()) {
    writeStamp(wanted)
    return false
  }
  process.stderr.write('正在安装依赖(npm ci)… installing packages\n')
  // On Windows npm is a command file, which only a shell can run.
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--include=dev'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (npm.status !== 0) {
    process.stderr.write(`npm ci 失败 failed (${npm.error?.message ?? npm.status})\n`)
    process.exit(1)
  }
  writeStamp(wanted)
  return true
}

/** Packages that npm itself installed, by hand, from this very lock file. */
function matchesLock() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  return existsSync(installed) && versionsIn(installed) === versionsIn(join(root, 'package-lock.json'))
}

/** Without what npm leaves out on some platforms. */
const versionsIn = (path) =>
  Object.entries(JSON.parse(readFileSync(path, 'utf8')).packages)
    .filter(([name, { optional, devOptional }]) => name !== '' && !optional && !devOptional)
    .map(([name, { version }]) => `${name}@${version}`)
    .sort()
    .join()

function writeStamp(text) {
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, text)
}

export const hashOf = (data) => createHash('sha256').update(data).digest('hex')
