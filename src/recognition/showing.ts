// recognition/showing.ts – an assessment, institutions and ids in the words of the contract.
import type { z } from 'zod'
import type { RuleSetContent } from '../rulebook/model.ts'
import { type Credits, credits, creditsText } from '../values/credits.ts'
import { type IdKind, publicId, uuidFrom, type Uuid } from '../values/ids.ts'
import { percent, plain } from '../values/quantities.ts'
import { refuse } from '../values/refusal.ts'
import type { Source } from './assessment.ts'
import type { Candidate } from './contract.ts'
import type { Candidate as Compared } from './model.ts'

/** One candidate with its whole explanation, as the worth answer and the case page show it. */
export function toCandidate(
  { course, compared, equivalency, judgement, rules }: Omit<Compared, 'case'>,
  source: Pick<Source, 'gradeText' | 'grade'>,
  { rounding, clauses = [] }: RuleSetContent,
): z.input<typeof Candidate> {
  return {
    course: {
      id: publicId('course', course.id),
      code: course.code,
      titleZh: course.titleZh,
      titleEn: course.titleEn,
      credits: textOrNull(course.credits),
      hours: plainOrNull(course.hours),
      version: course.version,
    },
    verdict: judgement.verdict,
    reasons: judgement.reasons,
    recorded: creditsText(judgement.recorded),
    surplus: creditsText(judgement.surplus),
    surplusPolicy: judgement.surplusPolicy,
    electiveOffer: textOrNull(judgement.electiveOffer),
    supplementHours: plain(judgement.supplementHours),
    principles: {
      hours: {
        met: judgement.hours.met,
        sourceHours: plainOrNull(judgement.hours.source),
        sourceHoursPerCredit: plainOrNull(judgement.hours.sourcePerCredit),
        targetHours: plainOrNull(judgement.hours.target),
        targetHoursPerCredit: plain(judgement.hours.targetPerCredit),
        coverage: judgement.hours.coverage === null ? null : percent(judgement.hours.coverage),
        coverageMin: percent(judgement.hours.coverageMin),
        shortfallHours: plain(judgement.hours.shortfall),
        credits: textOrNull(judgement.hours.credits),
        rounding: { mode: rounding.mode, step: creditsText(credits(rounding.step)) },
      },
      content: {
        met: judgement.content.met,
        basis: judgement.content.basis,
        titleScore: compared.titleScore,
        overlap: compared.coverage && percent(compared.coverage.share),
        overlapMin: percent(judgement.content.overlapMin),
        covered: compared.coverage?.covered.map(({ topic, weight, by }) => ({ topic, weight, by })) ?? [],
        missing: compared.coverage?.missing ?? [],
        conflicts: compared.conflicts,
      },
      grade: {
        met: judgement.grade.met,
        given: source.gradeText,
        scale: source.grade?.scale ?? null,
        score: plainOrNull(judgement.grade.score),
        passedAtSource: source.grade?.passed ?? null,
        scoreMin: plainOrNull(judgement.grade.scoreMin),
      },
    },
    clauses: (judgement.clauses ?? []).map(({ clause, code, met }) => {
      const text = clauses.find(({ id }) => id === clause)
      return { id: clause, textZh: text?.zh ?? clause, textEn: text?.en ?? clause, code, met }
    }),
    rules,
    note: equivalency?.note ?? null,
  }
}

const textOrNull = (amount: Credits | null): string | null => (amount === null ? null : creditsText(amount))
const plainOrNull = (value: Parameters<typeof plain>[0] | null): number | null =>
  value === null ? null : plain(value)

export const toInstitution = ({
  id,
  nameZh,
  nameEn,
}: {
  id: Uuid
  nameZh: string
  nameEn: string | null
}) => ({
  id: publicId('inst', id),
  nameZh,
  nameEn,
})

/** The uuid of an id that the contract has checked. */
export const known = (kind: IdKind, text: string): Uuid => uuidFrom(kind, text) ?? refuse('not_found')
