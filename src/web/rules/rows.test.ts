import { expect, test } from 'vitest'
import { demoRuleSets } from '../../demo/rule-sets.ts'
import { pages } from '../../words/zh/pages.ts'
import { changesBetween, rowsOf } from './rows.ts'

test('every rule of a set has its row, and a change says what it was', () => {
  const set = demoRuleSets.find(({ versions }) => versions.length > 1)!
  const [before, after] = set.versions.slice(-2).map(({ content }) => rowsOf(content, pages))
  expect(new Set(after!.map(({ label }) => label)).size).toBe(after!.length)
  expect(after!.length).toBeGreaterThanOrEqual(10)
  const changes = changesBetween(before!, after!)
  expect(changes.length).toBeGreaterThan(0)
  for (const { label, value, was } of changes) {
    expect(after).toContainEqual({ label, value })
    expect(before).toContainEqual({ label, value: was })
    expect(value).not.toBe(was)
  }
})

test('a rule that went and one that came are both named', () => {
  expect(changesBetween([{ label: 'a', value: '1' }], [{ label: 'b', value: '2' }])).toEqual([
    { label: 'b', value: '2', was: null },
    { label: 'a', value: '—', was: '1' },
  ])
})
