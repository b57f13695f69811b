// rulebook/operations.ts – the verbs of the rule book: what is in force, and publishing a version.
import { createHash } from 'node:crypto'
import type { Tx } from '../database/connection.ts'
import { newId, referenceShard } from '../values/ids.ts'
import { RuleSetContent } from './model.ts'
import * as store from './store.ts'

export { equivalenciesInForce, ruleSetInForce, ruleSetVersion, type EquivalencyFound } from './store.ts'

/** Publishes a version of a rule set. Its content is parsed first: what does not parse never gets in. */
export async function publishRuleSet(
  tx: Tx,
  made: Omit<store.NewRuleSet, 'id' | 'contentHash'>,
): Promise<void> {
  const content = RuleSetContent.parse(made.content)
  await store.insertRuleSet(tx, {
    ...made,
    content,
    id: newId(referenceShard),
    contentHash: contentHash(content),
  })
}

export async function publishEquivalencies(tx: Tx, made: Omit<store.NewEquivalency, 'id'>[]): Promise<void> {
  await store.insertEquivalencies(
    tx,
    made.map((equivalency) => ({ ...equivalency, id: newId(referenceShard) }) as store.NewEquivalency),
  )
}

/** SHA-256 of the content with keys in order, so that the same rules have the same name everywhere. */
export const contentHash = (content: RuleSetContent): string =>
  createHash('sha256').update(canonical(content)).digest('hex')

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(',')}}`
}
