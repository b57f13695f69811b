// pages/register.tsx ↔ /register: a learner opens the own account (自助开户), with consent.
import { lazy, useState } from 'react'
import type { register } from '../../identity/contract.ts'
import { useAction } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { useSessionWords, useNewcomerWords } from '../frame/area-words.ts'
import { TextField } from '../frame/field.tsx'
import { Page } from '../frame/page.tsx'
import { paths } from '../paths.ts'
import { isMaybeSignedIn, useArrival } from '../session.tsx'
import { flawAt } from '../trust/act.tsx'
import { LoginFields, NewcomerForm, consentVersion } from '../trust/newcomer.tsx'
import '../my/frame.css'
import '../trust/trust.css'
import './login.css'

const FirstCodes = lazy(() => import('../trust/recovery.tsx'))

export default function RegisterPage() {
  const words = useNewcomerWords().register
  const session = useSessionWords()
  return (
    <Page title={words.title} lead={words.lead} above={[{ to: paths.login, label: session.title }]}>
      {isMaybeSignedIn() ? <AlreadyIn /> : <RegisterForm />}
    </Page>
  )
}

export function AlreadyIn() {
  const words = useNewcomerWords().register
  return (
    <div className="notice">
      <p>{words.signedIn}</p>
      <Link className="button primary" to={paths.my}>
        {words.toMine}
      </Link>
    </div>
  )
}

function RegisterForm() {
  const words = useNewcomerWords().register
  const session = useSessionWords()
  const arrive = useArrival()
  const open = useAction<typeof register>('POST', '/api/v1/registrations')
  const [name, setName] = useState('')
  const [idNumber, setIdNumber] = useState('')
  const [phone, setPhone] = useState('')
  const [password, setPassword] = useState('')
  if (open.data) return <FirstCodes onDone={() => arrive(open.data)} />
  return (
    <>
      <NewcomerForm
        problem={open.error}
        pending={open.isPending}
        submit={words.submit}
        onSubmit={() => open.mutate({ input: { name, idNumber, phone, password, consent: consentVersion } })}
      >
        <TextField
          label={words.name}
          help={words.nameHelp}
          error={flawAt(open.error, '/name')}
          name="name"
          autoComplete="name"
          required
          maxLength={100}
          value={name}
          onChange={setName}
        />
        <TextField
          label={words.idNumber}
          help={words.idNumberHelp}
          error={flawAt(open.error, '/idNumber')}
          name="idNumber"
          autoComplete="off"
          required
          maxLength={40}
          value={idNumber}
          onChange={setIdNumber}
        />
        <LoginFields
          problem={open.error}
          phone={phone}
          password={password}
          onPhone={setPhone}
          onPassword={setPassword}
        />
      </NewcomerForm>
      <p className="other-doors">
        <Link to={paths.login}>{session.signIn}</Link>
        <Link to={paths.activate}>{session.toActivate}</Link>
      </p>
    </>
  )
}
