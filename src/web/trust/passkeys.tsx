// 通行密钥: added on this device, listed by name, removed; and how a browser is asked for one.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type {
  addPasskey,
  beginPasskey,
  listPasskeys,
  removePasskey,
} from '../../identity/passkeys/contract.ts'
import { type InputOf, send, useReply } from '../api.ts'
import { useProofWords } from '../frame/area-words.ts'
import { TextField } from '../frame/field.tsx'
import { useLanguage } from '../frame/language.tsx'
import { Reply } from '../frame/reply.tsx'
import { instant } from '../frame/text.ts'
import { ReasonedAct, Refused, Told } from './act.tsx'
import { usePasskeyAct } from './passkey-button.tsx'
import { makePasskey, usesPasskeys } from './passkey.ts'

export function Passkeys() {
  const words = useProofWords().passkeys
  const { language } = useLanguage()
  const queries = useQueryClient()
  const passkeys = useReply<typeof listPasskeys>('GET', '/api/v1/me/passkeys', {})
  return (
    <section className="panel" aria-labelledby="passkeys">
      <h2 id="passkeys">{words.title}</h2>
      <p className="help">{words.lead}</p>
      <Reply reply={passkeys} lines={2}>
        {({ data }) => (
          <>
            {data.length === 0 && <p>{words.none}</p>}
            <ul className="entries">
              {data.map(({ id, name, addedAt, usedAt }) => (
                <li key={id}>
                  <span className="entry-text">
                    <strong>{name}</strong>
                    <small>
                      {words.added(instant(addedAt))} · {usedAt ? words.used(instant(usedAt)) : words.unused}
                    </small>
                  </span>
                  <ReasonedAct
                    verb={words.remove}
                    label={words.removeOf(name)}
                    ask={words.removeAsk(name)}
                    act={async (reason) => {
                      const input = { passkeyId: id, reason }
                      await send<typeof removePasskey>(
                        'DELETE',
                        '/api/v1/me/passkeys/:passkeyId',
                        input,
                        language,
                      )
                      await queries.invalidateQueries({ queryKey: ['GET', '/api/v1/me/passkeys'] })
                    }}
                  />
                </li>
              ))}
            </ul>
          </>
        )}
      </Reply>
      {usesPasskeys() ? <AddPasskey /> : <p className="help">{words.unable}</p>}
    </section>
  )
}

function AddPasskey() {
  const words = useProofWords().passkeys
  const { language } = useLanguage()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const { run, pending, problem, unfinished, done } = usePasskeyAct(async () => {
    const { options } = await send<typeof beginPasskey>(
      'POST',
      '/api/v1/me/passkeys/beginnings',
      {},
      language,
    )
    const answer = await makePasskey(options)
    const input: InputOf<typeof addPasskey> = { name, answer }
    await send<typeof addPasskey>('POST', '/api/v1/me/passkeys', input, language)
    setName('')
    await queries.invalidateQueries({ queryKey: ['GET', '/api/v1/me/passkeys'] })
  })
  return (
    <>
      <form
        className="editor"
        onSubmit={(event) => {
          event.preventDefault()
          run()
        }}
      >
        <TextField
          label={words.name}
          help={words.nameHelp}
          required
          maxLength={60}
          value={name}
          onChange={setName}
        />
        <div className="editor-foot">
          <button type="submit" className="button" aria-busy={pending}>
            {words.add}
          </button>
          <Told>{done && words.kept}</Told>
        </div>
      </form>
      {unfinished && <p role="alert">{words.unfinished}</p>}
      <Refused problem={problem} again={run} />
    </>
  )
}
