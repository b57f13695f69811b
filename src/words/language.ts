// words/language.ts – the two languages, and which one a reader wants. zh-CN is the first: every word begins there.
import type { fileFlaws } from './zh/files.ts'
import type { obstacles } from './zh/obstacles.ts'
import type { refusals } from './zh/refusals.ts'
import type { departmentNames, roleNames } from './zh/roles.ts'

export type Language = 'zh-CN' | 'en'

/** What is put into words: numbers and names, never personal data. */
export type Values = Record<string, string | number>

/** One refusal in words: what is wrong, and how to put it right. */
export type Said = { title: string; fix: (values: Values) => string }
/** One wrong place in a file; line 0 is the file as a whole. */
export type FileFlaw = { line: number; column: string | null; code: keyof typeof fileFlaws; values: Values }
/** What stops the command, in words. */
export type ProblemWords = Record<string, (values: Values) => string>

export type RefusalWords = Record<keyof typeof refusals, Said>
export type ObstacleNames = Record<keyof typeof obstacles, string>
export type RoleNames = Record<keyof typeof roleNames, string>
export type DepartmentNames = Record<keyof typeof departmentNames, string>

/** The reader's language by `Accept-Language` (RFC 9110 §12.5.4); Chinese when nothing else is asked. */
export function languageFrom(header: string | undefined): Language {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='))
      return { tag, weight: quality ? Number(quality.trim().slice(2)) || 0 : 1 }
    })
    .filter(({ tag, weight }) => weight > 0 && (tag.startsWith('zh') || tag.startsWith('en')))
    .sort((a, b) => b.weight - a.weight)
  return wanted[0]?.tag.startsWith('en') ? 'en' : 'zh-CN'
}

/** Keys divided by blanks, such as `reviewer sys_admin`, by their names. A key without a name stays as it is. */
export const namedIn =
  (names: Record<string, string>) =>
  (keys: string | number, between: string): string =>
    String(keys)
      .split(' ')
      .map((key) => names[key] ?? key)
      .join(between)
