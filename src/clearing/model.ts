// clearing/model.ts – 清算: what institutions owe each other for credits exchanged in a period, and who pays whom. Pure.

/** Credits that one institution issued and another counted, in whole hundredths. */
export type Flow = { from: string; to: string; credits: number }

export type Position = { institution: string; out: number; in: number; net: number }
export type Settlement = { from: string; to: string; credits: number }

/** Each institution’s credits given out and taken in; the nets add up to zero (L-13). */
export function positionsOf(flows: readonly Flow[]): Position[] {
  const names = [...new Set(flows.flatMap(({ from, to }) => [from, to]))].sort()
  return names.map((institution) => {
    const out = sum(flows.filter(({ from }) => from === institution))
    const into = sum(flows.filter(({ to }) => to === institution))
    return { institution, out, in: into, net: out - into }
  })
}

/** Pair by pair: the smaller direction is set against the larger. */
export function bilateral(flows: readonly Flow[]): Settlement[] {
  const names = positionsOf(flows).map(({ institution }) => institution)
  const between = (from: string, to: string) =>
    sum(flows.filter((flow) => flow.from === from && flow.to === to))
  return names.flatMap((a, at) =>
    names.slice(at + 1).flatMap((b) => {
      const net = between(a, b) - between(b, a)
      if (net === 0) return []
      return [net > 0 ? { from: a, to: b, credits: net } : { from: b, to: a, credits: 0 - net }]
    }),
  )
}

/** Over all of them: who counted more than was issued owes, the largest debts against the largest claims first. */
export function multilateral(positions: readonly Position[]): Settlement[] {
  const claims = positions
    .filter(({ net }) => net > 0)
    .map(({ institution, net }) => ({ institution, left: net }))
  const debts = positions
    .filter(({ net }) => net < 0)
    .map(({ institution, net }) => ({ institution, left: 0 - net }))
  const bySize = (a: { institution: string; left: number }, b: typeof a) =>
    b.left - a.left || (a.institution < b.institution ? -1 : 1)
  const settled: Settlement[] = []
  for (;;) {
    const debt = debts.sort(bySize)[0]
    const claim = claims.sort(bySize)[0]
    if (!debt || !claim || debt.left === 0 || claim.left === 0) return settled
    const credits = Math.min(debt.left, claim.left)
    settled.push({ from: debt.institution, to: claim.institution, credits })
    debt.left -= credits
    claim.left -= credits
  }
}

const sum = (flows: readonly Flow[]): number => flows.reduce((total, { credits }) => total + credits, 0)
