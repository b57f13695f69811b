// ledger/in-memory.ts – the ledger's own state machine over a log in memory: for scenarios, which keep nothing.
import type { LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import { Refusal } from '../values/refusal.ts'
import type { Command } from './commands.ts'
import type { Provenance } from './lots.ts'
import { historyOf, replay, withHistory } from './log.ts'
import { apply, type Entry } from './machine.ts'
import { contextFor } from './seal.ts'
import { balanceAt, type Balance } from './statement.ts'

export type LedgerInMemory = {
  /** Posts once for a cause: a repeat answers with what was posted. Throws the machine's refusals. */
  post: (
    commands: readonly Command[],
    asked: { cause: string; actor: Uuid; at: Date; day: LocalDate },
  ) => Entry
  balances: (learner: Uuid, day: LocalDate) => Balance[]
  log: readonly Entry[]
}

/** Everybody lives on the one shard. */
export function ledgerInMemory(shard: number): LedgerInMemory {
  const log: Entry[] = []
  const words = new Map<Uuid, Provenance>()
  return {
    log,
    post(commands, asked) {
      const known = log.find(({ cause }) => cause === asked.cause)
      if (known) return known
      const { context } = contextFor(shard, commands, asked)
      const posted = apply(withHistory(replay(shard, log), log), commands, context)
      if (posted instanceof Refusal) throw posted
      const made = commands.flatMap((command) =>
        command.verb === 'deposit'
          ? [command.provenance]
          : command.verb === 'convert'
            ? command.make.map(({ provenance }) => provenance)
            : [],
      )
      for (const [at, { lot }] of posted.lots.entries()) words.set(lot, made[at]!)
      log.push(posted)
      return posted
    },
    balances: (learner, day) =>
      balanceAt(
        historyOf(replay(shard, log), log, learner, (lot) => words.get(lot) ?? null),
        {
          effectiveDay: day,
        },
      ),
  }
}
