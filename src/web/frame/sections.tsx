// The ways between the pages of one area: at the side, on a phone as tabs at the bottom.
import { SectionLink } from './address.tsx'
import { Icon, type IconName } from './icon.tsx'

/** `deskOnly`: a phone has room for few tabs; it reaches these from the account menu. */
export type Section = { to: string; label: string; icon: IconName; exact?: boolean; deskOnly?: boolean }

export function Sections({ label, sections }: { label: string; sections: readonly Section[] }) {
  return (
    <nav className="sections" aria-label={label}>
      <ul>
        {sections.map(({ to, label, icon, exact = false, deskOnly = false }) => (
          <li key={to} className={deskOnly ? 'not-on-phone' : undefined}>
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
