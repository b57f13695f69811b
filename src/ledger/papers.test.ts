// 对账单与回单 as papers: they say what the API says, show every name, and can be verified by anybody.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestBank, type TestBank } from '../testing/http.ts'
import { readPdf } from '../testing/pdf.ts'
import { person, type Person } from '../testing/people.ts'
import { storiesOn, type Stories } from '../testing/claims.ts'
import { credits } from '../values/credits.ts'
import { day } from '../values/dates.ts'
import { publicId, type Uuid } from '../values/ids.ts'
import * as contracts from './contract.ts'
import { transact } from '../database/connection.ts'
import { post } from './operations.ts'
import { drawStatement, type Issue, type StatementContent } from './papers.ts'

let bank: TestBank
let stories: Stories
let learner: Person
let school: Uuid
beforeAll(async () => {
  bank = await openTestBank()
  stories = await storiesOn(bank)
  const { rows } = await bank.ownerPool.query<{ id: Uuid }>(
    "select id from catalogue_institution where code = 'MD'",
  )
  school = rows[0]!.id
  learner = await person(bank.identity, [{ role: 'learner', institution: school }], { name: '欧阳堃喆' })
  const reviewer = await stories.reviewer()
  await stories.decide(
    reviewer,
    await stories.filed(await verified(learner), {
      from: 'MD 数据结构与算法',
      to: 'LG 数据结构',
      grade: '82',
    }),
    { decision: 'approve' },
  )
  await deposit('机械制图（Ⅱ）', '2.5')
})
afterAll(() => bank.close())

async function verified(who: Person): Promise<Person> {
  await bank.ownerPool.query(
    "update identity_person set verified_at = now(), verified_by = 'demo' where id = $1",
    [who.id],
  )
  return who
}

const deposit = (title: string, amount: string) =>
  transact(bank.db, {}, (tx, at) => {
    const provenance = {
      title,
      institution: school,
      course: null,
      grade: null,
      hours: null,
      level: null,
      category: null,
      evidence: null,
      rule: null,
    }
    const terms = { issuer: school, unit: school, earnedOn: day('2026-06-30'), expiresOn: null, provenance }
    const command = { verb: 'deposit', learner: learner.id, amount: credits(amount), ...terms } as const
    return post(tx, [command], { cause: `paper/${title}`, actor: school, at })
  })

/** The file, or the refusal. */
async function print(
  who: Person | null,
  path: string,
  given: object = {},
  language = 'zh-CN',
): Promise<{ status: number; file: Buffer; name: string; code?: string }> {
  const reply = await fetch(`${bank.address}/api/v1/learners/${path}/papers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': language, ...who?.headers },
    body: JSON.stringify(given),
  })
  const file = Buffer.from(await reply.arrayBuffer())
  const name = decodeURIComponent(reply.headers.get('content-disposition')?.split("''")[1] ?? '')
  if (reply.ok) return { status: reply.status, file, name }
  return { status: reply.status, file, name, code: (JSON.parse(file.toString()) as { code: string }).code }
}

const codeOn = (file: Buffer): string =>
  /\/verify\/([\w-]+)/.exec(readPdf(file).pages.join('\n').replaceAll('\n', ''))?.[1]?.slice(0, 25) ?? ''

test('a statement says what the API says: lots, every movement in order of time, balances', async () => {
  const { file, name, status } = await print(learner, 'me/account')
  expect({ status, name }).toEqual({
    status: 200,
    name: expect.stringMatching(/^学分对账单-\d{4}-\d\d-\d\d\.pdf$/),
  })
  const { pages, title, language } = readPdf(file)
  expect({ title, language }).toEqual({ title: '学分对账单', language: 'zh-CN' })
  const text = pages.join('\n')
  expect(text).toContain('欧阳堃喆')
  expect(text).toContain(publicId('learner', learner.id))
  expect(text).toContain('机械制图（Ⅱ）')
  expect(text).toContain(`第 1 页，共 ${pages.length} 页`)

  const { data } = await bank.call(contracts.getStatement, { learnerId: 'me', limit: '100' }, learner.headers)
  expect(data.length).toBeGreaterThan(3)
  for (const unit of new Set(data.map((line) => line.unit.id))) {
    const own = data.filter((line) => line.unit.id === unit).toReversed()
    const rows = own.map((line) =>
      [line.in, line.out, line.available, line.held, line.posting!.number].join('\n'),
    )
    const places = rows.map((row) => text.indexOf(row))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  }
  const { lots } = await bank.call(contracts.getLots, { learnerId: 'me' }, learner.headers)
  for (const lot of lots) expect(text).toContain([lot.credits, lot.available].join('\n'))
})

test('anybody may ask whether the bank issued it, and sees what was on it, the name masked', async () => {
  const { file } = await print(learner, 'me/account')
  const paper = await bank.call(contracts.getPaper, { code: codeOn(file) })
  const { units } = await bank.call(contracts.getAccount, { learnerId: 'me' }, learner.headers)
  expect(paper).toMatchObject({
    status: 200,
    kind: 'statement',
    holder: '欧阳*',
    posting: null,
    from: null,
    reversed: false,
    sha256: createHash('sha256').update(file).digest('hex'),
    available: units.map(({ unit, available }) => ({ unit, credits: available })),
  })
  for (const code of [
    '',
    '000aaaaaaaaaaaaaaaaaaaaaa',
    'fffaaaaaaaaaaaaaaaaaaaaaa',
    codeOn(file).slice(0, -1),
    '学分',
  ])
    expect(await bank.call(contracts.getPaper, { code })).toMatchObject({ status: 404, code: 'not_found' })
})

test('a period and a scheme narrow it; what can’t be is refused with its place', async () => {
  const unit = publicId('inst', school)
  const { file } = await print(learner, 'me/account', { unit, from: '2026-01-01', to: '2999-12-31' }, 'en')
  const { pages, title, language } = readPdf(file)
  expect({ title, language }).toEqual({ title: 'Statement of credits', language: 'en' })
  expect(pages.join('\n')).toMatch(/2026-01-01 to \d{4}-\d\d-\d\d/)
  expect(pages.join('\n').match(/Movements: /g)).toHaveLength(1)
  expect(await print(learner, 'me/account', { from: '2026-02-01', to: '2026-01-01' })).toMatchObject({
    status: 422,
    code: 'input_invalid',
  })
  expect(await print(learner, 'me/account', { unit: publicId('inst', learner.id) })).toMatchObject({
    status: 404,
  })
})

test('staff print by the right to see the statement, names masked where they are masked, and it is on record', async () => {
  const path = `${publicId('learner', learner.id)}/account`
  const registrar = await person(bank.identity, [{ role: 'inst_admin', institution: school }])
  const system = await person(bank.identity, [{ role: 'sys_admin' }])
  const stranger = await person(bank.identity, [{ role: 'learner' }])
  expect(readPdf((await print(registrar, path)).file).pages[0]).toContain('欧阳堃喆')
  const masked = readPdf((await print(system, path)).file).pages[0]
  expect(masked).toContain('欧阳*')
  expect(masked).not.toContain('堃')
  expect(await print(stranger, path)).toMatchObject({ status: 404, code: 'not_found' })
  expect(await print(null, path)).toMatchObject({ status: 401 })
  const issued = await bank.db
    .selectFrom('auditRecord')
    .select('actor')
    .where('action', '=', 'ledger.statement_issued')
    .where('subject', '=', learner.id)
    .execute()
  expect(issued.map(({ actor }) => actor)).toEqual(
    expect.arrayContaining([learner.id, registrar.id, system.id]),
  )
  expect(issued.map(({ actor }) => actor)).not.toContain(stranger.id)
})

test('a receipt on paper has what is behind it, and verification says when it was reversed since', async () => {
  const { data } = await bank.call(contracts.getStatement, { learnerId: 'me', limit: '100' }, learner.headers)
  const converted = data.find(({ kind }) => kind === 'convert')!.posting!.number
  const { file, name } = await print(learner, `me/account/receipts/${converted}`)
  expect(name).toBe(`学分回单-${converted}.pdf`)
  const text = readPdf(file).pages.join('\n')
  for (const part of [converted, '数据结构与算法', '4.50', '受理号', '回单专用章'])
    expect(text.replaceAll('\n', '')).toContain(part)
  expect(await bank.call(contracts.getPaper, { code: codeOn(file) })).toMatchObject({
    kind: 'receipt',
    posting: converted,
    reversed: false,
  })
  await transact(bank.db, {}, (tx, at) =>
    post(tx, [{ verb: 'reverse', learner: learner.id, cause: 'paper/机械制图（Ⅱ）', reason: '录错' }], {
      cause: 'paper/undo',
      actor: school,
      at,
    }),
  )
  const drawing = data.find(({ title }) => title === '机械制图（Ⅱ）')!.posting!.number
  const reversed = (await print(learner, `me/account/receipts/${drawing}`)).file
  expect(readPdf(reversed).pages[0]).toContain('已被冲正')
  expect(await bank.call(contracts.getPaper, { code: codeOn(reversed) })).toMatchObject({ reversed: true })
})

test('papers that were handed out are never changed or taken back', async () => {
  await expect(bank.pool.query('delete from ledger_paper')).rejects.toThrow('permission denied')
  await expect(bank.ownerPool.query('delete from ledger_paper')).rejects.toThrow('append-only')
})

const unit = { id: 'inst_1', nameZh: '明德理工大学', nameEn: 'Mingde' }
const nothing = { held: '0.00', frozen: '0.00', converted: '0.00', redeemed: '0.00', forfeited: '0.00' }
const content = (count: number): StatementContent => ({
  from: null,
  to: day('2026-11-24'),
  unit: null,
  units: [
    {
      unit,
      total: '4.00',
      available: '4.00',
      ...nothing,
      expired: '0.00',
      reversed: '0.00',
      moved: '0.00',
      elective: '0.00',
    },
  ],
  lots: [],
  lines: Array.from({ length: count }, () => ({
    day: '2026-06-30',
    kind: 'deposit',
    unit,
    in: '4.00',
    out: '0.00',
    available: '4.00',
    held: '0.00',
    title: '数据结构与算法（Ⅱ）',
    posting: null,
  })),
})
const issueTo = (name: string): Issue => ({
  language: 'zh-CN',
  at: new Date('2026-11-24T04:00:00Z'),
  holder: { id: 'learner_1', name },
  code: `007${'a'.repeat(22)}`,
  address: 'https://bank.example.edu/verify/x',
})

test.each([
  ['names that few fonts have', '㼆䶮𬭩喆堃翀𫘝镕', '㼆䶮𬭩喆堃翀𫘝镕'],
  ['roman numerals and the dot of a name', '阿依古丽·买买提 ⅠⅡⅢⅫ', '阿依古丽·买买提 ⅠⅡⅢⅫ'],
  ['a letter that the font lacks, by its code', '𠮷田', '[U+20BB7]田'],
  ['a form of a letter, as the letter', '葛\u{E0100}', '葛'],
])('%s can be read on paper', async (_, name, shown) => {
  expect(readPdf(await drawStatement(content(1), issueTo(name))).pages[0]?.split('\n')).toContain(shown)
})

test('a long paper stays small, and others are served while it is drawn', async () => {
  let served = 0
  let isDone = false
  const serve = () => {
    served++
    if (!isDone) setImmediate(serve)
  }
  setImmediate(serve)
  const file = await drawStatement(content(500), issueTo('某人'))
  isDone = true
  const { pages } = readPdf(file)
  expect(pages.length).toBeGreaterThan(10)
  expect(pages.at(-1)).toContain(`第 ${pages.length} 页，共 ${pages.length} 页`)
  expect(file.length).toBeLessThan(900_000)
  expect(served).toBeGreaterThan(15)
})
