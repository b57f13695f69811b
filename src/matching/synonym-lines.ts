// matching/synonym-lines.ts – how lines of synonyms are written: why | source | date | names, one line each.

/** Whole names that mean the same course: `names` are parted by `=`, the first stands for all. */
export type NameLine = { why: string; source: string; date: string; names: readonly string[] }

/** A word inside titles, and the word that stands for it: `term > stands`. */
export type TermLine = { why: string; source: string; date: string; term: string; stands: string }

export const readNames = (text: string): NameLine[] =>
  readLines(text).map(({ said, ...line }) => {
    const names = said.split(' = ')
    if (names.length < 2) throw new Error(`A synonym of nothing: ${said}`)
    return { ...line, names }
  })

export const readTerms = (text: string): TermLine[] =>
  readLines(text).map(({ said, ...line }) => {
    const [term, stands] = said.split(' > ')
    if (!term || !stands) throw new Error(`No term and what it stands for: ${said}`)
    return { ...line, term, stands }
  })

const readLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((row) => {
      const [why, source, date, said] = row.split(' | ')
      if (!why || !source || !said || !/^\d{4}-\d\d-\d\d$/.test(date ?? '')) {
        throw new Error(`Not why | source | date | names: ${row}`)
      }
      return { why, source, date: date!, said: said.trim() }
    })
