// rulebook/pack.ts – 规则包: rules of a region, a system or a school as one exchanged file, with the sources they were
// read in and, by name and reason, the rules that clauses cannot express. YAML outside, one schema inside.
import { z } from 'zod'
import { Day } from '../values/dates.ts'
import { Clauses } from './clauses.ts'
import { RuleSetContent } from './model.ts'

const Text = z.string().trim().min(1).max(900)

export const Pack = z
  .strictObject({
    pack: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,59}$/, 'pack_code')
      .describe('Names the pack, such as cn-beijing-2026'),
    version: z.int().positive(),
    titleZh: Text,
    titleEn: Text,
    from: Day.describe('The day from which the rules are in force'),
    to: Day.optional().describe('The first day on which they are no more'),
    sources: z
      .array(z.strictObject({ tag: Text, title: Text, address: z.string().max(300).optional() }))
      .min(1)
      .max(60)
      .describe('Where the rules were read; clauses cite them by their tag'),
    noteZh: Text.optional().describe('What readers should know first, such as what is the pack’s own choice'),
    noteEn: Text.optional(),
    labels: z
      .record(z.string(), z.union([Text, z.strictObject({ zh: Text, en: Text })]))
      .optional()
      .describe('What names of the pack mean, in words: of labels, of what they say, of totals'),
    principles: RuleSetContent.omit({ clauses: true })
      .optional()
      .describe('学时, 课程, 成绩; needed where an institution takes the pack as its own rules'),
    clauses: Clauses,
    notExpressed: z
      .array(z.strictObject({ id: Text, zh: Text, en: Text }))
      .max(200)
      .optional()
      .describe('Rules of the source that clauses cannot say, with the reason'),
  })
  .describe('A pack of rules (规则包) of the Credit Bank')
export type Pack = z.infer<typeof Pack>

/** The published schema of packs, JSON Schema 2020-12: for editors, and for whoever writes one by hand. */
export const packSchema = (): object => z.toJSONSchema(Pack, { io: 'input' })

/** The content of a rule set that takes the pack over; null where the pack says nothing of the three principles. */
export const contentOf = ({ principles, clauses }: Pack): RuleSetContent | null =>
  principles === undefined ? null : { ...principles, ...(clauses.length > 0 ? { clauses } : {}) }
