// rulebook/shipped.ts – the packs that come with the program, from the folder rules/.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Pack } from './pack.ts'
import { readYaml } from './pack-file.ts'

/** Beside the compiled program, which carries them along; in a clone at its root. */
const places = ['../rules', '../../rules'].map((path) => join(import.meta.dirname, path))

/** Every shipped pack, by name of its file. A flaw in one of them is a bug. */
export function shippedPacks(): Pack[] {
  const folder = places.find((path) => existsSync(path))
  if (folder === undefined) throw new Error('The folder rules/ is missing')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const read = readYaml(readFileSync(join(folder, name), 'utf8'), Pack)
      if ('flaws' in read) throw new Error(`${name}: ${JSON.stringify(read.flaws)}`)
      return read.value
    })
}
