// Drafts over HTTP: drafted by one, tried on past cases, shown to everybody, published by another; and what lint finds.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postSimulation } from '../recognition/contract.ts'
import { openTestBank, type TestBank } from '../testing/http.ts'
import { person, type Person } from '../testing/people.ts'
import { addDays, localDate } from '../values/dates.ts'
import { publicId, type Uuid } from '../values/ids.ts'
import * as contracts from './contract.ts'
import { lint } from './lint.ts'
import { RuleSetContent } from './model.ts'

let bank: TestBank
let lingang: Uuid
let maker: Person, publisher: Person, learner: Person, registrar: Person
const today = localDate(new Date())
beforeAll(async () => {
  bank = await openTestBank()
  const { rows } = await bank.ownerPool.query<{ id: Uuid }>(
    "select id from catalogue_institution where code = 'LG'",
  )
  lingang = rows[0]!.id
  maker = await person(bank.identity, [{ role: 'standards_manager' }])
  publisher = await person(bank.identity, [{ role: 'standards_manager' }])
  learner = await person(bank.identity, [{ role: 'learner' }])
  registrar = await person(bank.identity, [{ role: 'inst_admin', institution: lingang }])
})
afterAll(() => bank.close())

const rules = (overlapMin: number, clauses = '[]') => `
rounding: { mode: down, step: '0.5' }
hours: { coverageMin: 0.9, hoursPerCreditDefault: 16 }
content: { overlapMin: ${overlapMin}, titleSuffices: false }
grade: { scoreMin: 60, conversions: { five: { 优: 95, 良: 85, 中: 75, 及格: 65, 不及格: 55 } } }
credit: { recorded: lesser, surplus: elective, electiveOffer: true }
validity: { yearsMax: null }
clauses: ${clauses}
`
const scenario = (verdict: string) => `
scenario: own
zh: 内容重合一半
en: Half the content
today: 2026-11-24
given:
  institutions:
    A: { courses: [{ code: A1, title: 甲, credits: 2, hours: 32, syllabus: { 一: 50, 二: 50 } }] }
    B:
      courses: [{ code: B1, title: 乙, credits: 2, hours: 32, syllabus: { 一: 50, 三: 50 } }]
      rules:
        rounding: { mode: down, step: '0.5' }
        hours: { coverageMin: 0.9, hoursPerCreditDefault: 16 }
        content: { overlapMin: 0.7, titleSuffices: false }
        grade: { scoreMin: 60, conversions: {} }
        credit: { recorded: lesser, surplus: elective, electiveOffer: true }
        validity: { yearsMax: null }
when:
  - ask: { course: A/A1, grade: '80', at: B, target: B/B1 }
    then: { verdict: ${verdict} }
`
const said = (text: string, more: object = {}) => ({
  titleZh: '临港科技大学校外学分认定办法（修订）',
  from: addDays(today, 30),
  text,
  ...more,
})
const as = <C extends Parameters<TestBank['call']>[0]>(who: Person | null, contract: C, input: object) =>
  bank.call(contract, input, who?.headers ?? {})
const drafted = async (who: Person, text: string, more: object = {}) =>
  as(who, contracts.postDraft, {
    number: 'LG-RS-01',
    institutionId: publicId('inst', lingang),
    ...said(text, more),
  })

test('from draft to rule: tried on past cases, shown, said about, published by somebody else', async () => {
  const { draftId } = await drafted(maker, rules(0.5), { scenarios: [scenario('approved')] })
  expect(await as(maker, contracts.getDraft, { draftId })).toMatchObject({
    status: 200,
    state: 'draft',
    lint: [],
    scenarios: [{ scenario: 'own', passed: true }],
    content: { content: { overlapMin: 0.5 } },
    inForce: { content: { overlapMin: 0.7 } },
    may: { edit: true, publish: false },
  })
  const trial = await as(maker, postSimulation, { draftId })
  expect(trial).toMatchObject({ status: 200, lose: 0 })
  expect(trial.gain).toBeGreaterThan(0)
  expect(trial.cases).toBe(trial.same + trial.gain + trial.lose)
  expect(trial.differences).toContainEqual(
    expect.objectContaining({
      learnt: '人工智能导论',
      before: { verdict: 'expert_review', credits: '0.00' },
    }),
  )

  expect((await as(learner, contracts.postComment, { draftId, text: '太低' })).status).toBe(404)
  expect((await as(publisher, contracts.postPublication, { draftId, reason: '同意' })).code).toBe(
    'draft_not_open',
  )
  expect(
    (await as(maker, contracts.postOpening, { draftId, until: addDays(today, -1) })).errors[0]?.code,
  ).toBe('day_past')
  expect((await as(maker, contracts.postOpening, { draftId, until: today })).status).toBe(200)
  expect((await as(maker, contracts.putDraft, { draftId, ...said(rules(0.4)) })).code).toBe(
    'draft_not_editable',
  )
  expect((await as(null, contracts.getNotices, {})).data).toMatchObject([
    { number: 'LG-RS-01', openUntil: today },
  ])
  expect((await as(null, contracts.postComment, { draftId, text: '太低' })).status).toBe(401)
  expect((await as(learner, contracts.postComment, { draftId, text: '重合一半太低' })).status).toBe(200)
  expect((await as(publisher, contracts.postPublication, { draftId, reason: '同意' })).code).toBe(
    'comments_running',
  )

  await bank.ownerPool.query('update rulebook_draft set open_until = open_until - 1 where open_until = $1', [
    today,
  ])
  expect((await as(learner, contracts.postComment, { draftId, text: '晚了' })).code).toBe('comments_closed')
  expect((await as(maker, contracts.postPublication, { draftId, reason: '同意' })).code).toBe('own_work')
  expect((await as(publisher, contracts.postPublication, { draftId })).code).toBe('reason_required')
  expect(await as(publisher, contracts.postPublication, { draftId, reason: '同意' })).toMatchObject({
    status: 200,
    number: 'LG-RS-01',
    version: 2,
  })
  const { versions } = await as(null, contracts.getRuleSet, { number: 'LG-RS-01' })
  expect(versions.map(({ version, from, to, inForce }) => [version, from, to, inForce])).toEqual([
    [2, addDays(today, 30), null, false],
    [1, expect.any(String), addDays(today, 30), true],
  ])
  expect((await as(publisher, contracts.postPublication, { draftId, reason: '再来' })).code).toBe(
    'draft_not_editable',
  )
})

test('faults and failing scenarios are told, and keep rules from being shown', async () => {
  const wrong = await drafted(maker, 'rounding: { mode: up, step: 1 }\n')
  expect(wrong.status).toBe(422)
  expect(wrong.errors.every(({ pointer }) => pointer === '/text')).toBe(true)
  const clauses =
    '[{ kind: limit, id: L1, zh: 一, en: one, min: { credits: 30 } }, { kind: limit, id: L2, zh: 二, en: two, max: { credits: 20 } }]'
  const { draftId } = await drafted(maker, rules(0.7, clauses))
  expect((await as(maker, contracts.getDraft, { draftId })).lint).toMatchObject([
    { code: 'LIMITS_CONTRADICT', where: 'L1' },
  ])
  expect((await as(maker, contracts.postOpening, { draftId, until: today })).code).toBe('rules_faulty')
  await as(maker, contracts.putDraft, { draftId, ...said(rules(0.7), { scenarios: [scenario('approved')] }) })
  expect((await as(maker, contracts.getDraft, { draftId })).scenarios).toMatchObject([{ passed: false }])
  expect((await as(maker, contracts.postOpening, { draftId, until: today })).code).toBe('scenario_fails')
  expect((await as(maker, contracts.postDraftWithdrawal, { draftId })).status).toBe(200)
})

test('an institution drafts its own rules and nobody else’s; learners none', async () => {
  expect((await drafted(registrar, rules(0.6))).status).toBe(200)
  const elsewhere = { number: 'BANK-RS-09', institutionId: null, ...said(rules(0.6)) }
  expect((await as(registrar, contracts.postDraft, elsewhere)).status).toBe(403)
  expect((await drafted(learner, rules(0.6))).status).toBe(403)
  expect(
    (await as(registrar, contracts.getDrafts, {})).data.every(({ number }) => number === 'LG-RS-01'),
  ).toBe(true)
  const other = { number: 'YL-RS-01', institutionId: publicId('inst', lingang), ...said(rules(0.6)) }
  expect((await as(registrar, contracts.postDraft, other)).code).toBe('rule_number_taken')
})

test('lint finds contradictions, gaps and lines that never count', () => {
  const found = (more: object, grade: object = { scoreMin: 60, conversions: {} }) =>
    lint(
      RuleSetContent.parse({
        rounding: { mode: 'down', step: '0.5' },
        hours: { coverageMin: 0.9, hoursPerCreditDefault: 16 },
        content: { overlapMin: 0.7, titleSuffices: false },
        credit: { recorded: 'lesser', surplus: 'elective', electiveOffer: true },
        validity: { yearsMax: null },
        grade,
        ...more,
      }),
    ).map(({ code }) => code)
  const clause = (kind: string, rest: object) => ({ clauses: [{ kind, id: 'X', zh: 'x', en: 'x', ...rest }] })
  expect(found({})).toEqual([])
  expect(found({}, { scoreMin: null, conversions: {} })).toEqual(['NO_MINIMUM'])
  expect(found({}, { scoreMin: 60, conversions: { two: { 合格: 55, 不合格: 50 } } })).toEqual([
    'SCALE_WITHOUT_PASS',
  ])
  const line = (of: object, rest: object = {}) => ({ of, credits: 1, ...rest })
  const table = (...lines: object[]) => clause('value', { of: {}, table: lines })
  expect(found(table(line({ rank: ['A', 'B'] }), line({ rank: 'A', title: 'x' })))).toEqual([
    'LINE_NEVER_REACHED',
  ])
  expect(found(table(line({ rank: 'A' }, { to: '2009-03-01' }), line({ rank: 'A' })))).toEqual([])
  expect(
    found(
      clause('grade', {
        bands: [
          { from: 2, grade: '合格' },
          { from: 6, grade: '优秀' },
        ],
      }),
    ),
  ).toEqual(['BAND_NEVER_REACHED'])
  expect(
    found(
      clause('grade', {
        bands: [
          { from: 6, grade: '优秀' },
          { above: 4, grade: '良好' },
          { from: 2, grade: '合格' },
        ],
      }),
    ),
  ).toEqual([])
  expect(found(clause('limit', { max: {} }))).toEqual(['LIMIT_WITHOUT_BOUND'])
  expect(found(clause('limit', { max: { share: 0.5 } }))).toEqual(['BASIS_AND_NO_SHARE'])
  expect(found(clause('exempt', { of: {}, from: '2026-09-30', to: '2026-09-01' }))).toEqual(['WINDOW_EMPTY'])
  expect(found(clause('equivalent', { learnt: { course: 'a' }, gives: [{ course: 'a' }] }))).toEqual([
    'GIVES_WHAT_IT_TAKES',
  ])
  expect(
    found(
      clause('equivalent', { learnt: { any: [{ course: 'a' }, { course: 'a' }] }, gives: [{ course: 'b' }] }),
    ),
  ).toEqual(['SAME_ALTERNATIVE'])
})
