// The question box: what was learnt, with which grade, and where one wants to go.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState } from 'react'
import type { getCourse, getInstitution } from '../../catalogue/contract.ts'
import { courseKinds, courseLevels } from '../../catalogue/model.ts'
import type { postWorthQuestion } from '../../worth/contract.ts'
import { Problem, question, useReply } from '../api.ts'
import { navigate, useAddress, withChange } from '../frame/address.tsx'
import { Field } from '../frame/field.tsx'
import { Icon } from '../frame/icon.tsx'
import { useLanguage, useWords } from '../frame/language.tsx'
import { amount, nameIn, titleIn } from '../frame/text.ts'
import { CoursePicker, InstitutionPicker } from './pickers.tsx'
import { readTranscript } from './transcript.ts'
import {
  type CourseDraft,
  type WorthDraft,
  blankCourse,
  compareAddress,
  draftFrom,
  inputOf,
  resultAddress,
  writeDraft,
} from './question.ts'

/** By JSON pointer into the question, as the server names them. */
type Flaws = Record<string, string>

export function WorthForm({ several }: { several: boolean }) {
  const { language, words } = useLanguage()
  const { pathname, query } = useAddress()
  const queries = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const [draft, setDraft] = useState<WorthDraft>(() => {
    const given = draftFrom(query)
    return { ...given, courses: given.courses.length > 0 ? given.courses : [blankCourse] }
  })
  const [targetText, setTargetText] = useState('')
  const [flaws, setFlaws] = useState<Flaws>({})
  const [asking, setAsking] = useState(false)

  useEffect(() => {
    if (Object.keys(flaws).length > 0)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [flaws])

  // The draft stands in the address, so that a reload keeps it.
  useEffect(() => {
    const timer = setTimeout(() => {
      if (location.pathname !== pathname) return
      const to = withChange((query) => writeDraft(query, draft))
      if (to !== location.pathname + location.search + location.hash) navigate(to, { replace: true })
    }, 300)
    return () => clearTimeout(timer)
  }, [draft, pathname])

  const changeCourse = (at: number, part: Partial<CourseDraft>) =>
    setDraft((before) => ({
      ...before,
      courses: before.courses.map((course, index) => (index === at ? { ...course, ...part } : course)),
    }))

  const ask = async () => {
    const missing = flawsIn(draft, targetText, words.worth)
    setFlaws(missing)
    if (Object.keys(missing).length > 0) return
    setAsking(true)
    const asked = (on?: string) =>
      question<typeof postWorthQuestion>('POST', '/api/v1/worth/questions', inputOf(draft, on), language)
    try {
      const answer = await queries.fetchQuery(asked())
      queries.setQueryData(asked(answer.on).queryKey, answer)
      navigate(resultAddress(draft, answer.on))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const named = error.details?.errors ?? []
      // What is wrong with an entry is said at the entry; all else the result page says, with another try.
      if (named.length === 0) navigate(resultAddress(draft))
      else setFlaws(Object.fromEntries(named.map(({ pointer, message }) => [pointer, message])))
    } finally {
      setAsking(false)
    }
  }

  const compare = () => {
    const { '/targetInstitutionId': _, ...missing } = flawsIn(draft, targetText, words.worth)
    setFlaws(missing)
    if (Object.keys(missing).length === 0) navigate(compareAddress(draft))
  }

  return (
    <form
      className={several ? 'worth-form' : 'worth-form in-one-row'}
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void ask()
      }}
    >
      {draft.courses.map((course, index) => (
        <CourseFields
          // Courses have no identity of their own before they are asked about.
          key={index}
          number={index}
          of={draft.courses.length}
          course={course}
          flaws={flaws}
          targetId={draft.targetId}
          withDetails={several}
          onChange={(part) => changeCourse(index, part)}
          onRemove={() => setDraft({ ...draft, courses: draft.courses.filter((_, at) => at !== index) })}
        />
      ))}
      {several && draft.courses.length < 100 && (
        <button
          type="button"
          className="button add"
          onClick={() => setDraft({ ...draft, courses: [...draft.courses, blankCourse] })}
        >
          <Icon name="plus" />
          {words.worth.addCourse}
        </button>
      )}
      {several && (
        <Paste
          onPaste={(courses) =>
            setDraft((before) => ({
              ...before,
              courses: [...before.courses.filter((course) => !isBlank(course)), ...courses],
            }))
          }
        />
      )}
      <div className="worth-target">
        <InstitutionPicker
          name="target"
          label={words.worth.target}
          hint={words.worth.targetHint}
          error={flaws['/targetInstitutionId']}
          institutionId={draft.targetId}
          membersOnly
          onText={setTargetText}
          onChoose={(targetId) => setDraft({ ...draft, targetId })}
        />
        <button type="submit" className="button primary ask" aria-busy={asking}>
          {asking ? words.worth.asking : words.worth.ask}
        </button>
      </div>
      {several && (
        <button type="button" className="button" onClick={compare}>
          <Icon name="scale" />
          {words.worth.compare}
        </button>
      )}
    </form>
  )
}

const isBlank = ({ courseId, title }: CourseDraft): boolean => courseId === '' && title.trim() === ''

/** A whole transcript at once, as text. */
function Paste({ onPaste }: { onPaste: (courses: CourseDraft[]) => void }) {
  const words = useWords().worth
  const [text, setText] = useState('')
  const [institutionId, setInstitutionId] = useState('')
  const [said, setSaid] = useState('')
  const take = () => {
    const { courses, unread } = readTranscript(text, institutionId)
    if (courses.length > 0) onPaste(courses)
    setSaid(
      courses.length === 0 && unread.length === 0
        ? words.pasteNone
        : words.pasted(courses.length, unread.join('、')),
    )
    setText(
      text
        .split(/\r?\n/)
        .filter((_, place) => unread.includes(place + 1))
        .join('\n'),
    )
  }
  return (
    <details className="fold paste">
      <summary>{words.paste}</summary>
      <InstitutionPicker
        name="paste-at"
        label={words.sourceInstitution}
        hint={words.sourceInstitutionHint}
        institutionId={institutionId}
        onChoose={setInstitutionId}
      />
      <Field label={words.pasteText} help={words.pasteHelp}>
        {(attributes) => (
          <textarea
            {...attributes}
            rows={5}
            value={text}
            placeholder={words.pastePlaceholder}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <button type="button" className="button" onClick={take}>
        {words.pasteTake}
      </button>
      <p role="status">{said}</p>
    </details>
  )
}

/** What the page can tell by itself; the rest the server says. */
function flawsIn(
  { targetId, courses }: WorthDraft,
  targetText: string,
  words: ReturnType<typeof useWords>['worth'],
): Flaws {
  const flaws: Flaws = {}
  courses.forEach((course, index) => {
    if (course.courseId) return
    if (course.title.trim() === '') flaws[`/courses/${index}/title`] = words.needCourse
    else if (!(Number(course.hours) > 0) && course.credits.trim() === '')
      flaws[`/courses/${index}/hours`] = words.needHours
  })
  if (!targetId)
    flaws['/targetInstitutionId'] = targetText ? words.targetNotChosen(targetText) : words.needTarget
  return flaws
}

function CourseFields(props: {
  number: number
  of: number
  course: CourseDraft
  flaws: Flaws
  targetId: string
  withDetails: boolean
  onChange: (part: Partial<CourseDraft>) => void
  onRemove: () => void
}) {
  const { course, onChange, number } = props
  const { language, words } = useLanguage()
  const legend = useId()
  const flaw = (field: string) => props.flaws[`/courses/${number}/${field}`]
  const known = useReply<typeof getCourse>(
    'GET',
    '/api/v1/courses/:courseId',
    { courseId: course.courseId },
    { enabled: course.courseId !== '' },
  )
  const institutionId = known.data?.institution.id ?? course.institutionId
  const title = known.data ? titleIn(language, known.data) : course.title
  const isFree = course.courseId === '' && course.title.trim() !== ''

  return (
    <fieldset className={props.of > 1 ? 'course-fields numbered' : 'course-fields'} aria-labelledby={legend}>
      <div className={props.of > 1 ? 'course-number' : 'unseen'}>
        <span id={legend}>{words.worth.courseNumber(number + 1)}</span>
        {props.of > 1 && (
          <button type="button" className="button quiet" onClick={props.onRemove}>
            <Icon name="close" />
            <span className="unseen">
              {words.worth.removeCourse(title || words.worth.courseNumber(number + 1))}
            </span>
          </button>
        )}
      </div>
      <div className="course-main">
        <CoursePicker
          name="course"
          label={words.worth.learnt}
          hint={
            known.data
              ? [
                  nameIn(language, known.data.institution),
                  known.data.hours !== null && words.frame.hours(known.data.hours),
                  known.data.credits !== null && words.frame.credits(amount(known.data.credits)),
                ]
                  .filter((part) => part !== false)
                  .join(' · ')
              : words.worth.learntHint
          }
          error={flaw('title') ?? flaw('courseId')}
          text={title}
          chosen={course.courseId !== ''}
          onType={(text) => onChange({ title: text, courseId: '' })}
          onChoose={(row) => onChange({ courseId: row.id, title: titleIn(language, row) })}
        />
        <Field
          label={words.worth.grade}
          help={<GradeHelp institutionId={institutionId} />}
          error={flaw('grade')}
        >
          {(attributes) => (
            <input
              {...attributes}
              name="grade"
              type="text"
              autoComplete="off"
              maxLength={20}
              value={course.grade}
              onChange={(event) => onChange({ grade: event.target.value })}
            />
          )}
        </Field>
      </div>
      {isFree && <FreeFields course={course} onChange={onChange} flaw={flaw} />}
      {props.withDetails && (
        <MoreFields course={course} targetId={props.targetId} onChange={onChange} flaw={flaw} />
      )}
    </fieldset>
  )
}

/** What is rarely needed, folded away: the day of the certificate, and the course it shall count for. */
function MoreFields(props: {
  course: CourseDraft
  targetId: string
  onChange: (part: Partial<CourseDraft>) => void
  flaw: (field: string) => string | undefined
}) {
  const { course, onChange, flaw } = props
  const { language, words } = useLanguage()
  const [wish, setWish] = useState('')
  const wished = useReply<typeof getCourse>(
    'GET',
    '/api/v1/courses/:courseId',
    { courseId: course.targetCourseId },
    { enabled: course.targetCourseId !== '' },
  )
  const [isUsed] = useState(course.earnedOn !== '' || course.targetCourseId !== '')
  const isWrong = flaw('earnedOn') !== undefined || flaw('targetCourseId') !== undefined
  return (
    <details className="fold" open={isUsed || isWrong}>
      <summary>{words.worth.moreDetails}</summary>
      <div className="course-main">
        <CoursePicker
          name="wished"
          label={words.worth.wished}
          hint={words.worth.wishedHint}
          error={flaw('targetCourseId')}
          institutionId={props.targetId}
          text={course.targetCourseId === '' ? wish : wished.data ? titleIn(language, wished.data) : wish}
          chosen={course.targetCourseId !== ''}
          onType={(text) => {
            setWish(text)
            onChange({ targetCourseId: '' })
          }}
          onChoose={(row) => {
            setWish(titleIn(language, row))
            onChange({ targetCourseId: row.id })
          }}
        />
        <Field label={words.worth.earnedOn} error={flaw('earnedOn')}>
          {(attributes) => (
            <input
              {...attributes}
              name="earnedOn"
              type="date"
              value={course.earnedOn}
              onChange={(event) => onChange({ earnedOn: event.target.value })}
            />
          )}
        </Field>
      </div>
    </details>
  )
}

/** Which grades the institution gives, when it is known. */
function GradeHelp({ institutionId }: { institutionId: string }) {
  const words = useWords()
  const institution = useReply<typeof getInstitution>(
    'GET',
    '/api/v1/institutions/:institutionId',
    { institutionId },
    { enabled: institutionId !== '' },
  )
  const scales = institution.data?.terms.gradeScales.map(({ scale, grades }) =>
    grades.length > 0 ? grades.join(' ') : (words.institutions.scales[scale] ?? scale),
  )
  return scales && scales.length > 0
    ? words.worth.gradeScales(Array.from(new Set(scales)).join(' · '))
    : words.worth.gradeHint
}

function FreeFields(props: {
  course: CourseDraft
  onChange: (part: Partial<CourseDraft>) => void
  flaw: (field: string) => string | undefined
}) {
  const { course, onChange, flaw } = props
  const words = useWords()
  return (
    <div className="course-free">
      <p>
        <strong>{words.worth.describe}</strong> {words.worth.describeHint}
      </p>
      <div className="course-free-fields">
        <Field label={words.worth.hours} error={flaw('hours')}>
          {(attributes) => (
            <input
              {...attributes}
              name="hours"
              type="text"
              inputMode="decimal"
              value={course.hours}
              onChange={(event) => onChange({ hours: event.target.value })}
            />
          )}
        </Field>
        <Field label={words.worth.credits} error={flaw('credits')}>
          {(attributes) => (
            <input
              {...attributes}
              name="credits"
              type="text"
              inputMode="decimal"
              value={course.credits}
              onChange={(event) => onChange({ credits: event.target.value })}
            />
          )}
        </Field>
        <InstitutionPicker
          name="source"
          label={words.worth.sourceInstitution}
          hint={words.worth.sourceInstitutionHint}
          error={flaw('institutionId')}
          institutionId={course.institutionId}
          onChoose={(institutionId) => onChange({ institutionId })}
        />
        <Field label={words.worth.kind} error={flaw('kind')}>
          {(attributes) => (
            <select
              {...attributes}
              name="kind"
              value={course.kind}
              onChange={(event) =>
                onChange({ kind: courseKinds.find((kind) => kind === event.target.value) ?? '' })
              }
            >
              <option value="">{words.worth.notGiven}</option>
              {courseKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {words.frame.kinds[kind]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={words.worth.level} error={flaw('level')}>
          {(attributes) => (
            <select
              {...attributes}
              name="level"
              value={course.level}
              onChange={(event) =>
                onChange({ level: courseLevels.find((level) => level === event.target.value) ?? '' })
              }
            >
              <option value="">{words.worth.notGiven}</option>
              {courseLevels.map((level) => (
                <option key={level} value={level}>
                  {words.frame.levels[level]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
    </div>
  )
}
