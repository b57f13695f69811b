// recognition/model.ts – 认定: a course learnt beside the courses it may count for, compared and judged. Pure.
import { courseLevels, type Course, type CourseLevel } from '../catalogue/model.ts'
import type { Conflict } from '../matching/title.ts'
import type { TopicCoverage } from '../matching/topics.ts'
import type { Equivalency, Judgement, RuleReference } from '../rulebook/model.ts'

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

/** 草稿 · 已提交 · 退回补正 · 已认定 · 不予认定 · 已撤回. */
export const claimStates = ['draft', 'submitted', 'returned', 'recognised', 'refused', 'withdrawn'] as const
export type ClaimState = (typeof claimStates)[number]

/** Who has it: the learner, the centre, nobody any more. */
export const stages = ['learner', 'centre', 'closed'] as const
export type Stage = (typeof stages)[number]

/** 通过 · 退回补正 · 不予通过. */
export const decisionKinds = ['approve', 'return', 'refuse'] as const
export type DecisionKind = (typeof decisionKinds)[number]

/** Counted as the course (with its surplus), as elective, kept in the issuer's scheme, or nothing. */
export const outcomes = ['converted', 'elective', 'deposited', 'refused'] as const
export type Outcome = (typeof outcomes)[number]
