// The states of a worth answer in their order from good to bad, each with a picture and a tone beside its word.
import type { postWorthQuestion } from '../../worth/contract.ts'
import type { ReplyOf } from '../api.ts'
import type { IconName } from '../frame/icon.tsx'

export type Answer = ReplyOf<typeof postWorthQuestion>['answers'][number]
export type Candidate = Answer['candidates'][number]
export type WorthState = Answer['state']

type Tone = 'good' | 'part' | 'open' | 'plain' | 'bad'

export const marks: Record<WorthState, { icon: IconName; tone: Tone }> = {
  convertible: { icon: 'check', tone: 'good' },
  partly: { icon: 'plus', tone: 'part' },
  expert_review: { icon: 'people', tone: 'open' },
  not_assessed: { icon: 'question', tone: 'plain' },
  refused: { icon: 'cross', tone: 'bad' },
  not_member: { icon: 'dash', tone: 'plain' },
}

export const worthStates: WorthState[] = [
  'convertible',
  'partly',
  'expert_review',
  'not_assessed',
  'refused',
  'not_member',
]

export const verdictMarks: Record<Candidate['verdict'], { icon: IconName; tone: Tone }> = {
  approved: marks.convertible,
  needs_supplement: marks.partly,
  expert_review: marks.expert_review,
  rejected: marks.refused,
}
