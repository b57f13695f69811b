// The frame of the pages of trust: for the roles that the permission table names, with the ways between them.
import type { ReactNode } from 'react'
import { useSessionWords } from '../frame/area-words.ts'
import { type Crumb, Page } from '../frame/page.tsx'
import { type Section, Sections } from '../frame/sections.tsx'
import { paths } from '../paths.ts'
import { Behind, type Me, type Role } from '../session.tsx'
import { holdsOneOf, mayOpen } from './rights.ts'
import '../my/frame.css'
import '../pages/list.css'
import './trust.css'

export function TrustPage(props: {
  title: string
  lead?: string
  roles: readonly Role[]
  above?: Crumb[]
  actions?: (me: Me) => ReactNode
  children: (me: Me) => ReactNode
}) {
  return (
    <Behind roles={props.roles}>
      {(me) => (
        <div className="behind">
          <TrustSections me={me} />
          <div className="behind-main">
            <Page
              title={props.title}
              lead={props.lead}
              above={props.above ?? []}
              actions={props.actions?.(me)}
            >
              {props.children(me)}
            </Page>
          </div>
        </div>
      )}
    </Behind>
  )
}

export function TrustSections({ me }: { me: Me }) {
  const { sections } = useSessionWords()
  const all: (Section & { roles: readonly Role[] })[] = [
    { to: paths.tasks, label: sections.tasks, icon: 'file', roles: ['reviewer', 'second_reviewer'] },
    { to: paths.classes, label: sections.classes, icon: 'school', roles: mayOpen.classes, exact: true },
    { to: paths.records, label: sections.records, icon: 'edit', roles: mayOpen.recordSections },
    { to: paths.opinions, label: sections.opinions, icon: 'scale', roles: ['expert'] },
    {
      to: paths.reviewSettings,
      label: sections.reviewSettings,
      icon: 'gear',
      roles: mayOpen.reviewSettings,
    },
    { to: paths.ruleDrafts, label: sections.ruleDrafts, icon: 'edit', roles: mayOpen.ruleDrafts },
    { to: paths.users, label: sections.users, icon: 'people', roles: mayOpen.users },
    { to: paths.grants, label: sections.grants, icon: 'key', roles: mayOpen.grants },
    { to: paths.requests, label: sections.requests, icon: 'handshake', roles: mayOpen.requests },
    { to: paths.accounts, label: sections.accounts, icon: 'wallet', roles: mayOpen.accounts },
    { to: paths.closures, label: sections.closures, icon: 'dash', roles: mayOpen.closures },
    { to: paths.integrations, label: sections.integrations, icon: 'link', roles: mayOpen.integrations },
    { to: paths.ledger, label: sections.ledger, icon: 'book', roles: mayOpen.ledger },
    { to: paths.audit, label: sections.audit, icon: 'shield', roles: mayOpen.audit },
  ]
  return (
    <Sections label={sections.center} sections={all.filter(({ roles }) => holdsOneOf(me.roles, roles))} />
  )
}
