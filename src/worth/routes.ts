// worth/routes.ts – contract to operation, and the whole explanation into the reply.
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import type { Institution } from '../catalogue/model.ts'
import type { CatalogueMemory } from '../catalogue/operations.ts'
import type { Db } from '../database/connection.ts'
import { serve } from '../http/serve.ts'
import { type CourseAsked, toCandidate } from '../recognition/operations.ts'
import type { RuleSetContent } from '../rulebook/model.ts'
import { type Credits, credits, creditsFromHundredths, creditsText } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import { publicId, uuidFrom, uuidGiven } from '../values/ids.ts'
import { hours, plain } from '../values/quantities.ts'
import { refuse } from '../values/refusal.ts'
import { postWorthComparison, postWorthQuestion, type WorthAnswer } from './contract.ts'
import { isConditional, type State } from './model.ts'
import { type Answer, answerWorth, compareWorth } from './operations.ts'

export function worthRoutes(http: FastifyInstance, db: Db, memory: () => CatalogueMemory): void {
  serve(http, postWorthQuestion, async ({ targetInstitutionId, courses, on }) => {
    const {
      target,
      on: judgedOn,
      ruleSet,
      answers,
    } = await answerWorth(db, memory(), {
      targetInstitutionId: uuidFrom('inst', targetInstitutionId) ?? refuse('not_found'),
      courses: courses.map(toCourse),
      on: on === undefined ? undefined : day(on),
    })
    return {
      target: toInstitution(target),
      on: judgedOn,
      answers: answers.map((answer) => toAnswer(answer, ruleSet?.content)),
      totals: totalsOf(answers),
    }
  })

  serve(http, postWorthComparison, async ({ courses, on }) => {
    const compared = await compareWorth(db, memory(), {
      courses: courses.map(toCourse),
      on: on === undefined ? undefined : day(on),
    })
    return {
      on: compared.on,
      institutions: compared.institutions
        .map(({ institution, answers }) => ({
          institution: toInstitution(institution),
          totals: totalsOf(answers),
          states: countsOf(answers),
        }))
        .toSorted(byWorth),
    }
  })
}

function countsOf(answers: Answer[]): Partial<Record<State, number>> {
  const counts: Partial<Record<State, number>> = {}
  for (const { state } of answers) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

type CourseInput = z.output<typeof postWorthQuestion.input>['courses'][number]

const toCourse = (course: CourseInput): CourseAsked => ({
  ...course,
  courseId: uuidGiven('course', course.courseId),
  institutionId: uuidGiven('inst', course.institutionId),
  targetCourseId: uuidGiven('course', course.targetCourseId),
  credits: course.credits === undefined ? undefined : credits(course.credits),
  hours: course.hours === undefined ? undefined : hours(course.hours),
  earnedOn: course.earnedOn === undefined ? undefined : day(course.earnedOn),
})

/** The most recorded first, then the most counted as electives; then by name, as they came. */
const byWorth = (a: Ranked, b: Ranked): number =>
  Number(b.totals.recorded) - Number(a.totals.recorded) ||
  Number(b.totals.elective) - Number(a.totals.elective)
type Ranked = { totals: { recorded: string; elective: string } }

/** What would be posted if every answer were applied for as it stands. */
function totalsOf(answers: Answer[]) {
  const counted = answers.flatMap(({ candidates: [best] }) =>
    best && (best.judgement.verdict === 'approved' || isConditional(best.judgement)) ? [best.judgement] : [],
  )
  return {
    recorded: sum(counted.map(({ recorded }) => recorded)),
    elective: sum(
      counted.flatMap(({ surplus, surplusPolicy }) => (surplusPolicy === 'elective' ? [surplus] : [])),
    ),
  }
}

const sum = (amounts: Credits[]): string =>
  creditsText(creditsFromHundredths(amounts.reduce((total, amount) => total + amount, 0)))

function toAnswer(
  { source, state, candidates, refusal }: Answer,
  rules: RuleSetContent | undefined,
): z.input<typeof WorthAnswer> {
  return {
    course: {
      id: source.course && publicId('course', source.course.id),
      title: source.title,
      titleEn: source.titleEn,
      institution: source.institution && toInstitution(source.institution),
      credits: textOrNull(source.credits),
      hours: plainOrNull(source.hours),
      grade: source.gradeText,
      version: source.course?.version ?? null,
    },
    state,
    reasons:
      state === 'not_member'
        ? ['NOT_MEMBER']
        : !rules
          ? ['NO_RULE_SET']
          : refusal
            ? ['REFUSED_BY_RULE']
            : (candidates[0]?.judgement.reasons ?? ['NO_SIMILAR_COURSE']),
    refusal: refusal ? { rule: refusal.reference, note: refusal.note ?? '' } : null,
    candidates: rules ? candidates.map((candidate) => toCandidate(candidate, source, rules)) : [],
  }
}

const toInstitution = ({ id, nameZh, nameEn }: Institution) => ({ id: publicId('inst', id), nameZh, nameEn })
const textOrNull = (amount: Credits | null): string | null => (amount === null ? null : creditsText(amount))
const plainOrNull = (value: Parameters<typeof plain>[0] | null): number | null =>
  value === null ? null : plain(value)
