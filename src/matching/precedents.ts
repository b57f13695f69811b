// matching/precedents.ts – 先例: what people decided before. The same pair is answered by its decision; similar ones vote.
import { buildCatalogueIndex, findCandidates, idAt, titleGrams } from './catalogue-index.ts'
import type { CatalogueIndex, MatchCourse, Profiles } from './catalogue-index.ts'
import { preparedAt, titleLikeness } from './features.ts'
import type { Prepared } from './features.ts'

/**
 * A decision on record: may the source course count as the target course? `partial` is credit without equivalence, or
 * an approval with conditions; a refusal may name no target, when nothing at the target institution was equivalent.
 */
export type Precedent = {
  id: string
  source: Omit<MatchCourse, 'id'> & { version?: string | number | undefined }
  targetInstitution: string
  /** The target course's id in the catalogue index, and the version that was judged. */
  target?: { id: string; version?: string | number | undefined } | undefined
  outcome: 'approved' | 'partial' | 'refused'
  /** Still binding on the day that is asked about; one that has lapsed only votes. */
  inForce: boolean
}

/** Opaque; made by `buildPrecedents`, grown by `addPrecedent`. */
export type Precedents = {
  /** Each course that was ever decided on, once, under its `sourceKey`. */
  sources: CatalogueIndex
  bySource: Map<string, Precedent[]>
  byPair: Map<string, Precedent[]>
  /** How many decisions approved each target. */
  approvals: Map<string, number>
}

export function buildPrecedents(decisions: Iterable<Precedent>, profiles?: Profiles): Precedents {
  const courses = new Map<string, MatchCourse>()
  const bySource: Precedents['bySource'] = new Map()
  const byPair: Precedents['byPair'] = new Map()
  const approvals: Precedents['approvals'] = new Map()
  for (const decision of decisions) {
    const key = sourceKey(decision)
    courses.set(key, { ...decision.source, id: key })
    enter(bySource, key, decision)
    enter(byPair, pairKey(decision.source, decision.targetInstitution), decision)
    countApproval(approvals, decision)
  }
  return { sources: buildCatalogueIndex(courses.values(), profiles), bySource, byPair, approvals }
}

function countApproval(approvals: Map<string, number>, { outcome, target }: Precedent): void {
  if (outcome === 'approved' && target !== undefined)
    approvals.set(target.id, (approvals.get(target.id) ?? 0) + 1)
}

function enter(decisions: Map<string, Precedent[]>, key: string | undefined, decision: Precedent): void {
  if (key === undefined) return
  const known = decisions.get(key)
  if (known === undefined) decisions.set(key, [decision])
  else known.push(decision)
}

const sourceKey = ({ source, targetInstitution }: Precedent): string =>
  JSON.stringify([
    source.institution,
    source.code ?? null,
    source.version ?? null,
    source.title,
    targetInstitution,
  ])

type Coded = { institution: string; code?: string | undefined; version?: string | number | undefined }

/** A placeholder such as `#` is no code. */
const pairKey = ({ institution, code, version }: Coded, targetInstitution: string): string | undefined =>
  code === undefined || !/[\p{L}\d]{2}/u.test(code)
    ? undefined
    : JSON.stringify([institution, code, version ?? null, targetInstitution])

/** Decisions in force on exactly this source course at the target institution, in order of id. */
export function decisionsOn(book: Precedents, source: Coded, targetInstitution: string): Precedent[] {
  const key = pairKey(source, targetInstitution)
  const found = key === undefined ? [] : (book.byPair.get(key) ?? [])
  return found.filter(({ inForce }) => inForce).sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** What similar decisions say about one target. */
export type Vote = {
  /** Similarity-weighted share of the neighbours that approved this target. */
  share: number
  /** How alike the most similar course is that was approved for this target. */
  nearest: number
  /** Its decision, shown as evidence. */
  nearestId: string | undefined
  /** How many of the neighbours approved this target. */
  count: number
}

export type Neighbourhood = {
  votes: Map<string, Vote>
  /** How alike the most similar course is that was refused or found no equivalent. */
  nearestRefusal: number
  refusalShare: number
  nearestAny: number
}

const neighboursMost = 36

/** Past decisions on courses like this one. Own decisions and those on the same code elsewhere weigh more. */
export function neighbourhood(
  book: Precedents,
  source: Prepared,
  targetInstitution: string | undefined,
): Neighbourhood {
  const grams = new Map<number, number>()
  for (const gram of titleGrams(source.course)) grams.set(gram, 1)
  const found = findCandidates(book.sources, { grams, limit: neighboursMost })
  const votes = new Map<string, Vote>()
  let all = 0
  let refusals = 0
  let nearestRefusal = 0
  let nearestAny = 0
  for (const { at } of found) {
    const decisions = book.bySource.get(idAt(book.sources, at))!
    if (targetInstitution !== undefined && decisions[0]!.targetInstitution !== targetInstitution) continue
    const like = likeness(book, source, at)
    const weight = like ** 3
    all += weight
    nearestAny = Math.max(nearestAny, like)
    const approvals = decisions.filter(
      ({ outcome, target }) => outcome === 'approved' && target !== undefined,
    )
    if (approvals.length === 0) {
      refusals += weight
      nearestRefusal = Math.max(nearestRefusal, like)
    }
    for (const { id, target } of approvals) {
      const vote = votes.get(target!.id) ?? { share: 0, nearest: 0, nearestId: undefined, count: 0 }
      vote.share += weight
      vote.count++
      if (like > vote.nearest || vote.nearestId === undefined) {
        vote.nearest = like
        vote.nearestId = id
      }
      votes.set(target!.id, vote)
    }
  }
  if (all > 0) for (const vote of votes.values()) vote.share /= all
  return { votes, nearestRefusal, refusalShare: all === 0 ? 0 : refusals / all, nearestAny }
}

function likeness(book: Precedents, source: Prepared, at: number): number {
  const past = preparedAt(book.sources, at)
  const sameCode = source.course.code !== undefined && source.course.code === past.course.code ? 0.1 : 0
  return Math.min(1, titleLikeness(source, past) + sameCode)
}
