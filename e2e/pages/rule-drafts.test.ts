// A rule from draft to 公示: its maker, whoever reads it, and a learner who says something.
import { beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { desk, enterAs, panel, phone, readers } from './reader.ts'

const { reader, complaints } = readers()

let manager: Page
beforeAll(async () => {
  manager = await reader(desk)
  await enterAs(manager, '吴桐')
})

/** A day in Shanghai, so many days from now. */
const inDays = (days: number): string =>
  new Date(Date.now() + (days * 24 + 8) * 3_600_000).toISOString().slice(0, 10)

type Rules = { content: { overlapMin: number }; clauses?: object[] }

/** Changes the rules in the page’s text as somebody would who knows what to look for. */
async function rewrite(page: Page, change: (rules: Rules) => void): Promise<void> {
  const text = page.getByLabel('规则全文（YAML）')
  const rules = JSON.parse(begun) as Rules
  change(rules)
  await text.fill(JSON.stringify(rules, null, 2))
}
let begun = ''

const limit = (id: string, bound: object) => ({ kind: 'limit', id, zh: '校外学分', en: 'Credits', ...bound })

test('a draft begins from the rules in force; what cannot be read is told by its line', async () => {
  await manager.getByRole('link', { name: '规则草案' }).click()
  await manager.getByText('还没有草案').waitFor()
  await manager.getByRole('link', { name: '起草' }).click()
  await manager.getByRole('heading', { level: 1, name: '起草规则' }).waitFor()
  await manager.getByLabel('修订哪一套规则').selectOption('LG-RS-01')
  const text = manager.getByLabel('规则全文（YAML）')
  await expect.poll(() => text.inputValue()).toContain('overlapMin')
  begun = await text.inputValue()
  await manager.getByRole('button', { name: '保存并检查' }).click()
  await manager.getByText('请选一个日期').waitFor()
  await manager.getByLabel('从哪天起施行').fill(inDays(30))
  await text.fill(begun.replace('"overlapMin"', '"overlap"'))
  await manager.getByRole('button', { name: '保存并检查' }).click()
  await manager.getByText(/第 \d+ 行 content/).waitFor()
  expect(await text.getAttribute('aria-invalid')).toBe('true')

  await rewrite(manager, (rules) => {
    rules.content.overlapMin = 0.5
    rules.clauses = [limit('L1', { min: { credits: 30 } }), limit('L2', { max: { credits: 20 } })]
  })
  await manager.getByRole('button', { name: '保存并检查' }).click()
  await panel(manager, '检查').getByText('这里的下限高于 L2 的上限').waitFor()
})

test('a fault keeps it from being shown; mended, it is compared and tried on past cases', async () => {
  const steps = panel(manager, '办理')
  await steps.getByLabel('公示到哪一天').fill(inDays(7))
  await steps.getByRole('button', { name: '公示' }).click()
  await steps.getByRole('alert').getByText(/L1/).waitFor()

  await rewrite(manager, (rules) => {
    rules.content.overlapMin = 0.5
  })
  await manager.getByRole('button', { name: '增加情景' }).click()
  await manager.getByLabel('情景 1', { exact: true }).fill('scenario: wrong')
  await manager.getByRole('button', { name: '保存并检查' }).click()
  await manager.getByText('不通过', { exact: true }).waitFor()
  await manager.getByRole('button', { name: '移除情景 1' }).click()
  await manager.getByRole('button', { name: '保存并检查' }).click()
  await panel(manager, '检查').getByText('没有发现矛盾').waitFor()

  await panel(manager, '与现行版本的不同').getByText('50%').waitFor()
  const trial = panel(manager, '试算')
  await trial.getByRole('button', { name: '用以往案例试算' }).click()
  await trial.getByText(/共 \d+ 个案例/).waitFor()
  await trial
    .getByRole('row', { name: /人工智能导论/ })
    .first()
    .waitFor()
})

test('shown, everybody sees what changes, and a learner says something; its maker waits', async () => {
  const steps = panel(manager, '办理')
  await steps.getByLabel('公示到哪一天').fill(inDays(7))
  await steps.getByRole('button', { name: '公示' }).click()
  await steps.getByText(`公示到 ${inDays(7)}，之后才能公布。`).waitFor()
  expect(await manager.getByRole('button', { name: '保存并检查' }).count()).toBe(0)

  const stranger = await reader(desk)
  await stranger.goto('/rules')
  const shown = panel(stranger, '公示中')
  await shown.getByText(`公示到 ${inDays(7)}`).waitFor()
  await shown.getByRole('link', { name: '登录后可以提意见' }).waitFor()

  const learner = await reader(phone)
  await enterAs(learner, '陈静')
  await learner.goto('/rules')
  const notice = panel(learner, '公示中')
  await notice.getByRole('button', { name: '提交意见' }).tap()
  await notice.getByText('请先写下意见').waitFor()
  await notice.getByLabel('您的意见').fill('重合一半太低')
  await notice.getByRole('button', { name: '提交意见' }).tap()
  await notice.getByText('已收到，谢谢').waitFor()

  await manager.reload()
  await panel(manager, '意见').getByText('重合一半太低').waitFor()
})

test('a draft is withdrawn for a reason, and stays to be read', async () => {
  const steps = panel(manager, '办理')
  await steps.getByRole('button', { name: '撤回草案' }).click()
  await steps.getByLabel('理由').fill('意见集中，重新起草')
  await steps.getByRole('button', { name: '撤回草案' }).click()
  await steps.getByText('这份草案已经撤回').waitFor()
  await manager.goto('/center/rules?state=withdrawn')
  await manager
    .getByRole('row', { name: /LG-RS-01/ })
    .getByText('已撤回')
    .waitFor()
})

test('a reviewer reads drafts and begins none; a learner has no such page', async () => {
  const reviewer = await reader(desk)
  await enterAs(reviewer, '孙丽')
  await reviewer.goto('/center/rules')
  await reviewer
    .getByRole('row', { name: /LG-RS-01/ })
    .getByRole('link')
    .click()
  await panel(reviewer, '意见').getByText('重合一半太低').waitFor()
  expect(await reviewer.getByRole('button', { name: '用以往案例试算' }).count()).toBe(0)
  await reviewer.goto('/center/rules/new')
  await reviewer.getByRole('heading', { level: 1, name: '这里需要另一种身份' }).waitFor()
})

test('no page of these journeys complained', () => {
  // A browser notes each refusal that the page then tells its reader.
  expect(complaints.filter((text) => !/status of (409|422)/.test(text))).toEqual([])
})
