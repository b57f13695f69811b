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
}
