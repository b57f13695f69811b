// The reader's language: the address says it first, then what was chosen before, then Chinese.
import { type ReactNode, createContext, startTransition, useContext, useEffect, useState } from 'react'
import type { Language } from '../../words/language.ts'
import type { PageWords } from '../../words/zh/pages.ts'
import { navigateQuery, useAddress } from './address.tsx'
import { recall, remember } from './memory.ts'

const load = {
  'zh-CN': () => import('../../words/zh/pages.ts'),
  en: () => import('../../words/en/pages.ts'),
}

const isLanguage = (text: string | null): text is Language => text === 'zh-CN' || text === 'en'

/** Which language a page opens in. */
export function languageAtStart(search: string): Language {
  const asked = new URLSearchParams(search).get('lang')
  const chosen = recall('language')
  if (isLanguage(asked)) return asked
  return isLanguage(chosen) ? chosen : 'zh-CN'
}

export const loadWords = async (language: Language): Promise<PageWords> => (await load[language]()).pages

type Speech = { language: Language; words: PageWords; speak: (language: Language) => void }
const SpeechContext = createContext<Speech | undefined>(undefined)

export function useLanguage(): Speech {
  const speech = useContext(SpeechContext)
  if (!speech) throw new Error('No language around this page')
  return speech
}

export const useWords = (): PageWords => useLanguage().words

/** Gives every page its words. A switch changes the words in place, so page and typed text stay. */
export function Languages({ first, children }: { first: Omit<Speech, 'speak'>; children: ReactNode }) {
  const [speech, setSpeech] = useState(first)
  const { query } = useAddress()

  useEffect(() => {
    document.documentElement.lang = speech.language
    const wanted = speech.language === 'zh-CN' ? null : speech.language
    if (query.get('lang') === wanted) return
    navigateQuery(
      (next) => {
        if (wanted) next.set('lang', wanted)
        else next.delete('lang')
      },
      { replace: true },
    )
  }, [speech.language, query])

  const change = async (language: Language) => {
    const words = await loadWords(language)
    remember('language', language)
    // The words of an area may have to come first; until then the page stays as it is.
    startTransition(() => setSpeech({ language, words }))
  }
  const speak = (language: Language) => void change(language)
  return <SpeechContext value={{ ...speech, speak }}>{children}</SpeechContext>
}
