// The frame of one page: title, breadcrumb, its one h1, and where the focus goes when it opens.
import { type ReactNode, useEffect, useRef } from 'react'
import { paths } from '../paths.ts'
import { Link, useAddress } from './address.tsx'
import { useWords } from './language.tsx'

export type Crumb = { to: string; label: string }

export function Page(props: {
  title: string
  /** When the h1 says it otherwise than the browser's title does. */
  heading?: ReactNode
  lead?: ReactNode
  above?: Crumb[]
  actions?: ReactNode
  /** The home page stands above all others: no breadcrumb, and its heading is part of its own picture. */
  home?: boolean
  children?: ReactNode
}) {
  const words = useWords().frame
  const heading = useRef<HTMLHeadingElement>(null)
  const address = useAddress()
  const placedOn = useRef<string>(undefined)
  useEffect(() => {
    // A changed query keeps the reader where he is; so does the browser on a first load and on the way back.
    if (placedOn.current === address.pathname) return
    placedOn.current = address.pathname
    if (address.arrival !== 'push' || address.hash) return
    window.scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [address])
  useEffect(() => {
    document.title = `${props.title} - ${words.bank}`
  }, [props.title, words.bank])

  return (
    <>
      {props.home ? (
        <h1 className="home-heading" ref={heading} tabIndex={-1}>
          {props.heading ?? props.title}
        </h1>
      ) : (
        <div className="page-head">
          <nav className="crumbs" aria-label={words.youAreHere}>
            <ol>
              <li>
                <Link to={paths.home}>{words.home}</Link>
              </li>
              {props.above?.map((crumb) => (
                <li key={crumb.to}>
                  <Link to={crumb.to}>{crumb.label}</Link>
                </li>
              ))}
              <li aria-current="page">{props.title}</li>
            </ol>
          </nav>
          <div className="page-title">
            <div>
              <h1 ref={heading} tabIndex={-1}>
                {props.heading ?? props.title}
              </h1>
              {props.lead && <p className="lead">{props.lead}</p>}
            </div>
            {props.actions && <div className="page-actions">{props.actions}</div>}
          </div>
        </div>
      )}
      {props.children}
    </>
  )
}
