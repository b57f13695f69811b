// recognition/desk-routes.ts – routes of the desk beside tasks and decisions: settings and experts.
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import type { CourseFound } from '../catalogue/operations.ts'
import { serve } from '../http/serve.ts'
import { credits, creditsFromHundredths, creditsText } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import { publicId } from '../values/ids.ts'
import { percent, plain, share, type Hours, type Share } from '../values/quantities.ts'
import { answerAppeal, fileAppeal } from './appeal.ts'
import type { RecognitionBank } from './claims.ts'
import * as contracts from './contract.ts'
import {
  describeExpert,
  type ExpertCase,
  giveOpinion,
  inviteExperts,
  listExperts,
  listInvitations,
  showExpertCase,
} from './experts.ts'
import type { OpinionRow } from './experts-store.ts'
import { isDecidable } from './model.ts'
import { known, toInstitution } from './showing.ts'
import { setReview, type SettingKept, showSettings } from './settings.ts'

export function deskRoutes(http: FastifyInstance, bank: RecognitionBank): void {
  serve(http, contracts.getSettings, async ({ institutionId }, call) => {
    const { own, inForce } = await showSettings(
      bank,
      institutionId ? known('inst', institutionId) : null,
      call,
    )
    return { data: own.map(toSetting), inForce: { ...toSetting(inForce), own: inForce.own } }
  })
  serve(
    http,
    contracts.postSetting,
    async ({ institutionId, from, reason, second, experts, appealDays }, call) => {
      const { rule, days } = experts
      await setReview(
        bank,
        {
          institution: institutionId === null ? null : known('inst', institutionId),
          from: day(from),
          reason,
          second: { ...second, above: second.above === null ? null : credits(second.above) },
          experts: {
            days,
            rule: rule && { opinionsMin: rule.opinionsMin, topicsMin: share(rule.percentMin / 100) },
          },
          appealDays,
        },
        call,
      )
      return {}
    },
  )

  serve(http, contracts.postAppeal, ({ claimId, grounds }, call) =>
    fileAppeal(bank, known('claim', claimId), grounds, call),
  )
  serve(http, contracts.postAppealAnswer, async ({ claimId, uphold, opinion }, call) => {
    await answerAppeal(bank, known('claim', claimId), { uphold, words: opinion ?? '' }, call)
    return {}
  })

  serve(http, contracts.getExperts, async (_, call) => ({
    data: (await listExperts(bank, call)).map(({ id, name, institution, subjects, open }) => ({
      id: publicId('user', id),
      name,
      institution: institution && toInstitution(institution),
      subjects,
      open,
    })),
  }))
  serve(http, contracts.putExpertise, async ({ subjects }, call) => {
    await describeExpert(bank, subjects, call)
    return {}
  })
  serve(http, contracts.postInvitations, async ({ claimId, experts, question }, call) =>
    inviteExperts(
      bank,
      known('claim', claimId),
      { experts: [...new Set(experts)].map((id) => known('user', id)), question },
      call,
    ),
  )
  serve(http, contracts.getInvitations, async (_, call) => {
    const { rows, subjects } = await listInvitations(bank, call)
    return {
      subjects,
      data: rows.map(({ claim, issuer, target, dueOn, opinion }) => ({
        claimId: publicId('claim', claim.id),
        number: claim.number ?? '',
        title: claim.title ?? '',
        issuer: issuer && toInstitution(issuer),
        target: target && { titleZh: target.titleZh, titleEn: target.titleEn },
        dueOn,
        percent: opinion && percent(opinion.topics as Share),
      })),
    }
  })
  serve(http, contracts.getExpertCase, async ({ claimId }, call) =>
    toExpertCase(await showExpertCase(bank, known('claim', claimId), call)),
  )
  serve(http, contracts.postOpinion, async ({ claimId, percent: covered, words }, call) => {
    await giveOpinion(bank, known('claim', claimId), { topics: share(covered / 100), words }, call)
    return {}
  })
}

const toSetting = ({ from, second, experts: { rule, days }, appealDays, reason, setAt }: SettingKept) => ({
  from,
  appealDays,
  second: {
    ...second,
    above: second.above === null ? null : creditsText(second.above),
    categories: [...second.categories],
  },
  experts: {
    days,
    rule: rule && { opinionsMin: rule.opinionsMin, percentMin: percent(rule.topicsMin) },
  },
  reason,
  setAt: setAt.toISOString(),
})

export const toOpinion = (opinion: OpinionRow | null, words: string | null) =>
  opinion && words !== null
    ? { percent: percent(opinion.topics as Share), words, at: opinion.at.toISOString() }
    : null

function toExpertCase(shown: ExpertCase): z.input<typeof contracts.getExpertCase.reply> {
  const { claim, invitation, question, words, source, target, issuer, school } = shown
  const coverage = claim.filing?.candidate?.compared.coverage
  return {
    claimId: publicId('claim', claim.id),
    number: claim.number ?? '',
    dueOn: invitation.dueOn,
    question,
    title: claim.title ?? '',
    hours: claim.hours === null ? null : plain(claim.hours as Hours),
    grade: claim.grade,
    issuer: issuer && toInstitution(issuer),
    school: school && toInstitution(school),
    source: source && toCompared(source),
    target: target && toCompared(target),
    covered: coverage?.covered.map(({ topic, by }) => ({ topic, by })) ?? [],
    overlap: coverage ? percent(coverage.share) : null,
    opinion: toOpinion(invitation.opinion, words),
    open: invitation.opinion === null && isDecidable(claim.state) === true,
  }
}

const toCompared = ({
  code,
  titleZh,
  titleEn,
  hours,
  credits: amount,
  description,
  syllabus,
}: CourseFound) => ({
  code,
  titleZh,
  titleEn,
  hours: hours === null ? null : plain(hours),
  credits: amount === null ? null : creditsText(creditsFromHundredths(amount)),
  description,
  syllabus: syllabus.map(({ topic, weight }) => ({ topic, weight })),
})
