// worth/operations.ts – answers what courses are worth at an institution; anybody may ask, nothing is kept.
import type { Institution } from '../catalogue/model.ts'
import { type CatalogueMemory, institutionById, memberInstitutions } from '../catalogue/operations.ts'
import { type Db, read, type Tx } from '../database/connection.ts'
import {
  assess,
  type Assessment,
  type CourseAsked,
  readSources,
  type Source,
} from '../recognition/operations.ts'
import type { RuleSet } from '../rulebook/model.ts'
import { ruleSetInForce } from '../rulebook/operations.ts'
import { type LocalDate, localDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { type State, stateOf } from './model.ts'

export type Question = { targetInstitutionId: Uuid; courses: CourseAsked[]; on: LocalDate | undefined }

export type Answer = Assessment & { state: State }
export type Answered = { target: Institution; on: LocalDate; ruleSet: RuleSet | undefined; answers: Answer[] }

export type Compared = { institution: Institution; answers: Answer[] }

/** What every member institution would count of the same courses, but those where they were learnt. */
export function compareWorth(
  db: Db,
  memory: CatalogueMemory,
  question: Pick<Question, 'courses' | 'on'>,
): Promise<{ on: LocalDate; institutions: Compared[] }> {
  return read(db, {}, async (tx, at) => {
    const on = question.on ?? localDate(at)
    const [sources, members] = await Promise.all([
      readSources(tx, { courses: question.courses }, on),
      memberInstitutions(tx),
    ])
    const learntAt = new Set(sources.map(({ institution }) => institution?.id))
    const institutions = await Promise.all(
      members
        .filter(({ id }) => !learntAt.has(id))
        .map(async (institution) => ({
          institution,
          answers: (await answersOf(tx, memory, { sources, target: institution, on })).answers,
        })),
    )
    return { on, institutions }
  })
}

/** Without a rule set, or where the institution is no member, nobody has looked and nothing is judged. */
async function answersOf(
  tx: Tx,
  memory: CatalogueMemory,
  { sources, target, on }: { sources: Source[]; target: Institution; on: LocalDate },
): Promise<{ ruleSet: RuleSet | undefined; answers: Answer[] }> {
  const ruleSet = target.member ? await ruleSetInForce(tx, target.id, on) : undefined
  const assessments = ruleSet
    ? await assess(tx, memory, { sources, target, ruleSet, on })
    : sources.map((source): Assessment => ({ source, candidates: [], refusal: null }))
  return {
    ruleSet,
    answers: assessments.map((assessment) => ({ ...assessment, state: stateOf(target, assessment) })),
  }
}

/** Answers every course of the question against one institution, as of one day; wrong entries are refused together. */
export function answerWorth(db: Db, memory: CatalogueMemory, question: Question): Promise<Answered> {
  return read(db, {}, async (tx, at) => {
    const on = question.on ?? localDate(at)
    const target =
      (await institutionById(tx, question.targetInstitutionId)) ??
      refuse('input_invalid', {}, [{ pointer: '/targetInstitutionId', code: 'institution_unknown' }])
    const sources = await readSources(tx, question, on)
    const { ruleSet, answers } = await answersOf(tx, memory, { sources, target, on })
    return { target, on, ruleSet, answers }
  })
}
