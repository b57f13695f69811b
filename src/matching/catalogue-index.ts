// matching/catalogue-index.ts – finds the courses of a catalogue whose titles share rare runs of characters with a query.
// Compact arrays: a million courses fit in 400 MB. One course can be put or taken away at any time and counts at once.
import type { Credits } from '../values/credits.ts'
import type { Hours } from '../values/quantities.ts'
import { defaultProfile } from './naming-profile.ts'
import type { NamingProfile } from './naming-profile.ts'
import { gramsOf, hashText, languageOf, normalise, stems } from './text.ts'
import type { Language } from './text.ts'

/** What matching knows of a course. `kind` is the catalogue's own word (实验, laboratory); absent means unknown. */
export type MatchCourse = {
  id: string
  institution: string
  code?: string | undefined
  title: string
  titleEn?: string | undefined
  credits?: Credits | undefined
  hours?: Hours | undefined
  department?: string | undefined
  kind?: string | undefined
  description?: string | undefined
  language?: Language | undefined
}

/** One profile for all, or one for each institution by its name. */
export type Profiles = NamingProfile | ((institution: string) => NamingProfile)

/** Opaque: read it with `findCandidates` and `courseAt`, change it with `putCourse` and `removeCourse`. */
export type CatalogueIndex = {
  profileOf: (institution: string) => NamingProfile
  /** Grows with every change, so that what was computed from the index can be told to be stale. */
  version: number
  /** Courses that count now. */
  size: number
  frozen: Frozen
  removed: Uint8Array
  added: Added[]
  addedById: Map<string, number>
  addedPostings: Map<number, number[]>
  /** How much more (or less) often a gram occurs than when the index was frozen. */
  frequencyChange: Map<number, number>
  scratch: Scratch
}

type Added = { course: MatchCourse; grams: Uint32Array; terms: Uint32Array; gone: boolean }

/** What stays as built. Courses stand in order of institution and id; `grams` and `postings` are CSR. */
type Frozen = {
  count: number
  text: Uint8Array
  textStart: Uint32Array
  lengths: Uint16Array
  ids: Int32Array
  institutions: Map<string, { from: number; to: number }>
  dictionary: Dictionary
  postingStart: Uint32Array
  postings: Uint32Array
  termStart: Uint32Array
  terms: Uint32Array
}

type Scratch = { scores: Float32Array; touched: Int32Array }

/** Builds the index of a whole catalogue. The order of the courses makes no difference; an id twice is a mistake. */
export function buildCatalogueIndex(
  courses: Iterable<MatchCourse>,
  profiles: Profiles = defaultProfile,
): CatalogueIndex {
  const frozen = freeze([...courses].sort(byInstitutionAndId))
  return {
    profileOf: typeof profiles === 'function' ? profiles : () => profiles,
    version: 0,
    size: frozen.count,
    frozen,
    removed: new Uint8Array(frozen.count),
    added: [],
    addedById: new Map(),
    addedPostings: new Map(),
    frequencyChange: new Map(),
    scratch: { scores: new Float32Array(frozen.count), touched: new Int32Array(frozen.count) },
  }
}

/** Adds a course, or replaces the one with its id. Visible to the very next search. */
export function putCourse(index: CatalogueIndex, course: MatchCourse): void {
  removeCourse(index, course.id)
  const place = index.added.length
  const grams = titleGrams(course)
  const terms = descriptionTerms(course)
  index.added.push({ course: { ...course }, grams, terms, gone: false })
  index.addedById.set(course.id, place)
  for (const gram of [...grams, ...terms]) {
    const postings = index.addedPostings.get(gram)
    if (postings === undefined) index.addedPostings.set(gram, [place])
    else postings.push(place)
  }
  count(index, grams, 1)
  count(index, terms, 1)
  index.size++
  index.version++
}

/** Takes a course away; says whether there was one. */
export function removeCourse(index: CatalogueIndex, id: string): boolean {
  const at = placeOf(index, id)
  if (at === undefined) return false
  const grams = titleGrams(courseAt(index, at))
  if (at < index.frozen.count) index.removed[at] = 1
  else {
    index.added[at - index.frozen.count]!.gone = true
    index.addedById.delete(id)
  }
  count(index, grams, -1)
  count(index, termsAt(index, at), -1)
  index.size--
  index.version++
  return true
}

/** Where a course stands, for `courseAt`; undefined when the catalogue has no such course now. */
export function placeOf(index: CatalogueIndex, id: string): number | undefined {
  const added = index.addedById.get(id)
  if (added !== undefined) return index.frozen.count + added
  const { ids } = index.frozen
  const mask = ids.length - 1
  for (let slot = hashText(id) & mask; ids[slot]! !== 0; slot = (slot + 1) & mask) {
    const at = ids[slot]! - 1
    if (idAt(index, at) === id) return index.removed[at] === 0 ? at : undefined
  }
  return undefined
}

/** The course at a place. What a description said is kept as `termsAt` only. */
export function courseAt(index: CatalogueIndex, at: number): MatchCourse {
  return at < index.frozen.count
    ? unpack(textAt(index.frozen, at))
    : index.added[at - index.frozen.count]!.course
}

/** The hashed words of the course's description, ascending; empty when it has none. */
export const termsAt = ({ frozen, added }: CatalogueIndex, at: number): Uint32Array =>
  at < frozen.count
    ? frozen.terms.subarray(frozen.termStart[at], frozen.termStart[at + 1])
    : added[at - frozen.count]!.terms

/** How much a gram tells: much when few courses have it. */
export function rarity(index: CatalogueIndex, gram: number): number {
  const slot = lookUp(index.frozen.dictionary, gram)
  const { postingStart } = index.frozen
  const frozen = slot < 0 ? 0 : postingStart[slot + 1]! - postingStart[slot]!
  const frequency = frozen + (index.frequencyChange.get(gram) ?? 0)
  return Math.max(0.05, Math.log((index.size + 1) / (frequency + 0.5)))
}

export type Candidate = { at: number; score: number }
export type Sought = {
  /** Gram and how much it counts, 1 for the title's own. */
  grams: ReadonlyMap<number, number>
  institution?: string | undefined
  limit: number
  /** How many postings may be read; rare grams are read first. */
  budget?: number
}

/** The courses that share most with what is sought, best first; ties in order of id. */
export function findCandidates(index: CatalogueIndex, sought: Sought): Candidate[] {
  const { frozen, scratch } = index
  const scope = sought.institution === undefined ? undefined : frozen.institutions.get(sought.institution)
  const from = sought.institution === undefined ? 0 : (scope?.from ?? 0)
  const to = sought.institution === undefined ? frozen.count : (scope?.to ?? 0)
  const wanted = [...sought.grams]
    .map(([gram, weight]) => ({
      gram,
      weight: weight * rarity(index, gram),
      slot: lookUp(frozen.dictionary, gram),
    }))
    .sort((a, b) => b.weight - a.weight || a.gram - b.gram)
  const { scores, touched } = scratch
  let touchedCount = 0
  let left = sought.budget ?? 120_000
  for (const { slot, weight } of wanted) {
    if (slot < 0) continue
    let p = frozen.postingStart[slot]!
    let end = frozen.postingStart[slot + 1]!
    if (scope !== undefined || from === to) {
      p = lowerBound(frozen.postings, p, end, from)
      end = lowerBound(frozen.postings, p, end, to)
    }
    if (end - p > left) continue
    left -= end - p
    for (; p < end; p++) {
      const at = frozen.postings[p]!
      const score = scores[at]!
      if (score === 0) touched[touchedCount++] = at
      scores[at] = score + weight
    }
  }
  const sums = new Float64Array(touchedCount)
  for (let i = 0; i < touchedCount; i++) {
    const at = touched[i]!
    if (index.removed[at] === 0) sums[i] = scores[at]! / Math.sqrt(frozen.lengths[at]! + 4)
    scores[at] = 0
  }
  const threshold = touchedCount > sought.limit ? nthLargest(sums.slice(), sought.limit) : 0
  const found: Candidate[] = []
  for (let i = 0; i < touchedCount; i++) {
    if (sums[i]! > 0 && sums[i]! >= threshold) found.push({ at: touched[i]!, score: sums[i]! })
  }
  for (const [place, score] of addedScores(index, wanted, sought.institution)) {
    found.push({ at: frozen.count + place, score })
  }
  return best(index, found, sought.limit)
}

function addedScores(
  index: CatalogueIndex,
  wanted: readonly { gram: number; weight: number }[],
  institution: string | undefined,
): Map<number, number> {
  const sums = new Map<number, number>()
  if (index.addedById.size === 0) return sums
  for (const { gram, weight } of wanted) {
    for (const place of index.addedPostings.get(gram) ?? []) {
      const { course, gone } = index.added[place]!
      if (gone || (institution !== undefined && course.institution !== institution)) continue
      sums.set(place, Math.fround((sums.get(place) ?? 0) + weight))
    }
  }
  for (const [place, sum] of sums) sums.set(place, sum / Math.sqrt(index.added[place]!.grams.length + 4))
  return sums
}

/** The first `limit` by score, in order of id among those that tie. */
function best(index: CatalogueIndex, found: Candidate[], limit: number): Candidate[] {
  const ids = new Map(found.map(({ at }) => [at, idAt(index, at)]))
  return found.sort((a, b) => b.score - a.score || compare(ids.get(a.at)!, ids.get(b.at)!)).slice(0, limit)
}

/** Quickselect: the n-th largest value; reorders the array. */
function nthLargest(values: Float64Array, n: number): number {
  const wanted = n - 1
  let from = 0
  let to = values.length - 1
  while (from < to) {
    const pivot = values[(from + to) >> 1]!
    let i = from
    let j = to
    while (i <= j) {
      while (values[i]! > pivot) i++
      while (values[j]! < pivot) j--
      if (i <= j) {
        const swapped = values[i]!
        values[i++] = values[j]!
        values[j--] = swapped
      }
    }
    if (wanted <= j) to = j
    else if (wanted >= i) from = i
    else break
  }
  return values[wanted]!
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byInstitutionAndId = (a: MatchCourse, b: MatchCourse): number =>
  compare(a.institution, b.institution) || compare(a.id, b.id)

function count(index: CatalogueIndex, grams: Uint32Array, change: 1 | -1): void {
  for (const gram of grams) index.frequencyChange.set(gram, (index.frequencyChange.get(gram) ?? 0) + change)
}

/** What a course is found by: its title, and its English title where it has one. */
export function titleGrams(course: MatchCourse): Uint32Array {
  const language = course.language ?? languageOf(course.title)
  const own = gramsOf(normalise(course.title, language), language)
  if (course.titleEn === undefined || language === 'en') return own
  return Uint32Array.from(new Set([...own, ...gramsOf(course.titleEn, 'en')])).sort()
}

const termSeed = 0x50009c1
const termsMost = 64

/** Hash of a word in a description, by which a title of other words may still be known. */
export const termOf = (word: string): number => hashText(word, 0, word.length, termSeed)

export function descriptionTerms({ description }: { description?: string | undefined }): Uint32Array {
  if (description === undefined || description === '') return new Uint32Array(0)
  const terms = new Set<number>()
  for (const word of stems(description)) {
    if (word.length > 2) terms.add(termOf(word))
    if (terms.size === termsMost) break
  }
  return Uint32Array.from(terms).sort()
}

// Packing

const separator = '\u0001'
const encoder = new TextEncoder()
const decoder = new TextDecoder()

const pack = (course: MatchCourse): string =>
  [
    course.id,
    course.institution,
    course.title,
    course.code ?? '',
    course.titleEn ?? '',
    course.credits ?? '',
    course.hours ?? '',
    course.department ?? '',
    course.kind ?? '',
    course.language ?? '',
  ].join(separator)

function unpack(text: string): MatchCourse {
  const [id, institution, title, code, titleEn, credits, hours, department, kind, language] =
    text.split(separator)
  return {
    id: id!,
    institution: institution!,
    title: title!,
    code: told(code),
    titleEn: told(titleEn),
    // Written by `pack` from these very types.
    credits: credits === '' ? undefined : (Number(credits) as Credits),
    hours: hours === '' ? undefined : (Number(hours) as Hours),
    department: told(department),
    kind: told(kind),
    language: language === 'zh' || language === 'en' ? language : undefined,
  }
}

const told = (value: string | undefined): string | undefined => (value === '' ? undefined : value)

const textAt = (frozen: Frozen, at: number): string =>
  decoder.decode(frozen.text.subarray(frozen.textStart[at], frozen.textStart[at + 1]))

/** The id alone, without unpacking the rest. */
export function idAt(index: CatalogueIndex, at: number): string {
  const { frozen } = index
  if (at >= frozen.count) return index.added[at - frozen.count]!.course.id
  const start = frozen.textStart[at]!
  return decoder.decode(frozen.text.subarray(start, frozen.text.indexOf(1, start)))
}

// Freezing

function freeze(courses: MatchCourse[]): Frozen {
  const count = courses.length
  const dictionary = newDictionary(1 << 14)
  const occurrences = growing(Math.max(1024, count * 16))
  const terms = growing(1024)
  const frequency = growing(1 << 14)
  const gramStart = new Uint32Array(count + 1)
  const termStart = new Uint32Array(count + 1)
  const lengths = new Uint16Array(count)
  const packed = packAll(courses)
  const institutions: Frozen['institutions'] = new Map()
  const occurs = (gram: number) => {
    const slot = enter(dictionary, gram)
    if (slot === frequency.length) append(frequency, 0)
    frequency.values[slot]!++
    append(occurrences, slot)
  }
  for (const [at, course] of courses.entries()) {
    const grams = titleGrams(course)
    const own = descriptionTerms(course)
    for (const gram of grams) occurs(gram)
    for (const term of own) occurs(term)
    gramStart[at + 1] = occurrences.length
    lengths[at] = Math.min(grams.length, 0xffff)
    for (const term of own) append(terms, term)
    termStart[at + 1] = terms.length
    const range = institutions.get(course.institution)
    if (range === undefined) institutions.set(course.institution, { from: at, to: at + 1 })
    else range.to = at + 1
  }
  const postingStart = new Uint32Array(dictionary.size + 1)
  for (let slot = 0; slot < dictionary.size; slot++) {
    postingStart[slot + 1] = postingStart[slot]! + frequency.values[slot]!
  }
  const next = postingStart.slice()
  const postings = new Uint32Array(occurrences.length)
  for (let at = 0; at < count; at++) {
    for (let i = gramStart[at]!; i < gramStart[at + 1]!; i++) postings[next[occurrences.values[i]!]!++] = at
  }
  return {
    count,
    ...packed,
    lengths,
    ids: idTable(courses),
    institutions,
    dictionary,
    postingStart,
    postings,
    termStart,
    terms: terms.values.slice(0, terms.length),
  }
}

function packAll(courses: readonly MatchCourse[]): { text: Uint8Array; textStart: Uint32Array } {
  const textStart = new Uint32Array(courses.length + 1)
  let text = new Uint8Array(Math.max(1024, courses.length * 64))
  let length = 0
  for (const [at, course] of courses.entries()) {
    const written = pack(course)
    if (length + written.length * 3 > text.length) {
      const longer = new Uint8Array(Math.ceil(text.length * 1.5) + written.length * 3)
      longer.set(text)
      text = longer
    }
    length += encoder.encodeInto(written, text.subarray(length)).written
    textStart[at + 1] = length
  }
  return { text: text.slice(0, length), textStart }
}

function idTable(courses: readonly MatchCourse[]): Int32Array {
  let size = 2
  while (size < courses.length * 2) size *= 2
  const ids = new Int32Array(size)
  for (const [at, { id }] of courses.entries()) {
    let slot = hashText(id) & (size - 1)
    while (ids[slot]! !== 0) {
      if (courses[ids[slot]! - 1]!.id === id) throw new Error(`Two courses with the id ${id}`)
      slot = (slot + 1) & (size - 1)
    }
    ids[slot] = at + 1
  }
  return ids
}

/** Open addressing from gram to slot; slots count up from 0. */
type Dictionary = { keys: Uint32Array; slots: Int32Array; size: number }

const newDictionary = (capacity: number): Dictionary => ({
  keys: new Uint32Array(capacity),
  slots: new Int32Array(capacity),
  size: 0,
})

function lookUp({ keys, slots }: Dictionary, gram: number): number {
  const mask = keys.length - 1
  for (let at = gram & mask; ; at = (at + 1) & mask) {
    const slot = slots[at]!
    if (slot === 0) return -1
    if (keys[at] === gram) return slot - 1
  }
}

function enter(dictionary: Dictionary, gram: number): number {
  const found = lookUp(dictionary, gram)
  if (found >= 0) return found
  if (dictionary.size * 2 >= dictionary.keys.length) {
    const { keys, slots } = dictionary
    dictionary.keys = new Uint32Array(keys.length * 2)
    dictionary.slots = new Int32Array(keys.length * 2)
    for (let at = 0; at < keys.length; at++) if (slots[at]! > 0) place(dictionary, keys[at]!, slots[at]!)
  }
  place(dictionary, gram, ++dictionary.size)
  return dictionary.size - 1
}

function place({ keys, slots }: Dictionary, gram: number, slot: number): void {
  const mask = keys.length - 1
  let at = gram & mask
  while (slots[at]! !== 0) at = (at + 1) & mask
  keys[at] = gram
  slots[at] = slot
}

type Growing = { values: Uint32Array; length: number }

const growing = (capacity: number): Growing => ({ values: new Uint32Array(capacity), length: 0 })

function append(list: Growing, value: number): void {
  if (list.length === list.values.length) {
    const longer = new Uint32Array(Math.ceil(list.values.length * 1.6))
    longer.set(list.values)
    list.values = longer
  }
  list.values[list.length++] = value
}

function lowerBound(values: Uint32Array, from: number, to: number, wanted: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return low
}
