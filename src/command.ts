// command.ts – what every command of cb is given, and the number it ends with.
import type { Config } from './config.ts'
import { openDatabase, type Database } from './database/connection.ts'
import { migrate } from './database/migrate.ts'
import { visitedSource } from './database/source.ts'
import { Problem } from './values/problem.ts'
import type { Refusal } from './values/refusal.ts'
import type { Language } from './words/language.ts'
import { problems as englishProblems } from './words/en/problems.ts'
import { refusals as englishRefusals } from './words/en/refusals.ts'
import type { command as words } from './words/zh/command.ts'
import { problems as chineseProblems } from './words/zh/problems.ts'
import { refusals as chineseRefusals } from './words/zh/refusals.ts'

export const exit = { ok: 0, problem: 1, usage: 2, partly: 3, notAllowed: 4, busy: 5 } as const
export type Exit = (typeof exit)[keyof typeof exit]

/** What every command gets. Data goes out by `print`, everything said to a person by `say`. */
export type Run = {
  config: Config
  words: typeof words
  language: Language
  json: boolean
  yes: boolean
  options: {
    org?: string | undefined
    role?: string | undefined
    name?: string | undefined
    server?: string | undefined
    dryRun: boolean
    force: boolean
    errors?: string | undefined
    queries?: string | undefined
    catalog?: string | undefined
    precedents?: string | undefined
    out?: string | undefined
    checkpoint?: string | undefined
    key?: string | undefined
  }
  args: string[]
  print: (text: string) => void
  say: (text: string) => void
}

/** Runs work on the bank's database, beside the server when one is running, after making sure that it is up to date. */
export async function withBank<T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> {
  const source = await visitedSource(config)
  try {
    await migrate(source.ownerUrl, source.login === undefined ? {} : { login: source.login })
    const database = openDatabase({ url: source.url })
    try {
      return await work(database)
    } finally {
      await database.close()
    }
  } finally {
    await source.release()
  }
}

export function said(error: Problem | Refusal, language: Language): string {
  if (error instanceof Problem) {
    return (language === 'en' ? englishProblems : chineseProblems)[error.code](error.details)
  }
  const { title, fix } = (language === 'en' ? englishRefusals : chineseRefusals)[error.code]
  return `${title}. ${fix(error.details)}`
}
