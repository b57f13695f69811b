// recognition/records/model.ts – 学分记录: what may be done with a record in its state, and what stands against it. Pure.
import type { Reason } from '../../rulebook/model.ts'
import type { LocalDate } from '../../values/dates.ts'
import type { Flaw, RefusalCode } from '../../values/refusal.ts'
import type { ClaimState, Filing, Findings } from '../model.ts'

/** 草稿 · 待审核 · 已退回 · 已入账 · 未通过 · 已撤回: the states of a claim, without a word of the learner's. */
export const recordStates = [
  'draft',
  'submitted',
  'returned',
  'recognised',
  'refused',
  'withdrawn',
] as const satisfies readonly ClaimState[]
export type RecordState = (typeof recordStates)[number]

/** Why a record in this state can't be reviewed now; true when it can. */
export function isReviewable(state: RecordState): true | RefusalCode {
  if (state === 'submitted') return true
  return state === 'recognised' || state === 'refused' ? 'already_decided' : 'record_not_submitted'
}

/** Why whoever made a record can't change it, or take it back, now; true when they can. */
export function isChangeable(state: RecordState): true | RefusalCode {
  if (state === 'draft' || state === 'returned') return true
  return state === 'submitted' ? 'record_in_review' : 'record_closed'
}
export const isRetractable = (state: RecordState): true | RefusalCode =>
  state === 'submitted' ? true : isChangeable(state)

/** The days on which an institution's grades may be entered; an institution that names none takes them always. */
export type EntryWindow = { opensOn: LocalDate; closesOn: LocalDate }

export const isOpen = (window: EntryWindow | null, on: LocalDate): boolean =>
  window === null || (window.opensOn <= on && on <= window.closesOn)

/** CN-21: what the origin school's own scale fails, or what has no amount, is not submitted. */
export const flawsOf = ({ recognition }: Findings, { grade }: Pick<Filing, 'grade'>): Flaw[] =>
  recognition.reasons.flatMap((reason) => {
    const flaw = flawOfReason[reason]
    return flaw ? [{ ...flaw, details: { grade: grade.text ?? '' } }] : []
  })

const flawOfReason: Partial<Record<Reason, Pick<Flaw, 'pointer' | 'code'>>> = {
  FAILED_AT_SOURCE: { pointer: '/grade', code: 'grade_failed' },
  GRADE_MISSING: { pointer: '/grade', code: 'required' },
  HOURS_UNKNOWN: { pointer: '/hours', code: 'hours_unknown' },
}
