// evidence/contract.ts – 证明材料 over HTTP: a file goes up once, and is read by who may see the record it belongs to.
import { z } from 'zod'
import { contract } from '../access/contract.ts'
import { idOf } from '../values/ids.ts'
import { fileBytesMax, mediaTypes } from './model.ts'

export const EvidenceFile = z.strictObject({
  id: idOf('file'),
  name: z.string(),
  mediaType: z.enum(mediaTypes),
  bytes: z.int(),
  sha256: z.string().describe('Hexadecimal; the receipt names it'),
  uploadedAt: z.iso.datetime(),
})

/** Base 64 takes four letters for three bytes. */
const contentMax = Math.ceil(fileBytesMax / 3) * 4

export const postEvidenceFile = contract({
  method: 'POST',
  path: '/api/v1/evidence/files',
  permission: 'file.upload',
  summary: 'Upload a certificate or transcript of my own: a JPEG or PNG image or a PDF of at most 5 MB',
  bodyLimit: contentMax + 4_096,
  input: z.strictObject({
    name: z.string().trim().min(1).max(120).describe('File name, as the learner knows it'),
    content: z
      .string()
      .min(1)
      .regex(/^[A-Za-z0-9+/]*={0,2}$/, 'base64')
      .describe('The bytes in base 64'),
  }),
  reply: EvidenceFile,
})

const Reason = z.string().max(500).optional().describe('Asked of an administrator; kept in the audit log')

export const getEvidenceFile = contract({
  method: 'GET',
  path: '/api/v1/evidence/files/:fileId',
  permission: 'file.read',
  summary: 'What is known of a file',
  input: z.strictObject({ fileId: idOf('file'), reason: Reason }),
  reply: EvidenceFile,
})

export const getEvidenceContent = contract({
  method: 'GET',
  path: '/api/v1/evidence/files/:fileId/content',
  permission: 'file.read',
  summary: 'The file itself: an image to show, a PDF to download',
  file: true,
  input: z.strictObject({ fileId: idOf('file'), reason: Reason }),
  reply: z.any(),
})
