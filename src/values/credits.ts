// values/credits.ts – 学分: whole hundredths inside, decimal text outside. Never money, never 积分.
import { z } from 'zod'
import { refuse } from './refusal.ts'

/** A volume of learning in whole hundredths of a credit: 4.0 学分 is 400. */
export type Credits = number & { readonly unit: 'credits' }

/** The largest amount one lot or answer may hold: 10,000 credits. */
export const creditsMost = 1_000_000 as Credits

const decimal = /^(0|[1-9]\d{0,4})(?:\.(\d{1,2}))?$/

/** Reads decimal text with at most two places, such as `4`, `4.0` or `2.25`. Throws the refusal `amount_malformed`. */
export function credits(text: string): Credits {
  const match = decimal.exec(text)
  if (!match) refuse('amount_malformed', { value: text })
  const hundredths = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  return hundredths <= creditsMost ? (hundredths as Credits) : refuse('amount_malformed', { value: text })
}

/** Brands whole hundredths that come from the database or from exact arithmetic. */
export function creditsFromHundredths(hundredths: number): Credits {
  if (!Number.isSafeInteger(hundredths) || hundredths < 0) {
    throw new Error(`Not a whole, non-negative number of hundredths: ${hundredths}`)
  }
  return hundredths as Credits
}

/** From a number with at most two places, as rule files write it: 2.25 → 225. */
export const creditsFromNumber = (amount: number): Credits => creditsFromHundredths(Math.round(amount * 100))

/** Always two places, as the API shows them: 400 → `4.00`. */
export const creditsText = (amount: Credits): string => (amount / 100).toFixed(2)

/** One place where that is exact, two otherwise, as pages show them: 400 → `4.0`, 225 → `2.25`. */
export const creditsShown = (amount: Credits): string => (amount / 100).toFixed(amount % 10 === 0 ? 1 : 2)

export const CreditsText = z
  .string()
  .regex(decimal, 'credits')
  .describe('Credits as decimal text with at most two places, for example "4.00"')
