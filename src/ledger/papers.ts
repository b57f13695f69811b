// ledger/papers.ts – 对账单与回单 on paper: what the account's pages say, laid out for print with seal and code.
import { newSheet, type Column, type Mark } from '../paper/sheet.ts'
import { creditsFromHundredths, creditsText, credits } from '../values/credits.ts'
import type { LocalDate } from '../values/dates.ts'
import { learner as learnerEn } from '../words/en/learner.ts'
import { papers as papersEn } from '../words/en/papers.ts'
import type { Language } from '../words/language.ts'
import { learner as learnerZh } from '../words/zh/learner.ts'
import { papers as papersZh } from '../words/zh/papers.ts'
import type { Line, Lot, ReceiptReply, UnitBalance } from './replies.ts'

const wordsIn = {
  'zh-CN': { ...learnerZh, papers: papersZh },
  en: { ...learnerEn, papers: papersEn },
}

/** Whose paper it is, when it is made, and where it can be verified. */
export type Issue = {
  language: Language
  at: Date
  holder: { id: string; name: string }
  code: string
  address: string
}

export type StatementContent = {
  from: LocalDate | null
  to: LocalDate
  /** Of one credit scheme, or of all. */
  unit: UnitBalance['unit'] | null
  units: readonly UnitBalance[]
  lots: readonly Lot[]
  /** Newest first, as the API gives them. */
  lines: readonly Line[]
}

export async function drawStatement(content: StatementContent, issue: Issue): Promise<Buffer> {
  const { language } = issue
  const words = wordsIn[language]
  const { papers } = words
  const { columns } = papers.statement
  const { from, to, units, lots, lines } = content
  const name = named(language)
  const sheet = newSheet({ title: papers.statement.title, bank: papers.bank, language, at: issue.at })
  sheet.facts([
    ...holderOf(issue),
    [papers.period, from === null ? papers.upTo(to) : papers.fromTo(from, to)],
    [papers.unit, content.unit === null ? papers.allUnits : name(content.unit)],
  ])

  sheet.heading(papers.statement.balances(to))
  await sheet.table(
    [
      { label: words.account.unit, width: 155 },
      ...balanceParts.map((part): Column => ({ label: words.balances[part], width: 45, align: 'right' })),
    ],
    units.map((unit) => ({ cells: [name(unit.unit), ...balanceParts.map((part) => unit[part])] })),
  )

  sheet.heading(papers.statement.lots(to))
  if (lots.length === 0) sheet.note(papers.statement.noLots)
  else
    await sheet.table(
      [
        { label: columns.lot, width: 175 },
        { label: columns.issuer, width: 120 },
        { label: columns.earned, width: 62 },
        { label: columns.expires, width: 62 },
        { label: columns.credits, width: 48, align: 'right' },
        { label: columns.available, width: 48, align: 'right' },
      ],
      lots.map((lot) => ({
        cells: [
          lot.provenance?.title ?? words.account.erased,
          name(lot.issuer),
          lot.earnedOn,
          lot.expiresOn ?? papers.statement.noExpiry,
          lot.credits,
          lot.available,
        ],
      })),
    )

  for (const { unit } of units) {
    const own = lines.filter((line) => line.unit.id === unit.id).toReversed()
    sheet.heading(papers.statement.movements(name(unit)))
    if (own.length === 0) sheet.note(papers.statement.noMovements)
    else await sheet.table(lineColumns(language), linesShown(language, own))
  }
  sheet.note(papers.statement.note)
  sheet.mark(markOf('statement', issue))
  return sheet.finish((page, pages) => papers.foot(papers.statement.title, page, pages))
}

const balanceParts = [
  'total',
  'available',
  'held',
  'frozen',
  'converted',
  'redeemed',
  'expired',
  'reversed',
] as const

const lineColumns = (language: Language): Column[] => {
  const { account, papers } = wordsIn[language]
  return [
    { label: account.columns.day, width: 62 },
    { label: papers.statement.columns.kind, width: 50 },
    { label: account.columns.summary, width: 148 },
    { label: account.columns.in, width: 46, align: 'right' },
    { label: account.columns.out, width: 46, align: 'right' },
    { label: account.columns.balance, width: 50, align: 'right' },
    { label: papers.statement.columns.held, width: 56, align: 'right' },
    { label: account.columns.number, width: 57 },
  ]
}

/** In order of time, between what was available before the first and after the last. */
function linesShown(language: Language, lines: readonly Line[]) {
  const { account, papers } = wordsIn[language]
  const [first, last] = [lines[0]!, lines.at(-1)!]
  const before = credits(first.available) - credits(first.in) + credits(first.out)
  return [
    sumRow(first.day, papers.statement.opening, creditsText(creditsFromHundredths(before))),
    ...lines.map((line) => ({
      cells: [
        line.day,
        account.kinds[line.kind],
        [
          line.title ?? account.erased,
          line.posting?.reversedBy && `${account.reversed} ${line.posting.reversedBy}`,
          line.posting?.reverses && `${account.reverses} ${line.posting.reverses}`,
        ]
          .filter(Boolean)
          .join(' · '),
        line.in,
        line.out,
        line.available,
        line.held,
        line.posting?.number ?? '',
      ],
      struck: line.posting?.reversedBy != null,
    })),
    sumRow(last.day, papers.statement.closing, last.available),
  ]
}

const sumRow = (day: string, label: string, amount: string) => ({
  cells: [day, '', label, '', '', amount, '', ''],
})

export async function drawReceipt(receipt: ReceiptReply, issue: Issue): Promise<Buffer> {
  const { language } = issue
  const words = wordsIn[language]
  const { papers } = words
  const name = named(language)
  const sheet = newSheet({
    title: `${papers.receipt.title} ${receipt.number}`,
    bank: papers.bank,
    language,
    at: issue.at,
  })
  sheet.facts([
    ...holderOf(issue),
    [papers.receipt.number, receipt.number],
    [words.receipt.effective, receipt.effectiveOn],
    [words.receipt.recorded, instantShown(receipt.recordedAt)],
  ])
  if (receipt.reversedBy !== null) sheet.note(`${words.receipt.reversedBy} ${receipt.reversedBy}`)
  if (receipt.reverses !== null) sheet.note(`${words.receipt.reverses} ${receipt.reverses}`)

  sheet.heading(words.receipt.lines)
  await sheet.table(
    [
      { label: papers.statement.columns.kind, width: 110 },
      { label: words.account.unit, width: 265 },
      { label: papers.receipt.direction.in, width: 70, align: 'right' },
      { label: papers.receipt.direction.out, width: 70, align: 'right' },
    ],
    receipt.lines.map((line) => ({
      cells: [words.account.kinds[line.kind], name(line.unit), line.in, line.out],
    })),
  )
  if (receipt.lots.length > 0) {
    sheet.heading(words.receipt.lots)
    await sheet.table(
      [
        { label: papers.statement.columns.lot, width: 200 },
        { label: words.account.unit, width: 145 },
        { label: papers.statement.columns.earned, width: 60 },
        { label: papers.statement.columns.expires, width: 60 },
        { label: papers.statement.columns.credits, width: 50, align: 'right' },
      ],
      receipt.lots.map((lot) => ({
        cells: [
          [lot.title ?? words.account.erased, lot.grade, lot.elective && words.receipt.elective]
            .filter(Boolean)
            .join(' · '),
          name(lot.unit),
          lot.earnedOn,
          lot.expiresOn ?? papers.statement.noExpiry,
          lot.credits,
        ],
      })),
    )
  }
  if (receipt.behind) {
    sheet.heading(words.receipt.behind)
    sheet.facts(behindFacts(receipt.behind, language))
  }
  sheet.heading(words.receipt.proof)
  sheet.note(receipt.proof.verified ? papers.receipt.proof(receipt.proof.size) : papers.receipt.noProof)
  sheet.mark(markOf('receipt', issue))
  return sheet.finish((page, pages) => papers.foot(receipt.number, page, pages))
}

type Behind = NonNullable<ReceiptReply['behind']>

function behindFacts(
  { claim, record, outcome, evidence, rules, people }: Behind,
  language: Language,
): [string, string][] {
  const { receipt, papers } = wordsIn[language]
  const parts = [
    outcome.title,
    named(language)(outcome.issuer),
    outcome.hours !== null && papers.receipt.hours(outcome.hours),
    outcome.grade,
    outcome.earnedOn,
  ]
  return [
    [receipt.claim, (claim ?? record)?.number ?? ''],
    [receipt.outcome, parts.filter(Boolean).join(' · ')],
    ...evidence.map((file): [string, string] => [receipt.evidence, `${file.name} · SHA-256 ${file.sha256}`]),
    ...rules.map((rule): [string, string] => [
      receipt.rules,
      `${(language === 'en' && rule.titleEn) || rule.titleZh} · ${papers.receipt.rule(rule.number, rule.version)}`,
    ]),
    ...people.map((person): [string, string] => [
      receipt.did[person.did],
      `${person.name} · ${instantShown(person.at)}`,
    ]),
  ]
}

function holderOf({ language, holder, at }: Issue): [string, string][] {
  const { papers } = wordsIn[language]
  return [
    [papers.holder, holder.name],
    [papers.account, holder.id],
    [papers.issued, instantShown(at.toISOString())],
  ]
}

function markOf(kind: 'statement' | 'receipt', { language, address, code }: Issue): Mark {
  const { papers } = wordsIn[language]
  return {
    // A seal is one mark in either language.
    seal: {
      around: papersZh.bank,
      below: papersZh[kind].seal,
      alt: papers.seal(papers.bank, papers[kind].seal),
    },
    address,
    lines: [papers.verify, address, papers.code(code), papers.drawn],
  }
}

const named =
  (language: Language) =>
  ({ nameZh, nameEn }: { nameZh: string; nameEn: string | null }): string =>
    language === 'en' ? (nameEn ?? nameZh) : nameZh

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
})
const instantShown = (text: string): string => clock.format(new Date(text))
