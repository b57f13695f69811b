// The frame of a learner's own pages: for learners only, with the ways between them; on a phone as tabs below.
import type { ReactNode } from 'react'
import { useSessionWords } from '../frame/area-words.ts'
import { Page, type Crumb } from '../frame/page.tsx'
import { type Section, Sections } from '../frame/sections.tsx'
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
          <MySections />
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

export function MySections() {
  const words = useSessionWords()
  const sections: Section[] = [
    { to: paths.my, label: words.sections.home, icon: 'home', exact: true },
    { to: paths.account, label: words.sections.account, icon: 'wallet' },
    { to: paths.applications, label: words.sections.applications, icon: 'file' },
    { to: paths.achievements, label: words.sections.achievements, icon: 'book' },
    { to: paths.profile, label: words.sections.profile, icon: 'person', deskOnly: true },
    { to: paths.settings, label: words.sections.settings, icon: 'gear', deskOnly: true },
  ]
  return <Sections label={words.sections.my} sections={sections} />
}
