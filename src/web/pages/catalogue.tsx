// pages/catalogue.tsx ↔ /catalog: the courses in force; a table on a desk, cards on a phone.
import { useState } from 'react'
import type { getCourses } from '../../catalogue/contract.ts'
import { courseKinds, courseLevels } from '../../catalogue/model.ts'
import { type ReplyOf, useReply } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { useLanguage } from '../frame/language.tsx'
import { FilterForm, RowList, SelectFilter, TextFilter, useFilters } from '../frame/list.tsx'
import { Page } from '../frame/page.tsx'
import { amount, figure, nameIn, titleIn } from '../frame/text.ts'
import { paths } from '../paths.ts'
import { InstitutionPicker } from '../worth/pickers.tsx'
import './list.css'

type CourseRow = ReplyOf<typeof getCourses>['data'][number]

const filterNames = ['q', 'institutionId', 'kind', 'level'] as const

export default function CataloguePage() {
  const { words } = useLanguage()
  const filters = useFilters(filterNames)
  const { chosen, cursor } = filters
  const courses = useReply<typeof getCourses>(
    'GET',
    '/api/v1/courses',
    {
      ...(chosen('q') ? { q: chosen('q') } : {}),
      ...(chosen('institutionId') ? { institutionId: chosen('institutionId') } : {}),
      kind: courseKinds.find((kind) => kind === chosen('kind')),
      level: courseLevels.find((level) => level === chosen('level')),
      ...(cursor ? { cursor } : {}),
    },
    { keepPrevious: true },
  )
  return (
    <Page title={words.catalogue.title} lead={words.catalogue.lead}>
      <FilterForm
        key={filters.key}
        names={filterNames}
        apply={filters.apply}
        isFiltered={filters.isFiltered}
        first={
          <TextFilter
            name="q"
            label={words.catalogue.query}
            value={chosen('q')}
            placeholder={words.frame.searchHint}
          />
        }
      >
        <InstitutionFilter value={chosen('institutionId')} />
        <SelectFilter
          name="kind"
          label={words.catalogue.kind}
          value={chosen('kind')}
          options={courseKinds}
          labels={words.frame.kinds}
        />
        <SelectFilter
          name="level"
          label={words.catalogue.level}
          value={chosen('level')}
          options={courseLevels}
          labels={words.frame.levels}
        />
      </FilterForm>
      <RowList
        reply={courses}
        none={words.catalogue.none}
        noneFiltered={words.catalogue.noneFiltered}
        isFiltered={filters.isFiltered}
        reset={() => filters.apply({})}
      >
        {(rows) => <CourseRows rows={rows} />}
      </RowList>
    </Page>
  )
}

function InstitutionFilter({ value }: { value: string | undefined }) {
  const words = useLanguage().words.catalogue
  const [institutionId, setInstitutionId] = useState(value ?? '')
  return (
    <>
      <input type="hidden" name="institutionId" value={institutionId} />
      <InstitutionPicker
        name="institution"
        label={words.institution}
        hint=""
        institutionId={institutionId}
        onChoose={setInstitutionId}
      />
    </>
  )
}

function CourseRows({ rows }: { rows: CourseRow[] }) {
  const { language, words } = useLanguage()
  const { columns } = words.catalogue
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">{columns.course}</th>
          <th scope="col">{columns.institution}</th>
          <th scope="col">{columns.kind}</th>
          <th scope="col">{columns.level}</th>
          <th scope="col" className="number">
            {columns.hours}
          </th>
          <th scope="col" className="number">
            {columns.credits}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <Link to={paths.course(row.id)}>{titleIn(language, row)}</Link>
              <small>{row.code}</small>
            </th>
            <td>{nameIn(language, row.institution)}</td>
            <td data-label={columns.kind}>{row.kind && words.frame.kinds[row.kind]}</td>
            <td data-label={columns.level}>{row.level && words.frame.levels[row.level]}</td>
            <td data-label={columns.hours} className="number">
              {row.hours === null ? '' : figure(row.hours)}
            </td>
            <td data-label={columns.credits} className="number">
              {row.credits === null ? '' : amount(row.credits)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
