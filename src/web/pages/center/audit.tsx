// pages/center/audit.tsx ↔ /center/audit: the log in one's scope: searched, exported, and checked against its seals.
import { useState } from 'react'
import type { exportAuditRecords, listAuditRecords, verifyAuditLog } from '../../../audit/contract.ts'
import { type ReplyOf, send, useReply } from '../../api.ts'
import { Link, navigate, withChange } from '../../frame/address.tsx'
import { useProofWords, useOperationWords, useSessionWords, useTrustWords } from '../../frame/area-words.ts'
import { useLanguage, useWords } from '../../frame/language.tsx'
import { FilterForm, SelectFilter, TextFilter, useFilters } from '../../frame/list.tsx'
import { Reply } from '../../frame/reply.tsx'
import { instant, today } from '../../frame/text.ts'
import { paths } from '../../paths.ts'
import type { Me } from '../../session.tsx'
import { ReasonedAct, Told } from '../../trust/act.tsx'
import { saveCsv } from '../../trust/download.ts'
import { Earlier } from '../../trust/earlier.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { Place } from '../../trust/places.tsx'
import { holdsOneOf, mayOpen } from '../../trust/rights.ts'

type LogRecord = ReplyOf<typeof listAuditRecords>['data'][number]

const filterNames = ['action', 'outcome', 'actor', 'subject'] as const
const outcomes = ['done', 'denied'] as const

export default function AuditPage() {
  const words = useTrustWords().audit
  return (
    <TrustPage title={words.title} lead={words.lead} roles={mayOpen.audit}>
      {(me) => <Audit me={me} />}
    </TrustPage>
  )
}

/** The search as the address holds it, in the words of the contract. */
function useWanted() {
  const filters = useFilters(filterNames)
  const { chosen } = filters
  const outcome = outcomes.find((each) => each === chosen('outcome'))
  const [action, actor, subject] = [chosen('action'), chosen('actor'), chosen('subject')]
  return {
    filters,
    wanted: {
      ...(action ? { action } : {}),
      ...(actor ? { actor } : {}),
      ...(subject ? { subject } : {}),
      ...(outcome ? { outcome } : {}),
    },
  }
}

function Audit({ me }: { me: Me }) {
  const words = useTrustWords()
  const proofs = useProofWords()
  const frame = useWords().frame
  const { filters, wanted } = useWanted()
  const { chosen, cursor } = filters
  const records = useReply<typeof listAuditRecords>(
    'GET',
    '/api/v1/audit/records',
    { ...wanted, ...(cursor ? { cursor } : {}) },
    { keepPrevious: true },
  )
  return (
    <>
      <FilterForm
        key={filters.key}
        names={filterNames}
        apply={filters.apply}
        isFiltered={filters.isFiltered}
        first={
          <SelectFilter
            name="action"
            label={words.audit.action}
            value={chosen('action')}
            options={Object.keys(proofs.actions)}
            labels={proofs.actions}
          />
        }
      >
        <SelectFilter
          name="outcome"
          label={words.audit.outcome}
          value={chosen('outcome')}
          options={outcomes}
          labels={words.audit.outcomes}
        />
        <TextFilter name="actor" label={words.audit.actor} value={chosen('actor')} placeholder="user_…" />
        <TextFilter
          name="subject"
          label={words.audit.subject}
          value={chosen('subject')}
          placeholder="user_…"
        />
      </FilterForm>
      <div className="acts log-acts">
        {holdsOneOf(me.roles, mayOpen.export) && <Export wanted={wanted} />}
        {holdsOneOf(me.roles, mayOpen.verification) && <Verification />}
      </div>
      <Reply
        reply={records}
        lines={8}
        empty={({ data }) =>
          data.length === 0 && (
            <>
              <p>{filters.isFiltered ? words.audit.noneFiltered : words.audit.none}</p>
              {filters.isFiltered && (
                <button type="button" className="button" onClick={() => navigate(paths.audit)}>
                  {frame.reset}
                </button>
              )}
            </>
          )
        }
      >
        {({ data, nextCursor }) => (
          <>
            <Records records={data} me={me} />
            <Earlier nextCursor={nextCursor} latest={words.audit.latest} earlier={words.audit.earlier} />
          </>
        )}
      </Reply>
    </>
  )
}

function Records({ records, me }: { records: LogRecord[]; me: Me }) {
  const words = useTrustWords()
  return (
    <table className="rows log">
      <thead>
        <tr>
          <th scope="col">{words.audit.what}</th>
          <th scope="col">{words.audit.who}</th>
          <th scope="col">{words.audit.about}</th>
          <th scope="col">{words.audit.at}</th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr key={record.id}>
            <th scope="row">
              <What record={record} />
            </th>
            <td data-label={words.audit.who}>
              {record.actor ? (
                <PersonLink id={record.actor} name={record.actorName} filter="actor" me={me} />
              ) : (
                words.audit.stranger
              )}
              <RolesOf record={record} />
            </td>
            <td data-label={words.audit.about}>
              {record.subject && (
                <PersonLink id={record.subject} name={record.subjectName} filter="subject" me={me} />
              )}
              {record.institution && (
                <small>
                  <Place institutionId={record.institution} />
                </small>
              )}
            </td>
            <td data-label={words.audit.at} className="instant">
              <time dateTime={record.at}>{instant(record.at)}</time>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A denial is named by what was asked for, everything else by what was done. */
function What({ record }: { record: LogRecord }) {
  const words = useTrustWords()
  const proofs = useProofWords()
  const asked = useOperationWords()
  const route = routeOf(record.details)
  const isDenied = record.outcome === 'denied'
  const text = isDenied && route ? (asked[route] ?? route) : (proofs.actions[record.action] ?? record.action)
  return (
    <div>
      <strong>{text}</strong>{' '}
      {isDenied && <span className="state state-bad">{words.audit.denied(record.status ?? 0)}</span>}
      {record.grantor && <small>{words.audit.inPlaceOf}</small>}
      <details className="fold">
        <summary>{words.audit.details}</summary>
        <pre className="log-details">{JSON.stringify(record.details, null, 2)}</pre>
        <small>
          {words.audit.record} <code>{record.id}</code>
        </small>
        <small>
          {words.audit.trace} <code>{record.traceId}</code>
        </small>
      </details>
    </div>
  )
}

/** `GET /api/v1/users/{userId}`, as the operations are called, of the route that a denial names. */
function routeOf(details: unknown): string | undefined {
  if (typeof details !== 'object' || details === null) return undefined
  const { method, route } = details as { method?: unknown; route?: unknown }
  return typeof method === 'string' && typeof route === 'string'
    ? `${method} ${route.replaceAll(/:(\w+)/g, '{$1}')}`
    : undefined
}

/** Leads to everything of that person in the log. */
function PersonLink(props: { id: string; name: string | null; filter: 'actor' | 'subject'; me: Me }) {
  const words = useTrustWords()
  const { id, name, filter, me } = props
  return (
    <Link
      className="person-link"
      to={withChange((next) => {
        next.delete('cursor')
        next.set(filter, id)
      })}
    >
      {id === me.user ? words.you : (name ?? words.someone)}
    </Link>
  )
}

function RolesOf({ record }: { record: LogRecord }) {
  const session = useSessionWords()
  const names: { [role: string]: string } = session.roles
  return (
    <small>
      {record.role
        ?.split(' ')
        .map((role) => names[role] ?? role)
        .join('、')}
    </small>
  )
}

function Export({ wanted }: { wanted: ReturnType<typeof useWanted>['wanted'] }) {
  const { language } = useLanguage()
  const words = useTrustWords().audit
  const [told, setTold] = useState<string>()
  return (
    <>
      <ReasonedAct
        verb={words.exportIt}
        ask={words.exportAsk}
        reasonLabel={words.purpose}
        reasonHelp={words.purposeHelp}
        act={async (purpose) => {
          const { csv, rows, cut } = await send<typeof exportAuditRecords>(
            'POST',
            '/api/v1/audit/exports',
            { ...wanted, purpose },
            language,
          )
          saveCsv(`audit-${today()}.csv`, csv)
          setTold(cut ? `${words.exported(rows)} ${words.cut}` : words.exported(rows))
        }}
      />
      <Told>{told}</Told>
    </>
  )
}

/** Reads the whole log again, so only when asked. */
function Verification() {
  const words = useTrustWords().audit
  const [asked, setAsked] = useState(false)
  const found = useReply<typeof verifyAuditLog>('GET', '/api/v1/audit/verification', {}, { enabled: asked })
  if (!asked) {
    return (
      <button type="button" className="button" onClick={() => setAsked(true)}>
        {words.verify}
      </button>
    )
  }
  return (
    <Reply reply={found} lines={1}>
      {({ records, seals, waiting, faults }) =>
        faults.length === 0 ? (
          <Told>
            {words.whole(records, seals)} {waiting > 0 && words.waiting(waiting)}
          </Told>
        ) : (
          <div className="opinion" role="alert">
            <p>{words.faults(faults.length)}</p>
            <ul>
              {faults.map(({ shard, fault, at, record }) => (
                <li key={`${shard} ${fault} ${at}`}>
                  {words.fault(shard, fault)} {record && <code>{record}</code>}
                </li>
              ))}
            </ul>
          </div>
        )
      }
    </Reply>
  )
}
