// pages/center/opinion.tsx ↔ /center/opinions/:id: two courses side by side, and an expert's one opinion.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { getExpertCase, postOpinion } from '../../../recognition/contract.ts'
import { type ReplyOf, useAction, useReply } from '../../api.ts'
import { useLearnerWords, useReviewWords } from '../../frame/area-words.ts'
import { Field } from '../../frame/field.tsx'
import { useLanguage } from '../../frame/language.tsx'
import { Reply, Trouble } from '../../frame/reply.tsx'
import { amount, figure, instant, nameIn, titleIn } from '../../frame/text.ts'
import { type PageProps, paths } from '../../paths.ts'
import { useFirstFlaw } from '../../trust/act.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import '../detail.css'
import '../../review/review.css'

type Case = ReplyOf<typeof getExpertCase>
type Course = NonNullable<Case['target']>

export default function OpinionPage({ params: { claimId = '' } }: PageProps) {
  const words = useReviewWords().experts
  const found = useReply<typeof getExpertCase>('GET', '/api/v1/recognition/claims/:claimId/opinion', {
    claimId,
  })
  const number = found.data?.number
  return (
    <TrustPage
      title={number ? words.caseTitle(number) : words.mine}
      roles={['expert']}
      above={[{ to: paths.opinions, label: words.mine }]}
    >
      {() => (
        <Reply reply={found} lines={10}>
          {(data) => <CaseOf found={data} />}
        </Reply>
      )}
    </TrustPage>
  )
}

function CaseOf({ found }: { found: Case }) {
  const { language } = useLanguage()
  const words = useReviewWords().experts
  const { fields } = useLearnerWords()
  return (
    <>
      {found.question && (
        <div className="opinion my-head">
          <div>
            <strong>{words.asked}</strong>
            <p>{found.question}</p>
          </div>
        </div>
      )}
      <div className="detail">
        <CourseOf
          heading={words.source}
          course={found.source}
          at={found.issuer && nameIn(language, found.issuer)}
          facts={[
            [fields.title, found.title],
            [fields.grade, found.grade],
          ]}
        />
        <CourseOf
          heading={words.target}
          course={found.target}
          at={found.school && nameIn(language, found.school)}
          covered={found.covered}
        />
      </div>
      {found.overlap !== null && <p className="help">{words.machine(found.overlap)}</p>}
      {found.opinion ? (
        <section className="panel my-section" aria-labelledby="given">
          <h2 id="given">{words.given(found.opinion.percent)}</h2>
          <p>{found.opinion.words}</p>
          <p className="help">{instant(found.opinion.at)}</p>
        </section>
      ) : found.open ? (
        <Give claimId={found.claimId} dueOn={found.dueOn} />
      ) : (
        <p className="opinion my-section">{words.closed}</p>
      )}
    </>
  )
}

function CourseOf(props: {
  heading: string
  course: Course | null
  at: string | null
  facts?: [label: string, value: string | null][]
  covered?: Case['covered']
}) {
  const { language, words: common } = useLanguage()
  const words = useReviewWords().experts
  const { fields } = useLearnerWords()
  const { course, covered = [] } = props
  const facts: [string, string | null][] = [
    ...(course ? [[fields.title, `${titleIn(language, course)} · ${course.code}`] as [string, string]] : []),
    ...(course ? (props.facts ?? []).slice(1) : (props.facts ?? [])),
    [fields.institutionId, props.at],
    [fields.hours, course?.hours == null ? null : common.frame.hours(figure(course.hours))],
    [fields.credits, course?.credits == null ? null : amount(course.credits)],
  ]
  return (
    <section className="panel" aria-label={props.heading}>
      <h2>{props.heading}</h2>
      <dl className="facts">
        {facts.map(
          ([label, value]) =>
            value && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {course?.description && <p>{course.description}</p>}
      {course && course.syllabus.length > 0 ? (
        <table className="syllabus">
          <thead>
            <tr>
              <th scope="col">{words.topic}</th>
              <th scope="col" className="number">
                {words.weight}
              </th>
            </tr>
          </thead>
          <tbody>
            {course.syllabus.map(({ topic, weight }) => {
              const by = covered.find((each) => each.topic === topic)?.by
              return (
                <tr key={topic}>
                  <th scope="row">
                    {topic}
                    {by && <small>{words.coveredBy(by)}</small>}
                  </th>
                  <td className="number">{weight}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      ) : (
        <p className="help">{words.noCourse}</p>
      )}
    </section>
  )
}

function Give({ claimId, dueOn }: { claimId: string; dueOn: string }) {
  const words = useReviewWords().experts
  const queries = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const give = useAction<typeof postOpinion>('POST', '/api/v1/recognition/claims/:claimId/opinion')
  const [percent, setPercent] = useState('')
  const [said, setSaid] = useState('')
  const [missing, setMissing] = useState<{ percent: boolean; said: boolean }>()
  useFirstFlaw(form, missing)
  const found = percent.trim() === '' ? Number.NaN : Number(percent)
  return (
    <form
      ref={form}
      className="panel editor my-section"
      onSubmit={(event) => {
        event.preventDefault()
        const lacks = { percent: !(found >= 0 && found <= 100), said: said.trim() === '' }
        setMissing(lacks.percent || lacks.said ? lacks : undefined)
        if (lacks.percent || lacks.said) return
        give.mutate(
          { input: { claimId, percent: figure(found), words: said } },
          { onSuccess: () => void queries.invalidateQueries() },
        )
      }}
    >
      <Field
        label={words.percent}
        help={words.percentHelp}
        error={missing?.percent ? words.percentNeeded : undefined}
      >
        {(attributes) => (
          <input
            {...attributes}
            inputMode="decimal"
            value={percent}
            onChange={(event) => setPercent(event.target.value)}
          />
        )}
      </Field>
      <Field label={words.words} help={words.wordsHelp} error={missing?.said ? words.wordsNeeded : undefined}>
        {(attributes) => (
          <textarea
            {...attributes}
            maxLength={2000}
            rows={4}
            value={said}
            onChange={(event) => setSaid(event.target.value)}
          />
        )}
      </Field>
      {give.error && <Trouble problem={give.error} />}
      <div className="editor-foot">
        <button type="submit" className="button primary" aria-busy={give.isPending}>
          {words.give}
        </button>
        <span className="help">
          {words.due(dueOn)} · {words.giveHelp}
        </span>
      </div>
    </form>
  )
}
