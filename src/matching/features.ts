// matching/features.ts – a query and a candidate compared, as numbers with names. The re-ranker knows nothing else.
import { courseAt, rarity, termOf, termsAt, descriptionTerms } from './catalogue-index.ts'
import type { CatalogueIndex, MatchCourse } from './catalogue-index.ts'
import { canonicalName, withTerms } from './synonyms.ts'
import { gramsOf, languageOf, normalise, stems, unitsOf } from './text.ts'
import type { Language } from './text.ts'
import { conflictsBetween, parseTitle } from './title.ts'
import type { TitleFacts } from './title.ts'

/** A course made ready for comparison. */
export type Prepared = {
  id: string
  course: MatchCourse
  language: Language
  facts: TitleFacts
  canonical: string
  units: readonly string[]
  coreUnits: readonly string[]
  title: Weighed
  base: Weighed
  core: Weighed
  english: Weighed
  englishWords: readonly number[]
  terms: Uint32Array
  department: Uint32Array
  subject: string
  number: string
}

/** Grams in ascending order with their rarity. */
type Weighed = { grams: Uint32Array; weights: Float64Array; norm: number; sum: number }

export function prepare(index: CatalogueIndex, course: MatchCourse, terms?: Uint32Array): Prepared {
  const language = course.language ?? languageOf(course.title)
  const facts = parseTitle(course.title, index.profileOf(course.institution), language, course.kind)
  return prepareRead(index, course, facts, language, terms ?? descriptionTerms(course))
}

/** For a query, which may bring its own way of reading titles. */
export function prepareRead(
  index: CatalogueIndex,
  course: MatchCourse,
  facts: TitleFacts,
  language: Language,
  terms: Uint32Array,
): Prepared {
  const weighed = (grams: Uint32Array) => weigh(index, grams)
  const english = language === 'en' ? course.title : (course.titleEn ?? '')
  const englishStems = stems(withTerms(normalise(english, 'en'), 'en'))
  const base = withTerms(facts.base, language)
  const core = withTerms(facts.core, language)
  const code = /^([A-Za-z ,/-]*?)[\s-]*(\d+)/.exec(course.code ?? '')
  return {
    id: course.id,
    course,
    language,
    facts,
    canonical: canonicalName(facts, language),
    units: language === 'zh' ? unitsOf(base) : stems(base),
    coreUnits: language === 'zh' ? unitsOf(core) : stems(core),
    title: weighed(gramsOf(normalise(course.title, language), language)),
    base: weighed(gramsOf(base, language)),
    core: weighed(gramsOf(core, language)),
    english: weighed(gramsOf(englishStems.join(' '), 'en')),
    englishWords: englishStems.map(termOf),
    terms,
    department: gramsOf(normalise(course.department ?? '', language), language),
    subject: (code?.[1] ?? '').toUpperCase(),
    number: code?.[2] ?? '',
  }
}

function weigh(index: CatalogueIndex, grams: Uint32Array): Weighed {
  const weights = new Float64Array(grams.length)
  let squares = 0
  let sum = 0
  for (let i = 0; i < grams.length; i++) {
    const weight = rarity(index, grams[i]!)
    weights[i] = weight
    squares += weight * weight
    sum += weight
  }
  return { grams, weights, norm: Math.sqrt(squares), sum }
}

/** Ready candidates are kept until the index changes, at most this many. */
const keptMost = 16_384
const kept = new WeakMap<CatalogueIndex, { version: number; ready: Map<number, Prepared> }>()

export function preparedAt(index: CatalogueIndex, at: number): Prepared {
  let cache = kept.get(index)
  if (cache === undefined || cache.version !== index.version) {
    cache = { version: index.version, ready: new Map() }
    kept.set(index, cache)
  }
  const known = cache.ready.get(at)
  if (known !== undefined) return known
  const made = prepare(index, courseAt(index, at), termsAt(index, at))
  if (cache.ready.size >= keptMost) cache.ready.clear()
  cache.ready.set(at, made)
  return made
}

/** What two courses have in common, each figure from 0 to 1 unless its name says otherwise; -1 is unknown. */
export type Comparison = Record<PairFeature, number>

export const pairFeatures = [
  'titleCosine',
  'baseCosine',
  'coreCosine',
  'sourceCovered',
  'targetCovered',
  'coreSourceCovered',
  'coreTargetCovered',
  'sourceLeftover',
  'targetLeftover',
  'commonSequence',
  'commonSequenceOfShorter',
  'longestRun',
  'startRun',
  'endRun',
  'sameBase',
  'sameCore',
  'sameCanonical',
  'sourceUnits',
  'targetUnits',
  'unitsDifference',
  'partSame',
  'partSourceOnly',
  'partTargetOnly',
  'partDiffers',
  'targetPart',
  'kindSame',
  'sourceKindTheory',
  'targetKindTheory',
  'letterSame',
  'letterDiffers',
  'letterTargetOnly',
  'letterSourceOnly',
  'honoursTarget',
  'honoursSource',
  'tierSame',
  'tierTargetOnly',
  'tierSourceOnly',
  'programmingSame',
  'programmingOneSided',
  'remarksTarget',
  'remarksSource',
  'remarksShared',
  'conflicts',
  'creditsRatio',
  'creditsDifference',
  'hoursRatio',
  'departmentAlike',
  'subjectSame',
  'subjectAlike',
  'codeLevelDifference',
  'numberSame',
  'sameInstitution',
  'englishCosine',
  'englishWordsShared',
  'sourceTitleInTargetText',
  'targetTitleInSourceText',
  'textsAlike',
] as const
export type PairFeature = (typeof pairFeatures)[number]

/** The comparison, how the search found the candidate, and what past decisions say. */
export type Figures = Comparison & {
  found: number
  voteShare: number
  voteNearest: number
  voteCount: number
  refusalShare: number
  refusalNearest: number
  precedentNearest: number
}

export function compareCourses(index: CatalogueIndex, source: Prepared, target: Prepared): Comparison {
  const base = overlap(source.base, target.base)
  const core = overlap(source.core, target.core)
  const sequence = commonSequence(source.units, target.units)
  const shorter = Math.max(1, Math.min(source.units.length, target.units.length))
  const longer = Math.max(1, source.units.length, target.units.length)
  const run = longestRun(source.units, target.units)
  const one = source.facts
  const other = target.facts
  const leftover = leftovers(index, source, target)
  const shared = one.remarks.filter((remark) => other.remarks.includes(remark)).length
  return {
    titleCosine: cosine(source.title, target.title),
    baseCosine: base.cosine,
    coreCosine: core.cosine,
    sourceCovered: base.ofSource,
    targetCovered: base.ofTarget,
    coreSourceCovered: core.ofSource,
    coreTargetCovered: core.ofTarget,
    sourceLeftover: leftover.source,
    targetLeftover: leftover.target,
    commonSequence: sequence / longer,
    commonSequenceOfShorter: sequence / shorter,
    longestRun: run / shorter,
    startRun: edgeRun(source.units, target.units, false) / shorter,
    endRun: edgeRun(source.units, target.units, true) / shorter,
    sameBase: is(one.base === other.base),
    sameCore: is(one.core === other.core),
    sameCanonical: is(source.canonical === target.canonical),
    sourceUnits: source.units.length,
    targetUnits: target.units.length,
    unitsDifference: target.units.length - source.units.length,
    partSame: is(one.part !== undefined && one.part.number === other.part?.number),
    partSourceOnly: is(one.part !== undefined && other.part === undefined),
    partTargetOnly: is(one.part === undefined && other.part !== undefined),
    partDiffers: is(
      one.part !== undefined && other.part !== undefined && one.part.number !== other.part.number,
    ),
    targetPart: other.part?.number ?? 0,
    kindSame: is(one.kind === other.kind),
    sourceKindTheory: is(one.kind === 'theory'),
    targetKindTheory: is(other.kind === 'theory'),
    letterSame: is(one.level.letter !== undefined && one.level.letter === other.level.letter),
    letterDiffers: is(
      one.level.letter !== undefined &&
        other.level.letter !== undefined &&
        one.level.letter !== other.level.letter,
    ),
    letterTargetOnly: is(one.level.letter === undefined && other.level.letter !== undefined),
    letterSourceOnly: is(one.level.letter !== undefined && other.level.letter === undefined),
    honoursTarget: is(other.level.honours),
    honoursSource: is(one.level.honours),
    tierSame: is(tierOf(one) === tierOf(other)),
    tierTargetOnly: is(tierOf(one) === undefined && tierOf(other) !== undefined),
    tierSourceOnly: is(tierOf(one) !== undefined && tierOf(other) === undefined),
    programmingSame: is(
      one.language.programming !== undefined && one.language.programming === other.language.programming,
    ),
    programmingOneSided: is(
      (one.language.programming === undefined) !== (other.language.programming === undefined),
    ),
    remarksTarget: other.remarks.length,
    remarksSource: one.remarks.length,
    remarksShared: shared,
    conflicts: conflictsBetween(one, other).length,
    creditsRatio: ratio(source.course.credits, target.course.credits),
    creditsDifference: difference(source.course.credits, target.course.credits),
    hoursRatio: ratio(source.course.hours, target.course.hours),
    departmentAlike: alike(source.department, target.department),
    subjectSame: source.subject === '' || target.subject === '' ? -1 : is(source.subject === target.subject),
    subjectAlike: subjectAlike(source.subject, target.subject),
    codeLevelDifference: codeLevelDifference(source.number, target.number),
    numberSame: source.number === '' || target.number === '' ? -1 : is(source.number === target.number),
    sameInstitution: is(bare(source.course.institution) === bare(target.course.institution)),
    englishCosine:
      source.english.norm === 0 || target.english.norm === 0 ? -1 : cosine(source.english, target.english),
    englishWordsShared:
      source.englishWords.length === 0 || target.englishWords.length === 0
        ? -1
        : wordsIn(source.englishWords, Uint32Array.from(target.englishWords).sort()),
    sourceTitleInTargetText: target.terms.length === 0 ? -1 : wordsIn(source.englishWords, target.terms),
    targetTitleInSourceText: source.terms.length === 0 ? -1 : wordsIn(target.englishWords, source.terms),
    textsAlike:
      source.terms.length === 0 || target.terms.length === 0 ? -1 : alike(source.terms, target.terms),
  }
}

const is = (truth: boolean): 0 | 1 => (truth ? 1 : 0)
const tierOf = ({ level }: TitleFacts) => level.tier

/** 上海交通大学(旧代码) is 上海交通大学. */
const bare = (institution: string): string => institution.replace(/[（(].*$/, '')

type Overlap = { cosine: number; ofSource: number; ofTarget: number }

function overlap(one: Weighed, other: Weighed): Overlap {
  let squares = 0
  let sum = 0
  for (let i = 0, j = 0; i < one.grams.length && j < other.grams.length;) {
    const a = one.grams[i]!
    const b = other.grams[j]!
    if (a === b) {
      squares += one.weights[i]! * other.weights[j]!
      sum += one.weights[i]!
      i++
      j++
    } else if (a < b) i++
    else j++
  }
  return {
    cosine: one.norm === 0 || other.norm === 0 ? 0 : squares / (one.norm * other.norm),
    ofSource: one.sum === 0 ? 0 : sum / one.sum,
    ofTarget: other.sum === 0 ? 0 : sum / other.sum,
  }
}

const cosine = (one: Weighed, other: Weighed): number => overlap(one, other).cosine

/** Share of the smaller of two ascending lists that is in the other; -1 when either is empty. */
function alike(one: Uint32Array, other: Uint32Array): number {
  if (one.length === 0 || other.length === 0) return -1
  let common = 0
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    const a = one[i]!
    const b = other[j]!
    if (a === b) {
      common++
      i++
      j++
    } else if (a < b) i++
    else j++
  }
  return common / Math.sqrt(one.length * other.length)
}

function wordsIn(words: readonly number[], terms: Uint32Array): number {
  if (words.length === 0) return -1
  let found = 0
  for (const word of words) if (includes(terms, word)) found++
  return found / words.length
}

function includes(sorted: Uint32Array, wanted: number): boolean {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return sorted[low] === wanted
}

/** The rarest character or word that one side has and the other lacks. */
function leftovers(
  index: CatalogueIndex,
  source: Prepared,
  target: Prepared,
): { source: number; target: number } {
  const rarest = (units: readonly string[], others: readonly string[], weights: Weighed) => {
    let most = 0
    for (const unit of units) {
      if (others.includes(unit)) continue
      const gram = gramsOf(unit, source.language)[0]
      if (gram !== undefined) most = Math.max(most, weights.sum === 0 ? 0 : rarity(index, gram))
    }
    return most
  }
  return {
    source: rarest(source.coreUnits, target.units, source.core),
    target: rarest(target.coreUnits, source.units, target.core),
  }
}

function commonSequence(one: readonly string[], other: readonly string[]): number {
  let row: number[] = Array.from({ length: other.length + 1 }, () => 0)
  for (const unit of one) {
    const next = [0]
    for (let j = 1; j <= other.length; j++) {
      next.push(unit === other[j - 1] ? row[j - 1]! + 1 : Math.max(row[j]!, next[j - 1]!))
    }
    row = next
  }
  return row[other.length]!
}

function longestRun(one: readonly string[], other: readonly string[]): number {
  let most = 0
  for (let i = 0; i < one.length; i++) {
    for (let j = 0; j < other.length; j++) {
      let length = 0
      while (i + length < one.length && one[i + length] === other[j + length]) length++
      if (length > most) most = length
    }
  }
  return most
}

function edgeRun(one: readonly string[], other: readonly string[], fromEnd: boolean): number {
  const most = Math.min(one.length, other.length)
  for (let length = 0; length < most; length++) {
    const same = fromEnd
      ? one[one.length - 1 - length] === other[other.length - 1 - length]
      : one[length] === other[length]
    if (!same) return length
  }
  return most
}

const ratio = (one: number | undefined, other: number | undefined): number =>
  !one || !other ? -1 : Math.min(one, other) / Math.max(one, other)

/** Hundredths, target less source; unknown is a number no difference reaches. */
const difference = (one: number | undefined, other: number | undefined): number =>
  one === undefined || other === undefined ? -9999 : other - one

function subjectAlike(one: string, other: string): number {
  if (one === '' || other === '') return -1
  const most = Math.min(one.length, other.length)
  for (let i = 0; i < most; i++) if (one[i] !== other[i]) return i / most
  return 1
}

const codeLevelDifference = (one: string, other: string): number =>
  one === '' || other === '' ? -99 : Number(other[0]) - Number(one[0])
