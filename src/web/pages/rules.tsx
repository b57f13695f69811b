// pages/rules.tsx ↔ /rules: whose rules there are.
import type { getRulePacks, getRuleSets } from '../../rulebook/contract.ts'
import { useReply } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { useLanguage } from '../frame/language.tsx'
import { Page } from '../frame/page.tsx'
import { Reply } from '../frame/reply.tsx'
import { nameIn, titleIn } from '../frame/text.ts'
import { paths } from '../paths.ts'
import { Notices } from '../rules/notices.tsx'
import './list.css'
import '../rules/rules.css'

export default function RulesPage() {
  const { language, words } = useLanguage()
  const sets = useReply<typeof getRuleSets>('GET', '/api/v1/rule-sets', {})
  const packs = useReply<typeof getRulePacks>('GET', '/api/v1/rule-packs', {})
  const period = ({ from, to }: { from: string; to: string | null }) =>
    to === null ? words.rules.from(from) : words.rules.period(from, to)
  return (
    <Page title={words.rules.title} lead={words.rules.lead}>
      <Reply reply={sets} lines={6}>
        {({ data }) => (
          <ul className="tiles">
            {data.map((set) => (
              <li key={set.number}>
                <Link to={paths.ruleSet(set.number)}>
                  <strong>{titleIn(language, set)}</strong>
                  <span>{set.institution ? nameIn(language, set.institution) : words.rules.ownRules}</span>
                  <span className="tile-foot">
                    {set.number} · {words.rules.latest(set.latest.version, period(set.latest))}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Reply>
      <Notices />
      <section aria-labelledby="library">
        <h2 id="library" className="rule-library">
          {words.rules.library}
        </h2>
        <p className="lead">{words.rules.libraryLead}</p>
        <Reply reply={packs} lines={6}>
          {({ data }) => (
            <ul className="tiles">
              {data.map((pack) => (
                <li key={pack.code}>
                  <Link to={paths.rulePack(pack.code)}>
                    <strong>{titleIn(language, pack)}</strong>
                    <span>{words.rules.packClauses(pack.clauses)}</span>
                    <span className="tile-foot">
                      {pack.code} · {words.rules.latest(pack.version, period(pack))}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </Reply>
      </section>
    </Page>
  )
}
