// values/quantities.ts – hours, scores and shares as exact whole numbers, so that a threshold is met exactly or not.

/** 学时 in whole hundredths of a class hour: 47.9 学时 is 4790. */
export type Hours = number & { readonly unit: 'hours' }

/** A score on a scale of 100 in whole hundredths: 82.5 is 8250. */
export type Score = number & { readonly unit: 'score' }

/** A part of a whole in whole basis points: 70 % is 7000; more than the whole is possible (112.5 % is 11250). */
export type Share = number & { readonly unit: 'share' }

export const hours = (value: number): Hours => hundredths(value) as Hours
export const score = (value: number): Score => hundredths(value) as Score
export const share = (value: number): Share => exact(value, 10_000) as Share

/** The part that `part` is of `whole`, cut to whole basis points, never rounded up over a threshold. */
export const shareOf = (part: number, whole: number): Share => Math.floor((part * 10_000) / whole) as Share

/** Plain number again, for a reply or a page: 4790 → 47.9. */
export const plain = (value: Hours | Score): number => value / 100

/** Percent with what precision the share has: 11250 → 112.5. */
export const percent = (value: Share): number => value / 100

const hundredths = (value: number): number => exact(value, 100)

function exact(value: number, scale: number): number {
  const scaled = Math.round(value * scale)
  if (!Number.isSafeInteger(scaled)) throw new Error(`Out of range: ${value}`)
  return scaled
}
