// How pages show what the API gives as data.
import type { Language } from '../../words/language.ts'

/** Decimal text with one place where that is exact, two otherwise: `4.00` → `4.0`, `2.25` stays. */
export const amount = (text: string): string => {
  const [whole = '0', part = ''] = text.split('.')
  const places = part.padEnd(1, '0')
  return `${whole}.${places.length > 1 && places.endsWith('0') ? places.slice(0, 1) : places}`
}

/** True for `0`, `0.0`, `0.00`. */
export const isZero = (text: string): boolean => /^0(\.0*)?$/.test(text)

/** A number without needless places: 112.5, 75. */
export const figure = (value: number): number => Math.round(value * 100) / 100

export const nameIn = (language: Language, named: { nameZh: string; nameEn: string | null }): string =>
  language === 'en' ? (named.nameEn ?? named.nameZh) : named.nameZh

export const titleIn = (language: Language, titled: { titleZh: string; titleEn: string | null }): string =>
  language === 'en' ? (titled.titleEn ?? titled.titleZh) : titled.titleZh

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
})

/** An instant in Shanghai: `2026-11-23 14:03`. */
export const instant = (text: string): string => clock.format(new Date(text))

const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' })

/** Today in Shanghai by the reader's clock. */
export const today = (): string => calendar.format(new Date())
