// A button that asks the browser for a passkey: to sign in, or to prove anew who one is.
import { type ReactNode, useState } from 'react'
import type { askOwnPasskey, askPasskey } from '../../identity/passkeys/contract.ts'
import { Problem, send } from '../api.ts'
import { useLanguage } from '../frame/language.tsx'
import { isUnfinished, showPasskey, usesPasskeys } from './passkey.ts'

/** Nothing where the browser knows no passkeys. */
export function PasskeyButton(props: {
  label: string
  /** Where the question comes from, and what is done with its answer. */
  question: '/api/v1/passkeys/questions' | '/api/v1/me/passkeys/questions'
  unfinished: string
  answered: (answer: Awaited<ReturnType<typeof showPasskey>>) => Promise<void>
  refused?: (problem: Problem) => ReactNode
}) {
  const { language } = useLanguage()
  const { run, pending, problem, unfinished } = usePasskeyAct(async () => {
    const { options } = await send<typeof askPasskey | typeof askOwnPasskey>(
      'POST',
      props.question,
      {},
      language,
    )
    await props.answered(await showPasskey(options))
  })
  if (!usesPasskeys()) return null
  return (
    <>
      <button type="button" className="button" aria-busy={pending} onClick={run}>
        {props.label}
      </button>
      {unfinished && <p role="alert">{props.unfinished}</p>}
      {problem && props.refused?.(problem)}
    </>
  )
}

/** Something that asks the browser for a key in between: that may be refused by the bank, or left by its owner. */
export function usePasskeyAct(act: () => Promise<void>) {
  const [pending, setPending] = useState(false)
  const [outcome, setOutcome] = useState<Problem | 'done' | 'unfinished'>()
  const run = async () => {
    setPending(true)
    setOutcome(undefined)
    try {
      await act()
      setOutcome('done')
    } catch (error) {
      if (error instanceof Problem) setOutcome(error)
      else if (isUnfinished(error)) setOutcome('unfinished')
      else throw error
    } finally {
      setPending(false)
    }
  }
  return {
    run: () => void run(),
    pending,
    problem: outcome instanceof Problem ? outcome : undefined,
    unfinished: outcome === 'unfinished',
    done: outcome === 'done',
  }
}
