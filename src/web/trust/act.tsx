// Acts that ask for something first: a proof of who one is, a reason, a second look.
import { type ReactNode, lazy, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { Problem } from '../api.ts'
import { useNewcomerWords } from '../frame/area-words.ts'
import { TextField } from '../frame/field.tsx'
import { Trouble } from '../frame/reply.tsx'

/** What the bank said about one field of a form, if anything. */
export const flawAt = (problem: Problem | null | undefined, pointer: string): string | undefined =>
  problem?.details?.errors.find((each) => each.pointer === pointer)?.message

/** After a refused submit the first wrong field gets the focus. */
export function useFirstFlaw(form: RefObject<HTMLFormElement | null>, problem: unknown): void {
  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [form, problem])
}

/** A refusal of an act. When all it lacks is a fresh proof of who one is, the proof is asked for here and the act goes on. */
export function Refused(props: { problem: Problem | null | undefined; again: () => void }) {
  const { problem } = props
  if (!problem) return null
  return problem.details?.code === 'step_up_required' ? (
    <StepUp proven={props.again} />
  ) : (
    <Trouble problem={problem} />
  )
}

/** Fetched when a proof is asked for. */
const StepUp = lazy(() => import('./step-up.tsx'))

/** A button that opens what it asks first: the object by name, and the reason that is kept. */
export function ReasonedAct(props: {
  verb: string
  /** What a screen reader hears where several buttons carry one verb. */
  label?: string
  ask: string
  /** What it would do, shown before it is done. */
  shown?: ReactNode
  reasonLabel?: string
  reasonHelp?: string
  act: (reason: string) => Promise<void>
}) {
  const words = useNewcomerWords()
  const form = useRef<HTMLFormElement>(null)
  const heading = useId()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const run = async () => {
    setPending(true)
    setProblem(undefined)
    try {
      await props.act(reason)
      setOpen(false)
      setReason('')
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    } finally {
      setPending(false)
    }
  }
  const needsReason = ['reason_required', 'purpose_required'].includes(problem?.details?.code ?? '')
  useFirstFlaw(form, needsReason)
  if (!open) {
    return (
      <button type="button" className="button" aria-label={props.label} onClick={() => setOpen(true)}>
        {props.verb}
      </button>
    )
  }
  return (
    <section className="asks" aria-labelledby={heading}>
      <p id={heading}>{props.ask}</p>
      {props.shown}
      <form
        ref={form}
        className="editor"
        onSubmit={(event) => {
          event.preventDefault()
          void run()
        }}
      >
        <TextField
          label={props.reasonLabel ?? words.reason}
          help={props.reasonHelp ?? words.reasonHelp}
          error={needsReason ? problem?.details?.detail : undefined}
          maxLength={500}
          value={reason}
          onChange={setReason}
        />
        <div className="editor-foot">
          <button type="submit" className="button primary" aria-busy={pending}>
            {pending ? words.working : props.verb}
          </button>
          <button type="button" className="button" onClick={() => setOpen(false)}>
            {words.cancel}
          </button>
        </div>
      </form>
      {!needsReason && <Refused problem={problem} again={() => void run()} />}
    </section>
  )
}

/** A `ReasonedAct` that two persons do: what follows is that the second one is waited for. */
export function FiledAct({
  act,
  ...props
}: Omit<Parameters<typeof ReasonedAct>[0], 'act'> & {
  act: (reason: string) => Promise<unknown>
}) {
  const words = useNewcomerWords()
  const [filed, setFiled] = useState(false)
  return filed ? (
    <Told>{words.waitsForSecond}</Told>
  ) : (
    <ReasonedAct
      {...props}
      act={async (reason) => {
        await act(reason)
        setFiled(true)
      }}
    />
  )
}

/** What was done, said where a screen reader hears it. */
export const Told = ({ children }: { children: ReactNode }) => (
  <output>{children && <span className="told">{children}</span>}</output>
)
