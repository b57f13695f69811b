// The frame of a learner's own pages: for learners only, with the ways between them; on a phone as tabs below.
import type { ReactNode } from 'react'
import { SectionLink } from '../frame/address.tsx'
import { useSessionWords } from '../frame/area-words.ts'
import { Icon, type IconName } from '../frame/icon.tsx'
import { Page, type Crumb } from '../frame/page.tsx'
import { paths } from '../paths.ts'
import { Behind, type Me } from '../session.tsx'
import './frame.css'

export function MyPage(props: {
  title: string
  lead?: ReactNode
  above?: Crumb[]
  actions?: ReactNode
  children: (me: Me) => ReactNode
}) {
  const words = useSessionWords()
  return (
    <Behind roles={['learner']}>
      {(me) => (
        <div className="behind">
          <Sections />
          <div className="behind-main">
            <Page
              title={props.title}
              lead={props.lead}
              actions={props.actions}
              above={
                props.title === words.sections.my
                  ? []
                  : [{ to: paths.my, label: words.sections.my }, ...(props.above ?? [])]
              }
            >
              {props.children(me)}
            </Page>
          </div>
        </div>
      )}
    </Behind>
  )
}

function Sections() {
  const words = useSessionWords()
  const sections: { to: string; label: string; icon: IconName; exact?: boolean; onPhone: boolean }[] = [
    { to: paths.my, label: words.sections.home, icon: 'home', exact: true, onPhone: true },
    { to: paths.account, label: words.sections.account, icon: 'wallet', onPhone: true },
    { to: paths.applications, label: words.sections.applications, icon: 'file', onPhone: true },
    { to: paths.achievements, label: words.sections.achievements, icon: 'book', onPhone: true },
    { to: paths.profile, label: words.sections.profile, icon: 'person', onPhone: false },
  ]
  return (
    <nav className="sections" aria-label={words.sections.my}>
      <ul>
        {sections.map(({ to, label, icon, exact = false, onPhone }) => (
          <li key={to} className={onPhone ? undefined : 'not-on-phone'}>
            <SectionLink to={to} exact={exact}>
              <Icon name={icon} />
              {label}
            </SectionLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
