// Who may open the pages of trust, and lend what: as the permission table says it. A test holds them equal, so that the
// table itself need not travel to the reader.
import type { Role } from '../session.tsx'

const administrators = ['inst_admin', 'sys_admin', 'security_admin'] as const satisfies readonly Role[]

export const mayOpen = {
  classes: ['teacher'],
  gradeImport: ['teacher', 'inst_admin', 'sys_admin'],
  records: ['learner', 'teacher', 'inst_admin', 'reviewer', 'second_reviewer', 'sys_admin', 'regulator'],
  recordSections: ['teacher', 'inst_admin', 'reviewer', 'second_reviewer', 'sys_admin', 'regulator'],
  users: ['teacher', ...administrators],
  opening: ['inst_admin', 'sys_admin'],
  grants: [
    'learner',
    'teacher',
    'inst_admin',
    'reviewer',
    'second_reviewer',
    'standards_manager',
    'finance',
    'expert',
    'enterprise',
    'sys_admin',
    'security_admin',
    'audit_admin',
    'regulator',
  ],
  lending: ['teacher', ...administrators],
  integrations: ['inst_admin', 'sys_admin'],
  reviewSettings: ['inst_admin', 'standards_manager', 'sys_admin'],
  ruleDrafts: ['inst_admin', 'reviewer', 'standards_manager', 'sys_admin', 'regulator'],
  ruleDrafting: ['inst_admin', 'standards_manager', 'sys_admin'],
  requests: [
    'inst_admin',
    'second_reviewer',
    'standards_manager',
    'sys_admin',
    'security_admin',
    'regulator',
  ],
  audit: ['inst_admin', 'sys_admin', 'audit_admin', 'regulator'],
  closures: ['sys_admin', 'regulator'],
  closing: ['sys_admin'],
  ledger: ['finance', 'sys_admin', 'audit_admin', 'regulator'],
  accounts: ['teacher', 'inst_admin', 'expert', 'sys_admin', 'regulator'],
  freezing: ['inst_admin', 'sys_admin'],
  adjusting: ['teacher', 'inst_admin', 'reviewer', 'sys_admin'],
  approving: ['inst_admin', 'second_reviewer', 'sys_admin'],
  export: ['sys_admin', 'audit_admin', 'regulator'],
  verification: ['sys_admin', 'audit_admin', 'regulator'],
} as const satisfies Record<string, readonly Role[]>

/** Whether somebody who holds these roles may. */
export const holdsOneOf = (held: readonly { role: Role }[], roles: readonly Role[]): boolean =>
  held.some(({ role }) => roles.includes(role))

/** An institution's administrator settles for that institution; others for any, or for the bank: undefined. */
export const ownInstitution = (
  held: readonly { role: Role; institution: string | null }[],
): string | undefined =>
  holdsOneOf(held, ['standards_manager', 'sys_admin'])
    ? undefined
    : (held.find(({ role }) => role === 'inst_admin')?.institution ?? undefined)

/** Who may confirm a request, by what it asks for; a role that is to be given has a rule of its own. */
export const mayConfirm: Record<string, readonly Role[]> = {
  'credit.adjust.approve': mayOpen.approving,
  'credit.void': mayOpen.freezing,
  'account.close': mayOpen.closing,
  'closure.hold': mayOpen.closing,
  'closure.release': mayOpen.closing,
}

/** What the pages offer to lend, each only to those who hold it themselves. */
export const lendable: Record<string, readonly Role[]> = {
  'account.read': ['teacher', 'inst_admin', 'sys_admin'],
  'ledger.entries': ['teacher', 'inst_admin', 'sys_admin'],
  'credit.read': ['teacher', 'inst_admin', 'sys_admin'],
  'credit.enter': ['teacher', 'inst_admin', 'sys_admin'],
  'credit.review': ['teacher', 'inst_admin', 'sys_admin'],
  'claim.read': ['teacher', 'inst_admin', 'sys_admin'],
  'transfer.read': ['teacher', 'inst_admin', 'sys_admin'],
  'transfer.approve_target': ['inst_admin', 'sys_admin'],
  'file.read': ['teacher', 'inst_admin', 'sys_admin'],
  'cert.issue': ['inst_admin', 'sys_admin'],
}
