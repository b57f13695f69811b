// The state of a draft as a word with its colour.
import type { getDraft } from '../../rulebook/contract.ts'
import type { ReplyOf } from '../api.ts'
import { useDraftWords } from '../frame/area-words.ts'
import { Icon, type IconName } from '../frame/icon.tsx'

type State = ReplyOf<typeof getDraft>['state']

const looks: Record<State, { tone: string; icon: IconName }> = {
  draft: { tone: 'part', icon: 'edit' },
  open: { tone: 'open', icon: 'people' },
  published: { tone: 'good', icon: 'check' },
  withdrawn: { tone: 'plain', icon: 'dash' },
}

export const DraftState = ({ state }: { state: State }) => (
  <span className={`state state-${looks[state].tone}`}>
    <Icon name={looks[state].icon} />
    {useDraftWords().states[state]}
  </span>
)
