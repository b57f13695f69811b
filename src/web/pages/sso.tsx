// pages/sso.tsx ↔ /login/sso/:providerId: where an institution sends people back to. What it says is checked, and then
// `?arrived=` takes its place in the address: a code that was used need not be kept there.
import { useEffect, useRef, useState } from 'react'
import type { arrive, enterBySso, linkMe } from '../../identity/sso/contract.ts'
import { useAction } from '../api.ts'
import { Link, navigate, useAddress } from '../frame/address.tsx'
import { useSessionWords, useProofWords } from '../frame/area-words.ts'
import { CodeField } from '../frame/field.tsx'
import { Page } from '../frame/page.tsx'
import { Skeleton, Trouble } from '../frame/reply.tsx'
import { type PageProps, paths, withQuery } from '../paths.ts'
import { isMaybeSignedIn, useArrival } from '../session.tsx'
import { Refused } from '../trust/act.tsx'
import '../my/frame.css'
import '../trust/trust.css'
import './login.css'

export default function SsoPage({ params }: PageProps) {
  const words = useProofWords().sso
  const session = useSessionWords()
  const provider = params['providerId'] ?? ''
  const arrived = useAddress().query.get('arrived')
  return (
    <Page title={words.title} above={[{ to: paths.login, label: session.title }]}>
      {arrived === null && <Check provider={provider} />}
      {arrived === 'known' && <Enter />}
      {arrived === 'code' && <EnterByCode />}
      {arrived === 'unlinked' && <Unlinked provider={provider} />}
    </Page>
  )
}

function Check({ provider }: { provider: string }) {
  const words = useProofWords().sso
  const { search } = useAddress()
  const check = useAction<typeof arrive>('POST', '/api/v1/sso/arrivals')
  const { mutate } = check
  useOnce(() =>
    mutate(
      { input: { provider, answer: search.slice(1) } },
      {
        onSuccess: ({ linked, needsCode }) => {
          const arrived = !linked ? 'unlinked' : needsCode ? 'code' : 'known'
          navigate(withQuery(paths.sso(provider), { arrived }), { replace: true })
        },
      },
    ),
  )
  return check.error ? (
    <Failed problem={check.error} />
  ) : (
    <>
      <p>{words.checking}</p>
      <Skeleton lines={2} />
    </>
  )
}

function Failed({ problem }: { problem: Parameters<typeof Trouble>[0]['problem'] }) {
  const words = useProofWords().sso
  return (
    <Trouble problem={problem}>
      <Link className="button primary" to={paths.login}>
        {words.again}
      </Link>
    </Trouble>
  )
}

function Enter() {
  const arrive = useArrival()
  const enter = useAction<typeof enterBySso>('POST', '/api/v1/sso/sessions')
  const { mutate } = enter
  useOnce(() => mutate({ input: {} }, { onSuccess: arrive }))
  return enter.error ? <Failed problem={enter.error} /> : <Skeleton lines={2} />
}

function EnterByCode() {
  const words = useProofWords().sso
  const session = useSessionWords()
  const arrive = useArrival()
  const enter = useAction<typeof enterBySso>('POST', '/api/v1/sso/sessions')
  const [code, setCode] = useState('')
  const isWrong = enter.error?.details?.code === 'wrong_code'
  return (
    <form
      className="panel editor newcomer"
      onSubmit={(event) => {
        event.preventDefault()
        enter.mutate({ input: { code } }, { onSuccess: arrive })
      }}
    >
      <p>{words.code}</p>
      <CodeField
        label={session.code}
        help={session.codeHelp}
        error={isWrong ? enter.error?.details?.detail : undefined}
        required
        value={code}
        onChange={setCode}
      />
      <button type="submit" className="button primary" aria-busy={enter.isPending}>
        {words.enter}
      </button>
      {enter.error && !isWrong && <Failed problem={enter.error} />}
    </form>
  )
}

function Unlinked({ provider }: { provider: string }) {
  const words = useProofWords().sso
  const link = useAction<typeof linkMe>('POST', '/api/v1/me/links')
  const run = () => link.mutate({ input: {} })
  if (link.isSuccess) {
    return (
      <div className="notice">
        <p>{words.linked}</p>
        <Link className="button primary" to={paths.settings}>
          {words.toSettings}
        </Link>
      </div>
    )
  }
  const here = withQuery(paths.sso(provider), { arrived: 'unlinked' })
  return (
    <section className="panel newcomer" aria-labelledby="unlinked">
      <h2 id="unlinked">{words.unlinked}</h2>
      <p>{words.unlinkedFix}</p>
      <div className="acts">
        {isMaybeSignedIn() && link.error?.details?.status !== 401 ? (
          <button type="button" className="button primary" aria-busy={link.isPending} onClick={run}>
            {words.link}
          </button>
        ) : (
          <Link className="button primary" to={withQuery(paths.login, { next: here })}>
            {words.signIn}
          </Link>
        )}
      </div>
      <Refused problem={link.error} again={run} />
    </section>
  )
}

/** When the page has opened; an answer is not sent twice, however often it is drawn. */
function useOnce(work: () => void): void {
  const isDone = useRef(false)
  useEffect(() => {
    if (isDone.current) return
    isDone.current = true
    work()
  })
}
