// matching/text.ts – what titles are compared by: letters made one width, words cut to their stems, runs of 1 to 3 characters.

export type Language = 'zh' | 'en'

/** One width, one case, one kind of bracket and dash; Chinese loses its spaces, English keeps single ones. */
export function normalise(text: string, language: Language): string {
  const even = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[【〔［[{]/g, '(')
    .replace(/[】〕］\]}]/g, ')')
    .replace(/[‐‑‒–—―─－]+/g, '-')
    .replace(/[’‘`´]/g, "'")
    .replace(/[“”«»"]/g, '')
    .replace(/[、，；;]/g, ',')
    .replace(/：/g, ':')
    .replace(/\s+/g, ' ')
    .trim()
  return language === 'zh' ? even.replace(/ (?=[^a-z0-9])|(?<=[^a-z0-9]) /g, '') : even
}

const hanzi = /[\u3400-\u9fff]/

/** A title's language when the catalogue does not say: one Chinese character makes it Chinese. */
export const languageOf = (text: string): Language => (hanzi.test(text) ? 'zh' : 'en')

/** 32-bit hash of text, the same on every machine; a collision makes two rare grams one, which costs nothing. */
export function hashText(text: string, from = 0, to = text.length, seed = 0x811c9dc5): number {
  let hash = seed
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return (hash ^ (hash >>> 15)) >>> 0
}

const stopwords = new Set(
  'a an and the of for to in on at with by from its into as or & via course courses i ii iii iv v vi'.split(
    ' ',
  ),
)

/** Meaningful English words of a text, each cut to its stem. */
export function stems(text: string): string[] {
  const found: string[] = []
  for (const word of normalise(text, 'en')
    .replace(/'s?\b/g, '')
    .split(/[^a-z0-9+#\u3400-\u9fff]+/)) {
    if (word.length > 0 && !stopwords.has(word)) found.push(stem(word))
  }
  return found
}

/** A light stemmer: enough that plural, gerund and adjective of one word meet. */
export function stem(word: string): string {
  if (word.length <= 3) return word
  let cut = word
  if (cut.endsWith('ies') && cut.length > 4) cut = cut.slice(0, -3) + 'y'
  else if (cut.endsWith('sses')) cut = cut.slice(0, -2)
  else if (cut.endsWith('s') && !/(ss|us|is|ics)$/.test(cut)) cut = cut.slice(0, -1)
  for (const [ending, stay] of endings) {
    if (cut.endsWith(ending) && cut.length - ending.length + stay.length >= 4) {
      return cut.slice(0, cut.length - ending.length) + stay
    }
  }
  return cut
}

const endings: readonly (readonly [string, string])[] = [
  ['ational', 'at'],
  ['ization', 'iz'],
  ['isation', 'iz'],
  ['ising', 'iz'],
  ['izing', 'iz'],
  ['ations', 'at'],
  ['ation', 'at'],
  ['ating', 'at'],
  ['ative', 'at'],
  ['ators', 'at'],
  ['ator', 'at'],
  ['ate', 'at'],
  ['tional', 't'],
  ['tions', 't'],
  ['tion', 't'],
  ['ments', 'ment'],
  ['ical', 'ic'],
  ['ics', 'ic'],
  ['ings', ''],
  ['ing', ''],
  ['ers', ''],
  ['er', ''],
  ['or', ''],
  ['ed', ''],
  ['al', ''],
  ['ity', ''],
  ['ive', ''],
  ['ly', ''],
  ['y', 'i'],
  ['e', ''],
]

/** The hashes a text is found by, each once, in ascending order. */
export function gramsOf(text: string, language: Language): Uint32Array {
  const grams = new Set<number>()
  if (language === 'zh') characterGrams(text, grams)
  else wordGrams(text, grams)
  return Uint32Array.from(grams).sort()
}

const zhSeed = 0x1000193
const wordSeed = 0x2000357
const pairSeed = 0x30005a5
const innerSeed = 0x40007b7

/** Runs of 1 to 3 characters; a Latin word inside a Chinese title counts as one character (C语言: c, 语, 言). */
function characterGrams(text: string, grams: Set<number>): void {
  const units = unitsOf(text)
  for (let i = 0; i < units.length; i++) {
    let run = units[i]!
    grams.add(hashText(run, 0, run.length, zhSeed))
    for (let length = 2; length <= 3 && i + length <= units.length; length++) {
      run += units[i + length - 1]!
      grams.add(hashText(run, 0, run.length, zhSeed))
    }
  }
}

/** The gram of one character or word alone. */
export const unitGram = (unit: string, language: Language): number =>
  hashText(unit, 0, unit.length, language === 'zh' ? zhSeed : wordSeed)

/** Chinese characters one by one, Latin words and numbers whole; signs are left out. */
export const unitsOf = (text: string): string[] => text.match(/[a-z]+[+#]*|\d+|[\u3400-\u9fff]/g) ?? []

function wordGrams(text: string, grams: Set<number>): void {
  const words = stems(text)
  let before = ''
  for (const word of words) {
    grams.add(hashText(word, 0, word.length, wordSeed))
    if (before !== '') {
      const pair = before < word ? `${before} ${word}` : `${word} ${before}`
      grams.add(hashText(pair, 0, pair.length, pairSeed))
    }
    const edged = `^${word}$`
    for (let i = 0; i + 4 <= edged.length; i++) grams.add(hashText(edged, i, i + 4, innerSeed))
    before = word
  }
}
