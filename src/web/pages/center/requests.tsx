// pages/center/requests.tsx ↔ /center/requests: what waits for a second person (双人复核).
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { decideRequest, listRequests } from '../../../identity/contract.ts'
import { type ReplyOf, useAction, useReply } from '../../api.ts'
import { Link } from '../../frame/address.tsx'
import { useSessionWords, useTrustWords } from '../../frame/area-words.ts'
import { Reply } from '../../frame/reply.tsx'
import { instant } from '../../frame/text.ts'
import { paths } from '../../paths.ts'
import type { Me } from '../../session.tsx'
import { Refused, Told } from '../../trust/act.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { usePlaceName } from '../../trust/places.tsx'
import { holdsOneOf, mayConfirm, mayOpen } from '../../trust/rights.ts'
import { rolesGivenBy } from '../../trust/roles.ts'

type Request = ReplyOf<typeof listRequests>['data'][number]

export default function RequestsPage() {
  const words = useTrustWords().requests
  return (
    <TrustPage title={words.title} lead={words.lead} roles={mayOpen.requests}>
      {(me) => <Requests me={me} />}
    </TrustPage>
  )
}

function Requests({ me }: { me: Me }) {
  const words = useTrustWords().requests
  const requests = useReply<typeof listRequests>('GET', '/api/v1/requests', {})
  // Told here, because the request itself is gone then.
  const [told, setTold] = useState<string>()
  return (
    <>
      <Told>{told}</Told>
      <Reply reply={requests} lines={3} empty={({ data }) => data.length === 0 && <p>{words.none}</p>}>
        {({ data }) => (
          <ul className="claim-list">
            {data.map((request) => (
              <RequestEntry key={request.id} request={request} me={me} tell={setTold} />
            ))}
          </ul>
        )}
      </Reply>
    </>
  )
}

function RequestEntry({ request, me, tell }: { request: Request; me: Me; tell: (text: string) => void }) {
  const words = useTrustWords()
  const session = useSessionWords()
  const place = usePlaceName(request.role?.institution ?? null)
  const subject = request.subjectName ?? words.someone
  const role = request.role
  const isMine = request.filedBy === me.user
  // Whoever confirms must be able to do it alone, were it not for the rule of two.
  const others = mayConfirm[request.operation] ?? mayOpen.requests
  const mayGive = role
    ? rolesGivenBy(me.roles).some((each) => each === role.role)
    : holdsOneOf(me.roles, others)
  const why = isMine
    ? words.requests.mine
    : request.subject === me.user
      ? words.requests.aboutMe
      : mayGive
        ? undefined
        : role
          ? words.requests.needs(session.roles.sys_admin)
          : words.requests.needsOneOf(others.map((each) => session.roles[each]).join(words.and))
  return (
    <li className="claim-row">
      <strong>
        {role
          ? words.requests.givesRole(subject, session.roles[role.role], place ?? words.everywhere)
          : words.requests.other(
              words.operations[request.operation] ?? request.operation,
              subject,
              request.about,
            )}
      </strong>
      <p>
        {words.reason} · {request.reason}
      </p>
      <small>
        {words.requests.filedBy(
          isMine ? words.you : (request.filedByName ?? words.someone),
          instant(request.filedAt),
        )}
      </small>
      {!role && request.subject && holdsOneOf(me.roles, mayOpen.accounts) && (
        <div>
          <Link to={paths.learnerAccount(request.subject.replace(/^user_/, 'learner_'))}>
            {words.requests.toAccount}
          </Link>
        </div>
      )}
      {why ? <p className="help">{why}</p> : <Decide request={request} tell={tell} />}
      {request.subject && holdsOneOf(me.roles, mayOpen.users) && (
        <div>
          <Link to={paths.user(request.subject)}>{words.create.toUser}</Link>
        </div>
      )}
    </li>
  )
}

function Decide({ request, tell }: { request: Request; tell: (text: string) => void }) {
  const words = useTrustWords().requests
  const queries = useQueryClient()
  const decide = useAction<typeof decideRequest>('POST', '/api/v1/requests/:requestId/decision')
  const run = (confirm: boolean) =>
    decide.mutate(
      { input: { requestId: request.id, confirm } },
      {
        onSuccess: () => {
          tell(confirm ? words.confirmed : words.refused)
          void queries.invalidateQueries()
        },
      },
    )
  return (
    <>
      <p className="help">{words.confirmAsk}</p>
      <div className="acts">
        <button
          type="button"
          className="button primary"
          aria-busy={decide.isPending}
          onClick={() => run(true)}
        >
          {words.confirm}
        </button>
        <button type="button" className="button" aria-busy={decide.isPending} onClick={() => run(false)}>
          {words.refuse}
        </button>
      </div>
      <Refused problem={decide.error} again={() => run(decide.variables?.input.confirm ?? false)} />
    </>
  )
}
