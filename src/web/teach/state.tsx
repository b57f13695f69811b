// The state of a credit record as a picture and a word.
import type { getRecords } from '../../recognition/records/contract.ts'
import type { ReplyOf } from '../api.ts'
import { useTeachingWords } from '../frame/area-words.ts'
import { Icon } from '../frame/icon.tsx'

export type RecordRow = ReplyOf<typeof getRecords>['data'][number]

const looks = {
  draft: { icon: 'edit', tone: 'plain' },
  submitted: { icon: 'people', tone: 'open' },
  returned: { icon: 'rotate', tone: 'part' },
  recognised: { icon: 'check', tone: 'good' },
  refused: { icon: 'cross', tone: 'bad' },
  withdrawn: { icon: 'dash', tone: 'plain' },
} as const satisfies Record<RecordRow['state'], object>

/** In the order of a record's life. */
export const recordStates = Object.keys(looks) as RecordRow['state'][]

export function RecordState({ state }: { state: RecordRow['state'] }) {
  const words = useTeachingWords()
  const { icon, tone } = looks[state]
  return (
    <span className={`state state-${tone}`}>
      <Icon name={icon} />
      {words.states[state]}
    </span>
  )
}
