// pages/center/rule-drafts.tsx ↔ /center/rules: drafts of rules in reach (规则草案). `?state=` keeps those of one state.
import type { getDrafts } from '../../../rulebook/contract.ts'
import { type ReplyOf, useReply } from '../../api.ts'
import { Link, useAddress, withChange } from '../../frame/address.tsx'
import { useDraftWords } from '../../frame/area-words.ts'
import { Icon } from '../../frame/icon.tsx'
import { useLanguage } from '../../frame/language.tsx'
import { Reply } from '../../frame/reply.tsx'
import { instant, nameIn, titleIn } from '../../frame/text.ts'
import { paths } from '../../paths.ts'
import { DraftState } from '../../rules/draft-state.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { holdsOneOf, mayOpen } from '../../trust/rights.ts'

type Draft = ReplyOf<typeof getDrafts>['data'][number]

const states = ['draft', 'open', 'published', 'withdrawn'] as const satisfies readonly Draft['state'][]

export default function RuleDraftsPage() {
  const words = useDraftWords()
  return (
    <TrustPage
      title={words.title}
      lead={words.lead}
      roles={mayOpen.ruleDrafts}
      actions={(me) =>
        holdsOneOf(me.roles, mayOpen.ruleDrafting) && (
          <Link className="button primary" to={paths.ruleDraftNew}>
            <Icon name="plus" />
            {words.begin}
          </Link>
        )
      }
    >
      {() => <Drafts />}
    </TrustPage>
  )
}

function Drafts() {
  const words = useDraftWords()
  const drafts = useReply<typeof getDrafts>('GET', '/api/v1/rule-drafts', {})
  const asked = useAddress().query.get('state')
  const chosen = states.find((state) => state === asked)
  const inState = (data: Draft[]) => data.filter(({ state }) => chosen === undefined || state === chosen)
  return (
    <>
      <nav className="tabs" aria-label={words.state}>
        {[undefined, ...states].map((each) => (
          <Link
            key={each ?? 'all'}
            to={withChange((next) => (each ? next.set('state', each) : next.delete('state')))}
            aria-current={each === chosen ? 'page' : undefined}
          >
            {each ? words.states[each] : words.all}
          </Link>
        ))}
      </nav>
      <Reply
        reply={drafts}
        lines={4}
        empty={({ data }) =>
          inState(data).length === 0 && <p>{chosen === undefined ? words.none : words.noneInState}</p>
        }
      >
        {({ data }) => <DraftRows drafts={inState(data)} />}
      </Reply>
    </>
  )
}

function DraftRows({ drafts }: { drafts: Draft[] }) {
  const words = useDraftWords()
  const { language } = useLanguage()
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">{words.title}</th>
          <th scope="col">{words.whose}</th>
          <th scope="col">{words.from}</th>
          <th scope="col">{words.until}</th>
          <th scope="col">{words.saved}</th>
          <th scope="col">{words.state}</th>
        </tr>
      </thead>
      <tbody>
        {drafts.map((draft) => (
          <tr key={draft.id}>
            <th scope="row">
              <Link to={paths.ruleDraft(draft.id)}>{titleIn(language, draft)}</Link>
              <small>{draft.number}</small>
            </th>
            <td data-label={words.whose}>
              {draft.institution ? nameIn(language, draft.institution) : words.everybody}
            </td>
            <td data-label={words.from} className="instant">
              {draft.from}
            </td>
            <td data-label={words.until} className="instant">
              {draft.openUntil}
            </td>
            <td data-label={words.saved} className="instant">
              {instant(draft.savedAt)}
            </td>
            <td data-label={words.state}>
              <DraftState state={draft.state} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
