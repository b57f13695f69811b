// People and trust as people meet them: opening an account, looking after it, and the administrators who answer for it.
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { codeAt, fromBase32, stepAt } from '../../src/identity/totp.ts'
import { checkCharacter } from '../../src/values/id-number.ts'
import { desk, enterAs, panel, phone, prove, readers, settled } from './reader.ts'

const { reader, complaints } = readers()

/** An identity number that nobody has, by its last three digits before the check character. */
const numberOf = (order: string): string => {
  const digits = `99999919990101${order}`
  return digits + checkCharacter(digits)
}
const wrongly = (number: string): string => number.slice(0, 17) + (number.endsWith('7') ? '8' : '7')

const main = async (page: Page): Promise<string> =>
  ((await page.locator('main').textContent()) ?? '').replaceAll(/\s+/g, ' ')

let root: Page
let registrar: Page
beforeAll(async () => {
  root = await reader(desk)
  await enterAs(root, '唐宁')
  registrar = await reader(desk)
  await enterAs(registrar, '周海')
})

const password = '晨跑 藕粉 七号线 风筝'

test('a newcomer opens an account on a phone; what is wrong is said at its field', async () => {
  const page = await reader(phone)
  await page.goto('/login')
  await page.getByRole('link', { name: '自助开户' }).tap()
  await page.getByRole('heading', { level: 1, name: '自助开户' }).waitFor()
  const number = numberOf('001')
  await page.getByLabel('姓名').fill('林小满')
  await page.getByLabel('公民身份号码').fill(wrongly(number))
  await page.getByLabel('手机号').fill('13700000001')
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '开户', exact: true }).tap()
  await page.getByText('不同意则不能开户').waitFor()

  await page.getByRole('checkbox', { name: /我已阅读并同意/ }).check()
  await page.getByRole('button', { name: '开户', exact: true }).tap()
  await page.getByText('第 18 位校验码不对').waitFor()
  const field = page.getByLabel('公民身份号码')
  await expect.poll(() => field.evaluate((each) => each === document.activeElement)).toBe(true)
  await field.fill(number)
  await page.getByRole('button', { name: '开户', exact: true }).tap()
  await page.getByRole('button', { name: '进入我的学分银行' }).tap()
  await page.getByRole('heading', { level: 1, name: '我的学分银行' }).waitFor()
  await settled(page)
  expect(await main(page)).toContain('林小满')

  // Whoever has an account is told so, and not whose it is.
  const again = await reader(phone)
  await again.goto('/register')
  await again.getByLabel('姓名').fill('林小满')
  await again.getByLabel('公民身份号码').fill(number)
  await again.getByLabel('手机号').fill('13700000002')
  await again.getByLabel('密码', { exact: true }).fill(password)
  await again.getByRole('checkbox', { name: /我已阅读并同意/ }).check()
  await again.getByRole('button', { name: '开户', exact: true }).tap()
  await again.getByRole('alert').getByText('该证件号已有账户').waitFor()
})

async function signIn(page: Page, login: string, code?: string): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('手机号或账号').fill(login)
  await page.getByLabel('密码', { exact: true }).fill(password)
  if (code) await page.getByLabel('验证码').fill(code)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

test('in the settings one ends another session, and it is over with its next page', async () => {
  const mine = await reader(desk)
  await signIn(mine, '13700000001')
  await mine.getByRole('heading', { level: 1, name: '我的学分银行' }).waitFor()
  const stranger = await reader(phone)
  await signIn(stranger, '13700000001')
  await stranger.getByRole('heading', { level: 1, name: '我的学分银行' }).waitFor()

  await mine.getByRole('button', { name: '林小满 的菜单' }).click()
  await mine.getByRole('link', { name: '设置' }).last().click()
  await mine.getByRole('heading', { level: 1, name: '设置' }).waitFor()
  const ends = panel(mine, '登录会话').getByRole('button', { name: /^结束/ })
  await expect.poll(() => ends.count()).toBeGreaterThan(0)
  while ((await ends.count()) > 0) {
    const before = await ends.count()
    await ends.first().click()
    await expect.poll(() => ends.count()).toBeLessThan(before)
  }
  await stranger.goto('/my')
  await stranger.locator('main').getByRole('link', { name: '登录', exact: true }).waitFor()
})

test('a password is changed with the old one; an authenticator app is asked for from then on', async () => {
  const page = await reader(desk)
  await signIn(page, '13700000001')
  await page.getByRole('heading', { level: 1, name: '我的学分银行' }).waitFor()
  await page.goto('/my/settings')
  const form = panel(page, '修改密码')
  await form.getByLabel('现在的密码').fill('不是这个密码的密码')
  await form.getByLabel('新密码').fill(password)
  await form.getByRole('button', { name: '修改密码' }).click()
  await form.getByText('登录名或密码不对').waitFor()
  await form.getByLabel('现在的密码').fill(password)
  await form.getByLabel('新密码').fill('短')
  await form.getByRole('button', { name: '修改密码' }).click()
  await form.getByText('密码太短').waitFor()
  await form.getByLabel('新密码').fill(password)
  await form.getByRole('button', { name: '修改密码' }).click()
  await form.getByText('密码已修改').waitFor()

  const factor = panel(page, '身份验证器')
  await factor.getByLabel('登录密码').fill('不是这个密码的密码')
  await factor.getByRole('button', { name: '开始绑定' }).click()
  await factor.getByText('密码不对').waitFor()
  await factor.getByLabel('登录密码').fill(password)
  await factor.getByRole('button', { name: '开始绑定' }).click()
  const secret = fromBase32((await factor.locator('code').textContent()) ?? '')
  const step = stepAt(new Date())
  await factor.getByLabel('应用显示的六位验证码').fill(codeAt(secret, step))
  await factor.getByRole('button', { name: '完成绑定' }).click()
  await factor.getByText(/^已于 .* 绑定/).waitFor()

  const other = await reader(desk)
  await signIn(other, '13700000001')
  await other.getByRole('alert').getByText('请输入动态口令').waitFor()
  // The first code is used up; the app's next one is good already.
  await other.getByLabel('验证码').fill(codeAt(secret, step + 1))
  await other.getByRole('button', { name: '登录', exact: true }).click()
  await other.getByRole('heading', { level: 1, name: '我的学分银行' }).waitFor()

  // Its code has just proven who signed in, so removing asks for the reason alone.
  await other.goto('/my/settings')
  const app = panel(other, '身份验证器')
  await app.getByRole('button', { name: '移除验证器' }).click()
  await app.getByRole('button', { name: '移除验证器' }).click()
  await app.getByText('请写明理由').waitFor()
  await app.getByLabel('理由').fill('手机要送人')
  await app.getByRole('button', { name: '移除验证器' }).click()
  await app.getByText('未绑定').waitFor()
})

test('consent is given with one form and withdrawn with one tap', async () => {
  const page = await reader(phone)
  await enterAs(page, '陈静')
  await page.goto('/my/settings?tab=consents')
  const given = panel(page, '授权同意')
  await given.getByText('没有人能凭您的同意看到您的档案').waitFor()
  const form = panel(page, '给予同意')
  await form.getByRole('button', { name: '同意', exact: true }).tap()
  await form.getByText('请从列表里选一所机构').waitFor()
  await form.getByText('请至少选一项').waitFor()
  await form.getByLabel('给谁').fill('远航')
  await form.getByRole('option', { name: '远航物流' }).tap()
  await form.getByRole('checkbox', { name: '证书' }).check()
  await form.getByLabel('到哪一天').fill('2099-01-31')
  await form.getByRole('button', { name: '同意', exact: true }).tap()
  await given.getByText('远航物流').waitFor()
  expect(await given.textContent()).toMatch(/供用人单位查看.*证书.*2099-01-31 23:59 到期.*有效/)
  await given.getByRole('button', { name: '撤回：供用人单位查看' }).tap()
  await given.getByText('已撤回').waitFor()
})

test('a school opens many at once; a wrong row stops no other, and a code opens the door', async () => {
  await registrar.goto('/center/users')
  await registrar.getByRole('link', { name: '集体开户' }).click()
  await registrar.getByRole('heading', { level: 1, name: '集体开户' }).waitFor()
  await registrar.getByText('江城职业技术学院').waitFor()
  const rows = [
    ['姓名', '身份证号', '手机号'],
    ['方青', numberOf('011'), ''],
    ['贺兰', wrongly(numberOf('012')), ''],
  ]
  await registrar
    .getByLabel('姓名、公民身份号码、手机号、邮箱')
    .fill(rows.map((cells) => cells.join('\t')).join('\n'))
  await registrar.getByText('读到 2 人').waitFor()
  await registrar.getByRole('button', { name: '为 2 人开户' }).click()
  await registrar.getByText('新开 1 户，已有账户加入 0 户，未办 1 行').waitFor()
  expect(await registrar.getByRole('row', { name: /贺兰/ }).textContent()).toContain('第 18 位校验码不对')
  const code = (await registrar.getByRole('row', { name: /方青/ }).locator('code').textContent()) ?? ''
  const [file] = await Promise.all([
    registrar.waitForEvent('download'),
    registrar.getByRole('button', { name: '保存为 CSV' }).click(),
  ])
  expect(readFileSync(await file.path(), 'utf8')).toContain(`,${code}`)

  const newcomer = await reader(phone)
  await newcomer.goto(`/activate?code=${code}`)
  await newcomer.getByLabel('手机号').fill('13700000011')
  await newcomer.getByLabel('密码', { exact: true }).fill(password)
  await newcomer.getByRole('checkbox', { name: /我已阅读并同意/ }).check()
  await newcomer.getByRole('button', { name: '激活' }).tap()
  await newcomer.getByRole('button', { name: '进入我的学分银行' }).tap()
  await newcomer.getByRole('heading', { level: 1, name: '我的学分银行' }).waitFor()
})

test('an administrator opens one account, with a role and a code', async () => {
  await root.goto('/center/users')
  await root.getByRole('link', { name: '新开一户' }).click()
  await root.getByRole('heading', { level: 1, name: '新开一户' }).waitFor()
  await root.getByLabel('姓名').fill('丁宁')
  await root.getByLabel('手机号').fill('123')
  await root.getByLabel('身份', { exact: true }).selectOption('审核员')
  await root.getByLabel('在哪个机构').fill('管理中心')
  await root.getByRole('option', { name: '滨海市学分银行管理中心' }).click()
  await root.getByRole('button', { name: '开户', exact: true }).click()
  await root.getByText('手机号应为 11 位').waitFor()
  await root.getByLabel('手机号').fill('13700000021')
  await root.getByRole('button', { name: '开户', exact: true }).click()
  await root.getByText('已为 丁宁 开户').waitFor()
  expect(await root.locator('main code').textContent()).toMatch(/^[0-9A-Z]{12}$/)
  await root.getByRole('link', { name: '查看这个账户' }).click()
  await root.getByText('未激活').first().waitFor()
  expect(await panel(root, '身份').textContent()).toMatch(/审核员滨海市学分银行管理中心/)
})

test('seeing a number in full takes a reason and a proof, and the person sees who looked and why', async () => {
  await registrar.goto('/center/users?search=方青')
  await registrar.getByRole('link', { name: '方青' }).click()
  const facts = panel(registrar, '方青')
  await facts.getByText('999*************').waitFor()
  await facts.getByRole('button', { name: '查看完整号码' }).click()
  await facts.getByText('将显示 方青 的完整证件号').waitFor()
  await facts.getByLabel('理由').fill('核对学籍')
  await facts.getByRole('button', { name: '查看完整号码' }).click()
  await prove(registrar)
  await facts.getByText(numberOf('011')).waitFor()
  expect(await panel(registrar, '谁能看到这个人').textContent()).toMatch(/周海.*院校管理员/)

  const learner = await reader(phone)
  await signIn(learner, '13700000011')
  await learner.getByRole('heading', { level: 1, name: '我的学分银行' }).waitFor()
  await learner.goto('/my/settings?tab=looks')
  const looks = panel(learner, '谁看过我的档案')
  await looks.getByText('理由：核对学籍').waitFor()
  expect(await looks.textContent()).toMatch(/查看完整证件号和联系方式院校管理员 · 江城职业技术学院/)
})

test('a role is given with a reason and ended again; nobody changes the own', async () => {
  await root.goto('/center/users?search=罗文')
  await root.getByRole('link', { name: '罗*' }).click()
  const roles = panel(root, '身份')
  await roles.getByLabel('身份', { exact: true }).selectOption('金融管理员')
  await roles.getByRole('button', { name: '给予身份' }).click()
  await prove(root)
  await roles.getByText('请写明理由').waitFor()
  await roles.getByLabel('理由').fill('兼管清算')
  await roles.getByRole('button', { name: '给予身份' }).click()
  await roles.getByText('已给予，立即生效').waitFor()
  await roles.getByRole('button', { name: '收回身份：金融管理员' }).click()
  await roles.getByLabel('理由').first().fill('兼管结束')
  await roles.getByRole('button', { name: '收回身份', exact: true }).first().click()
  await expect.poll(() => roles.getByRole('button', { name: '收回身份：金融管理员' }).count()).toBe(0)

  await root.goto('/center/users?search=唐宁')
  await root.getByRole('link', { name: '唐宁' }).click()
  await panel(root, '身份').getByText('不能给自己授予身份').waitFor()
})

test('an administrator’s role takes two persons: who asked waits, the other confirms', async () => {
  await root.goto('/center/requests')
  const mine = root.getByRole('listitem').filter({ hasText: '给予 赵*“院校管理员”身份（江城职业技术学院）' })
  await mine.getByText('由您提出，须由另一人确认').waitFor()
  expect(await mine.getByRole('button').count()).toBe(0)

  await registrar.goto('/center/requests')
  await registrar.getByText('须由系统管理员确认').waitFor()
  expect(await registrar.getByRole('button', { name: '确认办理' }).count()).toBe(0)

  const second = await reader(desk)
  await enterAs(second, '秦岚')
  await second.goto('/center/requests')
  const theirs = second.getByRole('listitem').filter({ hasText: '给予 赵*“院校管理员”身份' })
  await theirs.getByRole('button', { name: '确认办理' }).click()
  await prove(second)
  await second.getByText('已确认办理。').waitFor()
  await expect.poll(() => theirs.count()).toBe(0)
})

test('a disabled account is out at once, and comes back when it is enabled', async () => {
  const teacher = await reader(desk)
  await enterAs(teacher, '马莉')
  await root.goto('/center/users?search=马莉')
  await root.getByRole('link', { name: '马*' }).click()
  const account = panel(root, '账户')
  await account.getByRole('button', { name: '停用账户' }).click()
  await account.getByLabel('理由').fill('合作结束')
  await account.getByRole('button', { name: '停用账户' }).click()
  await account.getByText('已停用').waitFor()
  await teacher.goto('/my/settings')
  await teacher.locator('main').getByRole('link', { name: '登录', exact: true }).waitFor()
  await account.getByRole('button', { name: '恢复账户' }).click()
  await account.getByLabel('理由').fill('续约')
  await account.getByRole('button', { name: '恢复账户' }).click()
  await account.getByText('正常').waitFor()
})

test('a right is lent to a colleague for a while, who sees it, and is taken back', async () => {
  await registrar.goto('/center/grants')
  await registrar.getByRole('link', { name: '给予临时授权' }).click()
  await registrar.getByRole('heading', { level: 1, name: '给予临时授权' }).waitFor()
  await registrar.getByRole('button', { name: '给予授权' }).click()
  await registrar.getByText('请先查找并选定一个人').waitFor()
  await registrar.getByLabel('给谁').fill('赵敏')
  await registrar.getByLabel('给谁').press('Enter')
  await registrar.getByRole('button', { name: '请选择' }).click()
  await registrar.getByLabel('可以做什么').selectOption('查看认定申请')
  await registrar.getByLabel('关于谁的记录').fill('王强')
  await registrar.getByRole('button', { name: '查找' }).click()
  await registrar.getByRole('button', { name: '加入' }).click()
  await registrar.getByLabel(/到哪一天为止/).fill(inDays(7))
  await registrar.getByLabel('理由').fill('协助核对补正材料')
  await registrar.getByRole('button', { name: '给予授权' }).click()
  await registrar.getByRole('heading', { level: 1, name: '临时授权', exact: true }).waitFor()
  await registrar.getByRole('row', { name: /查看认定申请/ }).waitFor()

  const teacher = await reader(phone)
  await enterAs(teacher, '赵敏')
  await teacher.goto('/center/grants')
  await teacher.getByText('协助核对补正材料').waitFor()
  await registrar
    .getByRole('row', { name: /查看认定申请/ })
    .getByRole('button', { name: '收回给 赵敏 的授权' })
    .click()
  await expect.poll(() => registrar.getByRole('row', { name: /查看认定申请/ }).count()).toBe(0)
  await teacher.reload()
  await settled(teacher)
  expect(await main(teacher)).not.toContain('协助核对补正材料')
})

/** A day in Shanghai, so many days from now. */
const inDays = (days: number): string =>
  new Date(Date.now() + (days * 24 + 8) * 3_600_000).toISOString().slice(0, 10)

test('the log is searched and paged by the address, exported for a purpose, and whole', async () => {
  await root.goto('/center/audit')
  await root.getByLabel('动作').selectOption('停用账户')
  await root.getByRole('button', { name: '查询' }).click()
  await root.getByRole('row', { name: /停用账户.*马\*/ }).waitFor()
  expect(new URL(root.url()).searchParams.get('action')).toBe('user.disabled')
  await root.getByRole('button', { name: '重置' }).click()
  await root.getByRole('link', { name: '更早的' }).click()
  await root.getByRole('link', { name: '回到最近' }).waitFor()
  expect(new URL(root.url()).searchParams.get('cursor')).toMatch(/^user_/)

  await root.goto('/center/audit?action=user.disabled')
  await root.getByRole('button', { name: '导出 CSV' }).click()
  await root.getByRole('button', { name: '导出 CSV' }).click()
  await root.getByText('请写明用途').waitFor()
  await root.getByLabel('用途').fill('年度检查')
  const [file] = await Promise.all([
    root.waitForEvent('download'),
    root.getByRole('button', { name: '导出 CSV' }).click(),
  ])
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(lines.length).toBeGreaterThan(2)
  expect(lines.slice(1).every((line) => line.includes('user.disabled'))).toBe(true)
  await root.getByRole('button', { name: '校验日志' }).click()
  await root.getByText(/完整：\d+ 条记录/).waitFor()
})

test.each([
  ['/center/users', '郑岚', '系统管理员'],
  ['/center/audit', '李秀英', '监管人员'],
  ['/center/requests', '王强', '系统管理员'],
  ['/center/open-accounts', '孙丽', '院校管理员'],
] as const)('%s says which role it needs', async (address, who, need) => {
  const page = await reader(phone)
  await enterAs(page, who)
  await page.goto(address)
  await page.getByRole('heading', { level: 1, name: '这里需要另一种身份' }).waitFor()
  expect(await main(page)).toContain(need)
})

test('a learner takes the own data along: whole after a fresh proof, the statement as a table', async () => {
  const page = await reader(phone)
  await enterAs(page, '陈静')
  await page.goto('/my/settings?tab=data')
  const whole = page.waitForEvent('download')
  await page.getByRole('button', { name: /JSON/ }).tap()
  await prove(page)
  const data = readFileSync(await (await whole).path(), 'utf8')
  expect(data).toContain('陈静')
  expect(Object.keys((JSON.parse(data) as { parts: object }).parts)).toContain('statement')
  await page.getByText('已导出').waitFor()

  const table = page.waitForEvent('download')
  await page.getByRole('button', { name: /CSV/ }).tap()
  const lines = readFileSync(await (await table).path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(lines[0]).toContain('日期,事项,名称')
  expect(lines.length).toBeGreaterThan(1)
})

test('a person asks to close the account, and takes it back; what is kept by law stands in the way', async () => {
  const page = await reader(phone)
  await enterAs(page, '李秀英')
  await page.goto('/my/settings?tab=data')
  const closing = panel(page, '注销账户')
  await closing.getByRole('button', { name: '申请注销' }).tap()
  await closing.getByText('请先确认您了解注销的后果').waitFor()
  await closing.getByRole('checkbox').check()
  await closing.getByRole('button', { name: '申请注销' }).tap()
  await prove(page)
  await closing.getByText(/申请了注销，\d{4}-\d{2}-\d{2} 起办理/).waitFor()

  await root.goto('/center/closures')
  await root.getByRole('listitem').filter({ hasText: '李*' }).getByText('冷静期内').waitFor()
  await root.getByRole('link', { name: '李*' }).click()
  await root.getByRole('button', { name: '设定法定保留' }).click()
  await root.getByLabel('理由').last().fill('法院协助执行')
  await root.getByRole('button', { name: '设定法定保留' }).click()
  const asks = root.getByRole('region', { name: '请再次验证身份' })
  const filed = root.getByText('等待另一位系统管理员')
  await asks.or(filed).waitFor()
  if (await asks.isVisible()) await prove(root)
  await filed.waitFor()
  await root.goto('/center/requests')
  await root.getByText(/设定法定保留：李\*/).waitFor()

  await closing.getByRole('button', { name: '撤回申请' }).tap()
  await closing.getByRole('checkbox').waitFor()
})

test('no page of these journeys complained, of its policy or anything else', () => {
  // A browser notes each refusal that the page then tells its reader.
  expect(complaints.filter((text) => !/status of (401|403|404|409|422)/.test(text))).toEqual([])
})
