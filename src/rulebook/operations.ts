// rulebook/operations.ts – the verbs of the rule book: what is in force, and publishing a version.
import { createHash } from 'node:crypto'
import type { Tx } from '../database/connection.ts'
import { day, type LocalDate } from '../values/dates.ts'
import { newId, referenceShard, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { RuleSetContent } from './model.ts'
import { contentOf, type Pack } from './pack.ts'
import * as store from './store.ts'

export {
  equivalenciesInForce,
  ruleSetInForce,
  ruleSetOn,
  ruleSetVersion,
  type EquivalencyFound,
} from './store.ts'
export { shippedPacks } from './shipped.ts'

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

export type PackImported = { code: string; version: number; contentHash: string; isNew: boolean }

/**
 * Takes a pack into the library. The same pack again changes nothing; another content under the same version is refused,
 * because decisions may name it.
 */
export async function importPack(tx: Tx, pack: Pack): Promise<PackImported> {
  const known = await store.findPack(tx, pack.pack, pack.version)
  const hash = contentHash(pack)
  if (known && known.contentHash !== hash)
    refuse('pack_version_taken', { pack: pack.pack, version: pack.version })
  if (!known) await store.insertPack(tx, pack, hash)
  return { code: pack.pack, version: pack.version, contentHash: hash, isNew: !known }
}

/** Takes a pack over as an institution’s own rules from the day the pack says; the version before ends there. */
export async function adoptPack(tx: Tx, pack: Pack, institutionId: Uuid): Promise<RuleSetPublished> {
  const content = contentOf(pack) ?? refuse('pack_without_principles', { pack: pack.pack })
  return publishNext(tx, {
    number: pack.pack.toUpperCase(),
    institutionId,
    titleZh: pack.titleZh,
    titleEn: pack.titleEn,
    from: day(pack.from),
    content,
    source: `${pack.pack}/${pack.version}`,
  })
}

export type RuleSetPublished = { number: string; version: number; from: LocalDate }

/** Publishes the next version of a rule set, and ends the one before it on the same day. */
export async function publishNext(
  tx: Tx,
  made: Omit<store.NewRuleSet, 'id' | 'contentHash' | 'version' | 'to'>,
): Promise<RuleSetPublished> {
  const [latest] = await store.ruleSetVersions(tx, made.number)
  if (latest && latest.institutionId !== made.institutionId)
    refuse('rule_number_taken', { number: made.number })
  if (latest && made.from <= latest.from) refuse('rule_day_too_early', { from: latest.from })
  const version = (latest?.version ?? 0) + 1
  if (latest && latest.to === null) await store.endRuleSet(tx, latest, made.from)
  await publishRuleSet(tx, { ...made, version, to: null })
  return { number: made.number, version, from: made.from }
}

/** SHA-256 of the content with keys in order, so that the same rules have the same name everywhere. */
export const contentHash = (content: RuleSetContent | Pack): string =>
  createHash('sha256').update(canonical(content)).digest('hex')

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(',')}}`
}
export type { ScenarioRun } from './drafts.ts'
export { draftForTrial } from './drafts.ts'
export { readYaml, type YamlFlaw } from './pack-file.ts'
