// pages/my/receipt.tsx ↔ /my/account/:number: one posting, what is behind it, and the proof that it stands.
import { useMutation } from '@tanstack/react-query'
import type { getCheckpoints, getReceipt } from '../../../ledger/contract.ts'
import { postingNumber } from '../../../ledger/receipt-file.ts'
import { type ReplyOf, send, useReply } from '../../api.ts'
import { Link } from '../../frame/address.tsx'
import { useLearnerWords } from '../../frame/area-words.ts'
import { Icon } from '../../frame/icon.tsx'
import { useLanguage } from '../../frame/language.tsx'
import { Reply } from '../../frame/reply.tsx'
import { amount, figure, instant, isZero, nameIn, titleIn } from '../../frame/text.ts'
import { MyPage } from '../../my/frame.tsx'
import { ReceiptPaper } from '../../my/paper.tsx'
import { checkHere } from '../../my/receipt-check.ts'
import { type PageProps, paths } from '../../paths.ts'
import '../detail.css'

type Receipt = ReplyOf<typeof getReceipt>

export default function ReceiptPage({ params: { number = '' } }: PageProps) {
  const words = useLearnerWords()
  return (
    <MyPage
      title={words.receipt.title(number)}
      above={[{ to: paths.account, label: words.account.title }]}
      actions={
        <>
          <ReceiptPaper asked={{ learnerId: 'me', number }} />
          <button type="button" className="button" onClick={() => window.print()}>
            <Icon name="print" />
            {words.receipt.print}
          </button>
        </>
      }
    >
      {() => <ReceiptOf number={number} />}
    </MyPage>
  )
}

function ReceiptOf({ number }: { number: string }) {
  const words = useLearnerWords().receipt
  const receipt = useReply<typeof getReceipt>('GET', '/api/v1/learners/:learnerId/account/receipts/:number', {
    learnerId: 'me',
    number,
  })
  return (
    <Reply reply={receipt} lines={8}>
      {(data) => (
        <>
          {data.reversedBy && (
            <p className="banner">
              {words.reversedBy} <Link to={paths.receipt(data.reversedBy)}>{data.reversedBy}</Link>
            </p>
          )}
          {data.reverses && (
            <p className="banner">
              {words.reverses} <Link to={paths.receipt(data.reverses)}>{data.reverses}</Link>
            </p>
          )}
          <div className="detail">
            <Moved receipt={data} />
            <Behind receipt={data} />
            <Proof receipt={data} />
          </div>
        </>
      )}
    </Reply>
  )
}

function Moved({ receipt }: { receipt: Receipt }) {
  const { language, words: common } = useLanguage()
  const words = useLearnerWords()
  return (
    <section className="panel" aria-labelledby="moved">
      <h2 id="moved">{words.receipt.lines}</h2>
      <dl className="facts">
        {receipt.lines.map((line, at) => (
          // Lines of a posting have no identity but their order.
          <div key={at}>
            <dt>{words.account.kinds[line.kind]}</dt>
            <dd>
              {isZero(line.in) ? `− ${amount(line.out)}` : `+ ${amount(line.in)}`}{' '}
              <small>{nameIn(language, line.unit)}</small>
            </dd>
          </div>
        ))}
        <div>
          <dt>{words.receipt.effective}</dt>
          <dd>{receipt.effectiveOn}</dd>
        </div>
        <div>
          <dt>{words.receipt.recorded}</dt>
          <dd>{instant(receipt.recordedAt)}</dd>
        </div>
      </dl>
      {receipt.lots.length > 0 && (
        <>
          <h3>{words.receipt.lots}</h3>
          <dl className="facts">
            {receipt.lots.map((lot) => (
              <div key={lot.id}>
                <dt>{lot.title ?? words.account.erased}</dt>
                <dd>
                  {common.frame.credits(amount(lot.credits))}
                  {lot.elective && ` · ${words.receipt.elective}`}
                  <small>
                    {[
                      nameIn(language, lot.unit),
                      lot.grade,
                      lot.expiresOn && words.receipt.expires(lot.expiresOn),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </small>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  )
}

function Behind({ receipt: { behind } }: { receipt: Receipt }) {
  const { language, words: common } = useLanguage()
  const words = useLearnerWords().receipt
  if (!behind) return null
  return (
    <section className="panel" aria-labelledby="behind">
      <h2 id="behind">{words.behind}</h2>
      <dl className="facts">
        <div>
          <dt>{words.claim}</dt>
          <dd>
            {behind.claim && <Link to={paths.application(behind.claim.id)}>{behind.claim.number}</Link>}
            {behind.record && <Link to={paths.record(behind.record.id)}>{behind.record.number}</Link>}
          </dd>
        </div>
        <div>
          <dt>{words.outcome}</dt>
          <dd>
            {behind.outcome.title}
            <small>
              {[
                nameIn(language, behind.outcome.issuer),
                behind.outcome.hours !== null && common.frame.hours(figure(behind.outcome.hours)),
                behind.outcome.grade,
                behind.outcome.earnedOn,
              ]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </dd>
        </div>
        {behind.evidence.map((file) => (
          <div key={file.fileId}>
            <dt>{words.evidence}</dt>
            <dd>
              <a href={`/api/v1/evidence/files/${file.fileId}/content`} target="_blank" rel="noreferrer">
                {file.name}
              </a>
              <small>SHA-256 {file.sha256.slice(0, 16)}…</small>
            </dd>
          </div>
        ))}
        {behind.rules.map((rule) => (
          <div key={rule.number}>
            <dt>{words.rules}</dt>
            <dd>
              {titleIn(language, rule)}
              <small>{common.worth.rule(rule.number, rule.version)}</small>
            </dd>
          </div>
        ))}
        {behind.people.map((person) => (
          <div key={person.did + person.at}>
            <dt>{words.did[person.did]}</dt>
            <dd>
              {person.name}
              <small>{instant(person.at)}</small>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Proof({ receipt: { number, proof } }: { receipt: Receipt }) {
  const words = useLearnerWords().receipt
  const file = `data:application/json;charset=utf-8,${encodeURIComponent(proof.content)}`
  return (
    <section className="panel" aria-labelledby="proof">
      <h2 id="proof">{words.proof}</h2>
      <p>
        <span className={`state state-${proof.verified ? 'good' : 'bad'}`}>
          <Icon name={proof.verified ? 'check' : 'cross'} />
          {words.size(proof.size)}
        </span>
      </p>
      <p>{proof.verified ? words.verified : words.notVerified}</p>
      <CheckHere number={number} content={proof.content} />
      <p className="help">{words.downloadHelp}</p>
      <a className="button" href={file} download={`receipt-${number}.json`}>
        {words.download}
      </a>
    </section>
  )
}

/** 校验: the reader's own browser does it, so that it need not believe what the server says above. */
function CheckHere({ number, content }: { number: string; content: string }) {
  const { language } = useLanguage()
  const words = useLearnerWords().receipt.check
  const check = useMutation({
    async mutationFn() {
      const key = await send<typeof getCheckpoints>('GET', '/api/v1/ledger/checkpoints', {}, language)
      return checkHere(content, key)
    },
  })
  const found = check.data
  const isThisOne = found?.valid === true && postingNumber(found.shard, found.seq) === number
  return (
    <>
      <p className="help">{words.help}</p>
      <button type="button" className="button" disabled={check.isPending} onClick={() => check.mutate()}>
        <Icon name="check" />
        {check.isPending ? words.running : words.run}
      </button>
      <p role="status">
        {found && (
          <span className={`state state-${isThisOne ? 'good' : 'bad'}`}>
            <Icon name={isThisOne ? 'check' : 'cross'} />
            {found.valid ? (isThisOne ? words.valid(found.size) : words.other) : words.flaws[found.reason]}
          </span>
        )}
        {check.isError && words.unreachable}
      </p>
    </>
  )
}
