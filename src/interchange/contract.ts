// interchange/contract.ts – what the bank keeps about people: the inventory for everybody, all of it for the person.
import { z } from 'zod'
import { contract } from '../access/contract.ts'
import { roles } from '../access/vocabulary.ts'
import { bases, kinds, protections, purposes, retentions } from './model.ts'

export const postExport = contract({
  method: 'POST',
  path: '/api/v1/me/exports',
  permission: 'privacy.export_self',
  summary: 'Everything the bank keeps about me, as one document; asks for a fresh proof of who I am',
  input: z.strictObject({}),
  reply: z.strictObject({
    exportedAt: z.iso.datetime(),
    parts: z
      .record(z.string(), z.json())
      .describe('profile, account, lots, statement, claims, outcomes, consents, looks'),
  }),
})

export const getInventory = contract({
  method: 'GET',
  path: '/api/v1/personal-data',
  permission: 'privacy.inventory',
  summary:
    'What the bank keeps about a person: what for, on which ground, until when, who sees it, how it is protected',
  input: z.strictObject({}),
  reply: z.strictObject({
    data: z.array(
      z.strictObject({
        kind: z.enum(keysOf(kinds)),
        purpose: z.enum(purposes),
        basis: z.enum(bases),
        retention: z.enum(retentions),
        seenBy: z
          .array(z.strictObject({ role: z.enum(keysOf(roles)), masked: z.boolean() }))
          .describe('Roles beside the person, as the permission table has it now'),
        shownBy: z.array(z.string()).describe('Endpoint classes that show it to them'),
        columns: z.array(z.strictObject({ column: z.string(), protection: z.enum(protections) })),
      }),
    ),
  }),
})

function keysOf<Key extends string>(record: Record<Key, unknown>): [Key, ...Key[]] {
  return Object.keys(record) as [Key, ...Key[]]
}
