// evidence/picture.ts – pictures for tests and the demo: real PNG files, each with its own bytes.
import { crc32, deflateSync } from 'node:zlib'

/** A small white picture that carries a line of text, so that no two of different texts are one file. */
export function pictureOf(text: string): Buffer {
  const side = 8
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.writeUInt8(8, 8) // Eight bits a pixel, in grey.
  const rows = Buffer.alloc(side * (side + 1), 0xff)
  for (let row = 0; row < side; row++) rows.writeUInt8(0, row * (side + 1))
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('tEXt', Buffer.concat([Buffer.from('Comment\0'), Buffer.from(text)])),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, content: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type), content])
  const made = Buffer.alloc(typed.length + 8)
  made.writeUInt32BE(content.length, 0)
  typed.copy(made, 4)
  made.writeUInt32BE(crc32(typed), typed.length + 4)
  return made
}
