// 数据范围 exists twice: for every caller and every row, the WHERE lets through what the check lets through.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holding, type Principal, type Role } from '../access/model.ts'
import { inScope, scopesOf, type ListTarget, type ScopePart } from '../access/scope.ts'
import { endpointClasses, type EndpointClass } from '../access/table.ts'
import { roles } from '../access/vocabulary.ts'
import { transact } from '../database/connection.ts'
import { openTestDatabase, type TestDatabase } from '../testing/bank.ts'
import { identityOn, person, teaches } from '../testing/people.ts'
import { newId, newShard, referenceShard, shardOf, type Uuid } from '../values/ids.ts'
import { taughtBy } from './operations.ts'
import { whereInScope } from './scope.ts'

let bank: TestDatabase
let me: Uuid
const schools = [newId(referenceShard), newId(referenceShard)]
const rows: (ListTarget & { id: Uuid; subject: Uuid; institution: Uuid })[] = []

beforeAll(async () => {
  bank = await openTestDatabase()
  const identity = identityOn(bank.db)
  const caller = await person(identity, [{ role: 'learner' }])
  me = caller.id
  // As the owner: a table such as a list is made of.
  await bank.ownerPool.query(
    `create table listed (shard smallint, id uuid, learner_id uuid, institution_id uuid, target_id uuid, published boolean);
     grant select, insert on listed to cb_app`,
  )
  const learners = [
    caller,
    ...(await Promise.all([1, 2, 3, 4].map(() => person(identity, [{ role: 'learner' }])))),
  ]
  await teaches(identity, caller, learners[1]!, schools[0]!)
  await teaches(identity, caller, learners[2]!, schools[0]!)
  await teaches(identity, caller, learners[3]!, schools[1]!)
  await bank.ownerPool.query(
    `update identity_teaching set ends_at = now(), reads_until = now() + interval '30 days' where learner_id = $1`,
    [learners[2]!.id],
  )
  await bank.ownerPool.query(
    `update identity_teaching set begins_at = now() - interval '90 days', ends_at = now() - interval '31 days',
      reads_until = now() - interval '1 day' where learner_id = $1`,
    [learners[3]!.id],
  )
  for (const learner of learners)
    for (const institution of schools)
      for (const party of schools)
        for (const published of [true, false])
          rows.push({ id: newId(newShard()), subject: learner.id, institution, parties: [party], published })
  await transact(bank.db, {}, async (tx, at) => {
    for (const row of rows) {
      await sql`insert into listed values (${shardOf(row.subject)}, ${row.id}, ${row.subject}, ${row.institution},
        ${row.parties![0]}, ${row.published})`.execute(tx)
      Object.assign(row, await taughtBy(tx, row, at))
    }
  })
})
afterAll(() => bank.close())

const columns = {
  id: 'listed.id',
  shard: 'listed.shard',
  subject: 'listed.learnerId',
  institution: 'listed.institutionId',
  party: 'listed.targetId',
  published: 'listed.published',
}

async function bothWays(parts: ScopePart[]): Promise<{ sql: string[]; check: string[] }> {
  const { rows: found } = await sql<{
    id: string
  }>`select id from listed where ${whereInScope(parts, columns)}`.execute(bank.db)
  return {
    sql: found.map(({ id }) => id).sort(),
    check: rows
      .filter((row) => inScope(parts, row))
      .map(({ id }) => id)
      .sort(),
  }
}

const lists = (Object.keys(endpointClasses) as EndpointClass[]).filter(
  (name) => endpointClasses[name].kind === 'list',
)

test.each(lists)('%s: SQL and check agree for every role at every place', async (list) => {
  for (const role of Object.keys(roles) as Role[]) {
    for (const institution of [...schools, null]) {
      const principal: Principal = {
        ...holding(me, [{ role, institution }]),
        grants: [
          {
            id: newId(1),
            grantor: newId(1),
            operation: 'transfer.evaluate',
            targets: [rows[3]!.id, rows[7]!.id],
            capacity: [],
          },
        ],
      }
      const seen = await bothWays(scopesOf(principal, list))
      expect(seen.sql, `${role} ${institution}`).toEqual(seen.check)
    }
  }
})

test('the rows differ enough to tell the scopes apart', async () => {
  const counts = await Promise.all(
    (
      [
        [],
        [{ scope: 'all' }],
        [{ scope: 'pub' }],
        [{ scope: 'subject', user: me }],
        [{ scope: 'taught', teacher: me, institution: schools[0]! }],
        [{ scope: 'taught', teacher: me, institution: schools[1]! }],
        [{ scope: 'institution', institution: schools[0]!, parties: false }],
        [{ scope: 'institution', institution: schools[0]!, parties: true }],
        [{ scope: 'named', targets: [rows[0]!.id, newId(1)] }],
        [{ scope: 'subject', user: me }, { scope: 'pub' }],
      ] satisfies ScopePart[][]
    ).map(async (parts) => {
      const seen = await bothWays(parts)
      expect(seen.sql).toEqual(seen.check)
      return seen.sql.length
    }),
  )
  expect(counts).toEqual([0, 40, 20, 8, 8, 0, 20, 30, 1, 24])
})
