// 再次验证身份: by code, by passkey, or by password while no app is enrolled.
import { useState } from 'react'
import type { readFactor, stepUp } from '../../identity/contract.ts'
import type { listPasskeys } from '../../identity/passkeys/contract.ts'
import { useAction, useReply } from '../api.ts'
import { useNewcomerWords } from '../frame/area-words.ts'
import { TextField } from '../frame/field.tsx'
import { Reply, Trouble } from '../frame/reply.tsx'
import { PasskeyButton } from './passkey-button.tsx'

export default function StepUp({ proven }: { proven: () => void }) {
  const words = useNewcomerWords().stepUp
  const factor = useReply<typeof readFactor>('GET', '/api/v1/me/factor', {})
  const passkeys = useReply<typeof listPasskeys>('GET', '/api/v1/me/passkeys', {})
  const hasPasskeys = (passkeys.data?.data.length ?? 0) > 0
  const prove = useAction<typeof stepUp>('POST', '/api/v1/me/step-up')
  const [proof, setProof] = useState('')
  return (
    <section className="step-up" aria-label={words.title}>
      <h3>{words.title}</h3>
      <p className="help">{words.lead}</p>
      <Reply reply={factor} lines={1}>
        {({ enrolledAt: enrolled }) => (
          <form
            className="editor"
            onSubmit={(event) => {
              event.preventDefault()
              const input = enrolled ? { code: proof } : { password: proof }
              prove.mutate({ input }, { onSuccess: proven })
            }}
          >
            <TextField
              label={enrolled ? words.code : words.password}
              help={enrolled && words.codeHelp}
              error={prove.error?.details?.detail}
              type={enrolled ? 'text' : 'password'}
              inputMode={enrolled ? 'numeric' : 'text'}
              autoComplete={enrolled ? 'one-time-code' : 'current-password'}
              required
              value={proof}
              onChange={setProof}
            />
            <div className="editor-foot">
              <button type="submit" className="button primary" aria-busy={prove.isPending}>
                {words.submit}
              </button>
              {hasPasskeys && (
                <PasskeyButton
                  label={words.passkey}
                  question="/api/v1/me/passkeys/questions"
                  unfinished={words.passkeyUnfinished}
                  answered={async (passkey) => {
                    await prove.mutateAsync({ input: { passkey } })
                    proven()
                  }}
                  refused={(problem) => <Trouble problem={problem} />}
                />
              )}
            </div>
          </form>
        )}
      </Reply>
    </section>
  )
}
