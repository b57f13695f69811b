import { expect, test } from 'vitest'
import { hashPassword, isPassword } from './password.ts'

test('argon2id with 19 MiB and two passes; right and wrong are told apart, whatever the width', async () => {
  const stored = await hashPassword('晨跑 ABC')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await isPassword(stored, '晨跑 ABC')).toBe(true)
  expect(await isPassword(stored, '晨跑 ABC')).toBe(true)
  expect(await isPassword(stored, '晨跑 ABD')).toBe(false)
  expect(await isPassword(undefined, 'nobody has this password')).toBe(false)
})

test('where there is no account it takes as long as a wrong password', async () => {
  const stored = await hashPassword('晨跑 ABC')
  const shortest = async (hash: string | undefined) => {
    const times: number[] = []
    for (let i = 0; i < 8; i++) {
      const began = performance.now()
      await isPassword(hash, 'wrong')
      times.push(performance.now() - began)
    }
    return Math.min(...times)
  }
  expect(await shortest(undefined)).toBeGreaterThan((await shortest(stored)) / 3)
})

test('more at once than can wait are refused, and none is lost', async () => {
  const stored = await hashPassword('晨跑 ABC')
  const told = await Promise.allSettled(Array.from({ length: 80 }, () => isPassword(stored, '晨跑 ABC')))
  const refused = told.filter((each) => each.status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  expect(told.filter((each) => each.status === 'fulfilled' && each.value)).toHaveLength(80 - refused.length)
})
