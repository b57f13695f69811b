import type { fileFlaws as zh } from '../zh/files.ts'

export const fileFlaws: typeof zh = {
  file_too_large: ({ most }) => `The file is too large: at most ${Number(most) / 1_000_000} MB. Split it.`,
  too_many_rows: ({ most }) => `Too many rows: at most ${most}. Split the file.`,
  not_utf8: () => 'The file is not UTF-8. In Excel use "Save as → CSV UTF-8", or convert it in an editor.',
  file_empty: () => 'The file is empty.',
  not_json: () => 'This line is not a JSON object. Check quotes and commas.',
  not_csv: ({ why }) => `Not valid CSV: ${why}. Check quotes and the number of columns.`,
  header_unknown: ({ known }) => `Unknown column. The columns are: ${known}.`,
  header_missing: ({ needed }) => `The column "${needed}" is missing.`,
  header_twice: ({ needed }) => `The column "${needed}" stands twice. Remove one.`,
  required: () => 'Required. Please fill it in.',
  not_text: () => 'Must be text.',
  too_long: ({ most }) => `Too long: at most ${most} characters.`,
  not_a_number: ({ value }) => `${value} is not a number. Write for example 48 or 2.5.`,
  negative: ({ value }) => `${value} is negative. It must be 0 or more.`,
  too_big: ({ value, most }) => `${value} is too large: at most ${most}.`,
  too_precise: ({ value }) => `${value} has more than two decimals.`,
  one_of: ({ value, known }) => `"${value}" is not in the code list: ${known}.`,
  learner_named: () =>
    'Give the account, or student number and name. Learners state their numbers themselves, so the name must agree.',
  learner_unknown: () =>
    'No such learner in your classes or your institution; check account, student number and name.',
  learner_twice: ({ lines }) => `This learner stands in several rows (lines ${lines}); keep one of them.`,
  name_differs: () => 'The name is not that of the account; check both.',
  day: ({ value }) => `“${value}” is no day; write it as 2026-06-30.`,
  day_future: () => 'It cannot have been earned after today.',
  grade_unknown: ({ grade, scales }) => `“${grade}” is on no scale of the institution; use ${scales}.`,
  grade_outside: ({ grade }) => `“${grade}” is outside 0–100.`,
  course_facts_fixed: () => 'The catalogue states the hours of this course; leave them out.',
  record_exists: ({ number }) =>
    `Record ${number} says another grade or day already. Open that record to change it.`,
  syllabus: () => 'A syllabus is "topic:weight;topic:weight" with weights above 0.',
  code_twice: ({ value, lines }) =>
    `The course code "${value}" stands more than once (lines ${lines}). Keep one row.`,
}
