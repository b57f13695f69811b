// pages/center/review-settings.tsx ↔ /center/review-settings: how an institution wants claims decided, from which day.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { getSettings, postSetting } from '../../../recognition/contract.ts'
import { type InputOf, type ReplyOf, useAction, useReply } from '../../api.ts'
import { navigate, useAddress, withChange } from '../../frame/address.tsx'
import { useReviewWords, useTrustWords } from '../../frame/area-words.ts'
import { Field } from '../../frame/field.tsx'
import { Reply, Trouble } from '../../frame/reply.tsx'
import { amount, instant } from '../../frame/text.ts'
import type { Me } from '../../session.tsx'
import { Told, flawAt, useFirstFlaw } from '../../trust/act.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { PlacePicker } from '../../trust/places.tsx'
import { mayOpen, ownInstitution } from '../../trust/rights.ts'
import '../detail.css'
import '../../review/review.css'

type Settings = ReplyOf<typeof getSettings>
type Said = Omit<InputOf<typeof postSetting>, 'institutionId'>
type Second = Said['second']

export default function ReviewSettingsPage() {
  const words = useReviewWords().settings
  return (
    <TrustPage title={words.title} lead={words.lead} roles={mayOpen.reviewSettings}>
      {(me) => <ReviewSettings me={me} />}
    </TrustPage>
  )
}

function ReviewSettings({ me }: { me: Me }) {
  const words = useReviewWords().settings
  const own = ownInstitution(me.roles)
  const chosen = useAddress().query.get('institution')
  const institutionId = own ?? chosen ?? ''
  const settings = useReply<typeof getSettings>(
    'GET',
    '/api/v1/recognition/settings',
    institutionId ? { institutionId } : {},
  )
  return (
    <>
      {own === undefined && (
        <PlacePicker
          label={words.institution}
          hint={words.institutionHelp}
          among="teaching"
          placeId={institutionId}
          onChoose={(id) =>
            navigate(
              withChange((query) => (id ? query.set('institution', id) : query.delete('institution'))),
              { replace: true },
            )
          }
        />
      )}
      <Reply reply={settings} lines={5}>
        {(data) => (
          <div className="detail my-section">
            <div>
              <InForce settings={data} />
              <Earlier settings={data} />
            </div>
            <NewSetting key={institutionId} institutionId={institutionId || null} settings={data} />
          </div>
        )}
      </Reply>
    </>
  )
}

function InForce({ settings: { inForce } }: { settings: Settings }) {
  const words = useReviewWords().settings
  return (
    <section className="panel" aria-labelledby="in-force">
      <h2 id="in-force">{words.inForce}</h2>
      <ul>
        {useSentences()(inForce).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p className="help">
        {words.from(inForce.from)}
        {!inForce.own && ` · ${words.inherited}`}
      </p>
    </section>
  )
}

function Earlier({ settings: { data } }: { settings: Settings }) {
  const words = useReviewWords().settings
  const sentences = useSentences()
  if (data.length === 0) return null
  return (
    <section className="panel" aria-labelledby="all-settings">
      <h2 id="all-settings">{words.all}</h2>
      <ul className="plain-list">
        {data.map((each) => (
          <li key={each.from}>
            <strong>{words.from(each.from)}</strong> {sentences(each).join(' · ')}
            {each.reason && (
              <small>
                {each.reason} · {instant(each.setAt)}
              </small>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function useSentences(): (setting: Pick<Said, 'second' | 'experts' | 'appealDays'>) => string[] {
  const words = useReviewWords().settings
  return ({ second: { when, above, categories }, experts: { rule, days }, appealDays }) => [
    when === 'some'
      ? words.some(
          above === null ? null : amount(above),
          categories.map((each) => words.categories[each]),
        )
      : words.second[when],
    rule ? words.expertsSaid(rule.opinionsMin, rule.percentMin) : words.expertsAdvice,
    words.expertsWithin(days),
    words.appealSaid(appealDays),
  ]
}

const whens = ['never', 'some', 'always'] as const
const categories = ['degree', 'certificate', 'training', 'other'] as const

function NewSetting({ institutionId, settings }: { institutionId: string | null; settings: Settings }) {
  const words = useReviewWords().settings
  const trust = useTrustWords()
  const queries = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const set = useAction<typeof postSetting>('POST', '/api/v1/recognition/settings')
  const [second, setSecond] = useState<Second>(settings.inForce.second)
  const { rule, days: daysBefore } = settings.inForce.experts
  const [count, setCount] = useState(rule ? String(rule.opinionsMin) : '')
  const [percent, setPercent] = useState(rule ? String(rule.percentMin) : '')
  const [days, setDays] = useState(String(daysBefore))
  const [appealDays, setAppealDays] = useState(String(settings.inForce.appealDays))
  const [from, setFrom] = useState('')
  const [reason, setReason] = useState('')
  const [told, setTold] = useState<string>()
  const [missing, setMissing] = useState(false)
  const problem = set.error
  useFirstFlaw(form, missing || problem)
  const needsReason = problem?.details?.code === 'reason_required'
  const isSome = second.when === 'some'
  return (
    <section className="panel" aria-labelledby="new-setting">
      <h2 id="new-setting">{words.newOne}</h2>
      <Told>{told}</Told>
      <form
        ref={form}
        className="editor"
        onSubmit={(event) => {
          event.preventDefault()
          setTold(undefined)
          const isHalf = (count === '') !== (percent === '')
          setMissing(from === '' || isHalf)
          if (from === '' || isHalf) return
          const said = isSome ? second : { when: second.when, above: null, categories: [] }
          set.mutate(
            {
              input: {
                institutionId,
                from,
                second: said,
                experts: {
                  rule: count === '' ? null : { opinionsMin: Number(count), percentMin: Number(percent) },
                  days: Number(days),
                },
                appealDays: Number(appealDays),
                ...(reason.trim() ? { reason } : {}),
              },
            },
            {
              onSuccess: () => {
                setTold(words.set(from))
                setReason('')
                void queries.invalidateQueries()
              },
            },
          )
        }}
      >
        <Field label={words.secondLabel} help={words.secondHelp} error={flawAt(problem, '/second')}>
          {(attributes) => (
            <select
              {...attributes}
              value={second.when}
              onChange={(event) =>
                setSecond({
                  ...second,
                  when: whens.find((each) => each === event.target.value) ?? second.when,
                })
              }
            >
              {whens.map((each) => (
                <option key={each} value={each}>
                  {words.second[each]}
                </option>
              ))}
            </select>
          )}
        </Field>
        {isSome && (
          <>
            <Field label={words.above} help={words.aboveHelp} error={flawAt(problem, '/second/above')}>
              {(attributes) => (
                <input
                  {...attributes}
                  inputMode="decimal"
                  value={second.above ?? ''}
                  onChange={(event) => setSecond({ ...second, above: event.target.value.trim() || null })}
                />
              )}
            </Field>
            <fieldset className="field-choice">
              <legend>{words.kinds}</legend>
              {categories.map((each) => (
                <label key={each}>
                  <input
                    type="checkbox"
                    checked={second.categories.includes(each)}
                    onChange={(event) =>
                      setSecond({
                        ...second,
                        categories: event.target.checked
                          ? [...second.categories, each]
                          : second.categories.filter((other) => other !== each),
                      })
                    }
                  />
                  {words.categories[each]}
                </label>
              ))}
            </fieldset>
          </>
        )}
        <div className="editor-pair">
          <Field
            label={words.expertsCount}
            help={words.expertsCountHelp}
            error={
              missing && count === '' && percent !== ''
                ? words.expertsBoth
                : flawAt(problem, '/experts/rule/opinionsMin')
            }
          >
            {(attributes) => (
              <input
                {...attributes}
                inputMode="numeric"
                value={count}
                onChange={(event) => setCount(event.target.value.trim())}
              />
            )}
          </Field>
          <Field
            label={words.expertsPercent}
            help={words.expertsPercentHelp}
            error={
              missing && percent === '' && count !== ''
                ? words.expertsBoth
                : flawAt(problem, '/experts/rule/percentMin')
            }
          >
            {(attributes) => (
              <input
                {...attributes}
                inputMode="decimal"
                value={percent}
                onChange={(event) => setPercent(event.target.value.trim())}
              />
            )}
          </Field>
        </div>
        <Field
          label={words.expertsDays}
          help={words.expertsDaysHelp}
          error={flawAt(problem, '/experts/days')}
        >
          {(attributes) => (
            <input
              {...attributes}
              inputMode="numeric"
              value={days}
              onChange={(event) => setDays(event.target.value.trim())}
            />
          )}
        </Field>
        <Field label={words.appealDays} help={words.appealDaysHelp} error={flawAt(problem, '/appealDays')}>
          {(attributes) => (
            <input
              {...attributes}
              inputMode="numeric"
              value={appealDays}
              onChange={(event) => setAppealDays(event.target.value.trim())}
            />
          )}
        </Field>
        <Field
          label={words.day}
          help={words.dayHelp}
          error={missing && from === '' ? words.dayNeeded : flawAt(problem, '/from')}
        >
          {(attributes) => (
            <input
              {...attributes}
              type="date"
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={trust.reason}
          help={words.reasonHelp}
          error={needsReason ? problem.details?.detail : undefined}
        >
          {(attributes) => (
            <input
              {...attributes}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <div className="editor-foot">
          <button type="submit" className="button primary" aria-busy={set.isPending}>
            {words.submit}
          </button>
        </div>
      </form>
      {problem && !needsReason && problem.details?.code !== 'input_invalid' && <Trouble problem={problem} />}
    </section>
  )
}
