// What roles and the centre's departments are called.
export const roleNames = {
  anonymous: '访客',
  learner: '学员',
  teacher: '教师',
  inst_admin: '院校管理员',
  reviewer: '审核员',
  second_reviewer: '复核员',
  standards_manager: '标准管理员',
  finance: '金融管理员',
  expert: '评审专家',
  enterprise: '企业',
  sys_admin: '系统管理员',
  security_admin: '安全管理员',
  audit_admin: '审计管理员',
  regulator: '监管人员',
  api_client: '机构对接账号',
  suspended: '已停用',
}

export const departmentNames = {
  credit: '学分管理部',
  technology: '信息技术部',
  finance: '金融管理部',
  business: '业务发展部',
}
