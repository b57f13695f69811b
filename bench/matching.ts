// bench/matching.ts – how good and how fast the matcher is. npm run bench:matching -- [--data DIR] [--split NAME] [--train] [--task NAME]
import { existsSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Language } from '../src/matching/text.ts'
import { figureNames } from '../src/matching/ranker.ts'
import { checksumOf, pack } from '../src/matching/ranking-model.ts'
import { readTasks } from './matching-data.ts'
import type { Task } from './matching-data.ts'
import { score } from './matching-score.ts'
import type { Answered, Mean } from './matching-score.ts'
import { speed } from './matching-speed.ts'
import { crossValidate, learn, lessons } from './matching-training.ts'

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    split: { type: 'string', default: 'dev' },
    train: { type: 'string' },
    only: { type: 'string' },
    language: { type: 'string' },
    sweep: { type: 'boolean', default: false },
  },
})
const folds = 5

if (options.data === undefined) {
  console.log('No labelled data given (--data DIR): quality is not measured, only speed.')
} else if (!existsSync(options.data)) {
  throw new Error(`No such folder: ${options.data}`)
} else if (options.train !== undefined) {
  train(readTasks(options.data, options.split, folds), options.train)
} else if (options.only !== 'speed') {
  quality(options.data)
}
if (options.train === undefined && options.only !== 'quality') speed([10_000, 100_000, 1_000_000], [])

function quality(data: string): void {
  const tasks = readTasks(data, options.split, folds)
  if (tasks.length === 0) throw new Error(`No ${options.split} queries in ${data}`)
  for (const language of ['zh', 'en'] as const) {
    const own = tasks.filter((task) => task.language === language)
    if (own.length === 0 || (options.language ?? language) !== language) continue
    const shares = language === 'en' ? [0, 1] : [0]
    for (const [name, answers] of crossValidate(own, folds, shares)) {
      report(name, answers)
      if (name.startsWith('zh-cross')) {
        report(
          `${name} real`,
          answers.filter(({ titleSource }) => titleSource === 'catalogue'),
        )
      }
    }
  }
}

function shown(mean: Mean): string {
  return mean === null ? 'none' : `${mean.value.toFixed(3)} [${mean.low.toFixed(2)}, ${mean.high.toFixed(2)}]`
}

function report(name: string, answers: Answered[]): void {
  const found = score(answers)
  console.log(`${name}: ${found.queries} queries, ${found.answerable} answerable`)
  console.log(`  hit@1 ${shown(found.hitAt1)}  hit@5 ${shown(found.hitAt5)}`)
  console.log(
    `  accept precision ${shown(found.acceptPrecision)} at recall ${shown(found.acceptRecall)}, wrong in ${shown(found.wrongAcceptQueries)} of queries ${JSON.stringify(found.wrongBy)}`,
  )
  if (options.sweep) {
    const line = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97].map((from) => {
      const at = score(
        answers.map((one) => ({
          ...one,
          ranked: one.ranked.map((item) => ({ ...item, accept: item.free === true && item.score >= from })),
        })),
      )
      return `${from}: ${at.acceptPrecision?.value.toFixed(3)}/${at.acceptRecall?.value.toFixed(2)}`
    })
    console.log('  ', line.join('  '))
  }
}

/** Learns from all folds and writes the file that is shipped. */
function train(tasks: Task[], path: string): void {
  const learnt = (language: Language) => {
    const own = tasks.filter((task) => task.language === language)
    const { order, truth, ...rest } = learn(lessons(own, folds, []), language)
    return { order: pack(order), truth: pack(truth), ...rest }
  }
  const file = {
    version: '1',
    figures: [...figureNames],
    languages: { zh: learnt('zh'), en: learnt('en') },
  }
  writeFileSync(path, `${JSON.stringify({ ...file, checksum: checksumOf(file) })}\n`)
}
