// matching/synonyms-zh.ts – 同义、更名、缩写. One line each; `source` says whence, `date` when it was written down.
import type { NameLine, TermLine } from './synonyms.ts'

const curriculum = { source: '教育部思想政治理论课课程方案（公开文件）', date: '2026-11-24' }

export const chineseNames: readonly NameLine[] = [
  { names: ['马克思主义基本原理', '马克思主义基本原理概论'], why: 'rename', ...curriculum },
  { names: ['思想道德与法治', '思想道德修养与法律基础'], why: 'rename', ...curriculum },
]

export const chineseTerms: readonly TermLine[] = [
  { term: '微型计算机', stands: '微机', source: '通行缩写', date: '2026-11-24' },
]
