// What whoever opens or activates an account says of himself, and what he agrees to.
import { type ReactNode, useRef, useState } from 'react'
import type { Problem } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { useNewcomerWords } from '../frame/area-words.ts'
import { PasswordField, TextField } from '../frame/field.tsx'
import { Trouble } from '../frame/reply.tsx'
import { paths } from '../paths.ts'
import { flawAt, useFirstFlaw } from './act.tsx'

/** The version of the text below; the consent that is stored names it. */
export const consentVersion = '2026-11'

export function NewcomerForm(props: {
  problem: Problem | null
  pending: boolean
  submit: string
  onSubmit: () => void
  children: ReactNode
}) {
  const words = useNewcomerWords().register
  const form = useRef<HTMLFormElement>(null)
  const [agreed, setAgreed] = useState(false)
  const [asked, setAsked] = useState(false)
  const isMissing = asked && !agreed
  const { problem } = props
  useFirstFlaw(form, problem ?? isMissing)
  // What is wrong with a field is said there; everything else is said above.
  const isElsewhere = problem && problem.details?.code !== 'input_invalid'
  return (
    <form
      ref={form}
      className="panel editor newcomer"
      onSubmit={(event) => {
        event.preventDefault()
        setAsked(true)
        if (agreed) props.onSubmit()
      }}
    >
      {isElsewhere && <Trouble problem={problem} />}
      {props.children}
      <details className="fold">
        <summary>{words.consentName}</summary>
        <ol className="consent-text">
          {words.text.map((paragraph) => (
            <li key={paragraph}>{paragraph}</li>
          ))}
        </ol>
        <p>
          <Link to={paths.privacy}>{words.inventory}</Link>
        </p>
      </details>
      <div className="field">
        <label className="tick">
          <input
            type="checkbox"
            checked={agreed}
            aria-invalid={isMissing}
            aria-describedby="consent-help"
            onChange={(event) => setAgreed(event.target.checked)}
          />
          {words.consent}
        </label>
        <p id="consent-help" className={isMissing ? 'help error' : 'help'}>
          {isMissing && words.consentNeeded}
        </p>
      </div>
      <button type="submit" className="button primary" aria-busy={props.pending}>
        {props.submit}
      </button>
    </form>
  )
}

/** Phone to sign in by, and a password: the same for both ways in. */
export function LoginFields(props: {
  problem: Problem | null
  phone: string
  password: string
  onPhone: (phone: string) => void
  onPassword: (password: string) => void
}) {
  const words = useNewcomerWords().register
  return (
    <>
      <TextField
        label={words.phone}
        help={words.phoneHelp}
        error={flawAt(props.problem, '/phone')}
        name="phone"
        type="tel"
        autoComplete="tel"
        required
        maxLength={20}
        value={props.phone}
        onChange={props.onPhone}
      />
      <PasswordField
        label={words.password}
        help={words.passwordHelp}
        error={flawAt(props.problem, '/password')}
        name="password"
        use="new"
        value={props.password}
        onChange={props.onPassword}
      />
    </>
  )
}
