// identity/codes.ts – codes that people read from paper and type: letters that are not mistaken for one another.
import { randomInt } from 'node:crypto'

export const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

export const randomLetters = (count: number): string =>
  Array.from({ length: count }, () => letters[randomInt(letters.length)]!).join('')

/** A code however it is typed: full width, small letters, blanks and dashes. */
export const plainCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
