// What readers see is written as their language is written.
import { expect, test } from 'vitest'
import { accounts as accountsEn } from './en/accounts.ts'
import { drafts as draftsEn } from './en/drafts.ts'
import { learner as learnerEn } from './en/learner.ts'
import { ledger as ledgerEn } from './en/ledger.ts'
import { pages as pagesEn } from './en/pages.ts'
import { privacy as privacyEn } from './en/privacy.ts'
import { review as reviewEn } from './en/review.ts'
import { session as sessionEn } from './en/session.ts'
import { papers as papersEn } from './en/papers.ts'
import { trust as trustEn } from './en/trust.ts'
import { verify as verifyEn } from './en/verify.ts'
import { accounts } from './zh/accounts.ts'
import { drafts } from './zh/drafts.ts'
import { learner } from './zh/learner.ts'
import { ledger } from './zh/ledger.ts'
import { pages } from './zh/pages.ts'
import { privacy } from './zh/privacy.ts'
import { review } from './zh/review.ts'
import { session } from './zh/session.ts'
import { papers } from './zh/papers.ts'
import { trust } from './zh/trust.ts'
import { verify } from './zh/verify.ts'

const zh = { pages, drafts, learner, ledger, privacy, review, session, trust, papers, verify, accounts }
const en = {
  pages: pagesEn,
  drafts: draftsEn,
  learner: learnerEn,
  ledger: ledgerEn,
  privacy: privacyEn,
  review: reviewEn,
  session: sessionEn,
  trust: trustEn,
  papers: papersEn,
  verify: verifyEn,
  accounts: accountsEn,
}

/** Every text with its place; a text that takes values is said with a 7 for each of them. */
function texts(words: unknown, place = ''): [string, string][] {
  if (typeof words === 'string') return [[place, words]]
  if (typeof words === 'function')
    return [[place, String(words(...Array.from({ length: words.length }, () => 7)))]]
  return Object.entries(words as Record<string, unknown>).flatMap(([key, value]) =>
    texts(value, `${place}/${key}`),
  )
}

test('Chinese sentences have Chinese punctuation', () => {
  const found = texts(zh)
  expect(found.length).toBeGreaterThan(200)
  const wrong = /[一-鿿”][,;:?!]|[,;:?!][一-鿿“]|[一-鿿]\(|\)[一-鿿]/
  expect(found.filter(([, text]) => wrong.test(text))).toEqual([])
})

test('no text is empty, in either language', () => {
  expect([...texts(zh), ...texts(en)].filter(([, text]) => text.trim() === '')).toEqual([])
})
