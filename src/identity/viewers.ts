// identity/viewers.ts – 谁能看到这个人: everybody to whom the permission table opens a person's records now.
import { sql } from 'kysely'
import { holding, type Assignment, type Role } from '../access/model.ts'
import { permit, verdictFor } from '../access/verdict.ts'
import { read, type Tx } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import type { Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { accountTarget } from './standing.ts'
import type { Identity } from './bank.ts'
import { userOf } from './principal.ts'
import { findAccount, listGrants, staffAround } from './store.ts'

export type Viewer = {
  user: Uuid
  /** Null when they see by a right that was lent to them. */
  role: Role | null
  institution: Uuid | null
  operation: string
  masked: boolean
  until: Date | null
}

/** Who can see this person now, judged for each by the same table as the look itself. */
export function viewersOf({ db, settings }: Identity, account: Uuid, call: Call): Promise<Viewer[]> {
  const user = userOf(call.principal)
  return read(db, { principal: { user } }, async (tx, at) => {
    const found = (await findAccount(tx, account)) ?? refuse('not_found')
    permit(call.principal, 'user.read', await accountTarget(tx, call.principal, account, found.roles, at))
    const byRole = async (candidate: Uuid, { role, institution }: Assignment): Promise<Viewer[]> => {
      const viewer = holding(candidate, [{ role, institution }], settings.profile)
      const target = await accountTarget(tx, viewer, account, found.roles, at)
      const verdict = verdictFor(viewer, 'user.read', target)
      if (!verdict.may) return []
      const { masked } = verdict.ways[0]
      return [{ user: candidate, role, institution, operation: 'user.read', masked, until: null }]
    }
    const places = found.roles.flatMap(({ institution }) => institution ?? [])
    const staff = (await staffAround(tx, places, at)).filter(({ accountId }) => accountId !== account)
    const seen = await Promise.all(
      staff.map(({ accountId, role, institutionId }) =>
        byRole(accountId, { role, institution: institutionId }),
      ),
    )
    return [...seen.flat(), ...(await byGrant(tx, account, at))]
  })
}

/** What was lent lives only as long as its grantor works here (EL-4). */
async function byGrant(tx: Tx, account: Uuid, at: Date): Promise<Viewer[]> {
  const grants = await listGrants(tx, sql<boolean>`${account}::uuid = any(targets)`, at)
  const live = grants.filter((each) => each.revokedAt === null && each.beginsAt <= at && at < each.endsAt)
  const viewers = await Promise.all(
    live.map(async ({ grantorId, granteeId, institutionId, operation, endsAt }): Promise<Viewer[]> => {
      if ((await findAccount(tx, grantorId))?.state !== 'active') return []
      const lent = { role: null, institution: institutionId, operation, masked: false }
      return [{ user: granteeId, ...lent, until: endsAt }]
    }),
  )
  return viewers.flat()
}
