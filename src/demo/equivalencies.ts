// demo/equivalencies.ts – 课程等效 of the demo world: a few fixed facts, and a rule for each pair of like courses.
import type { CourseFound } from '../catalogue/operations.ts'
import type { EquivalencyFound } from '../rulebook/operations.ts'
import { credits, type Credits } from '../values/credits.ts'
import { addYears, type LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import { score } from '../values/quantities.ts'
import { demoCourses } from './courses.ts'

type Made = EquivalencyFound & { targetInstitutionId: Uuid }
type Courses = Map<string, CourseFound>

/** Schools that have an agreement, from → to. MD and LG have none: there the three principles decide alone (W1). */
const agreements = [
  ['JC', 'BH'],
  ['JC', 'YL'],
  ['HT', 'JC'],
  ['HT', 'BH'],
  ['ZK', 'BH'],
  ['ZK', 'YL'],
  ['BH', 'YL'],
  ['ZK', 'JC'],
  ['JC', 'LG'],
  ['BH', 'LG'],
  ['YL', 'BH'],
  ['MD', 'YL'],
  ['LG', 'YL'],
  ['MD', 'BH'],
  ['LG', 'MD'],
  ['BH', 'JC'],
] as const

/** Every equivalency of the demo world; numbers count up for each target school. */
export function equivalenciesOf(institutions: Map<string, Uuid>, courses: Courses, today: LocalDate): Made[] {
  const counts = new Map<string, number>()
  const numbered = (target: string): string => {
    counts.set(target, (counts.get(target) ?? 0) + 1)
    return `${target}-E-${String(counts.get(target)).padStart(4, '0')}`
  }
  const made: Made[] = []
  const accept = (from: string, to: string, versions: Terms[]) => {
    const source = courses.get(from)!
    const target = courses.get(to)!
    const number = numbered(to.slice(0, 2))
    for (const [at, { yearsAgo, counted, scoreMin, yearsMax }] of versions.entries()) {
      const next = versions[at + 1]
      made.push({
        outcome: 'accepted',
        reference: {
          kind: 'equivalency',
          number,
          version: at + 1,
          titleZh: `《${source.titleZh}》可认定为《${target.titleZh}》`,
          titleEn: `${source.titleEn} counts as ${target.titleEn}`,
          from: addYears(today, -yearsAgo),
          to: next ? addYears(today, -next.yearsAgo) : null,
        },
        sourceCourseId: source.id,
        targetCourseId: target.id,
        targetInstitutionId: target.institutionId,
        credits: counted,
        scoreMin: score(scoreMin),
        yearsMax,
        note: null,
      })
    }
  }
  const refuse = (from: string, to: string, note: string) => {
    const source = courses.get(from)!
    made.push({
      outcome: 'refused',
      reference: {
        kind: 'equivalency',
        number: numbered(to),
        version: 1,
        titleZh: `《${source.titleZh}》不予转换`,
        titleEn: `${source.titleEn} is not converted`,
        from: addYears(today, -1),
        to: null,
      },
      sourceCourseId: source.id,
      targetCourseId: null,
      targetInstitutionId: institutions.get(to)!,
      note,
    })
  }

  accept('JC 高等数学(一)', 'YL 高等数学A', [
    { yearsAgo: 3, counted: credits('2'), scoreMin: 60, yearsMax: null },
    { yearsAgo: 2, counted: credits('3'), scoreMin: 60, yearsMax: null },
    { yearsAgo: 1, counted: credits('3'), scoreMin: 70, yearsMax: 5 },
  ])
  accept('JC 社区护理学', 'BH 社区护理学', [
    { yearsAgo: 2, counted: credits('3'), scoreMin: 60, yearsMax: 10 },
  ])
  refuse('HT 叉车操作基础', 'YL', '岗位操作技能培训,层次与内容均与本校本科课程不对应,不予转换。')
  refuse('HT 社区舞蹈', 'BH', '文化休闲类学习成果计入学习档案,不转换为学历教育学分。')

  const fixed = new Set(['JC YL 高等数学(一)', 'JC BH 社区护理学'])
  for (const [from, to] of agreements) {
    for (const { title, syllabus } of linesOf(from)) {
      const like = linesOf(to).find((line) => line.syllabus === syllabus)
      if (!like || fixed.has(`${from} ${to} ${title}`)) continue
      const source = courses.get(`${from} ${title}`)!
      const target = courses.get(`${to} ${like.title}`)!
      const counted = lesser(source.credits, target.credits)
      const older = { yearsAgo: 2, counted, scoreMin: 60, yearsMax: null }
      accept(
        `${from} ${title}`,
        `${to} ${like.title}`,
        to === 'YL' ? [older, { ...older, yearsAgo: 1, scoreMin: 65, yearsMax: 8 }] : [older],
      )
    }
  }
  return made
}

type Terms = { yearsAgo: number; counted: Credits; scoreMin: number; yearsMax: number | null }

const linesOf = (org: string): { title: string; syllabus: string }[] =>
  demoCourses[org]!.split('\n').flatMap((line) => {
    const [title = '', , , , , , syllabus = ''] = line.split('|')
    return syllabus === '' ? [] : [{ title, syllabus }]
  })

/** Every course of the demo world has credits. */
const lesser = (a: Credits | null, b: Credits | null): Credits => (a! < b! ? a! : b!)
