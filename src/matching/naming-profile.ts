// matching/naming-profile.ts – how one institution writes its titles. The same letter means a semester here, a level there.

/**
 * How an institution's titles are to be read. Data, not code: the bank may store one for each institution, and pass it
 * with its courses and queries; `profileFor` knows the common ways by the institution's name.
 */
export type NamingProfile = {
  /** 微积分A/B: first and second semester (`part`), demanding and less demanding (`level`), or merely one of several (`variant`). */
  letters: 'level' | 'part' | 'variant'
  /** 管理会计(一): a part in most catalogues, an edition of the syllabus in the self-study examination (自考). */
  chineseNumerals: 'part' | 'edition'
  /** Which part 下 is; 中 lies before it. */
  lastPart: number
  /** Words in brackets that say nothing about content, such as the class a course is meant for: 财经类. */
  ignoredInBrackets: readonly string[]
  /** The level its courses have unless the title says otherwise: 高职 and most 自考 …概论 are 专科. */
  degree?: Degree
}

export const degrees = ['associate', 'bachelor', 'graduate'] as const
export type Degree = (typeof degrees)[number]

export const defaultProfile: NamingProfile = {
  letters: 'level',
  chineseNumerals: 'part',
  lastPart: 2,
  ignoredInBrackets: [],
}

/** The self-study examination numbers editions for different programmes: (一) and (二) are not halves of a course. */
export const selfStudyProfile: NamingProfile = { ...defaultProfile, chineseNumerals: 'edition' }

/** The profile that the institution's name suggests, for an institution that has none of its own. */
export const profileFor = (institution: string): NamingProfile =>
  /自学考试|自考/.test(institution) ? selfStudyProfile : defaultProfile
