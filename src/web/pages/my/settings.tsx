// pages/my/settings.tsx ↔ /my/settings: sign-in and security, consents, who looked. For everybody who is signed in.
import { Link, useAddress, withChange } from '../../frame/address.tsx'
import { useSessionWords, useTrustWords } from '../../frame/area-words.ts'
import { Page } from '../../frame/page.tsx'
import { MySections } from '../../my/frame.tsx'
import { paths } from '../../paths.ts'
import { Behind, type Me, homeOf } from '../../session.tsx'
import { Closing } from '../../trust/closing.tsx'
import { Consents } from '../../trust/consents.tsx'
import { Export } from '../../trust/export.tsx'
import { TrustSections } from '../../trust/frame.tsx'
import { Looks } from '../../trust/looks.tsx'
import { Security } from '../../trust/security.tsx'

const tabs = ['security', 'consents', 'looks', 'data'] as const

export default function SettingsPage() {
  return <Behind>{(me) => <Settings me={me} />}</Behind>
}

function Settings({ me }: { me: Me }) {
  const words = useTrustWords().settings
  const { sections } = useSessionWords()
  const { query } = useAddress()
  const isLearner = homeOf(me) === paths.my
  const tab = tabs.find((each) => each === query.get('tab')) ?? 'security'
  return (
    <div className="behind">
      {isLearner ? <MySections /> : <TrustSections me={me} />}
      <div className="behind-main">
        <Page title={words.title} above={isLearner ? [{ to: paths.my, label: sections.my }] : []}>
          <nav className="tabs" aria-label={words.title}>
            {tabs.map((each) => (
              <Link
                key={each}
                to={withChange((next) => {
                  next.delete('cursor')
                  if (each === 'security') next.delete('tab')
                  else next.set('tab', each)
                })}
                aria-current={each === tab ? 'page' : undefined}
              >
                {words.tabs[each]}
              </Link>
            ))}
          </nav>
          {tab === 'security' && <Security me={me} />}
          {tab === 'consents' && <Consents />}
          {tab === 'looks' && <Looks />}
          {tab === 'data' && (
            <div className="panels">
              <Export />
              <Closing />
            </div>
          )}
        </Page>
      </div>
    </div>
  )
}
