// 补修: where only hours are missing, they can be set as a task.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { postSupplement } from '../../recognition/contract.ts'
import { useAction } from '../api.ts'
import { useReviewWords } from '../frame/area-words.ts'
import { Field } from '../frame/field.tsx'
import { Trouble } from '../frame/reply.tsx'
import { figure } from '../frame/text.ts'

export function AskSupplement({ claimId, hours }: { claimId: string; hours: number }) {
  const words = useReviewWords().supplement
  const queries = useQueryClient()
  const ask = useAction<typeof postSupplement>('POST', '/api/v1/recognition/claims/:claimId/supplement')
  const [opinion, setOpinion] = useState('')
  const [missing, setMissing] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  return (
    <section className="panel decision" aria-labelledby="supplement">
      <h2 id="supplement">{words.title}</h2>
      <p>{words.lead(figure(hours))}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const isMissing = opinion.trim() === ''
          setMissing(isMissing)
          if (isMissing) field.current?.focus()
          else
            ask.mutate(
              { input: { claimId, opinion: opinion.trim() } },
              { onSuccess: () => void queries.invalidateQueries() },
            )
        }}
      >
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
        {ask.error && <Trouble problem={ask.error} />}
        <button type="submit" className="button" aria-busy={ask.isPending}>
          {words.ask(figure(hours))}
        </button>
      </form>
    </section>
  )
}
