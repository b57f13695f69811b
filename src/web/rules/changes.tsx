// What rules say otherwise than those before them, row by row and clause by clause.
import type { Clause } from '../../rulebook/clauses.ts'
import { useLanguage } from '../frame/language.tsx'
import { figuresOf, namingOf, tableOf } from './clauses.ts'
import { changesBetween, type Content, type Row, rowsOf } from './rows.ts'
import './rules.css'

export function Changes(props: { before: Content; after: Content; none: string }) {
  const { words } = useLanguage()
  const clauseRow = useClauseRow()
  const rows = (content: Content) => [...rowsOf(content, words), ...(content.clauses ?? []).map(clauseRow)]
  const changes = changesBetween(rows(props.before), rows(props.after))
  if (changes.length === 0) return <p className="help">{props.none}</p>
  return (
    <dl className="facts changes">
      {changes.map(({ label, value, was }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <ins>{value}</ins>
            {was !== null && (
              <small>
                {words.rules.was} <del>{was}</del>
              </small>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** A clause in all it says, so that a changed number shows even where its words stay. */
function useClauseRow(): (clause: Clause) => Row {
  const { language, words } = useLanguage()
  const text = words.rules.clauses
  const name = namingOf(undefined, language, text)
  return (clause) => ({
    label: clause.id,
    value: [
      language === 'en' ? clause.en : clause.zh,
      ...figuresOf(clause, text, name),
      ...tableOf(clause, text, name).map(({ what, value }) => `${what} ${value}`),
    ].join(text.joint),
  })
}
