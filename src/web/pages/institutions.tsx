// pages/institutions.tsx ↔ /institutions: who takes part in the bank, and who is only named in the catalogue.
import type { getInstitutions } from '../../catalogue/contract.ts'
import { institutionKinds } from '../../catalogue/model.ts'
import { useReply } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { useLanguage } from '../frame/language.tsx'
import { FilterForm, RowList, SelectFilter, TextFilter, useFilters } from '../frame/list.tsx'
import { Page } from '../frame/page.tsx'
import { nameIn } from '../frame/text.ts'
import { paths } from '../paths.ts'
import { Membership } from '../frame/membership.tsx'
import './list.css'

const filterNames = ['q', 'kind', 'member'] as const
const membership = ['true', 'false'] as const

export default function InstitutionsPage() {
  const { language, words } = useLanguage()
  const filters = useFilters(filterNames)
  const { chosen, cursor } = filters
  const institutions = useReply<typeof getInstitutions>(
    'GET',
    '/api/v1/institutions',
    {
      ...(chosen('q') ? { q: chosen('q') } : {}),
      kind: institutionKinds.find((kind) => kind === chosen('kind')),
      member: membership.find((member) => member === chosen('member')),
      ...(cursor ? { cursor } : {}),
    },
    { keepPrevious: true },
  )
  return (
    <Page title={words.institutions.title} lead={words.institutions.lead}>
      <FilterForm
        key={filters.key}
        names={filterNames}
        apply={filters.apply}
        isFiltered={filters.isFiltered}
        first={
          <TextFilter
            name="q"
            label={words.institutions.query}
            value={chosen('q')}
            placeholder={words.institutions.queryHint}
          />
        }
      >
        <SelectFilter
          name="kind"
          label={words.institutions.kind}
          value={chosen('kind')}
          options={institutionKinds}
          labels={words.frame.institutionKinds}
        />
        <SelectFilter
          name="member"
          label={words.institutions.member}
          value={chosen('member')}
          options={membership}
          labels={words.institutions.members}
        />
      </FilterForm>
      <RowList
        reply={institutions}
        none={words.institutions.none}
        noneFiltered={words.institutions.noneFiltered}
        isFiltered={filters.isFiltered}
        reset={() => filters.apply({})}
      >
        {(rows) => (
          <ul className="tiles">
            {rows.map((row) => (
              <li key={row.id}>
                <Link to={paths.institution(row.id)}>
                  <strong>{nameIn(language, row)}</strong>
                  <span>
                    {words.frame.institutionKinds[row.kind]} · {row.region}
                  </span>
                  <span className="tile-foot">
                    <Membership member={row.member} />
                    {words.institutions.courses(row.courseCount)}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </RowList>
    </Page>
  )
}
