// A claim as the learner's form holds it, and its way to the server: saved while one writes, complete when one submits.
import type { CourseKind, CourseLevel } from '../../catalogue/model.ts'
import type { getClaim, putClaim } from '../../recognition/contract.ts'
import type { InputOf, ReplyOf } from '../api.ts'
import type { CourseDraft } from '../worth/question.ts'

export type Claim = ReplyOf<typeof getClaim>
export type ClaimInput = Omit<InputOf<typeof putClaim>, 'claimId'>

export type ClaimDraft = {
  courseId: string
  lotId: string
  title: string
  institutionId: string
  credits: string
  hours: string
  kind: CourseKind | ''
  level: CourseLevel | ''
  grade: string
  earnedOn: string
  certificateNumber: string
  targetInstitutionId: string
  targetCourseId: string
  asElective: boolean
  files: Claim['files']
  note: string
}

export const blankDraft: ClaimDraft = {
  courseId: '',
  lotId: '',
  title: '',
  institutionId: '',
  credits: '',
  hours: '',
  kind: '',
  level: '',
  grade: '',
  earnedOn: '',
  certificateNumber: '',
  targetInstitutionId: '',
  targetCourseId: '',
  asElective: false,
  files: [],
  note: '',
}

/** The course of a worth answer, carried over so that nothing is typed twice. */
export const draftFromCourse = (course: CourseDraft, targetInstitutionId: string): ClaimDraft => ({
  ...blankDraft,
  ...course,
  targetInstitutionId,
})

export const draftFromClaim = (claim: Claim): ClaimDraft => ({
  courseId: claim.course?.id ?? '',
  lotId: claim.lotId ?? '',
  title: claim.title,
  institutionId: claim.course ? '' : (claim.issuer?.id ?? ''),
  credits: claim.course ? '' : (claim.credits ?? ''),
  hours: claim.course || claim.hours === null ? '' : String(claim.hours),
  kind: claim.course ? '' : (claim.kind ?? ''),
  level: claim.course ? '' : (claim.level ?? ''),
  grade: claim.grade ?? '',
  earnedOn: claim.earnedOn ?? '',
  certificateNumber: claim.certificateNumber ?? '',
  targetInstitutionId: claim.target?.institution.id ?? '',
  targetCourseId: claim.target?.course?.id ?? '',
  asElective: claim.asElective,
  files: claim.files,
  note: claim.note ?? '',
})

const orNull = (text: string): string | null => text.trim() || null

/** What is sent. A course of the catalogue and credits of the account bring their own facts. */
export function inputOfDraft(draft: ClaimDraft): ClaimInput {
  const own =
    draft.courseId || draft.lotId
      ? {}
      : {
          title: orNull(draft.title),
          institutionId: orNull(draft.institutionId),
          credits: orNull(draft.credits),
          hours: Number(draft.hours) > 0 ? Number(draft.hours) : null,
          kind: draft.kind || null,
          level: draft.level || null,
        }
  return {
    ...own,
    ...(draft.courseId ? { courseId: draft.courseId } : {}),
    ...(draft.lotId ? { lotId: draft.lotId } : {}),
    ...(draft.lotId ? {} : { grade: orNull(draft.grade), earnedOn: orNull(draft.earnedOn) }),
    ...(draft.lotId ? {} : { certificateNumber: orNull(draft.certificateNumber) }),
    targetInstitutionId: orNull(draft.targetInstitutionId),
    targetCourseId: orNull(draft.targetCourseId),
    asElective: draft.asElective,
    files: draft.files.map(({ id }) => id),
    note: orNull(draft.note),
  }
}
