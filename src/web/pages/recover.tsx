// pages/recover.tsx ↔ /recover: a new password by a recovery code, one's own or one handed out in person.
import { useRef, useState } from 'react'
import type { recover } from '../../identity/recovery/contract.ts'
import { useAction } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { useProofWords, useSessionWords, useTrustWords } from '../frame/area-words.ts'
import { CodeField, PasswordField, TextField } from '../frame/field.tsx'
import { Page } from '../frame/page.tsx'
import { Trouble } from '../frame/reply.tsx'
import { paths } from '../paths.ts'
import { useArrival } from '../session.tsx'
import { flawAt, useFirstFlaw } from '../trust/act.tsx'
import '../my/frame.css'
import '../trust/trust.css'
import './login.css'

export default function RecoverPage() {
  const words = useProofWords().recovery
  const session = useSessionWords()
  return (
    <Page title={words.title} lead={words.lead} above={[{ to: paths.login, label: session.title }]}>
      <div className="panels">
        <RecoverForm />
        <section className="panel newcomer" aria-labelledby="no-code">
          <h2 id="no-code">{words.noCode}</h2>
          <ul className="consent-text">
            {words.noCodeWays.map((way) => (
              <li key={way}>{way}</li>
            ))}
          </ul>
          <Link className="button" to={paths.login}>
            {session.signIn}
          </Link>
        </section>
      </div>
    </Page>
  )
}

function RecoverForm() {
  const words = useTrustWords()
  const proofs = useProofWords().recovery
  const session = useSessionWords()
  const arrive = useArrival()
  const form = useRef<HTMLFormElement>(null)
  const open = useAction<typeof recover>('POST', '/api/v1/recoveries')
  const [login, setLogin] = useState('')
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const [factorCode, setFactorCode] = useState('')
  const { error } = open
  useFirstFlaw(form, error)
  const needsFactor =
    factorCode !== '' || ['second_factor_required', 'wrong_code'].includes(error?.details?.code ?? '')
  return (
    <form
      ref={form}
      className="panel editor newcomer"
      onSubmit={(event) => {
        event.preventDefault()
        const input = { login, code, password, ...(factorCode ? { factorCode } : {}) }
        open.mutate({ input }, { onSuccess: arrive })
      }}
    >
      {error && error.details?.code !== 'input_invalid' && <Trouble problem={error} />}
      <TextField
        label={session.login}
        name="login"
        autoComplete="username"
        required
        maxLength={254}
        value={login}
        onChange={setLogin}
      />
      <TextField
        label={proofs.code}
        help={proofs.codeHelp}
        name="code"
        autoComplete="off"
        autoCapitalize="characters"
        required
        maxLength={40}
        value={code}
        onChange={setCode}
      />
      <PasswordField
        label={words.settings.next}
        help={words.register.passwordHelp}
        error={flawAt(error, '/password')}
        name="password"
        use="new"
        value={password}
        onChange={setPassword}
      />
      {needsFactor && (
        <CodeField label={session.code} help={session.codeHelp} value={factorCode} onChange={setFactorCode} />
      )}
      <button type="submit" className="button primary" aria-busy={open.isPending}>
        {proofs.submit}
      </button>
    </form>
  )
}
