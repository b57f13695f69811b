// matching/title.test.ts – titles are read as the registrar reads them
import { expect, test } from 'vitest'
import { defaultProfile, selfStudyProfile } from './naming-profile.ts'
import { conflictsBetween, parseTitle } from './title.ts'

test.each([
  ['高等数学A(上)', { base: '高等数学', part: { number: 1 }, level: { letter: 'a' } }],
  ['高等数学(A)(1)', { base: '高等数学', part: { number: 1 }, level: { letter: 'a' } }],
  ['高等数学A1', { base: '高等数学', part: { number: 1 }, level: { letter: 'a' } }],
  ['数学分析(荣誉)III', { base: '数学分析', part: { number: 3 }, level: { honours: true } }],
  ['工程实践与科技创新III-B', { base: '工程实践与科技创新', part: { number: 3 }, level: { letter: 'b' } }],
  ['船舶流体力学-II', { base: '船舶流体力学', part: { number: 2 } }],
  ['大学物理（Ｂ类）（２）', { base: '大学物理', part: { number: 2 }, level: { letter: 'b' } }],
  ['操作系统课程设计', { kind: 'design' }],
  ['大学物理实验(下)', { kind: 'laboratory', part: { number: 2 } }],
  ['通信原理与实验', { kind: 'mixed' }],
  ['程序设计实践', { kind: 'practice' }],
  ['智能物联网理论与实践', { kind: 'theory' }],
  ['专业实习(信息安全)', { kind: 'practice', remarks: ['信息安全'] }],
  ['毕业设计(论文)(软件工程)', { kind: 'thesis', remarks: ['软件工程'] }],
  ['程序设计思想与方法(C++)', { language: { programming: 'c++' } }],
  ['C语言程序设计', { language: { programming: 'c' } }],
  ['操作系统原理', { core: '操作系统' }],
  ['数据结构导论(专科)', { core: '数据结构', level: { tier: 'introductory', degree: 'associate' } }],
  ['工程制图与CAD', { base: '工程制图与cad' }],
  ['', { base: '' }],
])('%s', (title, facts) => {
  expect(parseTitle(title, defaultProfile, 'zh')).toMatchObject(facts)
})

test.each([
  ['Calculus for Science and Engineering I', { part: { number: 1 } }],
  ['Introduction to Operating Systems', { core: 'operating systems', level: { tier: 'introductory' } }],
  ['Organic Chemistry I with Lab', { kind: 'mixed' }],
  ['Animal Physiology Laboratory', { kind: 'laboratory' }],
  ['Abnormal Psychology 变态心理学', { base: 'abnormal psychology' }],
  ['Honors General Physics 2', { part: { number: 2 }, level: { honours: true } }],
])('%s', (title, facts) => {
  expect(parseTitle(title, defaultProfile, 'en')).toMatchObject(facts)
})

test('letters are semesters where the institution says so', () => {
  const semesters = { ...defaultProfile, letters: 'part' as const }
  expect(parseTitle('微积分B', semesters, 'zh')).toMatchObject({
    part: { number: 2 },
    level: { honours: false },
  })
  expect(parseTitle('微积分B', defaultProfile, 'zh').part).toBeUndefined()
})

test('自考 numbers editions, not halves', () => {
  expect(parseTitle('管理会计(一)', selfStudyProfile, 'zh').part).toBeUndefined()
  expect(parseTitle('数学分析(三)', defaultProfile, 'zh').part).toEqual({ number: 3 })
})

const facts = (title: string) => parseTitle(title, defaultProfile, 'zh')

test.each([
  ['高等数学A(上)', '高等数学A(下)', ['part']],
  ['大学物理', '大学物理(1)', ['part']],
  ['大学物理', '大学物理实验', ['kind']],
  ['操作系统', '操作系统课程设计', ['kind']],
  ['高等数学A', '高等数学B', ['level']],
  ['线性代数', '线性代数(荣誉)', ['level']],
  ['线性代数(荣誉)', '线性代数', []],
  ['C语言程序设计', 'Java程序设计', ['language']],
  ['操作系统', '操作系统原理', []],
  ['数据结构(专科)', '数据结构(本科)', ['level']],
])('%s against %s: %j', (source, target, conflicts) => {
  expect(conflictsBetween(facts(source), facts(target))).toEqual(conflicts)
})
