// pages/my/application-edit.tsx ↔ /my/applications/:id/edit: a draft, or a claim that was returned.
import { useLearnerWords } from '../../frame/area-words.ts'
import { EditClaim } from '../../my/edit.tsx'
import { MyPage } from '../../my/frame.tsx'
import { type PageProps, paths } from '../../paths.ts'

export default function ApplicationEditPage({ params: { claimId = '' } }: PageProps) {
  const words = useLearnerWords()
  return (
    <MyPage title={words.claim.draft} above={[{ to: paths.applications, label: words.claims.title }]}>
      {() => <EditClaim claimId={claimId} />}
    </MyPage>
  )
}
