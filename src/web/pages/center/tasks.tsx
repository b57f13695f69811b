// pages/center/tasks.tsx ↔ /center/tasks: what is to be decided, the nearest promise first; like cases in one go.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { getTasks, postDecision } from '../../../recognition/contract.ts'
import { Problem, type ReplyOf, actionKey, send, useReply } from '../../api.ts'
import { Link, navigate, useAddress, withChange } from '../../frame/address.tsx'
import { useLearnerWords, useReviewWords } from '../../frame/area-words.ts'
import { useLanguage } from '../../frame/language.tsx'
import { FilterForm, RowList, SelectFilter, TextFilter, useFilters } from '../../frame/list.tsx'
import { Page } from '../../frame/page.tsx'
import { amount, instant, nameIn, titleIn } from '../../frame/text.ts'
import { ClaimState } from '../../my/claim-state.tsx'
import { paths } from '../../paths.ts'
import { Behind } from '../../session.tsx'
import { VerdictMark } from '../../review/verdict.tsx'
import '../list.css'
import '../../my/frame.css'
import '../../review/review.css'

type Task = ReplyOf<typeof getTasks>['data'][number]
type Counts = ReplyOf<typeof getTasks>['counts']

const states = ['open', 'second', 'appeal', 'done'] as const
type State = (typeof states)[number]

const filterNames = ['q', 'verdict', 'overdue', 'alike', 'state'] as const
const verdicts = ['approved', 'needs_supplement', 'expert_review', 'rejected', 'none'] as const

export default function TasksPage() {
  const words = useReviewWords()
  return (
    <Behind roles={['reviewer', 'second_reviewer']}>
      {() => (
        <Page title={words.tasks} lead={words.lead}>
          <Tasks />
        </Page>
      )}
    </Behind>
  )
}

function Tasks() {
  const words = useReviewWords()
  const filters = useFilters(filterNames)
  const { chosen, cursor } = filters
  const state = states.find((each) => each === chosen('state')) ?? 'open'
  const [picked, setPicked] = useState<Task[]>([])
  // Told here, because after a batch the list may be empty.
  const [told, setTold] = useState<string[]>([])
  const tasks = useReply<typeof getTasks>(
    'GET',
    '/api/v1/recognition/tasks',
    {
      state,
      ...(chosen('q') ? { q: chosen('q') } : {}),
      verdict: verdicts.find((verdict) => verdict === chosen('verdict')),
      ...(chosen('overdue') === 'true' ? { overdue: 'true' as const } : {}),
      ...(chosen('alike') ? { alike: chosen('alike') } : {}),
      ...(cursor ? { cursor } : {}),
    },
    { keepPrevious: true },
  )
  const counts = tasks.data?.counts
  return (
    <>
      <Tabs state={state} counts={counts} />
      <FilterForm
        key={filters.key}
        names={filterNames}
        apply={filters.apply}
        isFiltered={filters.isFiltered}
        first={<TextFilter name="q" label={words.query} value={chosen('q')} />}
      >
        <SelectFilter
          name="verdict"
          label={words.verdict}
          value={chosen('verdict')}
          options={verdicts}
          labels={words.verdicts}
        />
        <SelectFilter
          name="overdue"
          label={words.overdue}
          value={chosen('overdue')}
          options={['true']}
          labels={{ true: `${words.onlyOverdue}${counts ? ` (${counts.overdue})` : ''}` }}
        />
        <input type="hidden" name="state" value={chosen('state') ?? ''} />
      </FilterForm>
      <output>
        {told.map((text) => (
          <span key={text} className="told">
            {text}
          </span>
        ))}
      </output>
      <RowList
        reply={tasks}
        none={words.none}
        noneFiltered={words.noneFiltered}
        isFiltered={filters.isFiltered}
        reset={() => navigate(paths.tasks)}
      >
        {(rows) => (
          <>
            {state === 'open' && <Batch rows={rows} picked={picked} onPick={setPicked} tell={setTold} />}
            <TaskRows rows={rows} state={state} picked={picked} onPick={setPicked} />
          </>
        )}
      </RowList>
    </>
  )
}

function Tabs({ state, counts }: { state: State; counts: Counts | undefined }) {
  const words = useReviewWords()
  const { search } = useAddress()
  return (
    <nav className="tabs" aria-label={words.tasks} key={search}>
      {states.map((each) => (
        <Link key={each} to={tabAddress(each)} aria-current={state === each ? 'page' : undefined}>
          {words[each]} {counts?.[each]}
        </Link>
      ))}
    </nav>
  )
}

const tabAddress = (wanted: State): string =>
  withChange((query) => {
    for (const name of ['cursor', 'after', 'state', 'alike']) query.delete(name)
    if (wanted !== 'open') query.set('state', wanted)
  })

/** Only what the rules pass may be passed together; each goes by its own rule and its own key. */
const passesAtOnce = (task: Task): boolean => task.verdict === 'approved' && !task.mine

function Batch(props: {
  rows: Task[]
  picked: Task[]
  onPick: (tasks: Task[]) => void
  tell: (told: string[]) => void
}) {
  const { language } = useLanguage()
  const words = useReviewWords()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [progress, setProgress] = useState<{ done: number; of: number }>()
  const passable = props.rows.filter(passesAtOnce)
  const { picked } = props

  const pass = async () => {
    const refused: string[] = []
    let proposed = 0
    for (const [done, task] of picked.entries()) {
      setProgress({ done, of: picked.length })
      try {
        const { state } = await send<typeof postDecision>(
          'POST',
          '/api/v1/recognition/claims/:claimId/decision',
          { claimId: task.id, decision: 'approve' },
          language,
          { key: actionKey() },
        )
        if (state === 'proposed') proposed += 1
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        refused.push(words.notPassed(task.number ?? '', error.details?.detail ?? error.message))
      }
    }
    setProgress(undefined)
    setAsking(false)
    props.tell([
      words.passed(picked.length - refused.length - proposed),
      ...(proposed > 0 ? [words.proposed(proposed)] : []),
      ...refused,
    ])
    props.onPick([])
    await queries.invalidateQueries()
  }

  return (
    <div className="batch">
      {passable.length > 0 && (
        <label className="batch-all">
          <input
            type="checkbox"
            checked={picked.length > 0 && picked.length === passable.length}
            onChange={(event) => props.onPick(event.target.checked ? passable : [])}
          />
          {words.selectAll} ({passable.length})
        </label>
      )}
      {picked.length > 0 && !asking && (
        <button type="button" className="button primary" onClick={() => setAsking(true)}>
          {words.selected(picked.length)} · {words.passSelected}
        </button>
      )}
      {asking && (
        <div className="opinion">
          <p>{words.passAsk(picked.length)}</p>
          <div className="editor-foot">
            <button
              type="button"
              className="button primary"
              aria-busy={progress !== undefined}
              onClick={() => void pass()}
            >
              {progress ? words.passing(progress.done, progress.of) : words.passSure}
            </button>
            <button type="button" className="button" onClick={() => setAsking(false)}>
              {words.cancel}
            </button>
          </div>
        </div>
      )}
    </div>
  )
}

function TaskRows(props: { rows: Task[]; state: State; picked: Task[]; onPick: (tasks: Task[]) => void }) {
  const { language } = useLanguage()
  const words = useReviewWords()
  const learner = useLearnerWords()
  const { columns } = words
  const { state, picked } = props
  const isOpen = state === 'open' || state === 'second'
  return (
    <table className="rows tasks">
      <thead>
        <tr>
          {state === 'open' && <th scope="col" aria-label={words.passSelected} />}
          <th scope="col">{columns.subject}</th>
          <th scope="col">{columns.learner}</th>
          <th scope="col">{columns.target}</th>
          <th scope="col">{columns.verdict}</th>
          <th scope="col">{isOpen ? columns.due : columns.outcome}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((task) => (
          <tr key={task.id}>
            {state === 'open' && (
              <td className="pick">
                {passesAtOnce(task) && (
                  <label>
                    <input
                      type="checkbox"
                      aria-label={words.select(task.number ?? '')}
                      checked={picked.some(({ id }) => id === task.id)}
                      onChange={(event) =>
                        props.onPick(
                          event.target.checked
                            ? [...picked, task]
                            : picked.filter(({ id }) => id !== task.id),
                        )
                      }
                    />
                  </label>
                )}
              </td>
            )}
            <th scope="row">
              <Link to={paths.task(task.id)}>{task.title}</Link>
              <small>
                {[
                  task.number,
                  task.issuer && nameIn(language, task.issuer),
                  task.credits && amount(task.credits),
                ]
                  .filter(Boolean)
                  .join(' · ')}
                {task.supplemented && ` · ${words.supplemented}`}
                {task.mine && ` · ${words.mine}`}
              </small>
            </th>
            <td data-label={columns.learner} className="name">
              {task.learner.name}
            </td>
            <td data-label={columns.target}>
              {task.target
                ? [
                    nameIn(language, task.target.institution),
                    task.target.course && titleIn(language, task.target.course),
                  ]
                    .filter(Boolean)
                    .join(' ')
                : ''}
            </td>
            <td data-label={columns.verdict}>
              <VerdictMark verdict={task.verdict} />
              {task.alike > 1 && isOpen && (
                <Link className="alike" to={withChange((query) => query.set('alike', task.id))}>
                  {words.alike(task.alike)}
                </Link>
              )}
            </td>
            <td data-label={isOpen ? columns.due : columns.outcome} className="due">
              {isOpen ? (
                <span className={task.overdue ? 'is-overdue' : undefined}>
                  {task.promisedOn}{' '}
                  {task.daysLeft !== null && <small>{learner.claims.daysLeft(task.daysLeft)}</small>}
                </span>
              ) : (
                <>
                  <ClaimState claim={task} /> {task.decidedAt && <small>{instant(task.decidedAt)}</small>}
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
