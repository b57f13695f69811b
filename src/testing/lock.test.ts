// What `npm ci` on a fresh machine, of any platform and behind any mirror, needs of package-lock.json.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      resolved: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).default({}),
    }),
  ),
})
const file = join(import.meta.dirname, '..', '..', 'package-lock.json')
const { packages } = Lock.parse(JSON.parse(readFileSync(file, 'utf8')))

test('packages for other platforms are in it; `npm run lock` puts them there', () => {
  const named = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies))
  expect(named.length).toBeGreaterThan(50)
  expect(named.filter((name) => !(`node_modules/${name}` in packages))).toEqual([])
})

test('it names no registry', () => {
  expect(Object.keys(packages).filter((name) => packages[name]?.resolved)).toEqual([])
})
