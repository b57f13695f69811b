// pages/center/open-account.tsx ↔ /center/open-account: an account for one person, with one role and an activation code.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { createUser } from '../../../identity/contract.ts'
import { useAction } from '../../api.ts'
import { Link } from '../../frame/address.tsx'
import { useSessionWords, useTrustWords } from '../../frame/area-words.ts'
import { Field, TextField } from '../../frame/field.tsx'
import { Copy } from '../../frame/reply.tsx'
import { useWords } from '../../frame/language.tsx'
import { paths } from '../../paths.ts'
import type { Me } from '../../session.tsx'
import { Refused, flawAt, useFirstFlaw } from '../../trust/act.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { Place, PlacePicker } from '../../trust/places.tsx'
import { mayOpen } from '../../trust/rights.ts'
import { type GivenRole, ownPlace, rolesGivenBy } from '../../trust/roles.ts'

export default function OpenAccountPage() {
  const words = useTrustWords()
  return (
    <TrustPage
      title={words.create.title}
      lead={words.create.lead}
      roles={mayOpen.opening}
      above={[{ to: paths.users, label: words.users.title }]}
    >
      {(me) => <OpenAccount me={me} />}
    </TrustPage>
  )
}

const fields = ['name', 'idNumber', 'phone', 'email', 'login'] as const
const blank = { name: '', idNumber: '', phone: '', email: '', login: '' }

function OpenAccount({ me }: { me: Me }) {
  const words = useTrustWords()
  const frame = useWords().frame
  const session = useSessionWords()
  const queries = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const open = useAction<typeof createUser>('POST', '/api/v1/users')
  const own = ownPlace(me.roles)
  const offered = rolesGivenBy(me.roles)
  const [person, setPerson] = useState(blank)
  const [role, setRole] = useState<GivenRole>('teacher')
  const [place, setPlace] = useState('')
  useFirstFlaw(form, open.error)
  const run = () => {
    const { name, ...given } = person
    const filled = Object.fromEntries(Object.entries(given).filter(([, text]) => text.trim() !== ''))
    open.mutate(
      { input: { name, ...filled, role, institution: own ?? (place || null) } },
      { onSuccess: () => void queries.invalidateQueries() },
    )
  }
  if (open.data) {
    return (
      <section className="panel">
        <h2>{words.create.opened(person.name)}</h2>
        <p>{words.create.codeOnce}</p>
        <code className="secret">{open.data.activationCode}</code>
        <div className="acts">
          <Copy text={open.data.activationCode} label={frame.copy} />
          <Link className="button" to={paths.user(open.data.id)}>
            {words.create.toUser}
          </Link>
        </div>
      </section>
    )
  }
  const labels = { ...words.user, login: words.create.login }
  return (
    <>
      <form
        ref={form}
        className="panel editor"
        onSubmit={(event) => {
          event.preventDefault()
          run()
        }}
      >
        <div className="editor-pair">
          {fields.map((field) => (
            <TextField
              key={field}
              label={labels[field]}
              help={
                field === 'login' ? words.create.loginHelp : field === 'name' ? undefined : frame.optional
              }
              error={flawAt(open.error, `/${field}`)}
              autoComplete="off"
              required={field === 'name'}
              maxLength={100}
              value={person[field]}
              onChange={(text) => setPerson({ ...person, [field]: text })}
            />
          ))}
          <Field label={words.create.role}>
            {(attributes) => (
              <select
                {...attributes}
                value={role}
                onChange={(event) => setRole(offered.find((each) => each === event.target.value) ?? role)}
              >
                {offered.map((each) => (
                  <option key={each} value={each}>
                    {session.roles[each]}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </div>
        {own === undefined ? (
          <PlacePicker
            label={words.user.giveAt}
            hint={words.user.giveAtHelp}
            placeId={place}
            onChoose={setPlace}
          />
        ) : (
          <p>
            {words.user.giveAt}{' '}
            <strong>
              <Place institutionId={own} />
            </strong>
          </p>
        )}
        <div className="editor-foot">
          <button type="submit" className="button primary" aria-busy={open.isPending}>
            {words.create.submit}
          </button>
        </div>
      </form>
      {open.error?.details?.code !== 'input_invalid' && <Refused problem={open.error} again={run} />}
    </>
  )
}
