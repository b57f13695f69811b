import { expect, test } from 'vitest'
import { readIdNumber } from './id-number.ts'

test.each([
  ['the standard’s own example', '11010519491231002X', '11010519491231002X'],
  ['the standard’s second example', '440524188001010014', '440524188001010014'],
  ['a small x', '11010519491231002x', '11010519491231002X'],
  ['blanks as printed on the card', '110105 19491231 002X', '11010519491231002X'],
  ['full-width digits', '１１０１０５１９４９１２３１００２Ｘ', '11010519491231002X'],
])('%s', (_, text, expected) => {
  const read = readIdNumber(text)
  expect(read.ok ? read.number : undefined).toBe(expected)
})

test('says the birthday', () => {
  expect(readIdNumber('11010519491231002X')).toMatchObject({ ok: true, birthday: '1949-12-31' })
})

test.each([
  ['one digit wrong', '110105194912310021', 'id_number_check'],
  ['two digits exchanged', '11010519491213002X', 'id_number_check'],
  ['17 digits', '11010519491231002', 'id_number_form'],
  ['15 digits of the first generation', '110105491231002', 'id_number_form'],
  ['a day that does not exist', '11010519490231002X', 'id_number_birthday'],
  ['Excel has rounded the end', '110105194912310000', 'id_number_rounded'],
  ['Excel shows an exponent', '1.10105194912310E+17', 'id_number_rounded'],
])('%s', (_, text, flaw) => {
  expect(readIdNumber(text)).toEqual({ ok: false, flaw })
})
