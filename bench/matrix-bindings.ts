// bench/matrix-bindings.ts – how each endpoint class is asked for: a caller with a role, a target that stands in a
// relation to them, and a request that is valid except for the one condition that a case breaks.
import { holding } from '../src/access/model.ts'
import { givableRoles, type Condition, type Relation, type Role } from '../src/access/vocabulary.ts'
import { type CatalogueMemory, coursesForIndex, institutionByCode } from '../src/catalogue/operations.ts'
import { type Db, read, transact } from '../src/database/connection.ts'
import { pictureOf, uploadFile } from '../src/evidence/operations.ts'
import type { Identity } from '../src/identity/bank.ts'
import { casesOf, closeCase, openCases } from '../src/ledger/case-store.ts'
import { post } from '../src/ledger/operations.ts'
import { postingNumber } from '../src/ledger/receipt-file.ts'
import { hashOf, keepPaper, newPaperCode } from '../src/ledger/paper-store.ts'
import { checkCharacter } from '../src/values/id-number.ts'
import { actingAs } from '../src/demo/cases.ts'
import { type Acting, draftClaim, fileAppeal, setReview, submitClaim } from '../src/recognition/operations.ts'
import { person, type Person, teaches } from '../src/testing/people.ts'
import { credits } from '../src/values/credits.ts'
import { addDays, day, localDate } from '../src/values/dates.ts'
import { seal, voucherCookie } from '../src/identity/sso/voucher.ts'
import {
  anyUuidFrom,
  newId,
  publicId,
  referenceShard,
  shardOf,
  uuidFrom,
  type IdKind,
  type Uuid,
} from '../src/values/ids.ts'

/** `asks`: every condition of the cell; all hold but the broken one. */
export type Case = { role: Role; relation: Relation; asks: readonly Condition[]; broken: Condition | null }
export type Request = {
  who: Person | null
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  body?: object
  /** The same request for something that does not exist: an H must look like it. */
  absent?: string
}
/** Undefined where the product has no way to ask that; the walk counts it as not bound. */
export type Binding = (asked: Case) => Promise<Request | undefined>

export type Ask = (request: Request) => Promise<{ status: number; text: string }>
type Bench = { db: Db; identity: Identity; memory: CatalogueMemory; ask: Ask }
type School = { id: Uuid; code: string }
type ClaimMade = 'draft' | 'submitted' | 'for_experts' | 'proposed' | 'decided'

/** A, B and C of the walk: the issuer, the counterparty, and one that has nothing to do with it. */
const codes = { issuer: 'MD', counterparty: 'LG', other: 'YL' }

export async function bindingsOn({ db, identity, memory, ask }: Bench): Promise<Record<string, Binding>> {
  const school = (code: string): Promise<School> =>
    read(db, {}, async (tx) => {
      const found = await institutionByCode(tx, code)
      if (!found) throw new Error(`The demo world has no ${code}`)
      return found
    })
  const [issuer, counterparty, other] = await Promise.all([
    school(codes.issuer),
    school(codes.counterparty),
    school(codes.other),
  ])
  const [learnt, counted] = await Promise.all([
    courseOf(issuer, '线性代数'),
    courseOf(counterparty, '线性代数'),
  ])

  async function courseOf({ code }: School, titleZh: string): Promise<Uuid> {
    const courses = await read(db, {}, (tx, at) => coursesForIndex(tx, localDate(at)))
    const found = courses.find((course) => course.code.startsWith(code) && course.titleZh === titleZh)
    if (!found) throw new Error(`The demo world has no ${titleZh} there`)
    return found.id
  }

  /** Somebody with the role of the case; standing where the relation says, seen from what belongs to the issuer. */
  async function callerOf(
    { role, relation, broken }: Case,
    signingIn: { phone?: string; password?: string } = {},
  ): Promise<Person | null> {
    if (role === 'anonymous') return null
    const at = relation === 'other_inst' ? other : relation === 'party_inst' ? counterparty : issuer
    const given = {
      ...signingIn,
      steppedUp: broken !== 'stepup',
      ...(broken === 'verified' ? {} : { verifiedBy: 'demo' as const }),
    }
    if (role !== 'suspended') return person(identity, [{ role, institution: at.id }], given)
    const dismissed = await person(identity, [{ role: 'teacher', institution: at.id }], given)
    await disable(dismissed)
    return dismissed
  }

  /** What somebody signs in by. */
  const waysIn = () => ({
    phone: `133${String(10_000_000 + newcomers++)}`,
    password: '走查 一个 够长的 密码',
  })
  let newcomers = 0

  /** The single sign-on of a school, at an address of its own. */
  const aSchool = () => ({ kind: 'cas', address: `https://sso.example.edu/${newcomers++}` })

  /** An identity number that nobody has. */
  const freshNumber = (): string => {
    const digits = `11010519900101${String(100 + (newcomers++ % 900))}`
    return digits + checkCharacter(digits)
  }

  const disable = ({ id }: Person) =>
    db
      .updateTable('identityAccount')
      .set({ state: 'disabled' })
      .where('shard', '=', shardOf(id))
      .where('id', '=', id)
      .execute()

  const learnerAt = ({ id }: School) =>
    person(identity, [{ role: 'learner', institution: id }], { verifiedBy: 'demo' })
  const adminAt = ({ id }: School) =>
    person(identity, [{ role: 'inst_admin', institution: id }], { verifiedBy: 'demo', steppedUp: true })
  const system = () => person(identity, [{ role: 'sys_admin' }], { verifiedBy: 'demo', steppedUp: true })

  /** An authenticator app, as if its first code had been given. */
  const enrolled = ({ id }: Person) =>
    db
      .insertInto('identityFactor')
      .values({
        shard: shardOf(id),
        accountId: id,
        secret: Buffer.of(0),
        enrolledAt: new Date(),
        confirmedAt: new Date(),
      })
      .execute()

  /** A learner of the issuer's, and a caller who stands to them as the case says. */
  async function aboutLearner(asked: Case): Promise<{ who: Person | null; subject: Person }> {
    const who = await callerOf(asked)
    if ((asked.relation === 'self' || asked.relation === 'subject_self') && who) return { who, subject: who }
    const subject = await learnerAt(issuer)
    if (asked.relation === 'related' && who) await teaches(identity, who, subject, issuer.id)
    return { who, subject }
  }

  /** What a condition of an item needs beside the caller: a consent, a grant. */
  async function allow(
    asked: Case,
    operation: string,
    who: Person | null,
    subject: Person,
    target: string,
  ): Promise<void> {
    const holds = (condition: Condition) => asked.asks.includes(condition) && asked.broken !== condition
    if (who && holds('consent')) {
      const consent = {
        purpose: 'teacher_view',
        textVersion: '1',
        parts: [],
        to: publicId('user', who.id),
        endsAt: null,
      }
      must(await ask({ who: subject, method: 'POST', path: '/api/v1/me/consents', body: consent }))
    }
    if (who && holds('grant')) {
      const lending = {
        to: publicId('user', who.id),
        operation,
        targets: [target],
        endsAt: inDays(5),
        reason: '走查',
      }
      must(await ask({ who: await system(), method: 'POST', path: '/api/v1/grants', body: lending }))
    }
  }

  const item =
    (
      kind: IdKind,
      operation: string,
      request: (id: string, asked: Case) => Pick<Request, 'method' | 'path' | 'body'>,
    ): Binding =>
    async (asked) => {
      if (asked.broken === 'lastadmin') return undefined // There are other administrators in the walk.
      const { who, subject } = await aboutLearner(asked)
      const id = publicId(kind, subject.id)
      await allow(asked, operation, who, subject, id)
      return { who, ...request(id, asked), absent: request(publicId(kind, newId(1)), asked).path }
    }

  /** A claim of a learner's about the issuer's course, to the counterparty's. */
  async function claimOf(
    subject: Person,
    state: ClaimMade,
    reviewer?: Person | null,
  ): Promise<{ claim: string; file: string }> {
    const call: Acting = {
      principal: { ...holding(subject.id, [{ role: 'learner', institution: null }]), verified: true },
      language: 'zh-CN',
      traceId: 'walk',
      client: { address: '127.0.0.1', agent: 'walk', cookies: {} },
      key: null,
      answer: { cookies: [] },
    }
    const made = await transact(db, {}, async (tx) => {
      const bank = { db: tx, vault: identity.vault, memory: () => memory }
      const file = await uploadFile(bank, { name: '成绩单.png', content: pictureOf(subject.id) }, call)
      const id = await draftClaim(
        bank,
        {
          ...(state === 'proposed' ? saidAlone : state === 'for_experts' ? saidUnlike : said),
          files: [file.id],
        },
        call,
      )
      if (state !== 'draft') await submitClaim(bank, id, call)
      return { claim: publicId('claim', id), file: publicId('file', file.id) }
    })
    if (state === 'decided' || state === 'proposed') {
      const who = reviewer ?? (await person(identity, [{ role: 'reviewer' }]))
      const path = `/api/v1/recognition/claims/${made.claim}/decision`
      must(await ask({ who, method: 'POST', path, body: { decision: 'approve', opinion: '走查' } }))
    }
    return made
  }
  const said = {
    courseId: learnt,
    lotId: null,
    issuerId: null,
    title: null,
    credits: null,
    hours: null,
    kind: null,
    level: null,
    grade: '85',
    earnedOn: day('2026-06-30'),
    certificateNumber: null,
    targetInstitutionId: counterparty.id,
    targetCourseId: counted,
    asElective: false,
    note: null,
  }

  /** Two courses that only people can compare. */
  const saidUnlike = {
    ...said,
    courseId: await courseOf(issuer, '人工智能导论'),
    targetCourseId: await courseOf(counterparty, '机器学习'),
  }
  /** Recognition alone: the issuer of the walk wants a second person for it. */
  const saidAlone = { ...said, targetInstitutionId: null, targetCourseId: null }
  await setReview(
    { db },
    {
      institution: issuer.id,
      from: localDate(new Date()),
      reason: '走查',
      second: { when: 'always', above: null, categories: [] },
      experts: { rule: null, days: 5 },
      appealDays: 15,
    },
    {
      ...actingAs(
        (await person(identity, [{ role: 'standards_manager' }])).id,
        'standards_manager',
        daysAgo(1),
      ),
      traceId: 'walk',
    },
  )

  const onClaim =
    (
      operation: string,
      states: { held: ClaimMade; broken: ClaimMade },
      request: (claim: string, file: string, asked: Case) => Pick<Request, 'method' | 'path' | 'body'>,
    ): Binding =>
    async (asked) => {
      // Who is a party to a claim that was never submitted? Nobody: the case cannot be.
      if (asked.relation === 'party_inst' && asked.broken === 'state' && states.broken === 'draft')
        return undefined
      const who = await callerOf(asked)
      const own = ['self', 'subject_self', 'maker'].includes(asked.relation) || asked.broken === 'maker'
      const subject = own && who ? who : await learnerAt(issuer)
      if (asked.relation === 'related' && who) await teaches(identity, who, subject, issuer.id)
      const { claim, file } = await claimOf(subject, asked.broken === 'state' ? states.broken : states.held)
      await allow(asked, operation, who, subject, operation === 'file.read' ? file : claim)
      const nothing = request(publicId('claim', newId(1)), publicId('file', newId(1)), asked)
      return { who, ...request(claim, file, asked), absent: nothing.path }
    }

  /** The code on a statement of a learner's. */
  async function paperOf({ id: learner }: Person): Promise<string> {
    const code = newPaperCode(shardOf(learner))
    await transact(db, { shard: shardOf(learner) }, (tx, at) =>
      keepPaper(tx, {
        id: newId(shardOf(learner)),
        learner,
        kind: 'statement',
        codeHash: hashOf(code),
        contentHash: hashOf('走查'),
        posting: null,
        fromDay: null,
        toDay: localDate(at),
        lines: 0,
        available: [],
        issuedAt: at,
        issuedBy: learner,
      }),
    )
    return code
  }

  /** A lot that the issuer gave a learner. */
  async function lotOf({ id: learner }: Person): Promise<Uuid> {
    const provenance = {
      title: '线性代数',
      institution: issuer.id,
      course: null,
      grade: null,
      hours: null,
      level: null,
      category: null,
      evidence: null,
      rule: null,
    }
    const { lots } = await transact(db, {}, (tx, at) => {
      const terms = { earnedOn: localDate(at), expiresOn: null, provenance }
      const command = { verb: 'deposit', learner, issuer: issuer.id, unit: issuer.id, ...terms } as const
      const call = { cause: `walk/${newId(shardOf(learner))}`, actor: issuer.id, at }
      return post(tx, [{ ...command, amount: credits('2') }], call)
    })
    return lots[0]!.lot
  }

  /** What staff do to a lot of a learner's account. */
  const onLot =
    (path: string, body: (lot: Uuid) => object): Binding =>
    async (asked) => {
      const { who, subject } = await aboutLearner(asked)
      const lot = await lotOf(subject)
      return {
        who,
        method: 'POST',
        path: inAccount(subject.id, path),
        body: { ...body(lot), ...reasonOf(asked) },
        absent: inAccount(newId(1), path),
      }
    }

  const global =
    (request: Pick<Request, 'method' | 'path' | 'body'>): Binding =>
    async (asked) => ({ who: await callerOf(asked), ...request })

  const claimBody = {
    courseId: publicId('course', learnt),
    grade: '86',
    earnedOn: '2026-06-30',
    targetInstitutionId: publicId('inst', counterparty.id),
    targetCourseId: publicId('course', counted),
  }
  const there = publicId('inst', issuer.id)

  return {
    'auth.login': async (asked) => {
      const { phone: login, password } = waysIn()
      const who = await callerOf(asked, { phone: login, password })
      if (!who) await person(identity, [{ role: 'learner' }], { phone: login, password })
      return { who, method: 'POST', path: '/api/v1/sessions', body: { login, password } }
    },
    'auth.stepup': async (asked) => {
      const { phone, password } = waysIn()
      const who = await callerOf(asked, { phone, password })
      return { who, method: 'POST', path: '/api/v1/me/step-up', body: { password } }
    },
    'auth.password.change': async (asked) => {
      const { phone, password } = waysIn()
      const body = { current: asked.broken ? 'wrong' : password, next: '走查 换成 另外的 密码' }
      return onlySelf({ method: 'PUT', path: '/api/v1/me/password', body }, { phone, password })(asked)
    },
    'auth.mfa.enrol': onlySelf({ method: 'POST', path: '/api/v1/me/factor', body: { password: '-' } }),
    'auth.mfa.remove': async (asked) => {
      const binding = onlySelf({ method: 'DELETE', path: `/api/v1/me/factor?${query(reasonOf(asked))}` })
      const request = await binding(asked)
      if (request?.who && asked.relation === 'self') await enrolled(request.who)
      return request
    },
    'sso.list': global({ method: 'GET', path: '/api/v1/sso/providers' }),
    'sso.manage': async (asked) => ({
      who: await callerOf(asked),
      method: 'POST',
      path: '/api/v1/sso/providers',
      body: { institution: there, ...aSchool(), ...reasonOf(asked) },
    }),
    'auth.link.own': async (asked) => {
      const request = await onlySelf({ method: 'POST', path: '/api/v1/me/links', body: {} })(asked)
      if (!request?.who) return request
      const adding = { institution: there, ...aSchool(), reason: '走查' }
      const added = await ask({
        who: await system(),
        method: 'POST',
        path: '/api/v1/sso/providers',
        body: adding,
      })
      must(added)
      const { id } = JSON.parse(added.text) as { id: string }
      const provider = anyUuidFrom(id) ?? newId(referenceShard)
      const voucher = seal(identity.vault, provider, { kind: 'arrival', subject: 'walk' }, new Date())
      const cookie = `${request.who.headers.cookie}; ${voucherCookie}=${voucher}`
      return { ...request, who: { ...request.who, headers: { cookie } } }
    },
    'auth.link.other': async (asked) => {
      const { who, subject: learner } = await aboutLearner(asked)
      const adding = { institution: there, ...aSchool(), reason: '走查' }
      const added = await ask({
        who: await system(),
        method: 'POST',
        path: '/api/v1/sso/providers',
        body: adding,
      })
      must(added)
      const { id: provider } = JSON.parse(added.text) as { id: string }
      const above = asked.broken === 'ceiling' ? await adminAt(issuer) : learner
      const body = { provider, number: '2026001', ...reasonOf(asked) }
      return { who, method: 'POST', path: linking(above.id), body, absent: linking(newId(1)) }
    },
    'auth.recovery.make': onlySelf({ method: 'POST', path: '/api/v1/me/recovery-codes', body: {} }),
    'auth.recovery.hand_out': async (asked) => {
      const { who, subject: learner } = await aboutLearner(asked)
      const above = asked.broken === 'ceiling' ? await adminAt(issuer) : learner
      return {
        who,
        method: 'POST',
        path: handingOut(above.id),
        body: reasonOf(asked),
        absent: handingOut(newId(1)),
      }
    },
    'auth.reset.complete': async (asked) => {
      const { phone: login, password } = waysIn()
      const learner = await person(identity, [{ role: 'learner' }], {
        phone: login,
        password,
        steppedUp: true,
      })
      const made = await ask({ who: learner, method: 'POST', path: '/api/v1/me/recovery-codes', body: {} })
      must(made)
      const [code] = (JSON.parse(made.text) as { codes: string[] }).codes
      const body = { login, code, password: '走查 换成 另外的 密码' }
      return { who: await callerOf(asked), method: 'POST', path: '/api/v1/recoveries', body }
    },
    'user.register': async (asked) => {
      const body = { name: '新人', idNumber: freshNumber(), ...waysIn(), consent: '1' }
      return { who: await callerOf(asked), method: 'POST', path: '/api/v1/registrations', body }
    },
    'user.activate': async (asked) => {
      const opening = { name: '新人', role: 'learner', institution: there }
      const opened = await ask({ who: await system(), method: 'POST', path: '/api/v1/users', body: opening })
      must(opened)
      const { activationCode: code } = JSON.parse(opened.text) as { activationCode: string }
      const body = { code, ...waysIn(), consent: '1' }
      return { who: await callerOf(asked), method: 'POST', path: '/api/v1/activations', body }
    },
    'me.act_as': async (asked) => {
      const body = { role: asked.role, institution: there }
      return {
        who: await callerOf({ ...asked, relation: 'same_inst' }),
        method: 'PUT',
        path: '/api/v1/me/acting',
        body,
      }
    },
    'me.preference': async (asked) => ({
      who: await callerOf(asked),
      method: 'PUT',
      path: '/api/v1/me/profile',
      body: { studentNumber: null, major: null, institutionId: null },
    }),
    'me.read': global({ method: 'GET', path: '/api/v1/me' }),
    'inst.read_public': global({ method: 'GET', path: '/api/v1/institutions' }),
    'course.read': global({ method: 'GET', path: '/api/v1/courses' }),
    'worth.ask': global({
      method: 'POST',
      path: '/api/v1/worth/questions',
      body: {
        targetInstitutionId: publicId('inst', counterparty.id),
        courses: [{ courseId: publicId('course', learnt) }],
      },
    }),
    'audit.read': global({ method: 'GET', path: '/api/v1/audit/records' }),
    'audit.verify': global({ method: 'GET', path: '/api/v1/audit/verification' }),
    'grant.list': global({ method: 'GET', path: '/api/v1/grants' }),
    'request.list': global({ method: 'GET', path: '/api/v1/requests' }),
    'task.list': global({ method: 'GET', path: '/api/v1/recognition/tasks' }),
    'transfer.list': global({ method: 'GET', path: '/api/v1/recognition/claims' }),
    'user.list': global({ method: 'GET', path: '/api/v1/users' }),
    'audit.export': async (asked) => ({
      who: await callerOf(asked),
      method: 'POST',
      path: '/api/v1/audit/exports',
      body: asked.broken === 'purpose' ? {} : { purpose: '走查' },
    }),
    'closure.own': global({ method: 'GET', path: '/api/v1/me/closure' }),
    'closure.list': global({ method: 'GET', path: '/api/v1/closures' }),
    'privacy.erase_request': async (asked) => {
      // The last administrator of a place stays: there is another one.
      await callerOf(asked)
      return onlySelf({ method: 'POST', path: '/api/v1/me/closure', body: {} })(asked)
    },
    'account.close': async (asked) => {
      const { who, subject } = await aboutLearner(asked)
      // Whoever is at the centre closes what its owner asked for and had time to think over.
      const due = { shard: shardOf(subject.id), filedAt: new Date(), dueOn: '2026-01-01' }
      await transact(db, { shard: due.shard }, (tx) =>
        tx
          .insertInto('closureRequest')
          .values({ ...due, id: newId(due.shard), accountId: subject.id })
          .execute(),
      )
      return {
        who,
        method: 'POST',
        path: closureOf(subject.id),
        body: reasonOf(asked),
        absent: closureOf(newId(1)),
      }
    },
    'closure.hold': item('user', 'closure.hold', (id, asked) => ({
      method: 'POST',
      path: `/api/v1/users/${id}/hold`,
      body: reasonOf(asked),
    })),
    'closure.release': async (asked) => {
      const { who, subject } = await aboutLearner(asked)
      const shard = shardOf(subject.id)
      const [setBy, setWith] = [(await system()).id, (await system()).id]
      const hold = {
        shard,
        id: newId(shard),
        accountId: subject.id,
        reason: '走查',
        setAt: new Date(),
        setBy,
        setWith,
      }
      await transact(db, { shard }, (tx) => tx.insertInto('closureHold').values(hold).execute())
      const query = new URLSearchParams(reasonOf(asked)).toString()
      const path = (id: Uuid) => `/api/v1/users/${publicId('user', id)}/hold?${query}`
      return { who, method: 'DELETE', path: path(subject.id), absent: path(newId(1)) }
    },
    'privacy.inventory': global({ method: 'GET', path: '/api/v1/personal-data' }),
    'ruleset.read': global({ method: 'GET', path: '/api/v1/rule-sets' }),
    'ledger.checkpoint': global({ method: 'GET', path: '/api/v1/ledger/checkpoints' }),
    'paper.verify': async (asked) => ({
      who: await callerOf(asked),
      method: 'GET',
      path: `/api/v1/papers/${await paperOf(await learnerAt(issuer))}`,
    }),
    'credit.freeze': onLot('freezes', (lot) => ({ lotId: publicId('lot', lot) })),
    'credit.void': onLot('revocations', (lot) => ({ lotId: publicId('lot', lot) })),
    'credit.adjust.request': async (asked) => {
      const { who, subject } = await aboutLearner(asked)
      const lot = await lotOf(subject)
      const { seq } = await transact(db, { shard: shardOf(subject.id) }, (tx) =>
        tx
          .selectFrom('ledgerLot')
          .select('seq')
          .where('shard', '=', shardOf(subject.id))
          .where('lot', '=', lot)
          .executeTakeFirstOrThrow(),
      )
      const posting = postingNumber(shardOf(subject.id), seq)
      const body = { posting, ...reasonOf(asked) }
      return {
        who,
        method: 'POST',
        path: inAccount(subject.id, 'reversals'),
        body,
        absent: inAccount(newId(shardOf(subject.id)), 'reversals'),
      }
    },
    'credit.adjust.approve': async (asked) => {
      const { who, subject } = await aboutLearner(asked)
      const lot = await lotOf(subject)
      const isMaker = asked.relation === 'maker' || asked.broken === 'maker'
      const opener = isMaker && who ? who : await system()
      const shard = shardOf(subject.id)
      const { id } = await transact(db, { shard }, async (tx, at) => {
        await openCases(tx, subject.id, [{ lot, amount: 200 }], { posting: null, at, by: opener.id })
        const [found] = await casesOf(tx, subject.id)
        if (asked.broken === 'state')
          await closeCase(tx, found!.id, { outcome: '走查', at, by: newId(shard) })
        return found!
      })
      const body = asked.broken === 'reason' ? {} : { outcome: '走查' }
      return {
        who,
        method: 'POST',
        path: inAccount(subject.id, outcomeOf(id)),
        body,
        absent: inAccount(newId(shard), outcomeOf(newId(shard))),
      }
    },
    'ledger.verify': global({ method: 'GET', path: '/api/v1/center/ledger' }),
    'privacy.export_self': onlySelf({ method: 'POST', path: '/api/v1/me/exports', body: {} }),
    'session.list': onlySelf({ method: 'GET', path: '/api/v1/sessions' }),
    'privacy.access_log': onlySelf({ method: 'GET', path: '/api/v1/me/access-log' }),
    'consent.set': onlySelf({
      method: 'POST',
      path: '/api/v1/me/consents',
      body: { purpose: 'enterprise_view', textVersion: '1', parts: [], to: null, endsAt: null },
    }),
    'account.read': item('learner', 'account.read', (id) => ({
      method: 'GET',
      path: `/api/v1/learners/${id}/account`,
    })),
    'ledger.entries': item('learner', 'ledger.entries', (id) => ({
      method: 'GET',
      path: `/api/v1/learners/${id}/account/statement`,
    })),
    'user.read': item('user', 'user.read', (id) => ({ method: 'GET', path: `/api/v1/users/${id}` })),
    'user.read_pii': item('user', 'user.read_pii', (id, asked) => ({
      method: 'POST',
      path: `/api/v1/users/${id}/disclosures`,
      body: reasonOf(asked),
    })),
    'user.disable': item('user', 'user.disable', (id, asked) => ({
      method: 'PUT',
      path: `/api/v1/users/${id}/state`,
      body: { state: 'disabled', ...reasonOf(asked) },
    })),
    'role.grant': item('user', 'role.grant', (id, asked) => ({
      method: 'POST',
      path: `/api/v1/users/${id}/roles`,
      body: {
        role: asked.broken === 'ceiling' ? 'inst_admin' : 'teacher',
        institution: publicId('inst', issuer.id),
        ...reasonOf(asked),
      },
    })),
    'role.revoke': async (asked) => {
      const { who, subject } = await aboutLearner(asked)
      const role = await db
        .selectFrom('identityRole')
        .select('id')
        .where('shard', '=', shardOf(subject.id))
        .where('accountId', '=', subject.id)
        .executeTakeFirstOrThrow()
      if (asked.broken === 'ceiling' || asked.broken === 'lastadmin') return undefined
      const query = asked.broken === 'reason' ? '' : `?reason=${encodeURIComponent('走查')}`
      const path = (user: Uuid) =>
        `/api/v1/users/${publicId('user', user)}/roles/${publicId('role', role.id)}${query}`
      return { who, method: 'DELETE', path: path(subject.id), absent: path(newId(1)) }
    },
    'user.create': async (asked) => ({
      who: await callerOf(asked),
      method: 'POST',
      path: '/api/v1/users',
      body: { name: '新人', role: asked.broken === 'ceiling' ? 'inst_admin' : 'learner', institution: there },
    }),
    'user.import': async (asked) =>
      asked.broken
        ? undefined
        : {
            who: await callerOf(asked),
            method: 'POST',
            path: '/api/v1/users/batches',
            body: { institution: there, rows: [{ name: '新人' }] },
          },
    'grant.delegate': async (asked) => {
      const who = await callerOf(asked)
      const to = await person(identity, [{ role: 'teacher', institution: issuer.id }])
      const subject = await learnerAt(issuer)
      const operation =
        asked.broken === 'ceiling'
          ? 'user.disable'
          : asked.role === 'teacher'
            ? 'credit.read'
            : 'transfer.read'
      const body = {
        to: publicId('user', to.id),
        operation,
        targets: [publicId('learner', subject.id)],
        endsAt: inDays(5),
        ...reasonOf(asked),
      }
      return { who, method: 'POST', path: '/api/v1/grants', body }
    },
    'grant.revoke': async (asked) => {
      const who = await callerOf(asked)
      const to = await person(identity, [{ role: 'teacher', institution: issuer.id }])
      const giver = asked.relation === 'self' && who ? who : await adminAt(issuer)
      const body = {
        to: publicId('user', to.id),
        operation: asked.relation === 'self' && asked.role === 'teacher' ? 'credit.read' : 'transfer.read',
        targets: [publicId('learner', to.id)],
        endsAt: inDays(5),
        reason: '走查',
      }
      const given = await ask({ who: giver, method: 'POST', path: '/api/v1/grants', body })
      if (given.status !== 200) return undefined
      const { id } = JSON.parse(given.text) as { id: string }
      return {
        who,
        method: 'DELETE',
        path: `/api/v1/grants/${id}`,
        absent: `/api/v1/grants/${publicId('grant', newId(1))}`,
      }
    },
    'request.decide': async (asked) => {
      const who = await callerOf(asked)
      const own = asked.relation === 'maker' || asked.broken === 'maker'
      // Who may file is who may ask for an administrator; others never are the maker.
      if (own && asked.role !== 'sys_admin') return undefined
      // The second person must also be allowed what is asked for: an administrator's role is given by sys_admin alone.
      const cell =
        ['maker', 'subject_self'].includes(asked.relation) ||
        (asked.role === 'inst_admin' && asked.relation === 'other_inst')
      if (!cell && asked.role !== 'sys_admin') return undefined
      const subject = asked.relation === 'subject_self' && who ? who : await learnerAt(issuer)
      const path = `/api/v1/users/${publicId('user', subject.id)}/roles`
      const body = { role: 'inst_admin', institution: publicId('inst', issuer.id), reason: '走查' }
      const filed = await ask({ who: own ? who : await system(), method: 'POST', path, body })
      const { request } = JSON.parse(filed.text) as { request?: string }
      if (!request) return undefined
      if (asked.broken === 'state')
        must(
          await ask({
            who: await system(),
            method: 'POST',
            path: decision(request),
            body: { confirm: false },
          }),
        )
      return {
        who,
        method: 'POST',
        path: decision(request),
        body: { confirm: true },
        absent: decision(publicId('request', newId(referenceShard))),
      }
    },
    'session.revoke': async (asked) => {
      const { who, subject } = await aboutLearner(asked)
      const session = await db
        .selectFrom('identitySession')
        .select('id')
        .where('shard', '=', shardOf(subject.id))
        .where('accountId', '=', subject.id)
        .executeTakeFirstOrThrow()
      const query = new URLSearchParams(reasonOf(asked)).toString()
      const path = (id: Uuid) => `/api/v1/sessions/${publicId('session', id)}?${query}`
      return { who, method: 'DELETE', path: path(session.id), absent: path(newId(1)) }
    },
    'transfer.apply': onlySelf({ method: 'POST', path: '/api/v1/recognition/claims', body: claimBody }),
    'transfer.read': onClaim('transfer.read', { held: 'submitted', broken: 'submitted' }, (claim) => ({
      method: 'GET',
      path: `/api/v1/recognition/claims/${claim}`,
    })),
    'transfer.edit': onClaim('transfer.edit', { held: 'draft', broken: 'submitted' }, (claim) => ({
      method: 'PUT',
      path: `/api/v1/recognition/claims/${claim}`,
      body: claimBody,
    })),
    'claim.submit': onClaim('claim.submit', { held: 'draft', broken: 'submitted' }, (claim) => ({
      method: 'POST',
      path: `/api/v1/recognition/claims/${claim}/submission`,
      body: {},
    })),
    'transfer.withdraw': onClaim('transfer.withdraw', { held: 'submitted', broken: 'decided' }, (claim) => ({
      method: 'POST',
      path: `/api/v1/recognition/claims/${claim}/withdrawal`,
      body: {},
    })),
    'transfer.review': onClaim(
      'transfer.review',
      { held: 'submitted', broken: 'decided' },
      (claim, _, asked) => ({
        method: 'POST',
        path: `/api/v1/recognition/claims/${claim}/decision`,
        body: { decision: 'approve', ...(asked.broken === 'reason' ? {} : { opinion: '走查' }) },
      }),
    ),
    'appeal.create': onClaim('appeal.create', { held: 'decided', broken: 'decided' }, (claim) => ({
      method: 'POST',
      path: partOf(claim, 'appeal'),
      body: { grounds: '走查' },
    })),
    'appeal.decide': async (asked) => {
      const who = await callerOf(asked)
      const isMaker = asked.relation === 'maker' || asked.broken === 'maker'
      const decides = ['reviewer', 'second_reviewer', 'sys_admin'].includes(asked.role)
      // Only who may decide a claim can be the one against whom the appeal is.
      if (isMaker && !decides) return undefined
      const subject = asked.relation === 'subject_self' && who ? who : await learnerAt(issuer)
      if (asked.relation === 'related' && who) await teaches(identity, who, subject, issuer.id)
      const { claim } = await claimOf(subject, 'decided', isMaker ? who : null)
      if (asked.broken !== 'state') {
        const call = actingAs(subject.id, 'learner', new Date())
        const id = uuidFrom('claim', claim)
        if (id) await fileAppeal({ db, vault: identity.vault, memory: () => memory }, id, '走查', call)
      }
      return {
        who,
        method: 'POST',
        path: partOf(claim, 'appeal/answer'),
        body: { uphold: false, ...(asked.broken === 'reason' ? {} : { opinion: '走查' }) },
        absent: partOf(publicId('claim', newId(1)), 'appeal/answer'),
      }
    },
    'credit.list': global({ method: 'GET', path: '/api/v1/credit-records' }),
    'credit.window': async (asked) => ({
      who: await callerOf(asked),
      method: 'POST',
      path: `/api/v1/institutions/${there}/entry-windows`,
      body: { opensOn: '2020-01-01', closesOn: '2099-12-31' },
    }),
    'credit.enter': async (asked) => {
      if (asked.broken === 'window') return undefined // The window is the whole institution's; its own tests shut it.
      const { who, subject } = await aboutLearner(asked)
      return { who, method: 'POST', path: '/api/v1/credit-records', body: entryOf(subject, asked) }
    },
    // A row out of reach fails alone, so only those within it answer for the whole file.
    'credit.import': async (asked) => {
      const within = asked.relation === 'related' || asked.relation === 'self' || asked.asks.length > 0
      if (
        asked.broken === 'window' ||
        (!within && ['teacher', 'inst_admin', 'api_client'].includes(asked.role))
      )
        return undefined
      const login = `walk-${newId(1)}`
      const outside = asked.role === 'anonymous' || asked.role === 'suspended'
      const own = asked.relation === 'self' && !outside
      const role = givableRoles.find((each) => each === asked.role && each !== 'learner')
      const held = own && role ? [{ role, institution: issuer.id }] : []
      const subject = await person(identity, [...held, { role: 'learner', institution: issuer.id }], {
        logins: [login],
        verifiedBy: 'demo',
        steppedUp: true,
      })
      const who = own ? subject : await callerOf(asked)
      if (asked.relation === 'related' && who) await teaches(identity, who, subject, issuer.id)
      const content = Buffer.from(`account,grade\n${login},85`).toString('base64')
      const { learnerId: _, grade: __, ...rest } = entryOf(subject, asked)
      return { who, method: 'POST', path: '/api/v1/credit-records/batches', body: { ...rest, content } }
    },
    'credit.read': onRecord(
      { held: 'submitted', broken: 'submitted' },
      (record) => ({ method: 'GET', path: `/api/v1/credit-records/${record}` }),
      'credit.read',
    ),
    'credit.edit_draft': onRecord({ held: 'draft', broken: 'decided' }, (record, asked) => ({
      method: 'PUT',
      path: `/api/v1/credit-records/${record}`,
      body: { grade: '86', earnedOn: '2026-06-30', ...reasonOf(asked) },
    })),
    'credit.submit': onRecord({ held: 'draft', broken: 'decided' }, (record) => ({
      method: 'POST',
      path: `/api/v1/credit-records/${record}/submission`,
      body: {},
    })),
    'credit.withdraw_draft': onRecord({ held: 'draft', broken: 'decided' }, (record, asked) => ({
      method: 'POST',
      path: `/api/v1/credit-records/${record}/withdrawal`,
      body: reasonOf(asked),
    })),
    'credit.review': onRecord({ held: 'submitted', broken: 'decided' }, (record, asked) => ({
      method: 'POST',
      path: `/api/v1/credit-records/${record}/decision`,
      body: { decision: 'approve', ...(asked.broken === 'reason' ? {} : { opinion: '走查' }) },
    })),
    'expert.list': global({ method: 'GET', path: '/api/v1/recognition/experts' }),
    'expert.describe': global({ method: 'PUT', path: '/api/v1/me/expertise', body: { subjects: ['走查'] } }),
    'claim.invite_expert': async (asked) => {
      const expert = await person(identity, [{ role: 'expert' }])
      const states = { held: 'for_experts', broken: 'submitted' } as const
      return onClaim('claim.invite_expert', states, (claim) => ({
        method: 'POST',
        path: `/api/v1/recognition/claims/${claim}/invitations`,
        body: { experts: [publicId('user', expert.id)] },
      }))(asked)
    },
    'claim.opinion': async (asked) => {
      const who = await callerOf(asked)
      const own = ['maker', 'subject_self'].includes(asked.relation) || asked.broken === 'maker'
      const subject = own && who ? who : await learnerAt(issuer)
      const { claim } = await claimOf(subject, 'for_experts')
      const desk = await person(identity, [{ role: 'reviewer' }])
      if (who && asked.role === 'expert' && !own && asked.broken !== 'grant')
        must(
          await ask({
            who: desk,
            method: 'POST',
            path: partOf(claim, 'invitations'),
            body: { experts: [publicId('user', who.id)] },
          }),
        )
      if (asked.broken === 'state') {
        const body = { decision: 'refuse', opinion: '走查' }
        must(await ask({ who: desk, method: 'POST', path: partOf(claim, 'decision'), body }))
      }
      return {
        who,
        method: 'POST',
        path: partOf(claim, 'opinion'),
        body: { percent: 80, words: '走查' },
        absent: partOf(publicId('claim', newId(1)), 'opinion'),
      }
    },
    'claim.second_review': async (asked) => {
      const who = await callerOf(asked)
      const proposes = asked.relation === 'maker' || asked.broken === 'maker'
      // Only who may review first can have proposed.
      if (proposes && asked.role !== 'second_reviewer') return undefined
      const subject = asked.relation === 'subject_self' && who ? who : await learnerAt(issuer)
      if (asked.relation === 'related' && who) await teaches(identity, who, subject, issuer.id)
      const { claim } = await claimOf(
        subject,
        asked.broken === 'state' ? 'submitted' : 'proposed',
        proposes ? who : null,
      )
      return {
        who,
        method: 'POST',
        path: partOf(claim, 'second-review'),
        body: { confirm: true },
        absent: partOf(publicId('claim', newId(1)), 'second-review'),
      }
    },
    'recognition_setting.read': global({
      method: 'GET',
      path: `/api/v1/recognition/settings?institutionId=${there}`,
    }),
    'recognition_setting.change': async (asked) => ({
      who: await callerOf(asked),
      method: 'POST',
      path: '/api/v1/recognition/settings',
      body: {
        institutionId: there,
        // Each day takes one setting.
        from: addDays(localDate(new Date()), ++settingsMade),
        second: { when: 'always', above: null, categories: [] },
        experts: { rule: null, days: 5 },
        appealDays: 15,
        ...reasonOf(asked),
      },
    }),
    'file.read': onClaim('file.read', { held: 'submitted', broken: 'draft' }, (_, file, asked) => ({
      method: 'GET',
      path: `/api/v1/evidence/files/${file}${asked.broken === 'reason' ? '' : `?reason=${encodeURIComponent('走查')}`}`,
    })),
  }

  /** What a teacher would enter about a learner. */
  function entryOf(subject: Person, asked: Case) {
    return {
      learnerId: publicId('learner', subject.id),
      courseId: publicId('course', learnt),
      grade: '85',
      earnedOn: '2026-06-30',
      ...reasonOf(asked),
    }
  }

  /** A record of a learner of the issuer's, made by a colleague, or by the caller where the case says so. */
  function onRecord(
    states: { held: 'draft' | 'submitted'; broken: 'submitted' | 'decided' },
    request: (record: string, asked: Case) => Pick<Request, 'method' | 'path' | 'body'>,
    operation?: string,
  ): Binding {
    return async (asked) => {
      const who = await callerOf(asked)
      const makes = asked.relation === 'maker' || asked.broken === 'maker'
      const own = asked.relation === 'self' || asked.relation === 'subject_self'
      // Whoever may not enter is no maker, and nobody is taught at a place that they do not belong to.
      if (makes && !['teacher', 'inst_admin', 'sys_admin'].includes(asked.role)) return undefined
      const subject = own && who ? who : await learnerAt(issuer)
      const colleague = await person(identity, [{ role: 'teacher', institution: issuer.id }])
      await teaches(identity, colleague, subject, issuer.id)
      if (who && (asked.relation === 'related' || (makes && asked.role === 'teacher')))
        await teaches(identity, who, subject, issuer.id)
      const maker = makes && who ? who : colleague
      const body = { ...entryOf(subject, { ...asked, broken: null }) }
      const made = await ask({ who: maker, method: 'POST', path: '/api/v1/credit-records', body })
      must(made)
      const { id } = JSON.parse(made.text) as { id: string }
      if (operation) await allow(asked, operation, who, subject, id)
      const state = asked.broken === 'state' ? states.broken : states.held
      if (state !== 'draft')
        must(
          await ask({
            who: maker,
            method: 'POST',
            path: `/api/v1/credit-records/${id}/submission`,
            body: {},
          }),
        )
      if (state === 'decided') {
        const reviewer = await person(identity, [{ role: 'reviewer' }])
        const path = `/api/v1/credit-records/${id}/decision`
        must(await ask({ who: reviewer, method: 'POST', path, body: { decision: 'approve' } }))
      }
      const nothing = request(publicId('record', newId(1)), asked)
      return { who, ...request(id, asked), absent: nothing.path }
    }
  }

  function onlySelf(
    request: Pick<Request, 'method' | 'path' | 'body'>,
    signingIn: { phone?: string; password?: string } = {},
  ): Binding {
    return async (asked) => {
      const outside = asked.role === 'anonymous' || asked.role === 'suspended'
      return asked.relation === 'self' || outside
        ? { who: await callerOf(asked, signingIn), ...request }
        : undefined
    }
  }
}

let settingsMade = 0

const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000)

const reasonOf = ({ broken }: Case): Record<string, string> => (broken === 'reason' ? {} : { reason: '走查' })

const outcomeOf = (one: Uuid): string => `cases/${publicId('case', one)}/outcome`
const inAccount = (learner: Uuid, part: string): string =>
  `/api/v1/learners/${publicId('learner', learner)}/account/${part}`
const closureOf = (id: Uuid): string => `/api/v1/users/${publicId('user', id)}/closure`

const query = (keys: Record<string, string>): string => new URLSearchParams(keys).toString()

const linking = (user: Uuid): string => `/api/v1/users/${publicId('user', user)}/links`

const handingOut = (user: Uuid): string => `/api/v1/users/${publicId('user', user)}/recovery-codes`
const partOf = (claim: string, part: string): string => `/api/v1/recognition/claims/${claim}/${part}`

const decision = (request: string): string => `/api/v1/requests/${request}/decision`

function must({ status, text }: { status: number; text: string }): void {
  if (status >= 300) throw new Error(`The walk could not prepare a case: ${status} ${text}`)
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString()
