// pages/center/grants.tsx ↔ /center/grants: rights lent to me, by me and in my scope (临时授权).
import { useQueryClient } from '@tanstack/react-query'
import type { listGrants, takeBack } from '../../../identity/contract.ts'
import { type ReplyOf, useAction, useReply } from '../../api.ts'
import { Link, useAddress, withChange } from '../../frame/address.tsx'
import { useTrustWords } from '../../frame/area-words.ts'
import { Icon } from '../../frame/icon.tsx'
import { Reply, Trouble } from '../../frame/reply.tsx'
import { instant } from '../../frame/text.ts'
import { paths } from '../../paths.ts'
import type { Me } from '../../session.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { holdsOneOf, mayOpen } from '../../trust/rights.ts'

type Grant = ReplyOf<typeof listGrants>['data'][number]

export default function GrantsPage() {
  const words = useTrustWords().grants
  return (
    <TrustPage
      title={words.title}
      lead={words.lead}
      roles={mayOpen.grants}
      actions={(me) =>
        holdsOneOf(me.roles, mayOpen.lending) && (
          <Link className="button primary" to={paths.lend}>
            <Icon name="plus" />
            {words.give}
          </Link>
        )
      }
    >
      {(me) => <Grants me={me} />}
    </TrustPage>
  )
}

function Grants({ me }: { me: Me }) {
  const words = useTrustWords().grants
  const grants = useReply<typeof listGrants>('GET', '/api/v1/grants', {})
  const tab = useAddress().query.get('state') === 'all' ? 'all' : 'live'
  return (
    <>
      <nav className="tabs" aria-label={words.state}>
        {(['live', 'all'] as const).map((each) => (
          <Link
            key={each}
            to={withChange((next) => (each === 'all' ? next.set('state', 'all') : next.delete('state')))}
            aria-current={each === tab ? 'page' : undefined}
          >
            {words.tabs[each]}
          </Link>
        ))}
      </nav>
      <Reply
        reply={grants}
        lines={4}
        empty={({ data }) =>
          data.filter((grant) => tab === 'all' || grant.live).length === 0 && <p>{words.none}</p>
        }
      >
        {({ data }) => <GrantRows grants={data.filter((grant) => tab === 'all' || grant.live)} me={me} />}
      </Reply>
    </>
  )
}

function GrantRows({ grants, me }: { grants: Grant[]; me: Me }) {
  const words = useTrustWords()
  const queries = useQueryClient()
  const end = useAction<typeof takeBack>('DELETE', '/api/v1/grants/:grantId')
  const named = (user: string, name: string | null) =>
    user === me.user ? words.you : (name ?? words.someone)
  // Whoever lent it takes it back, and so may an administrator in whose scope it stands.
  const mayEnd = (grant: Grant) =>
    !grant.revokedAt && grant.live && (grant.from === me.user || holdsOneOf(me.roles, mayOpen.requests))
  return (
    <>
      {end.error && <Trouble problem={end.error} />}
      <table className="rows">
        <thead>
          <tr>
            <th scope="col">{words.grants.operation}</th>
            <th scope="col">{words.grants.to}</th>
            <th scope="col">{words.grants.from}</th>
            <th scope="col">{words.grants.period}</th>
            <th scope="col">{words.grants.state}</th>
          </tr>
        </thead>
        <tbody>
          {grants.map((grant) => (
            <tr key={grant.id}>
              <th scope="row">
                <strong>{words.operations[grant.operation] ?? grant.operation}</strong>{' '}
                <small>
                  {words.grants.targets(grant.targets)} · {grant.reason}
                </small>
              </th>
              <td data-label={words.grants.to} className="person">
                {named(grant.to, grant.toName)}
              </td>
              <td data-label={words.grants.from} className="person">
                {named(grant.from, grant.fromName)}
              </td>
              <td data-label={words.grants.period}>
                <span className="instant">{instant(grant.beginsAt)}</span> –{' '}
                <span className="instant">{instant(grant.endsAt)}</span>
              </td>
              <td data-label={words.grants.state}>
                <GrantState grant={grant} />
                {mayEnd(grant) && (
                  <button
                    type="button"
                    className="button quiet"
                    aria-label={words.grants.takeBackOf(named(grant.to, grant.toName))}
                    aria-busy={end.isPending}
                    onClick={() =>
                      end.mutate(
                        { input: { grantId: grant.id } },
                        { onSuccess: () => void queries.invalidateQueries() },
                      )
                    }
                  >
                    {words.grants.takeBack}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function GrantState({ grant: { live, revokedAt } }: { grant: Grant }) {
  const words = useTrustWords().grants
  return (
    <span className={live ? 'state state-good' : 'state state-plain'}>
      <Icon name={live ? 'check' : 'dash'} />
      {live ? words.live : revokedAt ? words.takenBack : words.ended}
    </span>
  )
}
