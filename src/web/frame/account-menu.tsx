// Who is signed in, at the end of the bar: own pages, another role, the way out.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useId, useRef, useState } from 'react'
import type { chooseRole } from '../../identity/contract.ts'
import { useAction } from '../api.ts'
import { paths } from '../paths.ts'
import { type Role, homeOf, useDeparture, useMe } from '../session.tsx'
import { Link, navigate } from './address.tsx'
import { useSessionWords } from './area-words.ts'
import { useDismiss } from './dismiss.ts'
import { Icon } from './icon.tsx'

export default function AccountMenu() {
  const words = useSessionWords()
  const me = useMe()
  const leave = useDeparture()
  const queries = useQueryClient()
  const act = useAction<typeof chooseRole>('PUT', '/api/v1/me/acting')
  const panel = useId()
  const box = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const close = useCallback(() => setOpen(false), [])
  useDismiss(open, box, close)
  if (!me.data) {
    return (
      <Link className="bar-button wide" to={paths.login}>
        {words.signIn}
      </Link>
    )
  }
  const { name, roles, acting } = me.data
  const choose = async (role: Role, institution: string | null) => {
    await act.mutateAsync({ input: { role, institution } })
    await queries.invalidateQueries()
    setOpen(false)
    navigate(homeOf({ ...me.data, acting: { role, institution, department: null } }))
  }
  return (
    <div className="display" ref={box}>
      <button
        type="button"
        className="bar-button wide who"
        aria-expanded={open}
        aria-controls={panel}
        aria-label={words.signedInAs(name)}
        onClick={() => setOpen(!open)}
      >
        <Icon name="person" />
        <span className="who-name">{name}</span>
      </button>
      <div className="display-panel" id={panel} hidden={!open}>
        <p>
          <strong>{name}</strong>
          <br />
          <small>{acting && words.roles[acting.role]}</small>
        </p>
        <ul className="panel-list">
          <li>
            <Link to={homeOf(me.data)} onClick={close}>
              {words.sections[sectionOf(homeOf(me.data))]}
            </Link>
          </li>
          {roles.some(({ role }) => role === 'learner') && (
            <li>
              <Link to={paths.profile} onClick={close}>
                {words.sections.profile}
              </Link>
            </li>
          )}
          <li>
            <Link to={paths.settings} onClick={close}>
              {words.sections.settings}
            </Link>
          </li>
          {roles.length > 1 &&
            roles.map((held) => (
              <li key={held.role + (held.institution ?? '')}>
                <button type="button" onClick={() => void choose(held.role, held.institution)}>
                  {words.switchRole} · {words.roles[held.role]}
                </button>
              </li>
            ))}
          <li>
            <button type="button" onClick={() => void leave()}>
              {words.signOut}
            </button>
          </li>
        </ul>
      </div>
    </div>
  )
}

const sectionOf = (home: string): 'center' | 'ledger' | 'my' =>
  home === paths.my ? 'my' : home === paths.ledger ? 'ledger' : 'center'
