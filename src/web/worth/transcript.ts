// A transcript pasted as text: one course a line, with credits, hours and grade behind the title, as far as they are known.
import { blankCourse, type CourseDraft } from './question.ts'

export type Transcript = {
  courses: CourseDraft[]
  /** Lines that are no course, by their number from 1: without credits and hours nothing can be said of them. */
  unread: number[]
}

const most = 60

/**
 * Reads lines such as `高等数学(一)	5	80	86`. Between the parts stands a tab, a comma or blanks; `-` is a part that is not
 * known. A number of credits stands before the hours; one number above 16 alone are hours. What comes last is the grade.
 */
export function readTranscript(text: string, institutionId: string): Transcript {
  const transcript: Transcript = { courses: [], unread: [] }
  for (const [place, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const course = transcript.courses.length < most ? readLine(line) : undefined
    if (course) transcript.courses.push({ ...course, institutionId })
    else transcript.unread.push(place + 1)
  }
  return transcript
}

function readLine(line: string): CourseDraft | undefined {
  const marked = line.split(/[\t,，;；|]/).map((part) => part.trim())
  const parts = (marked.length > 1 ? marked : line.trim().split(/\s+/)).filter((part) => part !== '')
  const first = parts.findIndex((part, place) => place > 0 && isAmount(part))
  if (first === -1) return undefined
  const title = parts.slice(0, first).join(' ')
  const amounts = parts.slice(first, first + 2).filter(isAmount)
  const rest = parts.slice(first + amounts.length)
  const [one = '-', two] = amounts.map(plain)
  const alone = two === undefined
  const areHours = alone && Number(one) > creditsMost
  const course = {
    ...blankCourse,
    title,
    credits: areHours || one === '-' ? '' : one,
    hours: areHours ? one : two === undefined || two === '-' ? '' : two,
    grade: rest[0] && rest[0] !== '-' ? rest[0] : '',
  }
  return course.credits === '' && course.hours === '' ? undefined : course
}

/** No course gives more; a larger number are hours. */
const creditsMost = 16

const isAmount = (part: string): boolean => /^(-|\d+(\.\d{1,2})?(学分|学时|credits?|hours?|h)?)$/i.test(part)
const plain = (part: string): string => part.replace(/[^\d.-]+$/, '')
