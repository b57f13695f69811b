import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { newId } from '../values/ids.ts'
import { localKeys, vaultOf } from './vault.ts'

const master = randomBytes(32)
const vault = vaultOf(localKeys(master))
const person = newId(1)
const wrapped = vault.newKey(person)

test('what is sealed opens again, and looks different each time', () => {
  const key = vault.open(wrapped, person)
  const sealed = key.seal('name', '李秀英')
  expect(key.open('name', sealed)).toBe('李秀英')
  expect(key.seal('name', '李秀英').equals(sealed)).toBe(false)
  expect(sealed.includes(Buffer.from('李秀英'))).toBe(false)
})

test('it opens only as the same field of the same person under the same master key', () => {
  const sealed = vault.open(wrapped, person).seal('name', '李秀英')
  const other = newId(1)
  expect(() => vault.open(wrapped, person).open('phone', sealed)).toThrow('authenticate')
  expect(() => vault.open(vault.newKey(other), other).open('name', sealed)).toThrow('authenticate')
  expect(() => vault.open(wrapped, other)).toThrow('authenticate')
  expect(() => vaultOf(localKeys(randomBytes(32))).open(wrapped, person)).toThrow('authenticate')
})

test('a changed byte is found', () => {
  const key = vault.open(wrapped, person)
  const sealed = key.seal('name', '李秀英')
  for (const at of [1, 15, sealed.length - 1]) {
    const changed = Buffer.from(sealed)
    changed[at]! ^= 1
    expect(() => key.open('name', changed), `byte ${at}`).toThrow('authenticate')
  }
})

test('equal numbers are found by their blind index, and by nobody without the key', () => {
  const number = '11010519491231002X'
  expect(vault.blind('id_number', number)).toEqual(vaultOf(localKeys(master)).blind('id_number', number))
  expect(vault.blind('login', number)).not.toEqual(vault.blind('id_number', number))
  expect(vaultOf(localKeys(randomBytes(32))).blind('id_number', number)).not.toEqual(
    vault.blind('id_number', number),
  )
})
