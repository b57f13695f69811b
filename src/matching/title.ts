// matching/title.ts – a title read as facts: what the course is about, which part of it, at which level, of which kind.
import { defaultProfile } from './naming-profile.ts'
import type { Degree, NamingProfile } from './naming-profile.ts'
import { normalise } from './text.ts'
import type { Language } from './text.ts'

/** 理论 · 理论与实验 · 实验 · 课程设计 · 实习/实践 · 研讨 · 毕业论文, as the title says it. */
export type TitleKind = 'theory' | 'mixed' | 'laboratory' | 'design' | 'practice' | 'seminar' | 'thesis'

/** 上/下, I/II, (1)/(2). `place` is kept because 中 and 下 may share a number. */
export type Part = { number: number; place?: 'first' | 'middle' | 'last' }

export type TitleLevel = {
  /** A类, B: comparable only with another letter. */
  letter?: string
  honours: boolean
  /** 导论/Introduction to, 中级/Intermediate, 高级/Advanced. */
  tier?: 'introductory' | 'intermediate' | 'advanced'
  degree?: Degree
}

export type TitleFacts = {
  /** The title without part, level, kind and remarks in brackets. */
  base: string
  /** The base without the words that any course may carry: 原理, 基础, 概论, 学; Introduction to, Principles of. */
  core: string
  part?: Part
  level: TitleLevel
  kind: TitleKind
  /** A course on C is none on Java; teaching language is told, not compared, unless both sides tell it. */
  language: { programming?: string; teaching?: string }
  /** What the brackets said besides: 财经类, 土木. */
  remarks: readonly string[]
  /** Two titles with the same key say the same thing: base, part, level and kind agree. */
  key: string
}

export type Conflict = 'kind' | 'part' | 'level' | 'language'

/**
 * Reads a title by the way its institution writes titles. Pure and total: any text has facts, if only a base.
 * `kindTold` is the kind its catalogue gives; the title's own words go before it.
 */
export function parseTitle(
  title: string,
  profile: NamingProfile = defaultProfile,
  language: Language = 'zh',
  kindTold?: string,
): TitleFacts {
  const reading = language === 'zh' ? readChinese(title, profile) : readEnglish(title, profile)
  if (reading.kind === 'theory' && kindTold !== undefined) reading.kind = kindOf(kindTold) ?? 'theory'
  if (reading.level.degree === undefined && profile.degree !== undefined)
    reading.level.degree = profile.degree
  return { ...reading, key: keyOf(reading) }
}

/**
 * What forbids calling two courses the same whatever the score. A part on one side only is a conflict: half a course is
 * not the course. So is a higher demand on the target's side; a higher one on the source's side is not.
 */
export function conflictsBetween(source: TitleFacts, target: TitleFacts): Conflict[] {
  const found: Conflict[] = []
  if (source.kind !== target.kind) found.push('kind')
  if (!samePart(source.part, target.part)) found.push('part')
  if (!levelServes(source.level, target.level)) found.push('level')
  if (
    differ(source.language.programming, target.language.programming) ||
    differ(source.language.teaching, target.language.teaching)
  ) {
    found.push('language')
  }
  return found
}

/** Unknown on one side is no difference. */
const differ = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one !== other

function samePart(one: Part | undefined, other: Part | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  return one.number === other.number && !differ(one.place, other.place)
}

function levelServes(source: TitleLevel, target: TitleLevel): boolean {
  if (differ(source.letter, target.letter)) return false
  if (target.honours && !source.honours) return false
  if (source.tier !== target.tier) {
    // Introductory and unmarked titles are often one course; intermediate and advanced ones stand apart.
    const plain = (tier: TitleLevel['tier']) => tier === undefined || tier === 'introductory'
    if (!plain(source.tier) || !plain(target.tier)) return false
  }
  return !differ(source.degree, target.degree) || rankOf(source.degree) >= rankOf(target.degree)
}

const rankOf = (degree: Degree | undefined): number =>
  degree === 'graduate' ? 2 : degree === 'associate' ? 0 : 1

type Reading = Omit<TitleFacts, 'key'>

const keyOf = ({ base, part, level, kind, language }: Reading): string =>
  [
    base,
    part?.number ?? '',
    level.letter ?? '',
    level.honours ? 'h' : '',
    level.tier ?? '',
    kind,
    language.programming ?? '',
  ].join('|')

/** The kind a catalogue's own word stands for; 理论-实验 is a theory course with some laboratory and says nothing. */
function kindOf(told: string): TitleKind | undefined {
  const word = told.replace(/\(\)/g, '')
  switch (word) {
    case '实验':
    case 'laboratory':
      return 'laboratory'
    case '课程设计':
    case 'design':
      return 'design'
    case '实习':
    case 'practice':
      return 'practice'
    case 'seminar':
      return 'seminar'
    case 'thesis':
      return 'thesis'
    default:
      return undefined
  }
}

// Chinese titles

function readChinese(title: string, profile: NamingProfile): Reading {
  const level: TitleLevel = { honours: false }
  const language: TitleFacts['language'] = {}
  const remarks: string[] = []
  let part: Part | undefined
  let inBrackets: TitleKind | undefined

  const readLetter = (letter: string) => {
    if (letter === 'h') level.honours = true
    else if (profile.letters === 'part') part ??= { number: letter.charCodeAt(0) - 96 }
    else if (profile.letters === 'level') level.letter ??= letter
    else remarks.push(letter)
  }
  const readPart = (text: string): boolean => {
    const found = partOf(text, profile)
    if (found === undefined) return false
    if (found !== 'edition') part ??= found
    return true
  }

  let rest = normalise(title, 'zh')
  // Brackets from the inside out: 毕业设计(论文)(软件工程), 高等数学(a)(1).
  for (let inner = /\(([^()]*)\)/.exec(rest); inner !== null; inner = /\(([^()]*)\)/.exec(rest)) {
    const said = inner[1]!
    rest = rest.slice(0, inner.index) + rest.slice(inner.index + inner[0].length)
    const letter = /^([a-z])类?$/.exec(said)?.[1]
    const lettered = /^([a-z])-?(\d)$/.exec(said)
    const programming = programmingIn(said)
    if (said === '' || profile.ignoredInBrackets.includes(said)) continue
    if (/^(荣誉|强化|拔尖|强基|英才)(班|计划)?$/.test(said)) level.honours = true
    else if (readPart(said)) continue
    else if (letter !== undefined) readLetter(letter)
    else if (lettered !== null) {
      readLetter(lettered[1]!)
      part ??= { number: Number(lettered[2]) }
    } else if (/^(\d)-[^\d]/.test(said)) part ??= { number: Number(said[0]) }
    else if (/^(英|英文|英语授课|全英文|全英)$/.test(said)) language.teaching = 'en'
    else if (/^(法)$/.test(said)) language.teaching = 'fr'
    else if (/^双语$/.test(said)) remarks.push(said)
    else if (/^(专科|专|高职)$/.test(said)) level.degree = 'associate'
    else if (/^(本科|本)$/.test(said)) level.degree = 'bachelor'
    else if (/^(研|研究生|硕士|博士)$/.test(said)) level.degree = 'graduate'
    else if (programming !== undefined) {
      language.programming = programming
      // 程序设计基础(C语言) is C语言程序设计基础, and no course on programming in general.
      if (/程序|编程|语言/.test(rest) && !rest.includes(programming)) rest = `${programming}语言${rest}`
    } else if (/^(实验|课内实验)$/.test(said)) inBrackets = 'laboratory'
    else if (/^(课程设计)$/.test(said)) inBrackets = 'design'
    else if (/^(含|附)?实验$/.test(said)) inBrackets = 'mixed'
    else if (said !== '论文') remarks.push(said)
  }
  rest = rest.replace(/[()]/g, '')

  // What trails: 数学分析iii, 高等数学a1, 工程实践iii-b, 操作系统a类, 高等数学上册.
  for (let changed = true; changed;) {
    const before: string = rest
    rest = rest.replace(/[\s,:·-]+$/, '')
    rest = rest.replace(/([上中下])(册|学期|篇)$/, (_, mark: string) => (readPart(mark), ''))
    rest = rest.replace(
      /(?<=[a-z\u3400-\u9fff])-?第?([一二三四五六七八])(部分|册|学期)$/,
      (_, n: string) => (readPart(n), ''),
    )
    rest = rest.replace(
      /(?<=[\u3400-\u9fff])([a-z])([上下])$/,
      (_, l: string, m: string) => (readLetter(l), readPart(m), ''),
    )
    rest = rest.replace(/(?<=[\u3400-\u9fff])([a-h])类$/, (_, letter: string) => (readLetter(letter), ''))
    rest = rest.replace(/(?<=[\u3400-\u9fff])[\s-]*([a-h])-?(\d)$/, (_, letter: string, number: string) => {
      readLetter(letter)
      part ??= { number: Number(number) }
      return ''
    })
    rest = rest.replace(
      /(?<=[\u3400-\u9fff])[\s-]*(viii|vii|vi|iv|iii|ii|v|i|\d)$/,
      (_, text: string) => (readPart(text), ''),
    )
    rest = rest.replace(
      /(?<=[\u3400-\u9fff][\s-]*(?:viii|vii|vi|iv|iii|ii|v|i)?)-?([a-h])$/,
      (_, letter: string) => (readLetter(letter), ''),
    )
    changed = rest !== before
  }
  if (/^(专科|本科)/.test(rest)) {
    level.degree = rest.startsWith('专') ? 'associate' : 'bachelor'
    rest = rest.slice(2)
  }
  language.programming ??= programmingIn(rest)

  const kind = inBrackets ?? kindInChinese(rest)
  if (/^高级|^高等(?!数学|代数|教育|几何|植物|动物|学校)/.test(rest)) level.tier = 'advanced'
  else if (/^中级|^中等/.test(rest)) level.tier = 'intermediate'
  else if (/^初级|导论$|引论$|入门$|概论$|概述$|简介$|初步$/.test(rest)) level.tier = 'introductory'
  const base = rest === '' ? normalise(title, 'zh') : rest
  return {
    base,
    core: coreOfChinese(base),
    ...(part === undefined ? {} : { part }),
    level,
    kind,
    language,
    remarks,
  }
}

const numerals = new Map(
  ['i一1', 'ii二2', 'iii三3', 'iv四4', 'v五5', 'vi六6', 'vii七7', 'viii八8'].flatMap((row, i) =>
    (/^([ivx]+)(.)(\d)$/.exec(row) ?? []).slice(1).map((text) => [text, i + 1] as const),
  ),
)

function partOf(text: string, profile: NamingProfile): Part | 'edition' | undefined {
  const said = text.replace(/^第|[册部学期篇]+$/g, '')
  if (said === '上') return { number: 1, place: 'first' }
  if (said === '中') return { number: 2, place: 'middle' }
  if (said === '下') return { number: profile.lastPart, place: 'last' }
  const steps = /^(\d)-\d$/.exec(said)
  if (steps) return { number: Number(steps[1]) }
  const number = numerals.get(said)
  if (number === undefined) return undefined
  return /[一二三四五六七八]/.test(said) && profile.chineseNumerals === 'edition' ? 'edition' : { number }
}

const programmingNames: readonly (readonly [string, RegExp])[] = [
  ['c++', /(?<![a-z])c\+\+/],
  ['c#', /(?<![a-z])(c#|\.net)/],
  ['c', /(?<![a-z])c(?![a-z+#])(?=语言|程序|高级语言|$)/],
  ['java', /(?<![a-z])java(?!script)(?![a-z])/],
  ['javascript', /javascript|ecmascript/],
  ['python', /python/],
  ['visual basic', /(?<![a-z])(vb|visual ?basic)/],
  ['matlab', /matlab/],
  ['fortran', /fortran/],
  ['php', /(?<![a-z])php/],
  ['sql', /(?<![a-z])sql/],
]

const programmingIn = (text: string): string | undefined =>
  programmingNames.find(([, pattern]) => pattern.test(text))?.[0]

function kindInChinese(base: string): TitleKind {
  if (/毕业设计|毕业论文|学位论文|毕业综合|学年论文/.test(base)) return 'thesis'
  if (/课程设计|课设$|大作业$|综合设计$/.test(base)) return 'design'
  if (/(与|及|和)(其)?(综合)?(实验|试验)(技术|课)?$/.test(base)) return 'mixed'
  if (/(实验|试验)(课|技能|操作|技术|训练)?$|^实验[一二三四五六]$|实验课|上机$/.test(base))
    return 'laboratory'
  if (
    /(实习|实训|见习|金工|社会调查|写生|认识实践|专业实践|社会实践|生产实践)$/.test(base) ||
    /实习/.test(base)
  )
    return 'practice'
  if (/(?<!与|及|和|理论)实践(课|训练|教学)?$/.test(base)) return 'practice'
  if (/(讨论课|讨论班|研讨课|研讨班|研讨|精讲|习题课|讨论)$/.test(base)) return 'seminar'
  return 'theory'
}

/** Endings a course may carry or not without becoming another one; the longest is taken first. */
const chineseEndings = (
  '原理及应用 原理与应用 原理与技术 原理与设计 原理与方法 及其应用 与应用 及应用 技术与应用 技术及应用 技术基础 理论基础 基本原理 ' +
  '基本理论 理论与实践 理论与实务 理论与方法 与实践 与实务 原理 基础 概论 导论 引论 概述 入门 初步 简介 通论 总论 理论 技术 方法 教程 学'
)
  .split(' ')
  .sort((a, b) => b.length - a.length)

function coreOfChinese(base: string): string {
  let core = base.replace(/^(现代|普通|基础|大学|应用|初级)(?=..)/, '')
  for (let changed = true; changed;) {
    changed = false
    for (const ending of chineseEndings) {
      if (core.endsWith(ending) && core.length - ending.length >= 2) {
        core = core.slice(0, -ending.length)
        changed = true
        break
      }
    }
  }
  return core
}

// English titles

function readEnglish(title: string, profile: NamingProfile): Reading {
  const level: TitleLevel = { honours: false }
  const language: TitleFacts['language'] = {}
  const remarks: string[] = []
  let part: Part | undefined

  let rest = normalise(title, 'en')
    .replace(/[\u3400-\u9fff][^a-z]*/g, ' ')
    .replace(/\((eqv|equiv)[^)]*\)/g, ' ')
    .replace(/\(?\b\d(\.\d)?[ -]?cr(edits?)?\b\)?/g, ' ')
    .replace(/\bintro\b\.?/g, 'introduction')
    .replace(/&/g, ' and ')
    .replace(/\s+/g, ' ')
    .trim()
  rest = rest.replace(/\(([^()]*)\)/g, (_, said: string) => {
    const number = englishNumber(said)
    const letter = /^([a-h])$/.exec(said)?.[1]
    if (number !== undefined) part ??= { number }
    else if (letter !== undefined && letter !== 'h') {
      if (profile.letters === 'part') part ??= { number: letter.charCodeAt(0) - 96 }
      else level.letter ??= letter
    } else if (/^(h|honou?rs?)$/.test(said)) level.honours = true
    else remarks.push(said.trim())
    return ' '
  })
  rest = rest.replace(/\bhonou?rs?\b/g, () => ((level.honours = true), ' '))
  rest = rest.replace(
    /[,:-]?\s*\b(?:part|level|semester|volume)?\s*(viii|vii|vi|iv|iii|ii|i|v|\d)([a-e])?\s*$/,
    (all: string, text: string, letter?: string) => {
      const number = englishNumber(text)
      if (number === undefined) return all
      part ??= { number }
      if (letter !== undefined) level.letter ??= letter
      return ''
    },
  )
  rest = rest.replace(/\b(?:part )?(iii|ii|i|iv)\b(?=\s*[:,-])/, (all: string, text: string) => {
    const number = englishNumber(text)
    if (number === undefined || part !== undefined) return all
    part = { number }
    return ''
  })
  rest = rest.replace(/\s+([a-d])$/, (all: string, letter: string) => {
    if (letter === 'c' && /programming in$|and$/.test(rest.slice(0, -2).trim())) return all
    if (profile.letters === 'part') part ??= { number: letter.charCodeAt(0) - 96 }
    else level.letter ??= letter
    return ''
  })
  rest = rest
    .replace(/\s+/g, ' ')
    .replace(/^[\s,:-]+|[\s,:-]+$/g, '')
    .trim()
  language.programming = programmingIn(rest)
  if (language.programming === undefined) delete language.programming

  if (
    /^(introduct|intro to|elementary|beginning|beginner|fundamental|principles|basic|survey of|foundations?)/.test(
      rest,
    )
  )
    level.tier = 'introductory'
  else if (/\b(advanced|graduate)\b/.test(rest)) level.tier = 'advanced'
  else if (/\bintermediate\b/.test(rest)) level.tier = 'intermediate'
  const base = rest === '' ? normalise(title, 'en') : rest
  return {
    base,
    core: coreOfEnglish(base),
    ...(part === undefined ? {} : { part }),
    level,
    kind: kindInEnglish(base),
    language,
    remarks,
  }
}

const englishNumber = (text: string): number | undefined => numerals.get(text.trim().replace(/^part /, ''))

function kindInEnglish(base: string): TitleKind {
  if (
    /\b(thesis|dissertation|capstone|senior project|final year project|independent study|independent research)\b/.test(
      base,
    )
  )
    return 'thesis'
  if (
    /\b(with|and|plus|including)( a)? (lab|labs|laboratory|laboratories)$|\/lab$|lecture and lab/.test(base)
  )
    return 'mixed'
  if (/\b(lab|labs|laboratory|laboratories)\b/.test(base)) return 'laboratory'
  if (/\b(internship|practicum|fieldwork|field work|field trip|co-op|clinical practice)\b/.test(base))
    return 'practice'
  if (/\b(seminar|colloquium|recitation)\b/.test(base)) return 'seminar'
  return 'theory'
}

function coreOfEnglish(base: string): string {
  const core = base
    .replace(
      /^(an |a )?(introduct(ion|ory)( course)?( to| of| in)?|intro to|elementary|beginning|basics?( of)?|fundamentals?( of| in)?|principles?( of|:)?|foundations?( of| in)?|survey of|general|essentials of|elements of|topics in|concepts (of|in)|understanding|applied|modern|college|university|contemporary)\b ?(the )?/,
      '',
    )
    .replace(
      /[,:]? ?(and )?(its )?(fundamentals|principles|basics|applications?|methods|techniques|theory and practice|an introduction|introduction)$/,
      '',
    )
    .replace(/ with$| and$/, '')
    .trim()
  return core === '' ? base : core
}
