import { expect, test } from 'vitest'
import { base32, fromBase32, codeAt, stepAt, stepOf } from './totp.ts'

/** RFC 6238 appendix B, SHA-1, last six of its eight digits. */
const secret = Buffer.from('12345678901234567890')
test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
])('at %d seconds the code is %s', (seconds, code) => {
  expect(codeAt(secret, stepAt(new Date(seconds * 1000)))).toBe(code)
})

test('a code counts one step early and late, once, and never before the last one used', () => {
  const at = new Date(1_234_567_890_000)
  const step = stepAt(at)
  for (const shift of [-1, 0, 1])
    expect(stepOf(secret, codeAt(secret, step + shift), at, 0)).toBe(step + shift)
  for (const shift of [-2, 2]) expect(stepOf(secret, codeAt(secret, step + shift), at, 0)).toBeUndefined()
  expect(stepOf(secret, codeAt(secret, step), at, step)).toBeUndefined()
  expect(stepOf(secret, codeAt(secret, step + 1), at, step)).toBe(step + 1)
  expect(stepOf(secret, '', at, 0)).toBeUndefined()
})

test('base 32 as in RFC 4648', () => {
  expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI')
})

test('what was written in base 32 is read again', () => {
  expect(fromBase32('MZXW 6YTB OI').toString()).toBe('foobar')
})
