// 登录与安全: the roles one holds, where one is signed in, the password, the authenticator app.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type {
  changePassword,
  chooseRole,
  confirmFactor,
  endSession,
  enrolFactor,
  listSessions,
  readFactor,
  removeFactor,
} from '../../identity/contract.ts'
import { send, useAction, useReply } from '../api.ts'
import { navigate } from '../frame/address.tsx'
import { useSessionWords, useTrustWords } from '../frame/area-words.ts'
import { CodeField, PasswordField } from '../frame/field.tsx'
import { useLanguage } from '../frame/language.tsx'
import { Copy, Reply, Trouble } from '../frame/reply.tsx'
import { instant } from '../frame/text.ts'
import { type Me, homeOf } from '../session.tsx'
import { ReasonedAct, Refused, Told, flawAt, useFirstFlaw } from './act.tsx'
import { Place } from './places.tsx'
import { Passkeys } from './passkeys.tsx'
import { Links } from './sso.tsx'
import { Recovery } from './recovery.tsx'

export function Security({ me }: { me: Me }) {
  return (
    <div className="panels">
      <Sessions />
      <Password />
      <Recovery />
      <Factor />
      <Passkeys />
      <Links me={me} />
      <Roles me={me} />
    </div>
  )
}

function Roles({ me }: { me: Me }) {
  const words = useTrustWords()
  const session = useSessionWords()
  const queries = useQueryClient()
  const act = useAction<typeof chooseRole>('PUT', '/api/v1/me/acting')
  const isActing = ({ role, institution }: Me['roles'][number]) =>
    me.acting?.role === role && me.acting.institution === institution
  return (
    <section className="panel" aria-labelledby="roles">
      <h2 id="roles">{words.settings.roles}</h2>
      {act.error && <Trouble problem={act.error} />}
      <ul className="entries">
        {me.roles.map((held) => (
          <li key={held.role + (held.institution ?? '')}>
            <span className="entry-text">
              <strong>{session.roles[held.role]}</strong>
              <small>
                <Place institutionId={held.institution} />
                {held.department && ` · ${words.departments[held.department]}`}
              </small>
            </span>
            {isActing(held) ? (
              <span className="state state-good">{words.settings.actingNow}</span>
            ) : (
              <button
                type="button"
                className="button"
                onClick={() =>
                  act.mutate(
                    { input: { role: held.role, institution: held.institution } },
                    {
                      onSuccess: () => {
                        void queries.invalidateQueries()
                        navigate(homeOf({ ...me, acting: held }))
                      },
                    },
                  )
                }
              >
                {words.settings.act}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Sessions() {
  const words = useTrustWords().settings
  const queries = useQueryClient()
  const sessions = useReply<typeof listSessions>('GET', '/api/v1/sessions', {})
  const end = useAction<typeof endSession>('DELETE', '/api/v1/sessions/:sessionId')
  return (
    <section className="panel" aria-labelledby="sessions">
      <h2 id="sessions">{words.sessions}</h2>
      <p className="help">{words.sessionsLead}</p>
      {end.error && <Trouble problem={end.error} />}
      <Reply reply={sessions} lines={2}>
        {({ data }) => (
          <ul className="entries">
            {data.map(({ id, device, beganAt, seenAt, current }) => (
              <li key={id}>
                <span className="entry-text">
                  <strong>{device}</strong>
                  <small>
                    {words.began} {instant(beganAt)} · {words.seen} {instant(seenAt)}
                  </small>
                </span>
                {current ? (
                  <span className="state state-good">{words.here}</span>
                ) : (
                  <button
                    type="button"
                    className="button"
                    aria-label={words.endOf(device)}
                    onClick={() =>
                      end.mutate(
                        { input: { sessionId: id } },
                        { onSuccess: () => void queries.invalidateQueries() },
                      )
                    }
                  >
                    {words.end}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Reply>
    </section>
  )
}

function Password() {
  const words = useTrustWords()
  const queries = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const change = useAction<typeof changePassword>('PUT', '/api/v1/me/password')
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const { error } = change
  useFirstFlaw(form, error)
  const isWrong = error?.details?.code === 'wrong_credentials'
  return (
    <section className="panel" aria-labelledby="password">
      <h2 id="password">{words.settings.password}</h2>
      <form
        ref={form}
        className="editor"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate(
            { input: { current, next } },
            {
              onSuccess: () => {
                setCurrent('')
                setNext('')
                void queries.invalidateQueries()
              },
            },
          )
        }}
      >
        <PasswordField
          label={words.settings.current}
          error={isWrong ? error.details?.title : undefined}
          use="current"
          value={current}
          onChange={setCurrent}
        />
        <PasswordField
          label={words.settings.next}
          help={words.register.passwordHelp}
          error={flawAt(error, '/next')}
          use="new"
          value={next}
          onChange={setNext}
        />
        {error && !isWrong && error.details?.code !== 'input_invalid' && <Trouble problem={error} />}
        <div className="editor-foot">
          <button type="submit" className="button primary" aria-busy={change.isPending}>
            {words.settings.change}
          </button>
          <Told>{change.isSuccess && words.settings.changed}</Told>
        </div>
      </form>
    </section>
  )
}

function Factor() {
  const words = useTrustWords().settings
  const factor = useReply<typeof readFactor>('GET', '/api/v1/me/factor', {})
  return (
    <section className="panel" aria-labelledby="factor">
      <h2 id="factor">{words.factor}</h2>
      <Reply reply={factor} lines={2}>
        {({ enrolledAt }) => (
          <>
            <p>{enrolledAt ? words.factorOn(instant(enrolledAt)) : words.factorOff}</p>
            {enrolledAt && <p className="help">{words.factorReplace}</p>}
            <Enrolment enrolled={enrolledAt !== null} />
            {enrolledAt && <RemoveFactor />}
          </>
        )}
      </Reply>
    </section>
  )
}

function RemoveFactor() {
  const { language } = useLanguage()
  const words = useTrustWords().settings
  const queries = useQueryClient()
  return (
    <div className="acts">
      <ReasonedAct
        verb={words.factorRemove}
        ask={words.factorRemoveAsk}
        act={async (reason) => {
          await send<typeof removeFactor>('DELETE', '/api/v1/me/factor', { reason }, language)
          await queries.invalidateQueries({ queryKey: ['GET', '/api/v1/me/factor'] })
        }}
      />
    </div>
  )
}

/** Secret first, then its first code. Whoever has an app proves that one; the frame asks for it. */
function Enrolment({ enrolled }: { enrolled: boolean }) {
  const words = useTrustWords()
  const queries = useQueryClient()
  const begin = useAction<typeof enrolFactor>('POST', '/api/v1/me/factor')
  const confirm = useAction<typeof confirmFactor>('PUT', '/api/v1/me/factor')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const start = () => begin.mutate({ input: { password: password || '-' } })
  if (confirm.isSuccess) return <Told>{words.settings.confirmed}</Told>
  if (begin.data) {
    return (
      <form
        className="editor"
        onSubmit={(event) => {
          event.preventDefault()
          confirm.mutate(
            { input: { code } },
            {
              onSuccess: () => void queries.invalidateQueries({ queryKey: ['GET', '/api/v1/me/factor'] }),
            },
          )
        }}
      >
        <p>{words.settings.secret}</p>
        <div>
          <code className="secret">{begin.data.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
          <Copy text={begin.data.secret} label={words.settings.copySecret} />
          <a className="button quiet" href={begin.data.uri}>
            {words.settings.open}
          </a>
        </div>
        <CodeField
          label={words.settings.firstCode}
          error={confirm.error?.details?.detail}
          required
          value={code}
          onChange={setCode}
        />
        <div className="editor-foot">
          <button type="submit" className="button primary" aria-busy={confirm.isPending}>
            {words.settings.confirm}
          </button>
        </div>
      </form>
    )
  }
  // Without an app the password is the proof, and it is asked for here.
  const isWrong = !enrolled && begin.error?.details?.code === 'step_up_required'
  return (
    <>
      <form
        className="editor"
        onSubmit={(event) => {
          event.preventDefault()
          start()
        }}
      >
        {!enrolled && (
          <PasswordField
            label={words.stepUp.password}
            error={isWrong ? words.settings.wrongPassword : undefined}
            use="current"
            value={password}
            onChange={setPassword}
          />
        )}
        <div className="editor-foot">
          <button type="submit" className="button" aria-busy={begin.isPending}>
            {enrolled ? words.settings.replace : words.settings.begin}
          </button>
        </div>
      </form>
      {!isWrong && <Refused problem={begin.error} again={start} />}
    </>
  )
}
