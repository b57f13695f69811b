// rulebook/model.ts – 标准与规则: what a rule set says, and the judgement by the three principles 学时 · 课程 · 成绩.
// Every number comes from the rule set; this file holds the shape of the rules, never their values.
import { z } from 'zod'
import { CreditsText, type Credits, credits, creditsFromHundredths } from '../values/credits.ts'
import { addYears, type LocalDate } from '../values/dates.ts'
import {
  hours as hoursFrom,
  type Hours,
  type Score,
  type Share,
  score,
  share,
  shareOf,
} from '../values/quantities.ts'
import { type Clause, Clauses, type Labels } from './clauses.ts'
import { judgeOutcome } from './exchange.ts'
import type { ClauseFinding } from './limits.ts'

export * from './clauses.ts'
export { judgeAward, lastDayOf } from './award.ts'
export { type Acquired, type CourseWanted, judgeExchange } from './exchange.ts'
export { type ClauseFinding, type Counted as CountedIn, findingCodes, type Programme } from './limits.ts'
export { gradeOf, rated, scoreOf } from './scales.ts'
export { judgeSets } from './sets.ts'

const Part = z.number().min(0).max(10)
const Points = z.number().min(0).max(100)

/** The content of a rule set as it is stored, published and exchanged. Credits are decimal text, shares are parts of 1. */
export const RuleSetContent = z.strictObject({
  rounding: z.strictObject({ mode: z.enum(['down', 'nearest']), step: CreditsText }),
  hours: z.strictObject({
    coverageMin: Part.describe('Least part of the target’s hours that the source must have'),
    hoursPerCreditDefault: z.number().positive().describe('For an institution that states none'),
  }),
  content: z.strictObject({
    overlapMin: Part.describe('Least share of the target’s weighted topics'),
    titleSuffices: z
      .boolean()
      .describe('Whether an unmistakable title may stand for content where a syllabus is missing'),
  }),
  grade: z.strictObject({
    scoreMin: Points.nullable().describe('For targets that name no minimum of their own'),
    conversions: z
      .record(z.string(), z.record(z.string(), Points))
      .describe('Scale of words → word → score of 100'),
  }),
  credit: z.strictObject({
    recorded: z
      .enum(['lesser', 'target'])
      .describe('The lesser of converted and target credits, or always the target’s'),
    surplus: z.enum(['elective', 'forfeit']),
    electiveOffer: z
      .boolean()
      .describe('Whether credits that do not count for the course are offered as elective'),
  }),
  validity: z.strictObject({ yearsMax: z.int().positive().nullable() }),
  clauses: Clauses.optional().describe('Single rules beside the three principles'),
})
export type RuleSetContent = z.infer<typeof RuleSetContent>

/** How a published rule is named to people: number, version and the days it is in force. */
export type RuleReference = {
  kind: 'rule_set' | 'equivalency'
  number: string
  version: number
  titleZh: string
  titleEn: string | null
  from: LocalDate
  to: LocalDate | null
}

export type RuleSet = { reference: RuleReference; content: RuleSetContent }

/** 课程等效: people decided that one course counts, or does not count, as another. */
export type Equivalency = { reference: RuleReference } & (
  | {
      outcome: 'accepted'
      credits: Credits
      scoreMin: Score | null
      yearsMax: number | null
      note: string | null
    }
  | { outcome: 'refused'; note: string }
)

export const Verdict = z.enum(['approved', 'needs_supplement', 'expert_review', 'rejected'])
export type Verdict = z.infer<typeof Verdict>

export type Reason =
  | 'HOURS_SHORT'
  | 'HOURS_UNKNOWN'
  | 'CONTENT_BELOW_MIN'
  | 'CONTENT_UNKNOWN'
  | 'CONFLICT'
  | 'GRADE_BELOW_MIN'
  | 'GRADE_MISSING'
  | 'FAILED_AT_SOURCE'
  | 'TOO_OLD'
  | 'REFUSED_BY_RULE'
  | 'CATEGORY_NOT_CONVERTIBLE'
  | 'CLAUSE_UNMET'
  | 'CLAUSE_UNKNOWN'

/** What was learnt, as far as it is known. */
export type Learnt = {
  hours: Hours | null
  hoursPerCredit: Hours | null
  credits: Credits | null
  grade: { scale: string; grade: string; passed: boolean } | null
  earnedOn: LocalDate | null
}

/** The course it shall count for. */
export type Counted = {
  hours: Hours | null
  hoursPerCredit: Hours | null
  credits: Credits | null
  scoreMin: Score | null
}

/** What the comparison of the two courses found; any conflict forbids approval by machine. */
export type Likeness = { titleAccepted: boolean; overlap: Share | null; conflicts: readonly string[] }

export type HoursFinding = {
  met: boolean | null
  source: Hours | null
  sourcePerCredit: Hours | null
  target: Hours | null
  targetPerCredit: Hours
  coverage: Share | null
  coverageMin: Share
  shortfall: Hours
  /** The source's hours in the target's credits, rounded. */
  credits: Credits | null
}
export type ContentFinding = {
  met: boolean | null
  basis: 'equivalency' | 'syllabus' | 'title'
  overlapMin: Share
}
export type GradeFinding = { met: boolean | null; score: Score | null; scoreMin: Score | null }

/** The whole of a judgement: the verdict, every reason, and what each principle found. */
export type Judgement = {
  verdict: Verdict
  reasons: Reason[]
  recorded: Credits
  surplus: Credits
  surplusPolicy: 'elective' | 'forfeit'
  electiveOffer: Credits | null
  supplementHours: Hours
  hours: HoursFinding
  content: ContentFinding
  grade: GradeFinding
  /** What single clauses said, where the rule set has any for such courses. */
  clauses?: ClauseFinding[]
}

export type Case = {
  learnt: Learnt
  counted: Counted
  likeness: Likeness
  equivalency: Equivalency | null
  on: LocalDate
  /** What both courses are called, for clauses; missing in cases of before there were any. */
  labels?: { source: Labels; target: Labels }
}

const none = 0 as Credits

/**
 * Judges one course learnt against one course it shall count for. Every principle is judged and reported, met or not.
 * Source: the brief's 学时匹配, 课程匹配, 成绩匹配; precedence of verdicts from CASES W1: what no supplement can mend
 * (grade, age, a decided refusal) rejects, content that people must read goes to experts, missing hours can be made up.
 */
export function judge(
  { learnt, counted, likeness, equivalency, on, labels }: Case,
  rules: RuleSetContent,
): Judgement {
  const hours = judgeHours(learnt, counted, rules)
  const content = judgeContent(likeness, equivalency, rules)
  const grade = judgeGrade(learnt, counted, equivalency, rules)
  const clauses = judgeClauses(learnt, counted, labels, rules.clauses, on)
  const reasons = [
    ...(equivalency?.outcome === 'refused' ? (['REFUSED_BY_RULE'] as const) : []),
    ...(learnt.grade && !learnt.grade.passed ? (['FAILED_AT_SOURCE'] as const) : []),
    ...(grade.met === false ? (['GRADE_BELOW_MIN'] as const) : []),
    ...(isTooOld(learnt.earnedOn, equivalency, rules, on) ? (['TOO_OLD'] as const) : []),
    ...contentReasons(content, likeness),
    ...(hours.met === false
      ? (['HOURS_SHORT'] as const)
      : hours.met === null
        ? (['HOURS_UNKNOWN'] as const)
        : []),
    ...(learnt.grade === null ? (['GRADE_MISSING'] as const) : []),
    ...clauseReasons(clauses),
  ] satisfies Reason[]
  const verdict = verdictOf(reasons)
  const amounts = amountsOf(verdict, reasons, hours, counted, equivalency, rules)
  const judged = { verdict, reasons, ...amounts, surplusPolicy: rules.credit.surplus, hours, content, grade }
  return clauses.length > 0 ? { ...judged, clauses } : judged
}

/** Clauses about a single course for another. Those over a programme are judged where the programme is known. */
function judgeClauses(
  { credits, hours, grade, earnedOn }: Learnt,
  counted: Counted,
  labels: Case['labels'],
  clauses: readonly Clause[] = [],
  on: LocalDate,
): ClauseFinding[] {
  const own = clauses.filter(({ kind }) => kind === 'forbid' || kind === 'require')
  if (labels === undefined || own.length === 0) return []
  const outcome = {
    id: '',
    title: '',
    labels: labels.source,
    credits,
    hours,
    score: grade?.scale === 'percent' ? Number(grade.grade) : null,
    attendance: null,
    acquiredOn: earnedOn,
    // A claim is not taken without a file; a question has none yet.
    evidence: true,
  }
  const target = {
    course: '',
    title: '',
    credits: counted.credits ?? none,
    labels: labels.target,
    overlap: null,
  }
  const programme = { labels: labels.target, totals: {}, counted: [] }
  return judgeOutcome({ outcome, wanted: [target], programme, on }, own)
}

function clauseReasons(findings: readonly ClauseFinding[]): Reason[] {
  const unmet = findings.filter(({ met }) => met === false)
  const isFirewall = unmet.some(({ code }) => code === 'CATEGORY_NOT_CONVERTIBLE')
  return [
    ...(isFirewall ? (['CATEGORY_NOT_CONVERTIBLE'] as const) : []),
    ...(unmet.some(({ code }) => code !== 'CATEGORY_NOT_CONVERTIBLE') ? (['CLAUSE_UNMET'] as const) : []),
    ...(findings.some(({ met }) => met === null) ? (['CLAUSE_UNKNOWN'] as const) : []),
  ]
}

const rejecting: Reason[] = [
  'REFUSED_BY_RULE',
  'FAILED_AT_SOURCE',
  'GRADE_BELOW_MIN',
  'TOO_OLD',
  'CATEGORY_NOT_CONVERTIBLE',
  'CLAUSE_UNMET',
]
const forExperts: Reason[] = ['CONTENT_BELOW_MIN', 'CONTENT_UNKNOWN', 'CONFLICT', 'CLAUSE_UNKNOWN']

function verdictOf(reasons: Reason[]): Verdict {
  if (reasons.some((reason) => rejecting.includes(reason))) return 'rejected'
  if (reasons.some((reason) => forExperts.includes(reason))) return 'expert_review'
  return reasons.length > 0 ? 'needs_supplement' : 'approved'
}

function judgeHours(learnt: Learnt, counted: Counted, rules: RuleSetContent): HoursFinding {
  const defaultPerCredit = hoursFrom(rules.hours.hoursPerCreditDefault)
  const targetPerCredit = counted.hoursPerCredit ?? defaultPerCredit
  const source = learnt.hours ?? hoursOf(learnt.credits, learnt.hoursPerCredit)
  const target = counted.hours ?? hoursOf(counted.credits, targetPerCredit)
  const coverageMin = share(rules.hours.coverageMin)
  const coverage = source !== null && target !== null && target > 0 ? shareOf(source, target) : null
  const met = coverage === null ? null : coverage >= coverageMin
  return {
    met,
    source,
    sourcePerCredit: learnt.hoursPerCredit,
    target,
    targetPerCredit,
    coverage,
    coverageMin,
    shortfall: (met === false ? target! - source! : 0) as Hours,
    credits: source === null ? null : creditsForHours(source, targetPerCredit, rules.rounding),
  }
}

/** Hours in credits, rounded to the step of the rule: 36 学时 at 16 a credit, down to 0.5, is 2.0 (2.25 exactly). */
export function creditsForHours(
  source: Hours,
  perCredit: Hours,
  rounding: RuleSetContent['rounding'],
): Credits {
  const step = credits(rounding.step)
  const steps = (source * 100) / (perCredit * step)
  return creditsFromHundredths((rounding.mode === 'down' ? Math.floor(steps) : Math.round(steps)) * step)
}

function judgeContent(
  likeness: Likeness,
  equivalency: Equivalency | null,
  rules: RuleSetContent,
): ContentFinding {
  const overlapMin = share(rules.content.overlapMin)
  if (equivalency) return { met: equivalency.outcome === 'accepted', basis: 'equivalency', overlapMin }
  const free = likeness.conflicts.length === 0
  if (likeness.overlap !== null)
    return { met: free && likeness.overlap >= overlapMin, basis: 'syllabus', overlapMin }
  const suffices = rules.content.titleSuffices && likeness.titleAccepted
  return { met: free ? (suffices ? true : null) : false, basis: 'title', overlapMin }
}

function contentReasons(
  { met, basis, overlapMin }: ContentFinding,
  { conflicts, overlap }: Likeness,
): Reason[] {
  if (basis === 'equivalency' || met === true) return []
  return [
    ...(conflicts.length > 0 ? (['CONFLICT'] as const) : []),
    ...(met === null ? (['CONTENT_UNKNOWN'] as const) : []),
    ...(overlap !== null && overlap < overlapMin ? (['CONTENT_BELOW_MIN'] as const) : []),
  ]
}

function judgeGrade(
  { grade }: Learnt,
  counted: Counted,
  equivalency: Equivalency | null,
  rules: RuleSetContent,
): GradeFinding {
  const ownMin = equivalency?.outcome === 'accepted' ? equivalency.scoreMin : null
  const defaultMin = rules.grade.scoreMin === null ? null : score(rules.grade.scoreMin)
  const scoreMin = ownMin ?? counted.scoreMin ?? defaultMin
  const converted = grade && scoreOf(grade, rules)
  const met =
    grade === null ? null : scoreMin === null ? grade.passed : converted !== null && converted >= scoreMin
  return { met, score: converted, scoreMin }
}

/** The grade on the scale of 100; null when the rule set has no word for it. */
function scoreOf({ scale, grade }: { scale: string; grade: string }, rules: RuleSetContent): Score | null {
  if (scale === 'percent') return score(Number(grade))
  const converted = rules.grade.conversions[scale]?.[grade]
  return converted === undefined ? null : score(converted)
}

function isTooOld(
  earnedOn: LocalDate | null,
  equivalency: Equivalency | null,
  rules: RuleSetContent,
  on: LocalDate,
): boolean {
  const own = equivalency?.outcome === 'accepted' ? equivalency.yearsMax : null
  const yearsMax = own ?? rules.validity.yearsMax
  return earnedOn !== null && yearsMax !== null && addYears(earnedOn, yearsMax) < on
}

function amountsOf(
  verdict: Verdict,
  reasons: Reason[],
  hours: HoursFinding,
  counted: Counted,
  equivalency: Equivalency | null,
  rules: RuleSetContent,
): Pick<Judgement, 'recorded' | 'surplus' | 'electiveOffer' | 'supplementHours'> {
  const converted = hours.credits ?? none
  const counts = verdict === 'approved' || reasons.every((reason) => reason === 'GRADE_MISSING')
  if (counts) {
    const most = equivalency?.outcome === 'accepted' ? equivalency.credits : (counted.credits ?? converted)
    const whole = equivalency !== null || rules.credit.recorded === 'target'
    const recorded = whole ? most : lesser(converted, most)
    const surplus = creditsFromHundredths(Math.max(0, converted - recorded))
    return { recorded, surplus, electiveOffer: null, supplementHours: 0 as Hours }
  }
  const offered = verdict !== 'rejected' && rules.credit.electiveOffer && converted > 0
  return {
    recorded: none,
    surplus: none,
    electiveOffer: offered ? converted : null,
    supplementHours: verdict === 'needs_supplement' ? hours.shortfall : (0 as Hours),
  }
}

const lesser = (a: Credits, b: Credits): Credits => (a < b ? a : b)
const hoursOf = (amount: Credits | null, perCredit: Hours | null): Hours | null =>
  amount === null || perCredit === null ? null : (Math.round((amount * perCredit) / 100) as Hours)
