// pages/login.tsx ↔ /login: name and password; in the demo one chip for each person.
import { useState } from 'react'
import type { enterDemo, listDemoPeople, signIn } from '../../identity/contract.ts'
import { useAction, useReply } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { useSessionWords } from '../frame/area-words.ts'
import { CodeField, PasswordField, TextField } from '../frame/field.tsx'
import { Page } from '../frame/page.tsx'
import { Trouble } from '../frame/reply.tsx'
import { paths } from '../paths.ts'
import { useArrival } from '../session.tsx'
import './login.css'

export default function LoginPage() {
  const words = useSessionWords()
  return (
    <Page title={words.title} lead={words.lead}>
      <div className="doors">
        <DemoPeople />
        <PasswordForm />
      </div>
    </Page>
  )
}

function PasswordForm() {
  const words = useSessionWords()
  const arrive = useArrival()
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
