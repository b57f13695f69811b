// From a worth answer to credits in the account: the learner files on a phone, the reviewer decides at a desk.
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { w1Query } from './addresses.ts'
import { desk, enterAs, phone, readers, settled } from './reader.ts'

const { reader, idOf, complaints } = readers()

/** A photo as a phone makes it: an image drawn by the browser itself. */
async function photo(page: Page, text: string): Promise<Buffer> {
  const base64 = await page.evaluate(async (said) => {
    const canvas = new OffscreenCanvas(900, 640)
    const pen = canvas.getContext('2d')!
    pen.fillStyle = '#fffdf5'
    pen.fillRect(0, 0, 900, 640)
    pen.fillStyle = '#222'
    pen.font = '48px sans-serif'
    pen.fillText(said, 80, 320)
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer())
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  }, text)
  return Buffer.from(base64, 'base64')
}

const main = async (page: Page): Promise<string> =>
  ((await page.locator('main').textContent()) ?? '').replaceAll(/\s+/g, ' ')

let learner: Page
let reviewer: Page
let number = ''

beforeAll(async () => {
  learner = await reader(phone)
  reviewer = await reader(desk)
  await enterAs(reviewer, '孙丽')
  await reviewer.getByRole('heading', { level: 1, name: '审核任务' }).waitFor()
})

test('a worth answer becomes an application in at most four steps after the log-in, nothing typed twice', async () => {
  await learner.goto(`/worth/result?${await w1Query(idOf)}`)
  await settled(learner)
  const card = learner.getByRole('article').filter({
    has: learner.getByRole('heading', { level: 2, name: '数据结构与算法', exact: true }),
  })
  await card.getByRole('link', { name: '去申请' }).tap()
  await learner.locator('main').getByRole('link', { name: '登录', exact: true }).tap()
  await learner.getByRole('heading', { level: 2, name: '演示人物' }).waitFor()
  await enterAs(learner, '陈静')

  await learner.getByRole('heading', { level: 1, name: '转换学分' }).waitFor()
  await learner.getByLabel('取得日期').fill('2026-06-30')
  await learner.locator('input[type="file"]').setInputFiles({
    name: '成绩单.jpg',
    mimeType: 'image/jpeg',
    buffer: await photo(learner, '数据结构与算法 82'),
  })
  await learner.getByRole('img', { name: '成绩单.jpg' }).waitFor()
  await learner.getByRole('button', { name: '下一步' }).tap()
  await learner.getByRole('heading', { level: 2, name: '提交后会怎样' }).waitFor()
  expect(await main(learner)).toMatch(/计入目标课程4\.0 学分.*计为选修0\.5 学分/)
  await learner.getByRole('button', { name: '提交申请' }).tap()

  const told = learner.getByText(/已提交.*受理号/)
  await told.waitFor()
  number = /受理号 ([\d-]+)/.exec((await told.textContent()) ?? '')?.[1] ?? ''
  expect(number).not.toBe('')
})

test('the reviewer opens it, passes it with two keys, and it is posted', async () => {
  await reviewer.goto(`/center/tasks?q=${number}`)
  await settled(reviewer)
  await reviewer.getByRole('link', { name: '数据结构与算法' }).click()
  await reviewer.getByRole('heading', { level: 1, name: `审核 ${number}` }).waitFor()
  await reviewer.getByRole('img', { name: '成绩单.jpg' }).waitFor()
  expect(await main(reviewer)).toMatch(/学时符合数值112\.5%.*课程符合数值84%.*成绩符合数值82 分/)
  await reviewer.keyboard.press('a')
  await reviewer.getByRole('button', { name: '通过并入账' }).waitFor()
  await reviewer.keyboard.press('Enter')
  await expect.poll(() => new URL(reviewer.url()).pathname).not.toContain(`tasks/claim`)
})

test('the account shows the credits, and the receipt its reasons and its proof', async () => {
  await learner.goto('/my')
  await settled(learner)
  expect(await main(learner)).toMatch(/临港科技大学\s*4\.5/)
  await learner
    .getByRole('link', { name: /^\d\d-\d{6}$/ })
    .first()
    .tap()
  await learner.getByRole('heading', { level: 1, name: /^回单 \d\d-\d{6}$/ }).waitFor()
  await settled(learner)
  const receipt = await main(learner)
  expect(receipt).toContain(number)
  expect(receipt).toContain('成绩单.jpg')
  expect(receipt).toContain('LG-RS-01')
  expect(receipt).toContain('已核对')
})

test('the learner’s own browser verifies the receipt, and is not fooled by one with a letter changed', async () => {
  await learner.getByRole('button', { name: '校验' }).tap()
  await learner.getByText(/校验通过：本笔在有签名的 \d+ 笔之中/).waitFor()

  await learner.route(/\/account\/receipts\//, async (route) => {
    const reply = await route.fetch()
    const text = await reply.text()
    expect(text).toContain(String.raw`\\\"amount\\\":`)
    const forged = text.replace(String.raw`\\\"amount\\\":`, String.raw`\\\"amount\\\":9`)
    await route.fulfill({ response: reply, body: forged })
  })
  await learner.reload()
  await settled(learner)
  await learner.getByRole('button', { name: '校验' }).tap()
  await learner.getByText('没有通过：内容被改动，或不在账本中。').waitFor()
  await learner.unroute(/\/account\/receipts\//)
})

test('a deposit in free words: a draft that survives a reload, returned with an opinion at the very field, put right, sent again', async () => {
  await learner.goto('/my/deposits/new')
  await learner.getByLabel('学了什么').fill('家乡的木工课')
  await learner.getByLabel('学时', { exact: true }).fill('32')
  await learner.getByLabel('颁发机构').fill('海棠')
  await learner.getByRole('option', { name: '海棠技能培训中心' }).tap()
  await learner.getByLabel('成绩').fill('合格')
  await learner.getByLabel('取得日期').fill('2026-05-20')
  await learner.getByText(/草稿已保存/).waitFor()
  await learner.reload()
  await expect.poll(() => learner.getByLabel('学了什么').inputValue()).toBe('家乡的木工课')

  await learner.getByRole('button', { name: '下一步' }).tap()
  await learner.locator('input[type="file"]').setInputFiles({
    name: '结业证.jpg',
    mimeType: 'image/jpeg',
    buffer: await photo(learner, '木工课 结业'),
  })
  await learner.getByRole('img', { name: '结业证.jpg' }).waitFor()
  await learner.getByRole('button', { name: '下一步' }).tap()
  await learner.getByRole('button', { name: '提交申请' }).tap()
  await learner.getByText(/已提交.*受理号/).waitFor()
  const claim = new URL(learner.url()).pathname

  await reviewer.goto('/center/tasks?q=木工课')
  await reviewer.getByRole('link', { name: '家乡的木工课' }).click()
  await reviewer.getByRole('heading', { level: 2, name: '决定' }).waitFor()
  await reviewer.keyboard.press('r')
  await reviewer.getByRole('button', { name: '退回补正', pressed: false }).last().click()
  expect(await reviewer.getByLabel('意见', { exact: true }).getAttribute('aria-invalid')).toBe('true')
  await reviewer.getByRole('checkbox', { name: '证明材料' }).check()
  await reviewer.getByLabel('意见', { exact: true }).fill('看不清日期,请重新拍照。')
  await reviewer.getByRole('button', { name: '退回补正' }).last().click()
  await expect.poll(() => new URL(reviewer.url()).pathname).not.toContain(claim.split('/').at(-1))

  await learner.goto('/my')
  await settled(learner)
  await learner.getByRole('link', { name: /家乡的木工课.*退回补正.*看不清日期/ }).tap()
  await learner.getByRole('link', { name: '去补正' }).tap()
  await learner.getByRole('button', { name: '下一步' }).tap()
  await learner.getByText('审核员要求修改这一项').waitFor()
  await learner.getByRole('button', { name: '移除 结业证.jpg' }).tap()
  await learner.locator('input[type="file"]').setInputFiles({
    name: '清晰的结业证.jpg',
    mimeType: 'image/jpeg',
    buffer: await photo(learner, '木工课 结业 2026-05-20'),
  })
  await learner.getByRole('img', { name: '清晰的结业证.jpg' }).waitFor()
  await learner.getByRole('button', { name: '下一步' }).tap()
  await learner.getByRole('button', { name: '再次提交' }).tap()
  await learner.getByText(/已提交.*受理号/).waitFor()

  await reviewer.goto(`/center/tasks/${claim.split('/').at(-1)}`)
  await reviewer.getByRole('img', { name: '清晰的结业证.jpg' }).waitFor()
  expect(await main(reviewer)).toContain('补正后再次提交')
})

test('ten applications that are alike are passed in one go, each by its own rule', async () => {
  await reviewer.goto('/center/tasks?q=社区护理学')
  await settled(reviewer)
  const link = reviewer.getByRole('link', { name: /同类 \d+ 件/ }).first()
  const alike = Number(/\d+/.exec((await link.textContent()) ?? '')?.[0])
  await link.click()
  // The list of all stays in sight until that of these has come.
  await expect.poll(() => reviewer.locator('.tasks tbody tr').count()).toBe(alike)
  expect(alike).toBeGreaterThan(5)
  await reviewer.getByRole('checkbox', { name: /全选可直接通过的/ }).check()
  await reviewer.getByRole('button', { name: /批量通过/ }).click()
  await reviewer.getByRole('button', { name: '确定通过' }).click()
  await reviewer.getByText(`已通过 ${alike} 件`).waitFor()
})

test('复审: what one person proposes, another confirms at a desk of their own, and the proposer may not', async () => {
  await reviewer.goto('/center/tasks?q=会计基础')
  await settled(reviewer)
  await reviewer.getByRole('link', { name: '会计基础' }).click()
  await reviewer.getByRole('heading', { level: 2, name: '决定' }).waitFor()
  const address = new URL(reviewer.url()).pathname
  await reviewer.keyboard.press('a')
  await reviewer.getByText('须由另一人复审后才办结').waitFor()
  await reviewer.getByRole('button', { name: '提交复审' }).click()
  await expect.poll(() => new URL(reviewer.url()).pathname).not.toBe(address)
  await reviewer.goto(address)
  await reviewer.getByText('等待复核人员复审').waitFor()
  expect(await reviewer.getByRole('button', { name: '确认并办结' }).count()).toBe(0)

  const second = await reader(desk)
  await enterAs(second, '何平')
  await second.getByRole('link', { name: /^待复审 \d/ }).waitFor()
  await second.getByRole('link', { name: '会计基础' }).click()
  await second.getByText(/初审 孙丽/).waitFor()
  await second.getByRole('button', { name: '退回初审' }).click()
  expect(await second.getByLabel('意见', { exact: true }).getAttribute('aria-invalid')).toBe('true')
  await second.getByRole('button', { name: '确认并办结' }).click()
  await expect.poll(() => new URL(second.url()).pathname).not.toBe(address)
  await second.goto(address)
  await second.getByText('初审完成，交另一人复审').waitFor()
  expect(await main(second)).toMatch(/认定通过.*审核员 何平/)
})

test('专家评审: an expert compares two courses without knowing whose claim it is; with enough opinions it is passed', async () => {
  const expert = await reader(desk)
  await enterAs(expert, '罗文')
  await expert.getByRole('heading', { level: 1, name: '专家评审' }).waitFor()
  await expert
    .getByRole('link', { name: /人工智能导论 → 机器学习/ })
    .first()
    .click()
  await expert.getByRole('region', { name: '目标课程' }).waitFor()
  expect(await main(expert)).not.toMatch(/孙浩|唐雨/)
  await expert.getByRole('button', { name: '提交意见' }).click()
  await expert.getByText('请填写 0 到 100 的数字。').waitFor()
  await expert.getByLabel('目标课程被覆盖的比例（%）').fill('75')
  await expert.getByLabel('评审意见').fill('主要内容可以覆盖。')
  await expert.getByRole('button', { name: '提交意见' }).click()
  await expert.getByRole('heading', { name: '已提交：覆盖 75%' }).waitFor()

  const claim = new URL(expert.url()).pathname.split('/').at(-1)
  await reviewer.goto(`/center/tasks/${claim}`)
  await reviewer.getByText('平均覆盖 76.5% · 已满足').waitFor()
  await reviewer.getByText('主要内容可以覆盖。').waitFor()
  await reviewer.keyboard.press('a')
  await reviewer.getByRole('button', { name: '通过并入账' }).click()
  await expect.poll(() => new URL(reviewer.url()).pathname).not.toContain(claim)
  await reviewer.goto(`/center/tasks/${claim}`)
  await reviewer.getByText('认定通过').waitFor()
})

test('a reviewer asks experts, and sees until when they answer', async () => {
  await reviewer.goto('/center/tasks?q=人工智能导论&verdict=expert_review')
  await settled(reviewer)
  await reviewer.getByRole('row', { name: /小明/ }).getByRole('link', { name: '人工智能导论' }).click()
  await reviewer.getByRole('button', { name: '请专家' }).click()
  await reviewer.getByRole('checkbox', { name: /罗文/ }).check()
  await reviewer.getByRole('checkbox', { name: /姜岚/ }).check()
  await reviewer.getByRole('button', { name: '发给 2 位专家' }).click()
  await expect.poll(() => reviewer.getByText(/等待意见，\d{4}-\d\d-\d\d 前/).count()).toBe(2)
})

test('补修: hours are set as a task, made up on a phone, and the same application is passed', async () => {
  const other = await reader(phone)
  await enterAs(other, '王强')
  await settled(other)
  await other.getByRole('link', { name: /计算机网络.*补修中.*12 学时的网络实验/ }).tap()
  await other.getByRole('heading', { level: 2, name: '请补修 12 学时' }).waitFor()
  await other.getByRole('button', { name: '提交补修证明' }).tap()
  await other.getByText('请上传补修证明。').waitFor()
  await other.locator('input[type="file"]').setInputFiles({
    name: '补修证明.jpg',
    mimeType: 'image/jpeg',
    buffer: await photo(other, '网络实验 12 学时'),
  })
  await other.getByRole('img', { name: '补修证明.jpg' }).waitFor()
  await other.getByRole('button', { name: '提交补修证明' }).tap()
  await other.getByText('提交补修证明 12 学时').waitFor()

  await reviewer.goto(`/center/tasks/${new URL(other.url()).pathname.split('/').at(-1)}`)
  await reviewer.getByText('要求补修 12 学时').waitFor()
  expect(await main(reviewer)).toMatch(/学时符合数值100%/)
  await reviewer.keyboard.press('a')
  await reviewer.getByRole('button', { name: '通过并入账' }).click()
  await expect.poll(() => new URL(reviewer.url()).pathname).not.toContain(other.url().split('/').at(-1))
})

test('申诉: filed on a phone, answered by somebody else than who decided, and opened again', async () => {
  const other = await reader(phone)
  await enterAs(other, '王强')
  await other.goto('/my/applications?state=refused')
  await settled(other)
  await other.getByRole('link', { name: /高等数学/ }).tap()
  await other.getByRole('button', { name: '提出申诉' }).tap()
  await other.getByLabel('申诉理由').fill('补考成绩 75，请看教务处的证明。')
  await other.getByRole('button', { name: '提交申诉' }).tap()
  await other.getByText(/已提出申诉，承诺 \d{4}-\d\d-\d\d 前答复/).waitFor()
  const claim = new URL(other.url()).pathname.split('/').at(-1)

  await reviewer.goto(`/center/tasks/${claim}`)
  await reviewer.getByText('自己经办过的申请，须由他人审核。').waitFor()
  const second = await reader(desk)
  await enterAs(second, '何平')
  await second.getByRole('link', { name: /^申诉 \d/ }).click()
  await second.getByRole('link', { name: '高等数学(一)' }).click()
  await second.getByLabel('处理意见').fill('证明属实，重新审核。')
  await second.getByRole('button', { name: '申诉成立，重新审核' }).click()
  await expect.poll(() => second.getByLabel('处理意见').count()).toBe(0)
  await other.reload()
  await other.getByText('申诉成立，重新审核').waitFor()
  expect(await main(other)).toContain('审核中')
})

test('a standards manager sets how an institution’s claims are decided, from tomorrow on', async () => {
  const manager = await reader(desk)
  await enterAs(manager, '吴桐')
  await manager.getByRole('heading', { level: 1, name: '认定设置' }).waitFor()
  await manager.getByLabel('机构', { exact: true }).fill('滨海开放')
  await manager.getByRole('option', { name: '滨海开放大学' }).click()
  await manager.getByText('计入超过 3.0 学分的须复审').first().waitFor()
  await manager.getByLabel('复审', { exact: true }).selectOption('always')
  await manager.getByRole('button', { name: '保存设置' }).click()
  expect(await manager.getByLabel('从哪天起').getAttribute('aria-invalid')).toBe('true')
  const tomorrow = new Date(Date.now() + 36 * 3_600_000).toISOString().slice(0, 10)
  await manager.getByLabel('从哪天起').fill(tomorrow)
  await manager.getByLabel('理由').fill('新学期统一要求')
  await manager.getByRole('button', { name: '保存设置' }).click()
  await manager.getByText(`已保存，自 ${tomorrow} 起生效。`).waitFor()
})

test('a learner who opens the reviewer’s page learns which role it needs', async () => {
  await learner.goto('/center/tasks')
  await learner.getByRole('heading', { level: 1, name: '这里需要另一种身份' }).waitFor()
  expect(await main(learner)).toContain('审核员')
})

test('whoever leaves takes his pages with him', async () => {
  await learner.goto('/my')
  await settled(learner)
  await learner.getByRole('button', { name: '陈静 的菜单' }).tap()
  await learner.getByRole('button', { name: '退出登录' }).tap()
  await expect.poll(() => new URL(learner.url()).pathname).toBe('/')
  await learner.goBack()
  await learner.locator('main').getByRole('link', { name: '登录' }).waitFor()
  expect(await main(learner)).not.toContain('陈静')
})

test('no page of these journeys complained', () => {
  expect(complaints).toEqual([])
})
