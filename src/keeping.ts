// keeping.ts – the commands that keep a bank provable and recoverable: cb verify, checkpoint, backup, restore.
import { createPublicKey } from 'node:crypto'
import { access, readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { bankName } from './app.ts'
import {
  backup as writeBackup,
  BackupDamage,
  checkBackup,
  restore as putBack,
  sha256,
  type Manifest,
} from './backup/operations.ts'
import { verifyAudit } from './audit/verify.ts'
import { exit, withBank, type Exit, type Run } from './command.ts'
import { ownSource, visitedSource } from './database/source.ts'
import type { Verifier } from './ledger/checkpoint.ts'
import { openKept, openKey, signRoots } from './ledger/kept.ts'
import { verifyReceipt } from './ledger/operations.ts'
import { verifyLedger } from './ledger/verify.ts'
import { keyTexts, openKeyring, placeKeys, sealKeyIn } from './sealing/keyring.ts'
import { verifierOf } from './sealing/signer.ts'
import { Problem } from './values/problem.ts'

/** `cb verify audit|ledger|receipt FILE|backup FILE`: reads everything again and says what does not agree. */
export async function verify(run: Run): Promise<Exit> {
  const [what, path, more] = run.args
  if (more === undefined && path === undefined && what === 'audit') return verifyLog(run)
  if (more === undefined && path === undefined && what === 'ledger') return verifyBooks(run)
  if (more === undefined && path !== undefined && what === 'receipt') return verifyReceiptFile(run, path)
  if (more === undefined && path !== undefined && what === 'backup') return verifyBackupFile(run, path)
  run.say(run.words.verifyUsage)
  return exit.usage
}

const keysOf = ({ config }: Run): string => join(config.dataDir, 'keys')

async function verifyLog(run: Run): Promise<Exit> {
  const { config, words, json, print } = run
  const { signer } = openKeyring(keysOf(run))
  const verdict = await withBank(config, ({ db }) => verifyAudit(db, verifierOf([signer.publicKey])))
  print(json ? JSON.stringify(verdict) : words.auditVerified({ ...verdict, faults: verdict.faults.length }))
  if (!json)
    for (const { shard, fault, at, record } of verdict.faults)
      print(`${shard}\t${fault}\t${at ?? ''}\t${record ?? ''}`)
  return verdict.faults.length === 0 ? exit.ok : exit.problem
}

const progressEveryMs = 2_000

/** With a file that was kept outside it is that file's key which is believed, and its roots must still be there. */
async function verifyBooks(run: Run): Promise<Exit> {
  const { config, words, json, options, print, say } = run
  const file = options.checkpoint
  const kept = file === undefined ? undefined : openKept(await textOf(file))
  if (file !== undefined && !kept) throw new Problem('checkpoint_malformed', { path: file })
  const verifier = kept?.verifier ?? ownVerifier(run)
  if (!verifier) say(words.noKey)

  let toldMs = performance.now()
  const onProgress = (done: number, total: number): void => {
    if (performance.now() - toldMs < progressEveryMs) return
    toldMs = performance.now()
    say(words.verifying({ done, total }))
  }
  const roots = kept?.roots
  const verdict = await withBank(config, ({ db }) => verifyLedger(db, { verifier, kept: roots, onProgress }))
  if (json) print(JSON.stringify(verdict))
  else {
    print(words.ledgerVerified({ ...verdict, findings: verdict.findings.length }))
    if (roots) print(words.keptCompared({ roots: roots.length }))
    for (const { shard, rule, count, first } of verdict.findings)
      print(`${shard}\t${rule}\t${words.ledgerRules[rule]}\t${count}\t${first}`)
  }
  return verdict.findings.length === 0 ? exit.ok : exit.problem
}

/** Needs no database: what is checked is in the file, and the bank's public key. */
async function verifyReceiptFile(run: Run, path: string): Promise<Exit> {
  const { words, json, options, print } = run
  const { key } = options
  const verifier = key === undefined ? ownVerifier(run) : openKey(await textOf(key), bankName)
  if (!verifier) throw new Problem('key_unknown', { path: key ?? keysOf(run) })
  const check = await verifyReceipt(await textOf(path), verifier)
  if (json) print(JSON.stringify(check))
  else if (check.valid) {
    print(words.receiptValid({ ...check, bank: verifier.name }))
    print(JSON.stringify({ entry: check.entry, openings: check.openings }, null, 2))
  } else print(words.receiptFlaws[check.reason])
  return check.valid ? exit.ok : exit.problem
}

/** `cb checkpoint [FILE]`: signs every shard's root and hands it out with the public key, to be kept elsewhere. */
export async function checkpoint(run: Run): Promise<Exit> {
  const { args, config, words, print, say } = run
  const [path, more] = args
  if (more !== undefined) {
    say(words.checkpointUsage)
    return exit.usage
  }
  const privateKey = sealKeyIn(keysOf(run))
  if (!privateKey) throw new Problem('key_unknown', { path: keysOf(run) })
  const kept = await withBank(config, ({ db }) => signRoots(db, { name: bankName, privateKey }))
  const text = JSON.stringify(kept, null, 2)
  if (path === undefined) print(text)
  else {
    await writeFile(`${path}.part`, `${text}\n`)
    await rename(`${path}.part`, path)
  }
  say(words.checkpointsKept({ count: kept.checkpoints.length }))
  return exit.ok
}

/** `cb backup FILE`: the bank as it is at one moment, keys included, while it goes on working. */
export async function backup(run: Run): Promise<Exit> {
  const { args, config, words, json, print, say } = run
  const [path, more] = args
  if (path === undefined || more !== undefined) {
    say(words.backupUsage)
    return exit.usage
  }
  const source = await visitedSource(config)
  try {
    const keys = keyTexts(keysOf(run))
    if (keys.length < 2) say(words.backupWithoutKeys({ path: keysOf(run) }))
    const onTable = (table: string, rows: number) => say(words.tableDone({ table, rows }))
    const manifest = await writeBackup(source.ownerUrl, resolve(path), { keys, onTable })
    print(json ? JSON.stringify(manifest) : words.backedUp(summaryOf(manifest)))
    if (keys.length > 0) say(words.backupHasKeys)
    return exit.ok
  } finally {
    await source.release()
  }
}

/** Needs no database: every table is counted and hashed again. */
function verifyBackupFile(run: Run, path: string): Promise<Exit> {
  const { words, json, print } = run
  return unlessDamaged(run, path, async () => {
    const manifest = await checkBackup(path)
    print(json ? JSON.stringify(manifest) : words.backupWhole(summaryOf(manifest)))
    return exit.ok
  })
}

/** `cb restore FILE [--force]`: everything is looked at before anything is touched, and all of it is put back or nothing. */
export async function restore(run: Run): Promise<Exit> {
  const { args, config, words, json, options, print, say } = run
  const [path, more] = args
  if (path === undefined || more !== undefined) {
    say(words.restoreUsage)
    return exit.usage
  }
  const { force } = options
  const folder = keysOf(run)
  return unlessDamaged(run, path, async () => {
    const manifest = await checkBackup(path)
    refuseOtherKeys(folder, manifest.keys, force)
    const source = await ownSource(config)
    try {
      const { login, ownerUrl } = source
      const onTable = (table: string, rows: number) => say(words.tableDone({ table, rows }))
      placeKeys(folder, await putBack(ownerUrl, path, manifest, { force, login, onTable }))
    } finally {
      await source.release()
    }
    if (!json) print(words.restored(summaryOf(manifest)))
    return verifyBooks(run)
  })
}

/** Its own keys, and no others, open what is in a bank. */
function refuseOtherKeys(folder: string, kept: Manifest['keys'], force: boolean): void {
  const has = new Map(keyTexts(folder).map(({ key, text }) => [key, sha256(text)]))
  const differs = kept.some(({ key, sha256: wanted }) => has.has(key) && has.get(key) !== wanted)
  if (differs && !force) throw new Problem('keys_differ', { path: folder })
}

const summaryOf = ({ at, tables, heads, keys }: Manifest) => ({
  at,
  tables: tables.length,
  rows: tables.reduce((sum, { rows }) => sum + rows, 0),
  postings: heads.reduce((sum, { seq }) => sum + seq, 0),
  keys: keys.length,
})

async function unlessDamaged({ words, print }: Run, path: string, work: () => Promise<Exit>): Promise<Exit> {
  await access(path).catch(unreadable(path))
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof BackupDamage)) throw error
    print(words.backupFlaws[error.flaw]({ where: error.where }))
    return exit.problem
  }
}

function ownVerifier(run: Run): Verifier | undefined {
  const key = sealKeyIn(keysOf(run))
  return key && { name: bankName, publicKey: createPublicKey(key) }
}

const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(unreadable(path))

const unreadable =
  (path: string) =>
  (error: unknown): never => {
    throw new Problem('file_unreadable', { path, reason: error instanceof Error ? error.message : '' })
  }
