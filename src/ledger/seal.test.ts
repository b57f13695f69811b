// 存证: the text of a leaf is part of what the bank has signed, so it is written down here, letter by letter.
import { expect, test } from 'vitest'
import { credits } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import { uuid } from '../values/ids.ts'
import { leafContent, type Recorded } from './seal.ts'

const id = (n: number) => uuid(`01900000-0000-7000-8000-00000000000${n}`)
const side = (label: string, version: number, balance: number) => ({ account: 1, label, version, balance })
const entry: Recorded = {
  shard: 3,
  seq: 7,
  cause: '认定 "一"\\\n',
  key: null,
  requestHash: 'ab'.repeat(32),
  actor: id(1),
  effectiveOn: day('2026-06-30'),
  recordedAt: new Date('2026-11-24T04:00:00Z'),
  reverses: 5,
  reason: 'cd'.repeat(32),
  moves: [
    {
      verb: 'convert',
      lot: id(2),
      hold: 6,
      amount: credits('1.5'),
      from: side('held/a/b', 2, 0),
      to: side('conversion/c/b', 9, 150),
    },
  ],
  lots: [
    {
      lot: id(3),
      seq: 7,
      learner: id(4),
      unit: id(5),
      amount: credits('1'),
      issuer: id(5),
      countsAt: id(6),
      elective: false,
      earnedOn: day('2026-06-30'),
      expiresOn: null,
      origin: 4,
      commitment: 'ef'.repeat(32),
      sources: [{ lot: id(2), amount: credits('1.5'), rate: { numerator: 2, denominator: 3 } }],
    },
  ],
}

test('a leaf is the posting as JSON, its keys in this order', () => {
  const { cause, key, requestHash, actor, effectiveOn, recordedAt, reverses, reason } = entry
  const expected = {
    version: 1,
    shard: 3,
    seq: 7,
    cause,
    key,
    request: requestHash,
    actor,
    effectiveOn,
    recordedAt: recordedAt.toISOString(),
    reverses,
    reason,
    moves: [
      {
        verb: 'convert',
        lot: id(2),
        hold: 6,
        amount: 150,
        from: ['held/a/b', 2, 0],
        to: ['conversion/c/b', 9, 150],
      },
    ],
    lots: [
      {
        lot: id(3),
        learner: id(4),
        unit: id(5),
        amount: 100,
        issuer: id(5),
        countsAt: id(6),
        elective: false,
        earnedOn: '2026-06-30',
        expiresOn: null,
        provenance: 'ef'.repeat(32),
        sources: [[id(2), 150, 2, 3]],
      },
    ],
  }
  expect(leafContent(entry)).toBe(JSON.stringify(expected))
  const plain = { ...entry, key: 'k"', reason: null, reverses: null, lots: [], moves: [] }
  expect(leafContent(plain)).toBe(
    JSON.stringify({ ...expected, key: 'k"', reason: null, reverses: null, moves: [], lots: [] }),
  )
})
