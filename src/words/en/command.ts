import { ledgerRules } from './ledger.ts'
import type { command as chinese } from '../zh/command.ts'

const backupText = (made: {
  at: string
  tables: number
  rows: number
  postings: number
  keys: number
}): string =>
  `${made.tables} tables, ${made.rows} rows, ${made.postings} postings of ${made.at}, ${made.keys === 0 ? 'without keys' : 'with keys'}`

export const command: typeof chinese = {
  summaries: {
    serve: 'Start the service (and the embedded PostgreSQL when there is no DATABASE_URL)',
    migrate: "Bring the database to this program's version",
    doctor: 'Check the machine and the database',
    import:
      'Import: import courses FILE --org CODE [--dry-run] [--errors OUT.csv] · import rules PACK.yaml... [--org CODE] [--dry-run]',
    match: 'Match courses: match --queries FILE --catalog FILE --out FILE [--precedents FILE]',
    scenario: 'Scenarios: scenario run FILE... [--server URL] · scenario schema (the form of the files)',
    demo: 'Make the demo world anew: demo reset --yes',
    user: 'accounts: user add LOGIN --name NAME --role ROLE [--org CODE] · role · reset · lock · unlock',
    verify: 'Verify: verify audit · ledger [--checkpoint FILE] · receipt FILE [--key FILE] · backup FILE',
    backup: 'Back up: backup FILE',
    restore: 'Restore: restore FILE [--force]',
    checkpoint:
      'Sign checkpoints and hand them out with the public key, to be kept elsewhere: checkpoint [FILE]',
  },
  checks: {
    node: 'Node.js version',
    zone: 'Time zone data',
    disk: 'Free space for data',
    binaries: 'Embedded PostgreSQL',
    database: 'Database',
    migrations: 'Database migrations',
    roles: 'Database roles',
    letters: 'Chinese search',
    clock: 'Clock against the database',
  },
  usage: 'Usage: cb <command> [options]',
  options: 'Options: --json prints JSON · --yes asks nothing · --lang zh-CN|en · --help',
  exits: 'Exit codes: 0 ok · 1 problem found · 2 usage · 3 partly done · 4 not allowed · 5 busy',
  unknownCommand: ({ name }) => `There is no command "${name}". Run cb --help for all of them.`,
  wrongOption: ({ reason }) => `Wrong option: ${reason}`,
  startingDatabase: 'Starting the embedded PostgreSQL…',
  databaseAt: ({ place, account }) => `The database's files are in ${place} (run by the user ${account})`,
  migrated: ({ count }) => (count === 0 ? 'The database is up to date' : `Ran ${count} migrations`),
  listening: ({ address }) => `The credit bank is running: ${address} (Ctrl+C stops it)`,
  demoAccounts: ({ password }) =>
    `Demo accounts (user name, name, role); the password of all is ${password}:`,
  stopping: 'Stopping…',
  stopped: 'Stopped',
  notYetMade: 'Not there yet: the first start makes it',
  healthy: 'Everything is in order',
  importUsage:
    'Usage: cb import courses FILE --org CODE [--dry-run] [--errors OUT.csv]; cb import rules PACK.yaml... [--org CODE] [--dry-run]',
  yamlFlaw: ({ path, line, place, message }) =>
    `${path} line ${line}${place ? ` [${place}]` : ''}: ${message}`,
  packsValid: ({ count }) => `${count} packs are well-formed (nothing written)`,
  packImported: ({ code, version, contentHash, isNew, ruleSet }) =>
    `${code}/${version} ${contentHash.slice(0, 16)} ${isNew ? 'imported' : 'known, unchanged'}${ruleSet ? `; published as rule set ${ruleSet}` : ''}`,
  flaw: ({ line, column, message }) =>
    `${line === 0 ? 'File' : `Line ${line}`}${column ? ` [${column}]` : ''}: ${message}`,
  imported: ({ rows, added, changed, unchanged, flaws, imported }) =>
    `${rows} rows: ${added} new, ${changed} changed, ${unchanged} unchanged, ${flaws.length} problems${imported ? '' : ' (nothing written)'}`,
  matchUsage: 'Usage: cb match --queries FILE --catalog FILE --out FILE [--precedents FILE]',
  scenarioUsage: 'Usage: cb scenario run FILE... [--server URL]; cb scenario schema',
  scenarioRan: ({ name, passed, steps }) => `${passed ? '✓' : '✗'} ${name} (${steps} steps)`,
  scenarioDiffers: ({ step, said, place, expected, found }) =>
    `  step ${step} ${said} [${place}]: expected ${expected}, found ${found}`,
  scenariosDone: ({ passed, failed }) => `${passed} passed, ${failed} failed`,
  demoUsage: 'Usage: cb demo reset --yes (deletes everything and makes the demo world anew)',
  userUsage:
    'Usage: cb user add LOGIN --name NAME --role ROLE [--org CODE]; cb user role LOGIN --role ROLE; cb user reset|lock|unlock LOGIN',
  password: ({ login, password }) => `New password of ${login}, shown this once: ${password}`,
  done: 'Done, and in the audit log',
  verifyUsage:
    'Usage: cb verify audit; cb verify ledger [--checkpoint FILE]; cb verify receipt FILE [--key FILE]; cb verify backup FILE',
  backupUsage: 'Usage: cb backup FILE',
  restoreUsage: 'Usage: cb restore FILE [--force]',
  tableDone: ({ table, rows }) => `${table}: ${rows} rows`,
  backedUp: (made) => `Backed up ${backupText(made)}`,
  backupWhole: (made) => `The backup is whole: ${backupText(made)}`,
  restored: (made) => `Restored ${backupText(made)}`,
  backupWithoutKeys: ({ path }) =>
    `Not all keys are in ${path}, and what is missing is not in the backup: without its keys personal data cannot be read`,
  backupHasKeys:
    "The bank's keys are in the backup: whoever has the file can read all personal data. Encrypt it and keep it safe.",
  backupFlaws: {
    foreign: () => 'This is no backup of a credit bank. Nothing was changed.',
    cut_short: () => 'The backup is not whole: the file was cut short. Nothing was changed.',
    damaged: () => 'The backup is damaged: the sums of its compressed data differ. Nothing was changed.',
    altered: ({ where }) => `The backup was altered${where ? ` (${where})` : ''}. Nothing was changed.`,
  },
  checkpointUsage: 'Usage: cb checkpoint [FILE]',
  noKey: 'The data folder has no signing key of the bank: signatures under checkpoints were not looked at',
  verifying: ({ done, total }) => `${done} of ${total} postings verified`,
  ledgerVerified: ({ postings, moves, findings }) =>
    `${postings} postings, ${moves} movements; ${findings === 0 ? 'books, hashes and signatures all agree' : `${findings} kinds of problems: shard, rule, how often, first place`}`,
  keptCompared: ({ roots }) => `Compared with ${roots} checkpoints that were kept outside`,
  ledgerRules,
  receiptValid: ({ bank, shard, seq, size }) =>
    `The receipt is valid: posting ${seq} of shard ${shard}, among the ${size} that ${bank} has signed`,
  receiptFlaws: {
    malformed: 'Not valid: this is no receipt file',
    signature: 'Not valid: this bank has not signed its checkpoint',
    origin: 'Not valid: its checkpoint is of another ledger',
    proof: 'Not valid: its content was changed, or is not in the ledger',
    opening: 'Not valid: its words are not those of the ledger',
  },
  checkpointsKept: ({ count }) => `${count} checkpoints signed. Keep them outside of this system.`,
  auditVerified: ({ records, seals, waiting, faults }) =>
    `${records} audit records, ${seals} seals, ${waiting} waiting, ${faults} faults`,
  demoMade: 'The demo world has been made anew',
  unhealthy: ({ count }) => `${count} problems found`,
}
