// recognition/routes.ts – contract to operation, and the reply in the contract's words.
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { nextCursor, pageFrom } from '../catalogue/operations.ts'
import type { EvidenceKnown } from '../evidence/operations.ts'
import { serve } from '../http/serve.ts'
import { credits, type Credits, creditsFromHundredths, creditsText } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import { type IdKind, publicId, type Uuid } from '../values/ids.ts'
import { hours, percent, plain, type Hours } from '../values/quantities.ts'
import {
  type RecognitionBank,
  draftClaim,
  saveClaim,
  saveProfile,
  submitClaim,
  withdrawClaim,
} from './claims.ts'
import * as contracts from './contract.ts'
import type { ClaimSaid } from './filing.ts'
import { categoryOf } from './filing.ts'
import { type Amounts, stageOf } from './model.ts'
import {
  type Appealed,
  type Behind,
  type CaseShown,
  type Listed,
  listClaims,
  listOutcomes,
  listTasks,
  type OutcomeShown,
  ownProfile,
  type Proposed,
  showCase,
  showClaim,
  type Shown,
} from './reading.ts'
import { decideClaim, reviewProposal } from './review.ts'
import { deskRoutes, toOpinion } from './desk-routes.ts'
import type { Decided } from './settling.ts'
import { askSupplement, makeUp } from './supplement.ts'
import { known, toCandidate, toInstitution } from './showing.ts'
import { type Outcome as TrialOutcome, simulate } from './simulation.ts'

/** What rules come to, in text. */
const toTrialOutcome = ({ verdict, credits: amount }: TrialOutcome) => ({
  verdict,
  credits: creditsText(amount),
})

export function recognitionRoutes(http: FastifyInstance, bank: RecognitionBank): void {
  serve(http, contracts.postSimulation, async ({ draftId }, call) => {
    const trial = await simulate(bank.db, known('draft', draftId), call)
    return {
      ...trial,
      more: creditsText(trial.more),
      fewer: creditsText(trial.fewer),
      differences: trial.differences.map(({ before, after, ...row }) => ({
        ...row,
        before: toTrialOutcome(before),
        after: toTrialOutcome(after),
      })),
    }
  })

  serve(http, contracts.postClaim, async (input, call) => ({
    id: publicId('claim', await draftClaim(bank, toSaid(input), call)),
  }))
  serve(http, contracts.putClaim, async ({ claimId, ...input }, call) => ({
    savedAt: (await saveClaim(bank, known('claim', claimId), toSaid(input), call)).toISOString(),
  }))
  serve(http, contracts.postSubmission, async ({ claimId }, call) => ({
    ...(await submitClaim(bank, known('claim', claimId), call)),
    state: 'submitted' as const,
  }))
  serve(http, contracts.postWithdrawal, async ({ claimId }, call) => {
    await withdrawClaim(bank, known('claim', claimId), call)
    return { state: 'withdrawn' as const }
  })
  serve(http, contracts.getClaims, async ({ state, cursor, limit }, call) => {
    const page = pageFrom(cursor, limit)
    const { rows, total } = await listClaims(bank, { state, page }, call)
    return {
      data: rows.map((row) => ({ ...toSubject(row), opinion: row.opinion })),
      total,
      nextCursor: nextCursor(page, total),
    }
  })
  serve(http, contracts.getClaim, async ({ claimId }, call) =>
    toClaim(await showClaim(bank, known('claim', claimId), call)),
  )
  serve(http, contracts.getOutcomes, async (_, call) => ({
    data: (await listOutcomes(bank, call)).map(toOutcome),
  }))

  serve(http, contracts.getTasks, async ({ state, verdict, overdue, q, alike, cursor, limit }, call) => {
    const page = pageFrom(cursor, limit)
    const { rows, total, counts, user } = await listTasks(
      bank,
      {
        state: state ?? 'open',
        verdict,
        q,
        page,
        overdue: overdue === undefined ? undefined : overdue === 'true',
        alike: alike === undefined ? undefined : known('claim', alike),
      },
      call,
    )
    return {
      data: rows.map((row) => ({
        ...toSubject(row),
        learner: { name: row.learnerName },
        arrivedAt: (row.submittedAt ?? row.savedAt).toISOString(),
        overdue: row.overdue,
        supplemented: row.supplemented,
        alike: row.alike,
        mine: row.learnerId === user,
      })),
      total,
      nextCursor: nextCursor(page, total),
      counts: {
        ...counts,
        verdicts: {
          approved: 0,
          needs_supplement: 0,
          expert_review: 0,
          rejected: 0,
          none: 0,
          ...counts.verdicts,
        },
      },
    }
  })
  serve(http, contracts.getCase, async ({ claimId }, call) =>
    toCase(await showCase(bank, known('claim', claimId), call)),
  )
  serve(http, contracts.postDecision, async ({ claimId, ...asked }, call) =>
    toDecided(
      await decideClaim(bank, known('claim', claimId), { ...asked, fields: asked.fields ?? [] }, call),
    ),
  )
  serve(http, contracts.postSecondReview, async ({ claimId, ...asked }, call) =>
    toDecided(await reviewProposal(bank, known('claim', claimId), asked, call)),
  )
  serve(http, contracts.postSupplement, async ({ claimId, opinion }, call) => {
    const { hours: asked } = await askSupplement(bank, known('claim', claimId), opinion, call)
    return { state: 'supplementing' as const, hours: plain(asked) }
  })
  serve(http, contracts.postMadeUp, async ({ claimId, hours: made, files, note }, call) => ({
    ...(await makeUp(
      bank,
      known('claim', claimId),
      { hours: hours(made), files: files.map((id) => known('file', id)), note },
      call,
    )),
    state: 'submitted' as const,
  }))
  deskRoutes(http, bank)

  serve(http, contracts.getProfile, async (_, call) => {
    const { name, studentNumber, major, institution } = await ownProfile(bank, call)
    return { name, studentNumber, major, institution: institution && toInstitution(institution) }
  })
  serve(http, contracts.putProfile, async ({ institutionId, ...profile }, call) => {
    await saveProfile(
      bank,
      { ...profile, institutionId: institutionId === null ? null : known('inst', institutionId) },
      call,
    )
    return {}
  })
}

const knownOrNull = (kind: IdKind, text: string | null | undefined): Uuid | null =>
  text === null || text === undefined ? null : known(kind, text)

type Input = Omit<z.output<typeof contracts.putClaim.input>, 'claimId'>

const toSaid = (input: Input): ClaimSaid => ({
  courseId: knownOrNull('course', input.courseId),
  lotId: knownOrNull('lot', input.lotId),
  issuerId: knownOrNull('inst', input.institutionId),
  title: input.title ?? null,
  credits: input.credits ? credits(input.credits) : null,
  hours: input.hours ? hours(input.hours) : null,
  kind: input.kind ?? null,
  level: input.level ?? null,
  grade: input.grade ?? null,
  earnedOn: input.earnedOn ? day(input.earnedOn) : null,
  certificateNumber: input.certificateNumber ?? null,
  targetInstitutionId: knownOrNull('inst', input.targetInstitutionId),
  targetCourseId: knownOrNull('course', input.targetCourseId),
  asElective: input.asElective ?? false,
  files: (input.files ?? []).map((id) => known('file', id)),
  note: input.note ?? null,
})

const toSubject = (row: Listed) => ({
  id: publicId('claim', row.id),
  number: row.number,
  state: row.state,
  stage: stageOf(row.state),
  title: row.title ?? '',
  issuer: row.issuer && toInstitution(row.issuer),
  credits: hundredthsText(row.credits),
  grade: row.grade,
  target: row.target && {
    institution: toInstitution(row.target.institution),
    course: row.target.course && {
      id: publicId('course', row.target.course.id),
      code: row.target.course.code,
      titleZh: row.target.course.titleZh,
      titleEn: row.target.course.titleEn,
    },
  },
  asElective: row.asElective,
  verdict: row.verdict,
  outcome: row.outcome,
  recorded: hundredthsText(row.recorded),
  elective: hundredthsText(row.elective),
  savedAt: row.savedAt.toISOString(),
  submittedAt: row.submittedAt?.toISOString() ?? null,
  promisedOn: row.promisedOn,
  daysLeft: row.daysLeft,
  decidedAt: row.decidedAt?.toISOString() ?? null,
})

function toClaim(shown: Shown): z.input<typeof contracts.Claim> {
  const { claim, said, learner, compared } = shown
  return {
    ...toSubject(shown.listed),
    learner: {
      id: publicId('learner', claim.learnerId),
      name: learner.name,
      studentNumber: learner.studentNumber,
      major: learner.major,
    },
    course:
      compared?.filing.course != null
        ? { ...compared.filing.course, id: publicId('course', compared.filing.course.id) }
        : null,
    lotId: claim.lotId && publicId('lot', claim.lotId),
    titleEn: compared?.filing.titleEn ?? null,
    hours: claim.hours === null ? null : plain(claim.hours as Hours),
    kind: claim.kind,
    level: claim.level,
    earnedOn: claim.earnedOn,
    certificateNumber: said.certificateNumber,
    note: said.note,
    supplementHours: claim.supplementHours === null ? null : plain(claim.supplementHours as Hours),
    files: shown.files.map(toFile),
    candidate: candidateOf(compared),
    preview: previewOf(shown),
    timeline: shown.timeline.map((event) => ({
      ...event,
      at: event.at.toISOString(),
      hours: event.hours === null ? null : plain(event.hours as Hours),
    })),
    appealUntil: shown.appealUntil,
    appeal: shown.appeal && toAppeal(shown.appeal),
    posting: shown.posting && { number: postingNumber(shown.posting) },
    may: shown.may,
  }
}

function candidateOf(compared: Shown['compared']) {
  if (!compared?.filing.candidate || !compared.findings.judgement) return null
  const { candidate, grade } = compared.filing
  const { judgement } = compared.findings
  return toCandidate(
    { ...candidate, judgement },
    { gradeText: grade.text, grade: grade.read },
    compared.rules,
  )
}

function previewOf({ compared, listed }: Shown): z.input<typeof contracts.Claim>['preview'] {
  if (!compared) return null
  const { filing, findings, amounts, cap } = compared
  const { recognition } = findings
  return {
    uses:
      recognition.credits !== null && listed.issuer
        ? {
            credits: creditsText(recognition.credits),
            issuer: toInstitution(listed.issuer),
            existing: filing.lot !== null,
          }
        : null,
    recognition: { ...recognition, credits: textOrNull(recognition.credits) },
    recorded: creditsText(amounts.recorded),
    elective: creditsText(amounts.elective),
    forfeited: creditsText(amounts.forfeited),
    deposited: creditsText(amounts.deposited),
    cap: cap && { limit: creditsText(cap.limit), used: creditsText(cap.used), left: creditsText(cap.left) },
  }
}

const toCase = (shown: CaseShown): z.input<typeof contracts.getCase.reply> => ({
  claim: toClaim(shown.shown),
  changed: shown.changed,
  usedBefore: shown.usedBefore.map(({ claim, same }) => ({
    number: claim.number ?? '',
    state: claim.state,
    title: claim.title ?? '',
    same,
  })),
  history: shown.history.map(toSubject),
  similar: shown.similar.flatMap((row) =>
    row.number !== null && row.decidedAt !== null && row.outcome !== null
      ? [
          {
            number: row.number,
            decidedAt: row.decidedAt.toISOString(),
            outcome: row.outcome,
            recorded: hundredthsText(row.recorded) ?? '0.00',
            grade: row.grade,
            rule: `${row.ruleSet}/${row.ruleSetVersion}`,
          },
        ]
      : [],
  ),
  options: shown.options.map(toOption),
  proposal: shown.shown.proposal && toProposal(shown.shown.proposal),
  experts: toExperts(shown.experts),
  supplementHours: shown.supplementHours === null ? null : plain(shown.supplementHours),
  nextId: shown.nextId && publicId('claim', shown.nextId),
  previousId: shown.previousId && publicId('claim', shown.previousId),
})

const toDecided = ({ posted, ...decided }: Decided) => ({
  state: decided.state,
  outcome: decided.outcome,
  ...toAmounts(decided),
  posting: posted && { number: postingNumber(posted) },
})

const toAmounts = ({ recorded, elective, deposited }: Omit<Amounts, 'forfeited'>) => ({
  recorded: creditsText(recorded),
  elective: creditsText(elective),
  deposited: creditsText(deposited),
})

const toAppeal = ({ filedAt, promisedOn, grounds, answer, refusal }: Appealed) => ({
  filedAt: filedAt.toISOString(),
  promisedOn,
  grounds,
  answer: answer && { words: answer.words, at: answer.at.toISOString() },
  why: refusal,
})

const toProposal = (proposal: Proposed) => ({
  decision: proposal.kind,
  outcome: proposal.outcome,
  recorded: hundredthsText(proposal.recorded) ?? '',
  elective: hundredthsText(proposal.elective) ?? '',
  deposited: hundredthsText(proposal.deposited) ?? '',
  opinion: proposal.opinion,
  by: proposal.name,
  at: proposal.at.toISOString(),
  why: proposal.refusal,
})

const toExperts = ({ asked, rule, days, topics, suffices, mayAsk }: CaseShown['experts']) => ({
  asked: asked.map(({ name, dueOn, words, opinion }) => ({
    name,
    dueOn,
    opinion: toOpinion(opinion, words),
  })),
  opinionsMin: rule?.opinionsMin ?? null,
  percentMin: rule && percent(rule.topicsMin),
  days,
  percent: topics === null ? null : percent(topics),
  suffices,
  mayAsk,
})

const toOption = ({ decision, outcome, amounts, refusal, second }: CaseShown['options'][number]) => ({
  decision,
  outcome,
  allowed: refusal === null,
  why: refusal,
  second,
  ...toAmounts(amounts),
})

const toOutcome = ({ claim, issuer, lots }: OutcomeShown) => ({
  claimId: publicId('claim', claim.id),
  number: claim.number,
  title: claim.title ?? '',
  issuer: issuer && toInstitution(issuer),
  category: claim.filing?.category ?? categoryOf(undefined),
  hours: claim.hours === null ? null : plain(claim.hours as Hours),
  credits: hundredthsText(claim.credits),
  grade: claim.grade,
  earnedOn: claim.earnedOn,
  verified: claim.state === 'recognised',
  state: claim.state,
  lots: lots.map(({ lot, unit }) => ({
    id: publicId('lot', lot.lot),
    unit: toInstitution(unit),
    credits: creditsText(lot.amount),
    available: creditsText(lot.available),
    elective: lot.elective,
  })),
})

const toFile = ({ id, name, mediaType, bytes, sha256, uploadedAt }: EvidenceKnown) => ({
  id: publicId('file', id),
  name,
  mediaType,
  bytes,
  sha256: sha256.toString('hex'),
  uploadedAt: uploadedAt.toISOString(),
})

/** 流水号: the shard and the place in its tree. */
export const postingNumber = ({ shard, seq }: { shard: number; seq: number }): string =>
  `${String(shard).padStart(2, '0')}-${String(seq).padStart(6, '0')}`

const textOrNull = (amount: Credits | null): string | null => (amount === null ? null : creditsText(amount))
const hundredthsText = (amount: number | null): string | null =>
  amount === null ? null : creditsText(creditsFromHundredths(amount))

/** What the receipt of a posting says about the claim behind it. */
export const toBehind = (behind: Behind | undefined) =>
  behind
    ? {
        claim: behind.claim && { id: publicId('claim', behind.claim.id), number: behind.claim.number },
        record: behind.record && { id: publicId('record', behind.record.id), number: behind.record.number },
        outcome: {
          ...behind.outcome,
          issuer: toInstitution(behind.outcome.issuer),
          hours: behind.outcome.hours === null ? null : plain(behind.outcome.hours as Hours),
        },
        evidence: behind.evidence.map((file) => ({
          fileId: publicId('file', file.id),
          name: file.name,
          sha256: file.sha256.toString('hex'),
        })),
        rules: behind.rules.map(({ number, version, titleZh, titleEn }) => ({
          number,
          version,
          titleZh,
          titleEn,
        })),
        people: behind.people.map((person) => ({ ...person, at: person.at.toISOString() })),
      }
    : null
