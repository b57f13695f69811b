// 谁看过我的档案: every look and act of others on one's own records.
import type { readAccessLog } from '../../identity/contract.ts'
import { useReply } from '../api.ts'
import { useAddress } from '../frame/address.tsx'
import { useProofWords, useSessionWords, useTrustWords } from '../frame/area-words.ts'
import { Reply } from '../frame/reply.tsx'
import { instant } from '../frame/text.ts'
import { Earlier } from './earlier.tsx'
import { Place } from './places.tsx'

export function Looks() {
  const words = useTrustWords()
  const proofs = useProofWords()
  const session = useSessionWords()
  const cursor = useAddress().query.get('cursor')
  const looks = useReply<typeof readAccessLog>('GET', '/api/v1/me/access-log', cursor ? { cursor } : {}, {
    keepPrevious: true,
  })
  const roleNames: Record<string, string> = session.roles
  return (
    <section className="panel" aria-labelledby="looks">
      <h2 id="looks">{words.settings.tabs.looks}</h2>
      <p className="help">{words.settings.looksLead}</p>
      <Reply reply={looks} lines={4}>
        {({ data, nextCursor }) =>
          data.length === 0 ? (
            <p>{words.settings.noLooks}</p>
          ) : (
            <>
              <ol className="entries">
                {data.map(({ at, role, institution, action, reason }) => (
                  <li key={at + action}>
                    <span className="entry-text">
                      <strong>{proofs.actions[action] ?? action}</strong>
                      <small>
                        {/* Whoever acted under several roles is named by all of them. */}
                        {role
                          ?.split(' ')
                          .map((each) => roleNames[each] ?? each)
                          .join('、')}
                        {institution && (
                          <>
                            {' · '}
                            <Place institutionId={institution} />
                          </>
                        )}
                      </small>
                      {reason && <small>{words.settings.lookReason(reason)}</small>}
                    </span>
                    <time dateTime={at}>{instant(at)}</time>
                  </li>
                ))}
              </ol>
              <Earlier
                nextCursor={nextCursor}
                latest={words.settings.latest}
                earlier={words.settings.earlier}
              />
            </>
          )
        }
      </Reply>
    </section>
  )
}
