// rulebook/routes.ts – contract to operation. Names of institutions are given by app.ts: the catalogue stands beside.
import type { FastifyInstance } from 'fastify'
import { read, type Db, type Tx } from '../database/connection.ts'
import { serve } from '../http/serve.ts'
import { localDate } from '../values/dates.ts'
import { publicId, type Uuid } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { draftRoutes, type RulebookBank } from './draft-routes.ts'
import { getRulePack, getRulePacks, getRulePackSchema, getRuleSet, getRuleSets } from './contract.ts'
import { packSchema } from './pack.ts'
import {
  findPack,
  type PackKept,
  packs,
  publishedRuleSets,
  ruleSetVersions,
  type PublishedRuleSet,
} from './store.ts'

export function rulebookRoutes(http: FastifyInstance, bank: RulebookBank): void {
  const { db, institutionsNamed } = bank
  draftRoutes(http, bank)

  /** Titles are those of the latest version. */
  const named = async (tx: Tx, rows: readonly PublishedRuleSet[]) => {
    const ids = rows.flatMap(({ institutionId }) => institutionId ?? [])
    const names = await institutionsNamed(tx, ids)
    return ({ number, titleZh, titleEn, institutionId }: PublishedRuleSet) => {
      const institution = institutionId === null ? undefined : names.get(institutionId)
      return {
        number,
        titleZh,
        titleEn,
        institution: institution ? { ...institution, id: publicId('inst', institution.id) } : null,
      }
    }
  }

  serve(http, getRuleSets, () =>
    read(db, {}, async (tx) => {
      const rows = await publishedRuleSets(tx)
      const toNamed = await named(tx, rows)
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
      const latest = versions[0] ?? refuse('not_found')
      const toNamed = await named(tx, [latest])
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
