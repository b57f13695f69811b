// pages/login.tsx ↔ /login: name and password; in the demo one chip for each person.
import { lazy, useState } from 'react'
import type { enterDemo, listDemoPeople, signIn } from '../../identity/contract.ts'
import type { enterByPasskey } from '../../identity/passkeys/contract.ts'
import { send, useAction, useReply } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { useSessionWords } from '../frame/area-words.ts'
import { CodeField, PasswordField, TextField } from '../frame/field.tsx'
import { useLanguage } from '../frame/language.tsx'
import { Page } from '../frame/page.tsx'
import { Trouble } from '../frame/reply.tsx'
import { paths } from '../paths.ts'
import { useArrival } from '../session.tsx'
import { Place } from '../trust/places.tsx'
import { useSchools } from '../trust/schools.ts'
import './login.css'

const PasskeyButton = lazy(() =>
  import('../trust/passkey-button.tsx').then(({ PasskeyButton: shown }) => ({ default: shown })),
)

export default function LoginPage() {
  const words = useSessionWords()
  return (
    <Page title={words.title} lead={words.lead}>
      <div className="doors">
        <DemoPeople />
        <div>
          <PasswordForm />
          <Schools />
        </div>
      </div>
    </Page>
  )
}

function PasswordForm() {
  const words = useSessionWords()
  const arrive = useArrival()
  const { language } = useLanguage()
  const enter = useAction<typeof signIn>('POST', '/api/v1/sessions')
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  // A second factor is asked for once the bank says that this account has one.
  const needsCode =
    code !== '' || ['second_factor_required', 'wrong_code'].includes(enter.error?.details?.code ?? '')
  return (
    <form
      className="panel door"
      onSubmit={(event) => {
        event.preventDefault()
        enter.mutate({ input: { login, password, ...(code ? { code } : {}) } }, { onSuccess: arrive })
      }}
    >
      <h2>{words.title}</h2>
      {enter.error && <Trouble problem={enter.error} />}
      <TextField
        label={words.login}
        name="login"
        autoComplete="username"
        required
        value={login}
        onChange={setLogin}
      />
      <PasswordField
        label={words.password}
        name="password"
        use="current"
        value={password}
        onChange={setPassword}
      />
      {needsCode && (
        <CodeField label={words.code} help={words.codeHelp} name="code" value={code} onChange={setCode} />
      )}
      <button type="submit" className="button primary" aria-busy={enter.isPending}>
        {enter.isPending ? words.entering : words.enter}
      </button>
      <PasskeyButton
        label={words.passkey}
        question="/api/v1/passkeys/questions"
        unfinished={words.passkeyUnfinished}
        answered={async (answer) =>
          arrive(await send<typeof enterByPasskey>('POST', '/api/v1/passkeys/sessions', { answer }, language))
        }
        refused={(problem) => <Trouble problem={problem} />}
      />
      <p className="other-doors">
        <Link to={paths.recover}>{words.forgot}</Link>
      </p>
      <p className="other-doors">
        {words.noAccount} <Link to={paths.register}>{words.toRegister}</Link>
        <Link to={paths.activate}>{words.toActivate}</Link>
      </p>
    </form>
  )
}

/** Institutions that vouch for their people; nothing where none does. */
function Schools() {
  const words = useSessionWords()
  const { reply, leave } = useSchools()
  if (!reply.data || reply.data.data.length === 0) return null
  return (
    <section className="panel door" aria-labelledby="schools">
      <h2 id="schools">{words.bySchool}</h2>
      {leave.error && <Trouble problem={leave.error} />}
      {reply.data.data.map(({ id, institution }) => (
        <button
          key={id}
          type="button"
          className="button"
          aria-busy={leave.isPending}
          onClick={() => leave.mutate(id)}
        >
          <Place institutionId={institution} />
        </button>
      ))}
    </section>
  )
}

/** Outside the demo the bank knows no such people, and nothing is shown. */
function DemoPeople() {
  const words = useSessionWords()
  const arrive = useArrival()
  const people = useReply<typeof listDemoPeople>('GET', '/api/v1/demo/people', {})
  const enter = useAction<typeof enterDemo>('POST', '/api/v1/demo/sessions')
  if (!people.data) return null
  return (
    <section className="demo-people" aria-labelledby="demo-people">
      <h2 id="demo-people">{words.demo}</h2>
      <p className="help">{words.demoHelp}</p>
      {enter.error && <Trouble problem={enter.error} />}
      <ul>
        {people.data.data.map(({ person, name, role, place, finds }) => (
          <li key={person}>
            <button
              type="button"
              aria-busy={enter.isPending}
              onClick={() => enter.mutate({ input: { person } }, { onSuccess: arrive })}
            >
              <strong>{name}</strong>
              <span>{[words.roles[role], place].filter(Boolean).join(' · ')}</span>
              <small>{finds}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
