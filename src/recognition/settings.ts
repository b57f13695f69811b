// recognition/settings.ts – how an institution wants claims decided: said with a reason, from a day to come.
import { permit } from '../access/verdict.ts'
import { record } from '../audit/operations.ts'
import { institutionById } from '../catalogue/operations.ts'
import { transact } from '../database/connection.ts'
import { userOf } from '../identity/principal.ts'
import { day, localDate, type LocalDate } from '../values/dates.ts'
import type { Uuid } from '../values/ids.ts'
import { type Flaw, refuse } from '../values/refusal.ts'
import type { Acting, RecognitionBank } from './claims.ts'
import { insertSetting, settingsOf, toSetting } from './desk-store.ts'
import type { Setting } from './model.ts'

/** A setting with the day it is in force from; `reason` is null for what the bank began with. */
export type SettingKept = Setting & { from: LocalDate; reason: string | null; setAt: Date }
export type SettingsShown = { own: SettingKept[]; inForce: SettingKept & { own: boolean } }

/** Every setting of an institution, the latest day first, and the one in force today: its own, or the bank's. */
export function showSettings(
  { db }: Pick<RecognitionBank, 'db'>,
  institution: Uuid | null,
  call: Acting,
): Promise<SettingsShown> {
  return transact(db, call, async (tx, at) => {
    permit(call.principal, 'recognition_setting.read', { institution })
    const today = localDate(at)
    const [rows, common] = await Promise.all([settingsOf(tx, institution), settingsOf(tx, null)])
    const kept = rows.map(toKept)
    const own = kept.find(({ from }) => from <= today)
    const inForce = own ?? common.map(toKept).find(({ from }) => from <= today)
    if (!inForce) throw new Error('The bank has no setting of its own')
    return { own: kept, inForce: { ...inForce, own: own !== undefined } }
  })
}

const toKept = (row: Awaited<ReturnType<typeof settingsOf>>[number]): SettingKept => ({
  ...toSetting(row),
  from: day(row.validFrom),
  reason: row.reason,
  setAt: row.setAt,
})

export type SettingSaid = Setting & { institution: Uuid | null; from: LocalDate; reason: string | undefined }

/** Sets from a day to come: what is filed until then keeps what it began with, and no setting is ever changed. */
export function setReview(
  { db }: Pick<RecognitionBank, 'db'>,
  { institution, from, reason, second, experts, appealDays }: SettingSaid,
  call: Acting,
): Promise<void> {
  return transact(db, call, async (tx, at) => {
    const { role, grantor } = permit(
      call.principal,
      'recognition_setting.change',
      { institution },
      { reason },
    )
    const flaws: Flaw[] = []
    if (institution !== null && !(await institutionById(tx, institution)))
      flaws.push({ pointer: '/institutionId', code: 'institution_unknown' })
    if (from <= localDate(at)) flaws.push({ pointer: '/from', code: 'day_not_ahead' })
    const isNamed = second.above !== null || second.categories.length > 0
    if ((second.when === 'some') !== isNamed)
      flaws.push({ pointer: '/second', code: isNamed ? 'second_not_some' : 'second_some_empty' })
    if (flaws.length > 0) refuse('input_invalid', {}, flaws)
    const kept = await insertSetting(tx, {
      institutionId: institution,
      validFrom: from,
      secondReview: second.when,
      secondAbove: second.above,
      secondCategories: [...second.categories],
      expertsMin: experts.rule?.opinionsMin ?? null,
      topicsMin: experts.rule?.topicsMin ?? null,
      expertDays: experts.days,
      appealDays,
      reason: reason?.trim() ?? null,
      setBy: userOf(call.principal),
      setAt: at,
    })
    if (!kept) refuse('input_invalid', {}, [{ pointer: '/from', code: 'day_taken' }])
    await record(
      tx,
      { ...call, at },
      'recognition_setting.changed',
      { institution, role, grantor },
      { from, second, experts, appealDays, reason: reason ?? '' },
    )
  })
}
