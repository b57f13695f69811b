// pages/my/profile.tsx ↔ /my/profile: what every claim says of its learner, so that nothing is typed twice.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { getProfile, putProfile } from '../../../recognition/contract.ts'
import { type ReplyOf, useAction, useReply } from '../../api.ts'
import { useLearnerWords } from '../../frame/area-words.ts'
import { Field, TextField } from '../../frame/field.tsx'
import { useWords } from '../../frame/language.tsx'
import { Reply, Trouble } from '../../frame/reply.tsx'
import { MyPage } from '../../my/frame.tsx'
import { InstitutionPicker } from '../../worth/pickers.tsx'

type Profile = ReplyOf<typeof getProfile>

export default function ProfilePage() {
  const words = useLearnerWords().profile
  return <MyPage title={words.title}>{() => <ProfileOfMine />}</MyPage>
}

function ProfileOfMine() {
  const profile = useReply<typeof getProfile>('GET', '/api/v1/me/profile', {})
  return (
    <Reply reply={profile} lines={4}>
      {(data) => <ProfileForm profile={data} />}
    </Reply>
  )
}

function ProfileForm({ profile }: { profile: Profile }) {
  const words = useLearnerWords().profile
  const common = useWords().worth
  const queries = useQueryClient()
  const save = useAction<typeof putProfile>('PUT', '/api/v1/me/profile')
  const [studentNumber, setStudentNumber] = useState(profile.studentNumber ?? '')
  const [major, setMajor] = useState(profile.major ?? '')
  const [institutionId, setInstitutionId] = useState(profile.institution?.id ?? '')
  return (
    <form
      className="panel editor"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(
          {
            input: {
              studentNumber: studentNumber.trim() || null,
              major: major.trim() || null,
              institutionId: institutionId || null,
            },
          },
          { onSuccess: () => void queries.invalidateQueries() },
        )
      }}
    >
      <Field label={words.name} help={words.nameHelp}>
        {(attributes) => <input {...attributes} value={profile.name} readOnly />}
      </Field>
      <div className="editor-pair">
        <TextField
          label={words.studentNumber}
          maxLength={40}
          value={studentNumber}
          onChange={setStudentNumber}
        />
        <TextField label={words.major} maxLength={80} value={major} onChange={setMajor} />
      </div>
      <InstitutionPicker
        name="institution"
        label={words.institution}
        hint={common.targetHint}
        institutionId={institutionId}
        onChoose={setInstitutionId}
      />
      {save.error && <Trouble problem={save.error} />}
      <div className="editor-foot">
        <button type="submit" className="button primary" aria-busy={save.isPending}>
          {words.save}
        </button>
        <output>{save.isSuccess && words.saved}</output>
      </div>
    </form>
  )
}
