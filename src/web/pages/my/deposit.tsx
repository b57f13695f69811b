// pages/my/deposit.tsx ↔ /my/deposits/new: an outcome to be recognised and kept.
import { useState } from 'react'
import { useAddress } from '../../frame/address.tsx'
import { useLearnerWords } from '../../frame/area-words.ts'
import { blankDraft } from '../../my/draft.ts'
import { EditClaim } from '../../my/edit.tsx'
import { Editor } from '../../my/editor.tsx'
import { MyPage } from '../../my/frame.tsx'

export default function DepositPage() {
  const words = useLearnerWords().editor
  const { query } = useAddress()
  const [begun] = useState(query.get('claim'))
  return (
    <MyPage title={words.depositTitle} lead={words.depositLead}>
      {() =>
        begun ? (
          <EditClaim claimId={begun} />
        ) : (
          <Editor claim={undefined} first={blankDraft} transfer={false} />
        )
      }
    </MyPage>
  )
}
