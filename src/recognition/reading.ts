// recognition/reading.ts – claims, tasks and outcomes as they are shown: what a reader may see, and no more.
import type { Principal } from '../access/model.ts'
import { maskName, nameAs, viewOf } from '../access/fields.ts'
import { scopesOf } from '../access/scope.ts'
import { permit, verdictFor } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { coursesOn, institutionsNamed, type CourseFound } from '../catalogue/operations.ts'
import { sql } from 'kysely'
import { transact, type Tx } from '../database/connection.ts'
import type { RecognitionEvent } from '../database/tables.ts'
import { type EvidenceKnown, filesOf, usedBefore } from '../evidence/operations.ts'
import { namesOf, readingKeyOf } from '../identity/operations.ts'
import { userOf } from '../identity/principal.ts'
import { whereInScope } from '../identity/scope.ts'
import type { PersonKey, Vault } from '../identity/vault.ts'
import { lots, type LotStanding, postingOf } from '../ledger/operations.ts'
import type { RuleSetContent } from '../rulebook/model.ts'
import { ruleSetVersion } from '../rulebook/operations.ts'
import { addDays, day, localDate, type LocalDate } from '../values/dates.ts'
import { shardOf, type Uuid } from '../values/ids.ts'
import type { Hours, Share } from '../values/quantities.ts'
import { refuse, type RefusalCode } from '../values/refusal.ts'
import {
  type Acting,
  filedOf,
  keyOf,
  type Profile,
  profileOf,
  type RecognitionBank,
  saidBy,
  targetOf,
  usedBy,
} from './claims.ts'
import { type ClaimSaid, compareClaim, examine } from './filing.ts'
import {
  amountsFor,
  type Amounts,
  askedFor,
  type Calendar,
  type Cap,
  type ClaimState,
  type ExpertRule,
  type Filing,
  type Findings,
  heardBy,
  isAppealable,
  isConfirmable,
  isDecidable,
  isEditable,
  isForExperts,
  isHeardEnough,
  isSupplementing,
  isWithCentre,
  isWithdrawable,
  judgeFiling,
  needsSecondReview,
  type Option,
  optionsFor,
  topicsFound,
  workingDaysBetween,
} from './model.ts'
import { appealedTarget } from './appeal.ts'
import { appealOf, type ProposalRow, proposalsOf, settingInForce } from './desk-store.ts'
import { behindRecord } from './records/behind.ts'
import { type ExpertsShown, expertsOf } from './experts.ts'
import { invitationsOf, opinionsIn } from './experts-store.ts'
import { decisionCause } from './posting.ts'
import { capFor } from './review.ts'
import { withMakers } from './settling.ts'
import { supplementHours } from './supplement.ts'
import * as store from './store.ts'

type Named = { id: Uuid; nameZh: string; nameEn: string | null }

/** A claim in a list, with the names that it needs. */
export type Listed = store.ListedClaim & {
  issuer: Named | null
  target: { institution: Named; course: CourseFound | null } | null
  daysLeft: number | null
}

/** Working days are counted within this many days of today; older promises are late anyway. */
const calendarDays = 400

/** Adds names and days left to rows of a list. */
async function described(tx: Tx, rows: readonly store.ListedClaim[], today: LocalDate): Promise<Listed[]> {
  const institutions = await institutionsNamed(
    tx,
    rows.flatMap(({ issuerId, targetInstitutionId }) => [issuerId ?? [], targetInstitutionId ?? []].flat()),
  )
  const courses = await coursesOn(tx, [...new Set(rows.flatMap((row) => row.targetCourseId ?? []))], today)
  const byId = new Map(courses.map((course) => [course.id, course]))
  const calendar = await calendarNear(tx, today)
  return rows.map((row) => {
    const institution = row.targetInstitutionId && institutions.get(row.targetInstitutionId)
    return {
      ...row,
      issuer: (row.issuerId && institutions.get(row.issuerId)) || null,
      target: institution
        ? { institution, course: (row.targetCourseId && byId.get(row.targetCourseId)) || null }
        : null,
      daysLeft:
        isWithCentre(row.state) && row.promisedOn !== null
          ? workingDaysBetween(today, day(row.promisedOn), calendar)
          : null,
    }
  })
}

const calendarNear = (tx: Tx, today: LocalDate): Promise<Calendar> =>
  store.calendarAround(tx, addDays(today, -calendarDays), addDays(today, calendarDays))

export type ListedWithOpinion = Listed & { opinion: string | null }

/** The caller's claims; for staff those in their reach. */
export function listClaims(
  { db, vault }: RecognitionBank,
  { state, page }: { state: ClaimState | undefined; page: store.Page },
  call: Acting,
): Promise<{ rows: ListedWithOpinion[]; total: number }> {
  const user = userOf(call.principal)
  const scopes = scopesOf(call.principal, 'transfer.list')
  const ownOnly = scopes.every(({ scope }) => scope === 'subject')
  return transact(db, { ...call, shard: ownOnly ? shardOf(user) : 'all' }, async (tx, at) => {
    const reach = whereInScope(scopes, columns)
    const { rows, total } = await store.findClaims(tx, { reach, user, state }, page)
    const listed = await described(tx, rows, localDate(at))
    const own = listed.filter(
      ({ learnerId, state }) =>
        learnerId === user && ['returned', 'supplementing', 'refused'].includes(state),
    )
    const opinions = await lastOpinions(tx, vault, own)
    return { total, rows: listed.map((row) => ({ ...row, opinion: opinions.get(row.id) ?? null })) }
  })
}

const columns = {
  id: 'recognitionClaim.id',
  shard: 'recognitionClaim.shard',
  subject: 'recognitionClaim.learnerId',
  institution: 'recognitionClaim.issuerId',
  party: 'recognitionClaim.targetInstitutionId',
}

async function lastOpinions(
  tx: Tx,
  vault: Vault,
  claims: readonly { id: Uuid; learnerId: Uuid }[],
): Promise<Map<Uuid, string>> {
  const [first] = claims
  if (!first) return new Map()
  const key = await keyOf(tx, vault, first.learnerId)
  const events = await store.eventsOf(
    tx,
    claims.map(({ id }) => id),
  )
  return new Map(
    events.flatMap(({ claimId, opinion }) =>
      opinion ? [[claimId, key.open('claim/opinion', opinion)] as const] : [],
    ),
  )
}

export type Person = { role: 'learner' | 'reviewer' | 'expert'; name: string | null }
export type Happened = {
  kind: RecognitionEvent['kind']
  at: Date
  by: Person
  opinion: string | null
  fields: string[]
  hours: number | null
}

/** A claim with everything that belongs to it. */
export type Shown = {
  claim: store.ClaimRow
  listed: Listed
  said: ClaimSaid
  learner: { name: string } & Profile
  files: EvidenceKnown[]
  compared: {
    filing: Filing
    findings: Findings
    rules: RuleSetContent
    amounts: Amounts
    cap: Cap | null
  } | null
  timeline: Happened[]
  posting: { shard: number; seq: number } | null
  proposal: Proposed | null
  appealUntil: LocalDate | null
  appeal: Appealed | null
  may: {
    edit: boolean
    submit: boolean
    withdraw: boolean
    decide: boolean
    confirm: boolean
    makeUp: boolean
    appeal: boolean
  }
}

/** 申诉 with its words; `refusal` is what stands against the reader's answering it. */
export type Appealed = {
  filedAt: Date
  promisedOn: string
  grounds: string
  answer: { words: string; at: Date } | null
  refusal: RefusalCode | null
}

/** What waits for a second person; `refusal` is what stands against the reader's confirming it. */
export type Proposed = Omit<ProposalRow, 'opinion'> & {
  opinion: string | null
  name: string | null
  refusal: RefusalCode | null
}

/** A claim, for its learner or for staff in whose reach it is; a look at somebody else's is on record. */
export function showClaim(bank: RecognitionBank, id: Uuid, call: Acting): Promise<Shown> {
  return transact(bank.db, { ...call, shard: shardOf(id) }, async (tx, at) => {
    const claim = await readable(tx, id, call, at)
    return shown(tx, bank, claim, call, localDate(at))
  })
}

async function readable(tx: Tx, id: Uuid, call: Acting, at: Date): Promise<store.ClaimRow> {
  const claim = (await store.findClaim(tx, id)) ?? refuse('not_found')
  const own = claim.learnerId === call.principal.user
  if (!own && claim.number === null) refuse('not_found')
  const { role, grantor } = permit(call.principal, 'transfer.read', targetOf(claim))
  if (!own)
    await record(
      tx,
      { ...call, at },
      'claim.read',
      { id, subject: claim.learnerId, institution: claim.issuerId, role, grantor },
      {},
    )
  return claim
}

async function shown(
  tx: Tx,
  { vault, memory }: RecognitionBank,
  claim: store.ClaimRow,
  { principal, language }: Acting,
  today: LocalDate,
): Promise<Shown> {
  const key = await readingKeyOf(tx, vault, claim.learnerId, language)
  const [listed] = await described(tx, [claim], today)
  const said = saidBy(claim, key)
  const own = claim.learnerId === principal.user
  const files = await filesOf(tx, vault, claim.learnerId, claim.files)
  const events = await store.eventsOf(tx, [claim.id])
  const people = [...new Set([claim.learnerId, ...events.map(({ actor }) => actor)])]
  const names = await namesOf(tx, vault, people, language)
  const last = claim.state === 'proposed' ? (await proposalsOf(tx, claim.id)).at(-1) : undefined
  const opinions = opinionsIn(isWithCentre(claim.state) ? await invitationsOf(tx, claim.id) : [])
  const earlier = isWithCentre(claim.state) ? await store.decidersOf(tx, claim.id) : []
  const target = withMakers(claim, opinions, [...earlier, ...(last ? [last.actor] : [])])
  const confirming = last && verdictFor(principal, 'claim.second_review', target)
  const { appealUntil, appeal, mayAppeal } = await appealFor(tx, claim, key, principal, today)
  const posted =
    claim.state === 'recognised' ? await postingOf(tx, shardOf(claim.id), decisionCause(claim)) : undefined
  return {
    claim,
    listed: listed ?? refuse('not_found'),
    said,
    learner: {
      ...(await profileOf(tx, key, claim.learnerId)),
      name: seen(principal, claim, names.get(claim.learnerId) ?? ''),
    },
    files,
    compared: await comparedFor(tx, memory, claim, said, files, today),
    timeline: events.map(({ kind, at, actor, opinion, fields, hours }) => {
      const name = names.get(actor)
      const isLearner = actor === claim.learnerId
      return {
        kind,
        at,
        by: {
          role: isLearner ? 'learner' : byExperts.has(kind) ? 'expert' : 'reviewer',
          name:
            name === undefined || (own && byExperts.has(kind))
              ? null
              : isLearner
                ? seen(principal, claim, name)
                : own
                  ? maskName(name)
                  : name,
        },
        // What reviewers say to each other is theirs until it is decided.
        opinion:
          opinion === null || (own && isWithCentre(claim.state) && amongReviewers.has(kind))
            ? null
            : key.open('claim/opinion', opinion),
        fields,
        hours,
      }
    }),
    posting: posted ? { shard: posted.shard, seq: posted.seq } : null,
    appealUntil,
    appeal,
    proposal:
      last && confirming
        ? {
            ...last,
            opinion: last.opinion && key.open('claim/opinion', last.opinion),
            name: names.get(last.actor) ?? null,
            refusal: confirming.may ? null : confirming.refusal,
          }
        : null,
    may: {
      edit: own && isEditable(claim.state) === true,
      submit: own && isEditable(claim.state) === true,
      withdraw: own && isWithdrawable(claim.state) === true,
      decide: isDecidable(claim.state) === true && verdictFor(principal, 'transfer.review', target).may,
      makeUp: own && isSupplementing(claim.state) === true,
      appeal: own && mayAppeal,
      confirm: isConfirmable(claim.state) === true && confirming?.may === true,
    },
  }
}

/** Until when a decided claim can be appealed against, and the appeal that was filed. */
async function appealFor(
  tx: Tx,
  claim: store.ClaimRow,
  key: PersonKey,
  principal: Principal,
  today: LocalDate,
): Promise<Pick<Shown, 'appealUntil' | 'appeal'> & { mayAppeal: boolean }> {
  const { filing, decidedAt } = claim
  if (decidedAt === null || filing === null) return { appealUntil: null, appeal: null, mayAppeal: false }
  const setting = await settingInForce(tx, claim.targetInstitutionId ?? claim.issuerId, filing.on)
  const [filed, decisions] = [await appealOf(tx, claim.id), await store.decisionsOf(tx, claim.id)]
  const decidedOn = localDate(decidedAt)
  const answering = verdictFor(principal, 'appeal.decide', appealedTarget(claim, decisions.at(-1)))
  return {
    appealUntil: addDays(decidedOn, setting.appealDays),
    mayAppeal: isAppealable({ decidedOn, appealed: filed !== undefined }, setting, today) === true,
    appeal: filed
      ? {
          filedAt: filed.filedAt,
          promisedOn: filed.promisedOn,
          grounds: key.open('claim/opinion', filed.grounds),
          answer: filed.answer && { ...filed.answer, words: key.open('claim/opinion', filed.answer.words) },
          refusal: answering.may ? null : answering.refusal,
        }
      : null,
  }
}

const amongReviewers = new Set<Happened['kind']>(['proposed', 'sent_back'])
/** Experts are asked and heard without their names: to a learner they are the bank’s. */
const byExperts = new Set<Happened['kind']>(['expert_heard'])

/** A learner's name as far as the reader may see it. */
function seen(principal: Principal, claim: store.ClaimRow, name: string): string {
  return nameAs(viewOf(principal, 'name', targetOf(claim)), name) ?? '*'
}

/** As it was compared when it was submitted; a draft, or what is being put right, as it would be compared today. */
async function comparedFor(
  tx: Tx,
  memory: RecognitionBank['memory'],
  claim: store.ClaimRow,
  said: ClaimSaid,
  files: readonly EvidenceKnown[],
  today: LocalDate,
): Promise<Shown['compared']> {
  const open = isEditable(claim.state) === true
  const now = open ? await comparedNow(tx, memory, claim, said, files, today) : null
  const filing = open ? now?.filing : claim.filing
  if (!filing) return null
  const { number, version } = filing.ruleSet
  const rules = now?.rules ?? (await ruleSetVersion(tx, { number, version })) ?? refuse('not_found')
  const findings = judgeFiling(filing, rules)
  const outcome = claim.outcome ?? askedFor(filing, claim.asElective)
  // What was counted goes by what the decision found: with the opinions of experts it is more than a machine's.
  const decided = claim.decidedAt === null ? undefined : (await store.decisionsOf(tx, claim.id)).at(-1)
  return {
    filing,
    findings,
    rules,
    amounts: amountsFor(outcome, decided?.findings ?? findings),
    cap: await capFor(tx, claim, filing, false),
  }
}

async function comparedNow(
  tx: Tx,
  memory: RecognitionBank['memory'],
  claim: store.ClaimRow,
  said: ClaimSaid,
  files: readonly EvidenceKnown[],
  today: LocalDate,
): Promise<{ filing: Filing; rules: RuleSetContent } | null> {
  const examined = await examine(tx, said, claim.learnerId, today)
  if (examined.flaws.length > 0) return null
  const filed = await compareClaim(tx, memory(), said, examined, filedOf(files), today)
  return 'filing' in filed ? { filing: filed.filing, rules: filed.ruleSet.content } : null
}

export type TaskQuery = {
  state: store.TaskState
  verdict?: store.TaskFilter['verdict']
  overdue?: boolean | undefined
  q?: string | undefined
  alike?: Uuid | undefined
  page: store.Page
}
export type Task = Listed & { alike: number; learnerName: string; supplemented: boolean; overdue: boolean }
export type Tasks = {
  rows: Task[]
  total: number
  counts: {
    open: number
    second: number
    appeal: number
    overdue: number
    done: number
    verdicts: Record<string, number>
  }
  user: Uuid
}

/** Tasks in the caller's reach, with counts for the filters. */
export function listTasks({ db, vault }: RecognitionBank, query: TaskQuery, call: Acting): Promise<Tasks> {
  const user = userOf(call.principal)
  return transact(db, { ...call, shard: 'all' }, async (tx, at) => {
    const today = localDate(at)
    const reach = reachOf(call.principal)
    const like = query.alike === undefined ? undefined : await store.findClaim(tx, query.alike)
    const { rows, total } = await store.findTasks(
      tx,
      {
        reach,
        state: query.state,
        verdict: query.verdict,
        q: query.q,
        alike: query.alike === undefined ? undefined : (like ?? refuse('not_found')),
        overdueOn: query.overdue === true ? today : undefined,
        notOverdueOn: query.overdue === false ? today : undefined,
        decidedBy: query.state === 'done' ? user : undefined,
      },
      query.page,
    )
    const listed = await described(tx, rows, today)
    const learners = [...new Set(rows.map(({ learnerId }) => learnerId))]
    const names = await namesOf(tx, vault, learners, call.language)
    const events =
      rows.length === 0
        ? []
        : await store.eventsOf(
            tx,
            rows.map(({ id }) => id),
          )
    const supplemented = new Set(
      events.flatMap(({ kind, claimId }) => (kind === 'supplemented' ? [claimId] : [])),
    )
    const counted = await store.countTasks(tx, reach, today, user)
    const asked = query.state === 'second' ? counted.second : counted.open
    return {
      user,
      total,
      rows: listed.map((row, place) => {
        const view = viewOf(call.principal, 'name', { subject: row.learnerId, institution: row.issuerId })
        const name = names.get(row.learnerId) ?? ''
        return {
          ...row,
          alike: rows[place]!.alike,
          learnerName: view === 'full' ? name : maskName(name),
          supplemented: supplemented.has(row.id),
          overdue: isWithCentre(row.state) && row.promisedOn !== null && row.promisedOn < today,
        }
      }),
      counts: {
        open: counted.open.reduce((sum, { n }) => sum + n, 0),
        second: counted.second.reduce((sum, { n }) => sum + n, 0),
        appeal: counted.appeal,
        overdue: asked.reduce((sum, { late }) => sum + late, 0),
        done: counted.done,
        verdicts: Object.fromEntries(asked.map(({ verdict, n }) => [verdict ?? 'none', n])),
      },
    }
  })
}

const reachOf = (principal: Principal) =>
  whereInScope(scopesOf(principal, 'task.list'), {
    ...columns,
    institution: 'recognitionClaim.targetInstitutionId',
  })

export type CaseShown = {
  shown: Shown
  changed: string[]
  usedBefore: { claim: store.ListedClaim; same: 'file' | 'certificate' | 'outcome' }[]
  history: Listed[]
  similar: Awaited<ReturnType<typeof store.findSimilar>>
  options: (Option & { second: boolean })[]
  experts: {
    asked: ExpertsShown
    rule: ExpertRule | null
    days: number
    /** On the average. */
    topics: Share | null
    suffices: boolean
    mayAsk: boolean
  }
  /** What a reviewer can ask to be made up. */
  supplementHours: Hours | null
  nextId: Uuid | null
  previousId: Uuid | null
}

/** Everything that a decision needs on one page. */
export function showCase(bank: RecognitionBank, id: Uuid, call: Acting): Promise<CaseShown> {
  const user = userOf(call.principal)
  return transact(bank.db, { ...call, shard: 'all' }, async (tx, at) => {
    const today = localDate(at)
    const claim = await readable(tx, id, call, at)
    const whole = await shown(tx, bank, claim, call, today)
    // The ledger has narrowed what is seen to one shard.
    await lookEverywhere(tx)
    const uses = await usedBefore(tx, bank.vault, usedBy(claim, whole.said, whole.files), id)
    const others = await store.findByIds(
      tx,
      uses.map((use) => use.claim),
    )
    const last = whole.timeline.at(-1)
    return {
      shown: whole,
      changed: last?.kind === 'supplemented' ? last.fields : [],
      usedBefore: others.flatMap((other) => {
        const use = uses.find(({ claim: used }) => used === other.id)
        return use && other.number !== null ? [{ claim: other, same: use.kind }] : []
      }),
      history: await described(tx, await store.findHistory(tx, claim), today),
      similar: await store.findSimilar(tx, claim),
      ...(await weighedFor(tx, bank, claim, whole.compared, call, today)),
      supplementHours: whole.may.decide
        ? supplementHours(claim, whole.compared?.findings.judgement ?? null)
        : null,
      ...(await store.neighbours(tx, { reach: reachOf(call.principal), user, claim })),
    }
  })
}

/** What may be decided, with what experts found. */
async function weighedFor(
  tx: Tx,
  bank: RecognitionBank,
  claim: store.ClaimRow,
  compared: Shown['compared'],
  call: Acting,
  today: LocalDate,
): Promise<Pick<CaseShown, 'options' | 'experts'>> {
  const asked = await expertsOf(tx, bank, claim, call)
  const setting = await settingInForce(
    tx,
    claim.targetInstitutionId ?? claim.issuerId,
    compared?.filing.on ?? today,
  )
  const opinions = opinionsIn(asked)
  const { rule, days } = setting.experts
  const experts = {
    asked,
    rule,
    days,
    topics: topicsFound(opinions),
    suffices: rule !== null && isHeardEnough({ rule, opinions }),
    mayAsk:
      isForExperts(claim) === true && verdictFor(call.principal, 'claim.invite_expert', targetOf(claim)).may,
  }
  if (!compared) return { options: [], experts }
  const { filing, rules, cap } = compared
  const heard = heardBy(filing, setting, opinions)
  const options = optionsFor(heard, judgeFiling(heard, rules), { asElective: claim.asElective, cap })
  return {
    experts,
    options: options.map((option) => ({
      ...option,
      second: needsSecondReview(setting, option, filing.category),
    })),
  }
}

const lookEverywhere = (tx: Tx): Promise<unknown> =>
  sql`select set_config('app.shard', 'all', true)`.execute(tx)

export type OutcomeShown = {
  claim: store.ClaimRow
  issuer: Named | null
  lots: { lot: LotStanding; unit: Named }[]
}

/** 学习成果档案: what a learner says to have learnt, and what became of it. */
export function listOutcomes({ db }: RecognitionBank, call: Acting): Promise<OutcomeShown[]> {
  const learner = userOf(call.principal)
  return transact(db, { ...call, shard: shardOf(learner) }, async (tx, at) => {
    const claims = await store.findOutcomes(tx, learner)
    const standing = await lots(tx, learner, { effectiveDay: localDate(at) })
    const made = new Map<Uuid, LotStanding[]>()
    for (const claim of claims.filter(({ state }) => state === 'recognised')) {
      const posted = await postingOf(tx, shardOf(claim.id), decisionCause(claim))
      const ids = new Set(posted?.lots.map(({ lot }) => lot))
      made.set(
        claim.id,
        standing.filter(({ lot }) => ids.has(lot)),
      )
    }
    const names = await institutionsNamed(tx, [
      ...claims.flatMap(({ issuerId }) => issuerId ?? []),
      ...standing.map(({ unit }) => unit),
    ])
    return claims.map((claim) => ({
      claim,
      issuer: (claim.issuerId && names.get(claim.issuerId)) || null,
      lots: (made.get(claim.id) ?? []).flatMap((lot) => {
        const unit = names.get(lot.unit)
        return unit ? [{ lot, unit }] : []
      }),
    }))
  })
}

/** What stands behind a posting: its claim, evidence, rules and people. Undefined when it is for no claim. */
export type Behind = {
  claim: { id: Uuid; number: string } | null
  record: { id: Uuid; number: string } | null
  outcome: {
    title: string
    issuer: Named
    hours: number | null
    grade: string | null
    earnedOn: string | null
  }
  evidence: EvidenceKnown[]
  rules: Filing['ruleSet'][]
  people: { did: 'filed' | 'entered' | 'proposed' | 'decided'; name: string; at: Date }[]
}

/** A cause is a claim's id, alone or with what was done for it. */
export async function behindPosting(
  tx: Tx,
  vault: Vault,
  cause: string,
  { principal, language }: Pick<Acting, 'principal' | 'language'>,
): Promise<Behind | undefined> {
  const id = /^[0-9a-f-]{36}(?=$|\/)/.exec(cause)?.[0] as Uuid | undefined
  const claim = id && (await store.findClaim(tx, id))
  if (id && !claim) return behindRecord(tx, vault, id, language)
  if (!claim?.filing || claim.number === null || claim.issuerId === null) return undefined
  const issuer = (await institutionsNamed(tx, [claim.issuerId])).get(claim.issuerId)
  if (!issuer) return undefined
  const [decisions, proposals] = await Promise.all([
    store.decisionsOf(tx, claim.id),
    proposalsOf(tx, claim.id),
  ])
  const decision = decisions.findLast(({ kind }) => kind !== 'return')
  const proposal = proposals.find(({ id }) => id === decision?.proposalId)
  const reviews = [
    ...(proposal ? [{ ...proposal, did: 'proposed' as const }] : []),
    ...(decision ? [{ ...decision, did: 'decided' as const }] : []),
  ]
  const people = [claim.learnerId, ...reviews.map(({ actor }) => actor)]
  const names = await namesOf(tx, vault, people, language)
  return {
    claim: { id: claim.id, number: claim.number },
    record: null,
    outcome: {
      title: claim.filing.title,
      issuer,
      hours: claim.filing.hours,
      grade: claim.filing.grade.text,
      earnedOn: claim.earnedOn,
    },
    evidence: await filesOf(tx, vault, claim.learnerId, claim.files),
    rules: claim.filing.candidate?.rules ?? [claim.filing.ruleSet],
    people: [
      ...(claim.submittedAt
        ? [
            {
              did: 'filed' as const,
              name: seen(principal, claim, names.get(claim.learnerId) ?? ''),
              at: claim.submittedAt,
            },
          ]
        : []),
      ...reviews.map(({ did, actor, at }) => ({ did, name: maskName(names.get(actor) ?? ''), at })),
    ],
  }
}

/** The profile of whoever asks. */
export function ownProfile(
  { db, vault }: RecognitionBank,
  call: Acting,
): Promise<Profile & { name: string; institution: Named | null }> {
  const learner = userOf(call.principal)
  return transact(db, { ...call, shard: shardOf(learner) }, async (tx) => {
    const key = await keyOf(tx, vault, learner)
    const profile = await profileOf(tx, key, learner)
    const { institutionId } = profile
    const names = await namesOf(tx, vault, [learner], call.language)
    const institutions = await institutionsNamed(tx, institutionId ? [institutionId] : [])
    return {
      ...profile,
      name: names.get(learner) ?? '',
      institution: (institutionId && institutions.get(institutionId)) || null,
    }
  })
}
