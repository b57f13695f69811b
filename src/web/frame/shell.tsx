// What stands around every page: skip link, bar, banner when the network is gone, footer.
import { type ReactNode, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Link, NavLink, useLocation, useNavigate } from 'react-router'
import type { Language } from '../../words/language.ts'
import { paths, withQuery } from '../paths.ts'
import { CrashGuard } from './crash.tsx'
import { DisplaySettings } from './display.tsx'
import { Icon } from './icon.tsx'
import { useLanguage, useWords } from './language.tsx'
import { Skeleton } from './reply.tsx'

export function Shell({ children }: { children: ReactNode }) {
  const words = useWords().frame
  const { pathname, hash } = useLocation()
  useEffect(() => {
    if (hash) document.getElementById(hash.slice(1))?.scrollIntoView()
  }, [pathname, hash])
  return (
    <>
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <Bar />
      <OfflineBanner />
      <main id="content" tabIndex={-1}>
        <CrashGuard words={words} place={pathname}>
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
    { to: paths.api, label: words.api.title },
  ]
}

function Bar() {
  const words = useWords().frame
  const [open, setOpen] = useState(false)
  const { pathname } = useLocation()
  useEffect(() => setOpen(false), [pathname])
  return (
    <header
      className="bar"
      onKeyDown={(event) => {
        if (event.key === 'Escape') setOpen(false)
      }}
    >
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
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'close' : 'menu'} />
          <span className="unseen">{open ? words.close : words.menu}</span>
        </button>
        <div id="menu" className={open ? 'menu is-open' : 'menu'}>
          <nav aria-label={words.mainMenu}>
            <ul>
              {useSections().map(({ to, label }) => (
                <li key={to}>
                  <NavLink to={to}>{label}</NavLink>
                </li>
              ))}
              <li>
                <Link to={`${paths.home}#how`} onClick={() => setOpen(false)}>
                  {words.help}
                </Link>
              </li>
            </ul>
          </nav>
          <Search />
        </div>
        <LanguageSwitch />
        <DisplaySettings />
      </div>
    </header>
  )
}

/** 全局搜索: what there is to find for the public is courses. `/` brings the cursor here. */
function Search() {
  const words = useWords().frame
  const navigate = useNavigate()
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
    <form
      role="search"
      className="search"
      onSubmit={(event) => {
        event.preventDefault()
        void navigate(withQuery(paths.catalogue, { q: field.current?.value.trim() }))
      }}
    >
      <Icon name="search" />
      <input ref={field} type="search" aria-label={words.search} placeholder={words.searchHint} maxLength={100} />
      <button type="submit" className="unseen">
        {words.searchAction}
      </button>
    </form>
  )
}

function LanguageSwitch() {
  const { language, words, speak } = useLanguage()
  const other: Language = language === 'en' ? 'zh-CN' : 'en'
  return (
    <button type="button" className="bar-button wide" lang={other} onClick={() => speak(other)}>
      {words.frame.languageSwitch}
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
  return (
    <div role="status">{!online && <p className="offline">{words.offline}</p>}</div>
  )
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
