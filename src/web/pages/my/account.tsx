// pages/my/account.tsx ↔ /my/account: balances of a day, the statement with its running balance, and how it grew.
import type { getAccount, getStatement } from '../../../ledger/contract.ts'
import { type ReplyOf, useReply } from '../../api.ts'
import { useLearnerWords } from '../../frame/area-words.ts'
import { useLanguage } from '../../frame/language.tsx'
import { DayFilter, FilterForm, RowList, SelectFilter, useFilters } from '../../frame/list.tsx'
import { Reply } from '../../frame/reply.tsx'
import { nameIn } from '../../frame/text.ts'
import { Balances } from '../../my/balances.tsx'
import { MyPage } from '../../my/frame.tsx'
import { Lines } from '../../my/lines.tsx'
import { StatementPaper } from '../../my/paper.tsx'

type Month = ReplyOf<typeof getStatement>['months'][number]

const filterNames = ['unit', 'kind', 'from', 'to'] as const
const kinds = [
  'deposit',
  'hold',
  'freeze',
  'release',
  'convert',
  'transfer',
  'redeem',
  'revoke',
  'reverse',
  'lapse',
] as const

export default function AccountPage() {
  const words = useLearnerWords().account
  return (
    <MyPage title={words.title} lead={words.lead}>
      {() => <Account />}
    </MyPage>
  )
}

function Account() {
  const { language } = useLanguage()
  const words = useLearnerWords()
  const filters = useFilters(filterNames)
  const { chosen, cursor } = filters
  const account = useReply<typeof getAccount>('GET', '/api/v1/learners/:learnerId/account', {
    learnerId: 'me',
  })
  const statement = useReply<typeof getStatement>(
    'GET',
    '/api/v1/learners/:learnerId/account/statement',
    {
      learnerId: 'me',
      ...(chosen('unit') ? { unit: chosen('unit') } : {}),
      kind: kinds.find((kind) => kind === chosen('kind')),
      ...(chosen('from') ? { from: chosen('from') } : {}),
      ...(chosen('to') ? { to: chosen('to') } : {}),
      ...(cursor ? { cursor } : {}),
    },
    { keepPrevious: true },
  )
  const units = account.data?.units ?? []
  const unitNames = Object.fromEntries(units.map(({ unit }) => [unit.id, nameIn(language, unit)]))
  return (
    <>
      <Reply
        reply={account}
        lines={3}
        empty={(data) => data.units.length === 0 && <p>{words.home.noBalance}</p>}
      >
        {(data) => <Balances units={data.units} />}
      </Reply>
      <section className="my-section">
        <FilterForm
          key={filters.key + units.length}
          names={filterNames}
          apply={filters.apply}
          isFiltered={filters.isFiltered}
          first={
            <SelectFilter
              name="unit"
              label={words.account.unit}
              value={chosen('unit')}
              options={units.map(({ unit }) => unit.id)}
              labels={unitNames}
            />
          }
        >
          <SelectFilter
            name="kind"
            label={words.account.kind}
            value={chosen('kind')}
            options={kinds}
            labels={words.account.kinds}
          />
          <DayFilter name="from" label={words.account.from} value={chosen('from')} />
          <DayFilter name="to" label={words.account.to} value={chosen('to')} />
        </FilterForm>
        <StatementPaper
          asked={{
            learnerId: 'me',
            ...(chosen('unit') ? { unit: chosen('unit') } : {}),
            ...(chosen('from') ? { from: chosen('from') } : {}),
            ...(chosen('to') ? { to: chosen('to') } : {}),
          }}
        />
        {statement.data && <MonthCharts months={statement.data.months} />}
        <RowList
          reply={statement}
          none={words.account.none}
          noneFiltered={words.account.noneFiltered}
          isFiltered={filters.isFiltered}
          reset={() => filters.apply({})}
        >
          {(lines) => <Lines lines={lines} />}
        </RowList>
      </section>
    </>
  )
}

/** A line a scheme: what was available at the end of each month. The statement below says the same in numbers. */
function MonthCharts({ months }: { months: Month[] }) {
  const { language } = useLanguage()
  const words = useLearnerWords().account
  const units = new Map(months.map(({ unit }) => [unit.id, unit]))
  return Array.from(units.values(), (unit) => {
    const own = months.filter((month) => month.unit.id === unit.id).toReversed()
    return own.length < 2 ? null : (
      <figure key={unit.id}>
        <figcaption className="help">{words.chart(nameIn(language, unit))}</figcaption>
        <MonthChart
          closings={own.map(({ closing }) => Number(closing))}
          label={words.chart(nameIn(language, unit))}
        />
      </figure>
    )
  })
}

function MonthChart({ closings, label }: { closings: number[]; label: string }) {
  const most = Math.max(...closings, 1)
  const points = closings.map(
    (closing, at) => `${(at / (closings.length - 1)) * 100},${38 - (closing / most) * 34}`,
  )
  return (
    <svg
      className="balance-chart"
      viewBox="0 0 100 40"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <polyline points={`0,40 ${points.join(' ')} 100,40`} stroke="none" />
      <polyline points={points.join(' ')} fill="none" vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
