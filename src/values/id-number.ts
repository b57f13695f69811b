// values/id-number.ts – 公民身份号码 (GB 11643-1999): six digits of region, birthday, three of order, a check character.
import { isLocalDate, type LocalDate } from './dates.ts'

/** What is wrong with a number, as a flaw code; the words say how to put it right. */
export type IdNumberFlaw = 'id_number_form' | 'id_number_rounded' | 'id_number_birthday' | 'id_number_check'

export type IdNumberRead =
  | { ok: true; number: string; birthday: LocalDate }
  | { ok: false; flaw: IdNumberFlaw }

/** Reads a number as people type it: blanks, full-width digits and a small x are no mistake. */
export function readIdNumber(text: string): IdNumberRead {
  const number = text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase()
  if (!/^\d{17}[\dX]$/.test(number)) {
    // A spreadsheet keeps 15 digits of a number and shows the rest as an exponent.
    return { ok: false, flaw: /^\d\.\d+E\+?17$/.test(number) ? 'id_number_rounded' : 'id_number_form' }
  }
  const birthday = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!isLocalDate(birthday) || birthday < '1850') return { ok: false, flaw: 'id_number_birthday' }
  const expected = checkCharacter(number.slice(0, 17))
  if (number[17] === expected) return { ok: true, number, birthday }
  return { ok: false, flaw: number.endsWith('000') ? 'id_number_rounded' : 'id_number_check' }
}

/** ISO/IEC 7064 MOD 11-2 over the first 17 digits. */
export function checkCharacter(digits: string): string {
  let rest = 0
  for (const digit of digits) rest = ((rest + Number(digit)) * 2) % 11
  return '10X98765432'[rest]!
}
