// ledger/seal.ts – what makes a posting provable: the hash of what was asked, commitments to what may have to be
// erased, ids that follow from the cause, and the leaf of the tree.
import { hash, randomFillSync } from 'node:crypto'
import { composeId, type Uuid } from '../values/ids.ts'
import type { LocalDate } from '../values/dates.ts'
import type { Command } from './commands.ts'
import type { Context, Entry } from './machine.ts'
import type { Provenance } from './lots.ts'
import { leafHash } from '../sealing/merkle.ts'

/** The words behind a commitment, for the erasable table. */
export type Opening = { commitment: string; learner: Uuid; salt: Buffer; content: string }

/** Who asks for a posting, what for, and when. */
export type Asked = {
  cause: string
  key?: string | undefined
  actor: Uuid
  at: Date
  /** The business day; the day of `at` unless a deposit counts from an earlier one. */
  day: LocalDate
}

/** The surroundings a pure posting needs, and where the words behind its commitments gather. */
export function contextFor(
  shard: number,
  commands: readonly Command[],
  asked: Asked,
): { context: Context; openings: Opening[] } {
  const openings: Opening[] = []
  const context: Context = {
    cause: asked.cause,
    key: asked.key ?? null,
    requestHash: requestHash(commands),
    actor: asked.actor,
    at: asked.at,
    day: asked.day,
    lotId: (ordinal) => lotIdOf(asked, shard, ordinal),
    commit: (opening, learner) => {
      const made = commitTo(opening, learner)
      openings.push(made)
      return made.commitment
    },
  }
  return { context, openings }
}

/** Follows from the cause, so that it is the same each time; lots of one posting sort in the order they were made. */
function lotIdOf({ cause, at }: Asked, shard: number, ordinal: number): Uuid {
  const bytes = digest(`${cause}/${ordinal}`).subarray(0, 10)
  bytes.writeUInt16BE(ordinal, 0)
  return composeId(at.getTime(), shard, bytes)
}

/** The same for the same commands, however their keys are ordered. */
export const requestHash = (commands: readonly Command[]): string => hash('sha256', canonical(commands))

function commitTo(opening: Provenance | { reason: string }, learner: Uuid): Opening {
  const salt = newSalt()
  const content = canonical(opening)
  return { commitment: commitmentOf(salt, content), learner, salt, content }
}

const saltPool = Buffer.alloc(4096)
let saltAt = saltPool.length

/** 16 random bytes; drawn in pools, because each draw costs as much as hashing a posting. */
function newSalt(): Buffer {
  if (saltAt === saltPool.length) {
    randomFillSync(saltPool)
    saltAt = 0
  }
  saltAt += 16
  return Buffer.from(saltPool.subarray(saltAt - 16, saltAt))
}

/** The salt keeps anyone from guessing the words once they are erased. */
export const commitmentOf = (salt: Buffer, content: string): string =>
  hash('sha256', Buffer.concat([salt, Buffer.from(content)]))

/** What is on record of a posting, as against what it changed in the books. */
export type Recorded = Omit<Entry, 'opened' | 'accounts' | 'holdings' | 'cases'>

/**
 * The text whose hash is a posting's leaf; a receipt carries it. It is JSON, put together by hand because that takes a
 * quarter of the time: what is not quoted here is a number, an id, a day, a hash or a word of the code's own.
 */
export const leafContent = (entry: Recorded): string =>
  `{"version":1,"shard":${entry.shard},"seq":${entry.seq},"cause":${JSON.stringify(entry.cause)}` +
  `,"key":${JSON.stringify(entry.key)},"request":"${entry.requestHash}","actor":"${entry.actor}"` +
  `,"effectiveOn":"${entry.effectiveOn}","recordedAt":"${entry.recordedAt.toISOString()}"` +
  `,"reverses":${entry.reverses},"reason":${quoted(entry.reason)}` +
  `,"moves":[${entry.moves.map(moveContent).join(',')}],"lots":[${entry.lots.map(lotContent).join(',')}]}`

const moveContent = ({ verb, lot, hold, amount, from, to }: Recorded['moves'][number]): string =>
  `{"verb":"${verb}","lot":"${lot}","hold":${hold},"amount":${amount}` +
  `,"from":["${from.label}",${from.version},${from.balance}],"to":["${to.label}",${to.version},${to.balance}]}`

const lotContent = (lot: Recorded['lots'][number]): string =>
  `{"lot":"${lot.lot}","learner":"${lot.learner}","unit":"${lot.unit}","amount":${lot.amount}` +
  `,"issuer":"${lot.issuer}","countsAt":"${lot.countsAt}","elective":${lot.elective}` +
  `,"earnedOn":"${lot.earnedOn}","expiresOn":${quoted(lot.expiresOn)},"provenance":"${lot.commitment}"` +
  `,"sources":[${lot.sources.map(sourceContent).join(',')}]}`

const sourceContent = ({ lot, amount, rate }: Recorded['lots'][number]['sources'][number]): string =>
  `["${lot}",${amount},${rate.numerator},${rate.denominator}]`

const quoted = (word: string | null): string => (word === null ? 'null' : `"${word}"`)

export const leafOf = (entry: Entry): Buffer => leafHash(leafContent(entry))

/** JSON with keys in order, so that equal content is equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

const digest = (text: string): Buffer => hash('sha256', text, 'buffer')
