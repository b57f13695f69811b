// pages/center/open-accounts.tsx ↔ /center/open-accounts: rows pasted from a spreadsheet become accounts (集体开户).
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { openAccounts } from '../../../identity/contract.ts'
import { csvLine } from '../../../values/csv.ts'
import { type ReplyOf, useAction } from '../../api.ts'
import { Link } from '../../frame/address.tsx'
import { useFlawWords, useTrustWords } from '../../frame/area-words.ts'
import { Field } from '../../frame/field.tsx'
import { Icon } from '../../frame/icon.tsx'
import { paths } from '../../paths.ts'
import type { Me } from '../../session.tsx'
import { Refused, useFirstFlaw } from '../../trust/act.tsx'
import { saveCsv } from '../../trust/download.ts'
import { TrustPage } from '../../trust/frame.tsx'
import { type Pasted, readPasted } from '../../trust/pasted.ts'
import { Place, PlacePicker } from '../../trust/places.tsx'
import { mayOpen } from '../../trust/rights.ts'
import { ownPlace } from '../../trust/roles.ts'

type Opened = ReplyOf<typeof openAccounts>['data'][number]

const rowsMax = 500

export default function OpenAccountsPage() {
  const words = useTrustWords()
  return (
    <TrustPage
      title={words.open.title}
      lead={words.open.lead}
      roles={mayOpen.opening}
      above={[{ to: paths.users, label: words.users.title }]}
    >
      {(me) => <OpenAccounts me={me} />}
    </TrustPage>
  )
}

function OpenAccounts({ me }: { me: Me }) {
  const words = useTrustWords().open
  const queries = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const open = useAction<typeof openAccounts>('POST', '/api/v1/users/batches')
  const own = ownPlace(me.roles)
  const [place, setPlace] = useState(own ?? '')
  const [text, setText] = useState('')
  const [missing, setMissing] = useState<{ place: boolean; rows: string | undefined }>()
  useFirstFlaw(form, missing)
  const rows = readPasted(text)
  const run = () =>
    open.mutate(
      { input: { institution: place, rows } },
      { onSuccess: () => void queries.invalidateQueries() },
    )
  if (open.data) return <Results rows={rows} results={open.data.data} />
  return (
    <>
      <form
        ref={form}
        className="panel editor"
        onSubmit={(event) => {
          event.preventDefault()
          const wrong =
            rows.length === 0 ? words.nothing : rows.length > rowsMax ? words.tooMany(rowsMax) : undefined
          const lacks = { place: place === '', rows: wrong }
          setMissing(lacks.place || wrong ? lacks : undefined)
          if (!lacks.place && !wrong) run()
        }}
      >
        {own === undefined ? (
          <PlacePicker
            label={words.institution}
            hint={words.institutionHelp}
            error={missing?.place ? words.placeNeeded : undefined}
            among="teaching"
            placeId={place}
            onChoose={setPlace}
          />
        ) : (
          <p>
            {words.institution}{' '}
            <strong>
              <Place institutionId={own} />
            </strong>
          </p>
        )}
        <Field label={words.rows} help={words.rowsHelp} error={missing?.rows}>
          {(attributes) => (
            <textarea
              {...attributes}
              className="paste"
              spellCheck={false}
              placeholder={words.example}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <div className="editor-foot">
          <button type="submit" className="button primary" aria-busy={open.isPending}>
            {words.submit(rows.length)}
          </button>
          <output>{text !== '' && words.count(rows.length)}</output>
        </div>
      </form>
      <Refused problem={open.error} again={run} />
    </>
  )
}

const looks = {
  opened: { tone: 'good', icon: 'check' },
  joined: { tone: 'part', icon: 'link' },
  refused: { tone: 'bad', icon: 'cross' },
} as const

function Results({ rows, results }: { rows: Pasted[]; results: Opened[] }) {
  const words = useTrustWords()
  const flaws = useFlawWords()
  const of = (result: Opened['result']) => results.filter((each) => each.result === result).length
  const nameOf = ({ line }: Opened) => rows[line - 1]?.name ?? ''
  const why = ({ code, errors }: Opened) =>
    errors.length > 0 ? errors.map((each) => flaws[each.code]?.({}) ?? each.code).join(' ') : (code ?? '')
  const save = () =>
    saveCsv(
      `${words.open.title}.csv`,
      csvLine([words.open.line, words.open.name, words.open.result, words.open.code]) +
        results
          .map((each) =>
            csvLine([
              String(each.line),
              nameOf(each),
              [words.open.results3[each.result], why(each)].filter(Boolean).join(' '),
              each.activationCode ?? '',
            ]),
          )
          .join(''),
    )
  return (
    <section aria-labelledby="results">
      <h2 id="results">{words.open.results}</h2>
      <output>
        <span className="told">{words.open.summary(of('opened'), of('joined'), of('refused'))}</span>
      </output>
      {of('opened') > 0 && <p>{words.open.codesOnce}</p>}
      <div className="acts">
        <button type="button" className="button primary" onClick={save}>
          {words.open.save}
        </button>
        <Link className="button" to={paths.users}>
          {words.users.title}
        </Link>
      </div>
      <table className="rows results">
        <thead>
          <tr>
            <th scope="col">{words.open.line}</th>
            <th scope="col">{words.open.name}</th>
            <th scope="col">{words.open.result}</th>
            <th scope="col">{words.open.code}</th>
          </tr>
        </thead>
        <tbody>
          {results.map((each) => (
            <tr key={each.line}>
              <td data-label={words.open.line}>{each.line}</td>
              <th scope="row">
                {each.user ? <Link to={paths.user(each.user)}>{nameOf(each)}</Link> : nameOf(each)}
              </th>
              <td data-label={words.open.result}>
                <span className={`state state-${looks[each.result].tone}`}>
                  <Icon name={looks[each.result].icon} />
                  {words.open.results3[each.result]}
                </span>{' '}
                {why(each)}
              </td>
              <td data-label={words.open.code}>
                {each.activationCode && <code>{each.activationCode}</code>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
