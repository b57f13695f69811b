// matching/features.ts – a query and a candidate compared, as numbers with names. The re-ranker knows nothing else.
import { courseAt, rarity, termOf, termsAt, descriptionTerms } from './catalogue-index.ts'
import type { CatalogueIndex, MatchCourse } from './catalogue-index.ts'
import { canonicalName, listedName, withTerms } from './synonyms.ts'
import { gramsOf, languageOf, normalise, stems, unitGram, unitsOf } from './text.ts'
import type { Language } from './text.ts'
import { conflictsBetween, parseTitle } from './title.ts'
import type { Conflict, TitleFacts } from './title.ts'

/** A course made ready for comparison. */
export type Prepared = {
  id: string
  course: MatchCourse
  language: Language
  facts: TitleFacts
  canonical: string
  /** The group of names that its very title belongs to, if any. */
  named: string | undefined
  units: readonly string[]
  coreUnits: readonly string[]
  /** How rare each of the core's units is. */
  coreUnitRarity: Float64Array
  title: Weighed
  base: Weighed
  core: Weighed
  english: Weighed
  englishWords: readonly number[]
  englishWordsSorted: Uint32Array
  terms: Uint32Array
  department: Uint32Array
  subject: string
  number: string
  /** The institution without what brackets add: 上海交通大学(旧代码) is 上海交通大学. */
  home: string
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
  const englishStems = english === '' ? [] : stems(withTerms(normalise(english, 'en'), 'en'))
  const base = withTerms(facts.base, language)
  const core = withTerms(facts.core, language)
  const code = /^([A-Za-z ,/-]*?)[\s-]*(\d+)/.exec(course.code ?? '')
  const coreUnits = language === 'zh' ? unitsOf(core) : stems(core)
  const englishWords = englishStems.map(termOf)
  const spelled = spelledOut(facts)
  const whole = weighed(gramsOf(base, language))
  return {
    id: course.id,
    course,
    language,
    facts,
    canonical: canonicalName(facts, language),
    named: listedName(facts, language),
    units: language === 'zh' ? unitsOf(base) : stems(base),
    coreUnits,
    coreUnitRarity: Float64Array.from(coreUnits, (unit) => rarity(index, unitGram(unit, language))),
    title: spelled === base ? whole : weighed(gramsOf(spelled, language)),
    base: whole,
    core: core === base ? whole : weighed(gramsOf(core, language)),
    english: englishStems.length === 0 ? nothing : weighed(gramsOf(englishStems.join(' '), 'en')),
    englishWords,
    englishWordsSorted: Uint32Array.from(englishWords).sort(),
    terms,
    department:
      course.department === undefined
        ? nothing.grams
        : gramsOf(normalise(course.department, language), language),
    subject: (code?.[1] ?? '').toUpperCase(),
    number: code?.[2] ?? '',
    home: course.institution.replace(/[（(].*$/, ''),
  }
}

/** The title in one way of writing, so that III, (三) and (3) are the same and so are A类 and (A). */
const spelledOut = ({ base, part, level, remarks }: TitleFacts): string =>
  [base, part?.number ?? '', level.letter ?? '', level.honours ? '荣誉' : '', ...remarks].join(' ').trim()

const nothing: Weighed = { grams: new Uint32Array(0), weights: new Float64Array(0), norm: 0, sum: 0 }

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

/** All that is compared, in the order in which the re-ranker takes it. */
const figureList = [
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
  'programmingDiffers',
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
  // How the search found the candidate, and what past decisions say of it.
  'found',
  'voteShare',
  'voteNearest',
  'voteCount',
  'refusalShare',
  'refusalNearest',
  'precedentNearest',
  'subjectVote',
  'approvalsOfTarget',
] as const
export type FigureName = (typeof figureList)[number]
export const ownFigures: readonly FigureName[] = figureList

/** The figures of one candidate; shares are 0 to 1, -1 is unknown. Plain numbers in a row, because there are many. */
export type Figures = Float64Array

/** The place of each figure in the row. */
export const at = placesOf(figureList)

function placesOf<Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> {
  const places: Partial<Record<Name, number>> = {}
  for (const [place, name] of names.entries()) places[name] = place
  return places as Record<Name, number>
}

/** What two courses have in common. What the search and past decisions say is still to be put in. */
export function compareCourses(source: Prepared, target: Prepared): Figures {
  const row = new Float64Array(figureList.length)
  const base = overlap(source.base, target.base)
  const core = overlap(source.core, target.core)
  const sequence = commonSequence(source.units, target.units)
  const shorter = Math.max(1, Math.min(source.units.length, target.units.length))
  const longer = Math.max(1, source.units.length, target.units.length)
  const run = longestRun(source.units, target.units)
  const one = source.facts
  const other = target.facts
  const shared = one.remarks.filter((remark) => other.remarks.includes(remark)).length
  row[at.titleCosine] = cosine(source.title, target.title)
  row[at.baseCosine] = base.cosine
  row[at.coreCosine] = core.cosine
  row[at.sourceCovered] = base.ofSource
  row[at.targetCovered] = base.ofTarget
  row[at.coreSourceCovered] = core.ofSource
  row[at.coreTargetCovered] = core.ofTarget
  row[at.sourceLeftover] = leftover(source, target)
  row[at.targetLeftover] = leftover(target, source)
  row[at.commonSequence] = sequence / longer
  row[at.commonSequenceOfShorter] = sequence / shorter
  row[at.longestRun] = run / shorter
  row[at.startRun] = edgeRun(source.units, target.units, false) / shorter
  row[at.endRun] = edgeRun(source.units, target.units, true) / shorter
  row[at.sameBase] = is(one.base === other.base)
  row[at.sameCore] = is(one.core === other.core)
  row[at.sameCanonical] = is(source.canonical === target.canonical)
  row[at.sourceUnits] = source.units.length
  row[at.targetUnits] = target.units.length
  row[at.unitsDifference] = target.units.length - source.units.length
  row[at.partSame] = is(one.part !== undefined && one.part.number === other.part?.number)
  row[at.partSourceOnly] = is(one.part !== undefined && other.part === undefined)
  row[at.partTargetOnly] = is(one.part === undefined && other.part !== undefined)
  row[at.partDiffers] = is(
    one.part !== undefined && other.part !== undefined && one.part.number !== other.part.number,
  )
  row[at.targetPart] = other.part?.number ?? 0
  row[at.kindSame] = is(one.kind === other.kind)
  row[at.sourceKindTheory] = is(one.kind === 'theory')
  row[at.targetKindTheory] = is(other.kind === 'theory')
  row[at.letterSame] = is(one.level.letter !== undefined && one.level.letter === other.level.letter)
  row[at.letterDiffers] = is(
    one.level.letter !== undefined &&
      other.level.letter !== undefined &&
      one.level.letter !== other.level.letter,
  )
  row[at.letterTargetOnly] = is(one.level.letter === undefined && other.level.letter !== undefined)
  row[at.letterSourceOnly] = is(one.level.letter !== undefined && other.level.letter === undefined)
  row[at.honoursTarget] = is(other.level.honours)
  row[at.honoursSource] = is(one.level.honours)
  row[at.tierSame] = is(tierOf(one) === tierOf(other))
  row[at.tierTargetOnly] = is(tierOf(one) === undefined && tierOf(other) !== undefined)
  row[at.tierSourceOnly] = is(tierOf(one) !== undefined && tierOf(other) === undefined)
  row[at.programmingSame] = is(
    one.language.programming !== undefined && one.language.programming === other.language.programming,
  )
  row[at.programmingDiffers] = is(
    one.language.programming !== undefined &&
      other.language.programming !== undefined &&
      one.language.programming !== other.language.programming,
  )
  row[at.programmingOneSided] = is(
    (one.language.programming === undefined) !== (other.language.programming === undefined),
  )
  row[at.remarksTarget] = other.remarks.length
  row[at.remarksSource] = one.remarks.length
  row[at.remarksShared] = shared
  row[at.conflicts] = conflictsOf(source, target).length
  row[at.creditsRatio] = ratio(source.course.credits, target.course.credits)
  row[at.creditsDifference] = difference(source.course.credits, target.course.credits)
  row[at.hoursRatio] = ratio(source.course.hours, target.course.hours)
  row[at.departmentAlike] = alike(source.department, target.department)
  row[at.subjectSame] =
    source.subject === '' || target.subject === '' ? -1 : is(source.subject === target.subject)
  row[at.subjectAlike] = subjectAlike(source.subject, target.subject)
  row[at.codeLevelDifference] = codeLevelDifference(source.number, target.number)
  row[at.numberSame] = source.number === '' || target.number === '' ? -1 : is(source.number === target.number)
  row[at.sameInstitution] = is(source.home !== '' && source.home === target.home)
  row[at.englishCosine] =
    source.english.norm === 0 || target.english.norm === 0 ? -1 : cosine(source.english, target.english)
  row[at.englishWordsShared] =
    source.englishWords.length === 0 || target.englishWords.length === 0
      ? -1
      : wordsIn(source.englishWords, target.englishWordsSorted)
  row[at.sourceTitleInTargetText] =
    target.terms.length === 0 ? -1 : wordsIn(source.englishWords, target.terms)
  row[at.targetTitleInSourceText] =
    source.terms.length === 0 ? -1 : wordsIn(target.englishWords, source.terms)
  row[at.textsAlike] =
    source.terms.length === 0 || target.terms.length === 0 ? -1 : alike(source.terms, target.terms)
  return row
}

/**
 * Conflicts of the titles, and one that only the list of names can tell: 数据结构导论 is less than 数据结构, but 政治学概论
 * and 政治学 are two names of one course.
 */
export function conflictsOf(source: Prepared, target: Prepared): Conflict[] {
  const found = conflictsBetween(source.facts, target.facts)
  const less = source.facts.level.tier === 'introductory' && target.facts.level.tier !== 'introductory'
  const listed = source.named !== undefined && source.named === target.named
  if (source.language === 'zh' && less && !listed && !found.includes('level')) found.push('level')
  return found
}

const is = (truth: boolean): 0 | 1 => (truth ? 1 : 0)
const tierOf = ({ level }: TitleFacts) => level.tier

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

/** How rare the rarest character or word is that one side has and the other lacks. */
function leftover({ coreUnits, coreUnitRarity }: Prepared, { units }: Prepared): number {
  let most = 0
  for (const [i, unit] of coreUnits.entries()) {
    if (coreUnitRarity[i]! > most && !units.includes(unit)) most = coreUnitRarity[i]!
  }
  return most
}

/** Length of the longest common subsequence, with one row of the table, which is kept between calls. */
function commonSequence(one: readonly string[], other: readonly string[]): number {
  const row =
    other.length < sequenceRow.length
      ? sequenceRow.fill(0, 0, other.length + 1)
      : new Uint16Array(other.length + 1)
  for (const unit of one) {
    let diagonal = 0
    for (let j = 1; j <= other.length; j++) {
      const above = row[j]!
      row[j] = unit === other[j - 1] ? diagonal + 1 : Math.max(above, row[j - 1]!)
      diagonal = above
    }
  }
  return row[other.length]!
}

const sequenceRow = new Uint16Array(64)

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

/** How alike two titles are, in one figure: enough to let similar decisions vote. */
export function titleLikeness(one: Prepared, other: Prepared): number {
  const alike =
    (cosine(one.title, other.title) + cosine(one.base, other.base) + 2 * cosine(one.core, other.core)) / 4
  return conflictsBetween(one.facts, other.facts).length > 0 ? Math.max(0, alike - 0.15) : alike
}
