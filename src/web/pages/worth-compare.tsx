// pages/worth-compare.tsx ↔ /worth/compare: which school counts most of the same courses.
import type { postWorthComparison } from '../../worth/contract.ts'
import { type ReplyOf, useReply } from '../api.ts'
import { Link, useAddress } from '../frame/address.tsx'
import { Icon } from '../frame/icon.tsx'
import { useLanguage } from '../frame/language.tsx'
import { Page } from '../frame/page.tsx'
import { Copy, Reply, Trouble } from '../frame/reply.tsx'
import { amount, nameIn } from '../frame/text.ts'
import { paths } from '../paths.ts'
import { comparisonOf, draftFrom, formAddress, resultAddress, type WorthDraft } from '../worth/question.ts'
import { marks, worthStates } from '../worth/states.ts'
import '../worth/answer.css'
import '../worth/compare.css'

type Compared = ReplyOf<typeof postWorthComparison>['institutions'][number]

export default function WorthComparePage() {
  const { words } = useLanguage()
  const { query } = useAddress()
  const draft = draftFrom(query)
  const isAsked = draft.courses.length > 0
  const reply = useReply<typeof postWorthComparison>(
    'POST',
    '/api/v1/worth/comparisons',
    comparisonOf(draft),
    { enabled: isAsked },
  )
  const edit = (
    <Link className="button" to={formAddress(paths.worth, draft)}>
      <Icon name="edit" />
      {words.worth.edit}
    </Link>
  )
  return (
    <Page
      title={words.worth.compareTitle}
      above={[{ to: formAddress(paths.worth, draft), label: words.worth.title }]}
      lead={reply.data && words.worth.compareLead(draft.courses.length, reply.data.on)}
      actions={
        reply.data && (
          <>
            {edit}
            <Copy text={location.href} label={words.worth.copyLink} icon={<Icon name="link" />} />
          </>
        )
      }
    >
      {!isAsked ? (
        <div className="notice">
          <p>{words.worth.noQuestion}</p>
          <Link className="button primary" to={paths.worth}>
            {words.worth.goAsk}
          </Link>
        </div>
      ) : reply.error && !reply.data ? (
        <Trouble problem={reply.error} retry={() => void reply.refetch()}>
          {edit}
        </Trouble>
      ) : (
        <Reply reply={reply} lines={8}>
          {({ institutions }) => <Ranking institutions={institutions} draft={draft} />}
        </Reply>
      )}
    </Page>
  )
}

function Ranking({ institutions, draft }: { institutions: Compared[]; draft: WorthDraft }) {
  const { language, words } = useLanguage()
  const most = Math.max(...institutions.map(({ totals }) => Number(totals.recorded)), 1)
  return (
    <>
      <ol className="ranking">
        {institutions.map(({ institution, totals, states }) => (
          <li key={institution.id}>
            <Link to={resultAddress({ ...draft, targetId: institution.id })}>
              <strong>{nameIn(language, institution)}</strong>
              <span className="ranking-sum">
                <b>{amount(totals.recorded)}</b> {words.worth.credits}
                {Number(totals.elective) > 0 && (
                  <small>{words.worth.compareElective(amount(totals.elective))}</small>
                )}
              </span>
              <meter min={0} max={most} value={Number(totals.recorded)} aria-hidden="true" />
              <ul>
                {worthStates.map((state) => {
                  const count = states[state] ?? 0
                  return count === 0 ? null : (
                    <li key={state} className={`state-${marks[state].tone}`}>
                      <Icon name={marks[state].icon} />
                      {words.worth.chartPart(words.worth.states[state].word, count)}
                    </li>
                  )
                })}
              </ul>
            </Link>
          </li>
        ))}
      </ol>
      <p className="reference">
        <strong>{words.worth.referenceOnly}</strong> {words.worth.compareNote}
      </p>
    </>
  )
}
