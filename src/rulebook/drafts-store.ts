// rulebook/drafts-store.ts – SQL of drafts, their makers and what people said of them.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { json, type Tx } from '../database/connection.ts'
import { day, type LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import { RuleSetContent } from './model.ts'

export type DraftState = 'draft' | 'open' | 'published' | 'withdrawn'
export type DraftRow = {
  id: Uuid
  number: string
  institutionId: Uuid | null
  titleZh: string
  titleEn: string | null
  from: LocalDate
  content: RuleSetContent
  source: string | null
  scenarios: string[]
  state: DraftState
  openUntil: LocalDate | null
  publishedVersion: number | null
  savedAt: Date
  makers: Uuid[]
}

const drafts = (tx: Tx) =>
  tx
    .selectFrom('rulebookDraft')
    .selectAll()
    .select(
      sql<
        Uuid[]
      >`array(select person_id from rulebook_draft_maker m where m.draft_id = rulebook_draft.id)`.as(
        'makers',
      ),
    )

type Row = Awaited<ReturnType<ReturnType<typeof drafts>['execute']>>[number]
const toDraft = ({ validFrom, content, scenarios, openUntil, createdAt: _, ...row }: Row): DraftRow => ({
  ...row,
  from: day(validFrom),
  content: RuleSetContent.parse(content),
  scenarios: scenarios as string[],
  openUntil: openUntil === null ? null : day(openUntil),
})

export async function findDraft(tx: Tx, id: Uuid): Promise<DraftRow | undefined> {
  const row = await drafts(tx).where('id', '=', id).executeTakeFirst()
  return row && toDraft(row)
}

export async function lockDraft(tx: Tx, id: Uuid): Promise<DraftRow | undefined> {
  await tx.selectFrom('rulebookDraft').select('id').where('id', '=', id).forUpdate().execute()
  return findDraft(tx, id)
}

/** Whose a number is: by what was published under it, or by an earlier draft. */
export async function ownerOfNumber(
  tx: Tx,
  number: string,
): Promise<{ institutionId: Uuid | null } | undefined> {
  const published = await tx
    .selectFrom('rulebookRuleSet')
    .select('institutionId')
    .where('number', '=', number)
    .executeTakeFirst()
  return (
    published ??
    (await tx
      .selectFrom('rulebookDraft')
      .select('institutionId')
      .where('number', '=', number)
      .where('state', '!=', 'withdrawn')
      .executeTakeFirst())
  )
}

export async function draftsWhere(tx: Tx, scope: RawBuilder<SqlBool>): Promise<DraftRow[]> {
  return (await drafts(tx).where(scope).orderBy('savedAt', 'desc').limit(200).execute()).map(toDraft)
}

export async function openDraftsOn(tx: Tx, on: LocalDate): Promise<DraftRow[]> {
  const rows = await drafts(tx)
    .where('state', '=', 'open')
    .where('openUntil', '>=', on)
    .orderBy('openUntil')
    .execute()
  return rows.map(toDraft)
}

type NewDraft = Pick<
  DraftRow,
  'id' | 'number' | 'institutionId' | 'titleZh' | 'titleEn' | 'from' | 'content' | 'source' | 'scenarios'
> & { at: Date; maker: Uuid }

export async function insertDraft(tx: Tx, made: NewDraft): Promise<void> {
  const { from, content, scenarios, at, maker, ...row } = made
  await tx
    .insertInto('rulebookDraft')
    .values({
      ...row,
      validFrom: from,
      content: json(content),
      scenarios: json(scenarios),
      state: 'draft',
      createdAt: at,
      savedAt: at,
    })
    .execute()
  await addMaker(tx, made.id, maker)
}

export type DraftChange = Partial<
  Pick<
    DraftRow,
    | 'titleZh'
    | 'titleEn'
    | 'from'
    | 'content'
    | 'source'
    | 'scenarios'
    | 'state'
    | 'openUntil'
    | 'publishedVersion'
    | 'savedAt'
  >
>

export async function changeDraft(
  tx: Tx,
  id: Uuid,
  { from, content, scenarios, ...rest }: DraftChange,
): Promise<void> {
  await tx
    .updateTable('rulebookDraft')
    .set({
      ...rest,
      ...(from === undefined ? {} : { validFrom: from }),
      ...(content === undefined ? {} : { content: json(content) }),
      ...(scenarios === undefined ? {} : { scenarios: json(scenarios) }),
    })
    .where('id', '=', id)
    .execute()
}

export async function addMaker(tx: Tx, draftId: Uuid, personId: Uuid): Promise<void> {
  await tx
    .insertInto('rulebookDraftMaker')
    .values({ draftId, personId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export type CommentRow = { id: Uuid; draftId: Uuid; personId: Uuid; text: string; at: Date }

export const insertComment = (tx: Tx, made: CommentRow): Promise<unknown> =>
  tx.insertInto('rulebookComment').values(made).execute()

export const commentsOn = (tx: Tx, draftId: Uuid): Promise<CommentRow[]> =>
  tx.selectFrom('rulebookComment').selectAll().where('draftId', '=', draftId).orderBy('at').execute()
