// access/table/mlps3.ts – what profile mlps3 replaces: GB/T 22239-2019 level 3 separates system, security and audit administrators.
import type { Overlay } from '../vocabulary.ts'

export const mlps3 = {
  'role.grant': {
    sys_admin: ['D', 'D', 'D'],
    security_admin: ['D', 'C:reason+stepup', 'C:reason+stepup'],
  },
  'role.revoke': {
    sys_admin: ['D', 'D', 'D'],
    security_admin: ['C:lastadmin', 'C:reason', 'C:reason'],
  },
  'role.define': {
    sys_admin: ['D'],
    security_admin: ['C:reason+stepup+dual'],
  },
  'grant.delegate': {
    sys_admin: ['D', 'D'],
    security_admin: ['C:reason+stepup', 'C:reason+stepup'],
  },
  'auth.mfa.reset_other': {
    sys_admin: ['D', 'D', 'D'],
    security_admin: ['D', 'C:reason+stepup+dual', 'C:reason+stepup+dual'],
  },
  'audit.read': {
    sys_admin: ['D'],
    audit_admin: ['F:all'],
  },
  'audit.export': {
    sys_admin: ['D'],
    audit_admin: ['C:purpose+stepup'],
  },
  'audit.verify': {
    sys_admin: ['D'],
    audit_admin: ['A'],
  },
  'key.rotate': {
    sys_admin: ['D'],
    security_admin: ['C:stepup+dual'],
  },
  'user.read_pii': {
    sys_admin: ['C:stepup', '-', 'D', 'D'],
  },
  'credit.review': {
    sys_admin: ['D', 'D', '-', 'D', 'D'],
  },
  'credit.enter': {
    sys_admin: ['D', '-', 'D', 'D'],
  },
  'credit.import': {
    sys_admin: ['D', '-', 'D', 'D'],
  },
  'inst.accreditation.set': {
    sys_admin: ['D', 'D'],
    security_admin: ['D', 'D'],
  },
} as const satisfies Overlay
