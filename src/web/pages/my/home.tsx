// pages/my/home.tsx ↔ /my: what one has, what waits, what moved last.
import type { getAccount, getStatement } from '../../../ledger/contract.ts'
import type { getClaims } from '../../../recognition/contract.ts'
import { useReply } from '../../api.ts'
import { Link } from '../../frame/address.tsx'
import { useLearnerWords, useSessionWords } from '../../frame/area-words.ts'
import { Icon } from '../../frame/icon.tsx'
import { useWords } from '../../frame/language.tsx'
import { Reply } from '../../frame/reply.tsx'
import { Balances } from '../../my/balances.tsx'
import { ClaimRows } from '../../my/claim-state.tsx'
import { MyPage } from '../../my/frame.tsx'
import { Lines } from '../../my/lines.tsx'
import { paths } from '../../paths.ts'

export default function MyHomePage() {
  const words = useLearnerWords().home
  const { sections } = useSessionWords()
  return (
    <MyPage
      title={sections.my}
      actions={
        <>
          <Link className="button primary" to={paths.deposit}>
            <Icon name="plus" />
            {sections.deposit}
          </Link>
          <Link className="button" to={paths.transfer}>
            <Icon name="arrow" />
            {sections.transfer}
          </Link>
        </>
      }
    >
      {(me) => (
        <>
          <p className="lead">{words.greeting(me.name)}</p>
          <ToDo />
          <Credits />
          <Latest />
        </>
      )}
    </MyPage>
  )
}

function ToDo() {
  const words = useLearnerWords().home
  const claims = useReply<typeof getClaims>('GET', '/api/v1/recognition/claims', { limit: '20' })
  return (
    <section className="my-section" aria-labelledby="to-do">
      <div className="my-head">
        <h2 id="to-do">{words.toDo}</h2>
        <Link to={paths.applications}>{words.all}</Link>
      </div>
      <Reply reply={claims} lines={2}>
        {({ data }) => {
          const waiting = data.filter(({ stage }) => stage === 'learner')
          return waiting.length === 0 ? (
            <p className="quiet-note">{words.nothingToDo}</p>
          ) : (
            <ClaimRows claims={waiting} />
          )
        }}
      </Reply>
    </section>
  )
}

function Credits() {
  const words = useLearnerWords().home
  const common = useWords().worth
  const account = useReply<typeof getAccount>('GET', '/api/v1/learners/:learnerId/account', {
    learnerId: 'me',
  })
  return (
    <section className="my-section" aria-labelledby="credits">
      <div className="my-head">
        <h2 id="credits">{words.balance}</h2>
        <Link to={paths.worth}>{common.title}</Link>
      </div>
      <Reply reply={account} lines={3} empty={({ units }) => units.length === 0 && <p>{words.noBalance}</p>}>
        {({ units }) => <Balances units={units} />}
      </Reply>
    </section>
  )
}

function Latest() {
  const words = useLearnerWords().home
  const statement = useReply<typeof getStatement>('GET', '/api/v1/learners/:learnerId/account/statement', {
    learnerId: 'me',
    limit: '5',
  })
  return (
    <section className="my-section" aria-labelledby="latest">
      <div className="my-head">
        <h2 id="latest">{words.latest}</h2>
        <Link to={paths.account}>{words.all}</Link>
      </div>
      <Reply reply={statement} lines={4}>
        {({ data }) =>
          data.length === 0 ? <p className="quiet-note">{words.noLatest}</p> : <Lines lines={data} />
        }
      </Reply>
    </section>
  )
}
