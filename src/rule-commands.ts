// rule-commands.ts – cb import rules: packs of rules into the library, or over to an institution.
import { readFile } from 'node:fs/promises'
import { institutionByCode } from './catalogue/operations.ts'
import { exit, type Exit, type Run, withBank } from './command.ts'
import { transact } from './database/connection.ts'
import { Pack } from './rulebook/pack.ts'
import { readYaml } from './rulebook/operations.ts'
import { adoptPack, importPack } from './rulebook/operations.ts'
import { Problem } from './values/problem.ts'
import { refuse } from './values/refusal.ts'

/** `cb import rules FILE... [--org CODE] [--dry-run]`: all the files, or none when something is wrong in one of them. */
export async function importRules(paths: string[], run: Run): Promise<Exit> {
  const { options, config, words, json, print, say } = run
  const packs: Pack[] = []
  for (const path of paths) {
    const read = readYaml(await textOf(path), Pack)
    if ('value' in read) packs.push(read.value)
    else for (const flaw of read.flaws) say(words.yamlFlaw({ path, ...flaw }))
  }
  if (packs.length < paths.length) return exit.problem
  if (options.dryRun) {
    print(json ? JSON.stringify(packs.map(({ pack, version }) => ({ code: pack, version }))) : '')
    say(words.packsValid({ count: packs.length }))
    return exit.ok
  }
  const imported = await withBank(config, ({ db }) =>
    transact(db, {}, async (tx) => {
      const done = []
      for (const pack of packs) {
        const taken = await importPack(tx, pack)
        if (options.org === undefined) {
          done.push({ ...taken, ruleSet: null })
          continue
        }
        const institution =
          (await institutionByCode(tx, options.org)) ?? refuse('institution_unknown', { org: options.org })
        done.push({ ...taken, ruleSet: await adoptPack(tx, pack, institution.id) })
      }
      return done
    }),
  )
  if (json) print(JSON.stringify(imported, null, 2))
  else
    for (const pack of imported) print(words.packImported({ ...pack, ruleSet: pack.ruleSet?.number ?? '' }))
  return exit.ok
}

export async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new Problem('file_unreadable', { path, reason: error instanceof Error ? error.message : '' })
  })
}
