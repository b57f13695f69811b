// pages/teach/records.tsx ↔ /records: the credit records in one's reach, by state; what waits for review comes first.
import type { getRecords } from '../../../recognition/records/contract.ts'
import { useReply } from '../../api.ts'
import { Link, navigate, useAddress, withChange } from '../../frame/address.tsx'
import { useTeachingWords } from '../../frame/area-words.ts'
import { useLanguage } from '../../frame/language.tsx'
import { RowList } from '../../frame/list.tsx'
import { amount, titleIn } from '../../frame/text.ts'
import { paths } from '../../paths.ts'
import { RecordState, type RecordRow, recordStates } from '../../teach/state.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { mayOpen } from '../../trust/rights.ts'

export default function RecordsPage() {
  const words = useTeachingWords()
  return (
    <TrustPage title={words.records} lead={words.recordsLead} roles={mayOpen.recordSections}>
      {() => <Records />}
    </TrustPage>
  )
}

function Records() {
  const words = useTeachingWords()
  const { query } = useAddress()
  const state = recordStates.find((each) => each === query.get('state'))
  const cursor = query.get('cursor')
  const records = useReply<typeof getRecords>(
    'GET',
    '/api/v1/credit-records',
    { ...(state ? { state } : {}), ...(cursor ? { cursor } : {}) },
    { keepPrevious: true },
  )
  const counts = records.data?.counts
  return (
    <>
      <nav className="tabs" aria-label={words.state}>
        <Link to={tab(undefined)} aria-current={state === undefined ? 'page' : undefined}>
          {words.all}
        </Link>
        {recordStates.map((each) => (
          <Link key={each} to={tab(each)} aria-current={state === each ? 'page' : undefined}>
            {words.states[each]} {counts?.[each]}
          </Link>
        ))}
      </nav>
      <RowList
        reply={records}
        none={words.none}
        noneFiltered={words.noneFiltered}
        isFiltered={state !== undefined}
        reset={() => navigate(paths.records)}
      >
        {(rows) => <RecordTable rows={rows} />}
      </RowList>
    </>
  )
}

const tab = (wanted: string | undefined): string =>
  withChange((next) => {
    for (const name of ['cursor', 'after', 'state']) next.delete(name)
    if (wanted) next.set('state', wanted)
  })

function RecordTable({ rows }: { rows: RecordRow[] }) {
  const words = useTeachingWords()
  const { language, words: common } = useLanguage()
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">{words.course}</th>
          <th scope="col">{words.learner}</th>
          <th scope="col">{words.grade}</th>
          <th scope="col">{words.state}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <Link to={paths.record(row.id)}>{titleIn(language, row.course)}</Link>
              <small>
                {[
                  row.number,
                  row.credits && common.frame.credits(amount(row.credits)),
                  row.mine && words.mine,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </th>
            <td data-label={words.learner}>{row.learner.name}</td>
            <td data-label={words.grade}>{row.grade}</td>
            <td data-label={words.state}>
              <RecordState state={row.state} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
