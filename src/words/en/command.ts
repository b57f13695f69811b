import type { command as chinese } from '../zh/command.ts'

export const command: typeof chinese = {
  summaries: {
    serve: 'Start the service (and the embedded PostgreSQL when there is no DATABASE_URL)',
    migrate: "Bring the database to this program's version",
    doctor: 'Check the machine and the database',
    import: 'Import courses: import courses FILE --org CODE [--dry-run] [--errors OUT.csv]',
    match: 'Match courses: match --queries FILE --catalog FILE --out FILE [--precedents FILE]',
    demo: 'Make the demo world anew: demo reset --yes',
    user: 'accounts: user add LOGIN --name NAME --role ROLE [--org CODE] · role · reset · lock · unlock',
    verify: 'verify audit: read the whole audit log again',
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
  importUsage: 'Usage: cb import courses FILE --org CODE [--dry-run] [--errors OUT.csv]',
  flaw: ({ line, column, message }) =>
    `${line === 0 ? 'File' : `Line ${line}`}${column ? ` [${column}]` : ''}: ${message}`,
  imported: ({ rows, added, changed, unchanged, flaws, imported }) =>
    `${rows} rows: ${added} new, ${changed} changed, ${unchanged} unchanged, ${flaws.length} problems${imported ? '' : ' (nothing written)'}`,
  matchUsage: 'Usage: cb match --queries FILE --catalog FILE --out FILE [--precedents FILE]',
  demoUsage: 'Usage: cb demo reset --yes (deletes everything and makes the demo world anew)',
  userUsage:
    'Usage: cb user add LOGIN --name NAME --role ROLE [--org CODE]; cb user role LOGIN --role ROLE; cb user reset|lock|unlock LOGIN',
  password: ({ login, password }) => `New password of ${login}, shown this once: ${password}`,
  done: 'Done, and in the audit log',
  verifyUsage: 'Usage: cb verify audit',
  auditVerified: ({ records, seals, waiting, faults }) =>
    `${records} audit records, ${seals} seals, ${waiting} waiting, ${faults} faults`,
  demoMade: 'The demo world has been made anew',
  unhealthy: ({ count }) => `${count} problems found`,
}
