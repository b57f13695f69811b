// 专家评审: what experts found, side by side, and whom to ask.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { getCase, getExperts, postInvitations } from '../../recognition/contract.ts'
import { type ReplyOf, useAction, useReply } from '../api.ts'
import { useReviewWords } from '../frame/area-words.ts'
import { Field } from '../frame/field.tsx'
import { useLanguage } from '../frame/language.tsx'
import { Reply, Trouble } from '../frame/reply.tsx'
import { figure, instant, nameIn } from '../frame/text.ts'

type Experts = ReplyOf<typeof getCase>['experts']

export function ExpertReview({ claimId, experts }: { claimId: string; experts: Experts }) {
  const words = useReviewWords().experts
  const [asking, setAsking] = useState(false)
  const { asked, opinionsMin, percentMin, percent } = experts
  return (
    <section className="panel decision" aria-labelledby="experts">
      <h2 id="experts">
        {words.title}{' '}
        {percent !== null && (
          <span className={`state state-${experts.suffices ? 'good' : 'part'}`}>
            {words.average(figure(percent))}
            {experts.suffices && ` · ${words.suffices}`}
          </span>
        )}
      </h2>
      <p className="help">
        {opinionsMin !== null && percentMin !== null ? words.rule(opinionsMin, percentMin) : words.advice}
      </p>
      {asked.length === 0 && <p>{words.none}</p>}
      <ul className="opinions">
        {asked.map(({ name, dueOn, opinion }) => (
          <li key={name + dueOn}>
            <strong>
              {name} {opinion && `${figure(opinion.percent)}%`}
            </strong>
            {opinion ? <p>{opinion.words}</p> : <p className="help">{words.waiting(dueOn)}</p>}
            {opinion && <small>{instant(opinion.at)}</small>}
          </li>
        ))}
      </ul>
      {experts.mayAsk && !asking && (
        <button type="button" className="button" onClick={() => setAsking(true)}>
          {words.ask}
        </button>
      )}
      {asking && (
        <Ask
          claimId={claimId}
          days={experts.days}
          names={asked.map(({ name }) => name)}
          done={() => setAsking(false)}
        />
      )}
    </section>
  )
}

function Ask(props: { claimId: string; days: number; names: string[]; done: () => void }) {
  const { language } = useLanguage()
  const words = useReviewWords()
  const queries = useQueryClient()
  const experts = useReply<typeof getExperts>('GET', '/api/v1/recognition/experts', {})
  const ask = useAction<typeof postInvitations>('POST', '/api/v1/recognition/claims/:claimId/invitations')
  const [chosen, setChosen] = useState<string[]>([])
  const [question, setQuestion] = useState('')
  const [missing, setMissing] = useState(false)
  return (
    <form
      className="editor"
      onSubmit={(event) => {
        event.preventDefault()
        setMissing(chosen.length === 0)
        if (chosen.length === 0) return
        ask.mutate(
          { input: { claimId: props.claimId, experts: chosen, ...(question.trim() ? { question } : {}) } },
          {
            onSuccess: () => {
              props.done()
              void queries.invalidateQueries()
            },
          },
        )
      }}
    >
      <Reply reply={experts} lines={2}>
        {({ data }) => (
          <fieldset className="lots-to-use">
            <legend>{words.experts.choose}</legend>
            {data
              .filter(({ name }) => !props.names.includes(name))
              .map(({ id, name, institution, subjects, open }) => (
                <label key={id}>
                  <input
                    type="checkbox"
                    checked={chosen.includes(id)}
                    onChange={(event) =>
                      setChosen(event.target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
                    }
                  />
                  <span>
                    {name}
                    <small>
                      {[institution && nameIn(language, institution), ...subjects, words.experts.open(open)]
                        .filter(Boolean)
                        .join(' · ')}
                    </small>
                  </span>
                </label>
              ))}
          </fieldset>
        )}
      </Reply>
      {missing && chosen.length === 0 && (
        <p className="help error" role="alert">
          {words.experts.chooseNeeded}
        </p>
      )}
      <Field label={words.experts.question} help={words.experts.questionHelp}>
        {(attributes) => (
          <textarea
            {...attributes}
            maxLength={1000}
            value={question}
            onChange={(event) => setQuestion(event.target.value)}
          />
        )}
      </Field>
      <p className="help">{words.experts.within(props.days)}</p>
      {ask.error && <Trouble problem={ask.error} />}
      <div className="editor-foot">
        <button type="submit" className="button primary" aria-busy={ask.isPending}>
          {words.experts.send(chosen.length)}
        </button>
        <button type="button" className="button" onClick={props.done}>
          {words.cancel}
        </button>
      </div>
    </form>
  )
}
