// The frame of a list: filters that live in the address, rows, and the way to the next page.
import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import type { Problem } from '../api.ts'
import { withQuery } from '../paths.ts'
import { Link, navigate, useAddress, withChange } from './address.tsx'
import { useWords } from './language.tsx'
import { Reply } from './reply.tsx'

/** The filters of a list as the address holds them. `cursor` and `after` say which page is open. */
export function useFilters<Name extends string>(names: readonly Name[]) {
  const { pathname, query } = useAddress()
  const chosen = (name: Name) => query.get(name) ?? undefined
  const apply = (values: Partial<Record<Name, string>>) => navigate(withQuery(pathname, values))
  return {
    chosen,
    apply,
    cursor: query.get('cursor') ?? undefined,
    isFiltered: names.some((name) => query.has(name)),
    /** Changes when the address brings other filters, so that uncontrolled fields show them. */
    key: names.map((name) => query.get(name) ?? '').join('\n'),
  }
}

export function FilterForm<Name extends string>(props: {
  names: readonly Name[]
  apply: (values: Partial<Record<Name, string>>) => void
  isFiltered: boolean
  /** The one filter that is always in sight; a phone folds the others away. */
  first: ReactNode
  children: ReactNode
}) {
  const words = useWords().frame
  const others = useId()
  const [open, setOpen] = useState(props.isFiltered)
  return (
    <form
      className="filters"
      onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        const values: Partial<Record<Name, string>> = {}
        for (const name of props.names) {
          const value = data.get(name)
          if (typeof value === 'string') values[name] = value.trim()
        }
        props.apply(values)
      }}
    >
      {props.first}
      <div className={open ? 'filter-others is-open' : 'filter-others'} id={others}>
        {props.children}
      </div>
      <div className="filter-actions">
        <button type="submit" className="button primary">
          {words.filter}
        </button>
        <button
          type="button"
          className="button filter-more"
          aria-expanded={open}
          aria-controls={others}
          onClick={() => setOpen(!open)}
        >
          {words.more}
        </button>
        {props.isFiltered && (
          <button type="button" className="button" onClick={() => props.apply({})}>
            {words.reset}
          </button>
        )}
      </div>
    </form>
  )
}

export function SelectFilter<Value extends string>(props: {
  name: string
  label: string
  value: string | undefined
  options: readonly Value[]
  labels: Record<Value, string>
}) {
  const words = useWords().frame
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <select id={id} name={props.name} defaultValue={props.value ?? ''}>
        <option value="">{words.all}</option>
        {props.options.map((option) => (
          <option key={option} value={option}>
            {props.labels[option]}
          </option>
        ))}
      </select>
    </div>
  )
}

export function TextFilter(props: {
  name: string
  label: string
  value: string | undefined
  placeholder?: string
}) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        name={props.name}
        type="search"
        maxLength={100}
        defaultValue={props.value ?? ''}
        placeholder={props.placeholder}
      />
    </div>
  )
}

export function DayFilter(props: { name: string; label: string; value: string | undefined }) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <input id={id} name={props.name} type="date" defaultValue={props.value ?? ''} />
    </div>
  )
}

type PageOf<Row> = { data: Row[]; total: number; nextCursor: string | null }

export function RowList<Row>(props: {
  reply: UseQueryResult<PageOf<Row>, Problem>
  none: string
  noneFiltered: string
  isFiltered: boolean
  reset: () => void
  children: (rows: Row[]) => ReactNode
}) {
  const words = useWords().frame
  return (
    <Reply
      reply={props.reply}
      lines={8}
      empty={({ data }) =>
        data.length === 0 && (
          <>
            <p>{props.isFiltered ? props.noneFiltered : props.none}</p>
            {props.isFiltered && (
              <button type="button" className="button" onClick={props.reset}>
                {words.reset}
              </button>
            )}
          </>
        )
      }
    >
      {(page) => (
        <>
          {props.children(page.data)}
          <Pager rows={page.data.length} total={page.total} nextCursor={page.nextCursor} />
        </>
      )}
    </Reply>
  )
}

function Pager(props: { rows: number; total: number; nextCursor: string | null }) {
  const words = useWords().frame
  const before = Number(useAddress().query.get('after') ?? 0)
  return (
    <nav className="pager" aria-label={words.total(props.total)}>
      <p>{words.page(before + 1, before + props.rows, props.total)}</p>
      {before > 0 && (
        <Link
          className="button"
          to={withChange((next) => {
            next.delete('cursor')
            next.delete('after')
          })}
        >
          {words.first}
        </Link>
      )}
      {props.nextCursor !== null && (
        <Link
          className="button"
          to={withChange((next) => {
            next.set('cursor', props.nextCursor ?? '')
            next.set('after', String(before + props.rows))
          })}
        >
          {words.next}
        </Link>
      )}
    </nav>
  )
}
