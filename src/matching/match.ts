// matching/match.ts – 课程匹配: which courses of a catalogue say the same as this one, how surely, and why.
import { descriptionTerms, findCandidates, placeOf, termOf, titleGrams } from './catalogue-index.ts'
import type { CatalogueIndex, MatchCourse } from './catalogue-index.ts'
import { at, compareCourses, conflictsOf, prepareRead, preparedAt } from './features.ts'
import type { Figures, Prepared } from './features.ts'
import type { NamingProfile } from './naming-profile.ts'
import { profileFor } from './naming-profile.ts'
import { decisionsOn, neighbourhood } from './precedents.ts'
import type { Precedent, Precedents, Vote } from './precedents.ts'
import { rank } from './ranker.ts'
import type { RankingModel, Scored } from './ranker.ts'
import { rankingModel } from './ranking-model.ts'
import { otherNames } from './synonyms.ts'
import { gramsOf, languageOf, normalise, stems } from './text.ts'
import type { Language } from './text.ts'
import { parseTitle } from './title.ts'
import type { Conflict, TitleFacts } from './title.ts'

/** The course that was learnt, and where an equivalent is sought. */
export type MatchQuery = Omit<MatchCourse, 'id' | 'institution'> & {
  institution?: string | undefined
  version?: string | number | undefined
  /** Seek among this institution's courses only; without it, in the whole index. */
  targetInstitution?: string | undefined
  /** How the sending institution writes titles; without it, what its name suggests. */
  profile?: NamingProfile | undefined
  /** Ids that must not be answered, such as the course itself. */
  exclude?: readonly string[] | undefined
}

export type MatchOptions = { limit?: number; precedents?: Precedents | undefined }

/** What speaks for a match, as typed facts; words for them are in src/words. */
export type Evidence =
  | { fact: 'precedent'; decisionId: string; outcome: Precedent['outcome'] }
  | { fact: 'similar_precedent'; decisionId: string; alike: number; approvals: number }
  | { fact: 'same_title' }
  | { fact: 'same_base'; base: string }
  | { fact: 'same_core'; core: string }
  | { fact: 'synonym'; source: string; target: string }
  | { fact: 'shared_text'; ofSource: number; ofTarget: number }
  | { fact: 'same_part'; part: number }
  | { fact: 'same_kind'; kind: TitleFacts['kind'] }
  | { fact: 'english_title'; alike: number }

/** Why the first is before the second. */
export type Ahead = { runnerUp: string; by: number; reasons: AheadReason[] }
export type AheadReason =
  | 'precedent'
  | 'fewer_conflicts'
  | 'same_name'
  | 'closer_name'
  | 'closer_credits'
  | 'closer_text'
  | 'order_only'

export type Match = {
  id: string
  /** 0 to 1: the chance that a reviewer would call the two equivalent in content, as calibrated on past decisions. */
  score: number
  /** `accept` needs no person's look at content; `reject` is not worth one. */
  decision: 'accept' | 'review' | 'reject'
  /** Any of them forbids `accept`. Empty when a decision in force has settled the pair. */
  conflicts: Conflict[]
  evidence: Evidence[]
  /** On the first match only, when there is a second. */
  ahead?: Ahead
}

/**
 * The courses of the index most likely to be equivalent to the query, best first. A decision in force on this very
 * course answers at once. The same query on the same index has the same answer, whatever the order of its courses.
 */
export function matchCourses(index: CatalogueIndex, query: MatchQuery, options: MatchOptions = {}): Match[] {
  const { limit = 10, precedents } = options
  const weighed = weigh(index, query, precedents)
  const model = rankingModel(query.language ?? languageOf(query.title))
  const scored = rank(
    weighed.map(({ figures }) => figures),
    model,
  )
  const judged = weighed
    .map((one, i) => ({ one, ...standing(one.settled, scored[i]!) }))
    .sort((a, b) => b.order - a.order || (a.one.id < b.one.id ? -1 : 1))
    .slice(0, Math.max(2, limit))
    .map(({ one, score }) => ({ one, match: judge(one, score, model) }))
  const matches = judged.map(({ match }) => match)
  settleTogether(matches)
  const [first, second] = judged
  if (first !== undefined && second !== undefined) first.match.ahead = ahead(first, second)
  return matches.slice(0, limit)
}

/** A candidate with everything that is known of the pair; what the re-ranker learns from. */
export type WeighedCandidate = {
  id: string
  source: Prepared
  target: Prepared
  figures: Figures
  vote: Vote | undefined
  settled: Precedent | undefined
}

const candidatesMost = { zh: 40, en: 80 } as const

/** Finds candidates and compares each with the query. */
export function weigh(index: CatalogueIndex, query: MatchQuery, precedents?: Precedents): WeighedCandidate[] {
  const { version: _, targetInstitution, profile, exclude = [], ...course } = query
  const institution = query.institution ?? ''
  const language = query.language ?? languageOf(query.title)
  const facts = parseTitle(query.title, profile ?? profileFor(institution), language, query.kind)
  const source = prepareRead(
    index,
    { ...course, institution, id: '' },
    facts,
    language,
    descriptionTerms(query),
  )
  const grams = soughtGrams(source)
  const found = new Map(
    findCandidates(index, { grams, institution: targetInstitution, limit: candidatesMost[language] }).map(
      ({ at, score }) => [at, score],
    ),
  )
  const around = precedents === undefined ? undefined : neighbourhood(precedents, source, targetInstitution)
  const settled = precedents === undefined ? [] : settledBy(precedents, query, targetInstitution)
  for (const id of [...(around?.votes.keys() ?? []), ...settled.map(({ target }) => target?.id ?? '')]) {
    const at = placeOf(index, id)
    if (at !== undefined && !found.has(at)) found.set(at, 0)
  }
  const most = Math.max(1e-9, ...found.values())
  const subjects = around === undefined ? undefined : votesBySubject(index, around.votes)
  return [...found]
    .map(([place, score]) => {
      const target = preparedAt(index, place)
      const vote = around?.votes.get(target.id)
      const figures = compareCourses(source, target)
      figures[at.found] = score / most
      if (around !== undefined) {
        figures[at.voteShare] = vote?.share ?? 0
        figures[at.voteNearest] = vote?.nearest ?? 0
        figures[at.voteCount] = vote?.count ?? 0
        figures[at.refusalShare] = around.refusalShare
        figures[at.refusalNearest] = around.nearestRefusal
        figures[at.precedentNearest] = around.nearestAny
        figures[at.subjectVote] = subjects?.get(target.subject) ?? 0
        figures[at.approvalsOfTarget] = Math.log(1 + (precedents?.approvals.get(target.id) ?? 0))
      }
      const decision = settled.find((decision) => decision.target?.id === target.id)
      return { id: target.id, source, target, vote, settled: decision, figures }
    })
    .filter(({ id }) => !exclude.includes(id))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** What similar decisions say about the subject, by the letters of the targets' codes: Marketing goes to MARK. */
function votesBySubject(index: CatalogueIndex, votes: ReadonlyMap<string, Vote>): Map<string, number> {
  const shares = new Map<string, number>()
  for (const [id, { share }] of votes) {
    const place = placeOf(index, id)
    if (place === undefined) continue
    const { subject } = preparedAt(index, place)
    if (subject !== '') shares.set(subject, (shares.get(subject) ?? 0) + share)
  }
  return shares
}

const settledBy = (
  precedents: Precedents,
  query: MatchQuery,
  targetInstitution: string | undefined,
): Precedent[] =>
  query.institution === undefined || targetInstitution === undefined
    ? []
    : decisionsOn(precedents, { ...query, institution: query.institution }, targetInstitution)

/** The names that synonyms list are few and asked for often. */
const listedGrams = new Map<string, Uint32Array>()
const listedMost = 8_192

function gramsOfName(name: string, language: Language): Uint32Array {
  const known = listedGrams.get(name)
  if (known !== undefined) return known
  if (listedGrams.size === listedMost) listedGrams.clear()
  const grams = gramsOf(name, language)
  listedGrams.set(name, grams)
  return grams
}

/** The title's own grams, those of its other names, and its words where a description may hold them. */
function soughtGrams(source: Prepared): Map<number, number> {
  const grams = new Map<number, number>()
  const seek = (found: Iterable<number>, weight: number) => {
    for (const gram of found) grams.set(gram, Math.max(weight, grams.get(gram) ?? 0))
  }
  seek(titleGrams(source.course), 1)
  if (source.course.titleEn !== undefined) seek(gramsOf(normalise(source.course.titleEn, 'en'), 'en'), 0.5)
  for (const name of otherNames(source.facts, source.language)) seek(gramsOfName(name, source.language), 0.8)
  if (source.language === 'en') seek(stems(source.facts.base).map(termOf), 1)
  seek(source.terms, 0.3)
  return grams
}

/** What was decided stands before what is likely, and what was refused behind it. */
function standing(settled: Precedent | undefined, { order, score }: Scored): Scored {
  switch (settled?.outcome) {
    case 'approved':
      return { order: Infinity, score: 1 }
    case 'partial':
      return { order, score: Math.min(score, 0.5) }
    case 'refused':
      return { order: -Infinity, score: 0 }
    case undefined:
      return { order, score }
  }
}

type Judged = { one: WeighedCandidate; match: Match }
const decided = { approved: 'accept', partial: 'review', refused: 'reject' } as const

function judge(one: WeighedCandidate, score: number, model: RankingModel): Match {
  const { source, target, settled, id } = one
  const evidence = evidenceFor(one)
  if (settled !== undefined) return { id, score, decision: decided[settled.outcome], conflicts: [], evidence }
  const conflicts = conflictsOf(source, target)
  const sure = score >= model.acceptFrom && conflicts.length === 0
  const decision = sure ? 'accept' : score < model.rejectBelow ? 'reject' : 'review'
  return { id, score, decision, conflicts, evidence }
}

/**
 * One course is recognised as one course: below the first, and beside a decision, acceptance waits for a person.
 * Scores never rise down the list.
 */
function settleTogether(matches: Match[]): void {
  let least = 1
  for (const [place, match] of matches.entries()) {
    least = Math.min(least, match.score)
    match.score = least
    const decided = match.evidence.some(({ fact }) => fact === 'precedent')
    if (place > 0 && match.decision === 'accept' && !decided) match.decision = 'review'
  }
}

function evidenceFor({ source, target, figures, vote, settled }: WeighedCandidate): Evidence[] {
  const evidence: Evidence[] = []
  const one = source.facts
  const other = target.facts
  if (settled !== undefined)
    evidence.push({ fact: 'precedent', decisionId: settled.id, outcome: settled.outcome })
  if (vote?.nearestId !== undefined && vote.nearest > 0.5) {
    evidence.push({
      fact: 'similar_precedent',
      decisionId: vote.nearestId,
      alike: vote.nearest,
      approvals: vote.count,
    })
  }
  if (one.key === other.key) evidence.push({ fact: 'same_title' })
  else if (one.base === other.base) evidence.push({ fact: 'same_base', base: one.base })
  else if (one.core === other.core) evidence.push({ fact: 'same_core', core: one.core })
  else if (source.canonical === target.canonical)
    evidence.push({ fact: 'synonym', source: one.base, target: other.base })
  else
    evidence.push({
      fact: 'shared_text',
      ofSource: figures[at.sourceCovered]!,
      ofTarget: figures[at.targetCovered]!,
    })
  if (one.part !== undefined && one.part.number === other.part?.number) {
    evidence.push({ fact: 'same_part', part: one.part.number })
  }
  if (one.kind === other.kind && one.kind !== 'theory') evidence.push({ fact: 'same_kind', kind: one.kind })
  if (figures[at.englishCosine]! > 0.6 && source.language === 'zh') {
    evidence.push({ fact: 'english_title', alike: figures[at.englishCosine]! })
  }
  return evidence
}

function ahead(first: Judged, second: Judged): Ahead {
  const reasons: AheadReason[] = []
  const a = first.one.figures
  const b = second.one.figures
  if (first.one.settled !== undefined || first.one.figures[at.voteShare]! > second.one.figures[at.voteShare]!)
    reasons.push('precedent')
  if (first.match.conflicts.length < second.match.conflicts.length) reasons.push('fewer_conflicts')
  if (a[at.sameCanonical]! > b[at.sameCanonical]!) reasons.push('same_name')
  if (a[at.coreCosine]! > b[at.coreCosine]! || a[at.baseCosine]! > b[at.baseCosine]!)
    reasons.push('closer_name')
  if (a[at.creditsRatio]! > b[at.creditsRatio]! && b[at.creditsRatio]! >= 0) reasons.push('closer_credits')
  if (a[at.sourceTitleInTargetText]! > b[at.sourceTitleInTargetText]!) reasons.push('closer_text')
  if (reasons.length === 0) reasons.push('order_only')
  return { runnerUp: second.match.id, by: first.match.score - second.match.score, reasons }
}
