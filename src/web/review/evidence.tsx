// The evidence beside the claim: pages one by one, larger, smaller, turned.
import { useState } from 'react'
import type { EvidenceFile } from '../../evidence/contract.ts'
import type { z } from 'zod'
import { useReviewWords } from '../frame/area-words.ts'
import { Icon } from '../frame/icon.tsx'

type File = z.output<typeof EvidenceFile>

const zooms = [1, 1.5, 2, 3] as const

export function EvidenceViewer({ files }: { files: File[] }) {
  const words = useReviewWords()
  const [at, setAt] = useState(0)
  const [zoom, setZoom] = useState(0)
  const [turn, setTurn] = useState(0)
  const file = files[at]
  if (!file) return null
  const address = `/api/v1/evidence/files/${file.id}/content`
  return (
    <>
      <div className="viewer-bar">
        {files.length > 1 &&
          files.map(({ id, name }, index) => (
            <button
              key={id}
              type="button"
              className={index === at ? 'button primary' : 'button'}
              aria-pressed={index === at}
              aria-label={`${words.page(index + 1, files.length)} ${name}`}
              onClick={() => setAt(index)}
            >
              {index + 1}
            </button>
          ))}
        {file.mediaType !== 'application/pdf' && (
          <>
            <button
              type="button"
              className="button"
              aria-label={words.zoomIn}
              onClick={() => setZoom(Math.min(zoom + 1, zooms.length - 1))}
            >
              <Icon name="plus" />
            </button>
            <button
              type="button"
              className="button"
              aria-label={words.zoomOut}
              onClick={() => setZoom(Math.max(zoom - 1, 0))}
            >
              <Icon name="dash" />
            </button>
            <button
              type="button"
              className="button"
              aria-label={words.rotate}
              onClick={() => setTurn((turn + 1) % 4)}
            >
              <Icon name="rotate" />
            </button>
          </>
        )}
        <a className="button" href={address} target="_blank" rel="noreferrer">
          {words.openFile}
        </a>
      </div>
      <p className="help">{file.name}</p>
      {file.mediaType === 'application/pdf' ? (
        <p className="viewer-file">
          <Icon name="file" />
        </p>
      ) : (
        // It scrolls when it is enlarged, so it can be reached by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className="viewer" tabIndex={0} aria-label={file.name}>
          <img src={address} alt={file.name} data-zoom={zooms[zoom]} data-turn={turn} />
        </section>
      )}
    </>
  )
}
