// The clauses of a pack or of a rule set in words, by what they are about.
import type { Clause } from '../../rulebook/clauses.ts'
import type { Pack } from '../../rulebook/pack.ts'
import { useLanguage } from '../frame/language.tsx'
import { byTopic, figuresOf, type Naming, namingOf, tableOf } from './clauses.ts'
import './rules.css'

export function ClauseList({ clauses, labels }: { clauses: readonly Clause[]; labels?: Pack['labels'] }) {
  const { language, words } = useLanguage()
  const text = words.rules.clauses
  const name = namingOf(labels, language, text)
  return (
    <>
      {byTopic(clauses).map(([topic, some]) => (
        <section key={topic} aria-label={text.topics[topic]}>
          <h3>{text.topics[topic]}</h3>
          <ul className="clause-list">
            {some.map((clause) => (
              <ClauseLine key={clause.id} clause={clause} name={name} />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function ClauseLine({ clause, name }: { clause: Clause; name: Naming }) {
  const { language, words } = useLanguage()
  const text = words.rules.clauses
  const figures = figuresOf(clause, text, name)
  const table = tableOf(clause, text, name)
  return (
    <li>
      <p>{language === 'en' ? clause.en : clause.zh}</p>
      {figures.length > 0 && <p className="clause-figures">{figures.join(text.joint)}</p>}
      {table.length > 0 && (
        <details className="fold">
          <summary>{text.table(table.length)}</summary>
          <dl className="facts">
            {table.map(({ what, value }) => (
              <div key={`${what} ${value}`}>
                <dt>{what}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      <small>
        {clause.id}
        {clause.cites && ` · ${text.cites(clause.cites)}`}
      </small>
    </li>
  )
}
