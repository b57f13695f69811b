import type { DepartmentNames, RoleNames } from '../language.ts'

export const roleNames: RoleNames = {
  anonymous: 'visitor',
  learner: 'learner',
  teacher: 'teacher',
  inst_admin: 'institution administrator',
  reviewer: 'reviewer',
  second_reviewer: 'second reviewer',
  standards_manager: 'standards manager',
  finance: 'finance officer',
  expert: 'expert',
  enterprise: 'enterprise',
  sys_admin: 'system administrator',
  security_admin: 'security administrator',
  audit_admin: 'audit administrator',
  regulator: 'supervisor',
  api_client: 'service account',
  suspended: 'suspended',
}

export const departmentNames: DepartmentNames = {
  credit: 'Credit management',
  technology: 'Information technology',
  finance: 'Financial management',
  business: 'Business development',
}
