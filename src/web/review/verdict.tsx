// What the rules say of a claim: a picture and a word.
import type { Candidate } from '../worth/states.ts'
import { verdictMarks } from '../worth/states.ts'
import { useReviewWords } from '../frame/area-words.ts'
import { Icon } from '../frame/icon.tsx'

export function VerdictMark({ verdict }: { verdict: Candidate['verdict'] | null }) {
  const words = useReviewWords().verdicts
  const { icon, tone } = verdict ? verdictMarks[verdict] : { icon: 'file' as const, tone: 'plain' }
  return (
    <span className={`state state-${tone}`}>
      <Icon name={icon} />
      {words[verdict ?? 'none']}
    </span>
  )
}
