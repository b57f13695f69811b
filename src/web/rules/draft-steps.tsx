// The next steps of a draft: shown to everybody, published by another, or withdrawn.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { getDraft, postDraftWithdrawal, postOpening, postPublication } from '../../rulebook/contract.ts'
import { type ReplyOf, useAction } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { useDraftWords, useTrustWords } from '../frame/area-words.ts'
import { TextField } from '../frame/field.tsx'
import { useLanguage } from '../frame/language.tsx'
import { titleIn, today } from '../frame/text.ts'
import { paths } from '../paths.ts'
import { ReasonedAct, Refused, flawAt, useFirstFlaw } from '../trust/act.tsx'

type Draft = ReplyOf<typeof getDraft>

export function DraftSteps({ draft }: { draft: Draft }) {
  const words = useDraftWords()
  return (
    <section className="panel" aria-labelledby="steps">
      <h2 id="steps">{words.steps}</h2>
      {draft.state === 'draft' && <Opening draft={draft} />}
      {draft.state === 'open' && <Publication draft={draft} />}
      {(draft.state === 'draft' || draft.state === 'open') && <Withdrawal draft={draft} />}
      {draft.state === 'withdrawn' && <p>{words.withdrawn}</p>}
      {draft.state === 'published' && (
        <>
          <p>{draft.publishedVersion !== null && words.published(draft.publishedVersion)}</p>
          <Link className="button" to={paths.ruleSet(draft.number)}>
            {words.toPublished}
          </Link>
        </>
      )}
    </section>
  )
}

function Opening({ draft }: { draft: Draft }) {
  const words = useDraftWords()
  const trust = useTrustWords()
  const queries = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const open = useAction<typeof postOpening>('POST', '/api/v1/rule-drafts/:draftId/opening')
  const [until, setUntil] = useState('')
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const code = open.error?.details?.code
  const needsReason = code === 'reason_required'
  useFirstFlaw(form, isMissing || open.error)
  const run = () =>
    open.mutate(
      { input: { draftId: draft.id, until, ...(reason.trim() ? { reason } : {}) } },
      { onSuccess: () => void queries.invalidateQueries() },
    )
  return (
    <>
      <p className="help">{words.openHelp}</p>
      <form
        ref={form}
        className="editor"
        onSubmit={(event) => {
          event.preventDefault()
          setMissing(until === '')
          if (until !== '') run()
        }}
      >
        <div className="editor-pair">
          <TextField
            label={words.openUntil}
            error={isMissing && until === '' ? words.dayNeeded : flawAt(open.error, '/until')}
            type="date"
            min={today()}
            value={until}
            onChange={setUntil}
          />
          {needsReason && (
            <TextField
              label={trust.reason}
              error={open.error?.details?.detail}
              maxLength={500}
              value={reason}
              onChange={setReason}
            />
          )}
        </div>
        <div className="editor-foot">
          <button type="submit" className="button primary" aria-busy={open.isPending}>
            {words.open}
          </button>
        </div>
      </form>
      {!needsReason && code !== 'input_invalid' && <Refused problem={open.error} again={run} />}
    </>
  )
}

function Publication({ draft }: { draft: Draft }) {
  const words = useDraftWords()
  const { language } = useLanguage()
  const queries = useQueryClient()
  const publish = useAction<typeof postPublication>('POST', '/api/v1/rule-drafts/:draftId/publication')
  if (draft.openUntil !== null && draft.openUntil >= today()) return <p>{words.stillOpen(draft.openUntil)}</p>
  if (!draft.may.publish) return <p>{words.byAnother}</p>
  return (
    <div className="acts">
      <ReasonedAct
        verb={words.publish}
        ask={words.publishAsk(titleIn(language, draft), draft.from)}
        act={async (reason) => {
          await publish.mutateAsync({ input: { draftId: draft.id, reason } })
          await queries.invalidateQueries()
        }}
      />
    </div>
  )
}

function Withdrawal({ draft }: { draft: Draft }) {
  const words = useDraftWords()
  const { language } = useLanguage()
  const queries = useQueryClient()
  const withdraw = useAction<typeof postDraftWithdrawal>('POST', '/api/v1/rule-drafts/:draftId/withdrawal')
  return (
    <div className="acts">
      <ReasonedAct
        verb={words.withdraw}
        ask={words.withdrawAsk(titleIn(language, draft))}
        act={async (reason) => {
          await withdraw.mutateAsync({ input: { draftId: draft.id, reason } })
          await queries.invalidateQueries()
        }}
      />
    </div>
  )
}
