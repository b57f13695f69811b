// 试算: past cases judged once more by a draft; nothing is written.
import type { postSimulation } from '../../recognition/contract.ts'
import { type ReplyOf, useAction } from '../api.ts'
import { useDraftWords } from '../frame/area-words.ts'
import { useWords } from '../frame/language.tsx'
import { amount } from '../frame/text.ts'
import { Refused } from '../trust/act.tsx'

type Trial = ReplyOf<typeof postSimulation>

export function DraftTrial({ draftId }: { draftId: string }) {
  const words = useDraftWords()
  const trial = useAction<typeof postSimulation>('POST', '/api/v1/rule-drafts/:draftId/simulation')
  const run = () => trial.mutate({ input: { draftId } })
  return (
    <section className="panel" aria-labelledby="trial">
      <h2 id="trial">{words.trial}</h2>
      <p className="help">{words.trialHelp}</p>
      <div className="acts">
        <button type="button" className="button" aria-busy={trial.isPending} onClick={run}>
          {words.tryOut}
        </button>
      </div>
      <Refused problem={trial.error} again={run} />
      <div aria-live="polite">{trial.data && <Outcome trial={trial.data} />}</div>
    </section>
  )
}

function Outcome({ trial }: { trial: Trial }) {
  const words = useDraftWords()
  const { verdicts } = useWords().worth
  const said = ({ verdict, credits }: Trial['differences'][number]['before']) =>
    words.outcome(verdicts[verdict], amount(credits))
  return (
    <>
      <ul className="bullets">
        <li>{words.tried(trial.cases, trial.same)}</li>
        <li>{words.gain(trial.gain, amount(trial.more))}</li>
        <li>{words.lose(trial.lose, amount(trial.fewer))}</li>
      </ul>
      {trial.differences.length === 0 ? (
        <p className="help">{words.noTrialDifference}</p>
      ) : (
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">{words.learnt}</th>
              <th scope="col">{words.counted}</th>
              <th scope="col">{words.on}</th>
              <th scope="col">{words.before}</th>
              <th scope="col">{words.after}</th>
            </tr>
          </thead>
          <tbody>
            {trial.differences.map((each, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- Cases name nobody, so two may look alike.
              <tr key={at}>
                <th scope="row">{each.learnt}</th>
                <td data-label={words.counted}>{each.counted}</td>
                <td data-label={words.on} className="instant">
                  {each.on}
                </td>
                <td data-label={words.before}>{said(each.before)}</td>
                <td data-label={words.after}>{said(each.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
