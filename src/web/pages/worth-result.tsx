// pages/worth-result.tsx ↔ /worth/result: one card a course, with the reasons; the whole question is in the address.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { postWorthQuestion } from '../../worth/contract.ts'
import { type ReplyOf, question, useReply } from '../api.ts'
import { Link, navigateQuery, useAddress } from '../frame/address.tsx'
import { Icon } from '../frame/icon.tsx'
import { useLanguage, useWords } from '../frame/language.tsx'
import { Page } from '../frame/page.tsx'
import { Copy, Reply, Trouble } from '../frame/reply.tsx'
import { amount, nameIn, today } from '../frame/text.ts'
import { paths } from '../paths.ts'
import { AnswerCard } from '../worth/answer.tsx'
import {
  type WorthDraft,
  blankCourse,
  compareAddress,
  draftFrom,
  formAddress,
  inputOf,
  resultAddress,
} from '../worth/question.ts'
import { type WorthState, marks, worthStates } from '../worth/states.ts'
import '../worth/answer.css'

type Answer = ReplyOf<typeof postWorthQuestion>

export default function WorthResultPage() {
  const { language, words } = useLanguage()
  const { query } = useAddress()
  const queries = useQueryClient()
  const draft = draftFrom(query)
  const on = query.get('on') ?? undefined
  const isAsked = draft.targetId !== '' && draft.courses.length > 0
  const input = inputOf(draft, on)
  const reply = useReply<typeof postWorthQuestion>('POST', '/api/v1/worth/questions', input, {
    enabled: isAsked,
  })
  const answer = reply.data

  // A question without its day gets the day it was answered for, so that the address keeps this answer.
  useEffect(() => {
    if (!answer || on) return
    const dated = question<typeof postWorthQuestion>(
      'POST',
      '/api/v1/worth/questions',
      inputOf(draftFrom(query), answer.on),
      language,
    )
    queries.setQueryData(dated.queryKey, answer)
    navigateQuery((next) => next.set('on', answer.on), { replace: true })
  }, [answer, on, query, language, queries])

  const edit = (
    <Link className="button" to={formAddress(paths.worth, draft)}>
      <Icon name="edit" />
      {words.worth.edit}
    </Link>
  )
  return (
    <Page
      title={words.worth.resultTitle}
      above={[{ to: formAddress(paths.worth, draft), label: words.worth.title }]}
      lead={answer && words.worth.resultLead(nameIn(language, answer.target), answer.on)}
      actions={
        answer && (
          <>
            {edit}
            <Link className="button quiet" to={compareAddress(draft)}>
              <Icon name="scale" />
              {words.worth.compare}
            </Link>
            <Copy text={location.href} label={words.worth.copyLink} icon={<Icon name="link" />} />
            <button type="button" className="button quiet" onClick={() => window.print()}>
              <Icon name="print" />
              {words.worth.print}
            </button>
          </>
        )
      }
    >
      {!isAsked ? (
        <div className="notice">
          <p>{words.worth.noQuestion}</p>
          <Link className="button primary" to={formAddress(paths.worth, draft)}>
            {words.worth.goAsk}
          </Link>
        </div>
      ) : reply.error && !answer ? (
        <Trouble problem={reply.error} retry={() => void reply.refetch()}>
          {edit}
        </Trouble>
      ) : (
        <Reply reply={reply} lines={8}>
          {(data) => <Answers answer={data} draft={draft} />}
        </Reply>
      )}
    </Page>
  )
}

function Answers({ answer, draft }: { answer: Answer; draft: WorthDraft }) {
  const words = useWords().worth
  return (
    <>
      {answer.on !== today() && (
        <p className="banner">
          {words.notTodays(answer.on)} <Link to={resultAddress(draft)}>{words.askToday}</Link>
        </p>
      )}
      <Totals answer={answer} />
      <ol className="answers">
        {answer.answers.map((each, index) => (
          // Answers come in the order of the question and have no other identity.
          <li key={index}>
            <AnswerCard
              answer={each}
              target={answer.target}
              applyAt={(targetCourseId) =>
                formAddress(paths.transfer, {
                  targetId: draft.targetId,
                  courses: [{ ...blankCourse, ...draft.courses[index], targetCourseId }],
                })
              }
            />
          </li>
        ))}
      </ol>
      {answer.answers.length > 1 && (
        <p className="total-pinned" aria-hidden="true">
          {words.pinned(amount(answer.totals.recorded), amount(answer.totals.elective))}
        </p>
      )}
      <p className="reference">
        <strong>{words.referenceOnly}</strong> {words.referenceNote}
      </p>
    </>
  )
}

function Totals({ answer }: { answer: Answer }) {
  const words = useWords()
  const counted = worthStates
    .map((state) => ({ state, count: answer.answers.filter((each) => each.state === state).length }))
    .filter(({ count }) => count > 0)
  return (
    <section className="totals" aria-label={words.worth.totals}>
      <dl>
        <div>
          <dt>{words.worth.totalRecorded}</dt>
          <dd>
            <strong>{amount(answer.totals.recorded)}</strong> {words.worth.credits}
          </dd>
        </div>
        <div>
          <dt>{words.worth.totalElective}</dt>
          <dd>
            <strong>{amount(answer.totals.elective)}</strong> {words.worth.credits}
          </dd>
        </div>
      </dl>
      <div className="totals-chart">
        <StateBar counted={counted} />
        <ul>
          {counted.map(({ state, count }) => (
            <li key={state} className={`state-${marks[state].tone}`}>
              <Icon name={marks[state].icon} />
              {words.worth.chartPart(words.worth.states[state].word, count)}
            </li>
          ))}
        </ul>
      </div>
      <p className="help">{words.worth.totalsNote}</p>
    </section>
  )
}

/** Counted, maybe, not: each course is one part of the bar. The list below it says the same in words. */
function StateBar({ counted }: { counted: { state: WorthState; count: number }[] }) {
  const before = (at: number) => counted.slice(0, at).reduce((sum, { count }) => sum + count, 0)
  const share = 100 / before(counted.length)
  return (
    <svg className="state-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      {counted.map(({ state, count }, at) => (
        <rect
          key={state}
          className={`fill-${marks[state].tone}`}
          x={before(at) * share}
          width={count * share}
          height="4"
        />
      ))}
    </svg>
  )
}
