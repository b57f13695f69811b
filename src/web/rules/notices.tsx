// 公示中: rules that are to come, what they change, and a word from whoever is signed in.
import { useRef, useState } from 'react'
import type { getNotices, postComment } from '../../rulebook/contract.ts'
import { type ReplyOf, useAction, useReply } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { Field } from '../frame/field.tsx'
import { useLanguage } from '../frame/language.tsx'
import { Trouble } from '../frame/reply.tsx'
import { nameIn, titleIn } from '../frame/text.ts'
import { paths, withQuery } from '../paths.ts'
import { isMaybeSignedIn } from '../session.tsx'
import { Told, useFirstFlaw } from '../trust/act.tsx'
import { Changes } from './changes.tsx'
import '../my/frame.css'
import '../pages/detail.css'
import '../trust/trust.css'
import './rules.css'

type Notice = ReplyOf<typeof getNotices>['data'][number]

/** Nothing is drawn while nothing is shown to the public. */
export function Notices() {
  const words = useLanguage().words.rules.notices
  const notices = useReply<typeof getNotices>('GET', '/api/v1/rule-notices', {})
  if (notices.error) return <Trouble problem={notices.error} retry={() => void notices.refetch()} />
  if (!notices.data || notices.data.data.length === 0) return null
  return (
    <section aria-labelledby="notices">
      <h2 id="notices" className="rule-library">
        {words.title}
      </h2>
      <p className="lead">{words.lead}</p>
      <ul className="rule-notices">
        {notices.data.data.map((notice) => (
          <li key={notice.id} className="panel">
            <NoticeText notice={notice} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function NoticeText({ notice }: { notice: Notice }) {
  const { language, words } = useLanguage()
  const text = words.rules.notices
  return (
    <>
      <h3>{titleIn(language, notice)}</h3>
      <p className="help">
        {notice.number} · {notice.institution ? nameIn(language, notice.institution) : words.rules.ownRules} ·{' '}
        {words.rules.from(notice.from)} ·{' '}
        {notice.openUntil !== null && <strong>{text.until(notice.openUntil)}</strong>}
      </p>
      <details className="fold" open>
        <summary>{text.changed}</summary>
        {notice.inForce ? (
          <Changes before={notice.inForce} after={notice.content} none={text.same} />
        ) : (
          <p>{text.new}</p>
        )}
      </details>
      {isMaybeSignedIn() ? (
        <Comment draftId={notice.id} />
      ) : (
        <Link className="button" to={withQuery(paths.login, { next: paths.rules })}>
          {text.signIn}
        </Link>
      )}
    </>
  )
}

function Comment({ draftId }: { draftId: string }) {
  const words = useLanguage().words.rules.notices
  const form = useRef<HTMLFormElement>(null)
  const send = useAction<typeof postComment>('POST', '/api/v1/rule-drafts/:draftId/comments')
  const [text, setText] = useState('')
  const [isMissing, setMissing] = useState(false)
  useFirstFlaw(form, isMissing)
  return (
    <>
      <form
        ref={form}
        className="editor"
        onSubmit={(event) => {
          event.preventDefault()
          const isEmpty = text.trim() === ''
          setMissing(isEmpty)
          if (!isEmpty) send.mutate({ input: { draftId, text } }, { onSuccess: () => setText('') })
        }}
      >
        <Field
          label={words.comment}
          help={words.commentHelp}
          error={isMissing && text.trim() === '' ? words.needed : undefined}
        >
          {(attributes) => (
            <textarea
              {...attributes}
              maxLength={2000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <div className="editor-foot">
          <button type="submit" className="button primary" aria-busy={send.isPending}>
            {words.send}
          </button>
        </div>
      </form>
      <Told>{send.isSuccess && words.sent}</Told>
      {send.error && <Trouble problem={send.error} />}
    </>
  )
}
