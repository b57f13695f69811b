// The state of an account: a picture and a word, never colour alone.
import { useTrustWords } from '../frame/area-words.ts'
import { Icon } from '../frame/icon.tsx'

const looks = {
  active: { tone: 'good', icon: 'check' },
  unactivated: { tone: 'part', icon: 'question' },
  disabled: { tone: 'bad', icon: 'cross' },
  closed: { tone: 'plain', icon: 'dash' },
} as const

export type AccountStateWord = keyof typeof looks

export function AccountState({ state }: { state: AccountStateWord }) {
  const words = useTrustWords().users
  const { tone, icon } = looks[state]
  return (
    <span className={`state state-${tone}`}>
      <Icon name={icon} />
      {words.states[state]}
    </span>
  )
}
