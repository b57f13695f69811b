// matching/ranking-model.ts – the learned weights, checked before use: whole, and trained on the figures this code computes.
import type { Forest } from './forest.ts'
import { figureNames } from './ranker.ts'
import type { RankingModel } from './ranker.ts'
import weights from './ranking-model.json' with { type: 'json' }
import { hashText } from './text.ts'
import type { Language } from './text.ts'

/** The form of the file. `checksum` is that of everything else in it. */
export type ModelFile = {
  version: string
  figures: string[]
  languages: Record<Language, PackedModel>
  checksum: string
}

export type PackedModel = {
  order: PackedForest
  truth: PackedForest
  acceptFrom: number
  rejectBelow: number
}

/** All trees one after another: per tree its number of nodes, per node its feature, limit and left child. */
export type PackedForest = { nodes: number[]; feature: number[]; limit: number[]; left: number[] }

/** Throws unless the file is whole and was trained on exactly the figures that this code computes. */
export function readModel(file: ModelFile): Record<Language, RankingModel> {
  if (file.checksum !== checksumOf(file))
    throw new Error('The ranking model is damaged: its checksum differs')
  const strange = file.figures.filter((name, i) => name !== figureNames[i])
  if (strange.length > 0 || file.figures.length !== figureNames.length) {
    throw new Error(`The ranking model was trained on other figures: ${strange.join(', ')}`)
  }
  return { zh: unpackModel(file.languages.zh), en: unpackModel(file.languages.en) }
}

export const checksumOf = ({ version, figures, languages }: Omit<ModelFile, 'checksum'>): string => {
  const text = JSON.stringify([version, figures, languages])
  return [0x811c9dc5, 0x1234567, 0x7654321]
    .map((seed) => hashText(text, 0, text.length, seed).toString(16))
    .join('-')
}

const unpackModel = ({ order, truth, ...rest }: PackedModel): RankingModel => ({
  order: unpack(order),
  truth: unpack(truth),
  ...rest,
})

function unpack({ nodes, feature, limit, left }: PackedForest): Forest {
  let from = 0
  return nodes.map((count) => {
    const to = from + count
    const tree = {
      feature: Int16Array.from(feature.slice(from, to)),
      limit: Float64Array.from(limit.slice(from, to)),
      left: Int16Array.from(left.slice(from, to)),
    }
    from = to
    return tree
  })
}

/** Numbers are cut to five digits, which no decision hangs on. */
export function pack(forest: Forest): PackedForest {
  const packed: PackedForest = { nodes: [], feature: [], limit: [], left: [] }
  for (const { feature, limit, left } of forest) {
    packed.nodes.push(feature.length)
    packed.feature.push(...feature)
    packed.limit.push(...Array.from(limit, (value) => Number(value.toPrecision(6))))
    packed.left.push(...left)
  }
  return packed
}

let shipped: Record<Language, RankingModel> | undefined

/** The shipped model, read and checked when it is first needed. */
export const rankingModel = (language: Language): RankingModel => (shipped ??= readModel(weights))[language]
