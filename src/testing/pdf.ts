// testing/pdf.ts – what a PDF of ours says, read back from the file itself: each page's text through its fonts' own tables.
import { inflateSync } from 'node:zlib'

export type PdfText = { pages: string[]; title: string; language: string }

/** Reads a file made by paper/sheet.ts; no other PDF is promised to work. */
export function readPdf(file: Buffer): PdfText {
  const text = file.toString('latin1')
  if (!text.startsWith('%PDF-') || !text.trimEnd().endsWith('%%EOF')) throw new Error('Not a whole PDF')
  const objects = new Map<string, { head: string; stream: string }>()
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [head = '', ...rest] = match[2]!.split(/stream\n/)
    const raw = rest.join('stream\n').replace(/\nend$/, '')
    const stream = head.includes('/FlateDecode')
      ? inflateSync(Buffer.from(raw, 'latin1')).toString('latin1')
      : raw
    objects.set(match[1]!, { head, stream })
  }
  const at = (number: string | undefined) => objects.get(number ?? '') ?? { head: '', stream: '' }
  const fonts = new Map<string, Map<number, string>>()
  for (const { head } of objects.values())
    for (const [, name, number] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const table = /\/ToUnicode (\d+) 0 R/.exec(at(number).head)?.[1]
      fonts.set(name!, lettersOf(at(table).stream))
    }
  const kids = /\/Kids \[([^\]]*)\]/.exec(
    [...objects.values()].find(({ head }) => /\/Type \/Pages/.test(head))?.head ?? '',
  )
  const pages = Array.from(kids?.[1]?.matchAll(/(\d+) 0 R/g) ?? [], (match) => at(match[1]).head).map(
    (page) => {
      const content = /\/Contents (\d+) 0 R/.exec(page)?.[1]
      return textOf(at(content).stream, fonts)
    },
  )
  const title = at(/\/Title (\d+) 0 R\n/.exec(text)?.[1]).head.slice(1, -1)
  const language = /\/Lang \(([\w-]*)\)/.exec(text)?.[1] ?? ''
  return { pages, title: wordsOf(title), language }
}

/** Text in a dictionary: UTF-16 with a mark in front, or plain letters. */
function wordsOf(escaped: string): string {
  const signs: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
  const raw = escaped.replaceAll(/\\([\s\S])/g, (_, sign: string) => signs[sign] ?? sign)
  return raw.startsWith('\u00FE\u00FF')
    ? Buffer.from(raw.slice(2), 'latin1').swap16().toString('utf16le')
    : raw
}

/** The letters of a font's glyphs, by its ToUnicode table. */
function lettersOf(table: string): Map<number, string> {
  const letters = new Map<number, string>()
  for (const [, from, , list] of table.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/gi)) {
    const start = Number.parseInt(from!, 16)
    for (const [place, [, code]] of Array.from(list!.matchAll(/<([0-9a-f ]*)>/gi)).entries())
      letters.set(start + place, Buffer.from(code!.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'))
  }
  return letters
}

/** One line of text for each piece that was put on the page. */
function textOf(content: string, fonts: Map<string, Map<number, string>>): string {
  let letters = new Map<number, string>()
  const lines: string[] = []
  for (const [, font, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[((?:<[0-9a-f]*>|[\s\d.-])*)\] TJ/gi)) {
    if (font !== undefined) letters = fonts.get(font) ?? new Map<number, string>()
    else {
      const glyphs = Array.from(shown!.matchAll(/<([0-9a-f]*)>/gi), (match) => match[1]).join('')
      lines.push(
        Array.from(
          glyphs.match(/.{4}/g) ?? [],
          (glyph) => letters.get(Number.parseInt(glyph, 16)) ?? '\uFFFD',
        ).join(''),
      )
    }
  }
  return lines.join('\n')
}
