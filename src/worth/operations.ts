// worth/operations.ts – answers what courses are worth at an institution; anybody may ask, nothing is kept.
import type { Institution } from '../catalogue/model.ts'
import { type CatalogueMemory, institutionById } from '../catalogue/operations.ts'
import { type Db, read } from '../database/connection.ts'
import { assess, type Assessment, type CourseAsked, readSources } from '../recognition/operations.ts'
import type { RuleSet } from '../rulebook/model.ts'
import { ruleSetInForce } from '../rulebook/operations.ts'
import { type LocalDate, localDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { type State, stateOf } from './model.ts'

export type Question = { targetInstitutionId: Uuid; courses: CourseAsked[]; on: LocalDate | undefined }

export type Answer = Assessment & { state: State }
export type Answered = { target: Institution; on: LocalDate; ruleSet: RuleSet | undefined; answers: Answer[] }

/** Answers every course of the question against one institution, as of one day; wrong entries are refused together. */
export function answerWorth(db: Db, memory: CatalogueMemory, question: Question): Promise<Answered> {
  return read(db, {}, async (tx, at) => {
    const on = question.on ?? localDate(at)
    const target =
      (await institutionById(tx, question.targetInstitutionId)) ??
      refuse('input_invalid', {}, [{ pointer: '/targetInstitutionId', code: 'institution_unknown' }])
    const sources = await readSources(tx, question, on)
    const ruleSet = target.member ? await ruleSetInForce(tx, target.id, on) : undefined
    const assessments = ruleSet
      ? await assess(tx, memory, { sources, target, ruleSet, on })
      : sources.map((source): Assessment => ({ source, candidates: [], refusal: null }))
    const answers = assessments.map((assessment) => ({ ...assessment, state: stateOf(target, assessment) }))
    return { target, on, ruleSet, answers }
  })
}
