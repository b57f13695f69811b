// 补修: the hours that are to be made up, and where their proof is handed in.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { postMadeUp } from '../../recognition/contract.ts'
import { actionKey, useAction } from '../api.ts'
import { useLearnerWords } from '../frame/area-words.ts'
import { Field } from '../frame/field.tsx'
import { Trouble } from '../frame/reply.tsx'
import { figure } from '../frame/text.ts'
import type { Claim } from './draft.ts'
import { Upload } from './upload.tsx'

export function MakeUp({ claim, hours }: { claim: Claim; hours: number }) {
  const words = useLearnerWords().claim.makeUp
  const queries = useQueryClient()
  const handIn = useAction<typeof postMadeUp>('POST', '/api/v1/recognition/claims/:claimId/made-up')
  const asked = claim.timeline.filter(({ kind }) => kind === 'supplement_asked').at(-1)
  const [made, setMade] = useState(String(hours))
  const [files, setFiles] = useState<Claim['files']>([])
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState(false)
  // One key for one task: pressing again after a lost answer hands in nothing twice.
  const key = useRef(actionKey())
  const count = figure(Number(made))
  const lacksHours = !(count > 0)
  return (
    <section className="panel my-head" aria-labelledby="make-up">
      <form
        className="editor"
        onSubmit={(event) => {
          event.preventDefault()
          setMissing(true)
          if (lacksHours || files.length === 0) return
          handIn.mutate(
            {
              input: {
                claimId: claim.id,
                hours: count,
                files: files.map(({ id }) => id),
                ...(note.trim() ? { note } : {}),
              },
              key: key.current,
            },
            {
              onSuccess: () => void queries.invalidateQueries(),
              onError: () => {
                key.current = actionKey()
              },
            },
          )
        }}
      >
        <h2 id="make-up">{words.title(figure(hours))}</h2>
        {asked?.opinion && <p className="opinion">{asked.opinion}</p>}
        <p>{words.lead}</p>
        <Field
          label={words.hours}
          help={words.hoursHelp(figure(hours))}
          error={missing && lacksHours ? words.hoursNeeded : undefined}
        >
          {(attributes) => (
            <input
              {...attributes}
              inputMode="decimal"
              value={made}
              onChange={(event) => setMade(event.target.value)}
            />
          )}
        </Field>
        <Upload
          files={files}
          error={missing && files.length === 0 ? words.filesNeeded : undefined}
          onChange={setFiles}
        />
        <Field label={words.note}>
          {(attributes) => (
            <input
              {...attributes}
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {handIn.error && <Trouble problem={handIn.error} />}
        <div className="editor-foot">
          <button type="submit" className="button primary" aria-busy={handIn.isPending}>
            {handIn.isPending ? words.submitting : words.submit}
          </button>
        </div>
      </form>
    </section>
  )
}
