// pages/activate.tsx ↔ /activate: an account that a school opened becomes the person's own; `?code=` fills the code in.
import { lazy, useState } from 'react'
import type { activate } from '../../identity/contract.ts'
import { useAction } from '../api.ts'
import { Link, useAddress } from '../frame/address.tsx'
import { useSessionWords, useNewcomerWords } from '../frame/area-words.ts'
import { TextField } from '../frame/field.tsx'
import { Page } from '../frame/page.tsx'
import { paths } from '../paths.ts'
import { isMaybeSignedIn, useArrival } from '../session.tsx'
import { flawAt } from '../trust/act.tsx'
import { LoginFields, NewcomerForm, consentVersion } from '../trust/newcomer.tsx'
import { AlreadyIn } from './register.tsx'
import '../my/frame.css'
import '../trust/trust.css'
import './login.css'

const FirstCodes = lazy(() => import('../trust/recovery.tsx'))

export default function ActivatePage() {
  const words = useNewcomerWords().activate
  const session = useSessionWords()
  return (
    <Page title={words.title} lead={words.lead} above={[{ to: paths.login, label: session.title }]}>
      {isMaybeSignedIn() ? <AlreadyIn /> : <ActivateForm />}
    </Page>
  )
}

function ActivateForm() {
  const words = useNewcomerWords().activate
  const session = useSessionWords()
  const arrive = useArrival()
  const { query } = useAddress()
  const open = useAction<typeof activate>('POST', '/api/v1/activations')
  const [code, setCode] = useState(query.get('code') ?? '')
  const [phone, setPhone] = useState('')
  const [password, setPassword] = useState('')
  const isWrongCode = open.error?.details?.code === 'code_invalid'
  if (open.data) return <FirstCodes onDone={() => arrive(open.data)} />
  return (
    <>
      <NewcomerForm
        problem={open.error}
        pending={open.isPending}
        submit={words.submit}
        onSubmit={() => open.mutate({ input: { code, phone, password, consent: consentVersion } })}
      >
        <TextField
          label={words.code}
          help={words.codeHelp}
          error={isWrongCode ? open.error?.details?.title : flawAt(open.error, '/code')}
          name="code"
          autoComplete="off"
          autoCapitalize="characters"
          required
          maxLength={40}
          value={code}
          onChange={setCode}
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
        <Link to={paths.register}>{session.toRegister}</Link>
      </p>
    </>
  )
}
