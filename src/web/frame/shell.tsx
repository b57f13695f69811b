// What stands around every page: skip link, bar, banner when the network is gone, footer.
import {
  type ReactNode,
  Suspense,
  lazy,
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { Language } from '../../words/language.ts'
import { paths, withQuery } from '../paths.ts'
import { type Address, Link, SectionLink, navigate, useAddress } from './address.tsx'
import { CrashGuard } from './crash.tsx'
import { DisplaySettings } from './display.tsx'
import { useDismiss } from './dismiss.ts'
import { Icon } from './icon.tsx'
import { useLanguage, useWords } from './language.tsx'
import { recall, signedInMark } from './memory.ts'
import { Skeleton } from './reply.tsx'

export function Shell({ children }: { children: ReactNode }) {
  const words = useWords().frame
  const address = useAddress()
  useEffect(() => {
    if (address.hash) document.getElementById(address.hash.slice(1))?.scrollIntoView()
  }, [address])
  return (
    <>
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <Bar />
      <OfflineBanner />
      <main id="content" tabIndex={-1}>
        <CrashGuard words={words} place={address.pathname}>
          <Suspense fallback={<Skeleton lines={6} />}>{children}</Suspense>
        </CrashGuard>
      </main>
      <Footer />
    </>
  )
}

function useSections() {
  const words = useWords()
  return [
    { to: paths.worth, label: words.worth.title },
    { to: paths.catalogue, label: words.catalogue.title },
    { to: paths.institutions, label: words.institutions.title },
    { to: paths.rules, label: words.rules.title },
    { to: paths.api, label: words.api.title },
  ]
}

function Bar() {
  const words = useWords().frame
  const address = useAddress()
  const box = useRef<HTMLElement>(null)
  // Open on this page only: with the next one the menu is closed.
  const [openOn, setOpenOn] = useState<Address>()
  const open = openOn === address
  const close = useCallback(() => setOpenOn(undefined), [])
  useDismiss(open, box, close)
  return (
    <header className="bar" ref={box}>
      <div className="bar-inner">
        <Link className="brand" to={paths.home}>
          <Mark />
          <span>{words.bank}</span>
        </Link>
        <button
          type="button"
          className="bar-button menu-button"
          aria-expanded={open}
          aria-controls="menu"
          onClick={() => setOpenOn(open ? undefined : address)}
        >
          <Icon name={open ? 'close' : 'menu'} />
          <span className="unseen">{open ? words.close : words.menu}</span>
        </button>
        <div id="menu" className={open ? 'menu is-open' : 'menu'}>
          <nav aria-label={words.mainMenu}>
            <ul>
              {useSections().map(({ to, label }) => (
                <li key={to}>
                  <SectionLink to={to}>{label}</SectionLink>
                </li>
              ))}
              <li>
                <Link to={`${paths.home}#how`}>{words.help}</Link>
              </li>
            </ul>
          </nav>
          <Search />
        </div>
        <LanguageSwitch />
        <DisplaySettings />
        <Door />
      </div>
    </header>
  )
}

/** 全局搜索: what there is to find for the public is courses. `/` brings the cursor here. */
function Search() {
  const words = useWords().frame
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      field.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <search>
      <form
        className="search"
        onSubmit={(event) => {
          event.preventDefault()
          navigate(withQuery(paths.catalogue, { q: field.current?.value.trim() }))
        }}
      >
        <Icon name="search" />
        <input
          ref={field}
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          title={words.searchHint}
          maxLength={100}
        />
        <button type="submit" className="unseen">
          {words.searchAction}
        </button>
      </form>
    </search>
  )
}

const AccountMenu = lazy(() => import('./account-menu.tsx'))

/** What is behind the door is fetched by those who have been behind it. */
function Door() {
  const words = useWords().frame
  const { pathname, search } = useAddress()
  const isElsewhere = pathname !== paths.home && pathname !== paths.login
  const signIn = (
    <Link
      className="bar-button wide"
      to={withQuery(paths.login, { next: isElsewhere ? pathname + search : undefined })}
    >
      {words.signIn}
    </Link>
  )
  if (recall(signedInMark) === null) return signIn
  return (
    <Suspense fallback={signIn}>
      <AccountMenu />
    </Suspense>
  )
}

function LanguageSwitch() {
  const { language, words, speak } = useLanguage()
  const other: Language = language === 'en' ? 'zh-CN' : 'en'
  return (
    <button type="button" className="bar-button wide" lang={other} onClick={() => speak(other)}>
      <span className="language-full">{words.frame.languageSwitch}</span>
      <span className="language-short">
        <span aria-hidden="true">{words.frame.languageShort}</span>
        <span className="unseen">{words.frame.languageSwitch}</span>
      </span>
    </button>
  )
}

function OfflineBanner() {
  const words = useWords().frame
  const online = useSyncExternalStore(
    (changed) => {
      window.addEventListener('online', changed)
      window.addEventListener('offline', changed)
      return () => {
        window.removeEventListener('online', changed)
        window.removeEventListener('offline', changed)
      }
    },
    () => navigator.onLine,
  )
  return <output>{!online && <span className="offline">{words.offline}</span>}</output>
}

function Footer() {
  const words = useWords().frame
  return (
    <footer className="foot">
      <div>
        <p>
          <strong>{words.bank}</strong> {words.footer}
        </p>
        <p>{words.footerNote}</p>
        <p>
          <Link to={paths.privacy}>{words.privacy}</Link>
        </p>
      </div>
    </footer>
  )
}

/** The overpass of lifelong learning (终身学习“立交桥”) as an arch. */
const Mark = () => (
  <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="9" />
    <path d="M6 21.5h20M8.5 21.5v-3a7.5 7.5 0 0 1 15 0v3M13 21.5v-3a3 3 0 0 1 6 0v3" />
  </svg>
)
