// 销户 as stories over HTTP: asked by the person, thought over, carried out by two; and what is left of somebody then.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyAuditLog } from '../audit/contract.ts'
import { transact } from '../database/connection.ts'
import { getEvidenceContent } from '../evidence/contract.ts'
import { decideRequest, signIn, readUser, register } from '../identity/contract.ts'
import { getAccount, getCheckpoints, getReceipt, getStatement } from '../ledger/contract.ts'
import { openKey } from '../ledger/kept.ts'
import { verifyReceipt } from '../ledger/receipt.ts'
import { verifyLedger } from '../ledger/verify.ts'
import { getCase, getTasks, postWithdrawal } from '../recognition/contract.ts'
import { storiesOn, type Stories } from '../testing/claims.ts'
import { openTestBank, type TestBank } from '../testing/http.ts'
import { person, type Person } from '../testing/people.ts'
import { checkCharacter } from '../values/id-number.ts'
import { publicId, shardOf } from '../values/ids.ts'
import * as contracts from './contract.ts'

let bank: TestBank
let stories: Stories
let first: Person
let second: Person
beforeAll(async () => {
  bank = await openTestBank()
  stories = await storiesOn(bank)
  first = await person(bank.identity, [{ role: 'sys_admin' }], { steppedUp: true, name: '甲' })
  second = await person(bank.identity, [{ role: 'sys_admin' }], { steppedUp: true, name: '乙' })
})
afterAll(() => bank.close())

const digits = '99999919990101777'
const idNumber = digits + checkCharacter(digits)
const someone = (given = {}) =>
  person(bank.identity, [{ role: 'learner' }], { steppedUp: true, verifiedBy: 'demo', ...given })
const userOf = ({ id }: Person) => publicId('user', id)
const ask = (who: Person) => stories.as(who, contracts.askToClose, {})
const own = (who: Person) => stories.as(who, contracts.getOwnClosing, {})
const about = (who: Person) => ({ userId: userOf(who), reason: '本人申请' })
const confirm = (who: Person, requestId: string) =>
  stories.as(who, decideRequest, { requestId, confirm: true })

/** The days to think again pass. */
const daysPass = ({ id }: Person) =>
  bank.ownerPool.query(`update closure_request set due_on = '2026-01-01' where account_id = $1`, [id])

async function closed(who: Person): Promise<void> {
  expect(await ask(who)).toMatchObject({ status: 200 })
  await daysPass(who)
  const { request, status } = await stories.as(first, contracts.closeAccount, about(who))
  expect(status).toBe(202)
  expect(await confirm(second, request)).toMatchObject({ status: 200 })
}

test('a person asks after a fresh proof, sees from which day it counts, and takes it back', async () => {
  const who = await someone({ steppedUp: false })
  expect(await ask(who)).toMatchObject({ status: 401, code: 'step_up_required' })
  const proven = await someone()
  const { dueFrom, request } = await own(proven)
  expect(request).toBeNull()
  expect(await ask(proven)).toMatchObject({ status: 200 })
  expect(await own(proven)).toMatchObject({ request: { dueOn: dueFrom }, obstacles: [] })
  expect(await ask(proven)).toMatchObject({ status: 409, code: 'conflict' })
  expect(await stories.as(proven, contracts.takeBackClosing, {})).toMatchObject({ status: 200 })
  expect(await own(proven)).toMatchObject({ request: null })
  expect(await stories.as(proven, contracts.takeBackClosing, {})).toMatchObject({
    status: 409,
    code: 'closure_not_asked',
  })
})

test('nobody closes an account whose owner has not asked, nor before its day', async () => {
  const who = await someone()
  expect(await stories.as(first, contracts.closeAccount, about(who))).toMatchObject({
    status: 409,
    code: 'closure_not_asked',
  })
  await ask(who)
  const early = await stories.as(first, contracts.closeAccount, about(who))
  expect(early).toMatchObject({ status: 409, code: 'closure_not_due' })
  expect(early.detail).toContain((await own(who)).request?.dueOn)
  // The database says so too, whoever calls it.
  await expect(
    transact(bank.db, {}, (tx) =>
      tx
        .selectNoFrom((is) =>
          is.fn('closure_carry_out', [is.val(shardOf(who.id)), is.val(who.id), is.fn('now', [])]).as('x'),
        )
        .execute(),
    ),
  ).rejects.toThrow('No request to close this account is due')
})

test('open claims and credits on hold stand in the way, each said, until they are settled', async () => {
  const who = await someone()
  const claimId = await stories.filed(who, { from: 'MD 操作系统', to: 'LG 操作系统', grade: '及格' })
  expect(await ask(who)).toMatchObject({ status: 409, code: 'closure_blocked' })
  expect((await own(who)).obstacles).toEqual(['open_claims'])
  await stories.as(who, postWithdrawal, { claimId })
  expect(await ask(who)).toMatchObject({ status: 200 })
})

test('法定保留 is set and lifted by two; while it stands nothing closes the account', async () => {
  const who = await someone()
  const { request } = await stories.as(first, contracts.holdAccount, {
    ...about(who),
    reason: '法院协助执行',
  })
  expect(await own(who)).toMatchObject({ obstacles: [] })
  expect(await confirm(first, request)).toMatchObject({ status: 403 })
  expect(await confirm(second, request)).toMatchObject({ status: 200 })
  const blocked = await ask(who)
  expect(blocked).toMatchObject({ status: 409, code: 'closure_blocked' })
  expect(blocked.detail).toContain('依法')
  const listed = await stories.as(first, contracts.listClosings, {})
  expect(listed.holds).toContainEqual(expect.objectContaining({ user: userOf(who), reason: '法院协助执行' }))
  expect(await stories.as(first, contracts.holdAccount, about(who))).toMatchObject({ status: 409 })
  const lifted = await stories.as(first, contracts.releaseAccount, about(who))
  expect(await confirm(second, lifted.request)).toMatchObject({ status: 200 })
  expect(await ask(who)).toMatchObject({ status: 200 })
})

test('a hold that comes after the request stops it, when it is confirmed at the latest', async () => {
  const who = await someone()
  await ask(who)
  await daysPass(who)
  const closing = await stories.as(first, contracts.closeAccount, about(who))
  const hold = await stories.as(second, contracts.holdAccount, about(who))
  await confirm(first, hold.request)
  expect(await confirm(second, closing.request)).toMatchObject({ status: 409, code: 'closure_blocked' })
  expect(await own(who)).toMatchObject({ obstacles: ['legal_hold'] })
})

test('a hold and a closing confirmed at the same moment: the account is never both held and closed', async () => {
  const who = await someone()
  await ask(who)
  await daysPass(who)
  const closing = await stories.as(first, contracts.closeAccount, about(who))
  const hold = await stories.as(first, contracts.holdAccount, about(who))
  const answers = await Promise.all([confirm(second, closing.request), confirm(second, hold.request)])
  expect(answers.map(({ status }) => status)).toContain(200)
  const { rows } = await bank.ownerPool.query<{ state: string; held: boolean }>(
    `select state, exists (select from closure_hold where account_id = a.id) as held from identity_account a where id = $1`,
    [who.id],
  )
  expect(rows[0]!.state === 'closed' && rows[0]!.held).toBe(false)
})

test('what is closed is gone for good, and the ledger, its receipts and the audit log stay true', async () => {
  const who = await someone({
    name: '江晚晴',
    idNumber,
    phone: '13700009999',
    password: '晨跑 藕粉 七号线 风筝',
  })
  const learnerId = publicId('learner', who.id)
  const reviewer = await stories.reviewer()
  const claimId = await stories.filed(who, { from: 'MD 数据结构与算法', to: 'LG 数据结构', grade: '82' })
  expect(await stories.decide(reviewer, claimId, { decision: 'approve', opinion: '材料真实' })).toMatchObject(
    {
      status: 200,
    },
  )
  const { data } = await stories.as(who, getStatement, { learnerId: 'me' })
  const number = data[0]?.posting?.number
  const before = await stories.as(who, getReceipt, { learnerId: 'me', number })
  const kept = await stories.as(who, getCheckpoints, {})

  await closed(who)

  // Nobody comes in any more, neither by the session nor by the password.
  expect(await own(who)).toMatchObject({ status: 401 })
  const enter = { login: '13700009999', password: '晨跑 藕粉 七号线 风筝' }
  expect(await bank.call(signIn, enter)).toMatchObject({ status: 401, code: 'wrong_credentials' })
  // The same person may begin anew, as somebody new.
  const again = {
    name: '江晚晴',
    idNumber,
    phone: '13700009999',
    password: enter.password,
    consent: '2026-11',
  }
  expect(await bank.call(register, again)).toMatchObject({ status: 200 })

  // Wherever the person stood, it says that the account was closed.
  expect(await stories.as(first, readUser, { userId: userOf(who) })).toMatchObject({
    name: '已销户',
    state: 'closed',
    idNumber: null,
    phone: null,
  })
  const english = { ...first.headers, 'accept-language': 'en' }
  expect(await bank.call(readUser, { userId: userOf(who) }, english)).toMatchObject({
    name: 'Account closed',
  })
  const shown = await stories.as(reviewer, getCase, { claimId })
  expect(shown).toMatchObject({ status: 200, claim: { learner: { name: '已销户' } } })
  expect(JSON.stringify(shown)).not.toContain('材料真实')
  const tasks = await stories.as(reviewer, getTasks, { state: 'done' })
  expect(tasks.data.find(({ id }) => id === claimId)).toMatchObject({ learner: { name: '已销户' } })
  expect(await stories.as(first, getAccount, { learnerId })).toMatchObject({
    status: 200,
    learner: { name: '已销户' },
  })
  const files = await bank.ownerPool.query<{ id: typeof who.id }>(
    'select id from evidence_file where learner_id = $1',
    [who.id],
  )
  const fileId = publicId('file', files.rows[0]!.id)
  expect(await stories.as(reviewer, getEvidenceContent, { fileId, reason: '核对' })).toMatchObject({
    status: 404,
  })

  // Nothing that could be opened is left, in any table.
  const { rows } = await bank.ownerPool.query(
    `select wrapped_key, name, name_blind, id_number, phone, email, erased_at is not null as erased from identity_person
     where id = $1`,
    [who.id],
  )
  expect(rows).toEqual([
    {
      wrapped_key: null,
      name: null,
      name_blind: null,
      id_number: null,
      phone: null,
      email: null,
      erased: true,
    },
  ])
  for (const table of [
    'session',
    'password',
    'login',
    'number',
    'factor',
    'recovery',
    'passkey',
    'activation',
  ]) {
    const left = await bank.ownerPool.query(`select from identity_${table} where account_id = $1`, [who.id])
    expect({ table, left: left.rowCount }).toEqual({ table, left: 0 })
  }
  const words = await bank.ownerPool.query('select from ledger_opening where learner = $1', [who.id])
  expect(words.rowCount).toBe(0)

  // What others have to rely on is as it was.
  expect((await verifyLedger(bank.db)).findings).toEqual([])
  const verifier = openKey(JSON.stringify({ ...kept, status: undefined }), kept.bank)
  expect(await verifyReceipt(before.proof.content, verifier!)).toMatchObject({ valid: true })
  expect(await stories.as(first, getReceipt, { learnerId, number })).toMatchObject({
    proof: { verified: true },
  })
  await expect.poll(() => stories.as(first, verifyAuditLog, {})).toMatchObject({ faults: [], waiting: 0 })
})

test('who is closed cannot be closed, held or disabled again', async () => {
  const who = await someone()
  await closed(who)
  expect(await stories.as(first, contracts.closeAccount, about(who))).toMatchObject({ status: 404 })
  expect(await stories.as(first, contracts.holdAccount, about(who))).toMatchObject({ status: 404 })
})
