// recognition/operations.ts – the verbs of recognition.
export { assess, type Assessment, type CourseAsked, readSources, type Source } from './assessment.ts'
export { type Acting, draftClaim, type RecognitionBank, saveProfile, submitClaim } from './claims.ts'
export type { ClaimSaid } from './filing.ts'
export { behindPosting } from './reading.ts'
export { decideClaim, decisionsOf, replay, reviewProposal } from './review.ts'
export { setReview, type SettingSaid } from './settings.ts'
export { toCandidate } from './showing.ts'
export { standingOf } from './store.ts'
