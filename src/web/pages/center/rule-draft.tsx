// pages/center/rule-draft.tsx ↔ /center/rules/:draftId: a draft, what is wrong with it, what it changes, and its next step.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { getDraft, putDraft } from '../../../rulebook/contract.ts'
import { type ReplyOf, useAction, useReply } from '../../api.ts'
import { useDraftWords } from '../../frame/area-words.ts'
import { Icon } from '../../frame/icon.tsx'
import { useLanguage } from '../../frame/language.tsx'
import { Reply } from '../../frame/reply.tsx'
import { instant, nameIn, titleIn } from '../../frame/text.ts'
import { type PageProps, paths } from '../../paths.ts'
import { Changes } from '../../rules/changes.tsx'
import { DraftEditor } from '../../rules/draft-editor.tsx'
import { DraftState } from '../../rules/draft-state.tsx'
import { DraftSteps } from '../../rules/draft-steps.tsx'
import { DraftTrial } from '../../rules/draft-trial.tsx'
import type { Me } from '../../session.tsx'
import { Told } from '../../trust/act.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { holdsOneOf, mayOpen } from '../../trust/rights.ts'
import '../detail.css'
import '../../rules/rules.css'

type Draft = ReplyOf<typeof getDraft>

export default function RuleDraftPage({ params: { draftId = '' } }: PageProps) {
  const words = useDraftWords()
  const { language } = useLanguage()
  const draft = useReply<typeof getDraft>('GET', '/api/v1/rule-drafts/:draftId', { draftId })
  return (
    <TrustPage
      title={draft.data ? titleIn(language, draft.data) : words.title}
      roles={mayOpen.ruleDrafts}
      above={[{ to: paths.ruleDrafts, label: words.title }]}
    >
      {(me) => (
        <Reply reply={draft} lines={10}>
          {(data) => <Shown draft={data} me={me} />}
        </Reply>
      )}
    </TrustPage>
  )
}

function Shown({ draft, me }: { draft: Draft; me: Me }) {
  const words = useDraftWords()
  return (
    <div className="draft">
      <Facts draft={draft} />
      {draft.may.edit && <Edit draft={draft} />}
      <Faults draft={draft} />
      <section className="panel" aria-labelledby="differences">
        <h2 id="differences">{words.differences}</h2>
        {draft.inForce ? (
          <Changes before={draft.inForce} after={draft.content} none={words.noDifference} />
        ) : (
          <p className="help">{words.noneInForce}</p>
        )}
        {!draft.may.edit && (
          <details className="fold">
            <summary>{words.content}</summary>
            <pre className="log-details">{draft.text}</pre>
          </details>
        )}
      </section>
      {holdsOneOf(me.roles, mayOpen.ruleDrafting) && (
        <>
          <DraftTrial draftId={draft.id} />
          <DraftSteps draft={draft} />
        </>
      )}
      <Comments draft={draft} />
    </div>
  )
}

function Facts({ draft }: { draft: Draft }) {
  const words = useDraftWords()
  const { language } = useLanguage()
  return (
    <dl className="panel facts-list">
      <div>
        <dt>{words.state}</dt>
        <dd>
          <DraftState state={draft.state} />
        </dd>
      </div>
      <div>
        <dt>{words.number}</dt>
        <dd>{draft.number}</dd>
      </div>
      <div>
        <dt>{words.whose}</dt>
        <dd>{draft.institution ? nameIn(language, draft.institution) : words.everybody}</dd>
      </div>
      <div>
        <dt>{words.from}</dt>
        <dd>{draft.from}</dd>
      </div>
      {draft.openUntil && (
        <div>
          <dt>{words.until}</dt>
          <dd>{draft.openUntil}</dd>
        </div>
      )}
      <div>
        <dt>{words.saved}</dt>
        <dd>{instant(draft.savedAt)}</dd>
      </div>
    </dl>
  )
}

function Edit({ draft }: { draft: Draft }) {
  const words = useDraftWords()
  const queries = useQueryClient()
  const save = useAction<typeof putDraft>('PUT', '/api/v1/rule-drafts/:draftId')
  const [told, setTold] = useState<string>()
  return (
    <>
      <DraftEditor
        start={{ ...draft, scenarios: draft.scenarios.map(({ text }) => text) }}
        runs={draft.scenarios}
        problem={save.error}
        isPending={save.isPending}
        onSave={(said) => {
          setTold(undefined)
          save.mutate(
            { input: { ...said, draftId: draft.id } },
            {
              onSuccess: () => void queries.invalidateQueries().then(() => setTold(words.savedNow)),
            },
          )
        }}
      />
      <Told>{told}</Told>
    </>
  )
}

function Faults({ draft: { lint } }: { draft: Draft }) {
  const words = useDraftWords()
  return (
    <section className="panel" aria-labelledby="checks">
      <h2 id="checks">{words.checks}</h2>
      {lint.length === 0 ? (
        <p className="help">{words.noFaults}</p>
      ) : (
        <>
          <ul className="entries">
            {lint.map(({ code, level, where, detail }) => (
              <li key={code + where + detail}>
                <span className={level === 'error' ? 'state state-bad' : 'state state-part'}>
                  <Icon name={level === 'error' ? 'cross' : 'question'} />
                  {words[level]}
                </span>
                <span className="entry-text">
                  <code>{where}</code> {words.lint[code](detail)}
                </span>
              </li>
            ))}
          </ul>
          <p className="help">{words.errorsBlock}</p>
        </>
      )}
    </section>
  )
}

function Comments({ draft: { comments } }: { draft: Draft }) {
  const words = useDraftWords()
  return (
    <section className="panel" aria-labelledby="comments">
      <h2 id="comments">{words.comments}</h2>
      {comments.length === 0 ? (
        <p className="help">{words.noComments}</p>
      ) : (
        <ul className="entries">
          {comments.map(({ text, at, own }) => (
            <li key={at + text}>
              <span className="entry-text">
                {text}
                <small>
                  {instant(at)}
                  {own && ` · ${words.yours}`}
                </small>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
