// demo/trust.ts – 演示授权: who looked at whom, what was lent, allowed and taken back, and what waits for a second person.
import { holding } from '../access/model.ts'
import type { Role } from '../access/vocabulary.ts'
import { transact, type Db, type Tx } from '../database/connection.ts'
import { createUser, disableUser, grantRole, readPlainProfile, readProfile } from '../identity/accounts.ts'
import type { Identity } from '../identity/bank.ts'
import { giveConsent, withdrawConsent } from '../identity/consents.ts'
import { lend } from '../identity/grants.ts'
import { defaultSettings } from '../identity/model.ts'
import { accountOf } from '../identity/operations.ts'
import type { Uuid } from '../values/ids.ts'
import { actingAs } from './cases.ts'

const daysMs = (days: number) => days * 86_400_000

/** Done once, by the verbs that everybody uses; a bank that knows no second administrator is older and stays as it is. */
export function seedTrust(db: Db, { vault }: Pick<Identity, 'vault'>): Promise<void> {
  return transact(db, { shard: 'all' }, async (tx, at) => {
    const id = async (login: string) => accountOf(tx, vault, login)
    const first = await id('system')
    const second = await id('second-system')
    const done = await tx.selectFrom('identityRequest').select('id').limit(1).executeTakeFirst()
    if (!first || !second || done) return
    const person = async (login: string): Promise<Uuid> => {
      const found = await id(login)
      if (!found) throw new Error(`Nobody in the demo is called ${login}`)
      return found
    }
    const places = await placesOf(tx)
    const identity: Identity = { db: tx, vault, settings: { ...defaultSettings, demo: true } }
    const as = (user: Uuid, role: Role, place: string) => {
      const call = actingAs(user, role, at)
      const assignments = [{ role, institution: places.get(place)! }]
      return { ...call, principal: { ...holding(user, assignments), verified: true, steppedUp: true } }
    }

    const registrar = as(await person('school'), 'inst_admin', 'JC')
    const returned = await person('learner-returned')
    const planning = await person('learner-planning')
    const teacher = await person('teacher')
    await readProfile(identity, returned, registrar)
    await readProfile(identity, planning, registrar)
    await readPlainProfile(identity, planning, '核对毕业证书上的证件号', registrar)
    // Two colleagues without a door: one who has left, one who has not come yet.
    const role = { role: 'teacher' as const, institution: places.get('JC')! }
    const left = await createUser(identity, { name: '何军' }, role, registrar)
    await disableUser(identity, left.id, '已离职', registrar)
    await createUser(identity, { name: '于静' }, role, registrar)
    await lend(
      identity,
      {
        to: teacher,
        operation: 'account.read',
        targets: [returned, planning],
        beginsAt: null,
        endsAt: new Date(at.getTime() + daysMs(14)),
        reason: '班主任休假，代为核对学分账户',
      },
      registrar,
    )

    const root = as(first, 'sys_admin', 'CENTRE')
    const elderly = await person('learner')
    await readProfile(identity, elderly, root)
    const ask = (to: Uuid, role: 'inst_admin' | 'sys_admin', place: string, reason: string) =>
      grantRole(identity, to, { role, institution: places.get(place)!, department: null, reason }, root)
    await ask(teacher, 'inst_admin', 'JC', '学校来函：教务处增设一名管理员')
    await ask(await person('standards'), 'sys_admin', 'CENTRE', '信息技术部轮岗')

    const mine = as(elderly, 'learner', 'JC')
    const allow = (days: number, parts: string[]) => ({
      purpose: 'enterprise_view' as const,
      textVersion: '2026-11',
      to: places.get('YH')!,
      parts,
      endsAt: new Date(at.getTime() + daysMs(days)),
    })
    await giveConsent(identity, allow(30, ['certificates', 'credits']), mine)
    await withdrawConsent(identity, await giveConsent(identity, allow(90, ['credits']), mine), mine)
  })
}

/** Institutions by the code that the demo gave them. */
async function placesOf(tx: Tx): Promise<Map<string, Uuid>> {
  const rows = await tx.selectFrom('catalogueInstitution').select(['id', 'code']).execute()
  return new Map(rows.map(({ id, code }) => [code, id]))
}
