// pages/teach/record.tsx ↔ /records/:recordId: one credit record, what happened to it, and the review of it.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type {
  getRecord,
  postRecordDecision,
  postRecordSubmission,
  postRecordWithdrawal,
  putRecord,
} from '../../../recognition/records/contract.ts'
import { actionKey, type ReplyOf, useAction, useReply } from '../../api.ts'
import { useTeachingWords } from '../../frame/area-words.ts'
import { Field } from '../../frame/field.tsx'
import { useLanguage } from '../../frame/language.tsx'
import { Reply, Trouble } from '../../frame/reply.tsx'
import { amount, instant, nameIn, titleIn } from '../../frame/text.ts'
import { type PageProps, paths } from '../../paths.ts'
import { RecordState } from '../../teach/state.tsx'
import { flawAt } from '../../trust/act.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { mayOpen } from '../../trust/rights.ts'
import '../detail.css'

type Shown = ReplyOf<typeof getRecord>

export default function RecordPage({ params: { recordId = '' } }: PageProps) {
  const words = useTeachingWords()
  const record = useReply<typeof getRecord>('GET', '/api/v1/credit-records/:recordId', { recordId })
  return (
    <TrustPage
      title={record.data ? words.record(record.data.number) : words.records}
      roles={mayOpen.records}
      above={[{ to: paths.records, label: words.records }]}
    >
      {() => (
        <Reply reply={record} lines={6}>
          {(shown) => (
            <>
              <Facts of={shown} />
              {shown.may.edit && <Edit of={shown} />}
              {(shown.may.submit || shown.may.withdraw) && <Acts of={shown} />}
              {shown.may.review && <Decide of={shown} />}
              <Timeline of={shown} />
            </>
          )}
        </Reply>
      )}
    </TrustPage>
  )
}

function Facts({ of: shown }: { of: Shown }) {
  const words = useTeachingWords()
  const { language } = useLanguage()
  const facts: [string, string | null][] = [
    [words.learner, shown.learner.name],
    [words.institution, nameIn(language, shown.institution)],
    [words.course, titleIn(language, shown.course)],
    [words.grade, shown.grade],
    [words.earnedOn, shown.earnedOn],
    [words.credits, shown.credits && amount(shown.credits)],
    [words.rule, shown.rule && `${shown.rule.number} / ${shown.rule.version}`],
    [words.posting, shown.posting?.number ?? null],
  ]
  return (
    <section className="panel" aria-label={words.record(shown.number)}>
      <p>
        <RecordState state={shown.state} /> {shown.mine && shown.state === 'submitted' && words.mine}
      </p>
      <dl className="facts">
        {facts
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  )
}

function Edit({ of: shown }: { of: Shown }) {
  const words = useTeachingWords()
  const queries = useQueryClient()
  const save = useAction<typeof putRecord>('PUT', '/api/v1/credit-records/:recordId')
  const [grade, setGrade] = useState(shown.grade)
  const [earnedOn, setEarnedOn] = useState<string>(shown.earnedOn)
  const hours = shown.hours === null ? {} : { hours: shown.hours }
  return (
    <form
      className="panel editor"
      aria-labelledby="edit"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(
          { input: { recordId: shown.id, grade, earnedOn, ...hours } },
          { onSuccess: () => void queries.invalidateQueries() },
        )
      }}
    >
      <h2 id="edit">{words.edit}</h2>
      <Field label={words.grade} error={flawAt(save.error, '/grade')}>
        {(attributes) => (
          <input
            {...attributes}
            maxLength={20}
            value={grade}
            onChange={(event) => setGrade(event.target.value)}
          />
        )}
      </Field>
      <Field label={words.earnedOn} error={flawAt(save.error, '/earnedOn')}>
        {(attributes) => (
          <input
            {...attributes}
            type="date"
            value={earnedOn}
            onChange={(event) => setEarnedOn(event.target.value)}
          />
        )}
      </Field>
      <div className="editor-foot">
        <button type="submit" className="button primary" aria-busy={save.isPending}>
          {words.save}
        </button>
      </div>
      {save.error && !save.error.details?.errors.length && <Trouble problem={save.error} />}
    </form>
  )
}

function Acts({ of: shown }: { of: Shown }) {
  const words = useTeachingWords()
  const queries = useQueryClient()
  const submit = useAction<typeof postRecordSubmission>('POST', '/api/v1/credit-records/:recordId/submission')
  const withdraw = useAction<typeof postRecordWithdrawal>(
    'POST',
    '/api/v1/credit-records/:recordId/withdrawal',
  )
  const [key] = useState(actionKey)
  const problem = submit.error ?? withdraw.error
  const done = { onSuccess: () => void queries.invalidateQueries() }
  return (
    <>
      <div className="acts">
        {shown.may.submit && (
          <button
            type="button"
            className="button primary"
            aria-busy={submit.isPending}
            onClick={() => submit.mutate({ input: { recordId: shown.id } }, done)}
          >
            {words.submit}
          </button>
        )}
        {shown.may.withdraw && (
          <button
            type="button"
            className="button"
            aria-busy={withdraw.isPending}
            onClick={() => withdraw.mutate({ input: { recordId: shown.id }, key }, done)}
          >
            {words.withdraw}
          </button>
        )}
      </div>
      {problem && <Trouble problem={problem} />}
    </>
  )
}

function Decide({ of: shown }: { of: Shown }) {
  const words = useTeachingWords()
  const queries = useQueryClient()
  const decide = useAction<typeof postRecordDecision>('POST', '/api/v1/credit-records/:recordId/decision')
  const [opinion, setOpinion] = useState('')
  const [key] = useState(actionKey)
  const run = (decision: 'approve' | 'return' | 'refuse') =>
    decide.mutate(
      {
        input: { recordId: shown.id, decision, ...(opinion.trim() ? { opinion } : {}) },
        key: `${key}-${decision}-${opinion.length}`,
      },
      { onSuccess: () => void queries.invalidateQueries() },
    )
  const missing = decide.error?.details?.code === 'reason_required'
  return (
    <section className="panel editor" aria-labelledby="decide">
      <h2 id="decide">{words.decision}</h2>
      <Field
        label={words.opinion}
        help={words.opinionHelp}
        error={missing ? decide.error?.details?.detail : undefined}
      >
        {(attributes) => (
          <textarea
            {...attributes}
            maxLength={500}
            rows={2}
            value={opinion}
            onChange={(event) => setOpinion(event.target.value)}
          />
        )}
      </Field>
      <div className="editor-foot">
        <button
          type="button"
          className="button primary"
          aria-busy={decide.isPending}
          onClick={() => run('approve')}
        >
          {words.approve}
        </button>
        <button type="button" className="button" onClick={() => run('return')}>
          {words.returnIt}
        </button>
        <button type="button" className="button" onClick={() => run('refuse')}>
          {words.refuse}
        </button>
      </div>
      {decide.error && !missing && <Trouble problem={decide.error} />}
    </section>
  )
}

function Timeline({ of: { timeline } }: { of: Shown }) {
  const words = useTeachingWords()
  return (
    <section className="panel" aria-labelledby="timeline">
      <h2 id="timeline">{words.timeline}</h2>
      <ol className="timeline">
        {timeline.map(({ kind, at, by, opinion }) => (
          <li key={kind + at}>
            <strong>{words.events[kind]}</strong>
            <small>{[instant(at), by].filter(Boolean).join(' · ')}</small>
            {opinion && <p>{opinion}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}
