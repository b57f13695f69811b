// pages/center/closures.tsx ↔ /center/closures: accounts that shall be closed (销户), and those kept by law (法定保留).
import type { closeAccount, listClosings, releaseAccount } from '../../../closure/contract.ts'
import { type ReplyOf, send, useReply } from '../../api.ts'
import { Link } from '../../frame/address.tsx'
import { useTrustWords } from '../../frame/area-words.ts'
import { useLanguage } from '../../frame/language.tsx'
import { Reply } from '../../frame/reply.tsx'
import { instant } from '../../frame/text.ts'
import { paths } from '../../paths.ts'
import type { Me } from '../../session.tsx'
import { FiledAct } from '../../trust/act.tsx'
import { Obstacles } from '../../trust/closing.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { holdsOneOf, mayOpen } from '../../trust/rights.ts'

type Closings = ReplyOf<typeof listClosings>

export default function ClosuresPage() {
  const words = useTrustWords().closures
  return (
    <TrustPage title={words.title} lead={words.lead} roles={mayOpen.closures}>
      {(me) => <Closures me={me} />}
    </TrustPage>
  )
}

function Closures({ me }: { me: Me }) {
  const words = useTrustWords().closures
  const closings = useReply<typeof listClosings>('GET', '/api/v1/closures', {})
  const mayAct = holdsOneOf(me.roles, mayOpen.closing)
  return (
    <Reply reply={closings} lines={4}>
      {({ requests, holds }) => (
        <div className="panels">
          <section className="panel" aria-labelledby="asked">
            <h2 id="asked">{words.asked}</h2>
            {requests.length === 0 && <p>{words.noneAsked}</p>}
            <ul className="entries">
              {requests.map((request) => (
                <RequestEntry
                  key={request.user}
                  request={request}
                  mayAct={mayAct && request.user !== me.user}
                />
              ))}
            </ul>
          </section>
          <section className="panel" aria-labelledby="held">
            <h2 id="held">{words.held}</h2>
            {holds.length === 0 && <p>{words.noneHeld}</p>}
            <ul className="entries">
              {holds.map((hold) => (
                <HoldEntry key={hold.user} hold={hold} mayAct={mayAct && hold.user !== me.user} />
              ))}
            </ul>
            {mayAct && <p className="help">{words.howToHold}</p>}
          </section>
        </div>
      )}
    </Reply>
  )
}

function RequestEntry({ request, mayAct }: { request: Closings['requests'][number]; mayAct: boolean }) {
  const words = useTrustWords()
  const { language } = useLanguage()
  const name = request.name ?? words.someone
  return (
    <li>
      <span className="entry-text">
        <Link className="person-link" to={paths.user(request.user)}>
          {name}
        </Link>
        <small>{words.closures.filed(instant(request.filedAt), request.dueOn)}</small>
        {request.obstacles.length > 0 && <Obstacles obstacles={request.obstacles} />}
      </span>
      <span className={request.isDue ? 'state state-open' : 'state state-plain'}>
        {request.isDue ? words.closures.due : words.closures.thinking}
      </span>
      {mayAct && request.isDue && request.obstacles.length === 0 && (
        <FiledAct
          verb={words.closures.close}
          label={words.closures.closeOf(name)}
          ask={words.closures.closeAsk(name)}
          act={(reason) =>
            send<typeof closeAccount>(
              'POST',
              '/api/v1/users/:userId/closure',
              { userId: request.user, reason },
              language,
            )
          }
        />
      )}
    </li>
  )
}

function HoldEntry({ hold, mayAct }: { hold: Closings['holds'][number]; mayAct: boolean }) {
  const words = useTrustWords()
  const { language } = useLanguage()
  const name = hold.name ?? words.someone
  return (
    <li>
      <span className="entry-text">
        <Link className="person-link" to={paths.user(hold.user)}>
          {name}
        </Link>
        <small>
          {words.reason} · {hold.reason} · {words.closures.since(instant(hold.setAt))}
        </small>
      </span>
      {mayAct && (
        <FiledAct
          verb={words.closures.release}
          label={words.closures.releaseOf(name)}
          ask={words.closures.releaseAsk(name)}
          act={(reason) =>
            send<typeof releaseAccount>(
              'DELETE',
              '/api/v1/users/:userId/hold',
              { userId: hold.user, reason },
              language,
            )
          }
        />
      )}
    </li>
  )
}
