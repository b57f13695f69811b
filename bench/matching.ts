// bench/matching.ts – how good and how fast the matcher is.
// npm run bench:matching -- [--data DIR] [--split NAME] [--language zh|en] [--only quality|speed] [--sweep] [--train FILE]
import { existsSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { figureNames } from '../src/matching/ranker.ts'
import { checksumOf, pack, rankingModel } from '../src/matching/ranking-model.ts'
import type { Language } from '../src/matching/text.ts'
import { chineseTitles, readTasks } from './matching-data.ts'
import type { Task } from './matching-data.ts'
import { score } from './matching-score.ts'
import type { Answered, Mean } from './matching-score.ts'
import { speed } from './matching-speed.ts'
import { answer, crossValidate, learn, lessons, precedentsOutside } from './matching-training.ts'

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    split: { type: 'string', default: 'dev' },
    language: { type: 'string' },
    only: { type: 'string' },
    sweep: { type: 'boolean', default: false },
    train: { type: 'string' },
  },
})
const folds = 5
const { data, split } = options

if (data !== undefined && !existsSync(data)) throw new Error(`No such folder: ${data}`)
if (data === undefined)
  console.log('No labelled data given (--data DIR): quality is not measured, only speed.')
else if (options.train !== undefined) train(readTasks(data, 'dev', folds), options.train)
else if (options.only !== 'speed') quality(data)
if (options.train === undefined && options.only !== 'quality') {
  speed([10_000, 100_000, 1_000_000], data === undefined ? [] : chineseTitles(data))
}

/** The dev split by cross-validation; another split by the shipped model, which looks back on the dev decisions. */
function quality(folder: string): void {
  const tasks = readTasks(folder, split, folds).filter(
    ({ language }) => (options.language ?? language) === language,
  )
  if (tasks.length === 0) throw new Error(`No ${split} queries in ${folder}`)
  const past = split === 'dev' ? [] : readTasks(folder, 'dev', folds)
  for (const language of ['zh', 'en'] as const) {
    const own = tasks.filter((task) => task.language === language)
    if (own.length === 0) continue
    const found = split === 'dev' ? crossValidate(own, folds, sharesOf) : withShipped(own, past)
    for (const [name, answers] of found) {
      report(name, answers)
      const real = answers.filter(({ titleSource }) => titleSource === 'catalogue')
      if (real.length > 0) report(`${name}, queries from real catalogues`, real)
    }
  }
}

/** The learning curve: which shares of the other folds' decisions are given as precedents. */
function sharesOf({ name, language }: Task): number[] {
  if (name === 'en-hkust') return [0, 0.25, 0.5, 1]
  return language === 'en' ? [0, 1] : [0]
}

function withShipped(tasks: readonly Task[], past: readonly Task[]): Map<string, Answered[]> {
  return new Map(
    tasks.map((task) => {
      const before = past.find(({ name }) => name === task.name)
      const book = before === undefined ? undefined : precedentsOutside(before, [])
      const model = rankingModel(task.language)
      return [
        `${task.name} (${split})`,
        task.questions.map((question) => answer(task, question, book, model)),
      ]
    }),
  )
}

function report(name: string, answers: Answered[]): void {
  const found = score(answers)
  console.log(`${name}: ${found.queries} queries, ${found.answerable} answerable`)
  console.log(`  hit@1 ${shown(found.hitAt1)}  hit@5 ${shown(found.hitAt5)}`)
  console.log(
    `  accepted: precision ${shown(found.acceptPrecision)} at recall ${shown(found.acceptRecall)}, ` +
      `wrong in ${shown(found.wrongAcceptQueries)} of queries ${JSON.stringify(found.wrongBy)}`,
  )
  if (options.sweep) console.log(`  precision/recall from score ${sweep(answers)}`)
}

function shown(mean: Mean): string {
  return mean === null ? 'none' : `${mean.value.toFixed(3)} [${mean.low.toFixed(2)}, ${mean.high.toFixed(2)}]`
}

/** What other thresholds would have given: to choose one on dev, never to be quoted as a result. */
function sweep(answers: readonly Answered[]): string {
  return [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.94, 0.96]
    .map((from) => {
      const found = score(
        answers.map((one) => ({
          ...one,
          ranked: one.ranked.map((item) => ({ ...item, accept: item.free === true && item.score >= from })),
        })),
      )
      return `${from}: ${found.acceptPrecision?.value.toFixed(3)}/${found.acceptRecall?.value.toFixed(2)}`
    })
    .join('  ')
}

/** Learns from all folds and writes the file that is shipped. */
function train(tasks: readonly Task[], path: string): void {
  const learnt = (language: Language) => {
    const own = tasks.filter((task) => task.language === language)
    const { order, truth, ...rest } = learn(lessons(own, folds, []), language)
    return { order: pack(order), truth: pack(truth), ...rest }
  }
  const file = { version: '3', figures: [...figureNames], languages: { zh: learnt('zh'), en: learnt('en') } }
  writeFileSync(path, `${JSON.stringify({ ...file, checksum: checksumOf(file) })}\n`)
}
