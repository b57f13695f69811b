// scenarios/staging.ts – what a scenario gives, taken up by a demo bank: its own institutions, courses, rules and people.
import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { openInstitution, writeCourses, coursesForIndex } from '../catalogue/operations.ts'
import { transact } from '../database/connection.ts'
import type { Identity } from '../identity/bank.ts'
import { assignTeaching, openAccount } from '../identity/operations.ts'
import { post } from '../ledger/operations.ts'
import { publishRuleSet } from '../rulebook/operations.ts'
import { day, localDate } from '../values/dates.ts'
import { creditsFromNumber } from '../values/credits.ts'
import { publicId, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import type { postWorld } from './contract.ts'
import type { Given } from './format.ts'
import { factsOf, termsOf } from './given.ts'

/** Before any day that a scenario is about. */
const since = day('2000-01-01')

/** Takes up a scenario’s world whole, or nothing of it. Everything gets names of its own, so that worlds never meet. */
export function stageWorld(
  identity: Identity,
  { institutions = {}, people = {}, teaching = [], lots = {} }: Given,
): Promise<z.input<typeof postWorld.reply>> {
  if (!identity.settings.demo) refuse('not_found')
  const world = randomBytes(5).toString('hex')
  return transact(identity.db, { shard: 'all' }, async (tx, at) => {
    const places = new Map<string, Uuid>()
    const placeOf = (code: string): Uuid => places.get(code) ?? unknown(code)
    const ruleSets = new Map<string, string>()
    for (const [code, made] of Object.entries(institutions)) {
      const id = await openInstitution(tx, {
        code: `${world}-${code}`,
        nameZh: `${made.nameZh ?? code}（情景 ${world}）`,
        nameEn: made.nameEn ?? null,
        kind: made.kind ?? 'university',
        region: '',
        member: true,
        namingProfile: null,
        from: since,
        terms: termsOf(made),
      })
      places.set(code, id)
      await writeCourses(tx, id, (made.courses ?? []).map(factsOf), since)
      if (made.rules === undefined) continue
      const number = `${world}-${code}-RS`
      ruleSets.set(code, number)
      const named = {
        number,
        titleZh: `${code} 规则（情景 ${world}）`,
        titleEn: `Rules of ${code} (scenario ${world})`,
      }
      await publishRuleSet(tx, {
        ...named,
        institutionId: id,
        version: 1,
        from: since,
        to: null,
        content: made.rules,
        source: null,
      })
    }
    const known = await coursesForIndex(tx, localDate(at))
    const courseIds = new Map<string, Uuid>()
    for (const [code, id] of places) {
      for (const course of known) {
        if (course.institutionId !== id) continue
        courseIds.set(`${code}/${course.code}`, course.id)
        courseIds.set(`${code}/${course.titleZh}`, course.id)
      }
    }

    // An account without one would wait to be activated.
    const password = randomBytes(24).toString('base64url')
    const persons = new Map<string, { id: Uuid; login: string }>()
    const personOf = (name: string) => persons.get(name) ?? unknown(name)
    for (const [order, [name, { role, at: place }]] of Object.entries(people).entries()) {
      const login = `${world}-${order + 1}`
      const roles = [{ role, ...(place === undefined ? {} : { institution: placeOf(place) }) }]
      persons.set(name, {
        login,
        id: await openAccount(
          tx,
          identity,
          { name, logins: [login], password, verifiedBy: 'demo', roles },
          at,
        ),
      })
    }
    for (const { teacher, learner, at: place } of teaching)
      await assignTeaching(tx, {
        learner: personOf(learner).id,
        teacher: personOf(teacher).id,
        institution: placeOf(place),
        section: world,
        beginsAt: at,
      })

    const lotIds = new Map<string, Uuid>()
    for (const [name, given] of Object.entries(lots)) {
      const issuer = placeOf(given.issuer)
      const learner = personOf(given.of).id
      const courseId =
        given.course === undefined ? null : (courseIds.get(given.course) ?? unknown(given.course))
      const course = known.find(({ id }) => id === courseId)
      const { lots: made } = await post(
        tx,
        [
          {
            verb: 'deposit',
            learner,
            issuer,
            unit: issuer,
            amount: creditsFromNumber(given.credits),
            earnedOn: day(given.earnedOn),
            expiresOn: given.lastDay === undefined ? null : day(given.lastDay),
            provenance: {
              title: given.title ?? course?.titleZh ?? name,
              institution: issuer,
              course: courseId,
              grade: given.grade ?? null,
              hours: course?.hours ?? null,
              level: null,
              category: given.category ?? null,
              evidence: null,
              rule: null,
            },
          },
        ],
        { cause: `${world}/${name}`, actor: learner, at },
      )
      lotIds.set(name, made[0]!.lot)
    }

    return {
      institutions: Object.fromEntries(
        Array.from(places, ([code, id]) => [
          code,
          { id: publicId('inst', id), ruleSet: ruleSets.get(code) ?? null },
        ]),
      ),
      courses: Object.fromEntries(Array.from(courseIds, ([name, id]) => [name, publicId('course', id)])),
      people: Object.fromEntries(
        Array.from(persons, ([name, { id, login }]) => [
          name,
          { person: login, user: publicId('user', id), learner: publicId('learner', id) },
        ]),
      ),
      password,
      lots: Object.fromEntries(Array.from(lotIds, ([name, id]) => [name, publicId('lot', id)])),
    }
  })
}

/** What a scenario names and does not give. */
const unknown = (name: string): never =>
  refuse('input_invalid', {}, [{ pointer: '/given', code: 'scenario_unknown', details: { name } }])
