// demo/cases.ts – 演示业务: three years of claims and decisions of the demo people, made by the verbs that everybody uses,
// each at its own time.
import { holding, type Principal } from '../access/model.ts'
import type { Role } from '../access/vocabulary.ts'
import { coursesForIndex, loadCatalogue, type CourseFound } from '../catalogue/operations.ts'
import { transact, type Db, type Tx } from '../database/connection.ts'
import { pictureOf, uploadFile } from '../evidence/operations.ts'
import type { Identity } from '../identity/bank.ts'
import { fictitiousIdNumber } from '../identity/demo-people.ts'
import { accountOf, openAccount } from '../identity/operations.ts'
import {
  type Acting,
  type ClaimSaid,
  askSupplement,
  decideClaim,
  draftClaim,
  fileAppeal,
  giveOpinion,
  inviteExperts,
  makeUp,
  type RecognitionBank,
  reviewProposal,
  saveProfile,
  setReview,
  type SettingSaid,
  submitClaim,
} from '../recognition/operations.ts'
import { credits } from '../values/credits.ts'
import { addDays, localDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import { hours, share } from '../values/quantities.ts'
import { demoHistory, demoLearners, type DemoClaim } from './histories.ts'

/** Fills the accounts of the demo people, whole or not at all; a bank where somebody has filed a claim is left as it is. */
export async function seedCases(
  db: Db,
  identity: Pick<Identity, 'vault'>,
): Promise<'made' | 'there already'> {
  const memory = await loadCatalogue(db)
  return transact(db, { shard: 'all' }, async (tx, at) => {
    const reviewer = await accountOf(tx, identity.vault, 'reviewer')
    const secondReviewer = await accountOf(tx, identity.vault, 'second-reviewer')
    const filed = await tx.selectFrom('recognitionClaim').select('id').limit(1).executeTakeFirst()
    if (!reviewer || !secondReviewer || filed) return 'there already'
    const bank: RecognitionBank = { db: tx, vault: identity.vault, memory: () => memory }
    const people = await openLearners(tx, identity, at)
    const experts = new Map<string, Uuid>()
    for (const login of ['expert', 'second-expert']) {
      const expert = await accountOf(tx, identity.vault, login)
      if (expert) experts.set(login, expert)
    }
    const courses = byTitle(await coursesForIndex(tx, localDate(at)))
    const stage: Stage = { bank, people, experts, reviewer, secondReviewer, courses, at }
    for (const { who, studentNumber, major } of demoLearners) {
      const learner = people.get(who)!
      await saveProfile(bank, { studentNumber, major, institutionId: null }, actingAs(learner, 'learner', at))
    }
    await setSettings(stage)
    for (const { run } of demoHistory.flatMap((claim, place) => actsOf(stage, claim, place)).sort(byTime))
      await run()
    return 'made'
  })
}

type Stage = {
  bank: RecognitionBank
  people: Map<string, Uuid>
  experts: Map<string, Uuid>
  reviewer: Uuid
  secondReviewer: Uuid
  courses: Map<string, CourseFound>
  at: Date
}
type Act = { at: Date; run: () => Promise<void> }

const byTime = (a: Act, b: Act): number => a.at.getTime() - b.at.getTime()

const settledDays = 60

/** For two months 滨海开放大学 has had larger amounts seen by a second person, and 临港科技大学 has gone by its experts. */
async function setSettings({ bank, courses, reviewer, at }: Stage): Promise<void> {
  const from = addDays(localDate(at), -settledDays)
  const call = actingAs(
    reviewer,
    'standards_manager',
    new Date(at.getTime() - (settledDays + 1) * 86_400_000),
  )
  const set = (course: string, said: Omit<SettingSaid, 'institution' | 'from'>) =>
    setReview(bank, { ...said, institution: courseNamed(courses, course).institutionId, from }, call)
  await set('BH 开放英语', {
    reason: '大额学分转换由两人把关',
    second: { when: 'some', above: credits('3'), categories: [] },
    experts: { rule: null, days: 10 },
    appealDays: 15,
  })
  await set('LG 机器学习', {
    reason: '课程内容由两名以上专家认定',
    second: { when: 'never', above: null, categories: [] },
    experts: { rule: { opinionsMin: 2, topicsMin: share(0.7) }, days: 10 },
    appealDays: 15,
  })
}

function courseNamed(courses: Map<string, CourseFound>, name: string): CourseFound {
  const found = courses.get(name)
  if (!found) throw new Error(`The demo has no course ${name}`)
  return found
}

/** What happens to one claim, each act at its time; a decision waits for the claim that it is about. */
function actsOf(stage: Stage, claim: DemoClaim, place: number): Act[] {
  const { bank, people, reviewer, secondReviewer, at } = stage
  const learner = people.get(claim.who)
  if (!learner) throw new Error(`Nobody in the demo is called ${claim.who}`)
  // A few minutes apart, so that no two things happen at one moment.
  const instant = (daysAgo: number) => new Date(at.getTime() - daysAgo * 86_400_000 - place * 60_000)
  let id: Uuid | undefined
  const filedAt = instant(claim.filed)
  const filing: Act = {
    at: filedAt,
    run: async () => {
      const call = actingAs(learner, 'learner', filedAt)
      id = await draftClaim(bank, await saidOf(stage, claim, call), call)
      if (!claim.draft) await submitClaim(bank, id, call)
    },
  }
  const known = () => {
    if (!id) throw new Error('A claim of the demo is decided before it is filed')
    return id
  }
  const { supplement, experts, decided, second, appeal } = claim
  const later: Act[] = []
  if (supplement) {
    const { ago, opinion, madeUp } = supplement
    const call = actingAs(reviewer, 'reviewer', instant(ago))
    later.push(act(call, () => askSupplement(bank, known(), opinion, call)))
    if (madeUp)
      later.push(madeUpAct(bank, known, madeUp.hours, actingAs(learner, 'learner', instant(madeUp.ago))))
  }
  if (experts) {
    const expert = (who: string) => {
      const found = stage.experts.get(who)
      if (!found) throw new Error(`No expert in the demo is called ${who}`)
      return found
    }
    const call = actingAs(reviewer, 'reviewer', instant(experts.ago))
    const asked = experts.asked.map(expert)
    later.push(act(call, () => inviteExperts(bank, known(), { experts: asked }, call)))
    for (const { who, ago, percent, words } of experts.answers) {
      const answering = actingAs(expert(who), 'expert', instant(ago))
      const topics = share(percent / 100)
      later.push(
        act(answering, () =>
          giveOpinion(
            bank,
            known(),
            { topics, words },
            { ...answering, principal: lent(answering.principal, reviewer, known()) },
          ),
        ),
      )
    }
  }
  if (decided) {
    const { ago, decision, opinion, fields = [] } = decided
    const call = actingAs(reviewer, 'reviewer', instant(ago))
    later.push(act(call, () => decideClaim(bank, known(), { decision, opinion, fields }, call)))
  }
  if (second) {
    const { ago, ...said } = second
    const call = actingAs(secondReviewer, 'second_reviewer', instant(ago))
    later.push(act(call, () => reviewProposal(bank, known(), said, call)))
  }
  if (appeal) {
    const call = actingAs(learner, 'learner', instant(appeal.ago))
    later.push(act(call, () => fileAppeal(bank, known(), appeal.grounds, call)))
  }
  return [filing, ...later]
}

const madeUpAct = (
  bank: RecognitionBank,
  known: () => Uuid,
  made: number,
  call: ReturnType<typeof actingAs>,
): Act =>
  act(call, async () => {
    const file = await uploadFile(bank, { name: '补修证明.png', content: pictureOf(`${known()}/补修`) }, call)
    await makeUp(bank, known(), { hours: hours(made), files: [file.id], note: undefined }, call)
  })

const act = ({ at }: ReturnType<typeof actingAs>, run: () => Promise<unknown>): Act => ({
  at,
  run: async () => {
    await run()
  },
})

/** An expert with what asking them has lent. */
const lent = (principal: Principal, grantor: Uuid, claim: Uuid): Principal => ({
  ...principal,
  grants: [
    {
      id: claim,
      grantor,
      operation: 'claim.opinion',
      targets: [claim],
      capacity: [{ role: 'reviewer', institution: null }],
    },
  ],
})

async function saidOf({ bank, courses, at }: Stage, claim: DemoClaim, call: Acting): Promise<ClaimSaid> {
  const source = courseNamed(courses, claim.from)
  const target = claim.to === undefined ? null : courseNamed(courses, claim.to)
  const name = `${source.titleZh}${claim.picture ?? '证明'}.png`
  const content = pictureOf(`${claim.who}/${claim.from}/${claim.to ?? ''}`)
  const file = await uploadFile(bank, { name, content }, call)
  return {
    courseId: source.id,
    lotId: null,
    issuerId: null,
    title: null,
    credits: null,
    hours: null,
    kind: null,
    level: null,
    grade: claim.grade,
    earnedOn: addDays(localDate(at), -claim.filed - claim.earned),
    certificateNumber: claim.certificate ?? null,
    targetInstitutionId: target?.institutionId ?? null,
    targetCourseId: target?.id ?? null,
    asElective: false,
    files: [file.id],
    note: claim.note ?? null,
  }
}

/** The demo's people who have a door, and some who have none: they only fill the lists. */
async function openLearners(tx: Tx, identity: Pick<Identity, 'vault'>, at: Date): Promise<Map<string, Uuid>> {
  const people = new Map<string, Uuid>()
  for (const [place, { who, name, born }] of demoLearners.entries()) {
    const known = await accountOf(tx, identity.vault, who)
    const id =
      known ??
      (await openAccount(
        tx,
        identity,
        {
          name,
          idNumber: fictitiousIdNumber(born, 500 + place),
          verifiedBy: 'demo',
          roles: [{ role: 'learner' }],
        },
        at,
      ))
    people.set(who, id)
  }
  return people
}

/** Somebody at work at a time, without a browser. */
export function actingAs(user: Uuid, role: Role, at: Date): Acting & { at: Date } {
  const principal: Principal = { ...holding(user, [{ role, institution: null }]), verified: true }
  return {
    principal,
    language: 'zh-CN',
    traceId: 'demo',
    client: { address: '127.0.0.1', agent: 'demo', cookies: {} },
    key: null,
    answer: { cookies: [] },
    at,
  }
}

const byTitle = (courses: CourseFound[]): Map<string, CourseFound> =>
  new Map(courses.map((course) => [`${course.code.slice(0, 2)} ${course.titleZh}`, course]))
