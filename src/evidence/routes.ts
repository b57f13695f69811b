// evidence/routes.ts – contract to operation.
import type { FastifyInstance } from 'fastify'
import { serve, serveFile } from '../http/serve.ts'
import { publicId, uuidFrom } from '../values/ids.ts'
import { refuse } from '../values/refusal.ts'
import { getEvidenceContent, getEvidenceFile, postEvidenceFile } from './contract.ts'
import { type EvidenceBank, type EvidenceKnown, readContent, readFile, uploadFile } from './operations.ts'

export function evidenceRoutes(http: FastifyInstance, bank: EvidenceBank): void {
  serve(http, postEvidenceFile, async ({ name, content }, call) =>
    toFile(await uploadFile(bank, { name, content: Buffer.from(content, 'base64') }, call)),
  )
  serve(http, getEvidenceFile, async ({ fileId }, call) =>
    toFile(await readFile(bank, uuidFrom('file', fileId) ?? refuse('not_found'), call)),
  )
  serveFile(http, getEvidenceContent, async ({ fileId }, call) => {
    const file = await readContent(bank, uuidFrom('file', fileId) ?? refuse('not_found'), call)
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
