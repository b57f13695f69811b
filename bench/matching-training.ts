// bench/matching-training.ts – learns the re-ranker from labelled tasks, and says how well it does on questions it has not seen.
import { weigh } from '../src/matching/match.ts'
import { profileFor } from '../src/matching/naming-profile.ts'
import { buildPrecedents } from '../src/matching/precedents.ts'
import type { Precedents } from '../src/matching/precedents.ts'
import { figuresOf, prior, rank, truthOffset } from '../src/matching/ranker.ts'
import type { RankingModel } from '../src/matching/ranker.ts'
import { at } from '../src/matching/features.ts'
import type { Question, Task } from './matching-data.ts'
import { grow } from './matching-forest.ts'
import type { Growth, Rows } from './matching-forest.ts'
import type { Answered } from './matching-score.ts'

/** One question with the figures of its candidates, to learn from. */
export type Lesson = { task: Task; question: Question; ids: string[]; rows: Float64Array[]; starts: number[] }

/** Decisions of the task's questions outside some folds. `share` keeps that part of them, always the same ones. */
export const precedentsOutside = (task: Task, folds: readonly number[], share = 1): Precedents =>
  buildPrecedents(
    task.questions
      .filter(({ fold, place }) => !folds.includes(fold) && place < share)
      .flatMap(({ precedents }) => precedents),
    profileFor,
  )

function lessonOf(task: Task, question: Question, precedents: Precedents | undefined): Lesson {
  const candidates = weigh(task.index, question.query, precedents)
  const figures = candidates.map((one) => one.figures)
  return {
    task,
    question,
    ids: candidates.map(({ id }) => id),
    rows: figuresOf(figures),
    starts: figures.map(prior),
  }
}

/**
 * What may be learnt with some folds held out. Each question looks back on decisions outside its own fold; every other
 * one is also asked without any, so that the model knows both. Chinese tasks have too few decisions to look back on.
 */
export function lessons(tasks: readonly Task[], folds: number, heldOut: readonly number[]): Lesson[] {
  const found: Lesson[] = []
  for (const task of tasks) {
    for (let fold = 0; fold < folds; fold++) {
      if (heldOut.includes(fold)) continue
      const own = task.questions.filter((question) => question.fold === fold)
      const book = task.language === 'en' ? precedentsOutside(task, [...heldOut, fold]) : undefined
      for (const [i, question] of own.entries()) {
        if (book !== undefined) found.push(lessonOf(task, question, book))
        if (book === undefined || i % 2 === 0) found.push(lessonOf(task, question, undefined))
      }
    }
  }
  return found
}

/** How much a question of a task counts: small tasks more than their number, so that no task drowns another. */
const taskWeight: Readonly<Record<string, number>> = {
  'zh-cross': 2,
  'zh-official-ustc': 2,
  'zh-official-sjtu': 0.5,
}

const likeliestMost = 12
const othersEach = 8

/** Unlabelled candidates are taken for no equivalents; the likeliest are kept, and of the others one in eight. */
function learningRows(lessons: readonly Lesson[]): Rows {
  const figures: Float64Array[] = []
  const starts: number[] = []
  const labels: number[] = []
  const weights: number[] = []
  const groups = [0]
  for (const { task, question, ids, rows, starts: own } of lessons) {
    const judged = new Map(question.gold.map(({ cid, rel }) => [cid, rel]))
    const likeliest = ids
      .map((id, i) => ({ rel: judged.get(id), row: rows[i]!, start: own[i]! }))
      .filter(({ rel }) => rel !== -1)
      .sort((a, b) => b.start - a.start)
    for (const [place, { rel, row, start }] of likeliest.entries()) {
      if (rel === undefined && place >= likeliestMost && place % othersEach !== 0) continue
      figures.push(row)
      starts.push(start)
      labels.push(rel === 2 ? 1 : 0)
      weights.push(taskWeight[task.name] ?? 1)
    }
    groups.push(figures.length)
  }
  return {
    figures,
    start: Float64Array.from(starts),
    labels: Float64Array.from(labels),
    weights: Float64Array.from(weights),
    groups,
  }
}

const growth: Omit<Growth, 'objective'> = {
  trees: 100,
  depth: 4,
  rate: 0.08,
  leafMin: 12,
  shrink: 5,
  features: 0.4,
  seed: 7,
}

/** From which calibrated score on the product accepts without a person, and below which it rejects. */
export const thresholds = {
  zh: { acceptFrom: 0.87, rejectBelow: 0.05 },
  en: { acceptFrom: 0.9, rejectBelow: 0.02 },
} as const

export function learn(lessons: readonly Lesson[], language: Task['language']): RankingModel {
  const rows = learningRows(lessons)
  const truthRows = { ...rows, start: rows.start.map((start) => start - truthOffset) }
  return {
    order: grow(rows, { ...growth, objective: 'order' }),
    truth: grow(truthRows, { ...growth, objective: 'truth' }),
    ...thresholds[language],
  }
}

/** How the product would answer with this model; the same steps as `matchCourses`, for many models at once. */
export function answer(
  task: Task,
  question: Question,
  precedents: Precedents | undefined,
  model: RankingModel,
): Answered {
  const candidates = weigh(task.index, question.query, precedents)
  const scored = rank(
    candidates.map(({ figures }) => figures),
    model,
  )
  const ranked = candidates
    .map(({ id, figures }, i) => ({ cid: id, free: figures[at.conflicts] === 0, ...scored[i]! }))
    .sort((a, b) => b.order - a.order || (a.cid < b.cid ? -1 : 1))
    .slice(0, 20)
    .map(({ cid, free, score }, place) => ({
      cid,
      score,
      free: place === 0 && free,
      accept: place === 0 && free && score >= model.acceptFrom,
    }))
  return {
    gold: question.gold,
    exclude: question.query.exclude ?? [],
    ranked,
    titleSource: question.titleSource,
  }
}

/** Every question answered by a model, and with decisions, of other folds only. */
export function crossValidate(
  tasks: readonly Task[],
  folds: number,
  sharesOf: (task: Task) => readonly number[],
): Map<string, Answered[]> {
  const answers = new Map<string, Answered[]>()
  for (let fold = 0; fold < folds; fold++) {
    const model = learn(lessons(tasks, folds, [fold]), tasks[0]!.language)
    for (const task of tasks) {
      for (const share of sharesOf(task)) {
        const key = share === 0 ? task.name : `${task.name}, ${share * 100} % of decisions as precedents`
        const list = answers.get(key) ?? []
        answers.set(key, list)
        const book = share === 0 ? undefined : precedentsOutside(task, [fold], share)
        for (const question of task.questions) {
          if (question.fold === fold) list.push(answer(task, question, book, model))
        }
      }
    }
  }
  return answers
}
