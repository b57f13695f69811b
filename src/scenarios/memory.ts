// scenarios/memory.ts – a scenario in memory: the bank's own decisions and its ledger's state machine, nothing kept.
import { holding, type Grant, type Principal, type Target } from '../access/model.ts'
import { endpointClasses, isEndpointClass } from '../access/table.ts'
import { permit, type Facts } from '../access/verdict.ts'
import type { Institution, Terms } from '../catalogue/model.ts'
import { catalogueOf, type CourseFound } from '../catalogue/operations.ts'
import { ledgerInMemory } from '../ledger/operations.ts'
import {
  amountsFor,
  askedFor,
  type Candidate,
  capOf,
  type Filing,
  isDecidable,
  isWithdrawable,
  judgeFiling,
  optionsFor,
  type ClaimState,
  type Outcome,
} from '../recognition/model.ts'
import {
  assessFound,
  categoryOf,
  commandsOf,
  findCandidates,
  holdCause,
  releaseCause,
  type Source,
  toSource,
} from '../recognition/operations.ts'
import type { RuleSet } from '../rulebook/model.ts'
import { type Credits, creditsFromNumber, creditsShown } from '../values/credits.ts'
import { addDays, day, type LocalDate } from '../values/dates.ts'
import { newId, referenceShard, type Uuid } from '../values/ids.ts'
import { percent, plain } from '../values/quantities.ts'
import { Refusal, refuse } from '../values/refusal.ts'
import { commandOf, noOperation, type Scenario, type Step, type World } from './format.ts'
import { factsOf, termsOf } from './given.ts'
import { answerAward, answerExchange, answerNet, answerSets } from './judging.ts'

/** Everybody's shard in memory. */
const shard = 0

type Place = {
  institution: Institution
  terms: Terms
  courses: Map<string, CourseFound>
  ruleSet: RuleSet | null
}
type Person = { id: Uuid; role: Principal['roles'][number]; at: Uuid | null }
type LotKept = {
  id: Uuid
  of: string
  issuer: string
  course: CourseFound | null
  title: string
  credits: Credits
  earnedOn: LocalDate
  grade: string | null
}
type Claim = {
  id: Uuid
  learner: Person
  state: ClaimState
  filing: Filing
  asElective: boolean
  target: Place | null
  issuer: Place
  keys: string[]
  outcome: Outcome | null
  answered: Map<string, Record<string, unknown>>
}

/** A world that keeps a scenario’s people, courses, rules and ledger for as long as it runs. */
export function memoryWorld(scenario: Scenario): World {
  const today = day(scenario.today)
  const places = placesOf(scenario, today)
  const people = new Map(
    Object.entries(scenario.given?.people ?? {}).map(([name, { role, at }]): [string, Person] => [
      name,
      { id: newId(shard), role, at: at === undefined ? null : placeNamed(at).institution.id },
    ]),
  )
  const catalogue = catalogueOf(
    [...places.values()].flatMap(({ courses }) => [...courses.values()]),
    new Map(),
    '',
  )
  const ledger = ledgerInMemory(shard)
  const lots = new Map<string, LotKept>()
  const claims = new Map<string, Claim>()
  const records = new Map<
    string,
    { id: Uuid; subject: Person; maker: Person; state: 'submitted' | 'recognised'; credits: Credits }
  >()
  const requests = new Map<string, { cause: string; subject: Person; maker: Person; reason: string }>()
  const grants: { to: Uuid; grant: Grant; endsAt: Date }[] = []
  const taken = new Map<string, Claim>()
  const looks: { of: Uuid; by: Uuid; refused: boolean }[] = []
  for (const [name, given] of Object.entries(scenario.given?.lots ?? {})) keepLot(name, given)

  function placeNamed(code: string): Place {
    return places.get(code) ?? wrong(`institution ${code}`)
  }
  function personNamed(name: string | undefined): Person {
    return people.get(name ?? '') ?? wrong(`person ${name}`)
  }
  function courseNamed(name: string): { place: Place; course: CourseFound } {
    const code = name.slice(0, name.indexOf('/'))
    const rest = name.slice(code.length + 1)
    const place = placeNamed(code)
    const course =
      place.courses.get(rest) ??
      [...place.courses.values()].find(({ titleZh }) => titleZh === rest) ??
      wrong(`course ${name}`)
    return { place, course }
  }
  const claimNamed = (name: string): Claim => claims.get(name) ?? wrong(`claim ${name}`)

  function keepLot(name: string, given: NonNullable<NonNullable<Scenario['given']>['lots']>[string]): void {
    const learner = personNamed(given.of)
    const issuer = placeNamed(given.issuer)
    const course = given.course === undefined ? null : courseNamed(given.course).course
    const title = given.title ?? course?.titleZh ?? name
    const posted = ledger.post(
      [
        {
          verb: 'deposit',
          learner: learner.id,
          issuer: issuer.institution.id,
          unit: issuer.institution.id,
          amount: creditsFromNumber(given.credits),
          earnedOn: day(given.earnedOn),
          expiresOn: given.lastDay === undefined ? null : day(given.lastDay),
          provenance: {
            title,
            institution: issuer.institution.id,
            course: course?.id ?? null,
            grade: given.grade ?? null,
            hours: course?.hours ?? null,
            level: null,
            category: given.category ?? null,
            evidence: null,
            rule: null,
          },
        },
      ],
      { cause: `given/${name}`, actor: learner.id, at: noon(day(given.earnedOn)), day: day(given.earnedOn) },
    )
    lots.set(name, {
      id: posted.lots[0]!.lot,
      of: given.of,
      issuer: given.issuer,
      course,
      title,
      credits: creditsFromNumber(given.credits),
      earnedOn: day(given.earnedOn),
      grade: given.grade ?? null,
    })
  }

  /** Who acts, with the grants that are live at the instant. */
  function principalOf(name: string | undefined, at: Date): Principal {
    const { id, role, at: place } = personNamed(name)
    const live = grants.filter(({ to, endsAt }) => to === id && at < endsAt).map(({ grant }) => grant)
    return { ...holding(id, [{ role, institution: place }]), grants: live, verified: true, steppedUp: true }
  }

  function standingTo(caller: Principal, subject: Person): Target {
    const teachers = (scenario.given?.teaching ?? [])
      .filter(({ learner }) => people.get(learner) === subject)
      .map(({ teacher }) => personNamed(teacher).id)
    return {
      id: subject.id,
      subject: subject.id,
      institution: subject.at ?? caller.assignments[0]?.institution ?? null,
      teachers,
    }
  }

  const consents = (subject: Person, caller: Principal): boolean =>
    (scenario.given?.consents ?? []).some(
      ({ of, to }) => people.get(of) === subject && personNamed(to).id === caller.user,
    )

  function askAbout(source: Source, target: Place, on: LocalDate): Candidate | undefined {
    const inquiry = {
      sources: [source],
      target: target.institution,
      ruleSet: target.ruleSet ?? refuse('conflict'),
      on,
    }
    const found = findCandidates(catalogue, inquiry, [])
    const courses = [...target.courses.values()]
    const [assessed] = assessFound(catalogue, inquiry, {
      found,
      equivalencies: [],
      courses,
      targetTerms: target.terms,
    })
    return assessed?.candidates[0]
  }

  const verbs = {
    ask({ course, grade, at, target }: NonNullable<Step['ask']>, { on }: Moment) {
      const learnt = courseNamed(course)
      const wanted = target === undefined ? undefined : courseNamed(target).course
      const best = askAbout(sourceOf(learnt, { grade, target: wanted }), placeNamed(at), on)
      return best ? explained(best) : { verdict: null }
    },

    file(asked: NonNullable<Step['file']>, { as, on, at }: Moment) {
      const learner = personNamed(as)
      permit(principalOf(as, at), 'transfer.apply', { subject: learner.id })
      const lot = asked.lot === undefined ? null : (lots.get(asked.lot) ?? wrong(`lot ${asked.lot}`))
      const learnt = lot?.course
        ? { place: placeNamed(lot.issuer), course: lot.course }
        : asked.course === undefined
          ? wrong('a course or a lot of a course')
          : courseNamed(asked.course)
      const target = asked.target === undefined ? null : courseNamed(asked.target)
      const earnedOn = lot?.earnedOn ?? (asked.earnedOn === undefined ? addDays(on, -1) : day(asked.earnedOn))
      if (earnedOn > on) refuse('input_invalid', {}, [{ pointer: '/earnedOn', code: 'day_future' }])
      const source = sourceOf(learnt, { grade: lot?.grade ?? asked.grade, earnedOn, target: target?.course })
      const place = target?.place ?? learnt.place
      const ruleSet =
        place.ruleSet ?? refuse('input_invalid', {}, [{ pointer: '/institutionId', code: 'rules_missing' }])
      const best = target ? askAbout(source, target.place, on) : undefined
      const asElective = asked.asElective ?? false
      if (asElective && !best?.judgement.electiveOffer)
        refuse('input_invalid', {}, [{ pointer: '/asElective', code: 'elective_no_offer' }])
      const filing: Filing = {
        title: source.title,
        titleEn: null,
        course: { id: learnt.course.id, code: learnt.course.code, version: 1 },
        hours: source.hours,
        grade: { text: source.gradeText, read: source.grade },
        files: [],
        learnt: {
          hours: source.hours,
          hoursPerCredit: source.hoursPerCredit,
          credits: source.credits,
          grade: source.grade,
          earnedOn,
        },
        lot: lot && { id: lot.id, amount: lot.credits },
        candidate: best
          ? {
              course: best.course,
              compared: best.compared,
              case: best.case,
              equivalency: null,
              rules: best.rules,
            }
          : null,
        category: categoryOf(learnt.place.institution.kind),
        ruleSet: ruleSet.reference,
        on,
      }
      const keys = [
        ...(asked.evidence === undefined ? [] : [`evidence ${asked.evidence}`]),
        ...(lot ? [] : [`outcome ${learner.id} ${learnt.course.id}`]),
      ]
      const used = keys.find((key) => taken.has(key))
      if (used) refuse(used.startsWith('outcome') ? 'outcome_used' : 'evidence_used')
      const claim: Claim = {
        id: newId(shard),
        learner,
        state: 'submitted',
        filing,
        asElective,
        target: target?.place ?? null,
        issuer: learnt.place,
        keys,
        outcome: null,
        answered: new Map(),
      }
      if (lot)
        ledger.post(
          [{ verb: 'hold', learner: learner.id, from: { pieces: [{ lot: lot.id, amount: lot.credits }] } }],
          { cause: holdCause(claim), actor: learner.id, at, day: on },
        )
      for (const key of keys) taken.set(key, claim)
      claims.set(asked.claim, claim)
      return { state: claim.state, ...(best ? explained(best) : {}) }
    },

    decide(asked: NonNullable<Step['decide']>, { as, on, at, key }: Moment) {
      const claim = claimNamed(asked.claim)
      const principal = principalOf(as, at)
      const answers = Array.from({ length: asked.times ?? 1 }, () =>
        decideOnce(claim, asked, principal, { on, at, key }),
      )
      return { ...answers.at(-1)!, postings: ledger.log.filter(({ cause }) => cause === claim.id).length }
    },

    withdraw({ claim: name }: NonNullable<Step['withdraw']>, { as, on, at }: Moment) {
      const claim = claimNamed(name)
      permit(principalOf(as, at), 'transfer.withdraw', targetOf(claim), {
        state: isWithdrawable(claim.state),
      })
      claim.state = 'withdrawn'
      free(claim, on, at)
      return { state: claim.state }
    },

    account({ of, day: asked }: NonNullable<Step['account']>, { as, on, at }: Moment) {
      const subject = personNamed(of)
      const principal = principalOf(as, at)
      try {
        permit(principal, 'account.read', standingTo(principal, subject), {
          consent: consents(subject, principal),
        })
      } catch (error) {
        if (principal.user !== subject.id && principal.user !== null)
          looks.push({ of: subject.id, by: principal.user, refused: true })
        throw error
      }
      if (principal.user !== subject.id) looks.push({ of: subject.id, by: principal.user!, refused: false })
      const balances = ledger.balances(subject.id, asked === undefined ? on : day(asked))
      return {
        units: Object.fromEntries(
          Array.from(places, ([code, { institution }]) => {
            const own = balances.find(({ unit }) => unit === institution.id)
            const { unit: _, ...amounts } = own ?? { unit: institution.id }
            return [
              code,
              Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, amount / 100])),
            ]
          }).filter(([, amounts]) => Object.keys(amounts as object).length > 0),
        ),
      }
    },

    looks({ of }: NonNullable<Step['looks']>, { as, at }: Moment) {
      const subject = personNamed(of)
      permit(principalOf(as, at), 'privacy.access_log', { id: subject.id, subject: subject.id })
      return { count: looks.filter((look) => look.of === subject.id && !look.refused).length }
    },

    grant({ to, operation, target, until, reason }: NonNullable<Step['grant']>, { as, on, at }: Moment) {
      const principal = principalOf(as, at)
      const grantee = personNamed(to)
      if (!isEndpointClass(operation)) return wrong(`operation ${operation}`)
      const place = grantee.at ?? principal.assignments[0]?.institution ?? null
      permit(
        principal,
        'grant.delegate',
        { subject: grantee.id, institution: place },
        { ceiling: true, reason: reason ?? '审计' },
      )
      grants.push({
        to: grantee.id,
        endsAt: instant(on, until),
        grant: {
          id: newId(shard),
          grantor: principal.user!,
          operation,
          targets: [personNamed(target).id],
          capacity: principal.assignments,
        },
      })
      return { given: true }
    },

    enter({ record, of, course: name, grade }: NonNullable<Step['enter']>, { as, at }: Moment) {
      const principal = principalOf(as, at)
      const subject = personNamed(of)
      permit(principal, 'credit.enter', standingTo(principal, subject), { window: true, reason: '录入' })
      const learnt = courseNamed(name)
      if (sourceOf(learnt, { grade }).grade?.passed === false) refuse('verdict_forbids')
      const credits = learnt.course.credits ?? wrong(`credits of ${name}`)
      records.set(record, {
        id: newId(shard),
        subject,
        maker: personNamed(as),
        state: 'submitted',
        credits,
      })
      return { state: 'submitted' }
    },

    review({ record: name }: NonNullable<Step['review']>, { as, on, at }: Moment) {
      const principal = principalOf(as, at)
      const record = records.get(name) ?? wrong(`record ${name}`)
      const { subject } = record
      permit(
        principal,
        'credit.review',
        { ...standingTo(principal, subject), id: record.id, makers: [record.maker.id] },
        {
          state: record.state === 'submitted' || 'already_decided',
          reason: '审核',
        },
      )
      record.state = 'recognised'
      const issuer = subject.at ?? wrong(`an institution of ${name}`)
      ledger.post(
        [
          {
            verb: 'deposit',
            learner: subject.id,
            issuer,
            unit: issuer,
            amount: record.credits,
            earnedOn: on,
            expiresOn: null,
            provenance: {
              title: name,
              institution: issuer,
              course: null,
              grade: null,
              hours: null,
              level: null,
              category: null,
              evidence: null,
              rule: null,
            },
          },
        ],
        { cause: record.id, actor: principal.user!, at, day: on },
      )
      return { state: 'recognised' }
    },

    /** No operation: the table permits it to nobody. */
    remove({ record: name }: NonNullable<Step['remove']>) {
      if (!records.has(name)) return wrong(`record ${name}`)
      const { grid } = endpointClasses['credit.delete_physical']
      return grid === 'nobody' ? { refused: noOperation } : wrong('way to delete in memory')
    },

    reverse({ record: name, reason = '', request }: NonNullable<Step['reverse']>, { as, at }: Moment) {
      const principal = principalOf(as, at)
      const record = records.get(name) ?? wrong(`record ${name}`)
      permit(
        principal,
        'credit.adjust.request',
        { ...standingTo(principal, record.subject), id: record.id },
        { reason },
      )
      requests.set(request, { cause: record.id, subject: record.subject, maker: personNamed(as), reason })
      return { state: 'pending' }
    },

    confirm({ request: name }: NonNullable<Step['confirm']>, { as, on, at }: Moment) {
      const principal = principalOf(as, at)
      const request = requests.get(name) ?? wrong(`request ${name}`)
      const target = { ...standingTo(principal, request.subject), makers: [request.maker.id] }
      permit(principal, 'credit.adjust.approve', target, { state: true, reason: request.reason })
      ledger.post(
        [{ verb: 'reverse', learner: request.subject.id, cause: request.cause, reason: request.reason }],
        {
          cause: `reverse/${request.cause}`,
          actor: principal.user!,
          at,
          day: on,
        },
      )
      return { state: 'reversed', postings: ledger.log.length }
    },

    exchange: ({ rules, ...asked }: NonNullable<Step['exchange']>, { on }: Moment) =>
      answerExchange(asked, clausesAt(rules), on),
    sets: ({ rules, ...asked }: NonNullable<Step['sets']>) => answerSets(asked, clausesAt(rules)),
    award: ({ rules, ...asked }: NonNullable<Step['award']>, { on }: Moment) =>
      answerAward(asked, clausesAt(rules), on),
    net: (asked: NonNullable<Step['net']>) => answerNet(asked),
  }

  const clausesAt = (code: string) => placeNamed(code).ruleSet?.content.clauses ?? []

  function decideOnce(
    claim: Claim,
    { decision, outcome, opinion }: NonNullable<Step['decide']>,
    principal: Principal,
    { on, at, key }: { on: LocalDate; at: Date; key: string },
  ): Record<string, unknown> {
    const repeated = claim.answered.get(key)
    const facts: Facts = { state: repeated ? true : isDecidable(claim.state), reason: opinion }
    permit(principal, 'transfer.review', targetOf(claim), facts)
    if (repeated) return repeated
    if (decision !== 'approve' && !opinion) refuse('reason_required')
    const { filing, asElective } = claim
    const findings = judgeFiling(filing, (claim.target ?? claim.issuer).ruleSet!.content)
    const limit = filing.candidate?.course.credits ?? null
    const cap = filing.candidate ? capOf(limit, countedFor(claim)) : null
    const wanted =
      decision === 'approve'
        ? (outcome ?? askedFor(filing, asElective))
        : decision === 'refuse'
          ? 'refused'
          : null
    const option = optionsFor(filing, findings, { asElective, cap }).find(
      (each) => each.decision === decision && each.outcome === wanted,
    )
    if (!option) return refuse('verdict_forbids')
    if (option.refusal)
      refuse(option.refusal, cap ? { limit: creditsShown(cap.limit), left: creditsShown(cap.left) } : {})
    const amounts = amountsFor(option.outcome, findings)
    if (option.outcome === null || option.outcome === 'refused') free(claim, on, at)
    else
      ledger.post(
        commandsOf({
          claim: {
            id: claim.id,
            learnerId: claim.learner.id,
            issuerId: claim.issuer.institution.id,
            targetInstitutionId: claim.target?.institution.id ?? null,
            earnedOn: filing.learnt.earnedOn,
          },
          filing,
          outcome: option.outcome,
          amounts,
          taken: findings.recognition.credits ?? refuse('verdict_forbids'),
          evidence: null,
        }),
        { cause: claim.id, actor: principal.user!, at, day: on },
      )
    claim.state = decision === 'approve' ? 'recognised' : decision === 'refuse' ? 'refused' : 'returned'
    claim.outcome = option.outcome
    const answer = {
      state: claim.state,
      outcome: option.outcome,
      recorded: amounts.recorded / 100,
      elective: amounts.elective / 100,
      deposited: amounts.deposited / 100,
    }
    claim.answered.set(key, answer)
    return answer
  }

  /** Credits that the target course has taken in this account already. */
  function countedFor(claim: Claim): number {
    return [...claims.values()]
      .filter(
        (other) =>
          other !== claim &&
          other.learner === claim.learner &&
          other.outcome === 'converted' &&
          other.filing.candidate?.course.id === claim.filing.candidate?.course.id,
      )
      .reduce(
        (sum, { filing, target }) =>
          sum + (judgeFiling(filing, target!.ruleSet!.content).judgement?.recorded ?? 0),
        0,
      )
  }

  /** Gives back what a claim used, and the credits that were held for it. */
  function free(claim: Claim, on: LocalDate, at: Date): void {
    for (const key of claim.keys) taken.delete(key)
    if (!claim.filing.lot) return
    ledger.post([{ verb: 'release', learner: claim.learner.id, hold: holdCause(claim) }], {
      cause: releaseCause(claim),
      actor: claim.learner.id,
      at,
      day: on,
    })
  }

  let count = 0
  return {
    async perform(step) {
      count += 1
      const command = commandOf(step) ?? wrong('one command')
      const on = day(step.today ?? today)
      const moment: Moment = { as: step.as, on, at: instant(on, step.time ?? '12:00'), key: `step ${count}` }
      try {
        return (verbs[command] as (asked: unknown, moment: Moment) => Record<string, unknown>)(
          step[command],
          moment,
        )
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return { refused: error.flaws[0]?.code ?? error.code }
      }
    },
    async close() {},
  }
}

function sourceOf(
  course: { place: Place; course: CourseFound },
  rest: { grade?: string | undefined; earnedOn?: LocalDate | undefined; target?: CourseFound | undefined },
): Source {
  const { grade, earnedOn, target } = rest
  const source = toSource(
    { courseId: course.course.id, grade, earnedOn, targetCourseId: target?.id },
    course.course,
    course.place.institution,
    course.place.terms,
  )
  if (grade !== undefined && source.grade === null)
    refuse('input_invalid', {}, [{ pointer: '/grade', code: 'grade_unknown' }])
  return source
}

type Moment = { as: string | undefined; on: LocalDate; at: Date; key: string }

const targetOf = ({ id, learner, issuer, target }: Claim): Target => ({
  id,
  subject: learner.id,
  institution: issuer.institution.id,
  parties: target ? [target.institution.id] : [],
  makers: [learner.id],
})

const instant = (on: LocalDate, time: string): Date => new Date(`${on}T${time}:00+08:00`)
const noon = (on: LocalDate): Date => instant(on, '12:00')

/** A scenario that names what it does not give is wrong itself. */
export class ScenarioFault extends Error {}
function wrong(what: string): never {
  throw new ScenarioFault(`The scenario names no ${what}`)
}

function placesOf({ given }: Scenario, today: LocalDate): Map<string, Place> {
  const from = day('2000-01-01')
  return new Map(
    Object.entries(given?.institutions ?? {}).map(([code, made]): [string, Place] => {
      const institution: Institution = {
        id: newId(referenceShard),
        code,
        nameZh: made.nameZh ?? code,
        nameEn: made.nameEn ?? null,
        kind: made.kind ?? 'university',
        region: '',
        member: true,
      }
      const named = { id: institution.id, nameZh: institution.nameZh, nameEn: institution.nameEn }
      const courses = (made.courses ?? []).map((course): CourseFound => ({
        ...factsOf(course),
        id: newId(referenceShard),
        institutionId: institution.id,
        version: 1,
        from,
        to: null,
        recordedAt: noon(today),
        institution: named,
      }))
      const ruleSet = made.rules && {
        reference: {
          kind: 'rule_set' as const,
          number: `${code}-RS`,
          version: 1,
          titleZh: code,
          titleEn: code,
          from,
          to: null,
        },
        content: made.rules,
      }
      return [
        code,
        {
          institution,
          terms: { version: 1, from, to: null, ...termsOf(made) },
          courses: new Map(courses.map((course) => [course.code, course])),
          ruleSet: ruleSet ?? null,
        },
      ]
    }),
  )
}

/** A judgement in plain numbers, as the page explains it. */
export const explained = ({ course, judgement, compared }: Candidate) => ({
  target: course.titleZh,
  verdict: judgement.verdict,
  reasons: judgement.reasons,
  recorded: judgement.recorded / 100,
  surplus: judgement.surplus / 100,
  surplusPolicy: judgement.surplusPolicy,
  electiveOffer: judgement.electiveOffer === null ? null : judgement.electiveOffer / 100,
  supplementHours: plain(judgement.supplementHours),
  coverage: judgement.hours.coverage === null ? null : percent(judgement.hours.coverage),
  overlap: compared.coverage && percent(compared.coverage.share),
  score: judgement.grade.score === null ? null : plain(judgement.grade.score),
  hours: judgement.hours.met,
  content: judgement.content.met,
  grade: judgement.grade.met,
})
