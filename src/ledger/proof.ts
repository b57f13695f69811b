// ledger/proof.ts – proofs from the tables: a few hundred hashes in three queries, whatever the size of the tree.
import { consistencyPlaces, fold, inclusionPlaces, rootOfFull, type Place } from '../sealing/merkle.ts'
import { leafHashes, tileHashes, type Session } from './store.ts'

/** The proof that a posting (counted from 1) is in the tree of the first `size` postings. */
export const inclusionProof = (
  session: Session,
  shard: number,
  { seq, size }: { seq: number; size: number },
): Promise<Buffer[]> => hashesAt(session, shard, inclusionPlaces(seq - 1, size))

/** The proof that the tree of `second` postings only adds to the tree of `first`. */
export const consistencyProof = (
  session: Session,
  shard: number,
  { first, second }: { first: number; second: number },
): Promise<Buffer[]> => hashesAt(session, shard, consistencyPlaces(first, second))

async function hashesAt(session: Session, shard: number, path: Place[][]): Promise<Buffer[]> {
  const read = await hashesFor(session, shard, path.flat())
  return path.map((places) => fold(places.map((place) => rootOfFull(partsOf(place).map(read)))))
}

type Part = { level: number; index: number }

/** A full subtree's parts that are stored: leaves below 256, tiles above. */
function partsOf({ height, index }: Place): Part[] {
  const level = Math.floor(height / 8)
  const span = 2 ** (height - level * 8)
  return Array.from({ length: span }, (_, offset) => ({ level, index: index * span + offset }))
}

async function hashesFor(session: Session, shard: number, places: Place[]): Promise<(part: Part) => Buffer> {
  const wanted = new Map<number, number[]>()
  for (const { level, index } of places.flatMap(partsOf)) {
    const indexes = wanted.get(level) ?? []
    wanted.set(level, indexes)
    indexes.push(index)
  }
  const found = new Map<string, Buffer>()
  for (const [level, indexes] of wanted) {
    const rows =
      level === 0
        ? await session(leafHashes, shard, indexes)
        : await session(tileHashes, shard, level, indexes)
    for (const { index, hash } of rows) found.set(`${level}/${index}`, hash)
  }
  return ({ level, index }) => {
    const hash = found.get(`${level}/${index}`)
    if (!hash) throw new Error(`Ledger: shard ${shard} lacks the hash ${index} of level ${level}`)
    return hash
  }
}
