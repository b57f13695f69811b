// The way through a log that nobody counts: to what was earlier, and back to the latest.
import { Link, useAddress, withChange } from '../frame/address.tsx'

export function Earlier(props: { nextCursor: string | null; latest: string; earlier: string }) {
  const { query } = useAddress()
  return (
    <nav className="pager" aria-label={props.earlier}>
      {query.has('cursor') && (
        <Link className="button" to={withChange((next) => next.delete('cursor'))}>
          {props.latest}
        </Link>
      )}
      {props.nextCursor !== null && (
        <Link className="button" to={withChange((next) => next.set('cursor', props.nextCursor ?? ''))}>
          {props.earlier}
        </Link>
      )}
    </nav>
  )
}
