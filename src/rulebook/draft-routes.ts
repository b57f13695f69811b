// rulebook/draft-routes.ts – contract to operation for drafts. Names of institutions are given by app.ts.
import type { FastifyInstance } from 'fastify'
import { stringify } from 'yaml'
import { read, type Db } from '../database/connection.ts'
import { serve } from '../http/serve.ts'
import { day, localDate } from '../values/dates.ts'
import { publicId, type Uuid, uuidFrom } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import * as contracts from './contract.ts'
import * as drafts from './drafts.ts'
import type { DraftRow } from './drafts-store.ts'
import { RuleSetContent } from './model.ts'
import { namedBy, type Naming } from './naming.ts'
import { readYaml, ruleSetOn } from './operations.ts'

export type RulebookBank = {
  db: Db
  /** Carries a scenario file out in memory, with these rules in the place of its institutions’ own. */
  runScenario: (text: string, content: RuleSetContent) => Promise<drafts.ScenarioRun>
  institutionsNamed: Naming
}

export function draftRoutes(
  http: FastifyInstance,
  { db, institutionsNamed, runScenario }: RulebookBank,
): void {
  const named = async (rows: readonly DraftRow[]) => {
    const toNamed = await read(db, {}, (tx) => namedBy(institutionsNamed, tx, rows))
    return (row: DraftRow) => ({
      ...toNamed(row),
      id: publicId('draft', row.id),
      from: row.from,
      state: row.state,
      openUntil: row.openUntil,
      publishedVersion: row.publishedVersion,
      savedAt: row.savedAt.toISOString(),
    })
  }
  const inForce = (number: string) =>
    read(db, {}, async (tx, at) => (await ruleSetOn(tx, number, localDate(at)))?.content ?? null)

  serve(http, contracts.getDrafts, async (_, call) => {
    const rows = await drafts.listDrafts(db, call)
    const toRow = await named(rows)
    return { data: rows.map(toRow) }
  })

  serve(http, contracts.postDraft, async ({ number, institutionId, ...said }, call) => {
    const institution =
      institutionId === null ? null : (uuidFrom('inst', institutionId) ?? refuse('not_found'))
    const id = await drafts.proposeRules(db, { ...draftFrom(said), number, institutionId: institution }, call)
    return { draftId: publicId('draft', id) }
  })

  serve(http, contracts.getDraft, async ({ draftId }, call) => {
    const draft = await drafts.showDraft(db, known(draftId), call)
    const toRow = await named([draft])
    const runs = []
    for (const text of draft.scenarios) runs.push({ text, ...(await runScenario(text, draft.content)) })
    return {
      ...toRow(draft),
      text: stringify(draft.content),
      content: draft.content,
      inForce: await inForce(draft.number),
      source: draft.source,
      lint: draft.lint,
      scenarios: runs,
      comments: draft.comments.map(({ at, ...said }) => ({ ...said, at: at.toISOString() })),
      may: draft.may,
    }
  })

  serve(http, contracts.putDraft, async ({ draftId, reason, ...said }, call) => {
    await drafts.saveDraft(db, known(draftId), { ...draftFrom(said), reason }, call)
    return {}
  })

  serve(http, contracts.postOpening, async ({ draftId, until, reason }, call) => {
    await drafts.openDraft(db, known(draftId), { until: day(until), reason }, runScenario, call)
    return {}
  })

  serve(http, contracts.postDraftWithdrawal, async ({ draftId, reason }, call) => {
    await drafts.withdrawDraft(db, known(draftId), reason, call)
    return {}
  })

  serve(http, contracts.postPublication, ({ draftId, reason }, call) =>
    drafts.publishDraft(db, known(draftId), reason, runScenario, call),
  )

  serve(http, contracts.postComment, async ({ draftId, text }, call) => {
    await drafts.comment(db, known(draftId), text, call)
    return {}
  })

  serve(http, contracts.getNotices, async () => {
    const rows = await drafts.openDrafts(db)
    const toRow = await named(rows)
    const notices = []
    for (const row of rows)
      notices.push({ ...toRow(row), content: row.content, inForce: await inForce(row.number) })
    return { data: notices }
  })
}

const known = (id: string): Uuid => uuidFrom('draft', id) ?? refuse('not_found')

type Said = {
  titleZh: string
  titleEn?: string | null | undefined
  from: string
  text: string
  source?: string | null | undefined
  scenarios?: string[] | undefined
}

/** Reads the rules; what is wrong is told by line and place. */
function draftFrom({ titleZh, titleEn, from, text, source, scenarios }: Said): drafts.DraftSaid {
  const rules = readYaml(text, RuleSetContent)
  if ('flaws' in rules)
    return refuse(
      'input_invalid',
      {},
      rules.flaws.map((details) => ({ pointer: '/text', code: 'yaml', details })),
    )
  return {
    titleZh,
    titleEn: titleEn ?? null,
    from: day(from),
    content: rules.value,
    source: source ?? null,
    scenarios: scenarios ?? [],
  }
}
