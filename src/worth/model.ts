// worth/model.ts – 值多少学分: from judgements to an answer a person understands. Pure; the judging is the rule book's.
import type { Conflict } from '../matching/title.ts'
import type { TopicCoverage } from '../matching/topics.ts'
import { courseLevels, type Course, type CourseLevel } from '../catalogue/model.ts'
import type { Equivalency, Judgement, RuleReference } from '../rulebook/model.ts'
import type { Credits } from '../values/credits.ts'

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

/** 可转换 · 部分可转换 · 需专家评审 · 尚未评估 · 不予转换 · 该校未加盟. */
export type State = 'convertible' | 'partly' | 'expert_review' | 'not_assessed' | 'refused' | 'not_member'

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

/** The state of an answer is that of its best candidate; where nothing is alike, nobody has looked yet. */
export function stateOf(best: Candidate | undefined): State {
  if (!best) return 'not_assessed'
  const { verdict, reasons, recorded } = best.judgement
  switch (verdict) {
    case 'rejected':
      return 'refused'
    case 'expert_review':
      return reasons.includes('CONTENT_UNKNOWN') ? 'not_assessed' : 'expert_review'
    case 'needs_supplement':
      return isConditional(best.judgement) ? convertible(best, recorded) : 'partly'
    case 'approved':
      return convertible(best, recorded)
  }
}

/** Everything holds but a grade was not given: what it would count can be said. */
export const isConditional = ({ reasons }: Judgement): boolean =>
  reasons.length > 0 && reasons.every((reason) => reason === 'GRADE_MISSING')

const convertible = ({ course }: Candidate, recorded: Credits): State =>
  course.credits === null || recorded >= course.credits ? 'convertible' : 'partly'

/** A level below the target's is a conflict of level (source: CN-13); unknown levels are none. */
export const levelConflicts = (source: CourseLevel | null, target: CourseLevel | null): boolean =>
  source !== null && target !== null && courseLevels.indexOf(source) < courseLevels.indexOf(target)
