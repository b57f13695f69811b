// A person by whole name, number or account id: found by asking, because nobody may leaf through people.
import { useState } from 'react'
import type { listUsers } from '../../identity/contract.ts'
import { useAction } from '../api.ts'
import { useSessionWords, useTrustWords } from '../frame/area-words.ts'
import { Field } from '../frame/field.tsx'
import { Trouble } from '../frame/reply.tsx'

export type Found = { id: string; name: string }

const isId = (text: string) => /^[a-z]+_[0-9a-z]{26}$/.test(text)

export function PeopleFinder(props: {
  label: string
  help: string
  error: string | undefined
  verb: string
  /** Ids of records may be given too. */
  records?: boolean
  onFind: (found: Found) => void
}) {
  const words = useTrustWords()
  const session = useSessionWords()
  const find = useAction<typeof listUsers>('GET', '/api/v1/users')
  const [text, setText] = useState('')
  const run = () => {
    const search = text.trim()
    if (search === '') return
    if (isId(search) && (props.records || search.startsWith('user_'))) {
      props.onFind({ id: search, name: search })
      setText('')
      return
    }
    find.mutate({ input: { search } })
  }
  const nobody = find.data?.data.length === 0 ? words.lend.notFound : undefined
  return (
    <>
      <Field label={props.label} help={props.help} error={nobody ?? props.error}>
        {(attributes) => (
          <div className="field-act">
            <input
              {...attributes}
              autoComplete="off"
              maxLength={254}
              value={text}
              onChange={(event) => setText(event.target.value)}
              // Enter finds; it does not send the form around it.
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
                event.preventDefault()
                run()
              }}
            />
            <button type="button" className="button" aria-busy={find.isPending} onClick={run}>
              {words.lend.find}
            </button>
          </div>
        )}
      </Field>
      {find.error && <Trouble problem={find.error} />}
      {find.data && find.data.data.length > 0 && (
        <ul className="entries" aria-label={words.lend.found}>
          {find.data.data.map(({ id, name, roles }) => (
            <li key={id}>
              <span className="entry-text">
                <strong>{name ?? words.someone}</strong>
                <small>{Array.from(new Set(roles.map(({ role }) => session.roles[role]))).join('、')}</small>
              </span>
              <button
                type="button"
                className="button"
                onClick={() => {
                  props.onFind({ id, name: name ?? words.someone })
                  setText('')
                  find.reset()
                }}
              >
                {props.verb}
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
