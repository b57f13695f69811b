// pages/my/application.tsx ↔ /my/applications/:id: where a claim stands, who has it, what was said, what it became.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { getClaim, postWithdrawal } from '../../../recognition/contract.ts'
import { useAction, useReply } from '../../api.ts'
import { Link, useAddress } from '../../frame/address.tsx'
import { useLearnerWords } from '../../frame/area-words.ts'
import { Icon } from '../../frame/icon.tsx'
import { useLanguage } from '../../frame/language.tsx'
import { Reply, Trouble } from '../../frame/reply.tsx'
import { amount, figure, isZero, nameIn, titleIn } from '../../frame/text.ts'
import { Appeal } from '../../my/appeal.tsx'
import { ClaimState } from '../../my/claim-state.tsx'
import type { Claim } from '../../my/draft.ts'
import { MakeUp } from '../../my/make-up.tsx'
import { MyPage } from '../../my/frame.tsx'
import { Timeline } from '../../my/timeline.tsx'
import { type PageProps, paths } from '../../paths.ts'
import { Why } from '../../worth/answer.tsx'
import '../../worth/answer.css'
import '../detail.css'

export default function ApplicationPage({ params: { claimId = '' } }: PageProps) {
  const words = useLearnerWords()
  return (
    <MyPage title={words.claim.subject} above={[{ to: paths.applications, label: words.claims.title }]}>
      {() => <Application claimId={claimId} />}
    </MyPage>
  )
}

function Application({ claimId }: { claimId: string }) {
  const words = useLearnerWords()
  const claim = useReply<typeof getClaim>('GET', '/api/v1/recognition/claims/:claimId', { claimId })
  const justSubmitted = useAddress().query.get('submitted') === 'now'
  return (
    <Reply reply={claim} lines={8}>
      {(data) => (
        <>
          {justSubmitted && data.number && data.promisedOn && (
            <output className="result-card">
              <strong>{words.claim.submittedNow(data.number, data.promisedOn)}</strong>
              {words.claim.whereToLook}
            </output>
          )}
          <Returned claim={data} />
          {data.may.makeUp && data.supplementHours !== null && (
            <MakeUp claim={data} hours={data.supplementHours} />
          )}
          <div className="detail">
            <Subject claim={data} />
            <section className="panel" aria-labelledby="progress">
              <h2 id="progress">{words.claim.progress}</h2>
              <Standing claim={data} />
              <Timeline events={data.timeline} />
              <Withdraw claim={data} />
            </section>
          </div>
          <Appeal claim={data} />
          {data.candidate && (
            <section className="panel my-section">
              <Why candidate={data.candidate} />
            </section>
          )}
        </>
      )}
    </Reply>
  )
}

/** What the reviewer asked for, before everything else. */
function Returned({ claim }: { claim: Claim }) {
  const words = useLearnerWords()
  const last = claim.timeline.filter(({ kind }) => kind === 'returned').at(-1)
  if (claim.state !== 'returned' || !last) return null
  const named: Record<string, string> = words.fields
  return (
    <div className="opinion my-head">
      <div>
        <strong>{words.editor.returned}</strong>
        <p>{last.opinion}</p>
        {last.fields.length > 0 && (
          <p>
            {words.claim.fieldsNamed} · {last.fields.map((field) => named[field] ?? field).join(' · ')}
          </p>
        )}
      </div>
      <Link className="button primary" to={paths.applicationEdit(claim.id)}>
        {words.claim.supplement}
      </Link>
    </div>
  )
}

function Subject({ claim }: { claim: Claim }) {
  const { language, words: common } = useLanguage()
  const words = useLearnerWords()
  const { fields } = words
  const facts: [string, string | null | false | undefined][] = [
    [fields.title, claim.title],
    [fields.institutionId, claim.issuer && nameIn(language, claim.issuer)],
    [fields.credits, claim.credits && amount(claim.credits)],
    [fields.hours, claim.hours !== null && String(figure(claim.hours))],
    [fields.grade, claim.grade],
    [fields.earnedOn, claim.earnedOn],
    [fields.certificateNumber, claim.certificateNumber],
    [fields.targetInstitutionId, claim.target && nameIn(language, claim.target.institution)],
    [fields.targetCourseId, claim.target?.course && titleIn(language, claim.target.course)],
    [fields.note, claim.note],
  ]
  return (
    <section className="panel" aria-labelledby="subject">
      <h2 id="subject">
        {claim.number ? words.claim.title(claim.number) : words.claim.draft} <ClaimState claim={claim} />
      </h2>
      {claim.outcome && (
        <p>
          <strong>{words.claims.outcomes[claim.outcome]}</strong>{' '}
          {[
            claim.recorded && !isZero(claim.recorded) && `${words.editor.recorded} ${amount(claim.recorded)}`,
            claim.elective && !isZero(claim.elective) && `${words.editor.elective} ${amount(claim.elective)}`,
          ]
            .filter(Boolean)
            .join(' · ')}{' '}
          {claim.posting && (
            <Link className="button" to={paths.receipt(claim.posting.number)}>
              {words.claim.receipt} {claim.posting.number}
            </Link>
          )}
        </p>
      )}
      <dl className="facts">
        {facts.map(
          ([label, value]) =>
            value && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
        {claim.files.length > 0 && (
          <div>
            <dt>{fields.files}</dt>
            <dd>
              {claim.files.map((file) => (
                <a
                  key={file.id}
                  href={`/api/v1/evidence/files/${file.id}/content`}
                  target="_blank"
                  rel="noreferrer"
                >
                  {file.name}
                </a>
              ))}
            </dd>
          </div>
        )}
        {claim.asElective && (
          <div>
            <dt>{fields.asElective}</dt>
            <dd>
              <Icon name="check" />
              <span className="unseen">{common.worth.met.yes}</span>
            </dd>
          </div>
        )}
      </dl>
    </section>
  )
}

function Standing({ claim }: { claim: Claim }) {
  const words = useLearnerWords()
  if (claim.stage === 'closed') return null
  return (
    <p>
      {words.claim.now} <strong>{words.claims.stages[claim.stage]}</strong>
      {claim.promisedOn && claim.daysLeft !== null && (
        <>
          {' · '}
          {words.claims.promised(claim.promisedOn)} · {words.claims.daysLeft(claim.daysLeft)}
        </>
      )}
    </p>
  )
}

function Withdraw({ claim }: { claim: Claim }) {
  const words = useLearnerWords().claim
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const withdraw = useAction<typeof postWithdrawal>('POST', '/api/v1/recognition/claims/:claimId/withdrawal')
  if (!claim.may.withdraw) return null
  if (!asking) {
    return (
      <button type="button" className="button" onClick={() => setAsking(true)}>
        {words.withdraw}
      </button>
    )
  }
  return (
    <div className="opinion">
      <p>{words.withdrawAsk}</p>
      {withdraw.error && <Trouble problem={withdraw.error} />}
      <div className="editor-foot">
        <button
          type="button"
          className="button primary"
          onClick={() =>
            withdraw.mutate(
              { input: { claimId: claim.id } },
              { onSuccess: () => void queries.invalidateQueries() },
            )
          }
        >
          {words.withdrawSure}
        </button>
        <button type="button" className="button" onClick={() => setAsking(false)}>
          {words.keep}
        </button>
      </div>
    </div>
  )
}
