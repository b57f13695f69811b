// worth/model.ts – 值多少学分: from an assessment to an answer a person understands. Pure; the judging is the rule book's.
import type { Candidate } from '../recognition/model.ts'
import type { Judgement } from '../rulebook/model.ts'
import type { Credits } from '../values/credits.ts'

/** 可转换 · 部分可转换 · 需专家评审 · 尚未评估 · 不予转换 · 该校未加盟. */
export type State = 'convertible' | 'partly' | 'expert_review' | 'not_assessed' | 'refused' | 'not_member'

type Found = { candidates: Candidate[]; refusal: object | null }

/** The state of an answer is that of its best candidate; where nothing is alike, nobody has looked yet. */
export function stateOf({ member }: { member: boolean }, { candidates, refusal }: Found): State {
  if (!member) return 'not_member'
  if (refusal) return 'refused'
  const [best] = candidates
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
