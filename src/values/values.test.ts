import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { credits, creditsShown, creditsText } from './credits.ts'
import { addDays, addYears, day, inForce, isLocalDate, localDate } from './dates.ts'
import { composeId, publicId, shardOf, uuidFrom } from './ids.ts'
import { Refusal } from './refusal.ts'

describe('credits', () => {
  test.each([
    ['4', '4.00', '4.0'],
    ['2.5', '2.50', '2.5'],
    ['2.25', '2.25', '2.25'],
    ['0', '0.00', '0.0'],
    ['10000', '10000.00', '10000.0'],
  ])('%s is exact', (text, full, shown) => {
    expect([creditsText(credits(text)), creditsShown(credits(text))]).toEqual([full, shown])
  })
  test.each(['', '-1', '1.234', '1e3', '04', '10000.01', '１', ' 1', 'NaN'])('%j is no amount', (text) => {
    expect(() => credits(text)).toThrow(Refusal)
  })
  test('every amount survives its text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (hundredths) => {
        expect(credits((hundredths / 100).toFixed(2))).toBe(hundredths)
      }),
    )
  })
})

describe('days', () => {
  test('a day is the day in Shanghai', () => {
    expect(localDate(new Date('2026-11-23T15:59:59Z'))).toBe('2026-11-23')
    expect(localDate(new Date('2026-11-23T16:00:00Z'))).toBe('2026-11-24')
  })
  test('29 February ends on the 28th where it must', () => {
    expect(addYears(day('2024-02-29'), 1)).toBe('2025-02-28')
    expect(isLocalDate('2026-02-29')).toBe(false)
  })
  test('a period has its first day and not its end', () => {
    const year = { from: day('2026-01-01'), to: day('2027-01-01') }
    expect(
      [addDays(year.from, -1), year.from, addDays(year.to, -1), year.to].map((on) => inForce(year, on)),
    ).toEqual([false, true, true, false])
  })
})

describe('ids', () => {
  const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 })
  test('an id carries its shard, sorts by time, and survives its public form', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 40), fc.integer({ min: 0, max: 4095 }), bytes, (time, shard, random) => {
        const id = composeId(time, shard, random)
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        expect(shardOf(id)).toBe(shard)
        expect(uuidFrom('claim', publicId('claim', id))).toBe(id)
        expect(publicId('claim', id) < publicId('claim', composeId(time + 1, shard, random))).toBe(true)
      }),
    )
  })
  test('an id of another kind, or with a letter changed to none of the alphabet, is no id', () => {
    const text = publicId('claim', composeId(0, 3, new Uint8Array(10)))
    expect(uuidFrom('lot', text)).toBeUndefined()
    expect(uuidFrom('claim', text.replace(/.$/, 'u'))).toBeUndefined()
  })
})
