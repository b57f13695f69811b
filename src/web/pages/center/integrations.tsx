// pages/center/integrations.tsx ↔ /center/integrations: the single sign-on of institutions.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { addProvider, listProviders, removeProvider } from '../../../identity/sso/contract.ts'
import { type ReplyOf, send, useAction, useReply } from '../../api.ts'
import { useProofWords, useTrustWords } from '../../frame/area-words.ts'
import { Field, TextField } from '../../frame/field.tsx'
import { useLanguage, useWords } from '../../frame/language.tsx'
import { Copy, Reply } from '../../frame/reply.tsx'
import { paths } from '../../paths.ts'
import type { Me } from '../../session.tsx'
import { ReasonedAct, Refused, Told, flawAt, useFirstFlaw } from '../../trust/act.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { Place, PlacePicker } from '../../trust/places.tsx'
import { mayOpen } from '../../trust/rights.ts'
import { ownPlace } from '../../trust/roles.ts'

type Provider = ReplyOf<typeof listProviders>['data'][number]

export default function IntegrationsPage() {
  const words = useProofWords().integrations
  return (
    <TrustPage title={words.title} lead={words.lead} roles={mayOpen.integrations}>
      {(me) => (
        <div className="panels">
          <Providers me={me} />
          <AddProvider me={me} />
        </div>
      )}
    </TrustPage>
  )
}

function Providers({ me }: { me: Me }) {
  const words = useProofWords().integrations
  const providers = useReply<typeof listProviders>('GET', '/api/v1/sso/providers', {})
  const own = ownPlace(me.roles)
  return (
    <section className="panel" aria-labelledby="providers">
      <h2 id="providers">{words.providers}</h2>
      <Reply reply={providers} lines={2}>
        {({ data }) => {
          const shown = data.filter(({ institution }) => own === undefined || institution === own)
          return shown.length === 0 ? (
            <p>{words.none}</p>
          ) : (
            <ul className="entries">
              {shown.map((provider) => (
                <ProviderEntry key={provider.id} provider={provider} />
              ))}
            </ul>
          )
        }}
      </Reply>
    </section>
  )
}

function ProviderEntry({ provider: { id, institution, kind } }: { provider: Provider }) {
  const { language } = useLanguage()
  const words = useProofWords().integrations
  const frame = useWords().frame
  const queries = useQueryClient()
  const callback = location.origin + paths.sso(id)
  return (
    <li>
      <span className="entry-text">
        <strong>
          <Place institutionId={institution} />
        </strong>{' '}
        {words.kinds[kind]}
        <small>
          {words.callback} <code>{callback}</code>
        </small>
      </span>
      <Copy text={callback} label={frame.copy} />
      <ReasonedAct
        verb={words.remove}
        ask={words.removeAsk}
        act={async (reason) => {
          const input = { providerId: id, reason }
          await send<typeof removeProvider>('DELETE', '/api/v1/sso/providers/:providerId', input, language)
          await queries.invalidateQueries({ queryKey: ['GET', '/api/v1/sso/providers'] })
        }}
      />
    </li>
  )
}

const kinds = ['oidc', 'cas'] as const
const blank = { address: '', clientId: '', clientSecret: '', numberClaim: '' }

function AddProvider({ me }: { me: Me }) {
  const words = useTrustWords()
  const texts = useProofWords().integrations
  const frame = useWords().frame
  const queries = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const add = useAction<typeof addProvider>('POST', '/api/v1/sso/providers')
  const own = ownPlace(me.roles)
  const [place, setPlace] = useState('')
  const [kind, setKind] = useState<(typeof kinds)[number]>('oidc')
  const [given, setGiven] = useState(blank)
  const [reason, setReason] = useState('')
  const { error } = add
  useFirstFlaw(form, error)
  const field = (name: keyof typeof blank) => ({
    value: given[name],
    onChange: (text: string) => setGiven({ ...given, [name]: text }),
    error: flawAt(error, `/${name}`),
    autoComplete: 'off',
  })
  const run = () => {
    const names =
      kind === 'oidc' ? (['clientId', 'clientSecret', 'numberClaim'] as const) : (['numberClaim'] as const)
    const filled = Object.fromEntries(
      names.filter((name) => given[name].trim() !== '').map((name) => [name, given[name].trim()]),
    )
    add.mutate(
      { input: { institution: own ?? place, kind, address: given.address.trim(), reason, ...filled } },
      {
        onSuccess: () => {
          setGiven(blank)
          setReason('')
          void queries.invalidateQueries({ queryKey: ['GET', '/api/v1/sso/providers'] })
        },
      },
    )
  }
  const needsReason = error?.details?.code === 'reason_required'
  return (
    <section className="panel" aria-labelledby="add">
      <h2 id="add">{texts.add}</h2>
      <form
        ref={form}
        className="editor"
        onSubmit={(event) => {
          event.preventDefault()
          run()
        }}
      >
        {own === undefined && (
          <PlacePicker
            label={texts.institution}
            hint={texts.institutionHelp}
            error={flawAt(error, '/institution')}
            placeId={place}
            onChoose={setPlace}
          />
        )}
        <Field label={texts.kind}>
          {(attributes) => (
            <select
              {...attributes}
              value={kind}
              onChange={(event) => setKind(kinds.find((each) => each === event.target.value) ?? kind)}
            >
              {kinds.map((each) => (
                <option key={each} value={each}>
                  {texts.kinds[each]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TextField
          label={texts.address}
          help={texts.addressHelp}
          type="url"
          required
          maxLength={500}
          {...field('address')}
        />
        {kind === 'oidc' && (
          <>
            <TextField label={texts.clientId} required maxLength={200} {...field('clientId')} />
            <TextField
              label={texts.clientSecret}
              help={texts.clientSecretHelp}
              type="password"
              maxLength={500}
              {...field('clientSecret')}
            />
          </>
        )}
        <TextField
          label={texts.numberClaim}
          help={texts.numberClaimHelp}
          maxLength={64}
          {...field('numberClaim')}
        />
        <TextField
          label={words.reason}
          help={words.reasonHelp}
          error={needsReason ? error?.details?.detail : undefined}
          maxLength={500}
          value={reason}
          onChange={setReason}
        />
        <div className="editor-foot">
          <button type="submit" className="button primary" aria-busy={add.isPending}>
            {texts.submit}
          </button>
          <Told>{add.isSuccess && texts.added}</Told>
        </div>
      </form>
      {!needsReason && error?.details?.code !== 'input_invalid' && <Refused problem={error} again={run} />}
      {add.data && (
        <p>
          {texts.callback} <code>{location.origin + paths.sso(add.data.id)}</code>{' '}
          <Copy text={location.origin + paths.sso(add.data.id)} label={frame.copy} />
        </p>
      )}
    </section>
  )
}
