// pages/teach/import.tsx ↔ /teach/import: a class list of one course, checked first and then entered as drafts.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { postRecordBatch } from '../../../recognition/records/contract.ts'
import { type ReplyOf, useAction } from '../../api.ts'
import { useTeachingWords } from '../../frame/area-words.ts'
import { Field } from '../../frame/field.tsx'
import { useLanguage } from '../../frame/language.tsx'
import { titleIn, today } from '../../frame/text.ts'
import { paths } from '../../paths.ts'
import { RecordState } from '../../teach/state.tsx'
import { Refused, Told } from '../../trust/act.tsx'
import type { Me } from '../../session.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { mayOpen } from '../../trust/rights.ts'
import { CoursePicker } from '../../worth/pickers.tsx'

type Report = ReplyOf<typeof postRecordBatch>

export default function ImportPage() {
  const words = useTeachingWords()
  return (
    <TrustPage
      title={words.import}
      lead={words.importLead}
      roles={mayOpen.gradeImport}
      above={[{ to: paths.records, label: words.records }]}
    >
      {(me) => <Import me={me} />}
    </TrustPage>
  )
}

/** The bytes as they are: whether they are UTF-8 is for the bank to say. */
async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

function Import({ me }: { me: Me }) {
  const words = useTeachingWords()
  const { language } = useLanguage()
  const queries = useQueryClient()
  const batch = useAction<typeof postRecordBatch>('POST', '/api/v1/credit-records/batches')
  const [course, setCourse] = useState({ id: '', text: '' })
  const [earnedOn, setEarnedOn] = useState(today())
  const [content, setContent] = useState('')
  const [reason, setReason] = useState('')
  const administers = me.roles.some(({ role }) => role === 'inst_admin' || role === 'sys_admin')
  const place = me.roles.find(({ role }) => role === 'teacher' || role === 'inst_admin')?.institution
  const run = (dryRun: boolean) =>
    batch.mutate(
      {
        input: { courseId: course.id, earnedOn, content, dryRun, ...(reason.trim() ? { reason } : {}) },
      },
      { onSuccess: () => void queries.invalidateQueries() },
    )
  const again = () => run(batch.variables?.input.dryRun ?? true)
  const report = batch.data
  const added = report?.data.filter(({ result }) => result === 'added').length ?? 0
  return (
    <>
      <form
        className="panel editor"
        onSubmit={(event) => {
          event.preventDefault()
          run(true)
        }}
      >
        <CoursePicker
          label={words.course}
          hint={words.courseHint}
          name="course"
          text={course.text}
          chosen={course.id !== ''}
          {...(place ? { institutionId: place } : {})}
          onType={(text) => setCourse({ id: '', text })}
          onChoose={(chosen) => setCourse({ id: chosen.id, text: titleIn(language, chosen) })}
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
        <Field label={words.file} help={words.fileHelp}>
          {(attributes) => (
            <input
              {...attributes}
              type="file"
              accept=".csv,text/csv"
              onChange={(event) => {
                const file = event.target.files?.[0]
                batch.reset()
                if (file) void base64Of(file).then(setContent)
              }}
            />
          )}
        </Field>
        {administers && (
          <Field label={words.reason} help={words.reasonHelp}>
            {(attributes) => (
              <input
                {...attributes}
                maxLength={500}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
        )}
        <div className="editor-foot">
          <button type="submit" className="button primary" aria-busy={batch.isPending}>
            {words.check}
          </button>
          {report && !report.imported && added > 0 && (
            <button type="button" className="button" onClick={() => run(false)}>
              {words.importRows(added)}
            </button>
          )}
        </div>
      </form>
      <Refused problem={batch.error} again={again} />
      {report && <Preview report={report} added={added} />}
    </>
  )
}

function Preview({ report, added }: { report: Report; added: number }) {
  const words = useTeachingWords()
  const { data, flaws, imported } = report
  return (
    <>
      <Told>{(imported ? words.added : words.wouldAdd)(added, data.length - added, flaws.length)}</Told>
      {flaws.length > 0 && (
        <section aria-labelledby="wrong">
          <h2 id="wrong">{words.wrongRows}</h2>
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">{words.line}</th>
                <th scope="col">{words.column}</th>
                <th scope="col">{words.result}</th>
              </tr>
            </thead>
            <tbody>
              {flaws.map(({ line, column, message }) => (
                <tr key={`${line}-${column}-${message}`}>
                  <th scope="row">{line === 0 ? words.wholeFile : line}</th>
                  <td data-label={words.column}>{column}</td>
                  <td data-label={words.result}>{message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {data.length > 0 && (
        <section aria-labelledby="good">
          <h2 id="good">{words.goodRows}</h2>
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.line}</th>
                <th scope="col">{words.grade}</th>
                <th scope="col">{words.result}</th>
              </tr>
            </thead>
            <tbody>
              {data.map(({ line, name, grade, result, number }) => (
                <tr key={line}>
                  <th scope="row">{name}</th>
                  <td data-label={words.line}>{line}</td>
                  <td data-label={words.grade}>{grade}</td>
                  <td data-label={words.result}>
                    {words.results[result]} {number}{' '}
                    {imported && result === 'added' && <RecordState state="draft" />}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}
