// app.ts – all routes joined. With main.ts the only file that knows every module.
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { startSealer } from './audit/sealer.ts'
import { closureCarriers } from './closure/operations.ts'
import { closureRoutes } from './closure/routes.ts'
import { catalogueRoutes } from './catalogue/routes.ts'
import { read, type Db, type Tx } from './database/connection.ts'
import { seedDemo } from './demo/seed.ts'
import type { Identity } from './identity/bank.ts'
import { defaultSettings } from './identity/model.ts'
import { doorkeeperOf } from './identity/principal.ts'
import { readPlainProfile } from './identity/accounts.ts'
import { accessLog, ownConsents } from './identity/consents.ts'
import { identityRoutes } from './identity/routes.ts'
import { exportRoutes, type ExportBank } from './interchange/routes.ts'
import { localKeys, vaultOf } from './identity/vault.ts'
import { openKeyring } from './sealing/keyring.ts'
import { verifierOf } from './sealing/signer.ts'
import { servePages } from './http/pages.ts'
import { createServer, serveDocument } from './http/server.ts'
import { institutionsNamed, keepCatalogue } from './catalogue/operations.ts'
import { evidenceRoutes } from './evidence/routes.ts'
import { centerRoutes } from './ledger/center-routes.ts'
import { correctionRoutes } from './ledger/correction-routes.ts'
import { correctionCarriers } from './ledger/corrections.ts'
import { startNightly } from './ledger/nightly.ts'
import type { AccountBank } from './ledger/opening.ts'
import { position, statement } from './ledger/operations.ts'
import { paperRoutes } from './ledger/paper-routes.ts'
import { proofRoutes } from './ledger/proof-routes.ts'
import { accountRoutes } from './ledger/routes.ts'
import { behindPosting, standingOf, type RecognitionBank } from './recognition/operations.ts'
import { listOutcomes, ownProfile } from './recognition/reading.ts'
import { recordRoutes } from './recognition/records/routes.ts'
import { recognitionRoutes, toBehind } from './recognition/routes.ts'
import { rulebookRoutes } from './rulebook/routes.ts'
import { localDate, type LocalDate } from './values/dates.ts'
import { shardOf, type Uuid } from './values/ids.ts'
import { scenarioRoutes } from './scenarios/routes.ts'
import { tryScenario } from './scenarios/trial.ts'
import { worthRoutes } from './worth/routes.ts'

/** Under which name the bank signs its ledger. */
export const bankName = 'credit-bank'

export type AppConfig = {
  logLevel: string
  demo: boolean
  dataDir: string
  publicUrl?: string | undefined
  port?: number
  trustProxy?: boolean
}
export type AppParts = { db: Db; pool: Pool; config: AppConfig }

/** Where people open the bank: what is printed on papers, and where schools send them back to. */
const addressOf = ({ publicUrl, port }: Pick<AppConfig, 'publicUrl' | 'port'>): string =>
  (publicUrl ?? `http://localhost:${port ?? 8080}`).replace(/\/+$/, '')

/** People and sign-in, with the keys of this bank. */
export function identityOf(
  db: Db,
  config: Pick<AppConfig, 'dataDir' | 'demo' | 'publicUrl' | 'port'>,
): Identity {
  const { master } = openKeyring(join(config.dataDir, 'keys'))
  const { origin } = new URL(addressOf(config))
  const secureCookies = origin.startsWith('https:')
  const settings = { ...defaultSettings, demo: config.demo, origin, secureCookies }
  return { db, vault: vaultOf(localKeys(master)), settings }
}

/** Builds the bank's server, not listening yet. In demo mode an empty bank is filled first. */
export async function buildApp({ db, config }: AppParts): Promise<FastifyInstance> {
  const { signer, sealKey } = openKeyring(join(config.dataDir, 'keys'))
  const identity = identityOf(db, config)
  if (config.demo) await seedDemo(db, identity)
  const http = await createServer({
    logLevel: config.logLevel,
    trustProxy: config.trustProxy ?? false,
    doorkeeper: doorkeeperOf(identity),
  })
  const catalogue = await keepCatalogue(db, (error) =>
    http.log.error({ err: error }, 'catalogue not refreshed'),
  )
  http.addHook('onClose', () => catalogue.stop())

  const sealer = startSealer(db, signer, (error) => http.log.error({ err: error }, 'audit log not sealed'))
  http.addHook('onClose', () => sealer.stop())

  const verifier = verifierOf([signer.publicKey])
  identityRoutes(http, identity, { verifier, carriers: { ...closureCarriers, ...correctionCarriers } })
  catalogueRoutes(http, db)
  rulebookRoutes(http, { db, institutionsNamed, runScenario: tryScenario })
  worthRoutes(http, db, catalogue.memory)
  const { vault } = identity
  evidenceRoutes(http, { db, vault, standingOf })
  recognitionRoutes(http, { db, vault, memory: catalogue.memory })
  recordRoutes(http, { db, vault, memory: catalogue.memory })
  const ledgerSigner = { name: bankName, privateKey: sealKey }
  proofRoutes(http, { db, signer: ledgerSigner })
  centerRoutes(http, { db, signer: ledgerSigner })
  const nightly = startNightly(db, ledgerSigner, {
    failed: (error) => http.log.error({ err: error }, 'ledger not verified'),
    found: (findings) => http.log.fatal({ findings }, 'the ledger does not agree with itself'),
  })
  http.addHook('onClose', () => nightly.stop())
  const accountBank: AccountBank = {
    db,
    vault,
    signer: ledgerSigner,
    institutionsNamed,
    behind: (tx, cause, call) => behindPosting(tx, vault, cause, call).then(toBehind),
  }
  accountRoutes(http, accountBank)
  correctionRoutes(http, accountBank)
  paperRoutes(http, { ...accountBank, address: addressOf(config) })

  scenarioRoutes(http, identity)

  closureRoutes(http, identity)
  exportRoutes(http, { db, parts: personalParts({ ...identity, memory: catalogue.memory }) })

  serveDocument(http)
  await servePages(http, join(import.meta.dirname, '..', 'dist', 'web'))
  return http
}

/** No account has more. */
const everything = { offset: 0, limit: 100_000 }

/** What each module keeps about a person, for that person. */
const personalParts = (bank: Identity & Pick<RecognitionBank, 'memory'>): ExportBank['parts'] => {
  const { db } = bank
  const own = <T>(person: Uuid, work: (tx: Tx, today: LocalDate) => Promise<T>) =>
    read(db, { principal: { user: person }, shard: shardOf(person) }, (tx, at) => work(tx, localDate(at)))
  return {
    profile: (person, call) => readPlainProfile(bank, person, undefined, call),
    studies: (_, call) => ownProfile(bank, call),
    account: (person) => own(person, (tx, today) => position(tx, person, { effectiveDay: today })),
    statement: (person) => own(person, (tx, today) => statement(tx, person, today, {}, everything)),
    outcomes: (_, call) => listOutcomes(bank, call),
    consents: (_, call) => ownConsents(bank, call),
    looks: (_, call) => accessLog(bank, { limit: everything.limit }, call),
  }
}
