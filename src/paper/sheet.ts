// paper/sheet.ts – 纸面: one A4 document as a PDF, with what every paper of the bank has: headings, facts, tables that go
// over pages, a seal, a QR code, page numbers, tags for screen readers. What a paper says is for the modules to know.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setImmediate as breath } from 'node:timers/promises'
import Pdf from 'pdfkit'
import { create as qrCode } from 'qrcode'
import type { Language } from '../words/language.ts'

export type Column = {
  label: string
  /** In points; the columns of a table fill the page's 515. */
  width: number
  align?: 'right'
}

/** Of a row that is struck through, the amounts are: its words say what took it back. */
export type Row = { cells: readonly string[]; struck?: boolean }

export type Mark = {
  /** Around the star of the seal, and below it. */
  seal: { around: string; below: string; alt: string }
  /** What the QR code says, and how a reader is told of it. */
  address: string
  lines: readonly string[]
}

export type Sheet = {
  heading: (text: string) => void
  facts: (facts: readonly (readonly [label: string, value: string])[]) => void
  note: (text: string) => void
  table: (columns: readonly Column[], rows: readonly Row[]) => Promise<void>
  mark: (mark: Mark) => void
  /** The finished file, with the text of each page's foot. */
  finish: (foot: (page: number, pages: number) => string) => Promise<Buffer>
}

const left = 40
const top = 44
const width = 515
const bottom = 782
const ink = '#1a1a1a'
const faint = '#595959'
const line = '#bfbfbf'
const red = '#c1272d'

const require = createRequire(import.meta.url)
const fontFolder = join(dirname(require.resolve('@embedpdf/fonts-sc')), '..', 'fonts')
const fontFiles = new Map<string, Buffer>()

/** Read once for all papers; each paper embeds only the letters that it uses. */
function fontFile(weight: 'Regular' | 'Bold'): Buffer {
  const file = fontFiles.get(weight) ?? readFileSync(join(fontFolder, `NotoSansHans-${weight}.otf`))
  fontFiles.set(weight, file)
  return file
}

export function newSheet(about: { title: string; bank: string; language: Language; at: Date }): Sheet {
  const { title, bank, language, at } = about
  const pdf = new Pdf({
    size: 'A4',
    margins: { top, left, right: left, bottom: 0 },
    pdfVersion: '1.7',
    lang: language,
    displayTitle: true,
    tagged: true,
    bufferPages: true,
    info: { Title: title, Author: bank, Creator: bank, Producer: bank, CreationDate: at, ModDate: at },
  })
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject))
  pdf.registerFont('plain', fontFile('Regular')).registerFont('bold', fontFile('Bold'))
  pdf.font('bold')
  const { readable, widthOf } = lettersOf(pdf)
  const root = pdf.struct('Document', { title })
  pdf.addStructure(root)
  let y = top

  const put = (text: string, size: number, options: PDFKit.Mixins.TextOptions & { x?: number } = {}) => {
    const { x = left, ...rest } = options
    pdf.fontSize(size).text(readable(text), x, y, { width, ...rest })
  }
  const turn = (): void => {
    pdf.addPage()
    y = top
  }
  const ensure = (height: number): void => {
    if (y + height > bottom) turn()
  }
  const tagged = (
    parent: PDFKit.PDFStructureElement,
    tag: string,
    draw: () => void,
    options: { alt?: string } = {},
  ): void => void parent.add(pdf.struct(tag, options, draw))
  const paragraph = (
    tag: string,
    text: string,
    size: number,
    font: 'plain' | 'bold',
    color: string,
  ): void => {
    pdf.font(font).fontSize(size)
    const height = pdf.heightOfString(readable(text), { width })
    ensure(height)
    tagged(root, tag, () => {
      pdf.font(font).fillColor(color)
      put(text, size)
    })
    y += height
  }

  paragraph('P', bank, 10, 'plain', faint)
  paragraph('H1', title, 18, 'bold', ink)
  y += 8

  return {
    heading(text) {
      ensure(60)
      y += 12
      paragraph('H2', text, 11.5, 'bold', ink)
      y += 4
    },
    note(text) {
      paragraph('P', text, 8.5, 'plain', faint)
      y += 2
    },
    facts(facts) {
      const labelWidth = 110
      for (const [label, value] of facts) {
        pdf.font('plain').fontSize(9.5)
        const height = pdf.heightOfString(readable(value), { width: width - labelWidth }) + 4
        ensure(height)
        tagged(root, 'P', () => {
          pdf.font('plain').fillColor(faint)
          put(label, 9.5, { width: labelWidth - 8 })
          pdf.fillColor(ink)
          put(value, 9.5, { x: left + labelWidth, width: width - labelWidth })
        })
        y += height
      }
    },
    async table(columns, rows) {
      const table = pdf.struct('Table')
      root.add(table)
      const cellsOf = (cells: readonly string[], tag: 'TH' | 'TD', struck: boolean): void => {
        pdf.font(tag === 'TH' ? 'bold' : 'plain').fontSize(8.5)
        const lineHeight = pdf.currentLineHeight(true)
        const texts = cells.map(readable)
        // Most cells take one line; to lay them all out would take most of the time.
        const isLong = columns.map(({ width }, at) => widthOf(texts[at] ?? '', 8.5) > width - 6)
        const heights = columns.map(({ width }, at) =>
          isLong[at] ? pdf.heightOfString(texts[at] ?? '', { width: width - 6 }) : lineHeight,
        )
        const height = Math.max(...heights) + 7
        if (y + height > bottom) {
          turn()
          if (tag === 'TD') headOf()
        }
        const row = pdf.struct('TR')
        table.add(row)
        let x = left
        for (const [at, column] of columns.entries()) {
          const cell = texts[at] ?? ''
          const isAmount = column.align === 'right'
          const strike = struck && isAmount
          tagged(row, tag, () => {
            pdf.font(tag === 'TH' ? 'bold' : 'plain').fontSize(8.5)
            pdf.fillColor(tag === 'TH' || struck ? faint : ink)
            if (isLong[at])
              pdf.text(cell, x, y + 4, { width: column.width - 6, align: column.align ?? 'left', strike })
            else if (cell !== '') {
              const indent = isAmount ? column.width - 6 - widthOf(cell, 8.5) : 0
              pdf.text(cell, x + indent, y + 4, { lineBreak: false, strike })
            }
          })
          x += column.width
        }
        row.end()
        y += height
        pdf.markContent('Artifact')
        pdf
          .lineWidth(0.4)
          .strokeColor(line)
          .moveTo(left, y)
          .lineTo(left + width, y)
          .stroke()
        pdf.endMarkedContent()
      }
      const headOf = (): void => {
        cellsOf(
          columns.map(({ label }) => label),
          'TH',
          false,
        )
      }
      ensure(60)
      headOf()
      for (const [at, { cells, struck }] of rows.entries()) {
        cellsOf(cells, 'TD', struck ?? false)
        // Others are served between the rows of a long paper.
        if (at % rowsAtOnce === rowsAtOnce - 1) await breath()
      }
      table.end()
      y += 6
    },
    mark({ seal, address, lines }) {
      const height = 116
      ensure(height + 12)
      y += 12
      tagged(root, 'Figure', () => drawQr(pdf, address, { x: left, y, size: 92 }), { alt: address })
      const at = y
      for (const text of lines) {
        tagged(root, 'P', () => {
          pdf.font('plain').fillColor(ink)
          put(text, 8.5, { x: left + 104, width: 270 })
        })
        y = pdf.y + 2
      }
      tagged(root, 'Figure', () => drawSeal(pdf, seal, { x: left + width - 56, y: at + 54 }), {
        alt: seal.alt,
      })
      y = at + height
    },
    async finish(foot) {
      root.end()
      const { start, count } = pdf.bufferedPageRange()
      for (let page = 0; page < count; page++) {
        pdf.switchToPage(start + page)
        pdf.markContent('Artifact', { type: 'Pagination' })
        pdf.font('plain').fontSize(8).fillColor(faint)
        pdf.text(readable(foot(page + 1, count)), left, 806, { width, align: 'center', lineBreak: false })
        pdf.endMarkedContent()
      }
      pdf.end()
      await ended
      return Buffer.concat(chunks)
    },
  }
}

const rowsAtOnce = 25

type Letter = { shown: string; width: number }

/**
 * What the font has, letter by letter, and how wide it is. A letter that it lacks is shown by its code, never as an empty
 * box.
 */
function lettersOf(pdf: PDFKit.PDFDocument) {
  // The document knows its font; the types do not say so.
  const { _font: used } = pdf as unknown as { _font: { font: OpenFont } }
  const { font } = used
  const known = new Map<string, Letter>()
  const widthIn = (text: string): number =>
    Array.from(text).reduce(
      (sum, each) => sum + font.glyphForCodePoint(each.codePointAt(0)!).advanceWidth,
      0,
    ) / font.unitsPerEm
  const letterOf = (letter: string): Letter => {
    const found = known.get(letter)
    if (found) return found
    const code = letter.codePointAt(0)!
    const has = font.hasGlyphForCodePoint(code)
    const shown = has ? letter : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`
    const made = { shown, width: widthIn(shown) }
    known.set(letter, made)
    return made
  }
  const each = (text: string): Letter[] => Array.from(text, letterOf)
  return {
    readable: (text: string): string =>
      each(
        text
          .normalize('NFC')
          .replaceAll(/\p{Variation_Selector}/gu, '')
          .replaceAll(/\p{Cc}/gu, ' '),
      )
        .map(({ shown }) => shown)
        .join(''),
    widthOf: (text: string, size: number): number =>
      each(text).reduce((sum, { width }) => sum + width, 0) * size,
  }
}

type OpenFont = {
  unitsPerEm: number
  hasGlyphForCodePoint: (code: number) => boolean
  glyphForCodePoint: (code: number) => { advanceWidth: number }
}

function drawQr(pdf: PDFKit.PDFDocument, text: string, at: { x: number; y: number; size: number }): void {
  const { size, data } = qrCode(text, { errorCorrectionLevel: 'M' }).modules
  const step = at.size / size
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      if (data[row * size + column]) pdf.rect(at.x + column * step, at.y + row * step, step, step)
  pdf.fill('#000000')
}

/** 印章: a ring, a star, the bank's name around it. What it says is proven by the code beside it, not by the drawing. */
function drawSeal(
  pdf: PDFKit.PDFDocument,
  { around, below }: Mark['seal'],
  { x, y }: { x: number; y: number },
): void {
  const radius = 46
  pdf.save().lineWidth(2.2).strokeColor(red).fillColor(red)
  pdf.circle(x, y, radius).stroke()
  const points = Array.from({ length: 10 }, (_, at): [number, number] => {
    const length = at % 2 === 0 ? 13 : 5
    const angle = (at * Math.PI) / 5 - Math.PI / 2
    return [x + length * Math.cos(angle), y - 2 + length * Math.sin(angle)]
  })
  pdf.polygon(...points).fill()
  const letters = Array.from(around)
  const span = Math.min(240, letters.length * (around.length > 8 ? 15 : 34))
  pdf.font('bold').fontSize(around.length > 8 ? 9 : 13)
  for (const [at, letter] of letters.entries()) {
    const turned = letters.length === 1 ? 0 : -span / 2 + (span / (letters.length - 1)) * at
    pdf.save().rotate(turned, { origin: [x, y] })
    pdf.text(letter, x - 10, y - radius + 5, { width: 20, align: 'center', lineBreak: false })
    pdf.restore()
  }
  pdf.fontSize(8).text(below, x - 40, y + 20, { width: 80, align: 'center', lineBreak: false })
  pdf.restore()
}
