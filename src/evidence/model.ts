// evidence/model.ts – 证明材料: what a file really is. Pure; judged by its bytes, never by its name.

/** 5 MB, as the page says. */
export const fileBytesMax = 5 * 1024 * 1024

export const mediaTypes = ['image/jpeg', 'image/png', 'application/pdf'] as const
export type MediaType = (typeof mediaTypes)[number]
