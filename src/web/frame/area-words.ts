// Words of the pages behind the door. They are fetched with those pages, so that a public page never carries them.
import { use } from 'react'
import type { Language, Values } from '../../words/language.ts'
import type { AccountsWords } from '../../words/zh/accounts.ts'
import type { DraftWords } from '../../words/zh/drafts.ts'
import type { LearnerWords } from '../../words/zh/learner.ts'
import type { LedgerWords } from '../../words/zh/ledger.ts'
import type { NewcomerWords } from '../../words/zh/newcomer.ts'
import type { PrivacyWords } from '../../words/zh/privacy.ts'
import type { ProofWords } from '../../words/zh/proofs.ts'
import type { ReviewWords } from '../../words/zh/review.ts'
import type { SessionWords } from '../../words/zh/session.ts'
import type { TeachingWords } from '../../words/zh/teaching.ts'
import type { TrustWords } from '../../words/zh/trust.ts'
import type { VerifyWords } from '../../words/zh/verify.ts'
import { useLanguage } from './language.tsx'

/** One promise for each language, made once: React waits for the same one in every render. */
function loader<Words>(load: Record<Language, () => Promise<Words>>): () => Words {
  const loaded = new Map<Language, Promise<Words>>()
  return function useAreaWords() {
    const { language } = useLanguage()
    const promise = loaded.get(language) ?? load[language]()
    loaded.set(language, promise)
    return use(promise)
  }
}

export const useNewcomerWords = loader<NewcomerWords>({
  'zh-CN': async () => (await import('../../words/zh/newcomer.ts')).newcomer,
  en: async () => (await import('../../words/en/newcomer.ts')).newcomer,
})

export const useLearnerWords = loader<LearnerWords>({
  'zh-CN': async () => (await import('../../words/zh/learner.ts')).learner,
  en: async () => (await import('../../words/en/learner.ts')).learner,
})

export const useReviewWords = loader<ReviewWords>({
  'zh-CN': async () => (await import('../../words/zh/review.ts')).review,
  en: async () => (await import('../../words/en/review.ts')).review,
})

export const useDraftWords = loader<DraftWords>({
  'zh-CN': async () => (await import('../../words/zh/drafts.ts')).drafts,
  en: async () => (await import('../../words/en/drafts.ts')).drafts,
})

export const useLedgerWords = loader<LedgerWords>({
  'zh-CN': async () => (await import('../../words/zh/ledger.ts')).ledger,
  en: async () => (await import('../../words/en/ledger.ts')).ledger,
})

export const useTeachingWords = loader<TeachingWords>({
  'zh-CN': async () => (await import('../../words/zh/teaching.ts')).teaching,
  en: async () => (await import('../../words/en/teaching.ts')).teaching,
})

export const useAccountsWords = loader<AccountsWords>({
  'zh-CN': async () => (await import('../../words/zh/accounts.ts')).accounts,
  en: async () => (await import('../../words/en/accounts.ts')).accounts,
})

export const useVerifyWords = loader<VerifyWords>({
  'zh-CN': async () => (await import('../../words/zh/verify.ts')).verify,
  en: async () => (await import('../../words/en/verify.ts')).verify,
})

/** English ones stand in the contracts themselves. */
export const useOperationWords = loader<Record<string, string>>({
  'zh-CN': async () => (await import('../../words/zh/operations.ts')).operations,
  en: async () => ({}),
})

export const useProofWords = loader<ProofWords>({
  'zh-CN': async () => (await import('../../words/zh/proofs.ts')).proofs,
  en: async () => (await import('../../words/en/proofs.ts')).proofs,
})

export const useTrustWords = loader<TrustWords>({
  'zh-CN': async () => (await import('../../words/zh/trust.ts')).trust,
  en: async () => (await import('../../words/en/trust.ts')).trust,
})

export const usePrivacyWords = loader<PrivacyWords>({
  'zh-CN': async () => (await import('../../words/zh/privacy.ts')).privacy,
  en: async () => (await import('../../words/en/privacy.ts')).privacy,
})

/** What is wrong with one row of many, by code: such a reply carries no words. */
export const useFlawWords = loader<Record<string, (values: Values) => string>>({
  'zh-CN': async () => (await import('../../words/zh/flaws.ts')).flaws,
  en: async () => (await import('../../words/en/flaws.ts')).flaws,
})

export const useSessionWords = loader<SessionWords>({
  'zh-CN': async () => (await import('../../words/zh/session.ts')).session,
  en: async () => (await import('../../words/en/session.ts')).session,
})
