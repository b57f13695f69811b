// pages/center/rule-draft-new.tsx ↔ /center/rules/new: begins a draft from rules in force. `?of=` says which.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { getRuleSet, getRuleSets, postDraft } from '../../../rulebook/contract.ts'
import { type ReplyOf, useAction, useReply } from '../../api.ts'
import { navigate, useAddress, withChange } from '../../frame/address.tsx'
import { useDraftWords } from '../../frame/area-words.ts'
import { Field, TextField } from '../../frame/field.tsx'
import { useLanguage } from '../../frame/language.tsx'
import { Reply } from '../../frame/reply.tsx'
import { titleIn } from '../../frame/text.ts'
import { paths } from '../../paths.ts'
import { DraftEditor } from '../../rules/draft-editor.tsx'
import type { Me } from '../../session.tsx'
import { flawAt } from '../../trust/act.tsx'
import { TrustPage } from '../../trust/frame.tsx'
import { PlacePicker } from '../../trust/places.tsx'
import { mayOpen, ownInstitution } from '../../trust/rights.ts'

type Named = ReplyOf<typeof getRuleSets>['data'][number]

export default function RuleDraftNewPage() {
  const words = useDraftWords()
  return (
    <TrustPage
      title={words.newTitle}
      lead={words.newLead}
      roles={mayOpen.ruleDrafting}
      above={[{ to: paths.ruleDrafts, label: words.title }]}
    >
      {(me) => <Choice me={me} />}
    </TrustPage>
  )
}

function Choice({ me }: { me: Me }) {
  const own = ownInstitution(me.roles)
  const sets = useReply<typeof getRuleSets>('GET', '/api/v1/rule-sets', {})
  return (
    <Reply reply={sets} lines={8}>
      {({ data }) => (
        <FromRules
          all={data}
          sets={data.filter(({ institution }) => own === undefined || institution?.id === own)}
          own={own}
        />
      )}
    </Reply>
  )
}

/** A set that is new begins from the common rules: an empty page helps nobody. */
function FromRules({ all, sets, own }: { all: Named[]; sets: Named[]; own: string | undefined }) {
  const words = useDraftWords()
  const { language } = useLanguage()
  const asked = useAddress().query.get('of')
  const revised = asked === '' ? undefined : (sets.find(({ number }) => number === asked) ?? sets[0])
  const model = revised ?? all.find(({ institution }) => institution === null) ?? all[0]
  const set = useReply<typeof getRuleSet>(
    'GET',
    '/api/v1/rule-sets/:number',
    { number: model?.number ?? '' },
    { enabled: model !== undefined },
  )
  return (
    <>
      <div className="draft-basis">
        <Field label={words.basis} help={words.basisHelp}>
          {(attributes) => (
            <select
              {...attributes}
              value={revised?.number ?? ''}
              onChange={(event) =>
                navigate(
                  withChange((query) => query.set('of', event.target.value)),
                  { replace: true },
                )
              }
            >
              {sets.map((each) => (
                <option key={each.number} value={each.number}>
                  {each.number} {titleIn(language, each)}
                </option>
              ))}
              <option value="">{words.another}</option>
            </select>
          )}
        </Field>
      </div>
      <Reply reply={set} lines={8}>
        {(rules) => <Begin key={revised?.number ?? ''} revised={revised} rules={rules} own={own} />}
      </Reply>
    </>
  )
}

function Begin(props: {
  revised: Named | undefined
  rules: ReplyOf<typeof getRuleSet>
  own: string | undefined
}) {
  const words = useDraftWords()
  const queries = useQueryClient()
  const { revised, rules, own } = props
  const begin = useAction<typeof postDraft>('POST', '/api/v1/rule-drafts')
  const [number, setNumber] = useState(revised?.number ?? '')
  const [placeId, setPlaceId] = useState(own ?? '')
  const current = rules.versions.find(({ inForce }) => inForce) ?? rules.versions[0]
  return (
    <DraftEditor
      start={{
        titleZh: revised?.titleZh ?? '',
        titleEn: revised?.titleEn ?? null,
        from: '',
        text: current ? JSON.stringify(current.content, null, 2) : '',
      }}
      runs={[]}
      problem={begin.error}
      isPending={begin.isPending}
      onSave={(said) =>
        begin.mutate(
          {
            input: {
              ...said,
              number,
              institutionId: revised ? (revised.institution?.id ?? null) : placeId || null,
            },
          },
          {
            onSuccess: ({ draftId }) => {
              void queries.invalidateQueries()
              navigate(paths.ruleDraft(draftId))
            },
          },
        )
      }
    >
      {!revised && (
        <div className="editor-pair">
          <TextField
            label={words.ownNumber}
            help={words.ownNumberHelp}
            error={flawAt(begin.error, '/number')}
            maxLength={60}
            value={number}
            onChange={setNumber}
          />
          {own === undefined && (
            <PlacePicker
              label={words.place}
              hint={words.placeHelp}
              among="teaching"
              placeId={placeId}
              onChoose={setPlaceId}
            />
          )}
        </div>
      )}
    </DraftEditor>
  )
}
