import type { ProblemWords } from '../language.ts'
import type { problems as chinese } from '../zh/problems.ts'

export const problems: Record<keyof typeof chinese, ProblemWords[string]> = {
  server_unreachable: ({ url }) =>
    `Nobody answers at ${url}. Check the address, and that the bank is running.`,
  server_failed: ({ url, status }) => `${url} answered ${status}. See the server’s log.`,
  server_not_demo: ({ url }) =>
    `${url} is no bank in demo mode. A scenario makes institutions and people, and runs only there (npm start).`,
  file_unreadable: ({ path, reason }) => `Cannot read the file "${path}": ${reason}`,
  checkpoint_malformed: ({ path }) =>
    `"${path}" is no file that cb checkpoint made, or a signature in it is not good.`,
  key_unknown: ({ path }) =>
    `No public key of a bank in "${path}". Name one by --key: a PEM file, or one that cb checkpoint made.`,
  bank_absent: () => 'There is no credit bank in this database to back up.',
  backup_newer: ({ name }) =>
    `The backup has the migration ${name}, which this program has not. Use a newer version of it.`,
  backup_other_schema: ({ name }) =>
    `The schema of the backup (up to ${name}) is not that of the database. Restore into an empty one (another DATA_DIR or DATABASE_URL).`,
  bank_in_use: () => 'A credit bank is using this database. Stop it before you restore.',
  bank_not_empty: () =>
    'There is data in the database. Add --force to replace all of it by the backup. Nothing was changed.',
  keys_differ: ({ path }) =>
    `${path} holds the keys of another bank. Add --force to put those of the backup in their place; the old ones are kept under another name. Nothing was changed.`,
  setting_malformed: ({ name, value, need }) => `The environment variable ${name} is "${value}": ${need}`,
  already_running: ({ pid, folder, address }) =>
    `A credit bank is already running on this data folder (process ${pid}${address ? `, ${address}` : ''}): ${folder}. Stop it first, or name another folder with DATA_DIR.`,
  no_binary: ({ platform, reason }) =>
    `This machine (${platform}) has no embedded PostgreSQL that runs: ${reason}. Install PostgreSQL 15 or later and set DATABASE_URL=postgresql://user:password@host:5432/database.`,
  no_place: ({ folder, account }) =>
    `Started as root, the database runs as the user ${account}, who cannot enter ${folder}, and no other folder can be used. Name one that user can enter with DATA_DIR, or start as an ordinary user.`,
  no_account: () =>
    'PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody. Create the user postgres, or start as an ordinary user.',
  not_ours: ({ folder, account }) =>
    `The database folder ${folder} belongs to the user ${account}. Start as that user (or as root), or name another folder with DATA_DIR.`,
  folder_unusable: ({ folder, reason }) =>
    `The data folder ${folder} cannot be used: ${reason}. Name one that can be written with DATA_DIR.`,
  cluster_version: ({ folder, found, need }) =>
    `${folder} holds data of PostgreSQL ${found}, and this version uses PostgreSQL ${need}. Export it with the old version first (cb backup), then import it with this one.`,
  cluster_locked_out: ({ folder }) =>
    `${folder} holds a database, but postgres/server.json beside it, which has its password, is gone. Restore that file.`,
  database_failed: ({ step, log }) => `The embedded PostgreSQL failed to ${step}:\n${log}`,
  database_unreachable: ({ server, reason }) => `The database ${server} cannot be reached: ${reason}`,
  migration_edited: ({ name }) =>
    `The migration ${name} was edited after it ran. One that has run is never edited: restore the file and add another.`,
  migration_failed: ({ name, reason }) => `The migration ${name} failed and changed nothing: ${reason}`,
  database_newer: ({ name }) =>
    `The database has run the migration ${name}, which this program lacks: the database is newer. Use a newer version of the program.`,
  database_too_old: ({ found }) => `PostgreSQL ${found} is too old: 15 or later is needed.`,
  database_not_utf8: ({ found }) =>
    `The database's encoding is ${found}. Make a new one: create database … encoding 'UTF8'.`,
  database_blind: () =>
    "The database's character classes (LC_CTYPE) know no Chinese, and searches for courses would find nothing. Make a new one: create database … template template0 lc_ctype 'C.UTF-8'.",
  clock_differs: ({ seconds }) =>
    `The clocks of this machine and of the database differ by ${seconds} s. Set them right.`,
  port_taken: ({ port }) => `Port ${port} is taken. Name another one with PORT.`,
  database_behind: ({ count }) => `The database has yet to run ${count} migrations. Run cb migrate first.`,
}
