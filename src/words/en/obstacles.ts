import type { ObstacleNames } from '../language.ts'

export const obstacles: ObstacleNames = {
  open_claims: 'There are claims that are not settled: wait for the decisions, or withdraw them',
  credits_held: 'There are credits on hold or frozen: wait until that is settled',
  legal_hold: 'The account is kept by law until the hold is lifted',
  last_admin: 'The last administrator of an institution: give the role to somebody else first',
}
