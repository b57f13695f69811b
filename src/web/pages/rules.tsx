// pages/rules.tsx ↔ /rules: whose rules there are.
import type { getRuleSets } from '../../rulebook/contract.ts'
import { useReply } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { useLanguage } from '../frame/language.tsx'
import { Page } from '../frame/page.tsx'
import { Reply } from '../frame/reply.tsx'
import { nameIn, titleIn } from '../frame/text.ts'
import { paths } from '../paths.ts'
import './list.css'

export default function RulesPage() {
  const { language, words } = useLanguage()
  const sets = useReply<typeof getRuleSets>('GET', '/api/v1/rule-sets', {})
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
    </Page>
  )
}
