// recognition/records/routes.ts – 学分记录: contract to operation, and the reply in the contract's words.
import type { FastifyInstance } from 'fastify'
import { nextCursor, pageFrom } from '../../catalogue/operations.ts'
import { serve } from '../../http/serve.ts'
import { creditsFromHundredths, creditsText } from '../../values/credits.ts'
import { day } from '../../values/dates.ts'
import { publicId, uuidGiven } from '../../values/ids.ts'
import { hours, plain, type Hours } from '../../values/quantities.ts'
import { fileFlaws as english } from '../../words/en/files.ts'
import { fileFlaws as chinese } from '../../words/zh/files.ts'
import type { RecognitionBank } from '../claims.ts'
import { postingNumber } from '../routes.ts'
import { known, toInstitution } from '../showing.ts'
import { importRecords, setWindow } from './batch.ts'
import * as contracts from './contract.ts'
import { enterRecord, saveRecord, submitRecord, withdrawRecord } from './entering.ts'
import { listClasses, listRecords, type RecordShown, showRecord } from './reading.ts'
import { decideRecord } from './review.ts'

export function recordRoutes(http: FastifyInstance, bank: RecognitionBank): void {
  serve(http, contracts.postRecord, async ({ learnerId, courseId, reason, ...said }, call) => {
    const asked = { learnerId: known('learner', learnerId), courseId: known('course', courseId), reason }
    const { id, number } = await enterRecord(bank, { ...asked, ...toSaid(said) }, call)
    return { id: publicId('record', id), number }
  })
  serve(http, contracts.putRecord, async ({ recordId, reason, ...said }, call) => ({
    savedAt: (
      await saveRecord(bank, known('record', recordId), { ...toSaid(said), reason }, call)
    ).toISOString(),
  }))
  serve(http, contracts.postRecordSubmission, async ({ recordId }, call) => {
    await submitRecord(bank, known('record', recordId), call)
    return { state: 'submitted' as const }
  })
  serve(http, contracts.postRecordWithdrawal, async ({ recordId, reason }, call) => {
    await withdrawRecord(bank, known('record', recordId), reason, call)
    return { state: 'withdrawn' as const }
  })
  serve(http, contracts.postRecordDecision, async ({ recordId, ...asked }, call) => {
    const { state, credits, posted } = await decideRecord(bank, known('record', recordId), asked, call)
    return { state, credits: creditsText(credits), posting: posted && { number: postingNumber(posted) } }
  })

  serve(http, contracts.getRecords, async ({ state, courseId, number, cursor, limit }, call) => {
    const page = pageFrom(cursor, limit)
    const asked = { state, courseId: uuidGiven('course', courseId), number, page }
    const { rows, total, counts } = await listRecords(bank, asked, call)
    const none = { draft: 0, submitted: 0, returned: 0, recognised: 0, refused: 0, withdrawn: 0 }
    return {
      data: rows.map(toRow),
      total,
      nextCursor: nextCursor(page, total),
      counts: { ...none, ...counts },
    }
  })
  serve(http, contracts.getClasses, async (_, call) => ({
    data: (await listClasses(bank, call)).map(({ section, institution, window, learners }) => ({
      section,
      institution: toInstitution(institution),
      window,
      learners: learners.map(({ id, name, studentNumber, records }) => ({
        id: publicId('learner', id),
        name,
        studentNumber,
        records: records.map((record) => ({
          id: publicId('record', record.id),
          courseId: publicId('course', record.courseId),
          number: record.number,
          state: record.state,
          grade: record.grade,
          hours: record.hours === null ? null : plain(record.hours as Hours),
          earnedOn: record.earnedOn,
          mine: record.mine,
        })),
      })),
    })),
  }))
  serve(http, contracts.getRecord, async ({ recordId }, call) => {
    const shown = await showRecord(bank, known('record', recordId), call)
    const { ruleSet, ruleSetVersion } = shown.record
    return {
      ...toRow(shown),
      rule: ruleSet !== null && ruleSetVersion !== null ? { number: ruleSet, version: ruleSetVersion } : null,
      timeline: shown.timeline.map((event) => ({ ...event, at: event.at.toISOString() })),
      posting: shown.posting && { number: postingNumber(shown.posting) },
      may: shown.may,
    }
  })

  serve(http, contracts.postRecordBatch, async ({ courseId, earnedOn, content, dryRun, reason }, call) => {
    const { rows, imported, data, flaws } = await importRecords(
      bank,
      {
        courseId: known('course', courseId),
        earnedOn: day(earnedOn),
        bytes: Buffer.from(content, 'base64'),
        dryRun: dryRun ?? false,
        reason,
      },
      call,
    )
    const words = call.language === 'en' ? english : chinese
    return {
      rows,
      imported,
      data: data.map(({ record, ...row }) => ({ ...row, number: record?.number ?? null })),
      flaws: flaws.map(({ line, column, code, values }) => ({
        line,
        column,
        code,
        message: words[code](values),
      })),
    }
  })
  serve(http, contracts.postEntryWindow, async ({ institutionId, opensOn, closesOn }, call) => {
    const window = { opensOn: day(opensOn), closesOn: day(closesOn) }
    await setWindow(bank, { institutionId: known('inst', institutionId), ...window }, call)
    return {}
  })
}

const toSaid = (said: { grade: string; earnedOn: string; hours?: number | undefined }) => ({
  grade: said.grade,
  earnedOn: day(said.earnedOn),
  hours: said.hours === undefined ? null : hours(said.hours),
})

const toRow = ({ record, learnerName, institution, course, mine, opinion }: RecordShown) => ({
  id: publicId('record', record.id),
  number: record.number,
  state: record.state,
  learner: { id: publicId('learner', record.learnerId), name: learnerName },
  institution: toInstitution(institution),
  course: { ...course, id: publicId('course', course.id) },
  grade: record.grade,
  hours: record.hours === null ? null : plain(record.hours as Hours),
  earnedOn: record.earnedOn,
  credits: record.credits === null ? null : creditsText(creditsFromHundredths(record.credits)),
  savedAt: record.savedAt.toISOString(),
  mine,
  opinion,
})
