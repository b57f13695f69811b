// ledger/model.ts – what other modules may know of the ledger: its words and its pure decisions.
export {
  accountKinds,
  accountLabel,
  type Account,
  type AccountKind,
  type AccountName,
  type Unit,
} from './accounts.ts'
export type {
  Cause,
  Command,
  Convert,
  Deposit,
  Expire,
  From,
  Hold,
  LotRef,
  Made,
  PlainCommand,
  Redeem,
  Release,
  Reverse,
  Revoke,
  Transfer,
} from './commands.ts'
export {
  bySpendOrder,
  isExpired,
  standingOf,
  type Lot,
  type LotSource,
  type Provenance,
  type Rate,
  type Standing,
  type Verb,
} from './lots.ts'
export { emptyBooks, type Books, type Move, type NewLot } from './draft.ts'
export { advance, apply, retreat, type Context, type Entry } from './machine.ts'
export type { Case } from './undo.ts'
export {
  balanceAt,
  statementOf,
  type AsOf,
  type Balance,
  type History,
  type HistoryLot,
  type HistoryMove,
  type Statement,
  type StatementFilter,
  type StatementLine,
} from './statement.ts'
