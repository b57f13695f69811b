// rulebook/routes.ts – contract to operation. Names of institutions are given by app.ts: the catalogue stands beside.
import type { FastifyInstance } from 'fastify'
import { read } from '../database/connection.ts'
import { serve } from '../http/serve.ts'
import { localDate } from '../values/dates.ts'
import { refuse } from '../values/refusal.ts'
import { draftRoutes, type RulebookBank } from './draft-routes.ts'
import { getRulePack, getRulePacks, getRulePackSchema, getRuleSet, getRuleSets } from './contract.ts'
import { namedBy } from './naming.ts'
import { packSchema } from './pack.ts'
import { findPack, type PackKept, packs, publishedRuleSets, ruleSetVersions } from './store.ts'

export function rulebookRoutes(http: FastifyInstance, bank: RulebookBank): void {
  const { db, institutionsNamed } = bank
  draftRoutes(http, bank)

  serve(http, getRuleSets, () =>
    read(db, {}, async (tx) => {
      const rows = await publishedRuleSets(tx)
      const toNamed = await namedBy(institutionsNamed, tx, rows)
      return {
        data: rows.map((row) => ({
          ...toNamed(row),
          latest: { version: row.version, from: row.from, to: row.to },
        })),
      }
    }),
  )

  serve(http, getRuleSet, ({ number }) =>
    read(db, {}, async (tx, at) => {
      const today = localDate(at)
      const versions = await ruleSetVersions(tx, number)
      // Titles are those of the latest version.
      const latest = versions[0] ?? refuse('not_found')
      const toNamed = await namedBy(institutionsNamed, tx, [latest])
      return {
        ...toNamed(latest),
        versions: versions.map(({ version, from, to, contentHash, source, content }) => ({
          version,
          from,
          to,
          inForce: from <= today && (to === null || today < to),
          contentHash,
          source,
          content,
        })),
      }
    }),
  )

  serve(http, getRulePacks, () =>
    read(db, {}, async (tx) => ({
      data: (await packs(tx)).map((pack) => ({
        ...namedPack(pack),
        clauses: pack.content.clauses.length,
      })),
    })),
  )

  serve(http, getRulePackSchema, async () => ({ ...packSchema() }))

  serve(http, getRulePack, ({ code, version }) =>
    read(db, {}, async (tx) => {
      const pack = (await findPack(tx, code, version)) ?? refuse('not_found')
      return { ...namedPack(pack), contentHash: pack.contentHash, content: pack.content }
    }),
  )
}

const namedPack = ({ code, version, titleZh, titleEn, from, to }: PackKept) => ({
  code,
  version,
  titleZh,
  titleEn,
  from,
  to,
})
