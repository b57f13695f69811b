// matching/synonyms-en.ts – English names of one content. One line each; `source` says whence, `date` when it was written down.
import type { NameLine, TermLine } from './synonyms.ts'

const common = { source: 'common usage of university catalogues', date: '2026-11-24' }

export const englishNames: readonly NameLine[] = [
  { names: ['strategic management', 'corporate strategy', 'business strategy'], why: 'synonym', ...common },
]

export const englishTerms: readonly TermLine[] = [
  { term: 'csr', stands: 'corporate social responsibility', ...common },
]
