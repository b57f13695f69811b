// matching/forest.ts – small decision trees that add up: the form in which the learned re-ranker is shipped.

/**
 * Trees as flat lists, node 0 the root. At an inner node the figure `feature` at most `limit` goes to `left`, else to
 * the node after it; at a leaf `feature` is -1 and `limit` is what the leaf adds.
 */
type Numbers = ArrayLike<number> & Iterable<number>
export type Tree = { feature: Numbers; limit: Numbers; left: Numbers }
export type Forest = readonly Tree[]

export function sumOf(forest: Forest, figures: ArrayLike<number>): number {
  let sum = 0
  for (const { feature, limit, left } of forest) {
    let node = 0
    for (let tested = feature[0]!; tested >= 0; tested = feature[node]!) {
      node = left[node]! + (figures[tested]! <= limit[node]! ? 0 : 1)
    }
    sum += limit[node]!
  }
  return sum
}
