// pages/center/accounts.tsx ↔ /center/accounts: finding a learner's account within one's reach.
import { useState } from 'react'
import type { listUsers } from '../../../identity/contract.ts'
import { useReply } from '../../api.ts'
import { Link, navigate } from '../../frame/address.tsx'
import { useAccountsWords, useTrustWords } from '../../frame/area-words.ts'
import { Field } from '../../frame/field.tsx'
import { FilterForm, RowList, TextFilter, useFilters } from '../../frame/list.tsx'
import { paths } from '../../paths.ts'
import { AccountState } from '../../trust/account-state.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { holdsOneOf, mayOpen } from '../../trust/rights.ts'

export default function AccountsPage() {
  const words = useAccountsWords()
  return (
    <TrustPage title={words.title} lead={words.lead} roles={mayOpen.accounts}>
      {(me) => (holdsOneOf(me.roles, mayOpen.users) ? <Learners /> : <ById />)}
    </TrustPage>
  )
}

const filterNames = ['search'] as const

function Learners() {
  const words = useAccountsWords()
  const filters = useFilters(filterNames)
  const { chosen, cursor } = filters
  const search = chosen('search')
  const learners = useReply<typeof listUsers>(
    'GET',
    '/api/v1/users',
    { role: 'learner', ...(search ? { search } : {}), ...(cursor ? { cursor } : {}) },
    { keepPrevious: true },
  )
  return (
    <>
      <FilterForm
        key={filters.key}
        names={filterNames}
        apply={({ search: text = '' }) => (isAccount(text) ? open(text) : filters.apply({ search: text }))}
        isFiltered={filters.isFiltered}
        first={<TextFilter name="search" label={words.search} value={search} />}
      >
        {null}
      </FilterForm>
      <RowList
        reply={learners}
        none={words.none}
        noneFiltered={words.noneFiltered}
        isFiltered={filters.isFiltered}
        reset={() => navigate(paths.accounts)}
      >
        {(rows) => <Rows rows={rows} />}
      </RowList>
    </>
  )
}

function Rows({
  rows,
}: {
  rows: { id: string; name: string | null; state: Parameters<typeof AccountState>[0]['state'] }[]
}) {
  const words = useAccountsWords()
  const trust = useTrustWords()
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col">{trust.users.state}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, name, state }) => (
          <tr key={id}>
            <th scope="row">
              <Link to={paths.learnerAccount(accountOf(id))}>{name ?? trust.someone}</Link>
            </th>
            <td data-label={trust.users.state}>
              <AccountState state={state} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** For whoever may see accounts but not leaf through people. */
function ById() {
  const words = useAccountsWords()
  const [id, setId] = useState('')
  return (
    <form
      className="editor panel"
      onSubmit={(event) => {
        event.preventDefault()
        open(id.trim())
      }}
    >
      <Field label={words.id} help={words.idHelp}>
        {(attributes) => (
          <input
            {...attributes}
            autoComplete="off"
            required
            maxLength={60}
            value={id}
            onChange={(event) => setId(event.target.value)}
          />
        )}
      </Field>
      <button type="submit" className="button primary">
        {words.open}
      </button>
    </form>
  )
}

const isAccount = (text: string): boolean => /^(learner|user)_[0-9a-z]{26}$/.test(text)
const open = (id: string): void => navigate(paths.learnerAccount(accountOf(id)))

/** One person, one account: the two ids differ in their first word alone. */
const accountOf = (id: string): string => id.replace(/^user_/, 'learner_')
