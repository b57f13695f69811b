// pages/center/opinions.tsx ↔ /center/opinions: what an expert was asked about, the nearest day first.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { getInvitations, putExpertise } from '../../../recognition/contract.ts'
import { useAction, useReply } from '../../api.ts'
import { Link } from '../../frame/address.tsx'
import { useReviewWords } from '../../frame/area-words.ts'
import { Field } from '../../frame/field.tsx'
import { useLanguage } from '../../frame/language.tsx'
import { Reply, Trouble } from '../../frame/reply.tsx'
import { nameIn, titleIn } from '../../frame/text.ts'
import { paths } from '../../paths.ts'
import { Told } from '../../trust/act.tsx'
import { TrustPage } from '../../trust/frame.tsx'

export default function OpinionsPage() {
  const words = useReviewWords().experts
  return (
    <TrustPage title={words.mine} lead={words.mineLead} roles={['expert']}>
      {() => <Opinions />}
    </TrustPage>
  )
}

function Opinions() {
  const { language } = useLanguage()
  const words = useReviewWords().experts
  const invitations = useReply<typeof getInvitations>('GET', '/api/v1/recognition/invitations', {})
  return (
    <Reply reply={invitations} lines={4}>
      {({ data, subjects }) => (
        <>
          {data.length === 0 && <p>{words.mineNone}</p>}
          <ul className="claim-list">
            {data.map(({ claimId, number, title, issuer, target, dueOn, percent }) => (
              <li key={claimId + dueOn}>
                <Link className="claim-row" to={paths.opinion(claimId)}>
                  <div>
                    <strong>
                      {[title, target && titleIn(language, target)].filter(Boolean).join(' → ')}
                    </strong>
                    <small>{percent === null ? words.due(dueOn) : words.given(percent)}</small>
                  </div>
                  <span>{[issuer && nameIn(language, issuer), number].filter(Boolean).join(' · ')}</span>
                </Link>
              </li>
            ))}
          </ul>
          <Expertise known={subjects} />
        </>
      )}
    </Reply>
  )
}

function Expertise({ known }: { known: string[] }) {
  const words = useReviewWords().experts
  const queries = useQueryClient()
  const save = useAction<typeof putExpertise>('PUT', '/api/v1/me/expertise')
  const [text, setText] = useState(known.join('、'))
  const [told, setTold] = useState<string>()
  const subjects = text.split(/[,，、;；]/).flatMap((each) => each.trim() || [])
  return (
    <form
      className="panel editor my-section"
      onSubmit={(event) => {
        event.preventDefault()
        if (subjects.length === 0) return
        save.mutate(
          { input: { subjects } },
          {
            onSuccess: () => {
              setTold(words.subjectsSaved)
              void queries.invalidateQueries()
            },
          },
        )
      }}
    >
      <Field label={words.subjects} help={words.subjectsHelp}>
        {(attributes) => (
          <input
            {...attributes}
            maxLength={400}
            value={text}
            onChange={(event) => {
              setTold(undefined)
              setText(event.target.value)
            }}
          />
        )}
      </Field>
      {save.error && <Trouble problem={save.error} />}
      <div className="editor-foot">
        <button type="submit" className="button" aria-busy={save.isPending}>
          {words.subjectsSave}
        </button>
        <Told>{told}</Told>
      </div>
    </form>
  )
}
