// pages/center/task.tsx ↔ /center/tasks/:id: evidence on one side, claim against rule on the other, the decision below.
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { getCase, postDecision } from '../../../recognition/contract.ts'
import { type ReplyOf, actionKey, useAction, useReply } from '../../api.ts'
import { Link, navigate } from '../../frame/address.tsx'
import { useLearnerWords, useReviewWords } from '../../frame/area-words.ts'
import { useLanguage } from '../../frame/language.tsx'
import { Page } from '../../frame/page.tsx'
import { Reply, Trouble } from '../../frame/reply.tsx'
import { amount, figure, instant, nameIn, titleIn } from '../../frame/text.ts'
import { ClaimState } from '../../my/claim-state.tsx'
import { Timeline } from '../../my/timeline.tsx'
import { type PageProps, paths } from '../../paths.ts'
import { AppealReview } from '../../review/appeal.tsx'
import { EvidenceViewer } from '../../review/evidence.tsx'
import { ExpertReview } from '../../review/experts.tsx'
import { useKeys } from '../../review/keys.ts'
import { SecondReview } from '../../review/second.tsx'
import { AskSupplement } from '../../review/supplement.tsx'
import { VerdictMark } from '../../review/verdict.tsx'
import { Behind } from '../../session.tsx'
import { Why } from '../../worth/answer.tsx'
import '../../worth/answer.css'
import '../detail.css'
import '../../my/frame.css'
import '../../review/review.css'

type Case = ReplyOf<typeof getCase>
type Option = Case['options'][number]
type Kind = Option['decision']

export default function TaskPage({ params: { claimId = '' } }: PageProps) {
  const words = useReviewWords()
  const found = useReply<typeof getCase>('GET', '/api/v1/recognition/tasks/:claimId', { claimId })
  const number = found.data?.claim.number
  return (
    <Behind roles={['reviewer', 'second_reviewer']}>
      {() => (
        <Page
          title={number ? words.caseTitle(number) : words.tasks}
          above={[{ to: paths.tasks, label: words.tasks }]}
          actions={found.data && <Neighbours found={found.data} />}
        >
          <Reply reply={found} lines={10}>
            {(data) => <CaseOf key={data.claim.id} found={data} />}
          </Reply>
        </Page>
      )}
    </Behind>
  )
}

function Neighbours({ found: { nextId, previousId } }: { found: Case }) {
  const words = useReviewWords()
  return (
    <>
      {previousId && (
        <Link className="button" to={paths.task(previousId)}>
          {words.previous}
        </Link>
      )}
      {nextId && (
        <Link className="button" to={paths.task(nextId)}>
          {words.next}
        </Link>
      )}
    </>
  )
}

function CaseOf({ found }: { found: Case }) {
  const words = useReviewWords()
  const { claim } = found
  return (
    <>
      {found.usedBefore.length > 0 && (
        <div className="opinion my-head" role="alert">
          <div>
            <strong>{words.usedBefore}</strong>
            <ul>
              {found.usedBefore.map((used) => (
                <li key={used.number + used.same}>
                  {words.same[used.same]} · {used.number} · {used.title}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
      <div className="case">
        <section className="panel case-evidence" aria-labelledby="evidence">
          <h2 id="evidence">{words.evidence}</h2>
          {claim.files.length > 0 ? <EvidenceViewer files={claim.files} /> : <p>{words.noEvidence}</p>}
        </section>
        <section className="panel" aria-labelledby="declared">
          <h2 id="declared">
            {words.compare} <VerdictMark verdict={claim.verdict} />
          </h2>
          <Declared found={found} />
          {claim.candidate ? <Why candidate={claim.candidate} /> : <p>{words.noCandidate}</p>}
        </section>
      </div>
      {claim.appeal && <AppealReview claimId={claim.id} appeal={claim.appeal} />}
      {(found.experts.mayAsk || found.experts.asked.length > 0) && (
        <ExpertReview claimId={claim.id} experts={found.experts} />
      )}
      {found.supplementHours !== null && <AskSupplement claimId={claim.id} hours={found.supplementHours} />}
      {claim.may.decide && <Decision found={found} />}
      {found.proposal && <SecondReview found={found} proposal={found.proposal} />}
      <div className="detail my-section">
        <section className="panel" aria-labelledby="timeline">
          <h2 id="timeline">{words.timeline}</h2>
          <Timeline events={claim.timeline} />
        </section>
        <Others found={found} />
      </div>
    </>
  )
}

function Declared({ found: { claim, changed } }: { found: Case }) {
  const { language, words: common } = useLanguage()
  const words = useReviewWords()
  const { fields } = useLearnerWords()
  const facts: [keyof typeof fields | 'learner', ReactNode][] = [
    [
      'learner',
      [claim.learner.name, claim.learner.studentNumber, claim.learner.major].filter(Boolean).join(' · '),
    ],
    ['title', [claim.title, claim.course?.code].filter(Boolean).join(' · ')],
    ['institutionId', claim.issuer && nameIn(language, claim.issuer)],
    ['hours', claim.hours === null ? null : common.frame.hours(figure(claim.hours))],
    ['credits', claim.credits && amount(claim.credits)],
    ['grade', claim.grade],
    ['earnedOn', claim.earnedOn],
    ['certificateNumber', claim.certificateNumber],
    ['targetInstitutionId', claim.target && nameIn(language, claim.target.institution)],
    ['targetCourseId', claim.target?.course && titleIn(language, claim.target.course)],
    ['note', claim.note],
  ]
  return (
    <dl className="facts">
      {facts.map(
        ([field, value]) =>
          value && (
            <div key={field} className={changed.includes(field) ? 'is-changed' : undefined}>
              <dt>{field === 'learner' ? words.learner : fields[field]}</dt>
              <dd>
                {value}
                {changed.includes(field) && <small>{words.changed}</small>}
              </dd>
            </div>
          ),
      )}
    </dl>
  )
}

function Others({ found }: { found: Case }) {
  const words = useReviewWords()
  return (
    <div>
      {found.similar.length > 0 && (
        <section className="panel" aria-labelledby="similar">
          <h2 id="similar">{words.similar}</h2>
          <ul className="plain-list">
            {found.similar.map((each) => (
              <li key={each.number}>
                <strong>{words.outcomes[each.outcome]}</strong> {amount(each.recorded)} · {each.number}
                <small>{[each.grade, each.rule, instant(each.decidedAt)].filter(Boolean).join(' · ')}</small>
              </li>
            ))}
          </ul>
        </section>
      )}
      {found.history.length > 0 && (
        <section className="panel" aria-labelledby="history">
          <h2 id="history">{words.history}</h2>
          <ul className="plain-list">
            {found.history.map((each) => (
              <li key={each.id}>
                <Link to={paths.task(each.id)}>{each.title}</Link> <ClaimState claim={each} />
                <small>{each.number}</small>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

const fieldsToReturn = [
  'files',
  'grade',
  'earnedOn',
  'certificateNumber',
  'title',
  'hours',
  'credits',
  'targetCourseId',
] as const
type FieldToReturn = (typeof fieldsToReturn)[number]

function Decision({ found }: { found: Case }) {
  const { claim, options, nextId, previousId } = found
  const words = useReviewWords()
  const { fields: fieldNames } = useLearnerWords()
  const queries = useQueryClient()
  const decide = useAction<typeof postDecision>('POST', '/api/v1/recognition/claims/:claimId/decision')
  const approvals = options.filter(({ decision }) => decision === 'approve')
  const wished = approvals.find(({ allowed }) => allowed)
  const [kind, setKind] = useState<Kind>()
  const [outcome, setOutcome] = useState(wished?.outcome ?? null)
  const [opinion, setOpinion] = useState('')
  const [named, setNamed] = useState<FieldToReturn[]>([])
  const [missing, setMissing] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const confirm = useRef<HTMLButtonElement>(null)
  // One key for one case: pressing again after a lost answer posts nothing twice.
  const key = useRef(actionKey())

  useEffect(() => {
    if (kind === 'approve') confirm.current?.focus()
    else if (kind) field.current?.focus()
  }, [kind])
  useKeys({
    a: () => setKind('approve'),
    r: () => setKind('return'),
    x: () => setKind('refuse'),
    j: () => nextId && navigate(paths.task(nextId)),
    k: () => previousId && navigate(paths.task(previousId)),
  })

  const post = () => {
    if (!kind) return
    if (kind !== 'approve' && opinion.trim() === '') {
      setMissing(true)
      field.current?.focus()
      return
    }
    const chosen =
      outcome === 'converted' || outcome === 'elective' || outcome === 'deposited' ? outcome : undefined
    decide.mutate(
      {
        input: {
          claimId: claim.id,
          decision: kind,
          ...(kind === 'approve' && chosen ? { outcome: chosen } : {}),
          ...(opinion.trim() ? { opinion: opinion.trim() } : {}),
          ...(kind === 'return' && named.length > 0 ? { fields: named } : {}),
        },
        key: key.current,
      },
      {
        onSuccess: () => {
          navigate(nextId ? paths.task(nextId) : paths.tasks)
          void queries.invalidateQueries()
        },
        onError: () => {
          key.current = actionKey()
        },
      },
    )
  }
  const labels: Record<Kind, string> = {
    approve: words.approve,
    return: words.returnIt,
    refuse: words.refuse,
  }
  const confirms: Record<Kind, string> = {
    approve: words.confirmApprove,
    return: words.confirmReturn,
    refuse: words.confirmRefuse,
  }
  const blocked = (each: Kind) => {
    const own = options.filter(({ decision }) => decision === each)
    return own.length > 0 && own.every(({ allowed }) => !allowed) ? own[0]?.why : undefined
  }
  const why = kind && blocked(kind)
  const needsSecond = options.some(
    (option) =>
      option.second && option.decision === kind && (kind !== 'approve' || option.outcome === outcome),
  )
  return (
    <section className="panel decision" aria-labelledby="decision">
      <h2 id="decision">{words.decision}</h2>
      <div className="decision-kinds">
        {(['approve', 'return', 'refuse'] as const).map((each) => (
          <button
            key={each}
            type="button"
            className={kind === each ? 'button primary' : 'button'}
            aria-pressed={kind === each}
            onClick={() => setKind(each)}
          >
            {labels[each]}
          </button>
        ))}
        <p className="help">{words.keysHelp}</p>
      </div>
      {why && (
        <p className="opinion">
          {words.cannot} · {words.whys[why] ?? why}
        </p>
      )}
      {kind === 'approve' && (
        <fieldset className="lots-to-use">
          <legend>{words.outcome}</legend>
          {approvals.map((option) => (
            <label key={option.outcome}>
              <input
                type="radio"
                name="outcome"
                disabled={!option.allowed}
                checked={outcome === option.outcome}
                onChange={() => setOutcome(option.outcome)}
              />
              <span>
                {option.outcome && words.outcomes[option.outcome]}
                <small>
                  {option.allowed
                    ? words.effect(amount(option.recorded), amount(option.elective), amount(option.deposited))
                    : (words.whys[option.why ?? ''] ?? option.why)}
                </small>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {kind === 'return' && (
        <fieldset className="field-choice">
          <legend>{words.fields}</legend>
          {fieldsToReturn.map((each) => (
            <label key={each}>
              <input
                type="checkbox"
                checked={named.includes(each)}
                onChange={(event) =>
                  setNamed(event.target.checked ? [...named, each] : named.filter((other) => other !== each))
                }
              />
              {fieldNames[each]}
            </label>
          ))}
        </fieldset>
      )}
      {kind && (
        <>
          {kind !== 'approve' && (
            <ul className="usual">
              {words.usual[kind].map((text) => (
                <li key={text}>
                  <button type="button" className="button" onClick={() => setOpinion(text)}>
                    {text}
                  </button>
                </li>
              ))}
            </ul>
          )}
          <label htmlFor="opinion">
            <strong>{words.opinion}</strong>
          </label>
          <textarea
            id="opinion"
            ref={field}
            maxLength={1000}
            aria-invalid={missing && opinion.trim() === ''}
            aria-describedby="opinion-help"
            value={opinion}
            onChange={(event) => setOpinion(event.target.value)}
          />
          <p id="opinion-help" className={missing && opinion.trim() === '' ? 'help error' : 'help'}>
            {kind !== 'approve' && words.opinionNeeded}
          </p>
          {needsSecond && <p className="help">{words.needsSecond}</p>}
          {decide.error && <Trouble problem={decide.error} />}
          <button
            type="button"
            ref={confirm}
            className="button primary"
            aria-busy={decide.isPending}
            onClick={post}
          >
            {decide.isPending ? words.deciding : needsSecond ? words.confirmSecond : confirms[kind]}
          </button>
        </>
      )}
    </section>
  )
}
