// What a file really is: by its bytes, and only one thing.
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { inspect } from './inspection.ts'
import { fileBytesMax } from './model.ts'
import { pictureOf } from './picture.ts'

const png = pictureOf('成绩单')
/** A JPEG of one grey block: SOI, quantisation, frame of 8 by 8, Huffman table, scan, end. */
const jpeg = Buffer.concat([
  Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
  Buffer.from(`ffdb004300${'01'.repeat(64)}`, 'hex'),
  Buffer.from('ffc0000b080008000801011100', 'hex'),
  Buffer.from('ffc40014000100000000000000000000000000000000', 'hex'),
  Buffer.from('ffda0008010100003f00d2cf20ffd9', 'hex'),
])
const pdf = (objects: string): Buffer =>
  Buffer.from(
    `%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${objects} >>\nendobj\nstartxref\n9\n%%EOF\n`,
    'latin1',
  )
const packed = (inner: string): Buffer => {
  const stream = deflateSync(Buffer.from(inner))
  return Buffer.concat([
    Buffer.from('%PDF-1.7\n5 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n'),
    stream,
    Buffer.from('\nendstream\nendobj\nstartxref\n9\n%%EOF\n'),
  ])
}
const zip = Buffer.from([0x50, 0x4b, 0x05, 0x06, ...Array.from({ length: 18 }, () => 0)])

test.each([
  ['a PNG', png, 'image/png'],
  ['a JPEG', jpeg, 'image/jpeg'],
  ['a PDF', pdf(''), 'application/pdf'],
  ['a PDF with objects in a stream', packed('1 0 << /Type /Page >>'), 'application/pdf'],
])('%s is told by its bytes', (_, bytes, mediaType) => {
  expect(inspect(bytes)).toEqual({ mediaType })
})

const damaged = Buffer.from(png)
damaged.writeUInt8(damaged.readUInt8(60) ^ 1, 60)

test.each([
  ['plain text', Buffer.from('成绩单'), 'file_kind'],
  ['a program', Buffer.from('MZ\x90\x00'), 'file_kind'],
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'file_kind'],
  ['nothing', Buffer.alloc(0), 'file_kind'],
  ['a cut PNG', png.subarray(0, -5), 'file_damaged'],
  ['a PNG with one bit wrong', damaged, 'file_damaged'],
  ['a cut JPEG', jpeg.subarray(0, -2), 'file_damaged'],
  ['a PNG with something behind it', Buffer.concat([png, Buffer.from('extra')]), 'file_polyglot'],
  ['a JPEG with something behind it', Buffer.concat([jpeg, Buffer.from('extra')]), 'file_polyglot'],
  ['a PNG that is a web page', pictureOf('<script>alert(1)</script>'), 'file_polyglot'],
  ['a PDF that is an archive', Buffer.concat([pdf(''), zip]), 'file_polyglot'],
  ['a PDF with an archive inside', pdf(zip.toString('latin1')), 'file_polyglot'],
  ['a PDF that is a web page', pdf('<html ><body>'), 'file_polyglot'],
  ['a PDF with a script', pdf('/OpenAction << /S /JavaScript /JS (app.alert(1)) >>'), 'file_active'],
  ['a PDF with an escaped script', pdf('/OpenAction << /S /J#61vaScript >>'), 'file_active'],
  ['a PDF with a script in an object stream', packed('1 0 << /S /JavaScript /JS (x) >>'), 'file_active'],
  ['a PDF that starts a program', pdf('/AA << /S /Launch >>'), 'file_active'],
  ['a PDF with files in it', pdf('/Names << /EmbeddedFiles 3 0 R >>'), 'file_active'],
  ['a locked PDF', pdf('/Encrypt 9 0 R'), 'file_locked'],
  ['one byte more than allowed', Buffer.alloc(fileBytesMax + 1), 'file_too_large'],
])('%s is refused', (_, bytes, flaw) => {
  expect(inspect(bytes)).toEqual({ flaw })
})

test('a picture made to exhaust its reader is refused', () => {
  const huge = Buffer.from(jpeg)
  huge.writeUInt16BE(65_535, jpeg.indexOf(Buffer.from('ffc0', 'hex')) + 5)
  huge.writeUInt16BE(65_535, jpeg.indexOf(Buffer.from('ffc0', 'hex')) + 7)
  expect(inspect(huge)).toEqual({ flaw: 'file_damaged' })
})
