// pages/my/transfer.tsx ↔ /my/transfers/new: from a worth answer everything is carried over; else one begins with the outcome.
import { useState } from 'react'
import { useAddress } from '../../frame/address.tsx'
import { useLearnerWords } from '../../frame/area-words.ts'
import { blankDraft, draftFromCourse } from '../../my/draft.ts'
import { EditClaim } from '../../my/edit.tsx'
import { Editor } from '../../my/editor.tsx'
import { MyPage } from '../../my/frame.tsx'
import { draftFrom } from '../../worth/question.ts'

export default function TransferPage() {
  const words = useLearnerWords().editor
  const { query } = useAddress()
  const [begun] = useState(query.get('claim'))
  const { targetId, courses } = draftFrom(query)
  const [course] = courses
  const first = course
    ? draftFromCourse(course, targetId)
    : { ...blankDraft, targetInstitutionId: targetId, lotId: query.get('lot') ?? '' }
  const isComplete = first.courseId !== '' && first.targetCourseId !== ''
  return (
    <MyPage title={words.transferTitle} lead={words.transferLead}>
      {() =>
        begun ? (
          <EditClaim claimId={begun} transfer />
        ) : (
          <Editor
            claim={undefined}
            first={first}
            transfer
            firstStep={isComplete ? 'evidence' : first.lotId ? 'target' : 'outcome'}
          />
        )
      }
    </MyPage>
  )
}
