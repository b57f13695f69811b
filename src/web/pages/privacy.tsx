// pages/privacy.tsx ↔ /privacy: what the bank keeps about people (个人信息清单), for anybody to read.
import type { getInventory } from '../../interchange/contract.ts'
import { type ReplyOf, useReply } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { usePrivacyWords } from '../frame/area-words.ts'
import { Page } from '../frame/page.tsx'
import { Reply } from '../frame/reply.tsx'
import { paths, withQuery } from '../paths.ts'
import './detail.css'
import './privacy.css'

type Kind = ReplyOf<typeof getInventory>['data'][number]

export default function PrivacyPage() {
  const words = usePrivacyWords()
  const inventory = useReply<typeof getInventory>('GET', '/api/v1/personal-data', {})
  return (
    <Page title={words.title} lead={words.lead}>
      <Rights />
      <Reply reply={inventory} lines={12}>
        {({ data }) => <Inventory kinds={data} />}
      </Reply>
    </Page>
  )
}

function Rights() {
  const { rights, rightsList } = usePrivacyWords()
  const tabs = { looks: 'looks', data: 'data', consents: 'consents', close: 'data' }
  return (
    <nav className="panel" aria-label={rights}>
      <h2>{rights}</h2>
      <ul className="rights">
        {Object.entries(tabs).map(([right, tab]) => (
          <li key={right}>
            <Link className="button" to={withQuery(paths.settings, { tab })}>
              {rightsList[right as keyof typeof rightsList]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** By what it is for: the first question of whoever reads it. */
function Inventory({ kinds }: { kinds: Kind[] }) {
  const words = usePrivacyWords()
  const purposes = [...new Set(kinds.map(({ purpose }) => purpose))]
  return purposes.map((purpose) => (
    <section key={purpose} className="panel inventory" aria-labelledby={purpose}>
      <h2 id={purpose}>{words.purposes[purpose]}</h2>
      <ul>
        {kinds
          .filter((kind) => kind.purpose === purpose)
          .map((kind) => (
            <li key={kind.kind}>
              <KindFacts kind={kind} />
            </li>
          ))}
      </ul>
    </section>
  ))
}

function KindFacts({ kind: { kind, basis, retention, seenBy, columns } }: { kind: Kind }) {
  const words = usePrivacyWords()
  const [name, what] = words.kinds[kind]
  const viewers = seenBy.map(({ role, masked }) =>
    masked ? words.masked(words.roles[role]) : words.roles[role],
  )
  const protections = [...new Set(columns.map(({ protection }) => protection))]
  return (
    <details className="fold">
      <summary>
        <strong>{name}</strong> <small>{what}</small>
      </summary>
      <dl className="facts">
        <Fact name={words.seenBy}>
          {viewers.length === 0 ? words.nobodyElse : [words.self, ...viewers].join(words.between)}
        </Fact>
        <Fact name={words.protection}>
          {protections.map((protection) => words.protections[protection]).join(words.between)}
        </Fact>
        <Fact name={words.retention}>{words.retentions[retention]}</Fact>
        <Fact name={words.basis}>{words.bases[basis]}</Fact>
      </dl>
      <p className="help">{words.columns(columns.length)}</p>
      <ul className="columns">
        {columns.map(({ column, protection }) => (
          <li key={column}>
            <code>{column}</code> {words.protections[protection]}
          </li>
        ))}
      </ul>
    </details>
  )
}

const Fact = ({ name, children }: { name: string; children: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
