// matching/synonyms.ts – names of one and the same content: renames, synonyms, abbreviations. Data of our own making;
// each line says where it comes from and when it was written down. What one may take *instead* of another is no synonym:
// substitution has a direction, and stands in the rulebook.
import { englishNames, englishTerms } from './synonyms-en.ts'
import { chineseNames, chineseTerms } from './synonyms-zh.ts'
import type { Language } from './text.ts'
import { normalise } from './text.ts'
import type { TitleFacts } from './title.ts'

/** Whole names that mean the same course. `source` and `date` say who wrote the line down, and when. */
export type NameLine = {
  names: readonly string[]
  why: 'rename' | 'synonym' | 'abbreviation'
  source: string
  date: string
}

/** A word inside titles, and the word that stands for it: 微型计算机 is 微机. */
export type TermLine = { term: string; stands: string; source: string; date: string }

type Lexicon = {
  groups: ReadonlyMap<string, readonly string[]>
  terms: readonly (readonly [string, string])[]
}

const lexicons: Record<Language, Lexicon> = {
  zh: lexiconOf('zh', chineseNames, chineseTerms),
  en: lexiconOf('en', englishNames, englishTerms),
}

/** The title's content under the one name that stands for all its synonyms; its own core where it has none. */
export function canonicalName(facts: Pick<TitleFacts, 'base' | 'core'>, language: Language): string {
  const { groups } = lexicons[language]
  const base = withTerms(facts.base, language)
  const core = withTerms(facts.core, language)
  return (groups.get(base) ?? groups.get(core))?.[0] ?? core
}

/** Other names under which the same content may stand in a catalogue. */
export function otherNames(facts: Pick<TitleFacts, 'base' | 'core'>, language: Language): readonly string[] {
  const { groups } = lexicons[language]
  const base = withTerms(facts.base, language)
  const core = withTerms(facts.core, language)
  const names = new Set([...(groups.get(base) ?? []), ...(groups.get(core) ?? [])])
  if (core !== facts.core) names.add(core)
  names.delete(facts.base)
  return [...names]
}

/** A title with each known word replaced by the one that stands for it. */
export function withTerms(text: string, language: Language): string {
  let replaced = text
  for (const [term, stands] of lexicons[language].terms) {
    if (language === 'zh') replaced = replaced.replaceAll(term, stands)
    else if (replaced.includes(term)) replaced = ` ${replaced} `.replaceAll(` ${term} `, ` ${stands} `).trim()
  }
  return replaced
}

function lexiconOf(language: Language, names: readonly NameLine[], terms: readonly TermLine[]): Lexicon {
  const pairs = terms
    .map(({ term, stands }) => [normalise(term, language), normalise(stands, language)] as const)
    .sort(([a], [b]) => b.length - a.length)
  const groups = new Map<string, readonly string[]>()
  for (const line of names) {
    const group = line.names.map((name) => normalise(name, language))
    for (const name of group) {
      if (!groups.has(name)) groups.set(name, group)
    }
  }
  return { groups, terms: pairs }
}
