// pages/center/account.tsx ↔ /center/accounts/:learnerId: one account, and what staff may do to it.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type {
  getAccount,
  getCases,
  getCorrectionPreview,
  getFreezes,
  getLots,
  getStatement,
  postCaseOutcome,
  postFreeze,
  postRelease,
  postReversal,
  postRevocation,
} from '../../../ledger/contract.ts'
import { type InputOf, type ReplyOf, send, useReply } from '../../api.ts'
import { navigate, useAddress } from '../../frame/address.tsx'
import { useAccountsWords, useLearnerWords } from '../../frame/area-words.ts'
import { useLanguage } from '../../frame/language.tsx'
import { RowList } from '../../frame/list.tsx'
import { Reply } from '../../frame/reply.tsx'
import { amount, instant, isZero, nameIn } from '../../frame/text.ts'
import { Balances } from '../../my/balances.tsx'
import { Lines, type Line } from '../../my/lines.tsx'
import { StatementPaper } from '../../my/paper.tsx'
import { type PageProps, paths } from '../../paths.ts'
import type { Me } from '../../session.tsx'
import { ReasonedAct, Told } from '../../trust/act.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { holdsOneOf, mayOpen } from '../../trust/rights.ts'

type Lot = ReplyOf<typeof getLots>['lots'][number]
/** Does something to the account, says so, and reads it anew. */
type Act = (work: (language: 'zh-CN' | 'en') => Promise<unknown>, told: string) => Promise<void>

export default function AccountPage({ params: { learnerId = '' } }: PageProps) {
  const words = useAccountsWords()
  return (
    <TrustPage
      title={words.account}
      roles={mayOpen.accounts}
      above={[{ to: paths.accounts, label: words.title }]}
    >
      {(me) => <Account learnerId={learnerId} me={me} />}
    </TrustPage>
  )
}

function Account({ learnerId, me }: { learnerId: string; me: Me }) {
  const { language } = useLanguage()
  const words = useAccountsWords()
  const queries = useQueryClient()
  const [told, setTold] = useState<string>()
  const account = useReply<typeof getAccount>('GET', '/api/v1/learners/:learnerId/account', { learnerId })
  const act: Act = async (work, text) => {
    await work(language)
    setTold(text)
    await queries.invalidateQueries()
  }
  const given = { learnerId, me, act }
  return (
    <Reply reply={account} lines={4}>
      {({ learner, units }) => (
        <>
          <Told>{told}</Told>
          <h2>{learner.name}</h2>
          <p className="help">{learner.id}</p>
          {units.length === 0 ? <p>{words.noCredits}</p> : <Balances units={units} />}
          <Freezes {...given} />
          <Lots {...given} />
          <Cases {...given} />
          <Statement {...given} />
        </>
      )}
    </Reply>
  )
}

type Given = { learnerId: string; me: Me; act: Act }

function Freezes({ learnerId, me, act }: Given) {
  const words = useAccountsWords()
  const freezes = useReply<typeof getFreezes>('GET', '/api/v1/learners/:learnerId/account/freezes', {
    learnerId,
  })
  const may = holdsOneOf(me.roles, mayOpen.freezing)
  return (
    <section className="my-section" aria-labelledby="freezes">
      <h2 id="freezes">{words.freezes}</h2>
      <Reply reply={freezes} lines={1}>
        {(data) => (
          <>
            {data.freezes.length === 0 && <p>{words.noFreezes}</p>}
            <ul className="entries">
              {data.freezes.map(({ posting, frozenAt, lots }) => (
                <li key={posting}>
                  <span className="entry-text">
                    {words.frozenAt(
                      instant(frozenAt),
                      lots.map(({ credits }) => amount(credits)).join(' + '),
                    )}
                    <small>{words.madeBy(posting)}</small>
                  </span>
                  {may && (
                    <ReasonedAct
                      verb={words.release}
                      label={`${words.release} ${posting}`}
                      ask={words.releaseAsk(posting)}
                      act={(reason) =>
                        act(
                          (language) =>
                            send<typeof postRelease>(
                              'POST',
                              '/api/v1/learners/:learnerId/account/freezes/:number/release',
                              { learnerId, number: posting, reason },
                              language,
                            ),
                          words.done.released,
                        )
                      }
                    />
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </Reply>
      {may && (
        <div className="acts">
          <FreezeAct asked={{ learnerId }} verb={words.freezeAll} ask={words.freezeAllAsk} act={act} />
        </div>
      )}
    </section>
  )
}

function FreezeAct(props: {
  asked: InputOf<typeof postFreeze>
  verb: string
  label?: string
  ask: string
  act: Act
}) {
  const words = useAccountsWords()
  const { asked, act, label } = props
  return (
    <ReasonedAct
      verb={props.verb}
      {...(label ? { label } : {})}
      ask={props.ask}
      act={(reason) =>
        act(
          (language) =>
            send<typeof postFreeze>(
              'POST',
              '/api/v1/learners/:learnerId/account/freezes',
              { ...asked, reason },
              language,
            ),
          words.done.frozen,
        )
      }
    />
  )
}

function Lots({ learnerId, me, act }: Given) {
  const { language } = useLanguage()
  const words = useAccountsWords()
  const columns = words.lotColumns
  const lots = useReply<typeof getLots>('GET', '/api/v1/learners/:learnerId/account/lots', { learnerId })
  const mayAct = holdsOneOf(me.roles, mayOpen.freezing)
  return (
    <section className="my-section" aria-labelledby="lots">
      <h2 id="lots">{words.lots}</h2>
      <Reply reply={lots} lines={4} empty={(data) => data.lots.length === 0 && <p>{words.noLots}</p>}>
        {(data) => (
          <table className="rows lines">
            <thead>
              <tr>
                <th scope="col">{columns.lot}</th>
                <th scope="col">{columns.issuer}</th>
                <th scope="col">{columns.days}</th>
                <th scope="col" className="number">
                  {columns.credits}
                </th>
                <th scope="col" className="number">
                  {columns.available}
                </th>
                {mayAct && <th scope="col">{columns.act}</th>}
              </tr>
            </thead>
            <tbody>
              {data.lots.map((lot) => (
                <tr key={lot.id}>
                  <th scope="row">
                    <LotName lot={lot} />
                  </th>
                  <td data-label={columns.issuer}>{nameIn(language, lot.issuer)}</td>
                  <td data-label={columns.days}>
                    {lot.earnedOn} / {lot.expired ? words.expired : (lot.expiresOn ?? words.always)}
                  </td>
                  <td data-label={columns.credits} className="number">
                    {amount(lot.credits)}
                  </td>
                  <td data-label={columns.available} className="number">
                    {amount(lot.available)}
                  </td>
                  {mayAct && (
                    <td data-label={columns.act}>
                      <LotActs lot={lot} learnerId={learnerId} act={act} />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Reply>
    </section>
  )
}

function LotName({ lot }: { lot: Lot }) {
  const { language } = useLanguage()
  const words = useAccountsWords()
  const learner = useLearnerWords()
  const { provenance } = lot
  const facts = [
    nameIn(language, lot.unit),
    provenance?.grade && words.grade(provenance.grade),
    provenance?.hours != null && words.hours(provenance.hours),
    provenance?.level != null && words.level(provenance.level),
    lot.elective && learner.receipt.elective,
    !isZero(lot.held) && words.held(amount(lot.held)),
    !isZero(lot.frozen) && words.frozen(amount(lot.frozen)),
    words.madeBy(lot.posting),
    provenance?.rule,
    provenance?.evidence && words.evidence(provenance.evidence.slice(0, 12)),
  ]
  return (
    <>
      <span className="line-text">{provenance?.title ?? learner.account.erased}</span>
      <small>{facts.filter(Boolean).join(' · ')}</small>
    </>
  )
}

function LotActs({ lot, learnerId, act }: { lot: Lot; learnerId: string; act: Act }) {
  const words = useAccountsWords()
  const { erased } = useLearnerWords().account
  const title = lot.provenance?.title ?? erased
  const asked = { learnerId, lotId: lot.id }
  return (
    <div className="acts">
      {!isZero(lot.available) && (
        <FreezeAct
          asked={asked}
          verb={words.freeze}
          label={words.freezeLot(title)}
          ask={words.freezeAsk(title, amount(lot.available))}
          act={act}
        />
      )}
      <ReasonedAct
        verb={words.revoke}
        label={words.revokeOf(title)}
        ask={words.revokeAsk(title)}
        shown={<Effects asked={asked} />}
        act={(reason) =>
          act(
            (language) =>
              send<typeof postRevocation>(
                'POST',
                '/api/v1/learners/:learnerId/account/revocations',
                { ...asked, reason },
                language,
              ),
            words.done.filed,
          )
        }
      />
    </div>
  )
}

/** What a correction would do now; where it would be refused, why. */
function Effects({ asked }: { asked: InputOf<typeof getCorrectionPreview> }) {
  const words = useAccountsWords()
  const erased = useLearnerWords().account.erased
  const effects = useReply<typeof getCorrectionPreview>(
    'GET',
    '/api/v1/learners/:learnerId/account/corrections/preview',
    asked,
  )
  return (
    <Reply reply={effects} lines={1}>
      {(data) => (
        <>
          <p>{words.effects}</p>
          <ul className="effects">
            {data.effects.map((each, at) => (
              // One lot may move from several places: what moves has no identity but its order.
              <li key={at}>
                {words.effect(
                  each.title ?? erased,
                  amount(each.credits),
                  words.places[each.from],
                  words.places[each.to],
                )}
              </li>
            ))}
            {data.cases.map(({ lotId, title, credits }) => (
              <li key={lotId}>{words.wouldOpen(title ?? erased, amount(credits))}</li>
            ))}
          </ul>
        </>
      )}
    </Reply>
  )
}

function Cases({ learnerId, me, act }: Given) {
  const words = useAccountsWords()
  const erased = useLearnerWords().account.erased
  const cases = useReply<typeof getCases>('GET', '/api/v1/learners/:learnerId/account/cases', { learnerId })
  if (!cases.data || cases.data.cases.length === 0) return null
  const may = holdsOneOf(me.roles, mayOpen.approving)
  return (
    <section className="my-section" aria-labelledby="cases">
      <h2 id="cases">{words.cases}</h2>
      <p className="help">{words.caseNote}</p>
      <ul className="entries">
        {cases.data.cases.map(({ id, title, credits, openedAt, closedAt, outcome }) => (
          <li key={id}>
            <span className="entry-text">
              {words.caseOf(title ?? erased, amount(credits))}
              <small>
                {words.openedAt(instant(openedAt))}
                {closedAt && ` · ${words.closedAt(instant(closedAt))}`}
                {outcome && ` · ${outcome}`}
              </small>
            </span>
            {may && closedAt === null && (
              <ReasonedAct
                verb={words.close}
                ask={words.closeAsk}
                reasonLabel={words.outcome}
                act={(text) =>
                  act(
                    (language) =>
                      send<typeof postCaseOutcome>(
                        'POST',
                        '/api/v1/learners/:learnerId/account/cases/:caseId/outcome',
                        { learnerId, caseId: id, outcome: text },
                        language,
                      ),
                    words.done.closed,
                  )
                }
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Statement({ learnerId, me, act }: Given) {
  const words = useAccountsWords()
  const learner = useLearnerWords()
  const cursor = useAddress().query.get('cursor')
  const statement = useReply<typeof getStatement>(
    'GET',
    '/api/v1/learners/:learnerId/account/statement',
    { learnerId, ...(cursor ? { cursor } : {}) },
    { keepPrevious: true },
  )
  const mayAsk = holdsOneOf(me.roles, mayOpen.adjusting)
  return (
    <section className="my-section" aria-labelledby="statement">
      <h2 id="statement">{words.statement}</h2>
      <StatementPaper asked={{ learnerId }} />
      <RowList
        reply={statement}
        none={learner.account.none}
        noneFiltered={learner.account.noneFiltered}
        isFiltered={false}
        reset={() => navigate(paths.learnerAccount(learnerId))}
      >
        {(lines) => (
          <Lines
            lines={lines}
            act={(line) =>
              mayAsk &&
              mayReverse(lines, line) && (
                <ReverseAct learnerId={learnerId} posting={line.posting!.number} act={act} />
              )
            }
          />
        )}
      </RowList>
    </section>
  )
}

const reversible: readonly Line['kind'][] = ['deposit', 'convert', 'transfer']

/** Once a posting, beside the last of its lines; whether it still can be is what the bank says when asked. */
const mayReverse = (lines: readonly Line[], { kind, posting }: Line): boolean =>
  posting !== null &&
  posting.reversedBy === null &&
  reversible.includes(kind) &&
  lines.find((each) => each.posting?.number === posting.number)?.posting === posting

function ReverseAct({ learnerId, posting, act }: { learnerId: string; posting: string; act: Act }) {
  const words = useAccountsWords()
  return (
    <ReasonedAct
      verb={words.reverse}
      label={words.reverseOf(posting)}
      ask={words.reverseAsk(posting)}
      shown={<Effects asked={{ learnerId, posting }} />}
      act={(reason) =>
        act(
          (language) =>
            send<typeof postReversal>(
              'POST',
              '/api/v1/learners/:learnerId/account/reversals',
              { learnerId, posting, reason },
              language,
            ),
          words.done.filed,
        )
      }
    />
  )
}
