// matching/ranking-model.test.ts – weights are used only when they are whole and fit the figures that are computed
import { expect, test } from 'vitest'
import { figureNames } from './ranker.ts'
import { checksumOf, readModel } from './ranking-model.ts'
import type { ModelFile } from './ranking-model.ts'

const nothing = { nodes: [], feature: [], limit: [], left: [] }
const model = { order: nothing, truth: nothing, acceptFrom: 0.9, rejectBelow: 0.1 }
const file = (figures: string[], change: Partial<ModelFile> = {}): ModelFile => {
  const content = { version: '1', figures, languages: { zh: model, en: model } }
  return { ...content, checksum: checksumOf(content), ...change }
}

test('a whole file on the same figures is read', () => {
  expect(readModel(file([...figureNames])).zh.acceptFrom).toBe(0.9)
})

test.each([
  ['other figures', file(['titleCosine'])],
  ['figures in another order', file(figureNames.toReversed())],
  ['one figure more', file([...figureNames, 'mood'])],
])('a model trained on %s is refused', (_, strange) => {
  expect(() => readModel(strange)).toThrow('other figures')
})

test('a damaged file is refused', () => {
  expect(() => readModel(file([...figureNames], { version: '2' }))).toThrow('damaged')
})
