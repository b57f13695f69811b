// web/main.tsx – the pages of the bank and their addresses. A page's code is fetched when it is opened.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ComponentType, StrictMode, lazy } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from './api.ts'
import { Addresses, paramsOf, useAddress } from './frame/address.tsx'
import { Languages, languageAtStart, loadWords } from './frame/language.tsx'
import { Shell } from './frame/shell.tsx'
import { type PageProps, paths } from './paths.ts'
import './frame/tokens.css'
import './frame/base.css'
import './frame/shell.css'
import './frame/parts.css'

const page = (path: string, load: () => Promise<{ default: ComponentType<PageProps> }>) => ({
  path,
  load,
  Shown: lazy(load),
})

const pages = [
  page(paths.home, () => import('./pages/home.tsx')),
  page(paths.worth, () => import('./pages/worth.tsx')),
  page(paths.worthResult, () => import('./pages/worth-result.tsx')),
  page(paths.worthCompare, () => import('./pages/worth-compare.tsx')),
  page(paths.catalogue, () => import('./pages/catalogue.tsx')),
  page(paths.course(':courseId'), () => import('./pages/course.tsx')),
  page(paths.institutions, () => import('./pages/institutions.tsx')),
  page(paths.institution(':institutionId'), () => import('./pages/institution.tsx')),
  page(paths.rules, () => import('./pages/rules.tsx')),
  page('/rules/packs/:code', () => import('./pages/rule-pack.tsx')),
  page('/rules/:number', () => import('./pages/rule-set.tsx')),
  page(paths.verify, () => import('./pages/verify.tsx')),
  page('/verify/:code', () => import('./pages/verify.tsx')),
  page(paths.api, () => import('./pages/api.tsx')),
  page(paths.privacy, () => import('./pages/privacy.tsx')),
  page(paths.login, () => import('./pages/login.tsx')),
  page(paths.register, () => import('./pages/register.tsx')),
  page(paths.activate, () => import('./pages/activate.tsx')),
  page(paths.recover, () => import('./pages/recover.tsx')),
  page(paths.sso(':providerId'), () => import('./pages/sso.tsx')),
  page(paths.my, () => import('./pages/my/home.tsx')),
  page(paths.account, () => import('./pages/my/account.tsx')),
  page(paths.receipt(':number'), () => import('./pages/my/receipt.tsx')),
  page(paths.achievements, () => import('./pages/my/achievements.tsx')),
  page(paths.applications, () => import('./pages/my/applications.tsx')),
  page(paths.application(':claimId'), () => import('./pages/my/application.tsx')),
  page(paths.applicationEdit(':claimId'), () => import('./pages/my/application-edit.tsx')),
  page(paths.deposit, () => import('./pages/my/deposit.tsx')),
  page(paths.transfer, () => import('./pages/my/transfer.tsx')),
  page(paths.profile, () => import('./pages/my/profile.tsx')),
  page(paths.settings, () => import('./pages/my/settings.tsx')),
  page(paths.classes, () => import('./pages/teach/classes.tsx')),
  page(paths.gradeImport, () => import('./pages/teach/import.tsx')),
  page(paths.records, () => import('./pages/teach/records.tsx')),
  page(paths.record(':recordId'), () => import('./pages/teach/record.tsx')),
  page(paths.users, () => import('./pages/center/users.tsx')),
  page(paths.user(':userId'), () => import('./pages/center/user.tsx')),
  page(paths.openAccounts, () => import('./pages/center/open-accounts.tsx')),
  page(paths.openAccount, () => import('./pages/center/open-account.tsx')),
  page(paths.grants, () => import('./pages/center/grants.tsx')),
  page(paths.lend, () => import('./pages/center/lend.tsx')),
  page(paths.requests, () => import('./pages/center/requests.tsx')),
  page(paths.closures, () => import('./pages/center/closures.tsx')),
  page(paths.integrations, () => import('./pages/center/integrations.tsx')),
  page(paths.audit, () => import('./pages/center/audit.tsx')),
  page(paths.tasks, () => import('./pages/center/tasks.tsx')),
  page(paths.accounts, () => import('./pages/center/accounts.tsx')),
  page(paths.learnerAccount(':learnerId'), () => import('./pages/center/account.tsx')),
  page(paths.opinions, () => import('./pages/center/opinions.tsx')),
  page(paths.opinion(':claimId'), () => import('./pages/center/opinion.tsx')),
  page(paths.reviewSettings, () => import('./pages/center/review-settings.tsx')),
  page(paths.ruleDrafts, () => import('./pages/center/rule-drafts.tsx')),
  page(paths.ruleDraftNew, () => import('./pages/center/rule-draft-new.tsx')),
  page(paths.ruleDraft(':draftId'), () => import('./pages/center/rule-draft.tsx')),
  page(paths.ledger, () => import('./pages/center/ledger.tsx')),
  page(paths.task(':claimId'), () => import('./pages/center/task.tsx')),
]
const notFound = page('', () => import('./pages/not-found.tsx'))

function pageAt(pathname: string) {
  for (const each of pages) {
    const params = paramsOf(each.path, pathname)
    if (params) return { ...each, params }
  }
  return { ...notFound, params: {} }
}

function CurrentPage() {
  const { Shown, params } = pageAt(useAddress().pathname)
  return <Shown params={params} />
}

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      // Only what may pass by itself is tried again; a refusal stays one.
      retry: (count, error) =>
        count < 2 &&
        error instanceof Problem &&
        (error.details === undefined || error.details.status === 503),
    },
  },
})

async function start(root: HTMLElement): Promise<void> {
  const language = languageAtStart(location.search)
  // Fonts for readers whose system has no Chinese; page, words and fonts are fetched side by side.
  void import('@fontsource-variable/noto-sans-sc/wght.css')
  void pageAt(location.pathname).load()
  const words = await loadWords(language)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <Addresses>
          <Languages first={{ language, words }}>
            <Shell>
              <CurrentPage />
            </Shell>
          </Languages>
        </Addresses>
      </QueryClientProvider>
    </StrictMode>,
  )
}

const root = document.getElementById('root')
if (root) void start(root)
