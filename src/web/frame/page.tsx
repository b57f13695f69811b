// The frame of one page: title, breadcrumb, its one h1, and where the focus goes when it opens.
import { type ReactNode, useEffect, useRef } from 'react'
import { Link, useNavigationType } from 'react-router'
import { paths } from '../paths.ts'
import { useWords } from './language.tsx'

export type Crumb = { to: string; label: string }

let opened = false

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
  const arrival = useNavigationType()
  useEffect(() => {
    // The browser itself places focus and scroll on the first load and on a way back.
    if (opened && arrival === 'PUSH' && !location.hash) {
      window.scrollTo(0, 0)
      heading.current?.focus({ preventScroll: true })
    }
    opened = true
    // Once for each page that opens; a changed query keeps the reader where he is.
    // eslint-disable-next-line react/exhaustive-deps
  }, [])

  return (
    <>
      <title>{`${props.title} - ${words.bank}`}</title>
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
            <h1 ref={heading} tabIndex={-1}>
              {props.heading ?? props.title}
            </h1>
            {props.actions && <div className="page-actions">{props.actions}</div>}
          </div>
          {props.lead && <p className="lead">{props.lead}</p>}
        </div>
      )}
      {props.children}
    </>
  )
}
