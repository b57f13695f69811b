// scenarios/judging.ts – questions that clauses alone answer, and the answers in plain numbers.
import { bilateral, multilateral, positionsOf } from '../clearing/model.ts'
import { type Clause, judgeAward, judgeExchange, judgeSets } from '../rulebook/model.ts'
import { type Credits, creditsFromNumber } from '../values/credits.ts'
import { day, type LocalDate } from '../values/dates.ts'
import { hours } from '../values/quantities.ts'
import type { Step } from './format.ts'
import { programmeOf } from './given.ts'

const plain = (amount: Credits | number): number => amount / 100

/** One outcome for courses (成果换课程), judged as of a day. */
export function answerExchange(
  { outcome, courses, programme = {} }: Omit<NonNullable<Step['exchange']>, 'rules'>,
  clauses: readonly Clause[],
  on: LocalDate,
) {
  const judged = judgeExchange(
    {
      outcome: {
        id: outcome.id,
        title: outcome.title ?? outcome.id,
        labels: outcome.labels ?? {},
        credits: outcome.credits === undefined ? null : creditsFromNumber(outcome.credits),
        hours: outcome.hours === undefined ? null : hours(outcome.hours),
        score: outcome.score ?? null,
        attendance: outcome.attendance ?? null,
        acquiredOn: outcome.acquiredOn === undefined ? null : day(outcome.acquiredOn),
        evidence: outcome.evidence ?? true,
      },
      wanted: courses.map(({ course, credits, labels = {}, overlap }) => ({
        course,
        title: course,
        credits: creditsFromNumber(credits),
        labels,
        overlap: overlap ?? null,
      })),
      programme: programmeOf(programme),
      on,
    },
    clauses,
  )
  return {
    verdict: judged.code === null ? 'approved' : 'refused',
    code: judged.code,
    worth: judged.worth === null ? null : plain(judged.worth),
    counted: judged.counted.map(({ course, credits, grade, examNeeded }) => ({
      course,
      credits: plain(credits),
      grade,
      examNeeded,
    })),
    used: plain(judged.used),
    leftover: plain(judged.leftover),
    leftoverPolicy: judged.leftoverPolicy,
    convertedAfter: plain(judged.convertedAfter),
    steps: judged.steps,
    findings: judged.findings.map(shown),
  }
}

/** n:m equivalencies. */
export function answerSets(
  { taken, wanted }: Omit<NonNullable<Step['sets']>, 'rules'>,
  clauses: readonly Clause[],
) {
  const { gives, ...judged } = judgeSets(
    {
      taken: taken.map(({ course, year, score }) => ({ course, year: year ?? null, score: score ?? null })),
      wanted,
      programme: {},
    },
    clauses,
  )
  const total = gives.reduce((sum, { credits }) => sum + (credits ?? 0), 0)
  return {
    ...judged,
    gives: gives.map(({ course, credits }) => ({
      course,
      credits: credits === null ? null : plain(credits),
    })),
    credits: plain(total),
  }
}

/** Whether credits meet an award's clauses as of a day. */
export function answerAward(
  { programme }: Omit<NonNullable<Step['award']>, 'rules'>,
  clauses: readonly Clause[],
  on: LocalDate,
) {
  const judged = judgeAward(programmeOf(programme), clauses, on)
  return {
    awardable: judged.awardable,
    code: judged.code,
    total: plain(judged.total),
    recognised: judged.recognised.map(({ outcome, credits }) => ({ outcome, credits: plain(credits) })),
    lost: judged.lost.map((each) => ({ ...each, credits: plain(each.credits) })),
    lostTotal: plain(judged.lost.reduce((sum, { credits }) => sum + credits, 0)),
    findings: judged.findings.map(shown),
  }
}

const shown = <F extends { measure: string; value: number | null; bound: number | null }>(finding: F): F =>
  finding.measure === 'credits'
    ? {
        ...finding,
        value: finding.value === null ? null : plain(finding.value),
        bound: finding.bound === null ? null : plain(finding.bound),
      }
    : finding

/** Positions of a period and who pays whom; amounts of money at a price a credit. */
export function answerNet({ flows, price }: NonNullable<Step['net']>) {
  const exact = flows.map((flow) => ({ ...flow, credits: Math.round(flow.credits * 100) }))
  const positions = positionsOf(exact)
  const money = (credits: number): number | null =>
    price === undefined ? null : Math.round((credits * Math.round(price * 100)) / 100) / 100
  const settlement = ({ credits, ...between }: { from: string; to: string; credits: number }) => ({
    ...between,
    credits: plain(credits),
    amount: money(credits),
  })
  return {
    positions: positions.map(({ institution, ...amounts }) => ({
      institution,
      out: plain(amounts.out),
      in: plain(amounts.in),
      net: plain(amounts.net),
    })),
    bilateral: bilateral(exact).map(settlement),
    multilateral: multilateral(positions).map(settlement),
    gross: plain(exact.reduce((sum, { credits }) => sum + credits, 0)),
  }
}
