// rulebook/store.ts – SQL of the rule book. In force on a day is the version that began last of those whose period covers it.
import { json, type Tx } from '../database/connection.ts'
import type { Credits } from '../values/credits.ts'
import { day, type LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import type { Score } from '../values/quantities.ts'
import { Pack } from './pack.ts'
import { type Equivalency, type RuleReference, RuleSetContent, type RuleSet } from './model.ts'

/** The institution's own rule set in force on a day, else the bank's; undefined when there is neither. */
export async function ruleSetInForce(
  tx: Tx,
  institutionId: Uuid,
  on: LocalDate,
): Promise<RuleSet | undefined> {
  const row = await tx
    .selectFrom('rulebookRuleSet')
    .select(['number', 'version', 'titleZh', 'titleEn', 'validFrom', 'validTo', 'content'])
    .where((e) => e.or([e('institutionId', '=', institutionId), e('institutionId', 'is', null)]))
    .where('validFrom', '<=', on)
    .where((e) => e.or([e('validTo', 'is', null), e('validTo', '>', on)]))
    .orderBy('institutionId', (order) => order.asc().nullsLast())
    .orderBy('validFrom', 'desc')
    .orderBy('version', 'desc')
    .orderBy('number')
    .limit(1)
    .executeTakeFirst()
  return row && { reference: reference('rule_set', row), content: RuleSetContent.parse(row.content) }
}

/** The version of one rule set that is in force on a day. */
export async function ruleSetOn(tx: Tx, number: string, on: LocalDate): Promise<RuleSet | undefined> {
  const versions = await ruleSetVersions(tx, number)
  const found = versions.find(({ from, to }) => from <= on && (to === null || on < to))
  if (!found) return undefined
  const { version, titleZh, titleEn, from, to, content } = found
  return { reference: { kind: 'rule_set', number, version, titleZh, titleEn, from, to }, content }
}

/** The content of one version, as it was published: by it an old decision is judged again. */
export async function ruleSetVersion(
  tx: Tx,
  { number, version }: Pick<RuleReference, 'number' | 'version'>,
): Promise<RuleSetContent | undefined> {
  const row = await tx
    .selectFrom('rulebookRuleSet')
    .select('content')
    .where('number', '=', number)
    .where('version', '=', version)
    .executeTakeFirst()
  return row && RuleSetContent.parse(row.content)
}

export type PublishedRuleSet = Omit<RuleReference, 'kind'> & { institutionId: Uuid | null }

const publishedColumns = [
  'number',
  'version',
  'titleZh',
  'titleEn',
  'validFrom',
  'validTo',
  'institutionId',
] as const

/** The latest version of each rule set, the bank's own first. */
export async function publishedRuleSets(tx: Tx): Promise<PublishedRuleSet[]> {
  const rows = await tx
    .selectFrom('rulebookRuleSet')
    .distinctOn('number')
    .select(publishedColumns)
    .orderBy('number')
    .orderBy('version', 'desc')
    .execute()
  return rows
    .map(toPublished)
    .sort((a, b) => Number(a.institutionId !== null) - Number(b.institutionId !== null))
}

export type RuleSetVersion = PublishedRuleSet & {
  contentHash: string
  source: string | null
  content: RuleSetContent
}

/** Every version of a rule set, the latest first. */
export async function ruleSetVersions(tx: Tx, number: string): Promise<RuleSetVersion[]> {
  const rows = await tx
    .selectFrom('rulebookRuleSet')
    .select([...publishedColumns, 'contentHash', 'source', 'content'])
    .where('number', '=', number)
    .orderBy('version', 'desc')
    .execute()
  return rows.map((row) => ({
    ...toPublished(row),
    contentHash: row.contentHash,
    source: row.source,
    content: RuleSetContent.parse(row.content),
  }))
}

const toPublished = (row: Referred & { institutionId: Uuid | null }): PublishedRuleSet => {
  const { kind: _, ...named } = reference('rule_set', row)
  return { ...named, institutionId: row.institutionId }
}

/** Equivalencies in force on a day from the courses to an institution, the highest version of each number. */
export async function equivalenciesInForce(
  tx: Tx,
  sourceCourseIds: Uuid[],
  targetInstitutionId: Uuid,
  on: LocalDate,
): Promise<EquivalencyFound[]> {
  if (sourceCourseIds.length === 0) return []
  const rows = await tx
    .selectFrom('rulebookEquivalency')
    .distinctOn('number')
    .selectAll()
    .where('sourceCourseId', 'in', sourceCourseIds)
    .where('targetInstitutionId', '=', targetInstitutionId)
    .where('validFrom', '<=', on)
    .where((e) => e.or([e('validTo', 'is', null), e('validTo', '>', on)]))
    .orderBy('number')
    .orderBy('version', 'desc')
    .execute()
  return rows.map((row) => ({
    sourceCourseId: row.sourceCourseId,
    targetCourseId: row.targetCourseId,
    reference: reference('equivalency', row),
    ...(row.outcome === 'refused'
      ? { outcome: 'refused', note: row.note! }
      : {
          outcome: 'accepted',
          credits: row.credits as Credits,
          scoreMin: row.scoreMin as Score | null,
          yearsMax: row.yearsMax,
          note: row.note,
        }),
  }))
}

export type EquivalencyFound = Equivalency & { sourceCourseId: Uuid; targetCourseId: Uuid | null }

type Referred = {
  number: string
  version: number
  titleZh: string
  titleEn: string | null
  validFrom: string
  validTo: string | null
}

const reference = (kind: RuleReference['kind'], row: Referred): RuleReference => ({
  kind,
  number: row.number,
  version: row.version,
  titleZh: row.titleZh,
  titleEn: row.titleEn,
  from: day(row.validFrom),
  to: row.validTo === null ? null : day(row.validTo),
})

/** Sets the first day on which a version is no more in force. */
export async function endRuleSet(
  tx: Tx,
  { number, version }: Pick<RuleReference, 'number' | 'version'>,
  to: LocalDate,
): Promise<void> {
  await tx
    .updateTable('rulebookRuleSet')
    .set({ validTo: to })
    .where('number', '=', number)
    .where('version', '=', version)
    .execute()
}

export type NewRuleSet = Omit<RuleReference, 'kind'> & {
  id: Uuid
  institutionId: Uuid | null
  content: RuleSetContent
  contentHash: string
  source: string | null
}

export async function insertRuleSet(tx: Tx, { content, from, to, ...made }: NewRuleSet): Promise<void> {
  await tx
    .insertInto('rulebookRuleSet')
    .values({ ...made, validFrom: from, validTo: to, content: json(content) })
    .execute()
}

/** A pack as it was imported. */
export type PackKept = {
  code: string
  version: number
  titleZh: string
  titleEn: string
  from: LocalDate
  to: LocalDate | null
  contentHash: string
  importedAt: Date
  content: Pack
}

const packColumns = [
  'code',
  'version',
  'titleZh',
  'titleEn',
  'validFrom',
  'validTo',
  'contentHash',
  'importedAt',
  'content',
] as const

/** The latest version of each pack. */
export async function packs(tx: Tx): Promise<PackKept[]> {
  const rows = await tx
    .selectFrom('rulebookPack')
    .distinctOn('code')
    .select(packColumns)
    .orderBy('code')
    .orderBy('version', 'desc')
    .execute()
  return rows.map(toPack)
}

/** A version of a pack, the latest unless said. */
export async function findPack(tx: Tx, code: string, version?: number): Promise<PackKept | undefined> {
  const found = tx.selectFrom('rulebookPack').select(packColumns).where('code', '=', code)
  const row = await (version === undefined ? found : found.where('version', '=', version))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toPack(row)
}

const toPack = ({
  validFrom,
  validTo,
  content,
  ...row
}: Omit<PackKept, 'from' | 'to' | 'content'> & {
  validFrom: string
  validTo: string | null
  content: unknown
}): PackKept => ({
  ...row,
  from: day(validFrom),
  to: validTo === null ? null : day(validTo),
  content: Pack.parse(content),
})

export async function insertPack(tx: Tx, pack: Pack, contentHash: string): Promise<void> {
  const { pack: code, version, titleZh, titleEn, from, to } = pack
  await tx
    .insertInto('rulebookPack')
    .values({
      code,
      version,
      titleZh,
      titleEn,
      validFrom: from,
      validTo: to ?? null,
      content: json(pack),
      contentHash,
    })
    .execute()
}

export type NewEquivalency = EquivalencyFound & { id: Uuid; targetInstitutionId: Uuid }

export async function insertEquivalencies(tx: Tx, made: NewEquivalency[]): Promise<void> {
  if (made.length === 0) return
  await tx
    .insertInto('rulebookEquivalency')
    .values(
      made.map(({ reference, ...row }) => ({
        id: row.id,
        number: reference.number,
        version: reference.version,
        sourceCourseId: row.sourceCourseId,
        targetCourseId: row.targetCourseId,
        targetInstitutionId: row.targetInstitutionId,
        outcome: row.outcome,
        credits: row.outcome === 'accepted' ? row.credits : null,
        scoreMin: row.outcome === 'accepted' ? row.scoreMin : null,
        yearsMax: row.outcome === 'accepted' ? row.yearsMax : null,
        note: row.note,
        titleZh: reference.titleZh,
        titleEn: reference.titleEn,
        validFrom: reference.from,
        validTo: reference.to,
      })),
    )
    .execute()
}
