// rulebook/naming.ts – what every reply says of rules first: number, titles, whose they are.
import type { Tx } from '../database/connection.ts'
import { publicId, type Uuid } from '../values/ids.ts'

type Named = { id: Uuid; nameZh: string; nameEn: string | null }
/** Names of institutions, given by app.ts: the catalogue stands beside. */
export type Naming = (tx: Tx, ids: readonly Uuid[]) => Promise<Map<Uuid, Named>>

type Titled = { number: string; titleZh: string; titleEn: string | null; institutionId: Uuid | null }

/** One look-up of names for all the rows. */
export async function namedBy(institutionsNamed: Naming, tx: Tx, rows: readonly Titled[]) {
  const names = await institutionsNamed(
    tx,
    rows.flatMap(({ institutionId }) => institutionId ?? []),
  )
  return ({ number, titleZh, titleEn, institutionId }: Titled) => {
    const institution = institutionId === null ? undefined : names.get(institutionId)
    return {
      number,
      titleZh,
      titleEn,
      institution: institution ? { ...institution, id: publicId('inst', institution.id) } : null,
    }
  }
}
