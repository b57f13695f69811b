// 学校账号: the links between accounts of institutions and one's own.
import { useQueryClient } from '@tanstack/react-query'
import type { listLinks, unlinkMe } from '../../identity/sso/contract.ts'
import { useAction, useReply } from '../api.ts'
import { useProofWords } from '../frame/area-words.ts'
import { Reply, Trouble } from '../frame/reply.tsx'
import { instant } from '../frame/text.ts'
import type { Me } from '../session.tsx'
import { Refused } from './act.tsx'
import { Place } from './places.tsx'
import { useSchools } from './schools.ts'

export function Links({ me }: { me: Me }) {
  const words = useProofWords().sso
  const links = useReply<typeof listLinks>('GET', '/api/v1/me/links', {})
  const { reply, leave } = useSchools()
  // Only where one belongs can one be vouched for.
  const own = (reply.data?.data ?? []).filter(({ institution }) =>
    me.roles.some((held) => held.institution === institution),
  )
  if (own.length === 0 && (links.data?.data.length ?? 0) === 0) return null
  return (
    <section className="panel" aria-labelledby="links">
      <h2 id="links">{words.links}</h2>
      <p className="help">{words.linksLead}</p>
      <Reply reply={links} lines={1}>
        {({ data }) => (
          <>
            {data.length === 0 && <p>{words.noLinks}</p>}
            <ul className="entries">
              {data.map((link) => (
                <Linked key={link.id} {...link} />
              ))}
              {own
                .filter(({ institution }) => !data.some((link) => link.institution === institution))
                .map(({ id, institution }) => (
                  <li key={id}>
                    <span className="entry-text">
                      <Place institutionId={institution} />
                    </span>
                    <button
                      type="button"
                      className="button"
                      aria-busy={leave.isPending}
                      onClick={() => leave.mutate(id)}
                    >
                      {words.begin}
                    </button>
                  </li>
                ))}
            </ul>
          </>
        )}
      </Reply>
      {leave.error && <Trouble problem={leave.error} />}
    </section>
  )
}

function Linked(props: { id: string; institution: string; linkedAt: string; waiting: boolean }) {
  const words = useProofWords().sso
  const queries = useQueryClient()
  const unlink = useAction<typeof unlinkMe>('DELETE', '/api/v1/me/links/:linkId')
  const run = () =>
    unlink.mutate(
      { input: { linkId: props.id } },
      { onSuccess: () => void queries.invalidateQueries({ queryKey: ['GET', '/api/v1/me/links'] }) },
    )
  return (
    <li>
      <span className="entry-text">
        <strong>
          <Place institutionId={props.institution} />
        </strong>
        <small>{props.waiting ? words.waiting : words.linkedAt(instant(props.linkedAt))}</small>
      </span>
      <button type="button" className="button" aria-busy={unlink.isPending} onClick={run}>
        {words.unlink}
      </button>
      <Refused problem={unlink.error} again={run} />
    </li>
  )
}
