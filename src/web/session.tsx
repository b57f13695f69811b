// Who is signed in. The cookie is the session; what is remembered here is only whether it is worth asking.
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { endSession, readMe } from '../identity/contract.ts'
import { Problem, type ReplyOf, send, useReply } from './api.ts'
import { Link, navigate, useAddress } from './frame/address.tsx'
import { useSessionWords } from './frame/area-words.ts'
import { useLanguage } from './frame/language.tsx'
import { forget, recall, remember, signedInMark } from './frame/memory.ts'
import { Skeleton, Trouble } from './frame/reply.tsx'
import { paths, withQuery } from './paths.ts'

export type Me = ReplyOf<typeof readMe>
export type Role = Me['roles'][number]['role']

/** A visitor is never asked who he is: the answer would be 401 on every page. */
export const isMaybeSignedIn = (): boolean => recall(signedInMark) !== null

export function useMe() {
  return useReply<typeof readMe>('GET', '/api/v1/me', {}, { enabled: isMaybeSignedIn() })
}

/** Where a role begins its work. */
export function homeOf(me: Me): string {
  const role = (me.acting ?? me.roles[0])?.role
  return (role && homes[role]) ?? paths.home
}

const homes: { [role in Role]?: string } = {
  learner: paths.my,
  teacher: paths.classes,
  reviewer: paths.tasks,
  second_reviewer: paths.secondTasks,
  expert: paths.opinions,
  standards_manager: paths.reviewSettings,
  inst_admin: paths.users,
  sys_admin: paths.users,
  security_admin: paths.users,
  audit_admin: paths.audit,
  regulator: paths.audit,
  finance: paths.ledger,
}

/** Everything that was fetched was fetched as somebody else. */
export function useArrival() {
  const queries = useQueryClient()
  const next = useAddress().query.get('next')
  return (me: Me) => {
    queries.clear()
    remember(signedInMark, 'yes')
    // Only a path of this site; `//elsewhere` is another one.
    navigate(next && /^\/(?!\/|\\)/.test(next) ? next : homeOf(me), { replace: true })
  }
}

export function useDeparture() {
  const queries = useQueryClient()
  const { language } = useLanguage()
  return async () => {
    await send<typeof endSession>('DELETE', '/api/v1/sessions/:sessionId', { sessionId: 'current' }, language)
    forget(signedInMark)
    queries.clear()
    navigate(paths.home)
  }
}

const isSignedOut = (problem: Problem): boolean => problem.details?.status === 401

/**
 * Draws a page for those who hold one of the roles, or for everybody who is signed in where none is named; others learn
 * which one it needs, strangers sign in first.
 */
export function Behind(props: { roles?: readonly Role[]; children: (me: Me) => ReactNode }) {
  const { roles, children } = props
  const words = useSessionWords()
  const { pathname, search } = useAddress()
  const me = useMe()
  const toLogin = withQuery(paths.login, { next: pathname + search })
  if (!isMaybeSignedIn() || (me.error && isSignedOut(me.error))) {
    return (
      <div className="notice">
        <h1>{words.title}</h1>
        <p>{words.lead}</p>
        <Link className="button primary" to={toLogin}>
          {words.signIn}
        </Link>
      </div>
    )
  }
  if (me.error) return <Trouble problem={me.error} retry={() => void me.refetch()} />
  if (!me.data) return <Skeleton lines={6} />
  const held = me.data.roles.map(({ role }) => role)
  if (roles && !held.some((role) => roles.includes(role))) {
    const named = (list: readonly Role[]) => list.map((role) => words.roles[role]).join('、')
    return (
      <div className="notice">
        <h1>{words.needRole.title}</h1>
        <p>{words.needRole.fix(named(roles), named(held))}</p>
      </div>
    )
  }
  return children(me.data)
}
