// pages/center/users.tsx ↔ /center/users: accounts in one's scope, and the ways to open more.
import type { listUsers } from '../../../identity/contract.ts'
import { type ReplyOf, useReply } from '../../api.ts'
import { Link, navigate } from '../../frame/address.tsx'
import { useSessionWords, useTrustWords } from '../../frame/area-words.ts'
import { FilterForm, RowList, SelectFilter, TextFilter, useFilters } from '../../frame/list.tsx'
import { paths } from '../../paths.ts'
import type { Role } from '../../session.tsx'
import { AccountState } from '../../trust/account-state.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { Place } from '../../trust/places.tsx'
import { holdsOneOf, mayOpen } from '../../trust/rights.ts'
import { heldRoles } from '../../trust/roles.ts'

type Row = ReplyOf<typeof listUsers>['data'][number]

const filterNames = ['search', 'role'] as const

export default function UsersPage() {
  const words = useTrustWords().users
  return (
    <TrustPage
      title={words.title}
      lead={words.lead}
      roles={mayOpen.users}
      actions={(me) =>
        holdsOneOf(me.roles, mayOpen.opening) && (
          <>
            <Link className="button primary" to={paths.openAccounts}>
              {words.open}
            </Link>
            <Link className="button" to={paths.openAccount}>
              {words.create}
            </Link>
          </>
        )
      }
    >
      {() => <Users />}
    </TrustPage>
  )
}

function Users() {
  const words = useTrustWords().users
  const session = useSessionWords()
  const filters = useFilters(filterNames)
  const { chosen, cursor } = filters
  const role = heldRoles.find((each) => each === chosen('role'))
  const search = chosen('search')
  const users = useReply<typeof listUsers>(
    'GET',
    '/api/v1/users',
    { ...(search ? { search } : {}), ...(role ? { role } : {}), ...(cursor ? { cursor } : {}) },
    { keepPrevious: true },
  )
  return (
    <>
      <FilterForm
        key={filters.key}
        names={filterNames}
        apply={filters.apply}
        isFiltered={filters.isFiltered}
        first={<TextFilter name="search" label={words.search} value={search} />}
      >
        <SelectFilter<Role>
          name="role"
          label={words.role}
          value={role}
          options={heldRoles}
          labels={session.roles}
        />
      </FilterForm>
      <RowList
        reply={users}
        none={words.none}
        noneFiltered={words.noneFiltered}
        isFiltered={filters.isFiltered}
        reset={() => navigate(paths.users)}
      >
        {(rows) => <UserRows rows={rows} />}
      </RowList>
    </>
  )
}

function UserRows({ rows }: { rows: Row[] }) {
  const words = useTrustWords()
  const session = useSessionWords()
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">{words.user.name}</th>
          <th scope="col">{words.users.role}</th>
          <th scope="col">{words.users.state}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, name, state, verified, roles }) => (
          <tr key={id}>
            <th scope="row">
              <Link to={paths.user(id)}>{name ?? words.someone}</Link>
            </th>
            <td data-label={words.users.role}>
              {roles.map((held) => (
                <div key={held.role + (held.institution ?? '')}>
                  {session.roles[held.role]}{' '}
                  {held.institution && (
                    <small>
                      <Place institutionId={held.institution} />
                    </small>
                  )}
                </div>
              ))}
            </td>
            <td data-label={words.users.state}>
              <AccountState state={state} />{' '}
              <small>{verified ? words.users.verified : words.users.notVerified}</small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
