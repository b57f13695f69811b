// evidence/routes.ts – contract to operation.
import type { FastifyInstance } from 'fastify'
import { serve, serveFile } from '../http/serve.ts'
import { publicId, uuidFrom } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { getEvidenceContent, getEvidenceFile, postEvidenceFile } from './contract.ts'
import { type EvidenceKnown, readContent, readFile, type ReadingBank, uploadFile } from './operations.ts'

export function evidenceRoutes(http: FastifyInstance, bank: ReadingBank): void {
  serve(http, postEvidenceFile, async ({ name, content }, call) =>
    toFile(await uploadFile(bank, { name, content: Buffer.from(content, 'base64') }, call)),
  )
  serve(http, getEvidenceFile, async ({ fileId, reason }, call) =>
    toFile(await readFile(bank, { id: uuidFrom('file', fileId) ?? refuse('not_found'), reason }, call)),
  )
  serveFile(http, getEvidenceContent, async ({ fileId, reason }, call) => {
    const id = uuidFrom('file', fileId) ?? refuse('not_found')
    const file = await readContent(bank, { id, reason }, call)
    return {
      name: file.name,
      mediaType: file.mediaType,
      bytes: file.content,
      inline: file.mediaType !== 'application/pdf',
    }
  })
}

const toFile = ({ id, sha256, uploadedAt, ...file }: EvidenceKnown) => ({
  ...file,
  id: publicId('file', id),
  sha256: sha256.toString('hex'),
  uploadedAt: uploadedAt.toISOString(),
})
