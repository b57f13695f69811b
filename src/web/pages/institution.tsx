// pages/institution.tsx ↔ /institutions/:id: one institution, and how it counts hours and grades.
import type { getInstitution } from '../../catalogue/contract.ts'
import { type ReplyOf, useReply } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { Icon } from '../frame/icon.tsx'
import { useLanguage } from '../frame/language.tsx'
import { Membership } from '../frame/membership.tsx'
import { Page } from '../frame/page.tsx'
import { Reply } from '../frame/reply.tsx'
import { figure, nameIn } from '../frame/text.ts'
import { type PageProps, paths, withQuery } from '../paths.ts'
import { formAddress } from '../worth/question.ts'
import './detail.css'

type Institution = ReplyOf<typeof getInstitution>
type CountedKind = Institution['terms']['hoursPerCredit'][number]['kind']

export default function InstitutionPage({ params: { institutionId = '' } }: PageProps) {
  const { language, words } = useLanguage()
  const institution = useReply<typeof getInstitution>('GET', '/api/v1/institutions/:institutionId', {
    institutionId,
  })
  const { data } = institution
  return (
    <Page
      title={data ? nameIn(language, data) : words.institutions.institution}
      above={[{ to: paths.institutions, label: words.institutions.title }]}
      lead={
        data && (
          <>
            <Membership member={data.member} /> {words.frame.institutionKinds[data.kind]} · {data.region}
          </>
        )
      }
      actions={
        data?.member && (
          <Link
            className="button primary"
            to={formAddress(paths.worth, { targetId: institutionId, courses: [] })}
          >
            <Icon name="scale" />
            {words.institutions.askHere}
          </Link>
        )
      }
    >
      <Reply reply={institution} lines={6}>
        {(found) => (
          <>
            {!found.member && <p className="banner">{words.institutions.notMemberNote}</p>}
            <div className="detail">
              <Facts institution={found} />
              <Terms terms={found.terms} />
            </div>
          </>
        )}
      </Reply>
    </Page>
  )
}

function Facts({ institution }: { institution: Institution }) {
  const words = useLanguage().words.institutions
  return (
    <section className="panel" aria-labelledby="facts">
      <h2 id="facts">{words.facts}</h2>
      <dl className="facts">
        <div>
          <dt>{words.code}</dt>
          <dd>{institution.code}</dd>
        </div>
        <div>
          <dt>{words.region}</dt>
          <dd>{institution.region}</dd>
        </div>
        <div>
          <dt>{words.courseCount}</dt>
          <dd>
            {words.courses(institution.courseCount)}
            {institution.courseCount > 0 && (
              <Link to={withQuery(paths.catalogue, { institutionId: institution.id })}>
                {words.seeCourses}
              </Link>
            )}
          </dd>
        </div>
      </dl>
    </section>
  )
}

function Terms({ terms }: { terms: Institution['terms'] }) {
  const { words } = useLanguage()
  const { institutions, frame } = words
  const kindName = (kind: CountedKind, isOnly: boolean) =>
    kind ? frame.kinds[kind] : isOnly ? institutions.allKinds : institutions.otherKinds
  return (
    <section className="panel" aria-labelledby="terms">
      <h2 id="terms">{institutions.terms}</h2>
      <p className="help">{institutions.termsVersion(terms.version, frame.period(terms.from, terms.to))}</p>
      <h3>{institutions.hoursPerCredit}</h3>
      {terms.hoursPerCredit.length === 0 && <p>{institutions.noHours}</p>}
      <dl className="facts">
        {terms.hoursPerCredit.map(({ kind, hours }) => (
          <div key={kind ?? 'other'}>
            <dt>{kindName(kind, terms.hoursPerCredit.length === 1)}</dt>
            <dd>{institutions.hoursEach(figure(hours))}</dd>
          </div>
        ))}
      </dl>
      <h3>{institutions.gradeScales}</h3>
      {terms.gradeScales.length === 0 && <p>{institutions.noScales}</p>}
      <dl className="facts">
        {terms.gradeScales.map(({ scale, kind, grades, pass }) => (
          <div key={scale + (kind ?? '')}>
            <dt>
              {institutions.scales[scale] ?? scale}
              {kind && ` · ${frame.kinds[kind]}`}
            </dt>
            <dd>
              {grades.length > 0 && (
                <span className="grades">
                  {grades.map((grade) => (
                    <span key={grade}>{grade}</span>
                  ))}
                </span>
              )}
              <small>{scale === 'percent' ? institutions.passScore(pass) : institutions.pass(pass)}</small>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
