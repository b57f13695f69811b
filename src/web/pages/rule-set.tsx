// pages/rule-set.tsx ↔ /rules/:number: what the rules say now, and what each version changed.
import type { getRuleSet } from '../../rulebook/contract.ts'
import { type ReplyOf, useReply } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { useLanguage } from '../frame/language.tsx'
import { Page } from '../frame/page.tsx'
import { Reply } from '../frame/reply.tsx'
import { nameIn, titleIn } from '../frame/text.ts'
import { type PageProps, paths } from '../paths.ts'
import { Changes } from '../rules/changes.tsx'
import { ClauseList } from '../rules/clause-list.tsx'
import { rowsOf } from '../rules/rows.ts'
import './detail.css'
import '../rules/rules.css'

type Version = ReplyOf<typeof getRuleSet>['versions'][number]

export default function RuleSetPage({ params: { number = '' } }: PageProps) {
  const { language, words } = useLanguage()
  const set = useReply<typeof getRuleSet>('GET', '/api/v1/rule-sets/:number', {
    number: decodeURIComponent(number),
  })
  const { data } = set
  return (
    <Page
      title={data ? titleIn(language, data) : words.rules.title}
      above={[{ to: paths.rules, label: words.rules.title }]}
      lead={
        data && (
          <>
            {data.number} ·{' '}
            {data.institution ? (
              <Link to={paths.institution(data.institution.id)}>{nameIn(language, data.institution)}</Link>
            ) : (
              words.rules.ownRules
            )}
          </>
        )
      }
    >
      <Reply reply={set} lines={8}>
        {({ versions }) => (
          <ol className="rule-versions">
            {versions.map((version, place) => (
              <li key={version.version} className="panel">
                <VersionText version={version} before={versions[place + 1]} />
              </li>
            ))}
          </ol>
        )}
      </Reply>
    </Page>
  )
}

function VersionText({ version, before }: { version: Version; before: Version | undefined }) {
  const { words } = useLanguage()
  const text = words.rules
  const rows = rowsOf(version.content, words)
  const isCurrent = version.inForce
  return (
    <>
      <h2>
        {text.version(version.version)}
        <small>{version.to === null ? text.from(version.from) : text.period(version.from, version.to)}</small>
        <span className={isCurrent ? 'state state-good' : 'state state-plain'}>
          {isCurrent ? text.inForce : version.to === null ? text.notYet : text.past}
        </span>
      </h2>
      {before === undefined ? (
        <p className="help">{text.firstVersion}</p>
      ) : (
        <section aria-label={text.changed(before.version)}>
          <h3>{text.changed(before.version)}</h3>
          <Changes before={before.content} after={version.content} none={text.noChange} />
        </section>
      )}
      <details className="fold" open={isCurrent}>
        <summary>{text.content}</summary>
        {version.content.clauses && <ClauseList clauses={version.content.clauses} />}
        <dl className="facts">
          {rows.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          {version.source && (
            <div>
              <dt>{text.source}</dt>
              <dd>{version.source}</dd>
            </div>
          )}
          <div>
            <dt>{text.hash}</dt>
            <dd>
              <code className="hash">{version.contentHash}</code>
              <small>{text.hashNote}</small>
            </dd>
          </div>
        </dl>
      </details>
    </>
  )
}
