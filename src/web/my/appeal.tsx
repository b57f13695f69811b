// 申诉: until when one may, what was said, and what came of it.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { postAppeal } from '../../recognition/contract.ts'
import { useAction } from '../api.ts'
import { useLearnerWords } from '../frame/area-words.ts'
import { Field } from '../frame/field.tsx'
import { Trouble } from '../frame/reply.tsx'
import { instant } from '../frame/text.ts'
import type { Claim } from './draft.ts'

export function Appeal({ claim }: { claim: Claim }) {
  const words = useLearnerWords().claim.appeal
  const { appeal, appealUntil, may } = claim
  if (!appeal && !may.appeal) return null
  return (
    <section className="panel my-section" aria-labelledby="appeal">
      <h2 id="appeal">{words.title}</h2>
      {appeal ? (
        <>
          <p>{appeal.grounds}</p>
          {appeal.answer ? (
            <>
              <p>
                <strong>{words.dismissed}</strong>
              </p>
              <p className="opinion">{appeal.answer.words}</p>
            </>
          ) : (
            <p className="help">{words.filed(instant(appeal.filedAt), appeal.promisedOn)}</p>
          )}
        </>
      ) : (
        <File claimId={claim.id} until={appealUntil ?? ''} />
      )}
    </section>
  )
}

function File({ claimId, until }: { claimId: string; until: string }) {
  const words = useLearnerWords().claim.appeal
  const queries = useQueryClient()
  const file = useAction<typeof postAppeal>('POST', '/api/v1/recognition/claims/:claimId/appeal')
  const [open, setOpen] = useState(false)
  const [grounds, setGrounds] = useState('')
  const [missing, setMissing] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  if (!open) {
    return (
      <>
        <p>{words.lead(until)}</p>
        <button type="button" className="button" onClick={() => setOpen(true)}>
          {words.open}
        </button>
      </>
    )
  }
  return (
    <form
      className="editor"
      onSubmit={(event) => {
        event.preventDefault()
        const isMissing = grounds.trim() === ''
        setMissing(isMissing)
        if (isMissing) field.current?.focus()
        else
          file.mutate(
            { input: { claimId, grounds: grounds.trim() } },
            { onSuccess: () => void queries.invalidateQueries() },
          )
      }}
    >
      <Field
        label={words.grounds}
        help={words.groundsHelp}
        error={missing && grounds.trim() === '' ? words.groundsNeeded : undefined}
      >
        {(attributes) => (
          <textarea
            {...attributes}
            ref={field}
            rows={4}
            maxLength={2000}
            value={grounds}
            onChange={(event) => setGrounds(event.target.value)}
          />
        )}
      </Field>
      {file.error && <Trouble problem={file.error} />}
      <div className="editor-foot">
        <button type="submit" className="button primary" aria-busy={file.isPending}>
          {file.isPending ? words.submitting : words.submit}
        </button>
        <button type="button" className="button" onClick={() => setOpen(false)}>
          {words.cancel}
        </button>
      </div>
    </form>
  )
}
