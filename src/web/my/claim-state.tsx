// The state of a claim as a picture and a word, and the claim in a line.
import type { getClaims } from '../../recognition/contract.ts'
import type { ReplyOf } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { useLearnerWords } from '../frame/area-words.ts'
import { Icon, type IconName } from '../frame/icon.tsx'
import { useLanguage } from '../frame/language.tsx'
import { amount, instant, nameIn } from '../frame/text.ts'
import { paths } from '../paths.ts'

export type ClaimRow = ReplyOf<typeof getClaims>['data'][number]

const marks: Record<ClaimRow['state'], { icon: IconName; tone: string }> = {
  draft: { icon: 'edit', tone: 'plain' },
  submitted: { icon: 'people', tone: 'open' },
  proposed: { icon: 'people', tone: 'open' },
  returned: { icon: 'rotate', tone: 'part' },
  recognised: { icon: 'check', tone: 'good' },
  refused: { icon: 'cross', tone: 'bad' },
  withdrawn: { icon: 'dash', tone: 'plain' },
}

/** In the order of a claim's life. */
export const claimStates: ClaimRow['state'][] = [
  'draft',
  'submitted',
  'proposed',
  'returned',
  'recognised',
  'refused',
  'withdrawn',
]

export function ClaimState({ claim }: { claim: Pick<ClaimRow, 'state' | 'outcome'> }) {
  const words = useLearnerWords().claims
  const { icon, tone } = marks[claim.state]
  return (
    <span className={`state state-${tone}`}>
      <Icon name={icon} />
      {claim.outcome ? words.outcomes[claim.outcome] : words.states[claim.state]}
    </span>
  )
}

/** Where a claim's row leads: what the learner has to write opens for writing. */
export const claimAddress = ({ id, state }: Pick<ClaimRow, 'id' | 'state'>): string =>
  state === 'draft' ? paths.applicationEdit(id) : paths.application(id)

export function ClaimRows({ claims }: { claims: ClaimRow[] }) {
  const { language, words: common } = useLanguage()
  const words = useLearnerWords().claims
  return (
    <ul className="claim-list">
      {claims.map((claim) => (
        <li key={claim.id}>
          <Link className="claim-row" to={claimAddress(claim)}>
            <div>
              <strong>{claim.title || words.untitled}</strong>
              <ClaimState claim={claim} />
            </div>
            <div>
              <span>
                {[
                  claim.target ? words.transfer(nameIn(language, claim.target.institution)) : words.deposit,
                  claim.credits && common.frame.credits(amount(claim.credits)),
                  claim.number,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              <small>
                {claim.daysLeft !== null
                  ? words.daysLeft(claim.daysLeft)
                  : instant(claim.decidedAt ?? claim.submittedAt ?? claim.savedAt)}
              </small>
            </div>
            {claim.opinion && claim.state !== 'recognised' && <p className="opinion">{claim.opinion}</p>}
          </Link>
        </li>
      ))}
    </ul>
  )
}
