// pages/my/applications.tsx ↔ /my/applications: returned ones first, then the newest.
import type { getClaims } from '../../../recognition/contract.ts'
import { useReply } from '../../api.ts'
import { Link, useAddress, withChange } from '../../frame/address.tsx'
import { useLearnerWords, useSessionWords } from '../../frame/area-words.ts'
import { Icon } from '../../frame/icon.tsx'
import { RowList } from '../../frame/list.tsx'
import { navigate } from '../../frame/address.tsx'
import { ClaimRows, claimStates } from '../../my/claim-state.tsx'
import { MyPage } from '../../my/frame.tsx'
import { paths } from '../../paths.ts'

export default function ApplicationsPage() {
  const words = useLearnerWords().claims
  const { sections } = useSessionWords()
  return (
    <MyPage
      title={words.title}
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
      {() => <Claims />}
    </MyPage>
  )
}

function Claims() {
  const words = useLearnerWords().claims
  const { query } = useAddress()
  const state = claimStates.find((each) => each === query.get('state'))
  const cursor = query.get('cursor')
  const claims = useReply<typeof getClaims>(
    'GET',
    '/api/v1/recognition/claims',
    { state, ...(cursor ? { cursor } : {}) },
    { keepPrevious: true },
  )
  const tab = (wanted: string | undefined, label: string) => (
    <Link
      to={withChange((next) => {
        next.delete('cursor')
        next.delete('after')
        if (wanted) next.set('state', wanted)
        else next.delete('state')
      })}
      aria-current={state === wanted ? 'page' : undefined}
    >
      {label}
    </Link>
  )
  return (
    <>
      <nav className="tabs" aria-label={words.title}>
        {tab(undefined, words.all)}
        {claimStates.map((each) => (
          <span key={each}>{tab(each, words.states[each])}</span>
        ))}
      </nav>
      <RowList
        reply={claims}
        none={words.none}
        noneFiltered={words.noneFiltered}
        isFiltered={state !== undefined}
        reset={() => navigate(paths.applications)}
      >
        {(rows) => <ClaimRows claims={rows} />}
      </RowList>
    </>
  )
}
