// recognition/review.ts – what reviewers do: decide a claim, confirm or send back; and how anybody judges a decision again.
import { isDeepStrictEqual } from 'node:util'
import { permit } from '../access/verdict.ts'
import { transact, type Tx } from '../database/connection.ts'
import { wasDone } from '../http/once.ts'
import { userOf } from '../identity/principal.ts'
import type { Vault } from '../identity/vault.ts'
import { postingOf } from '../ledger/operations.ts'
import type { RuleSetContent } from '../rulebook/model.ts'
import { ruleSetVersion } from '../rulebook/operations.ts'
import { creditsShown, type Credits } from '../values/credits.ts'
import { shardOf, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { type Acting, keyOf, type RecognitionBank } from './claims.ts'
import { proposalsOf, settingInForce } from './desk-store.ts'
import { invitationsOf, opinionsIn } from './experts-store.ts'
import {
  amountsFor,
  askedFor,
  type Cap,
  capOf,
  type DecisionKind,
  type ExpertOpinion,
  type Filing,
  type Findings,
  heardBy,
  isConfirmable,
  isDecidable,
  judgeFiling,
  needsSecondReview,
  type Option,
  optionsFor,
  type Outcome,
} from './model.ts'
import {
  type Decided,
  propose,
  sendBack,
  sentBack,
  settle,
  stateAfter,
  submitted,
  type Submitted,
  withMakers,
} from './settling.ts'
import { decisionCause } from './posting.ts'
import * as store from './store.ts'

export type DecisionAsked = {
  decision: DecisionKind
  outcome?: Exclude<Outcome, 'refused'> | undefined
  opinion?: string | undefined
  rule?: string | undefined
  fields: string[]
}

/**
 * Decides a claim, once: decision, audit record and posting commit together or not at all. The claim is judged again by
 * the version it was filed under; what the rules forbid, nobody passes. Where the institution asks for a second person,
 * the decision is a proposal, and nothing is posted.
 */
export function decideClaim(
  { db, vault }: RecognitionBank,
  id: Uuid,
  said: DecisionAsked,
  call: Acting,
): Promise<Decided> {
  const shard = shardOf(id)
  return transact(db, { ...call, shard }, async (tx, at) => {
    const [found = refuse('not_found'), asked, deciders, repeated] = await Promise.all([
      store.lockClaim(tx, id),
      invitationsOf(tx, id),
      store.decidersOf(tx, id),
      wasDone(tx, call, shard),
    ])
    const opinions = opinionsIn(asked)
    const earlier = isDecidable(found.state) === true ? deciders : []
    const right = permit(call.principal, 'transfer.review', withMakers(found, opinions, earlier), {
      state: repeated || isDecidable(found.state),
      reason: said.opinion,
    })
    if (repeated) return decidedBefore(tx, found, userOf(call.principal))
    const claim = submitted(found)
    if (said.decision !== 'approve' && !said.opinion?.trim()) refuse('reason_required')

    const weighed = await weigh(tx, claim, opinions)
    const { setting } = weighed
    const option = chosen(weighed, said, claim)
    const made = {
      ...option,
      ...weighed,
      opinion: await sealed(tx, vault, claim, said.opinion),
      rule: said.rule ?? ruleOf(claim.filing),
      fields: said.fields,
    }
    const by = { call, at, ...right }
    return needsSecondReview(setting, option, claim.filing.category)
      ? propose(tx, claim, made, by)
      : settle(tx, claim, { ...made, proposal: null }, by)
  })
}

export type SecondReview = { confirm: boolean; opinion?: string | undefined }

/**
 * 复审: confirms what a first reviewer proposed, and only then it is carried out; or sends it back to first review, with
 * the reason. Never by who proposed it: the permission table says so, and the database.
 */
export function reviewProposal(
  { db, vault }: RecognitionBank,
  id: Uuid,
  { confirm, opinion }: SecondReview,
  call: Acting,
): Promise<Decided> {
  const shard = shardOf(id)
  return transact(db, { ...call, shard }, async (tx, at) => {
    const [found = refuse('not_found'), proposals, asked, deciders, repeated] = await Promise.all([
      store.lockClaim(tx, id),
      proposalsOf(tx, id),
      invitationsOf(tx, id),
      store.decidersOf(tx, id),
      wasDone(tx, call, shard),
    ])
    const last = proposals.at(-1)
    const opinions = opinionsIn(asked)
    const earlier = isConfirmable(found.state) === true ? deciders : []
    const right = permit(
      call.principal,
      'claim.second_review',
      withMakers(found, opinions, [...earlier, ...(last ? [last.actor] : [])]),
      {
        state: repeated || isConfirmable(found.state),
      },
    )
    const actor = userOf(call.principal)
    if (repeated) return confirm ? decidedBefore(tx, found, actor) : sentBack
    const proposal = last ?? refuse('claim_not_proposed')
    const claim = submitted(found)
    if (!confirm && !opinion?.trim()) refuse('reason_required')
    const words = await sealed(tx, vault, claim, opinion)
    const by = { call, at, ...right }
    if (!confirm) return sendBack(tx, claim, words, by)

    const weighed = await weigh(tx, claim, opinions)
    const option = chosen(weighed, { decision: proposal.kind, outcome: proposal.outcome }, claim)
    const { rule } = proposal
    return settle(tx, claim, { ...option, ...weighed, opinion: words, rule, fields: [], proposal }, by)
  })
}

/** Everything that a decision goes by, asked for together: the version of the rules, what is full, the setting. */
async function weigh(tx: Tx, claim: Submitted, opinions: ExpertOpinion[]) {
  const { filing, asElective } = claim
  const [rules, cap, setting] = await Promise.all([
    rulesOf(tx, claim),
    capFor(tx, claim, filing, true),
    settingInForce(tx, claim.targetInstitutionId ?? claim.issuerId, filing.on),
  ])
  const inputs = heardBy(filing, setting, opinions)
  const findings = judgeFiling(inputs, rules)
  const options = optionsFor(inputs, findings, { asElective, cap })
  return { inputs, findings, experts: opinions.map(({ expert }) => expert), cap, setting, options }
}

const ruleOf = ({ ruleSet }: Filing): string => `${ruleSet.number}/${ruleSet.version}`

/** What a reviewer says is kept under the learner's key. */
async function sealed(
  tx: Tx,
  vault: Vault,
  { learnerId }: store.ClaimRow,
  opinion: string | undefined,
): Promise<Buffer | null> {
  const words = opinion?.trim()
  return words ? (await keyOf(tx, vault, learnerId)).seal('claim/opinion', words) : null
}

/** The answer to a command that was carried out before: from what its actor did last. */
async function decidedBefore(tx: Tx, claim: store.ClaimRow, actor: Uuid): Promise<Decided> {
  const [decisions, proposals] = await Promise.all([
    store.decisionsOf(tx, claim.id),
    proposalsOf(tx, claim.id),
  ])
  const done = [
    ...proposals.map((row) => ({ ...row, state: 'proposed' as const })),
    ...decisions.map((row) => ({ ...row, state: stateAfter(row.kind) })),
  ]
    .filter((row) => row.actor === actor)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
  const last = done.at(-1) ?? refuse('conflict')
  return {
    state: last.state,
    outcome: last.outcome,
    recorded: last.recorded as Credits,
    elective: last.elective as Credits,
    deposited: last.deposited as Credits,
    posted:
      last.state === 'recognised'
        ? ((await postingOf(tx, shardOf(claim.id), decisionCause(claim))) ?? null)
        : null,
  }
}

/** The option that is asked for, or the refusal that stands against it. */
function chosen(
  { options, cap }: { options: Option[]; cap: Cap | null },
  asked: { decision: DecisionKind; outcome?: Outcome | undefined },
  { filing, asElective }: Submitted,
): Option {
  const wanted =
    asked.decision === 'approve'
      ? (asked.outcome ?? askedFor(filing, asElective))
      : asked.decision === 'refuse'
        ? 'refused'
        : null
  const option = options.find(({ decision, outcome }) => decision === asked.decision && outcome === wanted)
  if (!option) return refuse('verdict_forbids')
  if (option.refusal === 'cap_exceeded' && cap)
    refuse('cap_exceeded', { limit: creditsShown(cap.limit), left: creditsShown(cap.left) })
  return option.refusal ? refuse(option.refusal) : option
}

/** The version that the claim was filed under, whatever is in force today. */
export async function rulesOf(
  tx: Tx,
  { ruleSet, ruleSetVersion: version }: Pick<store.ClaimRow, 'ruleSet' | 'ruleSetVersion'>,
): Promise<RuleSetContent> {
  const rules =
    ruleSet !== null && version !== null ? await ruleSetVersion(tx, { number: ruleSet, version }) : undefined
  return rules ?? missing(`A rule set that was judged by is gone: ${ruleSet}/${version}`)
}

const missing = (what: string): never => {
  throw new Error(what)
}

export const capFor = async (
  tx: Tx,
  claim: store.ClaimRow,
  { candidate }: Filing,
  locked: boolean,
): Promise<Cap | null> =>
  candidate ? capOf(candidate.course.credits, await store.countedFor(tx, claim, locked)) : null

export type Replay = { same: boolean; findings: Findings }

/**
 * L-08: judges a stored decision again, from its stored inputs by its stored version; it must come to the same, in every
 * finding and in what it counted.
 */
export async function replay(tx: Tx, decision: store.DecisionRow): Promise<Replay> {
  const findings = judgeFiling(decision.inputs, await rulesOf(tx, decision))
  const amounts = amountsFor(decision.outcome, findings)
  return {
    findings,
    same:
      isDeepStrictEqual(findings, decision.findings) &&
      amounts.recorded === decision.recorded &&
      amounts.elective === decision.elective &&
      amounts.deposited === decision.deposited,
  }
}

export { decisionsOf } from './store.ts'
