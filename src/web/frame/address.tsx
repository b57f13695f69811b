// The address is the state: what a page shows follows from path and query, and a link changes them without a reload.
import { type ReactNode, createContext, startTransition, useContext, useEffect, useState } from 'react'

/** How the reader came here: the browser itself places scroll and focus on a first load and on the way back. */
type Arrival = 'first' | 'push' | 'replace' | 'back'

export type Address = {
  pathname: string
  search: string
  hash: string
  query: URLSearchParams
  arrival: Arrival
}

const addressNow = (arrival: Arrival): Address => ({
  pathname: location.pathname.replace(/(.)\/+$/, '$1'),
  search: location.search,
  hash: location.hash,
  query: new URLSearchParams(location.search),
  arrival,
})

const changed = new EventTarget()

/** Goes to a path of this site, with its query and hash. `replace` leaves no step for the way back. */
export function navigate(to: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  changed.dispatchEvent(new Event(replace ? 'replace' : 'push'))
}

/** The same page with another query. */
export function navigateQuery(
  change: (query: URLSearchParams) => void,
  options?: { replace?: boolean },
): void {
  navigate(withChange(change), options)
}

export function withChange(change: (query: URLSearchParams) => void): string {
  const query = new URLSearchParams(location.search)
  change(query)
  const search = query.toString()
  return `${location.pathname}${search && `?${search}`}${location.hash}`
}

const AddressContext = createContext<Address | undefined>(undefined)

export function useAddress(): Address {
  const address = useContext(AddressContext)
  if (!address) throw new Error('No address around this page')
  return address
}

/** Until the next page's code has come, the page before stays: `startTransition` waits for it. */
export function Addresses({ children }: { children: ReactNode }) {
  const [address, setAddress] = useState(() => addressNow('first'))
  useEffect(() => {
    const arrive = (arrival: Arrival) => () => startTransition(() => setAddress(addressNow(arrival)))
    const push = arrive('push')
    const replace = arrive('replace')
    const back = arrive('back')
    changed.addEventListener('push', push)
    changed.addEventListener('replace', replace)
    window.addEventListener('popstate', back)
    return () => {
      changed.removeEventListener('push', push)
      changed.removeEventListener('replace', replace)
      window.removeEventListener('popstate', back)
    }
  }, [])
  return <AddressContext value={address}>{children}</AddressContext>
}

/** The `:names` of a pattern as they stand in a path; undefined when the path is another one. */
export function paramsOf(pattern: string, pathname: string): Record<string, string> | undefined {
  const wanted = pattern.split('/')
  const given = pathname.split('/')
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? ''
    if (part.startsWith(':') && value !== '') params[part.slice(1)] = value
    else if (part !== value) return undefined
  }
  return params
}

type LinkProps = {
  to: string
  className?: string
  'aria-current'?: 'page' | undefined
  onClick?: () => void
  children: ReactNode
}

/** A plain link for everything the browser does with links, without the reload when it is simply followed. */
export function Link({ to, onClick, children, ...rest }: LinkProps) {
  return (
    <a
      {...rest}
      href={to}
      onClick={(event) => {
        onClick?.()
        const asks = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
        if (asks || event.defaultPrevented) return
        event.preventDefault()
        navigate(to)
      }}
    >
      {children}
    </a>
  )
}

/** A link of the main menu: it says when the reader is in its part of the site. */
export function SectionLink(props: { to: string; exact?: boolean; children: ReactNode }) {
  const { to, exact = false, children } = props
  const { pathname } = useAddress()
  const isHere = pathname === to || (!exact && pathname.startsWith(`${to}/`))
  return (
    <Link to={to} aria-current={isHere ? 'page' : undefined}>
      {children}
    </Link>
  )
}
