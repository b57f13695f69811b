import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  append,
  consistencyPlaces,
  emptyRoot,
  emptyTree,
  fold,
  inclusionPlaces,
  isConsistent,
  leafHash,
  rootFromInclusion,
  rootOf,
  type Place,
  type Tree,
} from './merkle.ts'

/** RFC 6962 §2.1, word for word: the root of a list of leaves. */
function mth(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest()
  if (leaves.length === 1) return leaves[0]!
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return createHash('sha256')
    .update(Buffer.of(1))
    .update(mth(leaves.slice(0, k)))
    .update(mth(leaves.slice(k)))
    .digest()
}

const leaves = Array.from({ length: 600 }, (_, index) => leafHash(`posting ${index}`))
const node = ({ height, index }: Place): Buffer =>
  mth(leaves.slice(index * 2 ** height, (index + 1) * 2 ** height))
const resolve = (path: Place[][]): Buffer[] => path.map((places) => fold(places.map(node)))
const roots = Array.from({ length: 601 }, (_, size) => mth(leaves.slice(0, size)))

test('the roots of the published RFC 6962 test vector', () => {
  const inputs = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ]
  let tree = emptyTree
  const seen = [rootOf(tree).toString('hex')]
  for (const input of inputs) {
    tree = append(tree, leafHash(Buffer.from(input, 'hex'))).tree
    seen.push(rootOf(tree).toString('hex'))
  }
  expect(seen[0]).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(seen[1]).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
  expect(seen[2]).toBe('fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125')
  expect(seen[8]).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328')
})

test('a tree grown leaf by leaf has the root of the whole list, and tiles are roots of 256 leaves', () => {
  let tree: Tree = emptyTree
  expect(rootOf(tree)).toEqual(emptyRoot)
  for (const [index, leaf] of leaves.entries()) {
    const step = append(tree, leaf)
    tree = step.tree
    expect(rootOf(tree)).toEqual(roots[index + 1])
    for (const { level, index: at, hash } of step.tiles)
      expect(hash).toEqual(node({ height: level * 8, index: at }))
    expect(step.tiles).toHaveLength((index + 1) % 256 === 0 ? 1 : 0)
  }
})

test('every posting of every tree is proved, and no other leaf, place or size passes', () => {
  for (let size = 1; size <= 70; size++) {
    for (let index = 0; index < size; index++) {
      const proof = resolve(inclusionPlaces(index, size))
      const rooted = (leaf: Buffer, at: { index: number; size: number }, path: Buffer[]): boolean =>
        rootFromInclusion(leaf, at, path)?.equals(roots[size]!) ?? false
      expect(rooted(leaves[index]!, { index, size }, proof)).toBe(true)
      expect(rooted(leaves[index + 1]!, { index, size }, proof)).toBe(false)
      expect(rooted(leaves[index]!, { index, size }, [...proof, emptyRoot])).toBe(false)
      if (proof.length > 0) expect(rooted(leaves[index]!, { index, size }, proof.slice(1))).toBe(false)
      if (size > 1) expect(rooted(leaves[index]!, { index: (index + 1) % size, size }, proof)).toBe(false)
    }
  }
})

test('every tree is shown to continue every earlier one, and a changed history is not', () => {
  for (let second = 1; second <= 70; second++) {
    for (let first = 1; first <= second; first++) {
      const proof = resolve(consistencyPlaces(first, second))
      const [from, to] = [
        { size: first, root: roots[first]! },
        { size: second, root: roots[second]! },
      ]
      expect(isConsistent(from, to, proof)).toBe(true)
      expect(isConsistent({ size: first, root: leafHash('forged') }, to, proof)).toBe(false)
      expect(isConsistent(from, { size: second, root: leafHash('forged') }, proof)).toBe(false)
      if (proof.length > 0) expect(isConsistent(from, to, proof.slice(1))).toBe(false)
    }
  }
})
