// pages/home.tsx ↔ /: the question first, then what else can be done here, and how an answer is reached.
import type { getCourses, getInstitutions } from '../../catalogue/contract.ts'
import { useReply } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { Icon, type IconName } from '../frame/icon.tsx'
import { useLanguage, useWords } from '../frame/language.tsx'
import { Page } from '../frame/page.tsx'
import { paths } from '../paths.ts'
import { WorthForm } from '../worth/form.tsx'
import '../worth/form.css'
import './home.css'

export default function HomePage() {
  const words = useWords().home
  return (
    <div className="home">
      <section className="hero">
        <div className="hero-words">
          <Page home title={words.title} heading={words.heading} />
          <p className="hero-lead">{words.lead}</p>
        </div>
        <div className="panel question">
          <WorthForm several={false} />
        </div>
      </section>
      <Services />
      <Counters />
      <How />
    </div>
  )
}

function Services() {
  const words = useWords().home
  const services: { to: string; icon: IconName; title: string; text: string }[] = [
    { to: paths.worth, icon: 'scale', ...words.service.worth },
    { to: paths.catalogue, icon: 'book', ...words.service.catalogue },
    { to: paths.institutions, icon: 'school', ...words.service.institutions },
    { to: paths.verify, icon: 'shield', ...words.service.verify },
    { to: paths.api, icon: 'code', ...words.service.api },
  ]
  return (
    <section className="services" aria-labelledby="services">
      <h2 id="services">{words.services}</h2>
      <ul>
        {services.map(({ to, icon, title, text }) => (
          <li key={to}>
            <Link to={to}>
              <Icon name={icon} />
              <strong>{title}</strong>
              <span>{text}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What the catalogue holds at this moment; a figure that cannot be had is left out, never made up. */
function Counters() {
  const { language, words } = useLanguage()
  const institutions = useReply<typeof getInstitutions>('GET', '/api/v1/institutions', { limit: '1' })
  const members = useReply<typeof getInstitutions>('GET', '/api/v1/institutions', {
    limit: '1',
    member: 'true',
  })
  const courses = useReply<typeof getCourses>('GET', '/api/v1/courses', { limit: '1' })
  const counters = [
    { total: courses.data?.total, label: words.home.counter.courses },
    { total: institutions.data?.total, label: words.home.counter.institutions },
    { total: members.data?.total, label: words.home.counter.members },
  ]
  if (counters.every(({ total }) => total === undefined)) return null
  return (
    <section className="counters" aria-label={words.home.counters}>
      <dl>
        {counters.map(
          ({ total, label }) =>
            total !== undefined && (
              <div key={label}>
                <dd>{total.toLocaleString(language)}</dd>
                <dt>{label}</dt>
              </div>
            ),
        )}
      </dl>
    </section>
  )
}

function How() {
  const words = useWords().home
  return (
    <section className="how" id="how" aria-labelledby="how-title">
      <h2 id="how-title">{words.how}</h2>
      <p className="lead">{words.howLead}</p>
      <ol>
        {words.principles.map(({ title, text }) => (
          <li key={title}>
            <h3>{title}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ol>
      <h2>{words.questions}</h2>
      <div className="faq">
        {words.faq.map(({ question, answer }) => (
          <details key={question} className="fold">
            <summary>{question}</summary>
            <p>{answer}</p>
          </details>
        ))}
      </div>
    </section>
  )
}
