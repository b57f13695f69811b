// recognition/operations.ts – the verbs of recognition.
export { assess, type Assessment, type CourseAsked, readSources, type Source } from './assessment.ts'
export { toCandidate } from './showing.ts'
