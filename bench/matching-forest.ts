// bench/matching-forest.ts – grows the trees: gradient boosting on binned figures, exact enough and the same on every run.
import type { Forest, Tree } from '../src/matching/forest.ts'

export type Rows = {
  figures: Float64Array[]
  /** Where the sums start: what is thought of the row before any tree. */
  start: Float64Array
  /** 1 equivalent, 0 not; between for partly. */
  labels: Float64Array
  weights: Float64Array
  /** Rows of one query stand together: from `groups[i]` to `groups[i + 1]`. */
  groups: number[]
}

export type Growth = {
  trees: number
  depth: number
  rate: number
  leafMin: number
  shrink: number
  /** Share of figures looked at for each tree. */
  features: number
  seed: number
  /** `order` learns which candidate of a query is best, `truth` whether a candidate is equivalent. */
  objective: 'order' | 'truth'
}

const binsMost = 64

export function grow(rows: Rows, growth: Growth): Forest {
  const count = rows.figures.length
  const width = rows.figures[0]!.length
  const limits = Array.from({ length: width }, (_, f) => limitsOf(rows.figures, f))
  const bins = Array.from({ length: width }, (_, f) => {
    const own = new Uint8Array(count)
    for (let i = 0; i < count; i++) own[i] = binOf(limits[f]!, rows.figures[i]![f]!)
    return own
  })
  const sums = rows.start.slice()
  const gradient = new Float64Array(count)
  const curvature = new Float64Array(count)
  const forest: Tree[] = []
  let state = growth.seed >>> 0
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 4294967296
  for (let t = 0; t < growth.trees; t++) {
    if (growth.objective === 'truth') truthGradients(rows, sums, gradient, curvature)
    else orderGradients(rows, sums, gradient, curvature)
    const features = Array.from({ length: width }, (_, f) => f).filter(() => random() < growth.features)
    const inBag = new Uint8Array(count)
    for (let g = 0; g + 1 < rows.groups.length; g++) {
      if (random() < 0.6) inBag.fill(1, rows.groups[g], rows.groups[g + 1])
    }
    const tree = growTree(bins, limits, features, inBag, gradient, curvature, growth)
    forest.push(tree)
    for (let i = 0; i < count; i++) sums[i]! += leafOf(tree, rows.figures[i]!)
  }
  return forest
}

function leafOf(tree: Tree, figures: Float64Array): number {
  let node = 0
  for (let f = tree.feature[0]!; f >= 0; f = tree.feature[node]!) {
    node = tree.left[node]! + (figures[f]! <= tree.limit[node]! ? 0 : 1)
  }
  return tree.limit[node]!
}

function truthGradients(
  { labels, weights }: Rows,
  sums: Float64Array,
  gradient: Float64Array,
  curvature: Float64Array,
): void {
  for (let i = 0; i < sums.length; i++) {
    const p = 1 / (1 + Math.exp(-sums[i]!))
    gradient[i] = weights[i]! * (labels[i]! - p)
    curvature[i] = weights[i]! * Math.max(1e-6, p * (1 - p))
  }
}

/** Cross entropy over the candidates of one query; queries without an equivalent teach nothing here. */
function orderGradients(
  { labels, weights, groups }: Rows,
  sums: Float64Array,
  gradient: Float64Array,
  curvature: Float64Array,
): void {
  for (let g = 0; g + 1 < groups.length; g++) {
    const from = groups[g]!
    const to = groups[g + 1]!
    let most = -Infinity
    let right = 0
    for (let i = from; i < to; i++) {
      most = Math.max(most, sums[i]!)
      right += labels[i]!
    }
    let all = 0
    for (let i = from; i < to; i++) all += Math.exp(sums[i]! - most)
    let rightMass = 0
    for (let i = from; i < to; i++) rightMass += (labels[i]! * Math.exp(sums[i]! - most)) / all
    for (let i = from; i < to; i++) {
      const p = Math.exp(sums[i]! - most) / all
      // Any one of the right answers at the top is enough: the target shifts to those already near it.
      const wanted = right === 0 ? p : rightMass <= 0 ? labels[i]! / right : (labels[i]! * p) / rightMass
      gradient[i] = weights[i]! * (0.5 * wanted + (right === 0 ? 0.5 * p : (0.5 * labels[i]!) / right) - p)
      curvature[i] = right === 0 ? 0 : weights[i]! * Math.max(1e-3, p * (1 - p))
    }
  }
}

type Leaf = { rows: Int32Array; node: number; depth: number; gradient: number; curvature: number }

function growTree(
  bins: Uint8Array[],
  limits: Float64Array[],
  features: number[],
  inBag: Uint8Array,
  gradient: Float64Array,
  curvature: Float64Array,
  { depth, leafMin, shrink, rate }: Growth,
): Tree {
  const tree = { feature: [-1], limit: [0], left: [0] }
  const all = Int32Array.from(inBag.keys()).filter((i) => inBag[i] === 1)
  const open: Leaf[] = [leaf(all, 0, 0, gradient, curvature)]
  while (open.length > 0) {
    const at = open.pop()!
    const split =
      at.depth < depth ? bestSplit(bins, features, at, gradient, curvature, leafMin, shrink) : undefined
    if (split === undefined) {
      tree.feature[at.node] = -1
      tree.limit[at.node] = (rate * at.gradient) / (at.curvature + shrink)
      continue
    }
    const left = tree.feature.length
    tree.feature[at.node] = split.feature
    tree.limit[at.node] = limits[split.feature]![split.bin]!
    tree.left[at.node] = left
    for (let i = 0; i < 2; i++) {
      tree.feature.push(-1)
      tree.limit.push(0)
      tree.left.push(0)
    }
    const own = bins[split.feature]!
    open.push(
      leaf(
        at.rows.filter((i) => own[i]! > split.bin),
        left + 1,
        at.depth + 1,
        gradient,
        curvature,
      ),
    )
    open.push(
      leaf(
        at.rows.filter((i) => own[i]! <= split.bin),
        left,
        at.depth + 1,
        gradient,
        curvature,
      ),
    )
  }
  return tree
}

function leaf(
  rows: Int32Array,
  node: number,
  depth: number,
  gradient: Float64Array,
  curvature: Float64Array,
): Leaf {
  let g = 0
  let c = 0
  for (const i of rows) {
    g += gradient[i]!
    c += curvature[i]!
  }
  return { rows, node, depth, gradient: g, curvature: c }
}

function bestSplit(
  bins: Uint8Array[],
  features: number[],
  at: Leaf,
  gradient: Float64Array,
  curvature: Float64Array,
  leafMin: number,
  shrink: number,
): { feature: number; bin: number; gain: number } | undefined {
  let best: { feature: number; bin: number; gain: number } | undefined
  const whole = at.gradient ** 2 / (at.curvature + shrink)
  const g = new Float64Array(binsMost + 1)
  const c = new Float64Array(binsMost + 1)
  const n = new Int32Array(binsMost + 1)
  for (const feature of features) {
    g.fill(0)
    c.fill(0)
    n.fill(0)
    const own = bins[feature]!
    for (const i of at.rows) {
      const bin = own[i]!
      g[bin]! += gradient[i]!
      c[bin]! += curvature[i]!
      n[bin]!++
    }
    let leftG = 0
    let leftC = 0
    let leftN = 0
    for (let bin = 0; bin < binsMost; bin++) {
      leftG += g[bin]!
      leftC += c[bin]!
      leftN += n[bin]!
      if (n[bin] === 0 || leftN < leafMin) continue
      if (at.rows.length - leftN < leafMin) break
      const gain =
        leftG ** 2 / (leftC + shrink) + (at.gradient - leftG) ** 2 / (at.curvature - leftC + shrink) - whole
      if (gain > 1e-4 && (best === undefined || gain > best.gain)) best = { feature, bin, gain }
    }
  }
  return best
}

const middle = (a: number, b: number): number => Math.round(((a + b) / 2) * 1e6) / 1e6

/** Upper limits of the bins, at quantiles of what occurs; few values have one bin each. */
function limitsOf(figures: Float64Array[], f: number): Float64Array {
  const values = Float64Array.from(figures, (row) => row[f]!).sort()
  const distinct = [...new Set(values)]
  if (distinct.length <= binsMost)
    return Float64Array.from(distinct.slice(1), (value, i) => middle(distinct[i]!, value))
  const limits = new Set<number>()
  for (let bin = 1; bin < binsMost; bin++) {
    limits.add(Math.round(values[Math.floor((bin * values.length) / binsMost)]! * 1e6) / 1e6)
  }
  return Float64Array.from(limits)
}

function binOf(limits: Float64Array, value: number): number {
  let low = 0
  let high = limits.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (limits[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
