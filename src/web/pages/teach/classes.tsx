// pages/teach/classes.tsx ↔ /teach: the classes that one teaches, and their grades by keyboard.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { getCourse } from '../../../catalogue/contract.ts'
import type {
  getClasses,
  postRecord,
  postRecordSubmission,
  putRecord,
} from '../../../recognition/records/contract.ts'
import { actionKey, Problem, type ReplyOf, send, useReply } from '../../api.ts'
import { Link, navigate, useAddress, withChange } from '../../frame/address.tsx'
import { useTeachingWords } from '../../frame/area-words.ts'
import { Field } from '../../frame/field.tsx'
import { useLanguage } from '../../frame/language.tsx'
import { Reply } from '../../frame/reply.tsx'
import { nameIn, titleIn, today } from '../../frame/text.ts'
import { paths } from '../../paths.ts'
import { RecordState } from '../../teach/state.tsx'
import { Told } from '../../trust/act.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { mayOpen } from '../../trust/rights.ts'
import { CoursePicker } from '../../worth/pickers.tsx'
import '../../teach/teach.css'

type Class = ReplyOf<typeof getClasses>['data'][number]
type Learner = Class['learners'][number]

export default function ClassesPage() {
  const words = useTeachingWords()
  return (
    <TrustPage
      title={words.classes}
      lead={words.classesLead}
      roles={mayOpen.classes}
      actions={() => (
        <Link className="button" to={paths.gradeImport}>
          {words.toImport}
        </Link>
      )}
    >
      {() => <Classes />}
    </TrustPage>
  )
}

const key = (each: Class) => `${each.institution.id}/${each.section}`

function Classes() {
  const words = useTeachingWords()
  const { query } = useAddress()
  const classes = useReply<typeof getClasses>('GET', '/api/v1/credit-records/classes', {})
  return (
    <Reply reply={classes} lines={8} empty={({ data }) => data.length === 0 && <p>{words.noClass}</p>}>
      {({ data }) => {
        const shown = data.find((each) => key(each) === query.get('class')) ?? data[0]
        return (
          <>
            <nav className="tabs" aria-label={words.classes}>
              {data.map((each) => (
                <Link
                  key={key(each)}
                  to={withChange((next) => next.set('class', key(each)))}
                  aria-current={each === shown ? 'page' : undefined}
                >
                  {each.section} · {words.learners(each.learners.length)}
                </Link>
              ))}
            </nav>
            {shown && <Grades key={key(shown)} of={shown} />}
          </>
        )
      }}
    </Reply>
  )
}

/** The course that the address names, by its title. */
function useCourse(courseId: string) {
  return useReply<typeof getCourse>(
    'GET',
    '/api/v1/courses/:courseId',
    { courseId },
    { enabled: courseId !== '' },
  )
}

/** The course lives in the address, so that a reload shows the same list. */
const choose = (id: string) =>
  navigate(
    withChange((next) => {
      if (id) next.set('course', id)
      else next.delete('course')
    }),
    { replace: true },
  )

function Grades({ of: { learners, institution, window } }: { of: Class }) {
  const words = useTeachingWords()
  const { language } = useLanguage()
  const { query } = useAddress()
  const courseId = query.get('course') ?? ''
  const course = useCourse(courseId)
  const [typed, setTyped] = useState('')
  const [earnedOn, setEarnedOn] = useState(today())
  return (
    <>
      <p>{nameIn(language, institution)}</p>
      {window && (
        <p className={window.open ? 'help' : 'banner'}>
          {(window.open ? words.windowOpen : words.windowClosed)(window.opensOn, window.closesOn)}
        </p>
      )}
      <div className="panel editor">
        <CoursePicker
          label={words.course}
          hint={words.courseHint}
          name="course"
          text={course.data ? titleIn(language, course.data) : typed}
          chosen={courseId !== ''}
          institutionId={institution.id}
          onType={(text) => {
            setTyped(text)
            if (courseId) choose('')
          }}
          onChoose={({ id }) => choose(id)}
        />
        <Field label={words.earnedOn}>
          {(attributes) => (
            <input
              {...attributes}
              type="date"
              max={today()}
              value={earnedOn}
              onChange={(event) => setEarnedOn(event.target.value)}
            />
          )}
        </Field>
      </div>
      {courseId === '' ? (
        <p>{words.chooseCourse}</p>
      ) : (
        <GradeTable key={courseId} learners={learners} courseId={courseId} earnedOn={earnedOn} />
      )}
    </>
  )
}

function GradeTable(props: { learners: Learner[]; courseId: string; earnedOn: string }) {
  const words = useTeachingWords()
  const { language } = useLanguage()
  const queries = useQueryClient()
  const [told, setTold] = useState<string[]>([])
  const [progress, setProgress] = useState<{ done: number; of: number }>()
  const recordOf = ({ records }: Learner) => records.find(({ courseId }) => courseId === props.courseId)
  const ready = props.learners.flatMap((learner) => {
    const record = recordOf(learner)
    return record?.mine && (record.state === 'draft' || record.state === 'returned')
      ? [{ learner, record }]
      : []
  })
  const submitAll = async () => {
    const refused: string[] = []
    for (const [done, { learner, record }] of ready.entries()) {
      setProgress({ done, of: ready.length })
      try {
        await send<typeof postRecordSubmission>(
          'POST',
          '/api/v1/credit-records/:recordId/submission',
          { recordId: record.id },
          language,
          { key: actionKey() },
        )
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        const why = error.details?.errors[0]?.message ?? error.details?.detail ?? error.message
        refused.push(`${learner.name}：${why}`)
      }
    }
    setProgress(undefined)
    setTold([words.submitted(ready.length - refused.length), ...refused])
    await queries.invalidateQueries()
  }
  return (
    <>
      <table className="rows grades">
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{words.studentNumber}</th>
            <th scope="col">{words.grade}</th>
            <th scope="col">{words.state}</th>
          </tr>
        </thead>
        <tbody>
          {props.learners.map((learner) => (
            <GradeRow
              key={learner.id}
              learner={learner}
              record={recordOf(learner)}
              courseId={props.courseId}
              earnedOn={props.earnedOn}
            />
          ))}
        </tbody>
      </table>
      <div className="editor-foot">
        <button
          type="button"
          className="button primary"
          aria-busy={progress !== undefined}
          disabled={ready.length === 0}
          onClick={() => void submitAll()}
        >
          {progress ? words.submitting(progress.done, progress.of) : words.submitAll(ready.length)}
        </button>
      </div>
      {told.map((text) => (
        <Told key={text}>{text}</Told>
      ))}
    </>
  )
}

/** The field below, as one who enters a list expects of Enter. */
function toNext(field: HTMLInputElement): void {
  const fields = Array.from(field.closest('table')?.querySelectorAll('input') ?? [])
  const next = fields[fields.indexOf(field) + 1]
  if (next) next.focus()
  else field.blur()
}

function GradeRow(props: {
  learner: Learner
  record: Learner['records'][number] | undefined
  courseId: string
  earnedOn: string
}) {
  const { learner, record, courseId, earnedOn } = props
  const words = useTeachingWords()
  const { language } = useLanguage()
  const queries = useQueryClient()
  const [text, setText] = useState(record?.grade ?? '')
  const [saving, setSaving] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const open = !record || (record.mine && (record.state === 'draft' || record.state === 'returned'))
  const save = async () => {
    const grade = text.trim()
    if (grade === '' || grade === record?.grade) return
    setSaving(true)
    setProblem(undefined)
    try {
      if (record)
        await send<typeof putRecord>(
          'PUT',
          '/api/v1/credit-records/:recordId',
          { recordId: record.id, grade, earnedOn, ...(record.hours === null ? {} : { hours: record.hours }) },
          language,
        )
      else
        await send<typeof postRecord>(
          'POST',
          '/api/v1/credit-records',
          { learnerId: learner.id, courseId, grade, earnedOn },
          language,
          { key: actionKey() },
        )
      await queries.invalidateQueries()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    } finally {
      setSaving(false)
    }
  }
  const why = problem && (problem.details?.errors[0]?.message ?? problem.details?.detail ?? problem.message)
  const errorId = `${learner.id}-error`
  return (
    <tr>
      <th scope="row">{learner.name}</th>
      <td data-label={words.studentNumber}>{learner.studentNumber}</td>
      <td data-label={words.grade}>
        {open ? (
          <input
            aria-label={words.gradeOf(learner.name)}
            aria-invalid={problem !== undefined}
            aria-describedby={problem ? errorId : undefined}
            maxLength={20}
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.nativeEvent.isComposing) toNext(event.currentTarget)
            }}
            onBlur={() => void save()}
          />
        ) : (
          record.grade
        )}
        {why && (
          <span id={errorId} className="help error">
            {why}
          </span>
        )}
      </td>
      <td data-label={words.state}>
        {saving ? (
          words.saving
        ) : record ? (
          <Link to={paths.record(record.id)} aria-label={`${learner.name} ${words.states[record.state]}`}>
            <RecordState state={record.state} />
          </Link>
        ) : (
          words.notEntered
        )}
      </td>
    </tr>
  )
}
