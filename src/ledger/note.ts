// ledger/note.ts – a checkpoint as it travels: a C2SP tlog-checkpoint inside of a signed-note. Pure, so that a browser
// reads it as the server does; who signed it is for those who can check signatures.

/** `text` is what was signed; `root` and the signatures (key hash and signature) are base64. */
export type Note = {
  text: string
  origin: string
  size: number
  root: string
  signatures: { name: string; signed: string }[]
}

/** One log a shard; the origin tells which. */
export const originOf = (name: string, shard: number): string => `${name}/ledger/${shard}`

export const noteText = ({ origin, size, root }: Pick<Note, 'origin' | 'size' | 'root'>): string =>
  `${origin}\n${size}\n${root}\n`

/** The parts of a note; undefined when it is none. */
export function readNote(note: string): Note | undefined {
  const end = note.lastIndexOf('\n\n')
  if (end < 0) return undefined
  const text = note.slice(0, end + 1)
  const [origin = '', digits = '', root = ''] = text.split('\n')
  const size = Number(digits)
  // 32 bytes in their one way to be written, and written back the same text: no second way to say the same.
  if (!/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(root)) return undefined
  if (!Number.isSafeInteger(size) || size < 0 || noteText({ origin, size, root }) !== text) return undefined
  const signatures = note
    .slice(end + 2)
    .split('\n')
    .flatMap((line) => {
      const [, name, signed] = /^— (\S+) (\S+)$/.exec(line) ?? []
      return name !== undefined && signed !== undefined ? [{ name, signed }] : []
    })
  return { text, origin, size, root, signatures }
}
