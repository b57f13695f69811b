// ledger/model.ts – what other modules may know of the ledger: its words and its pure decisions.

export type { Command, From, Made } from './commands.ts'
export { type Provenance, type Rate } from './lots.ts'
