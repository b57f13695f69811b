import type { flaws as zh } from '../zh/flaws.ts'

export const flaws: typeof zh = {
  required: () => 'Required. Please fill it in.',
  unknown_key: ({ key }) => `Unknown field "${key}". Remove it or correct its name.`,
  type: ({ expected }) => `Wrong type; ${expected} is expected.`,
  too_short: ({ minimum }) => `Too short: at least ${minimum}.`,
  too_long: ({ maximum }) => `Too long: at most ${maximum}.`,
  too_small: ({ minimum }) => `Too small: ${minimum} or more.`,
  too_big: ({ maximum }) => `Too large: ${maximum} at most.`,
  one_of: ({ values }) => `Must be one of: ${values}.`,
  invalid: () => 'Not in the right form.',
  credits: () => 'Credits are a number with at most two decimals, such as 4 or 2.5.',
  day: () => 'A date is an existing day written YYYY-MM-DD, such as 2026-11-23.',
  id: () => 'Not a valid id. Choose from the list, or check its last letters.',
  limit: () => 'Rows per page are a whole number from 1 to 100.',
  version: () => 'A version is a whole number from 1.',
  cursor: () => 'This place in the list is not valid. Begin at the first page.',
  institution_unknown: () => 'There is no such institution. Choose one from the list.',
  course_unknown: () =>
    'There is no such course. Choose one from the catalogue, or give its title and hours.',
  course_elsewhere: () => 'This course does not belong to the target institution.',
  title_or_course: () => 'Choose a course of the catalogue, or write its title.',
  hours_or_credits: () => 'Give the hours; if you only know the credits, give them and the institution.',
  grade_unknown: ({ grade, scales }) =>
    `"${grade}" is on none of the institution’s scales. They are: ${scales}.`,
  grade_outside: ({ grade }) => `The grade "${grade}" is outside the scale 0–100.`,
  course_facts_fixed: ({ key }) => `You chose a course of the catalogue, which fixes "${key}". Leave it out.`,
  id_number_form: () => 'An identity number has 18 characters: 17 digits, then a digit or X.',
  id_number_rounded: () =>
    'Excel has lost the last digits. Make the column text and enter all 18 characters again.',
  id_number_birthday: () => 'Characters 7 to 14 are not a day that exists. Please check.',
  id_number_check: () => 'The 18th character, the check character, does not fit. Please check.',
  login_form: () => 'A login is 2 to 64 letters or digits, or a phone number or e-mail address.',
  password_short: ({ minimum }) => `Too short: at least ${minimum} characters.`,
  password_long: () => 'Too long: at most 200 characters.',
  password_common: () =>
    'Too easy to guess. Take another, such as a few words that have nothing to do with each other.',
  phone: () => 'A mobile number has 11 digits, such as 13900001234.',
}
