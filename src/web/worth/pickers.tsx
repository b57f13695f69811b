// Fields that find a course or an institution while one types: Chinese, pinyin, initials or English.
import { useEffect, useState } from 'react'
import type { getCourseSuggestions, getInstitution, getInstitutions } from '../../catalogue/contract.ts'
import { type ReplyOf, useReply } from '../api.ts'
import { Combobox } from '../frame/combobox.tsx'
import { useLanguage } from '../frame/language.tsx'
import { amount, nameIn, titleIn } from '../frame/text.ts'

type CourseRow = ReplyOf<typeof getCourseSuggestions>['data'][number]

/** What the reader typed, once he pauses: a question per word, not per key. */
export function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), 120)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}

const none: never[] = []

export function CoursePicker(props: {
  label: string
  hint: string
  error?: string | undefined
  text: string
  chosen: boolean
  name: string
  /** Only this institution's courses, when it is known. */
  institutionId?: string
  onType: (text: string) => void
  onChoose: (course: CourseRow) => void
}) {
  const { language, words } = useLanguage()
  const q = usePaused(props.text.trim())
  const found = useReply<typeof getCourseSuggestions>(
    'GET',
    '/api/v1/courses/suggestions',
    { q, ...(props.institutionId ? { institutionId: props.institutionId } : {}) },
    { enabled: q !== '' && !props.chosen, keepPrevious: true },
  )
  const rows = q === '' ? none : (found.data?.data ?? none)
  return (
    <Combobox
      {...props}
      searching={found.isFetching || q !== props.text.trim()}
      options={rows.map((row) => ({
        id: row.id,
        label: titleIn(language, row),
        more: [
          nameIn(language, row.institution),
          row.hours !== null && words.frame.hours(row.hours),
          row.credits !== null && words.frame.credits(amount(row.credits)),
        ]
          .filter((part) => part !== false)
          .join(' · '),
      }))}
      onChoose={({ id }) => {
        const row = rows.find((each) => each.id === id)
        if (row) props.onChoose(row)
      }}
    />
  )
}

export function InstitutionPicker(props: {
  label: string
  hint: string
  error?: string | undefined
  name: string
  institutionId: string
  /** Only members can be asked about; one may have learnt anywhere. */
  membersOnly?: boolean
  onChoose: (institutionId: string) => void
  onText?: (text: string) => void
}) {
  const { language } = useLanguage()
  const [typed, setTyped] = useState('')
  const q = usePaused(typed.trim())
  const known = useReply<typeof getInstitution>(
    'GET',
    '/api/v1/institutions/:institutionId',
    { institutionId: props.institutionId },
    { enabled: props.institutionId !== '' },
  )
  const found = useReply<typeof getInstitutions>(
    'GET',
    '/api/v1/institutions',
    { ...(q ? { q } : {}), ...(props.membersOnly ? { member: 'true' as const } : {}), limit: '10' },
    { enabled: props.institutionId === '', keepPrevious: true },
  )
  const rows = found.data?.data ?? none
  const name = known.data ? nameIn(language, known.data) : typed
  return (
    <Combobox
      label={props.label}
      hint={props.hint}
      error={props.error}
      name={props.name}
      chosen={props.institutionId !== ''}
      text={props.institutionId === '' ? typed : name}
      searching={found.isFetching || q !== typed.trim()}
      options={rows.map((row) => ({ id: row.id, label: nameIn(language, row), more: row.region }))}
      onType={(text) => {
        setTyped(text)
        props.onText?.(text)
        if (props.institutionId !== '') props.onChoose('')
      }}
      onChoose={({ id, label }) => {
        setTyped(label)
        props.onChoose(id)
      }}
    />
  )
}
