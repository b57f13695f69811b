// values/dates.ts – days are Asia/Shanghai calendar days, instants are UTC. "In force" is a question about a day.
import { z } from 'zod'

/** A calendar day in Asia/Shanghai, `2026-11-23`; as text it sorts by time. */
export type LocalDate = string & { readonly kind: 'LocalDate' }

/** Zone of every day in the bank: civil time of the whole country. */
export const zone = 'Asia/Shanghai'

const dayOf = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** The day in Shanghai at an instant. */
export const localDate = (instant: Date): LocalDate => dayOf.format(instant) as LocalDate

/** True only for a day that exists: `2026-02-29` is none. */
export function isLocalDate(text: string): text is LocalDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))]
  const days = month === 2 && isLeap(year) ? 29 : (monthDays[month - 1] ?? 0)
  return day >= 1 && day <= days
}

// By arithmetic, not by Date: every date of every row that is read passes here.
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** Brands a day known to be one, such as a literal or a database `date`. Throws when it is none. */
export function day(text: string): LocalDate {
  if (!isLocalDate(text)) throw new Error(`Not a day: ${text}`)
  return text
}

/** The instant at which a day in Shanghai is over. */
export const endOfDay = (date: LocalDate): Date => new Date(`${addDays(date, 1)}T00:00:00+08:00`)

export const addDays = (date: LocalDate, days: number): LocalDate =>
  day(new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10))

/** The same day years later or earlier; 29 February becomes the 28th where it must. */
export function addYears(date: LocalDate, years: number): LocalDate {
  const moved = `${String(Number(date.slice(0, 4)) + years).padStart(4, '0')}${date.slice(4)}`
  return isLocalDate(moved) ? moved : day(`${moved.slice(0, 8)}28`)
}

/** The same day months later or earlier; the last of its month where that is shorter. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const count = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1]
  const last = month === 2 && isLeap(year) ? 29 : monthDays[month - 1]!
  const within = Math.min(Number(date.slice(8)), last)
  return day([String(year).padStart(4, '0'), pad(month), pad(within)].join('-'))
}
const pad = (number: number): string => String(number).padStart(2, '0')

/** Whole months that have passed from one day to a later one. */
export function monthsBetween(from: LocalDate, to: LocalDate): number {
  const months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
    Number(to.slice(5, 7)) -
    Number(from.slice(5, 7))
  return addMonths(from, months) > to ? months - 1 : months
}

/** A period [from, to): its first day belongs to it, its `to` does not; no `to` means still open. */
export type Period = { from: LocalDate; to: LocalDate | null }

export const inForce = (period: Period, date: LocalDate): boolean =>
  period.from <= date && (period.to === null || date < period.to)

export const Day = z.string().refine(isLocalDate, 'day').describe('Calendar day in Asia/Shanghai, YYYY-MM-DD')
