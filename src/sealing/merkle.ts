// sealing/merkle.ts – the tree over what is sealed (RFC 6962, RFC 9162): who holds a root can be shown that an entry is
// in it, and that a later tree has grown from it. Pure.
import { hash } from 'node:crypto'
import { inclusionSides } from './path.ts'

/** Hashes of the whole subtrees that make up a tree, from the largest: all that is needed to add a leaf. */
export type Edge = Buffer[]
export type Tree = { size: number; edge: Edge }

/** The root of a full subtree of 256^level leaves; kept, so that a proof reads a few hundred hashes at any size. */
export type Tile = { level: number; index: number; hash: Buffer }

export const emptyTree: Tree = { size: 0, edge: [] }
export const emptyRoot: Buffer = hash('sha256', '', 'buffer')

export const leafHash = (content: string | Buffer): Buffer =>
  typeof content === 'string'
    ? hash('sha256', `\0${content}`, 'buffer')
    : hash('sha256', Buffer.concat([leafMark, content]), 'buffer')

const nodeHash = (left: Buffer, right: Buffer): Buffer =>
  hash('sha256', Buffer.concat([nodeMark, left, right], 65), 'buffer')

const leafMark = Buffer.of(0)
const nodeMark = Buffer.of(1)

/** The tree with one more leaf, and the tiles that became full with it. */
export function append({ size, edge }: Tree, leaf: Buffer): { tree: Tree; tiles: Tile[] } {
  const next = [...edge]
  const tiles: Tile[] = []
  let hash = leaf
  let level = 0
  for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
    hash = nodeHash(next.pop()!, hash)
    level++
    if (level % 8 === 0) tiles.push({ level: level / 8, index: (rest - 1) / 2, hash })
  }
  next.push(hash)
  return { tree: { size: size + 1, edge: next }, tiles }
}

export function rootOf({ edge }: Tree): Buffer {
  let root = edge.at(-1)
  if (!root) return emptyRoot
  for (let i = edge.length - 2; i >= 0; i--) root = nodeHash(edge[i]!, root)
  return root
}

/** A full subtree by its place: 2^height leaves, the index-th of that height. */
export type Place = { height: number; index: number }

/** Where the hashes of an inclusion proof of leaf `index` in a tree of `size` come from, from the leaf upwards. */
export function inclusionPlaces(index: number, size: number): Place[][] {
  const path: Place[][] = []
  const walk = (from: number, to: number): void => {
    if (to - from <= 1) return
    const middle = from + split(to - from)
    if (index < middle) {
      walk(from, middle)
      path.push(cover(middle, to))
    } else {
      walk(middle, to)
      path.push(cover(from, middle))
    }
  }
  if (index < 0 || index >= size) throw new Error(`No leaf ${index} in a tree of ${size}`)
  walk(0, size)
  return path
}

/** Where the hashes of a consistency proof from a tree of `first` to one of `second` leaves come from. */
export function consistencyPlaces(first: number, second: number): Place[][] {
  const path: Place[][] = []
  const walk = (from: number, to: number, known: boolean): void => {
    if (first === to) {
      if (!known) path.push(cover(from, to))
      return
    }
    const middle = from + split(to - from)
    if (first <= middle) {
      walk(from, middle, known)
      path.push(cover(middle, to))
    } else {
      walk(middle, to, false)
      path.push(cover(from, middle))
    }
  }
  if (first < 1 || first > second) throw new Error(`No step from a tree of ${first} to one of ${second}`)
  walk(0, second, true)
  return path
}

/** The hash of a range of leaves from the hashes of its full subtrees, from the left. */
export function fold(hashes: readonly Buffer[]): Buffer {
  let hash = hashes.at(-1)!
  for (let i = hashes.length - 2; i >= 0; i--) hash = nodeHash(hashes[i]!, hash)
  return hash
}

/** The root of a full subtree from its parts, of which there are a power of two. */
export function rootOfFull(hashes: readonly Buffer[]): Buffer {
  let row = hashes
  while (row.length > 1)
    row = Array.from({ length: row.length / 2 }, (_, at) => nodeHash(row[2 * at]!, row[2 * at + 1]!))
  return row[0]!
}

/** The root that a leaf and its inclusion proof lead to (RFC 9162 §2.1.3.2); undefined for a proof of a wrong form. */
export function rootFromInclusion(
  leaf: Buffer,
  at: { index: number; size: number },
  proof: readonly Buffer[],
): Buffer | undefined {
  const sides = inclusionSides(at, proof.length)
  return sides?.reduce(
    (root, side, step) => (side === 'left' ? nodeHash(proof[step]!, root) : nodeHash(root, proof[step]!)),
    leaf,
  )
}

/** True when a later root only adds to an earlier one (RFC 9162 §2.1.4.2). */
export function isConsistent(
  first: { size: number; root: Buffer },
  second: { size: number; root: Buffer },
  proof: readonly Buffer[],
): boolean {
  if (first.size === second.size) return proof.length === 0 && first.root.equals(second.root)
  if (first.size < 1 || first.size > second.size || proof.length === 0) return false
  const path = isPowerOfTwo(first.size) ? [first.root, ...proof] : [...proof]
  let fn = first.size - 1
  let sn = second.size - 1
  while (fn % 2 === 1) {
    fn = half(fn)
    sn = half(sn)
  }
  let fr = path[0]!
  let sr = path[0]!
  for (const hash of path.slice(1)) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(hash, fr)
      sr = nodeHash(hash, sr)
      while (fn % 2 === 0 && fn !== 0) {
        fn = half(fn)
        sn = half(sn)
      }
    } else {
      sr = nodeHash(sr, hash)
    }
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && fr.equals(first.root) && sr.equals(second.root)
}

/** The full subtrees that make up the leaves [from, to), from the left. `from` is where a subtree can begin. */
export function cover(from: number, to: number): Place[] {
  const places: Place[] = []
  let at = from
  while (at < to) {
    let height = 0
    while (at % 2 ** (height + 1) === 0 && at + 2 ** (height + 1) <= to) height++
    places.push({ height, index: at / 2 ** height })
    at += 2 ** height
  }
  return places
}

/** The largest power of two below a size. */
const split = (size: number): number => 2 ** Math.floor(Math.log2(size - 1))
const half = (n: number): number => Math.floor(n / 2)
const isPowerOfTwo = (n: number): boolean => Number.isInteger(Math.log2(n))
