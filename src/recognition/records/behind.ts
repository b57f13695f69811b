// recognition/records/behind.ts – what stands behind the posting of a record: its outcome, rules and people.
import { maskName } from '../../access/fields.ts'
import { institutionsNamed } from '../../catalogue/operations.ts'
import type { Tx } from '../../database/connection.ts'
import { namesOf } from '../../identity/operations.ts'
import type { Vault } from '../../identity/vault.ts'
import type { Uuid } from '../../values/ids.ts'
import type { Language } from '../../words/language.ts'
import type { Behind } from '../reading.ts'
import * as store from './store.ts'

/** For the receipt; undefined when the cause is no record. Staff are named by family name. */
export async function behindRecord(
  tx: Tx,
  vault: Vault,
  id: Uuid,
  language: Language,
): Promise<Behind | undefined> {
  const record = await store.findRecord(tx, id, false)
  const issuer = record && (await institutionsNamed(tx, [record.institutionId])).get(record.institutionId)
  if (!record?.filing || !issuer) return undefined
  const decision = (await store.eventsOf(tx, [id])).find(({ kind }) => kind === 'recognised')
  const names = await namesOf(tx, vault, [record.enteredBy, ...(decision ? [decision.actor] : [])], language)
  const named = (person: Uuid) => maskName(names.get(person) ?? '')
  return {
    claim: null,
    record: { id, number: record.number },
    outcome: {
      title: record.filing.title,
      issuer,
      hours: record.filing.hours,
      grade: record.filing.grade.text,
      earnedOn: record.earnedOn,
    },
    evidence: [],
    rules: [record.filing.ruleSet],
    people: [
      { did: 'entered', name: named(record.enteredBy), at: record.enteredAt },
      ...(decision ? [{ did: 'decided' as const, name: named(decision.actor), at: decision.at }] : []),
    ],
  }
}
