// 复审: what a first reviewer proposes, and the second person's word on it.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { getCase, postSecondReview } from '../../recognition/contract.ts'
import { type ReplyOf, actionKey, useAction } from '../api.ts'
import { navigate } from '../frame/address.tsx'
import { useReviewWords } from '../frame/area-words.ts'
import { Field } from '../frame/field.tsx'
import { Trouble } from '../frame/reply.tsx'
import { amount, instant } from '../frame/text.ts'
import { paths } from '../paths.ts'
import { useKeys } from './keys.ts'

type Case = ReplyOf<typeof getCase>

export function SecondReview({ found, proposal }: { found: Case; proposal: NonNullable<Case['proposal']> }) {
  const words = useReviewWords()
  return (
    <section className="panel decision" aria-labelledby="second">
      <h2 id="second">{words.confirming.title}</h2>
      <p>
        <strong>{words.outcomes[proposal.outcome]}</strong>{' '}
        {words.effect(amount(proposal.recorded), amount(proposal.elective), amount(proposal.deposited))}
      </p>
      {proposal.opinion && <p className="opinion">{proposal.opinion}</p>}
      <p className="help">{words.confirming.proposedBy(proposal.by ?? '', instant(proposal.at))}</p>
      {proposal.why === null ? <Confirm found={found} /> : <p className="help">{words.whys[proposal.why]}</p>}
    </section>
  )
}

function Confirm({ found: { claim, nextId, previousId } }: { found: Case }) {
  const words = useReviewWords()
  const queries = useQueryClient()
  const review = useAction<typeof postSecondReview>(
    'POST',
    '/api/v1/recognition/claims/:claimId/second-review',
  )
  const [opinion, setOpinion] = useState('')
  const [missing, setMissing] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  // One key for one case: pressing again after a lost answer posts nothing twice.
  const key = useRef(actionKey())

  const post = (confirm: boolean) => {
    const isMissing = !confirm && opinion.trim() === ''
    setMissing(isMissing)
    if (isMissing) return field.current?.focus()
    return review.mutate(
      {
        input: { claimId: claim.id, confirm, ...(opinion.trim() ? { opinion: opinion.trim() } : {}) },
        key: key.current,
      },
      {
        onSuccess: () => {
          navigate(nextId ? paths.task(nextId) : paths.secondTasks)
          void queries.invalidateQueries()
        },
        onError: () => {
          key.current = actionKey()
        },
      },
    )
  }
  useKeys({
    a: () => post(true),
    r: () => field.current?.focus(),
    j: () => nextId && navigate(paths.task(nextId)),
    k: () => previousId && navigate(paths.task(previousId)),
  })
  return (
    <>
      <Field
        label={words.opinion}
        help={words.confirming.help}
        error={missing ? words.confirming.opinionNeeded : undefined}
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
      {review.error && <Trouble problem={review.error} />}
      <div className="decision-kinds">
        <button
          type="button"
          className="button primary"
          aria-busy={review.isPending}
          onClick={() => post(true)}
        >
          {review.isPending ? words.deciding : words.confirming.confirm}
        </button>
        <button type="button" className="button" aria-busy={review.isPending} onClick={() => post(false)}>
          {words.confirming.sendBack}
        </button>
        <p className="help">{words.confirming.keysHelp}</p>
      </div>
    </>
  )
}
