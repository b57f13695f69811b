// testing/claims.ts – stories of claims on a test bank: learners of one's own, courses by their names, the demo's reviewer.
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Contract } from '../access/contract.ts'
import { postEvidenceFile } from '../evidence/contract.ts'
import { pictureOf } from '../evidence/picture.ts'
import { actingAs } from '../demo/cases.ts'
import type { NewPerson } from '../identity/operations.ts'
import { getAccount } from '../ledger/contract.ts'
import * as contracts from '../recognition/contract.ts'
import type { Setting } from '../recognition/model.ts'
import { setReview, showSettings } from '../recognition/operations.ts'
import { localDate } from '../values/dates.ts'
import { publicId, uuidFrom, type Uuid } from '../values/ids.ts'
import type { Answered, TestBank } from './http.ts'
import { person, type Person } from './people.ts'

/** A course learnt, and what it shall count for; courses are named by school and title, `MD 操作系统`. */
export type Row = { from: string; to?: string; grade: string; asElective?: boolean; picture?: string }

export type Stories = {
  /** The id of a course by school and title. */
  course: (name: string) => string
  /** The id of a school by its code. */
  school: (code: string) => string
  /** A new verified learner, with other roles beside when given. */
  learner: (...beside: NewPerson['roles'][number][]) => Promise<Person>
  reviewer: () => Promise<Person>
  secondReviewer: () => Promise<Person>
  expert: (name?: string) => Promise<Person>
  /** Says how a school wants claims decided, from today on. */
  setting: (code: string, said: Partial<Setting>) => Promise<void>
  as: <C extends Contract>(
    who: Person | null,
    contract: C,
    input: object,
    key?: string,
  ) => Promise<Answered<C>>
  upload: (who: Person, picture: string) => Promise<string>
  draft: (who: Person, row: Row) => Promise<string>
  /** A claim that was submitted. */
  filed: (who: Person, row: Row) => Promise<string>
  decide: (
    who: Person | null,
    claimId: string,
    decision: object,
    key?: string,
  ) => Promise<Answered<typeof contracts.postDecision>>
  secondReview: (
    who: Person | null,
    claimId: string,
    said: object,
    key?: string,
  ) => Promise<Answered<typeof contracts.postSecondReview>>
  /** Balances by the name of the unit. */
  units: (who: Person, query?: object) => Promise<Record<string, Unit>>
}
type Unit = Omit<z.output<typeof getAccount.reply>['units'][number], 'unit'>

export async function storiesOn(bank: TestBank): Promise<Stories> {
  const { rows: schools } = await bank.ownerPool.query<{ code: string; id: Uuid }>(
    'select code, id from catalogue_institution',
  )
  const { rows: courses } = await bank.ownerPool.query<{ name: string; id: Uuid }>(
    `select i.code || ' ' || v.title_zh as name, v.course_id as id from catalogue_course_version v
     join catalogue_institution i on i.id = v.institution_id`,
  )
  const school = (code: string): string =>
    publicId('inst', one(schools.find((each) => each.code === code)).id)
  const course = (name: string): string =>
    publicId('course', one(courses.find((each) => each.name === name)).id)

  const as: Stories['as'] = (who, contract, input, key) =>
    bank.call(contract, input, { ...who?.headers, ...(key ? { 'idempotency-key': key } : {}) })
  const upload = async (who: Person, picture: string): Promise<string> =>
    (
      await as(who, postEvidenceFile, {
        name: `${picture}.png`,
        content: pictureOf(picture).toString('base64'),
      })
    ).id
  const draft = async (who: Person, { from, to, grade, asElective, picture }: Row): Promise<string> =>
    (
      await as(who, contracts.postClaim, {
        courseId: course(from),
        grade,
        earnedOn: '2026-06-30',
        files: [await upload(who, picture ?? randomUUID())],
        asElective: asElective ?? false,
        ...(to ? { targetInstitutionId: school(to.slice(0, 2)), targetCourseId: course(to) } : {}),
      })
    ).id

  return {
    course,
    school,
    as,
    upload,
    draft,
    learner: (...beside) => person(bank.identity, [{ role: 'learner' }, ...beside], { verifiedBy: 'demo' }),
    reviewer: () => person(bank.identity, [{ role: 'reviewer' }], { name: '孙丽' }),
    secondReviewer: () => person(bank.identity, [{ role: 'second_reviewer' }], { name: '何平' }),
    expert: (name = '罗文') => person(bank.identity, [{ role: 'expert' }], { name }),
    async setting(code, said) {
      const { id } = await person(bank.identity, [{ role: 'standards_manager' }])
      const now = new Date()
      const call = actingAs(id, 'standards_manager', new Date(now.getTime() - 86_400_000))
      const institution = uuidFrom('inst', school(code))!
      const { second, experts, appealDays } = (await showSettings(bank, null, call)).inForce
      const from = localDate(now)
      await setReview(bank, { second, experts, appealDays, ...said, institution, from, reason: '测试' }, call)
    },
    async filed(who, row) {
      const claimId = await draft(who, row)
      const { status, code } = await as(who, contracts.postSubmission, { claimId })
      if (status !== 200) throw new Error(`Not submitted: ${status} ${code}`)
      return claimId
    },
    decide: (who, claimId, decision, key) => as(who, contracts.postDecision, { claimId, ...decision }, key),
    secondReview: (who, claimId, said, key) => as(who, contracts.postSecondReview, { claimId, ...said }, key),
    async units(who, query = {}) {
      const account = await as(who, getAccount, { learnerId: 'me', ...query })
      return Object.fromEntries(account.units.map(({ unit, ...amounts }) => [unit.nameZh, amounts]))
    },
  }
}

function one<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('There is no such thing in the demo world')
  return found
}
