// pages/course.tsx ↔ /catalog/:id: one course as it is, or in the version that an answer was judged by.
import type { getCourse } from '../../catalogue/contract.ts'
import { type ReplyOf, useReply } from '../api.ts'
import { Link, useAddress } from '../frame/address.tsx'
import { Icon } from '../frame/icon.tsx'
import { useLanguage } from '../frame/language.tsx'
import { Page } from '../frame/page.tsx'
import { Reply } from '../frame/reply.tsx'
import { amount, figure, instant, nameIn, titleIn } from '../frame/text.ts'
import { type PageProps, paths, withQuery } from '../paths.ts'
import { blankCourse, formAddress } from '../worth/question.ts'
import './detail.css'

type Course = ReplyOf<typeof getCourse>

export default function CoursePage({ params: { courseId = '' } }: PageProps) {
  const version = useAddress().query.get('version') ?? undefined
  const { language, words } = useLanguage()
  const course = useReply<typeof getCourse>(
    'GET',
    '/api/v1/courses/:courseId',
    { courseId, ...(version ? { version } : {}) },
    { keepPrevious: true },
  )
  const title = course.data ? titleIn(language, course.data) : words.catalogue.course
  return (
    <Page
      title={title}
      above={[{ to: paths.catalogue, label: words.catalogue.title }]}
      lead={
        course.data && (
          <Link to={paths.institution(course.data.institution.id)}>
            {nameIn(language, course.data.institution)}
          </Link>
        )
      }
      actions={
        course.data && (
          <Link
            className="button primary"
            to={formAddress(paths.worth, { targetId: '', courses: [{ ...blankCourse, courseId }] })}
          >
            <Icon name="scale" />
            {words.catalogue.worth}
          </Link>
        )
      }
    >
      <Reply reply={course} lines={8}>
        {(data) => <CourseDetail course={data} />}
      </Reply>
    </Page>
  )
}

function CourseDetail({ course }: { course: Course }) {
  const { words } = useLanguage()
  const newest = Math.max(...course.versions.map(({ version }) => version))
  return (
    <>
      {course.version < newest && (
        <p className="banner">
          {words.catalogue.older(course.version)}{' '}
          <Link to={paths.course(course.id)}>{words.catalogue.newest}</Link>
        </p>
      )}
      <div className="detail">
        <Facts course={course} />
        <Syllabus syllabus={course.syllabus} />
        <Versions course={course} />
      </div>
    </>
  )
}

function Facts({ course }: { course: Course }) {
  const { words } = useLanguage()
  const { catalogue, frame } = words
  const facts: [string, string | null, string?][] = [
    [catalogue.code, course.code],
    [catalogue.columns.credits, course.credits && amount(course.credits)],
    [catalogue.columns.hours, course.hours === null ? null : String(figure(course.hours))],
    [catalogue.kind, course.kind && frame.kinds[course.kind]],
    [catalogue.level, course.level && frame.levels[course.level]],
    [catalogue.category, course.category && catalogue.categories[course.category]],
    [catalogue.department, course.department],
    [
      catalogue.gradeMin,
      course.gradeMin === null ? catalogue.noGradeMin : catalogue.score(figure(course.gradeMin)),
      catalogue.gradeMinHint,
    ],
    [catalogue.inForce, frame.period(course.from, course.to)],
  ]
  return (
    <section className="panel" aria-labelledby="facts">
      <h2 id="facts">{catalogue.facts}</h2>
      <dl className="facts">
        {facts.map(([label, value, hint]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {value ?? frame.unknown}
              {hint && <small>{hint}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Syllabus({ syllabus }: { syllabus: Course['syllabus'] }) {
  const words = useLanguage().words.catalogue
  const most = Math.max(...syllabus.map(({ weight }) => weight))
  return (
    <section className="panel" aria-labelledby="syllabus">
      <h2 id="syllabus">{words.syllabus}</h2>
      {syllabus.length === 0 ? (
        <p>{words.syllabusNone}</p>
      ) : (
        <table className="syllabus">
          <thead>
            <tr>
              <th scope="col">{words.topic}</th>
              <th scope="col" className="number">
                {words.weight}
              </th>
            </tr>
          </thead>
          <tbody>
            {syllabus.map(({ topic, weight }) => (
              <tr key={topic}>
                <td>
                  {topic}
                  <svg viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
                    <rect width={(weight / most) * 100} height="2" />
                  </svg>
                </td>
                <td className="number">{figure(weight)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Versions({ course }: { course: Course }) {
  const { words } = useLanguage()
  return (
    <section className="panel" aria-labelledby="versions">
      <h2 id="versions">{words.catalogue.versions}</h2>
      <p className="help">{words.catalogue.versionsHint}</p>
      <ol className="versions">
        {course.versions.map(({ version, from, to, recordedAt }) => (
          <li key={version} aria-current={version === course.version ? 'true' : undefined}>
            {version === course.version ? (
              <strong>
                {words.frame.version(version)} · {words.catalogue.currentlyShown}
              </strong>
            ) : (
              <Link to={withQuery(paths.course(course.id), { version: String(version) })}>
                {words.frame.version(version)}
              </Link>
            )}
            <span>{words.frame.period(from, to)}</span>
            <small>{words.catalogue.recorded(instant(recordedAt))}</small>
          </li>
        ))}
      </ol>
    </section>
  )
}
