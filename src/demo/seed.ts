// demo/seed.ts – the demo world: the same every time, dated back from the day it is made.
import { type CourseFacts, courseKinds, type Terms } from '../catalogue/model.ts'
import { openInstitution, writeCourses, coursesForIndex, type CourseFound } from '../catalogue/operations.ts'
import { type Db, transact, type Tx } from '../database/connection.ts'
import type { Identity } from '../identity/bank.ts'
import { type DemoPlace, openDemoPeople } from '../identity/demo-people.ts'
import { importPack, publishEquivalencies, publishRuleSet, shippedPacks } from '../rulebook/operations.ts'
import { credits } from '../values/credits.ts'
import { addYears, type LocalDate, localDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import { hours, score } from '../values/quantities.ts'
import { seedCases } from './cases.ts'
import { seedClasses } from './classes.ts'
import { demoCourses, demoSyllabi, leisureCourses } from './courses.ts'
import { equivalenciesOf } from './equivalencies.ts'
import { type DemoInstitution, demoInstitutions, demoOrganisations } from './institutions.ts'
import { demoRuleSets } from './rule-sets.ts'
import { seedTrust } from './trust.ts'

const yearsOfHistory = 3

/** Everybody's password in the demo world, printed at its start; a bank with real people is never in demo mode. */
export const demoPassword = 'xuefen-demo-2026'

const codeOfPlace: Record<DemoPlace, string> = {
  jiangcheng: 'JC',
  yunling: 'YL',
  binhai: 'BH',
  haitang: 'HT',
  mingde: 'MD',
  bureau: 'BUREAU',
  yuanhang: 'YH',
  centre: 'CENTRE',
}

/** Makes the demo world in an empty bank, and then what its people have done. Each is there whole or not at all. */
export async function seedDemo(db: Db, identity: Pick<Identity, 'vault'>): Promise<'made' | 'there already'> {
  await seedWorld(db, identity)
  const cases = await seedCases(db, identity)
  await seedTrust(db, identity)
  await seedClasses(db, identity)
  return cases
}

/** A bank that holds institutions is left as it is. */
function seedWorld(db: Db, identity: Pick<Identity, 'vault'>): Promise<'made' | 'there already'> {
  return transact(db, { shard: 'all' }, async (tx, at) => {
    const { n } = await tx
      .selectFrom('catalogueInstitution')
      .select((e) => e.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    if (n > 0) return 'there already'
    const today = localDate(at)
    const institutions = await seedInstitutions(tx, addYears(today, -yearsOfHistory))
    await seedRuleSets(tx, institutions, today)
    for (const pack of shippedPacks()) await importPack(tx, pack)
    const courses = await coursesForIndex(tx, today)
    await publishEquivalencies(tx, equivalenciesOf(institutions, byTitle(courses), today))
    await openDemoPeople(tx, identity, {
      placeOf: (place) => institutions.get(codeOfPlace[place])!,
      password: demoPassword,
      at,
    })
    return 'made'
  })
}

async function seedInstitutions(tx: Tx, from: LocalDate): Promise<Map<string, Uuid>> {
  const ids = new Map<string, Uuid>()
  for (const { hoursPerCredit, scales, ...institution } of demoInstitutions) {
    const terms = { hoursPerCredit: hoursRows(hoursPerCredit), gradeScales: scales }
    const id = await openInstitution(tx, { ...institution, namingProfile: null, from, terms })
    ids.set(institution.code, id)
    await writeCourses(tx, id, coursesOf(institution.code), from)
  }
  for (const organisation of demoOrganisations) {
    const id = await openInstitution(tx, {
      ...organisation,
      region: '滨海市',
      member: true,
      namingProfile: null,
      from,
      terms: null,
    })
    ids.set(organisation.code, id)
  }
  return ids
}

const hoursRows = (perCredit: DemoInstitution['hoursPerCredit']): Terms['hoursPerCredit'] => [
  ...courseKinds.flatMap((kind) => {
    const named = perCredit[kind]
    return named === undefined ? [] : [{ kind, hours: hours(named) }]
  }),
  { kind: null, hours: hours(perCredit.other) },
]

/** The compact lines of demo/courses.ts as facts; codes count up from 1001. */
function coursesOf(org: string): CourseFacts[] {
  const level =
    org === 'JC' ? 'associate' : org === 'HT' ? 'training' : org === 'ZK' || org === 'BH' ? null : 'bachelor'
  return (demoCourses[org] ?? '').split('\n').map((line, at): CourseFacts => {
    const [
      titleZh = '',
      titleEn = '',
      amount = '',
      time = '',
      kind = '',
      department = '',
      syllabus = '',
      least,
    ] = line.split('|')
    return {
      code: `${org}${1001 + at}`,
      titleZh,
      titleEn,
      department,
      kind: courseKinds.find((known) => known === kind) ?? null,
      level,
      category: leisureCourses.has(titleZh) ? 'leisure' : null,
      credits: credits(amount),
      hours: hours(Number(time)),
      gradeMin: least === undefined ? null : score(Number(least)),
      description: null,
      syllabus: (demoSyllabi[syllabus]?.split(';') ?? []).map((entry) => {
        const [topic = '', weight] = entry.split(':')
        return { topic, weight: Number(weight) }
      }),
    }
  })
}

async function seedRuleSets(tx: Tx, institutions: Map<string, Uuid>, today: LocalDate): Promise<void> {
  for (const { versions, org, ...named } of demoRuleSets) {
    for (const [at, { yearsAgo, content }] of versions.entries()) {
      const next = versions[at + 1]
      await publishRuleSet(tx, {
        ...named,
        institutionId: org === null ? null : institutions.get(org)!,
        version: at + 1,
        from: addYears(today, -yearsAgo),
        to: next ? addYears(today, -next.yearsAgo) : null,
        content,
        source: null,
      })
    }
  }
}

const byTitle = (courses: CourseFound[]): Map<string, CourseFound> =>
  new Map(courses.map((course) => [`${course.code.slice(0, 2)} ${course.titleZh}`, course]))
