// values/refusal.ts – an expected "no": a code with its HTTP status. The words for it are in src/words.
import type { RefusalWords } from '../words/language.ts'

/** Every refusal the bank knows, with its status; src/words says each in both languages. */
export const refusalStatus = {
  amount_malformed: 422,
  body_unparsable: 400,
  input_invalid: 422,
  not_signed_in: 401,
  wrong_credentials: 401,
  too_many_attempts: 429,
  login_taken: 409,
  identity_taken: 409,
  wrong_code: 401,
  second_factor_required: 401,
  code_invalid: 404,
  recovery_invalid: 404,
  passkey_invalid: 401,
  sso_refused: 401,
  sso_unlinked: 409,
  not_permitted: 403,
  not_found: 404,
  own_record: 403,
  own_work: 403,
  consent_missing: 403,
  identity_not_verified: 403,
  over_ceiling: 403,
  window_closed: 409,
  last_admin: 409,
  step_up_required: 401,
  reason_required: 422,
  purpose_required: 422,
  quota_exceeded: 429,
  method_not_allowed: 405,
  institution_unknown: 422,
  conflict: 409,
  body_too_large: 413,
  media_type_unsupported: 415,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
  credits_insufficient: 409,
  lot_unavailable: 409,
  lot_expired: 409,
  hold_closed: 409,
  units_differ: 409,
  rate_exceeded: 409,
  nothing_to_post: 409,
  already_reversed: 409,
  reversal_spent: 409,
  redemption_final: 409,
  not_reversible: 409,
  cause_taken: 409,
  key_reused: 422,
  evidence_used: 409,
  outcome_used: 409,
  claim_in_review: 409,
  claim_returned: 409,
  claim_proposed: 409,
  claim_supplementing: 409,
  no_supplement: 409,
  nothing_decided: 409,
  appeal_filed: 409,
  appeal_late: 409,
  appeal_answered: 409,
  claim_not_proposed: 409,
  not_for_experts: 409,
  opinion_given: 409,
  claim_withdrawn: 409,
  already_decided: 409,
  record_exists: 409,
  record_not_submitted: 409,
  record_in_review: 409,
  record_closed: 409,
  verdict_forbids: 409,
  elective_not_asked: 409,
  cap_exceeded: 409,
  day_not_reached: 422,
  closure_not_asked: 409,
  closure_not_due: 409,
  closure_blocked: 409,
  statement_too_long: 422,
  pack_version_taken: 409,
  pack_without_principles: 409,
  rule_number_taken: 409,
  rule_day_too_early: 422,
  draft_not_editable: 409,
  draft_not_open: 409,
  comments_running: 409,
  comments_closed: 409,
  rules_faulty: 409,
  scenario_fails: 409,
} as const satisfies Record<keyof RefusalWords, number>

export type RefusalCode = keyof typeof refusalStatus

/** What a refusal carries beside its code: values for the words, never personal data. */
export type Details = Record<string, string | number>

/** One wrong place in an input: RFC 6901 pointer, a code from words, and the values for its words. */
export type Flaw = { pointer: string; code: string; details?: Details }

export class Refusal extends Error {
  readonly code: RefusalCode
  readonly details: Details
  readonly flaws: Flaw[]
  constructor(code: RefusalCode, details: Details = {}, flaws: Flaw[] = []) {
    super(code)
    this.code = code
    this.details = details
    this.flaws = flaws
  }
}

/** Throws the refusal; an expression of type never, so that it can stand behind `??`. */
export function refuse(code: RefusalCode, details?: Details, flaws?: Flaw[]): never {
  throw new Refusal(code, details, flaws)
}
