// Every address of the web. A page's own question lives in its query, so that a copied link shows the same.
export const paths = {
  home: '/',
  worth: '/worth',
  worthResult: '/worth/result',
  worthCompare: '/worth/compare',
  catalogue: '/catalog',
  course: (courseId: string) => `/catalog/${courseId}`,
  institutions: '/institutions',
  institution: (institutionId: string) => `/institutions/${institutionId}`,
  rules: '/rules',
  rulePack: (code: string) => `/rules/packs/${encodeURIComponent(code)}`,
  ruleSet: (number: string) => `/rules/${encodeURIComponent(number)}`,
  verify: '/verify',
  verified: (code: string) => `/verify/${encodeURIComponent(code)}`,
  api: '/api',
  privacy: '/privacy',
  login: '/login',
  register: '/register',
  activate: '/activate',
  recover: '/recover',
  sso: (providerId: string) => `/login/sso/${providerId}`,
  my: '/my',
  account: '/my/account',
  receipt: (number: string) => `/my/account/${number}`,
  achievements: '/my/achievements',
  applications: '/my/applications',
  application: (claimId: string) => `/my/applications/${claimId}`,
  applicationEdit: (claimId: string) => `/my/applications/${claimId}/edit`,
  deposit: '/my/deposits/new',
  transfer: '/my/transfers/new',
  profile: '/my/profile',
  settings: '/my/settings',
  classes: '/teach',
  gradeImport: '/teach/import',
  records: '/records',
  record: (recordId: string) => `/records/${recordId}`,
  users: '/center/users',
  user: (userId: string) => `/center/users/${userId}`,
  openAccounts: '/center/open-accounts',
  openAccount: '/center/open-account',
  grants: '/center/grants',
  lend: '/center/grants/new',
  requests: '/center/requests',
  closures: '/center/closures',
  integrations: '/center/integrations',
  audit: '/center/audit',
  tasks: '/center/tasks',
  secondTasks: '/center/tasks?state=second',
  opinions: '/center/opinions',
  opinion: (claimId: string) => `/center/opinions/${claimId}`,
  reviewSettings: '/center/review-settings',
  ruleDrafts: '/center/rules',
  ruleDraftNew: '/center/rules/new',
  ruleDraft: (draftId: string) => `/center/rules/${draftId}`,
  ledger: '/center/ledger',
  accounts: '/center/accounts',
  learnerAccount: (learnerId: string) => `/center/accounts/${learnerId}`,
  task: (claimId: string) => `/center/tasks/${claimId}`,
}

/** What a page is given: the parts of its address that have names. */
export type PageProps = { params: Record<string, string> }

/** An address with a query; keys without a value are left out. */
export function withQuery(path: string, query: Record<string, string | string[] | undefined>): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    for (const each of [value ?? []].flat()) if (each !== '') search.append(key, each)
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}
