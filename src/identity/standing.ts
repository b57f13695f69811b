// identity/standing.ts – how a caller stands to a person: at which institution, teaching them, with their consent.
import type { Assignment, Principal, Target } from '../access/model.ts'
import type { Db, Tx } from '../database/connection.ts'
import type { Uuid } from '../values/ids.ts'
import { consentsOf, findTeachers, liveRoles } from './store.ts'

/** How a caller stands to another's account: at the institution they share, where they share one. */
export async function accountTarget(
  db: Db | Tx,
  principal: Principal,
  account: Uuid,
  roles: readonly Assignment[],
  at: Date,
): Promise<Target> {
  const institution = sharedBy(
    principal,
    roles.flatMap(({ institution }) => institution ?? []),
  )
  return {
    id: account,
    subject: account,
    institution,
    ...(await taughtBy(db, { subject: account, institution }, at)),
  }
}

/** How a caller stands to a learner: through the institutions the learner belongs to, and who teaches there. */
export async function learnerTarget(tx: Tx, principal: Principal, learner: Uuid, at: Date): Promise<Target> {
  const [roles, teaching] = await Promise.all([liveRoles(tx, learner, at), findTeachers(tx, learner, at)])
  const institution = sharedBy(
    principal,
    roles.flatMap(({ institutionId }) => institutionId ?? []),
  )
  return { id: learner, subject: learner, institution, ...teachersAmong(teaching, institution, at) }
}

/** Whether a learner allows the caller, or an institution of the caller's, to see their record as a teacher. */
export async function allowsTeacher(tx: Tx, learner: Uuid, principal: Principal, at: Date): Promise<boolean> {
  const to = [principal.user, ...principal.assignments.map(({ institution }) => institution)]
  const consents = await consentsOf(tx, learner)
  return consents.some(
    (consent) =>
      consent.purpose === 'teacher_view' &&
      consent.toId !== null &&
      to.includes(consent.toId) &&
      isLive(consent, at),
  )
}

/** Whether a consent holds at an instant. */
export const isLive = (
  { endsAt, withdrawnAt }: { endsAt: Date | null; withdrawnAt: Date | null },
  at: Date,
): boolean => withdrawnAt === null && (endsAt === null || at < endsAt)

/** The part of a target that teaching decides: who teaches its subject at its institution, and who did lately. */
export async function taughtBy(
  db: Db | Tx,
  target: Pick<Target, 'subject' | 'institution'>,
  at: Date,
): Promise<Pick<Target, 'teachers' | 'formerTeachers'>> {
  if (!target.subject) return {}
  return teachersAmong(await findTeachers(db, target.subject, at), target.institution, at)
}

function teachersAmong(
  teaching: Awaited<ReturnType<typeof findTeachers>>,
  institution: Uuid | null | undefined,
  at: Date,
): Pick<Target, 'teachers' | 'formerTeachers'> {
  const here = teaching.filter(({ institutionId }) => !institution || institutionId === institution)
  const live = here.filter(({ endsAt }) => endsAt === null || endsAt > at).map(({ teacherId }) => teacherId)
  const ended = here.map(({ teacherId }) => teacherId).filter((teacher) => !live.includes(teacher))
  return { teachers: live, formerTeachers: ended }
}

/** The institution through which a caller meets a person: one they share, else the person's first. */
const sharedBy = ({ assignments }: Principal, places: readonly Uuid[]): Uuid | null =>
  places.find((place) => assignments.some(({ institution }) => institution === place)) ?? places[0] ?? null
