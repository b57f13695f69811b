// Lines of a statement: a table on a desk, cards on a phone. What was reversed stays, struck through, with both numbers.
// On staff's pages there is something to do beside a line; on the learner's own its number leads to the receipt.
import type { ReactNode } from 'react'
import type { getStatement } from '../../ledger/contract.ts'
import type { ReplyOf } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { useLearnerWords } from '../frame/area-words.ts'
import { useLanguage } from '../frame/language.tsx'
import { amount, isZero, nameIn } from '../frame/text.ts'
import { paths } from '../paths.ts'
import '../pages/list.css'

export type Line = ReplyOf<typeof getStatement>['data'][number]

const shown = (text: string): string => (isZero(text) ? '' : amount(text))

export function Lines({ lines, act }: { lines: Line[]; act?: (line: Line) => ReactNode }) {
  const { language } = useLanguage()
  const words = useLearnerWords().account
  const { columns } = words
  return (
    <table className="rows lines">
      <thead>
        <tr>
          <th scope="col">{columns.summary}</th>
          <th scope="col">{columns.day}</th>
          <th scope="col" className="number">
            {columns.in}
          </th>
          <th scope="col" className="number">
            {columns.out}
          </th>
          <th scope="col" className="number">
            {columns.balance}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, at) => (
          // A line has no identity of its own: one posting may make several, an expiry none.
          <tr key={at} className={line.posting?.reversedBy ? 'is-reversed' : undefined}>
            <th scope="row">
              <span className="line-text">
                <strong>{words.kinds[line.kind]}</strong> {line.title ?? words.erased}
              </span>
              <small>
                {nameIn(language, line.unit)}
                {line.posting && ' · '}
                {line.posting && !act && (
                  <Link to={paths.receipt(line.posting.number)}>{line.posting.number}</Link>
                )}
                {act && line.posting?.number}
                {line.posting?.reversedBy && ` · ${words.reversed} ${line.posting.reversedBy}`}
                {line.posting?.reverses && ` · ${words.reverses} ${line.posting.reverses}`}
              </small>
              {act?.(line)}
            </th>
            <td data-label={columns.day}>{line.day}</td>
            <td data-label={columns.in} className="number">
              {shown(line.in)}
            </td>
            <td data-label={columns.out} className="number">
              {shown(line.out)}
            </td>
            <td data-label={columns.balance} className="number">
              {amount(line.available)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
