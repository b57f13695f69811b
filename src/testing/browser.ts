// testing/browser.ts – a real Chromium for tests: the machine's, or the one that came with npm, unpacked once.
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import manifest from '../../package.json' with { type: 'json' }
import { codeOf } from '../database/processes.ts'

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Opens a browser without a window. Close it when the test file is done. */
export async function openBrowser(
  executable: string | undefined = installed.find((path) => existsSync(path)),
): Promise<Browser> {
  // Tests visit our own pages only, and neither root nor most containers may have a sandbox.
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--lang=zh-CN']
  if (executable) return chromium.launch({ executablePath: executable, args })
  const folder = await unpacked()
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args,
    env: {
      ...definedEnvironment(),
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
    },
  })
}

const definedEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )

/**
 * The package unpacks into the temporary folder of the moment, reuses whatever lies there, and leaves the libraries out
 * where it does not believe to be on Amazon's machines. So it unpacks into a draft of its own, once, and believes.
 */
async function unpacked(): Promise<string> {
  const version = manifest.devDependencies['@sparticuz/chromium']
  const shelf = join(import.meta.dirname, '..', '..', 'node_modules', '.credit-bank')
  const folder = join(shelf, `chromium-${version}`)
  if (existsSync(folder)) return folder
  const draft = `${folder}.${randomUUID()}`
  mkdirSync(draft, { recursive: true })
  await unpackInto(draft)
  // Its list of fonts names the folder of the machines it was made for.
  const fonts = join(draft, 'fonts', 'fonts.conf')
  writeFileSync(fonts, readFileSync(fonts, 'utf8').replaceAll('/tmp/fonts', join(folder, 'fonts')))
  try {
    renameSync(draft, folder)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error
    rmSync(draft, { recursive: true }) // Another test file was faster.
  }
  return folder
}

async function unpackInto(draft: string): Promise<void> {
  const before = { ...process.env }
  process.env['TMPDIR'] = draft
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs20.x'
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    await packed.executablePath()
  } finally {
    for (const name of ['TMPDIR', 'AWS_EXECUTION_ENV', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH']) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  }
}
