// Institutions and organisations by name: those that teach and those that do not.
import { useState } from 'react'
import type { getInstitution, getInstitutions, getOrganisations } from '../../catalogue/contract.ts'
import { useReply } from '../api.ts'
import { useTrustWords } from '../frame/area-words.ts'
import { Combobox } from '../frame/combobox.tsx'
import { useLanguage } from '../frame/language.tsx'
import { nameIn } from '../frame/text.ts'
import { usePaused } from '../worth/pickers.tsx'

const useOrganisations = () =>
  useReply<typeof getOrganisations>('GET', '/api/v1/organisations', {}).data?.data

/** The name of an institution of any kind; undefined while it is not known. */
export function usePlaceName(institutionId: string | null): string | undefined {
  const { language } = useLanguage()
  const organisations = useOrganisations()
  const organisation = organisations?.find(({ id }) => id === institutionId)
  const institution = useReply<typeof getInstitution>(
    'GET',
    '/api/v1/institutions/:institutionId',
    { institutionId: institutionId ?? '' },
    { enabled: institutionId !== null && organisations !== undefined && organisation === undefined },
  )
  const named = organisation ?? institution.data
  return named && nameIn(language, named)
}

/** Where a role or a right holds; without an institution, everywhere. */
export function Place({ institutionId }: { institutionId: string | null }) {
  const words = useTrustWords()
  const name = usePlaceName(institutionId)
  return institutionId === null ? words.everywhere : name
}

export function PlacePicker(props: {
  label: string
  hint: string
  error?: string | undefined
  placeId: string
  /** Enterprises and authorities alone, institutions that teach alone, or all. */
  among?: 'enterprise' | 'teaching'
  onChoose: (placeId: string) => void
}) {
  const { language } = useLanguage()
  const [typed, setTyped] = useState('')
  const q = usePaused(typed.trim())
  const name = usePlaceName(props.placeId || null)
  const organisations = (useOrganisations() ?? []).filter(
    (each) =>
      props.among !== 'teaching' &&
      (props.among === undefined || each.kind === props.among) &&
      [each.nameZh, each.nameEn].some((text) => text?.toLowerCase().includes(q.toLowerCase())),
  )
  const institutions = useReply<typeof getInstitutions>(
    'GET',
    '/api/v1/institutions',
    { ...(q ? { q } : {}), member: 'true', limit: '10' },
    { enabled: props.placeId === '' && props.among !== 'enterprise', keepPrevious: true },
  )
  const found = [...organisations, ...(props.among === 'enterprise' ? [] : (institutions.data?.data ?? []))]
  return (
    <Combobox
      name="place"
      label={props.label}
      hint={props.hint}
      error={props.error}
      text={props.placeId === '' ? typed : (name ?? '')}
      chosen={props.placeId !== ''}
      searching={institutions.isFetching || q !== typed.trim()}
      options={found.map((each) => ({ id: each.id, label: nameIn(language, each) }))}
      onType={(text) => {
        setTyped(text)
        props.onChoose('')
      }}
      onChoose={({ id, label }) => {
        setTyped(label)
        props.onChoose(id)
      }}
    />
  )
}
