// rulebook/drafts.ts – 规则草案: drafted, read over, shown to everybody (公示), and published by somebody else.
import type { Principal } from '../access/model.ts'
import { scopesOf } from '../access/scope.ts'
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { read, transact, type Db, type Tx } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import { userOf } from '../identity/principal.ts'
import { whereInScope } from '../identity/scope.ts'
import { type LocalDate, localDate } from '../values/dates.ts'
import { newId, referenceShard, type Uuid } from '../values/ids.ts'
import { Refusal, refuse, type RefusalCode } from '../values/refusal.ts'
import * as store from './drafts-store.ts'
import { type Lint, lint } from './lint.ts'
import type { RuleSetContent } from './model.ts'
import { publishNext, type RuleSetPublished } from './operations.ts'

export type DraftSaid = {
  titleZh: string
  titleEn: string | null
  from: LocalDate
  content: RuleSetContent
  source: string | null
  scenarios: string[]
}

/** What a scenario file came to with the draft’s rules in the place of its own. */
export type ScenarioRun = { scenario: string; passed: boolean; said: string[] }

const targetOf = (draft: Pick<store.DraftRow, 'id' | 'institutionId' | 'makers'>) => ({
  id: draft.id,
  institution: draft.institutionId,
  makers: draft.makers,
})

/** Begins a draft: the next version of a rule set, or a new one under a number of its own. */
export function proposeRules(
  db: Db,
  { number, institutionId, ...said }: DraftSaid & { number: string; institutionId: Uuid | null },
  call: Call,
): Promise<Uuid> {
  const maker = userOf(call.principal)
  return transact(db, { principal: call.principal }, async (tx, at) => {
    const { role } = permit(call.principal, 'ruleset.propose', { institution: institutionId })
    const known = await store.ownerOfNumber(tx, number)
    if (known && known.institutionId !== institutionId) refuse('rule_number_taken', { number })
    const id = newId(referenceShard)
    await store.insertDraft(tx, { ...said, id, number, institutionId, at, maker })
    await record(tx, { ...call, at }, 'rules.drafted', { id, institution: institutionId, role }, { number })
    return id
  })
}

/** Saves a draft; whoever saves is one of its makers from then on, and will not publish it. */
export function saveDraft(
  db: Db,
  id: Uuid,
  { reason, ...said }: DraftSaid & { reason?: string | undefined },
  call: Call,
): Promise<void> {
  return transact(db, { principal: call.principal }, async (tx, at) => {
    const draft = (await store.lockDraft(tx, id)) ?? refuse('not_found')
    const { role } = permit(call.principal, 'ruleset.edit_draft', targetOf(draft), {
      state: draft.state === 'draft' || 'draft_not_editable',
      reason,
    })
    await store.changeDraft(tx, id, { ...said, savedAt: at })
    await store.addMaker(tx, id, userOf(call.principal))
    await record(
      tx,
      { ...call, at },
      'rules.draft_saved',
      { id, institution: draft.institutionId, role },
      { reason },
    )
  })
}

/** 公示: shows the draft to everybody until a day, or takes it back. What has faults is not shown. */
export function openDraft(
  db: Db,
  id: Uuid,
  { until, reason }: { until: LocalDate; reason?: string | undefined },
  run: (text: string, content: RuleSetContent) => Promise<ScenarioRun>,
  call: Call,
): Promise<void> {
  return transact(db, { principal: call.principal }, async (tx, at) => {
    const draft = (await store.lockDraft(tx, id)) ?? refuse('not_found')
    const { role } = permit(call.principal, 'ruleset.edit_draft', targetOf(draft), {
      state: draft.state === 'draft' || 'draft_not_editable',
      reason,
    })
    if (until < localDate(at)) refuse('input_invalid', {}, [{ pointer: '/until', code: 'day_past' }])
    await assertSound(draft, run)
    await store.changeDraft(tx, id, { state: 'open', openUntil: until, savedAt: at })
    await record(
      tx,
      { ...call, at },
      'rules.opened',
      { id, institution: draft.institutionId, role },
      { until },
    )
  })
}

export function withdrawDraft(db: Db, id: Uuid, reason: string | undefined, call: Call): Promise<void> {
  return transact(db, { principal: call.principal }, async (tx, at) => {
    const draft = (await store.lockDraft(tx, id)) ?? refuse('not_found')
    const isLive = draft.state === 'draft' || draft.state === 'open'
    const { role } = permit(call.principal, 'ruleset.edit_draft', targetOf(draft), {
      state: isLive || 'draft_not_editable',
      reason,
    })
    await store.changeDraft(tx, id, { state: 'withdrawn', openUntil: null, savedAt: at })
    await record(
      tx,
      { ...call, at },
      'rules.withdrawn',
      { id, institution: draft.institutionId, role },
      { reason },
    )
  })
}

/** Says something about a draft while it is shown. */
export function comment(db: Db, id: Uuid, text: string, call: Call): Promise<void> {
  return transact(db, { principal: call.principal }, async (tx, at) => {
    const draft = (await store.lockDraft(tx, id)) ?? refuse('not_found')
    permit(call.principal, 'ruleset.comment', { institution: draft.institutionId })
    if (draft.state !== 'open') refuse('not_found')
    if (draft.openUntil! < localDate(at)) refuse('comments_closed', { day: draft.openUntil! })
    await store.insertComment(tx, {
      id: newId(referenceShard),
      draftId: id,
      personId: userOf(call.principal),
      text,
      at,
    })
    await record(tx, { ...call, at }, 'rules.commented', { id, institution: draft.institutionId })
  })
}

/**
 * Publishes a draft as the next version, by somebody who wrote nothing of it, once it was shown for as long as was said.
 * Open and old cases keep their version.
 */
export function publishDraft(
  db: Db,
  id: Uuid,
  reason: string | undefined,
  run: (text: string, content: RuleSetContent) => Promise<ScenarioRun>,
  call: Call,
): Promise<RuleSetPublished> {
  return transact(db, { principal: call.principal }, async (tx, at) => {
    const draft = (await store.lockDraft(tx, id)) ?? refuse('not_found')
    const today = localDate(at)
    const { role } = permit(call.principal, 'ruleset.publish', targetOf(draft), {
      state: stateForPublishing(draft, today),
      reason,
    })
    await assertSound(draft, run)
    if (draft.from < today) refuse('rule_day_too_early', { from: today })
    const { number, institutionId, titleZh, titleEn, from, content, source } = draft
    const published = await publishNext(tx, {
      number,
      institutionId,
      titleZh,
      titleEn,
      from,
      content,
      source,
    })
    await store.changeDraft(tx, id, { state: 'published', publishedVersion: published.version, savedAt: at })
    await record(
      tx,
      { ...call, at },
      'rules.published',
      { id, institution: institutionId, role },
      { ...published, reason },
    )
    return published
  })
}

function stateForPublishing({ state, openUntil }: store.DraftRow, today: LocalDate): true | RefusalCode {
  if (state !== 'open') return state === 'draft' ? 'draft_not_open' : 'draft_not_editable'
  return openUntil! < today || 'comments_running'
}

/** Faults that lint finds, and scenarios that do not pass, keep rules from being shown and published. */
async function assertSound(
  { content, scenarios }: Pick<store.DraftRow, 'content' | 'scenarios'>,
  run: (text: string, content: RuleSetContent) => Promise<ScenarioRun>,
): Promise<void> {
  const faults = lint(content).filter(({ level }) => level === 'error')
  if (faults.length > 0)
    refuse('rules_faulty', { faults: faults.map(({ where, code }) => `${where} ${code}`).join('; ') })
  for (const text of scenarios) {
    const { scenario, passed } = await run(text, content)
    if (!passed) refuse('scenario_fails', { scenario })
  }
}

export type DraftShown = store.DraftRow & {
  lint: Lint[]
  comments: { text: string; at: Date; own: boolean }[]
  may: { edit: boolean; publish: boolean }
}

/** A draft as its makers and readers see it. */
export function showDraft(db: Db, id: Uuid, call: Call): Promise<DraftShown> {
  return read(db, { principal: call.principal }, async (tx, at) => {
    const draft = (await store.findDraft(tx, id)) ?? refuse('not_found')
    permit(call.principal, 'ruleset.read_draft', targetOf(draft))
    return shown(tx, draft, call.principal, localDate(at))
  })
}

async function shown(
  tx: Tx,
  draft: store.DraftRow,
  principal: Principal,
  today: LocalDate,
): Promise<DraftShown> {
  const comments = await store.commentsOn(tx, draft.id)
  const may = (endpoint: 'ruleset.edit_draft' | 'ruleset.publish', state: true | RefusalCode): boolean => {
    try {
      permit(principal, endpoint, targetOf(draft), { state, reason: '?' })
      return true
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return false // What would be refused is not offered.
    }
  }
  return {
    ...draft,
    lint: lint(draft.content),
    comments: comments.map(({ text, at, personId }) => ({ text, at, own: personId === principal.user })),
    may: {
      edit: may('ruleset.edit_draft', draft.state === 'draft' || 'draft_not_editable'),
      publish: may('ruleset.publish', stateForPublishing(draft, today)),
    },
  }
}

/** Drafts in the caller’s reach, the latest first. */
export function listDrafts(db: Db, call: Call): Promise<store.DraftRow[]> {
  permit(call.principal, 'ruleset.list_drafts', {})
  const scope = whereInScope(scopesOf(call.principal, 'ruleset.list_drafts'), {
    institution: 'rulebookDraft.institutionId',
  })
  return read(db, { principal: call.principal }, (tx) => store.draftsWhere(tx, scope))
}

/** What is being shown to everybody now (公示中). */
export function openDrafts(db: Db): Promise<store.DraftRow[]> {
  return read(db, {}, (tx, at) => store.openDraftsOn(tx, localDate(at)))
}

/** A draft that may be tried out on past cases, by whoever may. */
export async function draftForTrial(tx: Tx, id: Uuid, principal: Principal): Promise<store.DraftRow> {
  const draft = (await store.findDraft(tx, id)) ?? refuse('not_found')
  permit(principal, 'ruleset.simulate', targetOf(draft))
  return draft
}
