// catalogue/search-key.ts – one text per name in which people find it by Chinese, pinyin, initials, English or code.
import { pinyin } from 'pinyin-pro'

/** The key of a name, lower case: `数据结构` can be found as 数据, shujujiegou or sjjg. */
export function searchKey(nameZh: string, ...others: (string | null)[]): string {
  const syllables = pinyin(nameZh, { toneType: 'none', type: 'array', nonZh: 'removed', v: true })
  return [nameZh, syllables.join(''), syllables.map((syllable) => syllable[0]).join(''), ...others]
    .filter((part) => part)
    .join(' ')
    .toLowerCase()
}

/** What a person typed as a LIKE pattern that finds it anywhere in a key; spaces stand between words in any distance. */
export function searchPattern(typed: string): string {
  const words = typed.trim().toLowerCase().split(/\s+/)
  return `%${words.map((word) => word.replaceAll(/[\\%_]/g, String.raw`\$&`)).join('%')}%`
}
