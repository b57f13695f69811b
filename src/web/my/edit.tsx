// A claim that exists is fetched, then written on.
import type { getClaim } from '../../recognition/contract.ts'
import { useReply } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { useLearnerWords } from '../frame/area-words.ts'
import { Reply } from '../frame/reply.tsx'
import { paths } from '../paths.ts'
import { draftFromClaim } from './draft.ts'
import { Editor } from './editor.tsx'

/** `transfer` says which way it began; a claim with a target is one anyway. */
export function EditClaim({ claimId, transfer = false }: { claimId: string; transfer?: boolean }) {
  const words = useLearnerWords()
  const claim = useReply<typeof getClaim>('GET', '/api/v1/recognition/claims/:claimId', { claimId })
  return (
    <Reply reply={claim} lines={8}>
      {(data) =>
        data.may.edit ? (
          <Editor
            key={data.id}
            claim={data}
            first={draftFromClaim(data)}
            transfer={transfer || data.target !== null}
          />
        ) : (
          <p>
            <Link to={paths.application(data.id)}>{words.claim.subject}</Link>
          </p>
        )
      }
    </Reply>
  )
}
