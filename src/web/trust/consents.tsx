// 授权同意: what one allows, to whom, until when. Giving is one form and one button, withdrawing one button.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { giveConsent, listConsents, withdrawConsent } from '../../identity/contract.ts'
import { type ReplyOf, useAction, useReply } from '../api.ts'
import { useTrustWords } from '../frame/area-words.ts'
import { Field, TextField } from '../frame/field.tsx'
import { Reply, Trouble } from '../frame/reply.tsx'
import { instant, today } from '../frame/text.ts'
import { Told, flawAt, useFirstFlaw } from './act.tsx'
import { consentVersion } from './newcomer.tsx'
import { Place, PlacePicker } from './places.tsx'

type Consent = ReplyOf<typeof listConsents>['data'][number]

export function Consents() {
  const words = useTrustWords().settings
  const consents = useReply<typeof listConsents>('GET', '/api/v1/me/consents', {})
  return (
    <div className="panels">
      <section className="panel" aria-labelledby="consents">
        <h2 id="consents">{words.tabs.consents}</h2>
        <p className="help">{words.consentsLead}</p>
        <Reply reply={consents} lines={3}>
          {({ data }) =>
            data.length === 0 ? (
              <p>{words.noConsents}</p>
            ) : (
              <ul className="entries">
                {data.map((consent) => (
                  <ConsentEntry key={consent.id} consent={consent} />
                ))}
              </ul>
            )
          }
        </Reply>
      </section>
      <GiveConsent />
    </div>
  )
}

function ConsentEntry({ consent }: { consent: Consent }) {
  const words = useTrustWords().settings
  const queries = useQueryClient()
  const withdraw = useAction<typeof withdrawConsent>('DELETE', '/api/v1/me/consents/:consentId')
  const { id, purpose, to, parts, givenAt, endsAt, withdrawnAt, live } = consent
  const partWords: Record<string, string> = words.parts
  return (
    <li>
      <span className="entry-text">
        <strong>{words.purposes[purpose]}</strong> {to && <Place institutionId={to} />}
        <small>
          {[
            parts.map((part) => partWords[part] ?? part).join('、'),
            words.givenAt(instant(givenAt)),
            withdrawnAt ? words.withdrawnAt(instant(withdrawnAt)) : endsAt && words.endsAt(instant(endsAt)),
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
        {purpose === 'account' && live && <small>{words.accountConsent}</small>}
      </span>
      <span className={live ? 'state state-good' : 'state state-plain'}>
        {live ? words.live : withdrawnAt ? words.withdrawn : words.ended}
      </span>
      {live && purpose !== 'account' && (
        <button
          type="button"
          className="button"
          aria-label={words.withdrawOf(words.purposes[purpose])}
          aria-busy={withdraw.isPending}
          onClick={() =>
            withdraw.mutate(
              { input: { consentId: id } },
              { onSuccess: () => void queries.invalidateQueries() },
            )
          }
        >
          {words.withdraw}
        </button>
      )}
      {withdraw.error && <Trouble problem={withdraw.error} />}
    </li>
  )
}

const purposes = ['enterprise_view', 'teacher_view', 'assisted_filing'] as const
const parts = ['profile', 'credits', 'certificates', 'achievements'] as const

function GiveConsent() {
  const words = useTrustWords()
  const queries = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const give = useAction<typeof giveConsent>('POST', '/api/v1/me/consents')
  const [purpose, setPurpose] = useState<(typeof purposes)[number]>('enterprise_view')
  const [to, setTo] = useState('')
  const [chosen, setChosen] = useState<string[]>([])
  const [until, setUntil] = useState('')
  const [missing, setMissing] = useState<{ to: boolean; parts: boolean; until: boolean }>()
  useFirstFlaw(form, missing ?? give.error)
  return (
    <section className="panel" aria-labelledby="give">
      <h2 id="give">{words.settings.give}</h2>
      <form
        ref={form}
        className="editor"
        onSubmit={(event) => {
          event.preventDefault()
          const lacks = { to: to === '', parts: chosen.length === 0, until: until === '' }
          const isComplete = !lacks.to && !lacks.parts && !lacks.until
          setMissing(isComplete ? undefined : lacks)
          if (!isComplete) return
          give.mutate(
            {
              input: {
                purpose,
                to,
                parts: chosen,
                textVersion: consentVersion,
                // The whole of the day named, in Shanghai.
                endsAt: new Date(`${until}T23:59:59+08:00`).toISOString(),
              },
            },
            {
              onSuccess: () => {
                setTo('')
                setChosen([])
                void queries.invalidateQueries()
              },
            },
          )
        }}
      >
        <Field label={words.audit.purpose}>
          {(attributes) => (
            <select
              {...attributes}
              value={purpose}
              onChange={(event) => {
                setPurpose(purposes.find((each) => each === event.target.value) ?? 'enterprise_view')
                setTo('')
              }}
            >
              {purposes.map((each) => (
                <option key={each} value={each}>
                  {words.settings.purposes[each]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <PlacePicker
          key={purpose}
          label={words.settings.giveTo}
          hint={words.settings.giveToHelp}
          error={missing?.to ? words.settings.placeNeeded : undefined}
          among={purpose === 'enterprise_view' ? 'enterprise' : 'teaching'}
          placeId={to}
          onChoose={setTo}
        />
        <fieldset className="ticks" aria-describedby="parts-help">
          <legend>{words.settings.giveParts}</legend>
          {parts.map((part) => (
            <label key={part} className="tick">
              <input
                type="checkbox"
                checked={chosen.includes(part)}
                aria-invalid={missing?.parts ?? false}
                onChange={(event) =>
                  setChosen(event.target.checked ? [...chosen, part] : chosen.filter((each) => each !== part))
                }
              />
              {words.settings.parts[part]}
            </label>
          ))}
        </fieldset>
        <p id="parts-help" className={missing?.parts ? 'help error' : 'help'}>
          {missing?.parts && words.settings.partsNeeded}
        </p>
        <TextField
          label={words.settings.giveUntil}
          error={missing?.until && until === '' ? words.lend.dayNeeded : flawAt(give.error, '/endsAt')}
          type="date"
          min={today()}
          value={until}
          onChange={setUntil}
        />
        {give.error && give.error.details?.code !== 'input_invalid' && <Trouble problem={give.error} />}
        <div className="editor-foot">
          <button type="submit" className="button primary" aria-busy={give.isPending}>
            {words.settings.giveSubmit}
          </button>
          <Told>{give.isSuccess && words.settings.given}</Told>
        </div>
      </form>
    </section>
  )
}
