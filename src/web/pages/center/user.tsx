// pages/center/user.tsx ↔ /center/users/:userId: one person: profile, roles, the account, and who can see them.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { holdAccount } from '../../../closure/contract.ts'
import type {
  grantRole,
  listViewers,
  readUser,
  readUserInPlain,
  revokeRole,
  setUserState,
} from '../../../identity/contract.ts'
import type { handOutRecoveryCode } from '../../../identity/recovery/contract.ts'
import { type ReplyOf, send, useAction, useReply } from '../../api.ts'
import { Link } from '../../frame/address.tsx'
import { useProofWords, useSessionWords, useTrustWords } from '../../frame/area-words.ts'
import { Field, TextField } from '../../frame/field.tsx'
import { useLanguage } from '../../frame/language.tsx'
import { Reply } from '../../frame/reply.tsx'
import { instant } from '../../frame/text.ts'
import { type PageProps, paths, withQuery } from '../../paths.ts'
import type { Me } from '../../session.tsx'
import { AccountState } from '../../trust/account-state.tsx'
import { FiledAct, ReasonedAct, Refused, Told } from '../../trust/act.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { Place, PlacePicker } from '../../trust/places.tsx'
import { holdsOneOf, mayOpen } from '../../trust/rights.ts'
import { type GivenRole, departmentsOfCentre, ownPlace, rolesGivenBy } from '../../trust/roles.ts'

type Profile = ReplyOf<typeof readUser>

export default function UserPage({ params }: PageProps) {
  const words = useTrustWords()
  const userId = params['userId'] ?? ''
  return (
    <TrustPage
      title={words.user.facts}
      roles={mayOpen.users}
      above={[{ to: paths.users, label: words.users.title }]}
    >
      {(me) => <User userId={userId} me={me} />}
    </TrustPage>
  )
}

function User({ userId, me }: { userId: string; me: Me }) {
  const profile = useReply<typeof readUser>('GET', '/api/v1/users/:userId', { userId })
  const isAdministrator = holdsOneOf(me.roles, mayOpen.requests)
  return (
    <Reply reply={profile} lines={6}>
      {(data) => (
        <div className="panels">
          <Facts profile={data} me={me} />
          <Roles profile={data} me={me} />
          {isAdministrator && data.id !== me.user && data.state !== 'closed' && (
            <Account profile={data} me={me} />
          )}
          <Viewers userId={userId} />
        </div>
      )}
    </Reply>
  )
}

function Facts({ profile, me }: { profile: Profile; me: Me }) {
  const { language } = useLanguage()
  const words = useTrustWords()
  // Shown while the page is open and kept nowhere: seeing it again is another look.
  const [plain, setPlain] = useState<Profile>()
  const shown = plain ?? profile
  const name = profile.name ?? words.someone
  return (
    <section className="panel" aria-labelledby="facts">
      <h2 id="facts">{name}</h2>
      <dl className="facts-list">
        {(['idNumber', 'phone', 'email'] as const).map((field) => (
          <div key={field}>
            <dt>{words.user[field]}</dt>
            <dd>{shown[field] ?? words.user.none}</dd>
          </div>
        ))}
        <div>
          <dt>{words.user.account}</dt>
          <dd>
            <AccountState state={profile.state} />{' '}
            {profile.verified ? words.users.verified : words.users.notVerified}
          </dd>
        </div>
      </dl>
      {!plain && holdsOneOf(me.roles, mayOpen.opening) && profile.id !== me.user && (
        <>
          <p className="help">{words.user.masked}</p>
          <div className="acts">
            <ReasonedAct
              verb={words.user.disclose}
              ask={words.user.discloseAsk(name)}
              act={async (reason) =>
                setPlain(
                  await send<typeof readUserInPlain>(
                    'POST',
                    '/api/v1/users/:userId/disclosures',
                    { userId: profile.id, reason },
                    language,
                  ),
                )
              }
            />
          </div>
        </>
      )}
      <div className="acts">
        {holdsOneOf(me.roles, mayOpen.lending) && profile.id !== me.user && (
          <Link className="button quiet" to={withQuery(paths.lend, { to: profile.id })}>
            {words.user.lend}
          </Link>
        )}
        {holdsOneOf(me.roles, mayOpen.audit) && (
          <Link className="button quiet" to={withQuery(paths.audit, { subject: profile.id })}>
            {words.user.inAudit}
          </Link>
        )}
      </div>
    </section>
  )
}

function Roles({ profile, me }: { profile: Profile; me: Me }) {
  const { language } = useLanguage()
  const words = useTrustWords()
  const session = useSessionWords()
  const queries = useQueryClient()
  const mayGive = holdsOneOf(me.roles, ['inst_admin', 'sys_admin', 'security_admin'])
  const isOwn = profile.id === me.user
  const place = ownPlace(me.roles)
  const name = profile.name ?? words.someone
  // A role of one's own may be laid down; of others', what one could give.
  const mayEnd = ({ role, institution }: Profile['roles'][number]) =>
    mayGive &&
    (isOwn ||
      (rolesGivenBy(me.roles).some((each) => each === role) &&
        (place === undefined || institution === place)))
  return (
    <section className="panel" aria-labelledby="roles">
      <h2 id="roles">{words.user.roles}</h2>
      {profile.roles.length === 0 && <p>{words.user.noRoles}</p>}
      <ul className="entries">
        {profile.roles.map((held) => (
          <li key={held.id}>
            <span className="entry-text">
              <strong>{session.roles[held.role]}</strong>
              <small>
                <Place institutionId={held.institution} />
                {held.department && ` · ${words.departments[held.department]}`}
              </small>
            </span>
            {mayEnd(held) && (
              <ReasonedAct
                verb={words.user.endRole}
                label={words.user.endRoleOf(session.roles[held.role])}
                ask={words.user.endRoleAsk(name, session.roles[held.role])}
                act={async (reason) => {
                  await send<typeof revokeRole>(
                    'DELETE',
                    '/api/v1/users/:userId/roles/:roleId',
                    { userId: profile.id, roleId: held.id, reason },
                    language,
                  )
                  await queries.invalidateQueries()
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {mayGive &&
        (isOwn ? <p className="help">{words.user.ownRoles}</p> : <GiveRole profile={profile} me={me} />)}
    </section>
  )
}

function GiveRole({ profile, me }: { profile: Profile; me: Me }) {
  const words = useTrustWords()
  const session = useSessionWords()
  const queries = useQueryClient()
  const give = useAction<typeof grantRole>('POST', '/api/v1/users/:userId/roles')
  const offered = rolesGivenBy(me.roles)
  const place = ownPlace(me.roles)
  const [role, setRole] = useState<GivenRole>('teacher')
  const [institution, setInstitution] = useState('')
  const [department, setDepartment] = useState('')
  const [reason, setReason] = useState('')
  const run = () =>
    give.mutate(
      {
        input: {
          userId: profile.id,
          role,
          institution: place ?? (institution || null),
          department: departmentsOfCentre.find((each) => each === department) ?? null,
          reason,
        },
      },
      {
        onSuccess: () => {
          setReason('')
          void queries.invalidateQueries()
        },
      },
    )
  const needsReason = give.error?.details?.code === 'reason_required'
  return (
    <>
      <h3>{words.user.give}</h3>
      <form
        className="editor"
        onSubmit={(event) => {
          event.preventDefault()
          run()
        }}
      >
        <div className="editor-pair">
          <Field label={words.user.giveRole}>
            {(attributes) => (
              <select
                {...attributes}
                value={role}
                onChange={(event) => setRole(offered.find((each) => each === event.target.value) ?? role)}
              >
                {offered.map((each) => (
                  <option key={each} value={each}>
                    {session.roles[each]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {place === undefined && (
            <Field label={words.user.giveDepartment}>
              {(attributes) => (
                <select
                  {...attributes}
                  value={department}
                  onChange={(event) => setDepartment(event.target.value)}
                >
                  <option value="">{words.user.noDepartment}</option>
                  {departmentsOfCentre.map((each) => (
                    <option key={each} value={each}>
                      {words.departments[each]}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )}
        </div>
        {place === undefined && (
          <PlacePicker
            label={words.user.giveAt}
            hint={words.user.giveAtHelp}
            placeId={institution}
            onChoose={setInstitution}
          />
        )}
        <TextField
          label={words.reason}
          help={words.reasonHelp}
          error={needsReason ? give.error?.details?.detail : undefined}
          maxLength={500}
          value={reason}
          onChange={setReason}
        />
        <div className="editor-foot">
          <button type="submit" className="button primary" aria-busy={give.isPending}>
            {words.user.giveSubmit}
          </button>
        </div>
      </form>
      {!needsReason && <Refused problem={give.error} again={run} />}
      <Told>{give.data && (give.data.request ? words.user.filed : words.user.given)}</Told>
    </>
  )
}

function Account({ profile, me }: { profile: Profile; me: Me }) {
  const { language } = useLanguage()
  const { user: words, closures, someone } = useTrustWords()
  const { recovery } = useProofWords()
  const queries = useQueryClient()
  const name = profile.name ?? someone
  const isDisabled = profile.state === 'disabled'
  const next = isDisabled ? 'active' : 'disabled'
  const mayHandOut = profile.state === 'active' && holdsOneOf(me.roles, mayOpen.opening)
  const [handedOut, setHandedOut] = useState<ReplyOf<typeof handOutRecoveryCode>>()
  return (
    <section className="panel" aria-labelledby="account">
      <h2 id="account">{words.account}</h2>
      <AccountState state={profile.state} />
      <div className="acts">
        <ReasonedAct
          // Another state asks another question.
          key={next}
          verb={isDisabled ? words.enable : words.disable}
          ask={isDisabled ? words.enableAsk(name) : words.disableAsk(name)}
          act={async (reason) => {
            await send<typeof setUserState>(
              'PUT',
              '/api/v1/users/:userId/state',
              { userId: profile.id, state: next, reason },
              language,
            )
            await queries.invalidateQueries()
          }}
        />
        {mayHandOut && (
          <ReasonedAct
            verb={recovery.handOut}
            ask={recovery.handOutAsk(name)}
            act={async (reason) =>
              setHandedOut(
                await send<typeof handOutRecoveryCode>(
                  'POST',
                  '/api/v1/users/:userId/recovery-codes',
                  { userId: profile.id, reason },
                  language,
                ),
              )
            }
          />
        )}
        {holdsOneOf(me.roles, mayOpen.closing) && (
          <FiledAct
            verb={closures.hold}
            ask={closures.holdAsk(name)}
            act={(reason) =>
              send<typeof holdAccount>(
                'POST',
                '/api/v1/users/:userId/hold',
                { userId: profile.id, reason },
                language,
              )
            }
          />
        )}
      </div>
      {handedOut && (
        <output>
          {recovery.handedOut(instant(handedOut.expiresAt))}
          <code className="secret">{handedOut.code}</code>
        </output>
      )}
    </section>
  )
}

function Viewers({ userId }: { userId: string }) {
  const words = useTrustWords()
  const session = useSessionWords()
  const viewers = useReply<typeof listViewers>('GET', '/api/v1/users/:userId/viewers', { userId })
  return (
    <section className="panel" aria-labelledby="viewers">
      <h2 id="viewers">{words.user.viewers}</h2>
      <p className="help">{words.user.viewersLead}</p>
      <Reply reply={viewers} lines={3}>
        {({ data }) =>
          data.length === 0 ? (
            <p>{words.user.noViewers}</p>
          ) : (
            <table className="rows">
              <thead>
                <tr>
                  <th scope="col">{words.user.viewer}</th>
                  <th scope="col">{words.user.viewerBy}</th>
                  <th scope="col">{words.user.viewerSees}</th>
                </tr>
              </thead>
              <tbody>
                {data.map(({ user, name, role, institution, operation, masked, until }) => (
                  <tr key={user + operation + (role ?? '')}>
                    <th scope="row">{name ?? words.someone}</th>
                    <td data-label={words.user.viewerBy}>
                      {role ? session.roles[role] : words.user.byGrant}{' '}
                      <small>
                        <Place institutionId={institution} />
                        {until && ` · ${words.until(instant(until))}`}
                      </small>
                    </td>
                    <td data-label={words.user.viewerSees}>
                      {words.operations[operation] ?? operation}{' '}
                      <small>{masked ? words.user.seesMasked : words.user.seesFull}</small>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Reply>
    </section>
  )
}
