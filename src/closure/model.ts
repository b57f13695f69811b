// closure/model.ts – 销户: when an account may be closed. Pure.
import type { LocalDate } from '../values/dates.ts'

/** What stands against closing an account, each put right in its own way. */
export const obstacles = ['open_claims', 'credits_held', 'legal_hold', 'last_admin'] as const
export type Obstacle = (typeof obstacles)[number]

/** What is known about the account when it is asked. */
export type Standing = {
  /** Claims that somebody still has to decide, or the person to put right. */
  openClaims: number
  /** Hundredths of credit that wait for a decision or are frozen. */
  held: number
  /** 法定保留. */
  underLegalHold: boolean
  /** The only administrator of a place. */
  isLastAdmin: boolean
}

/** Everything that stands against it, so that the person can put it all right at once. */
export const obstaclesOf = (standing: Standing): Obstacle[] => {
  const stands: Record<Obstacle, boolean> = {
    open_claims: standing.openClaims > 0,
    credits_held: standing.held > 0,
    legal_hold: standing.underLegalHold,
    last_admin: standing.isLastAdmin,
  }
  return obstacles.filter((each) => stands[each])
}

/** The days to think again are over. */
export const isDue = (dueOn: LocalDate, today: LocalDate): boolean => dueOn <= today
