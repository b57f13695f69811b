// 注销账户: what it means, what stands against it, the day from which it counts, and the way back.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { askToClose, getOwnClosing, takeBackClosing } from '../../closure/contract.ts'
import { type ReplyOf, useAction, useReply } from '../api.ts'
import { useTrustWords } from '../frame/area-words.ts'
import { Reply } from '../frame/reply.tsx'
import { instant } from '../frame/text.ts'
import { Refused, Told } from './act.tsx'

type OwnClosing = ReplyOf<typeof getOwnClosing>

export function Closing() {
  const words = useTrustWords().closing
  const closing = useReply<typeof getOwnClosing>('GET', '/api/v1/me/closure', {})
  return (
    <section className="panel" aria-labelledby="closing">
      <h2 id="closing">{words.title}</h2>
      <Reply reply={closing} lines={3}>
        {(data) => (data.request ? <Asked request={data.request} /> : <Ask closing={data} />)}
      </Reply>
    </section>
  )
}

function Ask({ closing: { dueFrom, obstacles } }: { closing: OwnClosing }) {
  const words = useTrustWords().closing
  const queries = useQueryClient()
  const ask = useAction<typeof askToClose>('POST', '/api/v1/me/closure')
  const [understood, setUnderstood] = useState(false)
  const [tried, setTried] = useState(false)
  const run = () => ask.mutate({ input: {} }, { onSuccess: () => void queries.invalidateQueries() })
  const isMissing = tried && !understood
  return (
    <>
      <ul className="bullets">
        {[words.when(dueFrom), ...words.means].map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {obstacles.length > 0 ? (
        <div className="asks">
          <p>{words.obstaclesLead}</p>
          <Obstacles obstacles={obstacles} />
        </div>
      ) : (
        <form
          className="editor"
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            if (understood) run()
          }}
        >
          <div className="field">
            <label className="tick">
              <input
                type="checkbox"
                checked={understood}
                aria-invalid={isMissing}
                aria-describedby="understood-help"
                onChange={(event) => setUnderstood(event.target.checked)}
              />
              {words.understood}
            </label>
            <p id="understood-help" className={isMissing ? 'help error' : 'help'}>
              {isMissing && words.understoodNeeded}
            </p>
          </div>
          <div className="editor-foot">
            <button type="submit" className="button" aria-busy={ask.isPending}>
              {words.ask}
            </button>
          </div>
        </form>
      )}
      <Refused problem={ask.error} again={run} />
    </>
  )
}

function Asked({ request }: { request: NonNullable<OwnClosing['request']> }) {
  const words = useTrustWords().closing
  const queries = useQueryClient()
  const takeBack = useAction<typeof takeBackClosing>('DELETE', '/api/v1/me/closure')
  const run = () => takeBack.mutate({ input: {} }, { onSuccess: () => void queries.invalidateQueries() })
  return (
    <>
      <Told>{words.asked(instant(request.filedAt), request.dueOn)}</Told>
      <div className="acts">
        <button type="button" className="button primary" aria-busy={takeBack.isPending} onClick={run}>
          {words.takeBack}
        </button>
      </div>
      <Refused problem={takeBack.error} again={run} />
    </>
  )
}

export function Obstacles({ obstacles }: { obstacles: OwnClosing['obstacles'] }) {
  const words = useTrustWords().closing
  return (
    <ul className="bullets">
      {obstacles.map((each) => (
        <li key={each}>{words.obstacles[each]}</li>
      ))}
    </ul>
  )
}
