// Evidence from a phone or a desk: a photo is made small enough to travel, everything else goes as it is.
import { useState } from 'react'
import type { postEvidenceFile } from '../../evidence/contract.ts'
import { fileBytesMax } from '../../evidence/model.ts'
import { Problem, type ReplyOf, send } from '../api.ts'
import { useLearnerWords } from '../frame/area-words.ts'
import { Icon } from '../frame/icon.tsx'
import { useLanguage } from '../frame/language.tsx'
import { Trouble } from '../frame/reply.tsx'

type EvidenceFile = ReplyOf<typeof postEvidenceFile>

export function Upload(props: {
  files: EvidenceFile[]
  error?: string | undefined
  onChange: (change: (files: EvidenceFile[]) => EvidenceFile[]) => void
}) {
  const { language } = useLanguage()
  const words = useLearnerWords().editor
  const [sending, setSending] = useState<string[]>([])
  const [problem, setProblem] = useState<Problem>()

  const add = async (file: File) => {
    setSending((names) => [...names, file.name])
    setProblem(undefined)
    try {
      const content = await base64Of(await fitting(file))
      const kept = await send<typeof postEvidenceFile>(
        'POST',
        '/api/v1/evidence/files',
        { name: file.name.slice(-120), content },
        language,
      )
      props.onChange((files) => [...files, kept])
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    } finally {
      setSending((names) => names.filter((name) => name !== file.name))
    }
  }

  return (
    <div className="field">
      <span id="files-label">
        <strong>{words.files}</strong>
      </span>
      <ul className="files">
        {props.files.map((file) => (
          <li key={file.id}>
            {file.mediaType === 'application/pdf' ? (
              <span className="file-picture">
                <Icon name="file" />
              </span>
            ) : (
              <img src={`/api/v1/evidence/files/${file.id}/content`} alt={file.name} />
            )}
            <small>{file.name}</small>
            <button
              type="button"
              className="button"
              onClick={() => props.onChange((files) => files.filter(({ id }) => id !== file.id))}
            >
              <Icon name="close" />
              <span className="unseen">{words.removeFile(file.name)}</span>
            </button>
          </li>
        ))}
      </ul>
      <label className="upload">
        <Icon name="camera" />
        {words.addFile}
        <input
          className="unseen"
          type="file"
          accept="image/jpeg,image/png,application/pdf"
          multiple
          aria-describedby="files-help"
          aria-invalid={props.error !== undefined}
          onChange={(event) => {
            for (const file of Array.from(event.target.files ?? [])) void add(file)
            // The same file may be chosen again after it was removed.
            event.target.value = ''
          }}
        />
      </label>
      <p id="files-help" className={props.error ? 'help error' : 'help'}>
        {props.error ?? words.filesHint}
      </p>
      <output>{sending.map((name) => words.uploading(name)).join(' ')}</output>
      {problem && <Trouble problem={problem} />}
    </div>
  )
}

/** A photo above the limit is drawn again with at most this many pixels a side: more than a printed page needs. */
const sideMax = 2_400

async function fitting(file: File): Promise<Blob> {
  if (file.size <= fileBytesMax || !file.type.startsWith('image/')) return file
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, sideMax / Math.max(picture.width, picture.height))
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale))
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 })
}

async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  let text = ''
  const step = 0x8000
  for (let at = 0; at < bytes.length; at += step)
    text += String.fromCodePoint(...bytes.subarray(at, at + step))
  return btoa(text)
}
