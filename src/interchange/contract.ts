// interchange/contract.ts – 个人信息可携带: everything the bank keeps about a person, for that person to take along.
import { z } from 'zod'
import { contract } from '../access/contract.ts'

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
