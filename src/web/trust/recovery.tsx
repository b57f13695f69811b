// 找回码: made in the settings and offered to newcomers; shown once, to be printed or copied.
import { useQueryClient } from '@tanstack/react-query'
import type { makeRecoveryCodes, readRecovery } from '../../identity/recovery/contract.ts'
import { useAction, useReply } from '../api.ts'
import { useProofWords } from '../frame/area-words.ts'
import { useWords } from '../frame/language.tsx'
import { Copy, Reply } from '../frame/reply.tsx'
import { instant } from '../frame/text.ts'
import { Refused } from './act.tsx'
import { saveText } from './download.ts'

export function Recovery() {
  const words = useProofWords().recovery
  const recovery = useReply<typeof readRecovery>('GET', '/api/v1/me/recovery-codes', {})
  return (
    <section className="panel" aria-labelledby="recovery">
      <h2 id="recovery">{words.codes}</h2>
      <p className="help">{words.codesLead}</p>
      <Reply reply={recovery} lines={1}>
        {({ left, madeAt, recoveredAt }) => (
          <>
            <p>{madeAt ? words.left(left, instant(madeAt)) : words.noneYet}</p>
            {recoveredAt && <p>{words.recoveredAt(instant(recoveredAt))}</p>}
            <MakeCodes verb={madeAt ? words.again : words.make} />
          </>
        )}
      </Reply>
    </section>
  )
}

/** After opening or activating an account: the first codes, or later. */
export default function FirstCodes({ onDone }: { onDone: () => void }) {
  const words = useProofWords().recovery
  return (
    <section className="panel newcomer" aria-labelledby="first-codes">
      <h2 id="first-codes">{words.first}</h2>
      <p>{words.firstLead}</p>
      <MakeCodes verb={words.make} />
      <div className="acts">
        <button type="button" className="button" onClick={onDone}>
          {words.goOn}
        </button>
      </div>
    </section>
  )
}

function MakeCodes({ verb }: { verb: string }) {
  const words = useProofWords().recovery
  const frame = useWords().frame
  const queries = useQueryClient()
  const make = useAction<typeof makeRecoveryCodes>('POST', '/api/v1/me/recovery-codes')
  const run = () =>
    make.mutate(
      { input: {} },
      { onSuccess: () => void queries.invalidateQueries({ queryKey: ['GET', '/api/v1/me/recovery-codes'] }) },
    )
  if (make.data) {
    const text = make.data.codes.join('\n')
    return (
      <>
        <output>
          <span className="told">{words.once}</span>
        </output>
        <ol className="codes">
          {make.data.codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
        <div className="acts">
          <Copy text={text} label={frame.copy} />
          <button type="button" className="button quiet" onClick={() => saveText(words.file, text)}>
            {words.save}
          </button>
        </div>
      </>
    )
  }
  return (
    <>
      <div className="acts">
        <button type="button" className="button" aria-busy={make.isPending} onClick={run}>
          {verb}
        </button>
      </div>
      <Refused problem={make.error} again={run} />
    </>
  )
}
