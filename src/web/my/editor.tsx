// Writing a claim: one group a screen, saved from the first field on, so that a reload or a break loses nothing.
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { getCourse } from '../../catalogue/contract.ts'
import type {
  getClaim,
  getOutcomes,
  postClaim,
  postSubmission,
  putClaim,
} from '../../recognition/contract.ts'
import { Problem, actionKey, send, useAction, useReply } from '../api.ts'
import { navigate, navigateQuery, useAddress } from '../frame/address.tsx'
import { useLearnerWords } from '../frame/area-words.ts'
import { Field } from '../frame/field.tsx'
import { useLanguage } from '../frame/language.tsx'
import { Reply, Trouble } from '../frame/reply.tsx'
import { amount, instant, isZero, nameIn, titleIn } from '../frame/text.ts'
import { paths, withQuery } from '../paths.ts'
import { Why } from '../worth/answer.tsx'
import { CoursePicker, InstitutionPicker } from '../worth/pickers.tsx'
import { type Claim, type ClaimDraft, inputOfDraft } from './draft.ts'
import { Upload } from './upload.tsx'
import '../worth/answer.css'
import '../pages/detail.css'

type StepName = 'outcome' | 'target' | 'evidence' | 'preview'
type Change = (part: Partial<ClaimDraft>) => void
/** What is said at a field: the fix of an error, or what the reviewer asked for. */
type Said = (field: string) => string | undefined

export function Editor(props: {
  claim: Claim | undefined
  first: ClaimDraft
  transfer: boolean
  firstStep?: StepName
}) {
  const words = useLearnerWords()
  const { query } = useAddress()
  const [draft, setDraft] = useState(props.first)
  const { claimId, savedAt, failed, save } = useSaving(props.claim, draft)
  const [flaws, setFlaws] = useState<Record<string, string>>({})
  const steps: StepName[] = props.transfer
    ? ['outcome', 'target', 'evidence', 'preview']
    : ['outcome', 'evidence', 'preview']
  const step = steps.find((each) => each === query.get('step')) ?? props.firstStep ?? 'outcome'
  const at = steps.indexOf(step)
  // Who comes from a worth answer begins with the evidence; what the answer did not need is asked there.
  const asksDate = props.firstStep === 'evidence' && props.first.earnedOn === ''
  const returned =
    props.claim?.state === 'returned'
      ? props.claim.timeline.filter(({ kind }) => kind === 'returned').at(-1)
      : undefined

  const change: Change = (part) => setDraft((before) => ({ ...before, ...part }))
  const said: Said = (field) =>
    flaws[field] ?? (returned?.fields.includes(field) ? words.editor.returnedField : undefined)
  const goTo = async (next: StepName | undefined) => {
    if (!next) return
    await save()
    navigateQuery((query) => query.set('step', next))
    window.scrollTo(0, 0)
  }

  return (
    <>
      <ol className="stepper">
        {steps.map((each) => (
          <li key={each} aria-current={each === step ? 'step' : undefined}>
            <span>{words.editor.steps[each]}</span>
          </li>
        ))}
      </ol>
      {returned && (
        <div className="opinion my-head">
          <p>
            <strong>{words.editor.returned}</strong> {returned.opinion}
          </p>
        </div>
      )}
      <section
        className="panel editor"
        aria-label={words.editor.step(at + 1, steps.length, words.editor.steps[step])}
      >
        {step === 'outcome' && (
          <OutcomeStep draft={draft} change={change} said={said} transfer={props.transfer} />
        )}
        {step === 'target' && <TargetStep draft={draft} change={change} said={said} />}
        {step === 'evidence' && (
          <>
            {asksDate && <EarnedOn draft={draft} change={change} said={said} />}
            <Upload
              files={draft.files}
              error={said('files')}
              onChange={(next) => setDraft((before) => ({ ...before, files: next(before.files) }))}
            />
            <Field label={words.editor.note} help={words.editor.noteHint} error={said('note')}>
              {(attributes) => (
                <textarea
                  {...attributes}
                  maxLength={500}
                  value={draft.note}
                  onChange={(event) => change({ note: event.target.value })}
                />
              )}
            </Field>
          </>
        )}
        {step === 'preview' && claimId !== undefined && (
          <PreviewStep
            claimId={claimId}
            savedAt={savedAt}
            draft={draft}
            change={change}
            save={save}
            onFlaws={(found) => {
              setFlaws(found)
              const [first] = Object.keys(found)
              void goTo(first === 'earnedOn' && asksDate ? 'evidence' : stepOf(first, props.transfer))
            }}
          />
        )}
        <div className="editor-foot">
          <output className="help">
            {failed ? words.editor.notSaved : savedAt ? words.editor.savedAt(instant(savedAt)) : ''}
          </output>
          {at > 0 && (
            <button type="button" className="button" onClick={() => void goTo(steps[at - 1])}>
              {words.editor.back}
            </button>
          )}
          {step !== 'preview' && (
            <button type="button" className="button primary" onClick={() => void goTo(steps[at + 1])}>
              {words.editor.next}
            </button>
          )}
        </div>
      </section>
    </>
  )
}

/** The screen on which a field is put right. */
function stepOf(field: string | undefined, transfer: boolean): StepName {
  if (field === undefined) return 'preview'
  if (field === 'files' || field === 'note') return 'evidence'
  return transfer && field.startsWith('target') ? 'target' : 'outcome'
}

/** Saves a while after the last change, one request at a time, and gives the claim its id with the first. */
function useSaving(claim: Claim | undefined, draft: ClaimDraft) {
  const { language } = useLanguage()
  const queries = useQueryClient()
  const [claimId, setClaimId] = useState(claim?.id)
  const [savedAt, setSavedAt] = useState(claim?.savedAt)
  const [failed, setFailed] = useState(false)
  const running = useRef<Promise<string>>(undefined)
  const id = useRef(claim?.id)
  const saved = useRef(JSON.stringify(inputOfDraft(draft)))

  const store = async (input: ReturnType<typeof inputOfDraft>): Promise<string> => {
    if (id.current === undefined) {
      const made = await send<typeof postClaim>('POST', '/api/v1/recognition/claims', input, language)
      id.current = made.id
      setClaimId(made.id)
      // From now on a reload finds the draft again.
      navigateQuery((query) => query.set('claim', made.id), { replace: true })
      setSavedAt(new Date().toISOString())
      return made.id
    }
    const claimId = id.current
    const reply = await send<typeof putClaim>(
      'PUT',
      '/api/v1/recognition/claims/:claimId',
      { claimId, ...input },
      language,
    )
    setSavedAt(reply.savedAt)
    return claimId
  }

  const save = async (): Promise<string> => {
    await running.current
    const input = inputOfDraft(draft)
    const text = JSON.stringify(input)
    if (id.current !== undefined && text === saved.current) return id.current
    running.current = store(input)
    try {
      const kept = await running.current
      saved.current = text
      setFailed(false)
      await queries.invalidateQueries({ queryKey: ['GET', '/api/v1/recognition/claims/:claimId'] })
      return kept
    } catch (error) {
      if (error instanceof Problem) setFailed(true)
      throw error
    } finally {
      running.current = undefined
    }
  }

  const latest = useRef(save)
  useEffect(() => {
    latest.current = save
  })
  useEffect(() => {
    // An untouched form makes no draft.
    if (JSON.stringify(inputOfDraft(draft)) === saved.current) return
    const timer = setTimeout(() => {
      latest.current().catch((error: unknown) => {
        if (!(error instanceof Problem)) throw error
      })
    }, 900)
    return () => clearTimeout(timer)
  }, [draft])

  return { claimId, savedAt, failed, save }
}

function OutcomeStep(props: { draft: ClaimDraft; change: Change; said: Said; transfer: boolean }) {
  const { draft, change, said } = props
  const { language, words: common } = useLanguage()
  const words = useLearnerWords()
  const known = useReply<typeof getCourse>(
    'GET',
    '/api/v1/courses/:courseId',
    { courseId: draft.courseId },
    { enabled: draft.courseId !== '' },
  )
  const isFree = draft.courseId === '' && draft.lotId === '' && draft.title.trim() !== ''
  const input = (field: 'grade' | 'certificateNumber' | 'hours' | 'credits', help?: string) => (
    <Field label={words.fields[field]} help={help} error={said(field)}>
      {(attributes) => (
        <input
          {...attributes}
          type="text"
          inputMode={field === 'hours' || field === 'credits' ? 'decimal' : undefined}
          autoComplete="off"
          maxLength={60}
          value={draft[field]}
          onChange={(event) => change({ [field]: event.target.value })}
        />
      )}
    </Field>
  )
  return (
    <>
      {props.transfer && <LotsToUse draft={draft} change={change} />}
      {draft.lotId === '' && (
        <>
          <CoursePicker
            name="course"
            label={words.editor.what}
            hint={known.data ? nameIn(language, known.data.institution) : words.editor.whatHint}
            error={said('courseId') ?? said('title')}
            text={known.data ? titleIn(language, known.data) : draft.title}
            chosen={draft.courseId !== ''}
            onType={(title) => change({ title, courseId: '' })}
            onChoose={(row) => change({ courseId: row.id, title: titleIn(language, row) })}
          />
          {isFree && (
            <div className="editor-pair">
              <InstitutionPicker
                name="issuer"
                label={words.fields.institutionId}
                hint={common.worth.sourceInstitutionHint}
                error={said('institutionId')}
                institutionId={draft.institutionId}
                onChoose={(institutionId) => change({ institutionId })}
              />
              {input('hours')}
              {input('credits')}
            </div>
          )}
          <div className="editor-pair">
            {input('grade', common.worth.gradeHint)}
            <EarnedOn draft={draft} change={change} said={said} />
            {input('certificateNumber', words.editor.certificateHint)}
          </div>
        </>
      )}
    </>
  )
}

function EarnedOn({ draft, change, said }: { draft: ClaimDraft; change: Change; said: Said }) {
  const words = useLearnerWords().fields
  return (
    <Field label={words.earnedOn} error={said('earnedOn')}>
      {(attributes) => (
        <input
          {...attributes}
          type="date"
          value={draft.earnedOn}
          onChange={(event) => change({ earnedOn: event.target.value })}
        />
      )}
    </Field>
  )
}

/** Credits that are in the account already can be used instead of a course. */
function LotsToUse({ draft, change }: { draft: ClaimDraft; change: Change }) {
  const { language } = useLanguage()
  const words = useLearnerWords()
  const outcomes = useReply<typeof getOutcomes>('GET', '/api/v1/recognition/outcomes', {})
  const lots = (outcomes.data?.data ?? []).flatMap(({ title, lots }) =>
    lots.filter((lot) => !isZero(lot.available)).map((lot) => ({ ...lot, title })),
  )
  if (lots.length === 0) return null
  return (
    <fieldset className="lots-to-use">
      <legend>
        <strong>{words.editor.fromAccount}</strong>
      </legend>
      {[undefined, ...lots].map((lot) => (
        <label key={lot?.id ?? 'none'}>
          <input
            type="radio"
            name="lot"
            checked={draft.lotId === (lot?.id ?? '')}
            onChange={() => change({ lotId: lot?.id ?? '' })}
          />
          {lot
            ? `${lot.title} · ${words.outcomes.available(amount(lot.available), nameIn(language, lot.unit))}`
            : words.editor.newOutcome}
        </label>
      ))}
    </fieldset>
  )
}

function TargetStep({ draft, change, said }: { draft: ClaimDraft; change: Change; said: Said }) {
  const { language } = useLanguage()
  const words = useLearnerWords().editor
  const [typed, setTyped] = useState('')
  const chosen = useReply<typeof getCourse>(
    'GET',
    '/api/v1/courses/:courseId',
    { courseId: draft.targetCourseId },
    { enabled: draft.targetCourseId !== '' },
  )
  return (
    <>
      <InstitutionPicker
        name="target"
        label={words.target}
        hint=""
        error={said('targetInstitutionId')}
        institutionId={draft.targetInstitutionId}
        membersOnly
        onChoose={(targetInstitutionId) => change({ targetInstitutionId, targetCourseId: '' })}
      />
      <CoursePicker
        name="targetCourse"
        label={words.targetCourse}
        hint={words.targetCourseHint}
        error={said('targetCourseId')}
        institutionId={draft.targetInstitutionId}
        text={chosen.data ? titleIn(language, chosen.data) : typed}
        chosen={draft.targetCourseId !== ''}
        onType={(text) => {
          setTyped(text)
          change({ targetCourseId: '' })
        }}
        onChoose={(row) => change({ targetCourseId: row.id, targetInstitutionId: row.institution.id })}
      />
    </>
  )
}

function PreviewStep(props: {
  claimId: string
  savedAt: string | undefined
  draft: ClaimDraft
  change: Change
  save: () => Promise<string>
  onFlaws: (flaws: Record<string, string>) => void
}) {
  const { claimId, draft, change } = props
  const words = useLearnerWords()
  const queries = useQueryClient()
  const claim = useReply<typeof getClaim>('GET', '/api/v1/recognition/claims/:claimId', { claimId })
  const submit = useAction<typeof postSubmission>('POST', '/api/v1/recognition/claims/:claimId/submission')
  // One key for one wish to submit: pressing again after a lost answer submits nothing twice.
  const key = useRef(actionKey())

  const send = async () => {
    await props.save()
    submit.mutate(
      { input: { claimId }, key: key.current },
      {
        onSuccess: () => {
          void queries.invalidateQueries()
          navigate(withQuery(paths.application(claimId), { submitted: 'now' }))
        },
        onError: ({ details }) => {
          key.current = actionKey()
          const named = details?.errors ?? []
          if (named.length > 0)
            props.onFlaws(
              Object.fromEntries(
                named.map(({ pointer, message }) => [pointer.slice(1).split('/')[0] ?? '', message]),
              ),
            )
        },
      },
    )
  }
  const offer = claim.data?.candidate?.electiveOffer
  return (
    <Reply reply={claim} lines={6}>
      {(data) => (
        <>
          <Effect claim={data} />
          {offer && !isZero(offer) && (
            <label className="elective-offer">
              <input
                type="checkbox"
                checked={draft.asElective}
                onChange={(event) => change({ asElective: event.target.checked })}
              />
              {words.editor.takeElective(amount(offer))}
            </label>
          )}
          {data.candidate && <Why candidate={data.candidate} />}
          {submit.error && <Trouble problem={submit.error} />}
          <button
            type="button"
            className="button primary"
            aria-busy={submit.isPending}
            onClick={() => void send()}
          >
            {submit.isPending
              ? words.editor.submitting
              : data.state === 'returned'
                ? words.editor.submitAgain
                : words.editor.submit}
          </button>
          <p className="help">{words.editor.review}</p>
        </>
      )}
    </Reply>
  )
}

/** What would be used up, and what it would become. */
function Effect({ claim: { preview } }: { claim: Claim }) {
  const { language, words: common } = useLanguage()
  const words = useLearnerWords().editor
  if (!preview) return <p>{words.tooLittle}</p>
  const { uses, recognition, cap } = preview
  const credits = (text: string) => common.frame.credits(amount(text))
  const rows: [string, ReactNode][] = [
    [
      words.recognition,
      recognition.met && recognition.credits
        ? words.recognised(amount(recognition.credits))
        : [words.notRecognised, ...recognition.reasons.map((reason) => common.worth.reasons[reason])].join(
            ' · ',
          ),
    ],
  ]
  if (uses) {
    const say = uses.existing ? words.usesExisting : words.usesNew
    rows.push([words.uses, say(amount(uses.credits), nameIn(language, uses.issuer))])
  }
  for (const part of ['recorded', 'elective', 'forfeited', 'deposited'] as const)
    if (!isZero(preview[part])) rows.push([words[part], credits(preview[part])])
  if (cap) rows.push([words.cap, words.capLeft(amount(cap.left), amount(cap.limit))])
  return (
    <>
      <h2>{words.previewTitle}</h2>
      <dl className="facts">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
