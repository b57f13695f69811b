// The form of a draft: its title, its day, the rules as text and the scenarios that have to pass.
import { type ReactNode, useRef, useState } from 'react'
import type { getDraft, putDraft } from '../../rulebook/contract.ts'
import type { InputOf, Problem, ReplyOf } from '../api.ts'
import { useDraftWords, useTrustWords } from '../frame/area-words.ts'
import { Field, TextField } from '../frame/field.tsx'
import { Icon } from '../frame/icon.tsx'
import { Refused, flawAt, useFirstFlaw } from '../trust/act.tsx'
import '../my/frame.css'
import './rules.css'

export type DraftSaid = Omit<InputOf<typeof putDraft>, 'draftId'>
type Run = ReplyOf<typeof getDraft>['scenarios'][number]

export function DraftEditor(props: {
  start: DraftSaid
  /** How the scenarios of the saved draft run. */
  runs: readonly Run[]
  problem: Problem | null
  isPending: boolean
  /** What stands above the fields that every draft has. */
  children?: ReactNode
  onSave: (said: DraftSaid) => void
}) {
  const words = useDraftWords()
  const trust = useTrustWords()
  const form = useRef<HTMLFormElement>(null)
  const { problem } = props
  const [titleZh, setTitleZh] = useState(props.start.titleZh)
  const [titleEn, setTitleEn] = useState(props.start.titleEn ?? '')
  const [from, setFrom] = useState(props.start.from)
  const [source, setSource] = useState(props.start.source ?? '')
  const [text, setText] = useState(props.start.text)
  const [scenarios, setScenarios] = useState(props.start.scenarios ?? [])
  const [reason, setReason] = useState('')
  const [isDayMissing, setDayMissing] = useState(false)
  useFirstFlaw(form, isDayMissing || problem)
  const needsReason = problem?.details?.code === 'reason_required'
  const isToldAtFields = problem?.details?.code === 'input_invalid'
  const save = () =>
    props.onSave({
      titleZh,
      titleEn: titleEn.trim() || null,
      from,
      text,
      source: source.trim() || null,
      scenarios,
      ...(reason.trim() ? { reason } : {}),
    })
  return (
    <>
      <form
        ref={form}
        className="panel editor"
        onSubmit={(event) => {
          event.preventDefault()
          setDayMissing(from === '')
          if (from !== '') save()
        }}
      >
        {props.children}
        <div className="editor-pair">
          <TextField
            label={words.titleZh}
            error={flawAt(problem, '/titleZh')}
            maxLength={200}
            value={titleZh}
            onChange={setTitleZh}
          />
          <TextField
            label={words.titleEn}
            error={flawAt(problem, '/titleEn')}
            maxLength={200}
            value={titleEn}
            onChange={setTitleEn}
          />
        </div>
        <div className="editor-pair">
          <TextField
            label={words.day}
            error={isDayMissing && from === '' ? words.dayNeeded : flawAt(problem, '/from')}
            type="date"
            value={from}
            onChange={setFrom}
          />
          <TextField
            label={words.source}
            help={words.sourceHelp}
            error={flawAt(problem, '/source')}
            maxLength={300}
            value={source}
            onChange={setSource}
          />
        </div>
        <div className="draft-rules">
          <TextArea
            label={words.text}
            help={words.textHelp}
            error={flawsAt(problem, '/text')}
            value={text}
            onChange={setText}
          />
        </div>
        <Scenarios scenarios={scenarios} runs={props.runs} problem={problem} onChange={setScenarios} />
        {needsReason && (
          <TextField
            label={trust.reason}
            error={problem.details?.detail}
            maxLength={500}
            value={reason}
            onChange={setReason}
          />
        )}
        <div className="editor-foot">
          <button type="submit" className="button primary" aria-busy={props.isPending}>
            {words.saveAndCheck}
          </button>
        </div>
      </form>
      {!needsReason && !isToldAtFields && <Refused problem={problem} again={save} />}
    </>
  )
}

/** Everything that is wrong with one field, a line each. */
const flawsAt = (problem: Problem | null, pointer: string): string | undefined =>
  problem?.details?.errors
    .filter((each) => each.pointer === pointer)
    .map(({ message }) => message)
    .join('\n') || undefined

function Scenarios(props: {
  scenarios: string[]
  runs: readonly Run[]
  problem: Problem | null
  onChange: (scenarios: string[]) => void
}) {
  const words = useDraftWords()
  const { scenarios, runs, problem, onChange } = props
  return (
    <section className="draft-scenarios" aria-label={words.scenarios}>
      <h3>{words.scenarios}</h3>
      <p className="help">{words.scenariosHelp}</p>
      {scenarios.map((text, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- Two files may say the same; their places are all they have.
        <div className="draft-scenario" key={at}>
          <TextArea
            label={words.scenario(at + 1)}
            error={flawsAt(problem, `/scenarios/${at}`)}
            value={text}
            onChange={(said) => onChange(scenarios.with(at, said))}
          />
          <ScenarioRun run={runs.find((each) => each.text === text)} />
          <button type="button" className="button quiet" onClick={() => onChange(scenarios.toSpliced(at, 1))}>
            <Icon name="close" />
            {words.removeScenario(at + 1)}
          </button>
        </div>
      ))}
      <div>
        <button type="button" className="button" onClick={() => onChange([...scenarios, ''])}>
          <Icon name="plus" />
          {words.addScenario}
        </button>
      </div>
    </section>
  )
}

function ScenarioRun({ run }: { run: Run | undefined }) {
  const words = useDraftWords()
  if (!run) return <p className="help">{words.notRun}</p>
  return (
    <>
      <p>
        <span className={run.passed ? 'state state-good' : 'state state-bad'}>
          <Icon name={run.passed ? 'check' : 'cross'} />
          {run.passed ? words.passes : words.fails}
        </span>{' '}
        {run.scenario}
      </p>
      {run.said.length > 0 && (
        <ul className="bullets">
          {run.said.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </>
  )
}

function TextArea(props: {
  label: string
  help?: string
  error: string | undefined
  value: string
  onChange: (text: string) => void
}) {
  return (
    <Field label={props.label} help={props.help} error={props.error}>
      {(attributes) => (
        <textarea
          {...attributes}
          className="draft-text"
          spellCheck={false}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
