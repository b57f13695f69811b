// pages/rule-pack.tsx ↔ /rules/packs/:code: a pack of the library in words, with its sources.
import type { getRulePack } from '../../rulebook/contract.ts'
import { type ReplyOf, useReply } from '../api.ts'
import { useLanguage } from '../frame/language.tsx'
import { Page } from '../frame/page.tsx'
import { Reply } from '../frame/reply.tsx'
import { titleIn } from '../frame/text.ts'
import { type PageProps, paths } from '../paths.ts'
import { ClauseList } from '../rules/clause-list.tsx'
import { rowsOf } from '../rules/rows.ts'
import './detail.css'
import '../rules/rules.css'

export default function RulePackPage({ params: { code = '' } }: PageProps) {
  const { language, words } = useLanguage()
  const text = words.rules
  const pack = useReply<typeof getRulePack>('GET', '/api/v1/rule-packs/:code', {
    code: decodeURIComponent(code),
  })
  const { data } = pack
  return (
    <Page
      title={data ? titleIn(language, data) : text.library}
      above={[{ to: paths.rules, label: text.title }]}
      lead={
        data &&
        `${data.code} · ${text.latest(data.version, data.to === null ? text.from(data.from) : text.period(data.from, data.to))}`
      }
    >
      <Reply reply={pack} lines={8}>
        {(shown) => <PackText pack={shown} />}
      </Reply>
    </Page>
  )
}

function PackText({ pack: { content, contentHash } }: { pack: ReplyOf<typeof getRulePack> }) {
  const { language, words } = useLanguage()
  const text = words.rules
  const note = language === 'en' ? content.noteEn : content.noteZh
  return (
    <div className="rule-versions">
      {note && <p>{note}</p>}
      <section className="panel" aria-label={text.clauses.title}>
        <h2>{text.clauses.title}</h2>
        <ClauseList clauses={content.clauses} labels={content.labels} />
      </section>
      {content.principles && (
        <section className="panel" aria-label={text.principles}>
          <h2>{text.principles}</h2>
          <dl className="facts">
            {rowsOf(content.principles, words).map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {content.notExpressed && (
        <section className="panel" aria-label={text.notExpressed}>
          <h2>{text.notExpressed}</h2>
          <ul className="clause-list">
            {content.notExpressed.map(({ id, zh, en }) => (
              <li key={id}>
                <p>{language === 'en' ? en : zh}</p>
                <small>{id}</small>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="panel" aria-label={text.sources}>
        <h2>{text.sources}</h2>
        <dl className="facts">
          {content.sources.map(({ tag, title, address }) => (
            <div key={tag}>
              <dt>{tag}</dt>
              <dd>
                {title}
                {address && <small>{address}</small>}
              </dd>
            </div>
          ))}
          <div>
            <dt>{text.hash}</dt>
            <dd>
              <code className="hash">{contentHash}</code>
            </dd>
          </div>
        </dl>
      </section>
    </div>
  )
}
