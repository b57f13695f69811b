// closure/contract.ts – 销户 over HTTP.
import { z } from 'zod'
import { contract } from '../access/contract.ts'
import { Day } from '../values/dates.ts'
import { idOf } from '../values/ids.ts'
import { obstacles } from './model.ts'

const Instant = z.iso.datetime()
const Reason = z.string().max(500).optional()
const Obstacles = z.array(z.enum(obstacles)).describe('What stands against it now')
const Filed = z.strictObject({ request: idOf('request') })

export const getOwnClosing = contract({
  method: 'GET',
  path: '/api/v1/me/closure',
  permission: 'closure.own',
  summary:
    'Whether I asked to close my account, from which day it is carried out, and what stands against it',
  input: z.strictObject({}),
  reply: z.strictObject({
    request: z.strictObject({ filedAt: Instant, dueOn: Day }).nullable(),
    dueFrom: Day.describe('When it could be carried out at the earliest, were it asked for today'),
    obstacles: Obstacles,
  }),
})

export const askToClose = contract({
  method: 'POST',
  path: '/api/v1/me/closure',
  permission: 'privacy.erase_request',
  summary: 'Ask to close my account; it can be taken back until it is carried out',
  input: z.strictObject({}),
  reply: z.strictObject({}),
})

export const takeBackClosing = contract({
  method: 'DELETE',
  path: '/api/v1/me/closure',
  permission: 'privacy.erase_request',
  summary: 'Take back that my account shall be closed',
  input: z.strictObject({}),
  reply: z.strictObject({}),
})

const Person = { user: idOf('user'), name: z.string().nullable() }

export const listClosings = contract({
  method: 'GET',
  path: '/api/v1/closures',
  permission: 'closure.list',
  summary: 'Accounts that shall be closed, the earliest due first, and legal holds that stand',
  input: z.strictObject({}),
  reply: z.strictObject({
    requests: z.array(
      z.strictObject({ ...Person, filedAt: Instant, dueOn: Day, isDue: z.boolean(), obstacles: Obstacles }),
    ),
    holds: z.array(z.strictObject({ ...Person, reason: z.string(), setAt: Instant })),
  }),
})

export const closeAccount = contract({
  method: 'POST',
  path: '/api/v1/users/:userId/closure',
  permission: 'account.close',
  summary: 'Close an account whose owner asked for it and whose day has come; takes a second person (202)',
  input: z.strictObject({ userId: idOf('user'), reason: Reason }),
  reply: Filed,
  mayFile: true,
})

export const holdAccount = contract({
  method: 'POST',
  path: '/api/v1/users/:userId/hold',
  permission: 'closure.hold',
  summary: 'Keep an account from being closed, by law (法定保留); takes a second person (202)',
  input: z.strictObject({ userId: idOf('user'), reason: Reason }),
  reply: Filed,
  mayFile: true,
})

export const releaseAccount = contract({
  method: 'DELETE',
  path: '/api/v1/users/:userId/hold',
  permission: 'closure.release',
  summary: 'Lift a legal hold; takes a second person (202)',
  input: z.strictObject({ userId: idOf('user'), reason: Reason }),
  reply: Filed,
  mayFile: true,
})
