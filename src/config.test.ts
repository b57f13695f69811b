import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('an empty environment gives the bank with demo data and a database of its own', () => {
  expect(readConfig({ PORT: '' })).toEqual({
    port: 8080,
    host: 'localhost',
    dataDir: './data',
    databaseUrl: undefined,
    databaseOwnerUrl: undefined,
    publicUrl: undefined,
    trustProxy: false,
    demo: true,
    logLevel: 'info',
  })
})

test.each([
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['PORT', '80.5'],
  ['PUBLIC_URL', 'bank.example.edu'],
  ['TRUST_PROXY', 'yes'],
  ['DEMO', 'yes'],
  ['LOG_LEVEL', 'loud'],
  ['DATABASE_URL', 'mysql://bank@host/bank'],
  ['DATABASE_OWNER_URL', 'localhost'],
])('a wrong %s is refused by its name', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(`environment variable ${name} is "${value}"`)
})

test('a refused address does not show its password', () => {
  expect(() => readConfig({ DATABASE_URL: 'mysql://bank:secret@host/bank' })).toThrow(
    'mysql://bank:…@host/bank',
  )
})
