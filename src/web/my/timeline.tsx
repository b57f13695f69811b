// What happened to a claim, oldest first, with every opinion that was given.
import type { getClaim } from '../../recognition/contract.ts'
import type { ReplyOf } from '../api.ts'
import { useLearnerWords } from '../frame/area-words.ts'
import { instant } from '../frame/text.ts'

export function Timeline({ events }: { events: ReplyOf<typeof getClaim>['timeline'] }) {
  const words = useLearnerWords()
  const named: Record<string, string> = words.fields
  return (
    <ol className="timeline">
      {events.map(({ kind, at, by, opinion, fields, hours }) => (
        <li key={kind + at}>
          <strong>
            {words.claim.events[kind]} {hours !== null && words.claim.hours(hours)}
          </strong>
          <small>
            {instant(at)} · {words.claim.by[by.role]} {by.name}
          </small>
          {opinion && <p>{opinion}</p>}
          {fields.length > 0 && <small>{fields.map((field) => named[field] ?? field).join(' · ')}</small>}
        </li>
      ))}
    </ol>
  )
}
