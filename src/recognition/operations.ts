// recognition/operations.ts – the verbs of recognition.
export {
  assess,
  type Assessment,
  assessFound,
  type CourseAsked,
  findCandidates,
  readSources,
  type Source,
  toSource,
} from './assessment.ts'
export {
  type Acting,
  draftClaim,
  forgetStudies,
  type RecognitionBank,
  saveProfile,
  submitClaim,
} from './claims.ts'
export type { ClaimSaid } from './filing.ts'
export { behindPosting } from './reading.ts'
export { enterRecord, submitRecord } from './records/entering.ts'
export { decideRecord } from './records/review.ts'
export { decideClaim, decisionsOf, replay, reviewProposal } from './review.ts'
export { askSupplement, makeUp } from './supplement.ts'
export { fileAppeal } from './appeal.ts'
export { setReview, type SettingSaid, showSettings } from './settings.ts'
export { giveOpinion, inviteExperts } from './experts.ts'
export { toCandidate } from './showing.ts'
export { openClaims, standingOf } from './store.ts'
export { categoryOf } from './filing.ts'
export { commandsOf, holdCause, releaseCause } from './posting.ts'
