// matching/sets.ts – several courses that together say what one says, and one that says what several do. Proposals only:
// a person decides, so nothing here accepts.
import { weigh } from './match.ts'
import type { CatalogueIndex } from './catalogue-index.ts'
import type { MatchQuery } from './match.ts'
import { compositionOf, canonicalName } from './synonyms.ts'
import type { Language } from './text.ts'
import { parseTitle } from './title.ts'
import { defaultProfile } from './naming-profile.ts'
import type { Prepared } from './features.ts'

export type SetProposal = {
  /** Places in the list of sources that was given. */
  sources: number[]
  targets: string[]
  /** Parts of one course (上 and 下), subjects that a title joins (光学与原子物理), or a listed composition (大学物理). */
  basis: 'parts' | 'joined_title' | 'composition'
}

/** Sets in which the sources' subjects cover the targets' subjects, one course on one of the two sides. */
export function proposeSets(index: CatalogueIndex, sources: readonly MatchQuery[]): SetProposal[] {
  const asked = sources.map((query) => weigh(index, query))
  const found = new Map<string, SetProposal>()
  const propose = (proposal: SetProposal) => {
    if (proposal.sources.length + proposal.targets.length > 2) found.set(JSON.stringify(proposal), proposal)
  }
  const subjects = asked.map((candidates) => candidates[0]?.source)
  for (const [place, candidates] of asked.entries()) {
    const source = subjects[place]
    if (source === undefined) continue
    const targets = candidates
      .map(({ target }) => target)
      .filter(({ facts }) => facts.kind === source.facts.kind)
    for (const { basis, pieces } of divisionsOf(source, targets)) {
      const chosen = pieces.map((piece) =>
        targets.find((target) => target.id !== '' && subjectOf(target) === piece),
      )
      if (chosen.every((target) => target !== undefined)) {
        propose({ sources: [place], targets: chosen.map(({ id }) => id).sort(), basis })
      }
    }
    const others = subjects.filter((one) => one !== undefined && one.facts.kind === source.facts.kind)
    for (const target of targets) {
      for (const { basis, pieces } of divisionsOf(
        target,
        others.flatMap((one) => one ?? []),
      )) {
        const chosen = pieces.map((piece) =>
          subjects.findIndex((one) => one !== undefined && subjectOf(one) === piece),
        )
        if (chosen.every((at) => at >= 0)) {
          propose({ sources: [...new Set(chosen)].sort((a, b) => a - b), targets: [target.id], basis })
        }
      }
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, proposal]) => proposal)
}

type Division = { basis: SetProposal['basis']; pieces: string[] }

const subjectOf = ({ canonical, facts }: Prepared): string =>
  facts.part === undefined ? canonical : `${canonical}(${facts.part.number})`

/** The ways to see a course as several subjects; its own parts only where those stand on the other side. */
function divisionsOf(whole: Prepared, others: readonly Prepared[]): Division[] {
  const divisions: Division[] = []
  if (whole.facts.part === undefined) {
    const last = Math.max(
      0,
      ...others
        .filter(({ canonical }) => canonical === whole.canonical)
        .map(({ facts }) => facts.part?.number ?? 0),
    )
    if (last >= 2) {
      const pieces = Array.from({ length: last }, (_, i) => `${whole.canonical}(${i + 1})`)
      divisions.push({ basis: 'parts', pieces })
    }
    const joined = whole.facts.base.split(/与|和|及|、| and /).filter((piece) => piece.length > 1)
    if (joined.length > 1) divisions.push({ basis: 'joined_title', pieces: named(joined, whole.language) })
  }
  const composed = compositionOf(whole.canonical, whole.facts.part?.number)
  if (composed !== undefined)
    divisions.push({ basis: 'composition', pieces: named(composed, whole.language) })
  return divisions
}

const named = (titles: readonly string[], language: Language): string[] =>
  titles.map((title) => canonicalName(parseTitle(title, defaultProfile, language), language))
