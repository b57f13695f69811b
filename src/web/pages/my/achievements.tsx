// pages/my/achievements.tsx ↔ /my/achievements: 成果档案, what was declared and what was recognised.
import type { getOutcomes } from '../../../recognition/contract.ts'
import { type ReplyOf, useReply } from '../../api.ts'
import { Link } from '../../frame/address.tsx'
import { useLearnerWords, useSessionWords } from '../../frame/area-words.ts'
import { Icon } from '../../frame/icon.tsx'
import { useLanguage } from '../../frame/language.tsx'
import { Reply } from '../../frame/reply.tsx'
import { amount, figure, isZero, nameIn } from '../../frame/text.ts'
import { claimAddress } from '../../my/claim-state.tsx'
import { MyPage } from '../../my/frame.tsx'
import { OwnRecords } from '../../my/records.tsx'
import { paths, withQuery } from '../../paths.ts'

type Outcome = ReplyOf<typeof getOutcomes>['data'][number]

const categories = ['degree', 'certificate', 'training', 'other'] as const

export default function AchievementsPage() {
  const words = useLearnerWords().outcomes
  const { sections } = useSessionWords()
  return (
    <MyPage
      title={words.title}
      lead={words.lead}
      actions={
        <Link className="button primary" to={paths.deposit}>
          <Icon name="plus" />
          {sections.deposit}
        </Link>
      }
    >
      {() => (
        <>
          <Outcomes />
          <OwnRecords />
        </>
      )}
    </MyPage>
  )
}

function Outcomes() {
  const words = useLearnerWords().outcomes
  const outcomes = useReply<typeof getOutcomes>('GET', '/api/v1/recognition/outcomes', {})
  return (
    <Reply reply={outcomes} lines={6} empty={({ data }) => data.length === 0 && <p>{words.none}</p>}>
      {({ data }) =>
        categories
          .map((category) => ({ category, own: data.filter((outcome) => outcome.category === category) }))
          .filter(({ own }) => own.length > 0)
          .map(({ category, own }) => (
            <section key={category} className="my-section" aria-labelledby={category}>
              <h2 id={category}>{words.categories[category]}</h2>
              <ul className="claim-list">
                {own.map((outcome) => (
                  <li key={outcome.claimId}>
                    <OutcomeCard outcome={outcome} />
                  </li>
                ))}
              </ul>
            </section>
          ))
      }
    </Reply>
  )
}

function OutcomeCard({ outcome }: { outcome: Outcome }) {
  const { language, words: common } = useLanguage()
  const words = useLearnerWords()
  const usable = outcome.lots.filter((lot) => !isZero(lot.available))
  return (
    <article className="claim-row">
      <div>
        <Link to={claimAddress({ id: outcome.claimId, state: outcome.state })}>
          <strong>{outcome.title || words.claims.untitled}</strong>
        </Link>
        <span className={`state state-${outcome.verified ? 'good' : 'plain'}`}>
          <Icon name={outcome.verified ? 'check' : 'question'} />
          {outcome.verified ? words.outcomes.verified : words.outcomes.notVerified}
        </span>
      </div>
      <small>
        {[
          outcome.issuer && nameIn(language, outcome.issuer),
          outcome.hours !== null && common.frame.hours(figure(outcome.hours)),
          outcome.credits && common.frame.credits(amount(outcome.credits)),
          outcome.grade && common.worth.gradeGiven(outcome.grade),
          outcome.earnedOn && words.outcomes.earned(outcome.earnedOn),
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
      {usable.map((lot) => (
        <div key={lot.id}>
          <span>
            {words.outcomes.available(amount(lot.available), nameIn(language, lot.unit))}
            {lot.elective && ` · ${words.outcomes.elective}`}
          </span>
          <Link className="button" to={withQuery(paths.transfer, { lot: lot.id })}>
            {words.outcomes.use}
          </Link>
        </div>
      ))}
    </article>
  )
}
