// recognition/model.ts – 认定: a course learnt beside the courses it may count for, compared and judged; and what may be
// decided about a claim. Pure.
import { courseLevels, type Course, type CourseLevel } from '../catalogue/model.ts'
import type { Conflict } from '../matching/title.ts'
import type { TopicCoverage } from '../matching/topics.ts'
import {
  creditsForHours,
  type Case,
  type Equivalency,
  type Judgement,
  judge,
  type Learnt,
  type Reason,
  type RuleReference,
  type RuleSetContent,
} from '../rulebook/model.ts'
import { creditsFromHundredths, type Credits } from '../values/credits.ts'
import { addDays, type LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import type { Hours, Share } from '../values/quantities.ts'
import type { RefusalCode } from '../values/refusal.ts'

/** What comparing two courses found. */
export type Compared = {
  titleScore: number
  titleAccepted: boolean
  conflicts: Conflict[]
  coverage: TopicCoverage | null
}

export type Candidate = {
  course: Course
  compared: Compared
  /** What was judged: with the rule set's version it gives the judgement again. */
  case: Case
  equivalency: Equivalency | null
  judgement: Judgement
  rules: RuleReference[]
}

/** Best first: what people decided, then what is most alike; among equals the better verdict, the more credits, the code. */
export function inOrder(candidates: Candidate[]): Candidate[] {
  return [...candidates].sort(
    (a, b) =>
      likeness(b) - likeness(a) ||
      verdicts.indexOf(a.judgement.verdict) - verdicts.indexOf(b.judgement.verdict) ||
      b.judgement.recorded - a.judgement.recorded ||
      (a.course.code < b.course.code ? -1 : 1),
  )
}

const verdicts = ['approved', 'needs_supplement', 'expert_review', 'rejected']

/** One number for order only, never for a decision: a decided pair, else topics before titles, less where they conflict. */
function likeness({ equivalency, compared: { coverage, titleScore, conflicts } }: Candidate): number {
  if (equivalency) return 3
  const alike = coverage ? (2 * (coverage.share / 10_000) + titleScore) / 3 : titleScore
  return Math.round((alike - (conflicts.length > 0 ? 1 : 0)) * 1000) / 1000
}

/** A level below the target's is a conflict of level (source: CN-13); unknown levels are none. */
export const levelConflicts = (source: CourseLevel | null, target: CourseLevel | null): boolean =>
  source !== null && target !== null && courseLevels.indexOf(source) < courseLevels.indexOf(target)

/** 草稿 · 已提交 · 补修中 · 复审中 · 退回补正 · 已认定 · 不予认定 · 已撤回. */
export const claimStates = [
  'draft',
  'submitted',
  'supplementing',
  'proposed',
  'returned',
  'recognised',
  'refused',
  'withdrawn',
] as const
export type ClaimState = (typeof claimStates)[number]

/** Who has it: the learner, the centre's first reviewers, its second ones, nobody any more. */
export const stages = ['learner', 'centre', 'second', 'closed'] as const
export type Stage = (typeof stages)[number]

/** 通过 · 退回补正 · 不予通过. */
export const decisionKinds = ['approve', 'return', 'refuse'] as const
export type DecisionKind = (typeof decisionKinds)[number]

/** Counted as the course (with its surplus), as elective, kept in the issuer's scheme, or nothing. */
export const outcomes = ['converted', 'elective', 'deposited', 'refused'] as const
export type Outcome = (typeof outcomes)[number]

/** A claim as it was compared when it was submitted: enough to show it, and to judge it again by the same version. */
export type Filing = {
  title: string
  titleEn: string | null
  course: { id: Uuid; code: string; version: number } | null
  hours: Hours | null
  grade: { text: string | null; read: Learnt['grade'] }
  /** Evidence files with the SHA-256 of each, hexadecimal, in the order of reading. */
  files: { id: Uuid; sha256: string }[]
  learnt: Learnt
  /** Credits of the account that it is about, instead of a course. */
  lot: { id: Uuid; amount: Credits } | null
  candidate: {
    course: Course
    compared: Compared
    case: Case
    equivalency: Equivalency | null
    rules: RuleReference[]
  } | null
  /** 学历 · 证书 · 培训 · 其他. */
  category: Category
  ruleSet: RuleReference
  on: LocalDate
  /** 补修: hours made up since, beside those of the course. */
  supplement?: { hours: Hours }
  /** Of a decision alone: what experts found, where it may stand for the comparison of content. */
  experts?: Heard
}

export const categories = ['degree', 'certificate', 'training', 'other'] as const
export type Category = (typeof categories)[number]

/** What a filing came to under a rule set: 认定 in the issuer's scheme, and 转换 where there is a target. */
export type Findings = { recognition: Recognition; judgement: Judgement | null }

export const judgeFiling = (filing: Filing, rules: RuleSetContent): Findings => ({
  recognition: recognise(filing, rules),
  judgement:
    filing.candidate && judgeHeard(madeUp(filing.candidate.case, filing, rules), filing.experts, rules),
})

/** The case with the hours that were made up. */
function madeUp(asked: Case, { supplement }: Filing, rules: RuleSetContent): Case {
  const { source } = judge(asked, rules).hours
  if (supplement === undefined || source === null) return asked
  return { ...asked, learnt: { ...asked.learnt, hours: (source + supplement.hours) as Hours } }
}

/** 专家评审: how much of the target's topics an expert finds covered. */
export type ExpertOpinion = { expert: Uuid; topics: Share }
/** How many opinions an institution wants, and how much they must find covered on the average. */
export type ExpertRule = { opinionsMin: number; topicsMin: Share }
export type Heard = { rule: ExpertRule; opinions: ExpertOpinion[] }

/** The average of what experts found, cut, never rounded up over a threshold; null while none has answered. */
export const topicsFound = (opinions: readonly ExpertOpinion[]): Share | null =>
  opinions.length === 0
    ? null
    : (Math.floor(opinions.reduce((sum, { topics }) => sum + topics, 0) / opinions.length) as Share)

/** Whether the opinions are enough to stand for the comparison of content. */
export const isHeardEnough = ({ rule, opinions }: Heard): boolean =>
  opinions.length >= rule.opinionsMin && (topicsFound(opinions) ?? 0) >= rule.topicsMin

/**
 * Where content is a matter for experts and enough of them found enough covered, their finding stands for the comparison;
 * hours, grade and every other rule are judged as ever.
 */
function judgeHeard(asked: Case, heard: Heard | undefined, rules: RuleSetContent): Judgement {
  const judgement = judge(asked, rules)
  if (judgement.verdict !== 'expert_review' || heard === undefined || !isHeardEnough(heard)) return judgement
  const likeness = { titleAccepted: false, overlap: topicsFound(heard.opinions), conflicts: [] }
  const overlapMin = heard.rule.topicsMin / 10_000
  return judge({ ...asked, likeness }, { ...rules, content: { ...rules.content, overlapMin } })
}

/** 认定: the outcome in its issuer's own scheme. `credits` is null when nobody knows how many. */
export type Recognition = { met: boolean; credits: Credits | null; reasons: Reason[] }

/** An outcome is recognised for the credits its issuer gives it, or for its hours in the issuer's scheme. */
export function recognise(
  { learnt, lot }: Pick<Filing, 'learnt' | 'lot'>,
  rules: RuleSetContent,
): Recognition {
  if (lot) return { met: true, credits: lot.amount, reasons: [] }
  const { credits, hours, hoursPerCredit, grade } = learnt
  const earned =
    credits ??
    (hours !== null && hoursPerCredit !== null
      ? creditsForHours(hours, hoursPerCredit, rules.rounding)
      : null)
  const reasons: Reason[] = [
    ...(grade && !grade.passed ? (['FAILED_AT_SOURCE'] as const) : []),
    ...(grade === null ? (['GRADE_MISSING'] as const) : []),
    ...(earned === null || earned === 0 ? (['HOURS_UNKNOWN'] as const) : []),
  ]
  return { met: reasons.length === 0, credits: earned, reasons }
}

/** What a decision counts: for the course, as elective, for nothing; and what stays in the issuer's scheme. */
export type Amounts = { recorded: Credits; elective: Credits; forfeited: Credits; deposited: Credits }

const none = 0 as Credits
const nothing: Amounts = { recorded: none, elective: none, forfeited: none, deposited: none }

export function amountsFor(outcome: Outcome | null, { recognition, judgement }: Findings): Amounts {
  switch (outcome) {
    case 'converted': {
      if (!judgement) return nothing
      const { recorded, surplus, surplusPolicy } = judgement
      return surplusPolicy === 'elective'
        ? { ...nothing, recorded, elective: surplus }
        : { ...nothing, recorded, forfeited: surplus }
    }
    case 'elective':
      return { ...nothing, elective: judgement?.electiveOffer ?? none }
    case 'deposited':
      return { ...nothing, deposited: recognition.credits ?? none }
    case 'refused':
    case null:
      return nothing
  }
}

/** The outcome that a claim asks for. */
export const askedFor = ({ candidate }: Pick<Filing, 'candidate'>, asElective: boolean): Outcome =>
  candidate === null ? 'deposited' : asElective ? 'elective' : 'converted'

export type Option = {
  decision: DecisionKind
  outcome: Outcome | null
  amounts: Amounts
  refusal: RefusalCode | null
}

/** What the target course can still take in one account; null where there is no target or it has no credits. */
export type Cap = { limit: Credits; used: Credits; left: Credits }

export const capOf = (limit: Credits | null, used: number): Cap | null =>
  limit === null
    ? null
    : {
        limit,
        used: creditsFromHundredths(used),
        left: creditsFromHundredths(Math.max(0, limit - used)),
      }

/**
 * Every decision there is, and the refusal that it would meet. What the rules say no to, no reviewer passes; elective
 * credits only where the learner asked for them; what is recognised but not converted stays in the issuer's scheme.
 */
export function optionsFor(
  filing: Pick<Filing, 'candidate' | 'lot'>,
  findings: Findings,
  { asElective, cap }: { asElective: boolean; cap: Cap | null },
): Option[] {
  const { recognition, judgement } = findings
  const option = (decision: DecisionKind, outcome: Outcome | null, refusal: RefusalCode | null): Option => ({
    decision,
    outcome,
    amounts: amountsFor(outcome, findings),
    refusal,
  })
  const converting = filing.candidate
    ? [
        option(
          'approve',
          'converted',
          !recognition.met || judgement?.verdict !== 'approved'
            ? 'verdict_forbids'
            : cap && judgement.recorded > cap.left
              ? 'cap_exceeded'
              : null,
        ),
        option(
          'approve',
          'elective',
          !asElective
            ? 'elective_not_asked'
            : !recognition.met || !judgement?.electiveOffer
              ? 'verdict_forbids'
              : null,
        ),
      ]
    : []
  return [
    ...converting,
    ...(filing.lot ? [] : [option('approve', 'deposited', recognition.met ? null : 'verdict_forbids')]),
    option('return', null, null),
    option('refuse', 'refused', null),
  ]
}

/** Which decisions a second person confirms (复审): none, all, or some by what they count and where it comes from. */
export const secondReviews = ['never', 'some', 'always'] as const

/** How an institution wants claims decided, from a day on. */
export type Setting = {
  second: {
    when: (typeof secondReviews)[number]
    /** Of `some`: above so many credits counted, or where the outcome is of such a kind. */
    above: Credits | null
    categories: readonly Category[]
  }
  experts: {
    /** Null: opinions are advice, and approve nothing. */
    rule: ExpertRule | null
    /** Working days within which they are asked to answer. */
    days: number
  }
  /** Days after a decision within which its learner may appeal. */
  appealDays: number
}

/** Why a decision can't be appealed against now; true when it can: once, and until its last day. */
export function isAppealable(
  claim: { decidedOn: LocalDate | null; appealed: boolean },
  { appealDays }: Pick<Setting, 'appealDays'>,
  today: LocalDate,
): true | RefusalCode {
  if (claim.decidedOn === null) return 'nothing_decided'
  if (claim.appealed) return 'appeal_filed'
  return today <= addDays(claim.decidedOn, appealDays) ? true : 'appeal_late'
}

/** The filing that a decision is judged by: with what experts found, where the institution lets it count. */
export const heardBy = (filing: Filing, { experts }: Setting, opinions: readonly ExpertOpinion[]): Filing =>
  experts.rule && opinions.length > 0
    ? { ...filing, experts: { rule: experts.rule, opinions: [...opinions] } }
    : filing

/** Why nobody is to be asked for an opinion about a claim; true when experts are. */
export const isForExperts = (claim: {
  state: ClaimState
  verdict: Judgement['verdict'] | null
  asElective: boolean
}): true | RefusalCode => {
  const decidable = isDecidable(claim.state)
  if (decidable !== true) return decidable
  return claim.verdict === 'expert_review' && !claim.asElective ? true : 'not_for_experts'
}

/** A return goes back to the learner at once; whatever closes a claim may need a second person. */
export function needsSecondReview(
  { second }: Pick<Setting, 'second'>,
  { decision, amounts }: Pick<Option, 'decision' | 'amounts'>,
  category: Category,
): boolean {
  if (decision === 'return' || second.when === 'never') return false
  const counted = amounts.recorded + amounts.elective + amounts.deposited
  return (
    second.when === 'always' ||
    (second.above !== null && counted > second.above) ||
    second.categories.includes(category)
  )
}

/** Days that are not what their weekday says. */
export type Calendar = ReadonlyMap<LocalDate, boolean>

export function isWorkingDay(date: LocalDate, calendar: Calendar): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return calendar.get(date) ?? (weekday !== 0 && weekday !== 6)
}

/** The day by which something is promised: so many working days after the day it came. */
export function workingDaysAfter(date: LocalDate, days: number, calendar: Calendar): LocalDate {
  let [on, left] = [date, days]
  while (left > 0) {
    on = addDays(on, 1)
    if (isWorkingDay(on, calendar)) left -= 1
  }
  return on
}

/** Working days from one day to another; negative when it has passed. */
export function workingDaysBetween(from: LocalDate, to: LocalDate, calendar: Calendar): number {
  if (to < from) return -workingDaysBetween(to, from, calendar)
  let count = 0
  for (let on = from; on < to;) {
    on = addDays(on, 1)
    if (isWorkingDay(on, calendar)) count += 1
  }
  return count
}

/** Who has a claim that stands so. */
export const stageOf = (state: ClaimState): Stage => stageByState[state]

const stageByState: Record<ClaimState, Stage> = {
  draft: 'learner',
  submitted: 'centre',
  supplementing: 'learner',
  proposed: 'second',
  returned: 'learner',
  recognised: 'closed',
  refused: 'closed',
  withdrawn: 'closed',
}

/** While the centre has it, in either review, its promise runs. */
export const isWithCentre = (state: ClaimState): boolean => state === 'submitted' || state === 'proposed'

/** Why a claim in this state can't be decided now; true when it can. */
export const isDecidable = (state: ClaimState): true | RefusalCode =>
  state === 'submitted' ? true : state === 'proposed' ? 'claim_proposed' : notInReview(state)

/** Why nothing is there to be confirmed by a second person now; true when it is. */
export const isConfirmable = (state: ClaimState): true | RefusalCode =>
  state === 'proposed' ? true : state === 'submitted' ? 'claim_not_proposed' : notInReview(state)

const notInReview = (state: ClaimState): RefusalCode => refusalIn[state] ?? 'already_decided'

const refusalIn: Partial<Record<ClaimState, RefusalCode>> = {
  draft: 'not_found',
  supplementing: 'claim_supplementing',
  returned: 'claim_returned',
  withdrawn: 'claim_withdrawn',
}

/** Why no hours can be handed in now; true when they can. */
export const isSupplementing = (state: ClaimState): true | RefusalCode =>
  state === 'supplementing' ? true : 'no_supplement'

/** Why its learner can't change it, or take it back, now; true when they can. */
export const isEditable = (state: ClaimState): true | RefusalCode =>
  state === 'draft' || state === 'returned' ? true : closedAs(state)
export const isWithdrawable = (state: ClaimState): true | RefusalCode =>
  isWithCentre(state) || state === 'supplementing' ? true : isEditable(state)

const closedAs = (state: ClaimState): RefusalCode =>
  isWithCentre(state) || state === 'supplementing'
    ? 'claim_in_review'
    : state === 'withdrawn'
      ? 'claim_withdrawn'
      : 'already_decided'
