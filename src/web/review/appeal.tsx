// 申诉 at the desk: what the learner says against a decision, answered by somebody else than who decided.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { getClaim, postAppealAnswer } from '../../recognition/contract.ts'
import { type ReplyOf, useAction } from '../api.ts'
import { useReviewWords } from '../frame/area-words.ts'
import { Field } from '../frame/field.tsx'
import { Trouble } from '../frame/reply.tsx'
import { instant } from '../frame/text.ts'

type Filed = NonNullable<ReplyOf<typeof getClaim>['appeal']>

export function AppealReview({ claimId, appeal }: { claimId: string; appeal: Filed }) {
  const words = useReviewWords()
  const { answer } = appeal
  return (
    <section className="panel decision" aria-labelledby="appeal">
      <h2 id="appeal">{words.appealed.title}</h2>
      <p className="opinion">{appeal.grounds}</p>
      <p className="help">
        {instant(appeal.filedAt)} · {words.appealed.promised(appeal.promisedOn)}
      </p>
      {answer ? (
        <p>
          <strong>{words.appealed.dismissed}</strong> {answer.words}
        </p>
      ) : appeal.why === null ? (
        <Answer claimId={claimId} />
      ) : (
        <p className="help">{words.whys[appeal.why]}</p>
      )}
    </section>
  )
}

function Answer({ claimId }: { claimId: string }) {
  const words = useReviewWords().appealed
  const queries = useQueryClient()
  const answer = useAction<typeof postAppealAnswer>(
    'POST',
    '/api/v1/recognition/claims/:claimId/appeal/answer',
  )
  const [opinion, setOpinion] = useState('')
  const [missing, setMissing] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const post = (uphold: boolean) => {
    const isMissing = opinion.trim() === ''
    setMissing(isMissing)
    if (isMissing) return field.current?.focus()
    return answer.mutate(
      { input: { claimId, uphold, opinion: opinion.trim() } },
      { onSuccess: () => void queries.invalidateQueries() },
    )
  }
  return (
    <>
      <Field
        label={words.words}
        help={words.wordsHelp}
        error={missing && opinion.trim() === '' ? words.wordsNeeded : undefined}
      >
        {(attributes) => (
          <textarea
            {...attributes}
            ref={field}
            maxLength={1000}
            value={opinion}
            onChange={(event) => setOpinion(event.target.value)}
          />
        )}
      </Field>
      {answer.error && <Trouble problem={answer.error} />}
      <div className="decision-kinds">
        <button
          type="button"
          className="button primary"
          aria-busy={answer.isPending}
          onClick={() => post(true)}
        >
          {words.uphold}
        </button>
        <button type="button" className="button" aria-busy={answer.isPending} onClick={() => post(false)}>
          {words.dismiss}
        </button>
        <p className="help">{words.upholdHelp}</p>
      </div>
    </>
  )
}
