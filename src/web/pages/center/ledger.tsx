// pages/center/ledger.tsx ↔ /center/ledger: 总账: how far it goes, what was signed, when it was verified, what came out.
import { useEffect, useState } from 'react'
import type { getLedger, postVerification } from '../../../ledger/contract.ts'
import { type ReplyOf, useAction, useReply } from '../../api.ts'
import { useLedgerWords } from '../../frame/area-words.ts'
import { Icon } from '../../frame/icon.tsx'
import { Reply, Trouble } from '../../frame/reply.tsx'
import { instant } from '../../frame/text.ts'
import { TrustPage } from '../../trust/frame.tsx'
import { mayOpen } from '../../trust/rights.ts'
import '../detail.css'

type Ledger = ReplyOf<typeof getLedger>
type Run = Ledger['runs'][number]

export default function LedgerPage() {
  const words = useLedgerWords()
  return (
    <TrustPage title={words.title} lead={words.lead} roles={mayOpen.ledger}>
      {() => <LedgerNow />}
    </TrustPage>
  )
}

const lookAgainMs = 1_000

function LedgerNow() {
  const words = useLedgerWords()
  const ledger = useReply<typeof getLedger>('GET', '/api/v1/center/ledger', {})
  const ask = useAction<typeof postVerification>('POST', '/api/v1/center/ledger/verifications')
  const { data, refetch } = ledger
  // The run that was the latest when another was asked for; while it still is, that one is awaited.
  const [latest, setLatest] = useState<string>()
  const isAwaited = ask.isSuccess && data?.runs[0]?.id === latest
  const isRunning = ask.isPending || isAwaited || data?.running === true
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => void refetch(), lookAgainMs)
    return () => clearInterval(timer)
  }, [isRunning, refetch])
  return (
    <Reply reply={ledger} lines={8}>
      {({ postings, shards, runs }) => (
        <div className="detail">
          <section className="panel" aria-labelledby="now">
            <h2 id="now">{words.lastRun}</h2>
            <p role="status">
              {isRunning ? words.running : runs[0] ? <Outcome run={runs[0]} /> : words.never}
            </p>
            <dl className="facts">
              <div>
                <dt>{words.postings}</dt>
                <dd>{words.count(postings)}</dd>
              </div>
              <div>
                <dt>{words.shards}</dt>
                <dd>{shards.filter((shard) => shard.postings > 0).length}</dd>
              </div>
            </dl>
            <button
              type="button"
              className="button primary"
              disabled={isRunning}
              onClick={() => {
                setLatest(runs[0]?.id)
                ask.mutate({ input: {} })
              }}
            >
              {words.run}
            </button>
            {ask.error && <Trouble problem={ask.error} />}
          </section>
          <section className="panel" aria-labelledby="history">
            <h2 id="history">{words.history}</h2>
            {runs.length === 0 ? <p>{words.none}</p> : <History runs={runs} />}
          </section>
          <section className="panel" aria-labelledby="roots">
            <h2 id="roots">{words.roots}</h2>
            <p className="help">{words.downloadHelp}</p>
            <a className="button" href="/api/v1/ledger/checkpoints" download="checkpoints.json">
              {words.download}
            </a>
            <Roots shards={shards.filter((shard) => shard.postings > 0)} />
          </section>
        </div>
      )}
    </Reply>
  )
}

function Outcome({ run: { findings, beganAt } }: { run: Run }) {
  const words = useLedgerWords()
  const isGood = findings.length === 0
  return (
    <span className={`state state-${isGood ? 'good' : 'bad'}`}>
      <Icon name={isGood ? 'check' : 'cross'} />
      {isGood ? words.good : words.bad(findings.length)} · {instant(beganAt)}
    </span>
  )
}

function History({ runs }: { runs: Run[] }) {
  const words = useLedgerWords()
  const { columns } = words
  const ruleNames: Record<string, string> = words.rules
  const seconds = (run: Run): string =>
    ((Date.parse(run.endedAt) - Date.parse(run.beganAt)) / 1000).toFixed(1)
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">{columns.began}</th>
          <th scope="col">{columns.kind}</th>
          <th scope="col">{columns.outcome}</th>
          <th scope="col" className="number">
            {columns.postings}
          </th>
          <th scope="col" className="number">
            {columns.moves}
          </th>
          <th scope="col" className="number">
            {columns.seconds}
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <th scope="row">{instant(run.beganAt)}</th>
            <td data-label={columns.kind}>{run.nightly ? words.nightly : words.asked}</td>
            <td data-label={columns.outcome}>
              {run.findings.length === 0
                ? words.good
                : run.findings.map(({ rule, shard, count, first }) => (
                    <div key={`${rule}/${shard}`}>
                      {words.finding(ruleNames[rule] ?? rule, shard, count, first)}
                    </div>
                  ))}
            </td>
            <td data-label={columns.postings} className="number">
              {run.postings}
            </td>
            <td data-label={columns.moves} className="number">
              {run.moves}
            </td>
            <td data-label={columns.seconds} className="number">
              {words.seconds(seconds(run))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Roots({ shards }: { shards: Ledger['shards'] }) {
  const words = useLedgerWords()
  return (
    <dl className="facts">
      {shards.map(({ shard, postings, root, checkpoint }) => (
        <div key={shard}>
          <dt>
            {words.shards} {shard} · {words.count(postings)}
          </dt>
          <dd>
            {words.checkpoint}{' '}
            {checkpoint ? words.signed(checkpoint.size, instant(checkpoint.signedAt)) : words.unsigned}
            <small>
              {words.root} {root.slice(0, 16)}…
            </small>
          </dd>
        </div>
      ))}
    </dl>
  )
}
