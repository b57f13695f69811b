// What stands where the name of a person stood whose account was closed (销户): there is no other word for them any more.
import type { Language } from './language.ts'

export const closedName: Record<Language, string> = { 'zh-CN': '已销户', en: 'Account closed' }

/** True for the word itself, which is nobody's name and needs no mask. */
export const isClosedName = (name: string): boolean => Object.values(closedName).includes(name)
