// What a page shows while it waits for the server, when there is nothing, and when the answer is no.
import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Problem } from '../api.ts'
import { Icon } from './icon.tsx'
import { useWords } from './language.tsx'

export function Reply<Data>(props: {
  reply: UseQueryResult<Data, Problem>
  /** How many lines of skeleton stand for it while it loads. */
  lines?: number
  /** Shown instead of the children when it is there. */
  empty?: (data: Data) => ReactNode
  children: (data: Data) => ReactNode
}) {
  const { reply } = props
  if (reply.data !== undefined) {
    const nothing = props.empty?.(reply.data)
    return (
      <div aria-busy={reply.isFetching} className={reply.isPlaceholderData ? 'reply is-old' : 'reply'}>
        {nothing ? <div className="notice">{nothing}</div> : props.children(reply.data)}
      </div>
    )
  }
  if (reply.error) return <Trouble problem={reply.error} retry={() => void reply.refetch()} />
  return <Skeleton lines={props.lines ?? 4} />
}

export function Skeleton({ lines }: { lines: number }) {
  const words = useWords().frame
  return (
    <output className="skeleton">
      <span className="unseen">{words.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="skeleton-line" />
      ))}
    </output>
  )
}

/** What happened, what to do, the number to tell us, and another try. */
export function Trouble(props: { problem: Problem; retry?: () => void; children?: ReactNode }) {
  const words = useWords().frame
  const { details } = props.problem
  const isOurs = details === undefined || details.status >= 500 || details.status === 429
  return (
    <div className="notice trouble" role="alert">
      <h2>{details?.title ?? words.unreachable.title}</h2>
      <p>{details?.detail ?? words.unreachable.fix}</p>
      {details && details.errors.length > 0 && (
        <ul>
          {details.errors.map((each) => (
            <li key={each.pointer + each.code}>
              <code>{each.pointer}</code> {each.message}
            </li>
          ))}
        </ul>
      )}
      {props.children}
      {isOurs && props.retry && (
        <button type="button" className="button primary" onClick={props.retry}>
          {words.retry}
        </button>
      )}
      {isOurs && details && <Trace id={details.traceId} />}
    </div>
  )
}

function Trace({ id }: { id: string }) {
  const words = useWords().frame
  return (
    <p className="trace">
      {words.trace} <code>{id}</code> <Copy text={id} label={words.copy} />
    </p>
  )
}

export function Copy(props: { text: string; label: string; icon?: ReactNode }) {
  const words = useWords().frame
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(props.text)
    setCopied(true)
    setTimeout(() => setCopied(false), 2500)
  }
  return (
    <button type="button" className="button quiet" onClick={() => void copy()}>
      {copied ? <Icon name="check" /> : props.icon}
      <span aria-live="polite">{copied ? words.copied : props.label}</span>
    </button>
  )
}
