// matching/synonyms.ts – names of one and the same content: renames, synonyms, abbreviations. Data of our own making;
// each line says where it comes from and when it was written down. What one may take *instead* of another is no synonym:
// substitution has a direction, and stands in the rulebook.
import type { NameLine, TermLine } from './synonym-lines.ts'
import { englishNames, englishTerms } from './synonyms-en.ts'
import { chineseCompositions, chineseNames, chineseTerms } from './synonyms-zh.ts'
import type { Language } from './text.ts'
import { normalise } from './text.ts'
import { defaultProfile } from './naming-profile.ts'
import { parseTitle } from './title.ts'
import type { TitleFacts } from './title.ts'

type Named = Pick<TitleFacts, 'base' | 'core' | 'part'>
type Lexicon = {
  groups: ReadonlyMap<string, readonly string[]>
  terms: readonly (readonly [string, string])[]
  /** Each listed name, and the first of its group. */
  listed: ReadonlyMap<string, string>
}

const lexicons: Record<Language, Lexicon> = {
  zh: lexiconOf('zh', chineseNames, chineseTerms),
  en: lexiconOf('en', englishNames, englishTerms),
}

/** The title's content under the one name that stands for all its synonyms; its own core where it has none. */
export function canonicalName(facts: Named, language: Language): string {
  return groupOf(facts, language)?.[0] ?? withTerms(facts.core, language)
}

/** The courses that a listed one is often taught as, by its canonical name and part; undefined when it is not listed. */
export const compositionOf = (canonical: string, part: number | undefined): readonly string[] | undefined =>
  compositions.get(part === undefined ? canonical : partName(canonical, part))

const compositions = new Map(
  chineseCompositions.map(({ names: [whole, ...pieces] }) => {
    const facts = parseTitle(whole!, defaultProfile, 'zh')
    const name = canonicalName(facts, 'zh')
    return [facts.part === undefined ? name : partName(name, facts.part.number), pieces]
  }),
)

/** The name that stands for the group in which this very title is listed, part and all; undefined when it is in none. */
export const listedName = (facts: Named, language: Language): string | undefined =>
  lexicons[language].listed.get(
    facts.part === undefined
      ? withTerms(facts.base, language)
      : partName(withTerms(facts.base, language), facts.part.number),
  )

/** Other names under which the same content may stand in a catalogue. */
export function otherNames(facts: Named, language: Language): readonly string[] {
  const core = withTerms(facts.core, language)
  const names = new Set(groupOf(facts, language))
  if (core !== facts.core) names.add(core)
  names.delete(facts.base)
  return [...names]
}

/** 民法学(1) goes before 民法学, the exact name before the name without the words that any course may carry. */
function groupOf(facts: Named, language: Language): readonly string[] | undefined {
  const { groups } = lexicons[language]
  const base = withTerms(facts.base, language)
  return (
    (facts.part === undefined ? undefined : groups.get(partName(base, facts.part.number))) ??
    groups.get(base) ??
    groups.get(withTerms(facts.core, language))
  )
}

function partName(base: string, part: number): string {
  return `${base}(${part})`
}

/** A title with each known word replaced by the one that stands for it. */
export function withTerms(text: string, language: Language): string {
  return replaceTerms(text, language, lexicons[language].terms)
}

function replaceTerms(text: string, language: Language, terms: Lexicon['terms']): string {
  let replaced = text
  for (const [term, stands] of terms) {
    if (!replaced.includes(term)) continue
    replaced =
      language === 'zh'
        ? replaced.replaceAll(term, stands)
        : ` ${replaced} `.replaceAll(` ${term} `, ` ${stands} `).trim()
  }
  return replaced
}

/** Each group is found by its names, and by their cores where no other group has that name. */
function lexiconOf(language: Language, names: readonly NameLine[], terms: readonly TermLine[]): Lexicon {
  const pairs = terms
    .map(({ term, stands }) => [normalise(term, language), normalise(stands, language)] as const)
    .sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1))
  const groups = new Map<string, readonly string[]>()
  const enter = (name: string, group: readonly string[]) => {
    if (!groups.has(name)) groups.set(name, group)
  }
  const lines = names.map((line) => {
    const facts = line.names.map((name) => parseTitle(name, defaultProfile, language))
    return { facts, group: facts.map(({ base }) => replaceTerms(base, language, pairs)) }
  })
  for (const { facts, group } of lines) {
    for (const { base, part } of facts) {
      const name = replaceTerms(base, language, pairs)
      enter(part === undefined ? name : partName(name, part.number), group)
    }
  }
  const listed = new Map([...groups].map(([name, group]) => [name, group[0]!]))
  for (const { facts, group } of lines) {
    for (const { core, part } of facts)
      if (part === undefined) enter(replaceTerms(core, language, pairs), group)
  }
  return { groups, terms: pairs, listed }
}
