// evidence/inspection.ts – what a file really is, by its bytes: an image or a PDF, whole, and nothing else besides.
import { crc32, inflateSync } from 'node:zlib'
import { fileBytesMax, type MediaType } from './model.ts'

export type FileFlaw =
  | 'file_too_large'
  | 'file_kind'
  | 'file_damaged'
  | 'file_polyglot'
  | 'file_active'
  | 'file_locked'

/**
 * Names the kind of a file, or what is wrong with it. Strict on purpose: a file that is two things at once shows a
 * reviewer one thing and a machine another, and a PDF that runs something is no evidence.
 */
export function inspect(bytes: Buffer): { mediaType: MediaType } | { flaw: FileFlaw } {
  if (bytes.length > fileBytesMax) return { flaw: 'file_too_large' }
  const kind = kinds.find(({ magic }) => bytes.subarray(0, magic.length).equals(magic))
  if (!kind) return { flaw: 'file_kind' }
  const flaw = kind.check(bytes) ?? (isTwoThings(bytes) ? 'file_polyglot' : undefined)
  return flaw ? { flaw } : { mediaType: kind.mediaType }
}

const kinds: { mediaType: MediaType; magic: Buffer; check: (bytes: Buffer) => FileFlaw | undefined }[] = [
  { mediaType: 'image/jpeg', magic: Buffer.from([0xff, 0xd8, 0xff]), check: jpegFlaw },
  {
    mediaType: 'image/png',
    magic: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    check: pngFlaw,
  },
  { mediaType: 'application/pdf', magic: Buffer.from('%PDF-'), check: pdfFlaw },
]

/** A picture larger than this is made to exhaust whoever opens it. */
const pixelsMax = 100_000_000

const isDrawable = (width: number, height: number): boolean =>
  width > 0 && height > 0 && width * height <= pixelsMax

/** Segment by segment to the end-of-image mark, which must be the last two bytes. */
function jpegFlaw(bytes: Buffer): FileFlaw | undefined {
  let at = 2
  let drawable = false
  while (at + 3 < bytes.length) {
    if (bytes[at] !== 0xff) return 'file_damaged'
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at += 1
      continue
    }
    const length = bytes.readUInt16BE(at + 2)
    if (length < 2 || at + 2 + length > bytes.length) return 'file_damaged'
    if (isFrame(marker)) {
      if (length < 8) return 'file_damaged'
      drawable = isDrawable(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5))
      if (!drawable) return 'file_damaged'
    }
    at += 2 + length
    if (marker !== 0xda) continue
    at = endOfScan(bytes, at)
    if (bytes[at + 1] === 0xd9) {
      if (!drawable) return 'file_damaged'
      return at + 2 === bytes.length ? undefined : 'file_polyglot'
    }
  }
  return 'file_damaged'
}

/** SOF0 to SOF15 without the three marks among them that begin no frame. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** The next mark that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from)
  while (at >= 0 && at + 1 < bytes.length) {
    const next = bytes[at + 1]!
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7) && next !== 0xff) return at
    at = bytes.indexOf(0xff, at + (next === 0xff ? 1 : 2))
  }
  return bytes.length
}

/** Chunk by chunk with their check sums to IEND, which must be the end. */
function pngFlaw(bytes: Buffer): FileFlaw | undefined {
  let at = 8
  let [first, drawn] = [true, false]
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at)
    const end = at + 12 + length
    if (end > bytes.length) return 'file_damaged'
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return 'file_damaged'
    if (first && (type !== 'IHDR' || length !== 13)) return 'file_damaged'
    if (first && !isDrawable(bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12))) return 'file_damaged'
    if (type === 'IEND') {
      if (!drawn) return 'file_damaged'
      return end === bytes.length ? undefined : 'file_polyglot'
    }
    drawn ||= type === 'IDAT'
    first = false
    at = end
  }
  return 'file_damaged'
}

/**
 * From its header in the very first byte to %%EOF in the last, unlocked, and without anything that acts: names are read
 * with their #-escapes undone, outside of streams and inside of object streams, which can hide them.
 */
function pdfFlaw(bytes: Buffer): FileFlaw | undefined {
  const text = bytes.toString('latin1')
  if (!/^%PDF-[12]\.\d/.test(text) || !/startxref\s+\d+\s+%%EOF\s*$/.test(text.slice(-1_024)))
    return /%%EOF/.test(text) ? 'file_polyglot' : 'file_damaged'
  const outside: string[] = []
  let at = 0
  for (const found of text.matchAll(/(<<(?:(?!\bendobj\b)[\s\S]){0,4000}?>>)\s*stream\r?\n/g)) {
    const begin = found.index + found[0].length
    if (found.index < at) continue
    const end = text.indexOf('endstream', begin)
    if (end < 0) return 'file_damaged'
    outside.push(text.slice(at, begin))
    if (/\/ObjStm\b/.test(unescaped(found[1]!))) {
      const inner = inflated(bytes.subarray(begin, end), found[1]!)
      if (inner === undefined) return 'file_locked'
      outside.push(inner)
    }
    at = end
  }
  outside.push(text.slice(at))
  const names = unescaped(outside.join('\n'))
  if (/\/Encrypt\b/.test(names)) return 'file_locked'
  const acts = /\/(JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|ImportData|SubmitForm)\b/
  return acts.test(names) || /\/JS\b/.test(names) || acts.test(unescaped(text)) ? 'file_active' : undefined
}

/** `/J#61vaScript` is `/JavaScript`. */
const unescaped = (text: string): string =>
  text.replaceAll(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** What an object stream holds; undefined when it can't be read with the one filter in use. */
function inflated(stream: Buffer, dictionary: string): string | undefined {
  const filters = /\/Filter\s*(\[[^\]]*\]|\/\w+)/.exec(unescaped(dictionary))?.[1]
  if (filters === undefined) return stream.toString('latin1')
  if (!/^\[?\s*\/FlateDecode\s*\]?$/.test(filters)) return undefined
  try {
    return inflateSync(stream, { maxOutputLength: 4 * fileBytesMax }).toString('latin1')
  } catch {
    return undefined
  }
}

const zipEnd = Buffer.from([0x50, 0x4b, 0x05, 0x06])
const zipTail = 65_557

/** Whether a browser or an archiver could take the file for something of theirs. */
const isTwoThings = (bytes: Buffer): boolean =>
  bytes.subarray(-zipTail).includes(zipEnd) ||
  /<(script|html|svg|iframe|!doctype\s+html|\?php)[\s>/]/i.test(bytes.toString('latin1'))
