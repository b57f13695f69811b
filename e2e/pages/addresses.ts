// One address of every kind of page, with the demo world's own records behind it.
import type { Page } from 'playwright-core'

type Lookup = (path: string, title: string, institution?: string) => Promise<string>

export async function addressesOf(idOf: Lookup): Promise<Record<string, string>> {
  const course = await idOf('/api/v1/courses', '数据结构', '临港科技大学')
  const target = await idOf('/api/v1/institutions', '临港科技大学')
  return {
    home: '/',
    worth: '/worth',
    'worth-filled': `/worth?${await w1Query(idOf)}`,
    'worth-result': `/worth/result?${await w1Query(idOf)}`,
    'worth-compare': `/worth/compare?${await w1Query(idOf)}`,
    'worth-result-empty': '/worth/result',
    catalog: '/catalog',
    'catalog-none': '/catalog?q=没有这门课',
    course: `/catalog/${course}`,
    institutions: '/institutions',
    institution: `/institutions/${target}`,
    rules: '/rules',
    'rule-set': '/rules/YL-RS-01',
    'rule-pack': '/rules/packs/kr-acbs',
    'rule-pack-adoptable': '/rules/packs/cn-vocational-2017',
    verify: '/verify',
    'verify-unknown': '/verify/000aaaaaaaaaaaaaaaaaaaaaa',
    api: '/api',
    privacy: '/privacy',
    login: '/login',
    register: '/register',
    activate: '/activate',
    recover: '/recover',
    sso: '/login/sso/provider_00000000000000000000000000?arrived=unlinked',
    'not-found': '/nowhere',
  }
}

/** W1's question as a query. */
export async function w1Query(idOf: Lookup): Promise<string> {
  const course = (title: string) => idOf('/api/v1/courses', title, '明德理工大学')
  const wish = await idOf('/api/v1/courses', '机器学习', '临港科技大学')
  const courses = [
    `id.${await course('数据结构与算法')}*grade.82`,
    `id.${await course('计算机网络')}*grade.90`,
    `id.${await course('人工智能导论')}*grade.88*for.${wish}`,
    `id.${await course('操作系统')}*grade.及格`,
  ]
  const target = await idOf('/api/v1/institutions', '临港科技大学')
  return new URLSearchParams([['to', target], ...courses.map((text) => ['c', text])]).toString()
}

/** The pages of people who are signed in, besides their records. */
export const behindTheDoor = {
  learner: [
    '/my',
    '/my/account',
    '/my/achievements',
    '/my/applications',
    '/my/deposits/new',
    '/my/deposits/new?step=evidence',
    '/my/transfers/new?step=target',
    '/my/profile',
    '/my/settings',
    '/my/settings?tab=consents',
    '/my/settings?tab=looks',
    '/my/settings?tab=data',
  ],
  teacher: ['/teach', '/teach/import', '/records', '/records?state=returned'],
  reviewer: ['/center/tasks', '/center/tasks?state=done', '/records?state=submitted'],
  secondReviewer: ['/center/tasks?state=second', '/center/tasks?state=appeal'],
  expert: ['/center/opinions'],
  standards: [
    '/center/review-settings',
    '/center/rules',
    '/center/rules?state=open',
    '/center/rules/new',
    '/center/rules/new?of=',
  ],
  finance: ['/center/ledger'],
  registrar: [
    '/center/users',
    '/center/open-accounts',
    '/center/grants',
    '/center/grants/new',
    '/center/requests',
    '/center/integrations',
    '/center/audit',
    '/center/accounts',
  ],
  administrator: [
    '/center/accounts',
    '/center/users',
    '/center/open-account',
    '/center/grants?state=all',
    '/center/requests',
    '/center/closures',
    '/center/audit',
    '/center/audit?outcome=denied',
    '/my/settings',
  ],
}

/** The first record behind each list, as a person finds it there. */
export async function recordsOf(page: Page, pages: Area): Promise<string[]> {
  const found: string[] = []
  for (const [list, link] of listsOf[pages]) {
    await page.goto(list)
    found.push((await page.locator(link).first().getAttribute('href')) ?? '')
  }
  return found
}

export type Area = keyof typeof behindTheDoor

/** A list, and where in it the way to a record is. */
const listsOf: Record<Area, [list: string, link: string][]> = {
  learner: [
    ['/my/account', '.lines th a'],
    ['/my/applications?state=recognised', '.claim-row'],
    ['/my/applications?state=draft', '.claim-row'],
  ],
  teacher: [['/records?state=returned', '.rows th a']],
  reviewer: [
    ['/center/tasks', '.tasks th a'],
    ['/records?state=submitted', '.rows th a'],
  ],
  secondReviewer: [
    ['/center/tasks?state=second', '.tasks th a'],
    ['/center/tasks?state=appeal', '.tasks th a'],
  ],
  expert: [['/center/opinions', '.claim-row']],
  standards: [],
  finance: [],
  registrar: [
    ['/center/users?role=learner', '.rows th a'],
    ['/center/accounts?search=陈静', '.rows th a'],
  ],
  administrator: [
    ['/center/users?role=teacher', '.rows th a'],
    ['/center/accounts?search=陈静', '.rows th a'],
  ],
}
