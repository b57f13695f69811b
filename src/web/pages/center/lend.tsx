// pages/center/lend.tsx ↔ /center/grants/new: lends one operation on named records, for a while. `?to=` names the person.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { lend, readUser } from '../../../identity/contract.ts'
import { useAction, useReply } from '../../api.ts'
import { navigate, useAddress } from '../../frame/address.tsx'
import { useTrustWords } from '../../frame/area-words.ts'
import { Field, TextField } from '../../frame/field.tsx'
import { Icon } from '../../frame/icon.tsx'
import { today } from '../../frame/text.ts'
import { paths } from '../../paths.ts'
import type { Me } from '../../session.tsx'
import { Refused, useFirstFlaw } from '../../trust/act.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { type Found, PeopleFinder } from '../../trust/people-finder.tsx'
import { holdsOneOf, lendable, mayOpen } from '../../trust/rights.ts'

export default function LendPage() {
  const words = useTrustWords()
  return (
    <TrustPage
      title={words.lend.title}
      lead={words.grants.lead}
      roles={mayOpen.lending}
      above={[{ to: paths.grants, label: words.grants.title }]}
    >
      {(me) => <Lend me={me} />}
    </TrustPage>
  )
}

function Lend({ me }: { me: Me }) {
  const words = useTrustWords()
  const queries = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const named = useAddress().query.get('to') ?? ''
  const person = useReply<typeof readUser>(
    'GET',
    '/api/v1/users/:userId',
    { userId: named },
    { enabled: named !== '' },
  )
  const give = useAction<typeof lend>('POST', '/api/v1/grants')
  const operations = Object.keys(lendable).filter((each) => holdsOneOf(me.roles, lendable[each] ?? []))
  const [chosen, setChosen] = useState<Found>()
  const [operation, setOperation] = useState(operations[0] ?? '')
  const [targets, setTargets] = useState<Found[]>([])
  const [until, setUntil] = useState('')
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState<{ to: boolean; targets: boolean; until: boolean }>()
  useFirstFlaw(form, missing)
  const to = chosen ?? (person.data && { id: named, name: person.data.name ?? words.someone })
  const run = () =>
    give.mutate(
      {
        input: {
          to: to?.id ?? '',
          operation,
          targets: targets.map(({ id }) => id),
          endsAt: new Date(`${until}T23:59:59+08:00`).toISOString(),
          reason,
        },
      },
      {
        onSuccess: () => {
          void queries.invalidateQueries()
          navigate(paths.grants)
        },
      },
    )
  const needsReason = give.error?.details?.code === 'reason_required'
  return (
    <>
      <form
        ref={form}
        className="panel editor"
        onSubmit={(event) => {
          event.preventDefault()
          const lacks = { to: to === undefined, targets: targets.length === 0, until: until === '' }
          const isComplete = !lacks.to && !lacks.targets && !lacks.until
          setMissing(isComplete ? undefined : lacks)
          if (isComplete) run()
        }}
      >
        {to ? (
          <Picked label={words.lend.to} people={[to]} onRemove={() => setChosen(undefined)} fixed={!chosen} />
        ) : (
          <PeopleFinder
            label={words.lend.to}
            help={words.lend.toHelp}
            error={missing?.to ? words.lend.toNeeded : undefined}
            verb={words.pick}
            onFind={setChosen}
          />
        )}
        <Field label={words.lend.operation}>
          {(attributes) => (
            <select {...attributes} value={operation} onChange={(event) => setOperation(event.target.value)}>
              {operations.map((each) => (
                <option key={each} value={each}>
                  {words.operations[each] ?? each}
                </option>
              ))}
            </select>
          )}
        </Field>
        <PeopleFinder
          label={words.lend.about}
          help={words.lend.aboutHelp}
          error={missing?.targets && targets.length === 0 ? words.lend.aboutNeeded : undefined}
          verb={words.lend.add}
          records
          onFind={(found) => setTargets([...targets.filter(({ id }) => id !== found.id), found])}
        />
        {targets.length > 0 && (
          <Picked
            label={words.grants.targets(targets.length)}
            people={targets}
            onRemove={({ id }) => setTargets(targets.filter((each) => each.id !== id))}
          />
        )}
        <TextField
          label={words.lend.until}
          help={words.lend.untilHelp}
          error={missing?.until && until === '' ? words.lend.dayNeeded : undefined}
          type="date"
          min={today()}
          value={until}
          onChange={setUntil}
        />
        <TextField
          label={words.reason}
          help={words.reasonHelp}
          error={needsReason ? give.error?.details?.detail : undefined}
          maxLength={500}
          value={reason}
          onChange={setReason}
        />
        <div className="editor-foot">
          <button type="submit" className="button primary" aria-busy={give.isPending}>
            {words.lend.submit}
          </button>
        </div>
      </form>
      {!needsReason && <Refused problem={give.error} again={run} />}
    </>
  )
}

function Picked(props: {
  label: string
  people: Found[]
  /** The address names the person; another one is another address. */
  fixed?: boolean
  onRemove: (person: Found) => void
}) {
  const words = useTrustWords().lend
  return (
    <div>
      <strong>{props.label}</strong>
      <ul className="entries">
        {props.people.map((person) => (
          <li key={person.id}>
            <span className="entry-text">{person.name}</span>
            {!props.fixed && (
              <button
                type="button"
                className="button quiet"
                aria-label={words.removeOf(person.name)}
                onClick={() => props.onRemove(person)}
              >
                <Icon name="close" />
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
