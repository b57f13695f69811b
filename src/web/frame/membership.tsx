// Whether an institution takes part in the bank: a picture and a word, never colour alone.
import { Icon } from './icon.tsx'
import { useWords } from './language.tsx'

export function Membership({ member }: { member: boolean }) {
  const words = useWords().institutions
  return (
    <span className={member ? 'state state-good' : 'state state-plain'}>
      <Icon name={member ? 'check' : 'dash'} />
      {member ? words.isMember : words.isNotMember}
    </span>
  )
}
