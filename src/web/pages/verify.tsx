// pages/verify.tsx ↔ /verify and /verify/:code: whether the bank issued a paper, what was on it, and whether a file is it.
import { useState } from 'react'
import type { getPaper } from '../../ledger/contract.ts'
import { type ReplyOf, useReply } from '../api.ts'
import { Link, navigate } from '../frame/address.tsx'
import { useVerifyWords } from '../frame/area-words.ts'
import { Field } from '../frame/field.tsx'
import { Icon } from '../frame/icon.tsx'
import { useLanguage } from '../frame/language.tsx'
import { Page } from '../frame/page.tsx'
import { Reply } from '../frame/reply.tsx'
import { amount, instant, nameIn } from '../frame/text.ts'
import { type PageProps, paths } from '../paths.ts'
import './detail.css'

type Paper = ReplyOf<typeof getPaper>

export default function VerifyPage({ params: { code } }: PageProps) {
  const words = useVerifyWords()
  return (
    <Page title={words.title} lead={words.lead}>
      {code === undefined ? <CodeForm /> : <Verified key={code} code={code} />}
    </Page>
  )
}

function CodeForm() {
  const words = useVerifyWords()
  const [code, setCode] = useState('')
  return (
    <form
      className="editor panel"
      onSubmit={(event) => {
        event.preventDefault()
        navigate(paths.verified(code.trim()))
      }}
    >
      <Field label={words.code} help={words.codeHelp}>
        {(attributes) => (
          <input
            {...attributes}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            required
            maxLength={100}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
      </Field>
      <button type="submit" className="button primary">
        {words.submit}
      </button>
    </form>
  )
}

function Verified({ code }: { code: string }) {
  const words = useVerifyWords()
  const paper = useReply<typeof getPaper>('GET', '/api/v1/papers/:code', { code })
  const isUnknown = paper.error?.details?.status === 404
  return (
    <>
      {isUnknown ? (
        <section className="panel" role="status">
          <p>
            <span className="state state-bad">
              <Icon name="cross" />
              {words.unknown}
            </span>
          </p>
          <p>{words.unknownText}</p>
        </section>
      ) : (
        <Reply reply={paper} lines={8}>
          {(data) => <PaperShown paper={data} checkedAt={new Date(paper.dataUpdatedAt)} />}
        </Reply>
      )}
      <p className="actions">
        <Link to={paths.verify} className="button">
          {words.again}
        </Link>
      </p>
    </>
  )
}

function PaperShown({ paper, checkedAt }: { paper: Paper; checkedAt: Date }) {
  const { language } = useLanguage()
  const words = useVerifyWords()
  return (
    <div className="detail">
      <section className="panel" aria-labelledby="outcome">
        <h2 id="outcome" role="status">
          <span className={`state state-${paper.reversed ? 'bad' : 'good'}`}>
            <Icon name={paper.reversed ? 'cross' : 'check'} />
            {paper.reversed ? words.reversed : words.genuine}
          </span>
        </h2>
        <dl className="facts">
          <Fact label={words.kind} value={words.kinds[paper.kind]} />
          <Fact label={words.holder} value={paper.holder ?? words.erased} />
          <Fact label={words.issuedAt} value={instant(paper.issuedAt)} />
          <Fact label={words.checkedAt} value={instant(checkedAt.toISOString())} />
          {paper.to !== null && (
            <Fact
              label={words.period}
              value={paper.from === null ? words.upTo(paper.to) : words.fromTo(paper.from, paper.to)}
            />
          )}
          {paper.posting !== null && <Fact label={words.posting} value={paper.posting} />}
          <Fact label={words.lines} value={words.count(paper.lines)} />
          {paper.available.map(({ unit, credits }) => (
            <Fact
              key={unit.id}
              label={words.available}
              value={`${nameIn(language, unit)} ${words.credits(amount(credits))}`}
            />
          ))}
        </dl>
        <p className="help">{words.compare}</p>
      </section>
      <FileCheck sha256={paper.sha256} />
    </div>
  )
}

const Fact = ({ label, value }: { label: string; value: string }) => (
  <div>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
)

/** The reader's own browser computes the fingerprint, so that a paper in hand goes nowhere. */
function FileCheck({ sha256 }: { sha256: string }) {
  const words = useVerifyWords().file
  const [isSame, setIsSame] = useState<boolean>()
  const compare = async (file: File) => {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
    setIsSame(Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === sha256)
  }
  return (
    <section className="panel" aria-labelledby="file">
      <h2 id="file">{words.title}</h2>
      <p className="help">{words.help}</p>
      <label className="button">
        <Icon name="file" />
        {words.choose}
        <input
          type="file"
          accept="application/pdf"
          className="unseen"
          onChange={(event) => {
            const [file] = event.target.files ?? []
            if (file) void compare(file)
          }}
        />
      </label>
      <p role="status">
        {isSame !== undefined && (
          <span className={`state state-${isSame ? 'good' : 'bad'}`}>
            <Icon name={isSame ? 'check' : 'cross'} />
            {isSame ? words.same : words.different}
          </span>
        )}
      </p>
      <p className="help">
        {words.hash}
        <br />
        <code>{sha256}</code>
      </p>
    </section>
  )
}
