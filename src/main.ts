// main.ts – the command cb: reads its arguments and settings, runs one command, ends with a number that says how it went.
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { exit, said, withBank, type Exit, type Run } from './command.ts'
import { readConfig } from './config.ts'
import { givableRoles } from './access/vocabulary.ts'
import { importCourses, institutionByCode } from './catalogue/operations.ts'
import { openDatabase, read } from './database/connection.ts'
import type { Database } from './database/connection.ts'
import { examine } from './database/doctor.ts'
import { emptyDatabase, migrate } from './database/migrate.ts'
import { ownSource, visitedSource } from './database/source.ts'
import { demoPassword, seedDemo } from './demo/seed.ts'
import { demoPeople } from './identity/demo-people.ts'
import { buildApp, identityOf } from './app.ts'
import { addRole, addUser, resetPassword, setLock } from './identity/operator.ts'
import { backup, checkpoint, restore, verify } from './keeping.ts'
import { importRules } from './rule-commands.ts'
import { scenarioCommand } from './scenario-command.ts'
import { serveBank } from './serve.ts'
import { Problem } from './values/problem.ts'
import type { Uuid } from './values/ids.ts'
import { Refusal, refuse } from './values/refusal.ts'
import { matchFiles } from './worth/match-command.ts'
import { command as english } from './words/en/command.ts'
import { fileFlaws as englishFlaws } from './words/en/files.ts'
import { roleNames as englishRoles } from './words/en/roles.ts'
import { roleNames as chineseRoles } from './words/zh/roles.ts'
import type { Language } from './words/language.ts'
import { command as chinese } from './words/zh/command.ts'
import { fileFlaws as chineseFlaws } from './words/zh/files.ts'

const commands: Record<keyof typeof chinese.summaries, (run: Run) => Promise<Exit>> = {
  serve,
  migrate: migrateDatabase,
  doctor,
  import: importAny,
  demo: demoReset,
  user,
  verify,
  checkpoint,
  backup,
  restore,
  match,
  scenario: scenarioCommand,
}

async function serve({ config, words, language, print, say }: Run): Promise<Exit> {
  await serveBank(config, buildApp, {
    databaseStarting: () => say(words.startingDatabase),
    databaseReady({ own }, migrated) {
      if (own) say(words.databaseAt(own))
      say(words.migrated({ count: migrated.length }))
    },
    listening(address) {
      print(words.listening({ address }))
      if (config.demo) print(demoAccounts(words, language))
    },
    stopping: () => say(words.stopping),
  })
  say(words.stopped)
  return exit.ok
}

/** Who can sign in to the demo world, as what. */
function demoAccounts(words: typeof chinese, language: Language): string {
  const names = language === 'en' ? englishRoles : chineseRoles
  const lines = demoPeople().map(
    ({ person, name, roles }) =>
      `  ${person.padEnd(18)}${name}  ${roles.map(({ role }) => names[role]).join('、')}`,
  )
  return [words.demoAccounts({ password: demoPassword }), ...lines].join('\n')
}

async function migrateDatabase({ config, words, json, print, say }: Run): Promise<Exit> {
  const source = await visitedSource(config)
  try {
    const ran = await migrate(source.ownerUrl, source.login === undefined ? {} : { login: source.login })
    print(json ? JSON.stringify({ ran }) : ran.join('\n'))
    say(words.migrated({ count: ran.length }))
    return exit.ok
  } finally {
    await source.release()
  }
}

async function doctor(run: Run): Promise<Exit> {
  const { words } = run
  const findings = await examine(run.config)
  if (run.json) {
    run.print(
      JSON.stringify(
        findings.map(({ check, ok, detail }) => ({ check, ok, detail })),
        null,
        2,
      ),
    )
  } else {
    for (const { check, ok, detail, problem } of findings) {
      const found = problem ? said(problem, run.language) : detail || words.notYetMade
      run.print(`${ok ? '✓' : '✗'} ${words.checks[check]}: ${found}`)
    }
  }
  const wrong = findings.filter(({ ok }) => !ok)
  run.say(wrong.length === 0 ? words.healthy : words.unhealthy({ count: wrong.length }))
  return wrong.length === 0 ? exit.ok : exit.problem
}

/** `cb import courses|rules FILE`. */
function importAny(run: Run): Promise<Exit> {
  const [kind, ...paths] = run.args
  return kind === 'rules' && paths.length > 0 ? importRules(paths, run) : importFile(run)
}

/** `cb import courses FILE --org CODE`: good rows in, wrong rows told; nothing at all on a dry run. */
async function importFile({ args, options, config, words, language, json, print, say }: Run): Promise<Exit> {
  const [kind, path] = args
  if (kind !== 'courses' || path === undefined || options.org === undefined) {
    say(words.importUsage)
    return exit.usage
  }
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new Problem('file_unreadable', { path, reason: error instanceof Error ? error.message : '' })
  })
  const report = await withBank(config, ({ db }) =>
    importCourses(db, { org: options.org!, bytes, dryRun: options.dryRun }),
  )
  const flawWords = language === 'en' ? englishFlaws : chineseFlaws
  const flaws = report.flaws.map((flaw) => ({ ...flaw, message: flawWords[flaw.code](flaw.values) }))
  for (const { line, column, message } of flaws) say(words.flaw({ line, column: column ?? '', message }))
  if (options.errors !== undefined) await writeFile(options.errors, flawTable(flaws))
  print(json ? JSON.stringify({ ...report, flaws }) : words.imported(report))
  if (report.flaws.length === 0) return exit.ok
  return report.imported ? exit.partly : exit.problem
}

/** Begins with a mark that Excel needs to read UTF-8; a cell that it would take for a formula is made text. */
const flawTable = (flaws: { line: number; column: string | null; code: string; message: string }[]): string =>
  `\uFEFFline,column,code,message\r\n${flaws
    .map(({ line, column, code, message }) => [line, column ?? '', code, message].map(cell).join(','))
    .join('\r\n')}\r\n`

const cell = (value: string | number): string =>
  `"${String(value)
    .replace(/^[=+\-@\t]/, "'$&")
    .replaceAll('"', '""')}"`

/** `cb demo reset --yes`: everything away, and the demo world anew. Refused while a bank is being served from it. */
async function demoReset({ args, config, yes, words, print, say }: Run): Promise<Exit> {
  if (args[0] !== 'reset' || !yes) {
    say(words.demoUsage)
    return exit.usage
  }
  const source = await ownSource(config)
  try {
    await emptyDatabase(source.ownerUrl)
    await migrate(source.ownerUrl, source.login === undefined ? {} : { login: source.login })
    const { db, close } = openDatabase({ url: source.url })
    try {
      await seedDemo(db, identityOf(db, config))
    } finally {
      await close()
    }
    print(words.demoMade)
    return exit.ok
  } finally {
    await source.release()
  }
}

/** `cb user add|role|reset|lock|unlock LOGIN`: what an operator does to accounts; each is in the audit log. */
async function user({ args, options, config, words, json, print, say }: Run): Promise<Exit> {
  const [verb, login] = args
  if (verb === undefined || login === undefined) {
    say(words.userUsage)
    return exit.usage
  }
  return withBank(config, async ({ db }) => {
    const identity = identityOf(db, config)
    const tell = (password: string) =>
      print(json ? JSON.stringify({ login, password }) : words.password({ login, password }))
    const role = givableRoles.find((each) => each === options.role)
    const institution = options.org === undefined ? null : await institutionOf(db, options.org)
    if (verb === 'add' && role && options.name !== undefined) {
      tell((await addUser(identity, { login, name: options.name, role, institution })).password)
    } else if (verb === 'role' && role) await addRole(identity, login, { role, institution })
    else if (verb === 'reset') tell(await resetPassword(identity, login))
    else if (verb === 'lock' || verb === 'unlock') await setLock(identity, login, verb === 'lock')
    else {
      say(words.userUsage)
      return exit.usage
    }
    say(words.done)
    return exit.ok
  })
}

const institutionOf = (db: Database['db'], code: string): Promise<Uuid> =>
  read(
    db,
    {},
    async (tx) => (await institutionByCode(tx, code))?.id ?? refuse('institution_unknown', { org: code }),
  )

/** `cb match`: the product's own matcher over files, so that it is what gets scored. */
async function match({ options, words, print, say }: Run): Promise<Exit> {
  const { queries, catalog, precedents, out } = options
  if (queries === undefined || catalog === undefined || out === undefined) {
    say(words.matchUsage)
    return exit.usage
  }
  print(String(matchFiles({ queries, catalog, precedents, out }).matched))
  return exit.ok
}

const options = {
  queries: { type: 'string' },
  catalog: { type: 'string' },
  precedents: { type: 'string' },
  out: { type: 'string' },
  server: { type: 'string' },
  org: { type: 'string' },
  role: { type: 'string' },
  name: { type: 'string' },
  checkpoint: { type: 'string' },
  key: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  errors: { type: 'string' },
  json: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const say = (text: string): void => void process.stderr.write(`${text}\n`)
const print = (text: string): void => void (text && process.stdout.write(`${text}\n`))

/** Runs the command that `args` names, and returns the number to exit with. */
async function main(args: string[], environment: NodeJS.ProcessEnv): Promise<Exit> {
  const language = languageOf(args, environment)
  const words = language === 'en' ? english : chinese
  const parsed = parsedOrReason(args)
  if (typeof parsed === 'string') {
    say(words.wrongOption({ reason: parsed }))
    return exit.usage
  }
  const { values, positionals } = parsed
  const [name, ...rest] = positionals
  if (values.help || name === undefined || name === 'help') {
    const asked = values.help || name === 'help'
    ;(asked ? print : say)(usage(words))
    return asked ? exit.ok : exit.usage
  }
  if (!isCommand(name)) {
    say(words.unknownCommand({ name }))
    return exit.usage
  }
  try {
    const config = readConfig(environment)
    const { json, yes } = values
    const { org, role, name: person, errors, queries, catalog, precedents, out } = values
    const files = { errors, queries, catalog, precedents, out }
    const { checkpoint: keptFile, key, force } = values
    const given = {
      org,
      role,
      name: person,
      server: values.server,
      dryRun: values['dry-run'],
      checkpoint: keptFile,
      key,
      force,
      ...files,
    }
    return await commands[name]({
      config,
      words,
      language,
      json,
      yes,
      options: given,
      args: rest,
      print,
      say,
    })
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Refusal)) throw error
    say(said(error, language))
    return exitOf(error)
  }
}

const isCommand = (name: string): name is keyof typeof commands => Object.hasOwn(commands, name)

/** Chinese unless English is asked for: by the option, or else by the terminal's own language. */
function languageOf(args: string[], { LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Language {
  const { values } = parseArgs({ args, options, strict: false })
  if (typeof values.lang === 'string') return values.lang.startsWith('en') ? 'en' : 'zh-CN'
  return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('en') ? 'en' : 'zh-CN'
}

function parsedOrReason(args: string[]) {
  try {
    const parsed = parseArgs({ args, options, allowPositionals: true })
    const { lang } = parsed.values
    return lang === undefined || lang === 'en' || lang === 'zh-CN' ? parsed : `--lang ${lang} (zh-CN | en)`
  } catch (error) {
    if (error instanceof TypeError) return error.message
    throw error
  }
}

function usage(words: typeof chinese): string {
  const lines = Object.entries(words.summaries).map(([name, summary]) => `  ${name.padEnd(12)}${summary}`)
  return [words.usage, '', ...lines, '', words.options, words.exits].join('\n')
}

function exitOf(error: Problem | Refusal): Exit {
  if (error.code === 'already_running' || error.code === 'unavailable') return exit.busy
  return error.code === 'not_permitted' || error.code === 'not_signed_in' ? exit.notAllowed : exit.problem
}

process.exitCode = await main(process.argv.slice(2), process.env)
