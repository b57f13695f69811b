// demo/rule-sets.ts – the rules of the demo world's schools, as they would publish them. Numbers follow the kinds of
// rules that schools have (domain rules CN-20 to CN-26); the schools themselves are invented.
import type { RuleSetContent } from '../rulebook/model.ts'

const conversions = {
  five: { 优: 95, 良: 85, 中: 75, 及格: 65, 不及格: 55 },
  two: { 合格: 75, 不合格: 50 },
  letter: { 'A+': 100, A: 94, 'A-': 89, 'B+': 84, B: 81, 'B-': 77, 'C+': 74, C: 71, 'C-': 68, D: 65, F: 59 },
}

const usual: RuleSetContent = {
  rounding: { mode: 'down', step: '0.5' },
  hours: { coverageMin: 0.9, hoursPerCreditDefault: 16 },
  content: { overlapMin: 0.7, titleSuffices: true },
  grade: { scoreMin: 60, conversions },
  credit: { recorded: 'lesser', surplus: 'elective', electiveOffer: true },
  validity: { yearsMax: null },
  clauses: [
    {
      kind: 'forbid',
      id: 'CN-05',
      zh: '文化休闲类学习成果计入学习档案，不转换为学历教育课程的学分',
      en: 'Culture and leisure learning stays in the learning record and never becomes credit of degree courses',
      of: { category: 'leisure' },
      target: { category: 'academic' },
      code: 'CATEGORY_NOT_CONVERTIBLE',
    },
  ],
}

export type DemoRuleSet = {
  number: string
  /** Institution code; null is the bank's own. */
  org: string | null
  titleZh: string
  titleEn: string
  /** Versions from old to new: how many years ago each came into force, and what it says. */
  versions: { yearsAgo: number; content: RuleSetContent }[]
}

export const demoRuleSets: DemoRuleSet[] = [
  {
    number: 'BANK-RS-01',
    org: null,
    titleZh: '学分银行通用转换规则',
    titleEn: 'General conversion rules of the bank',
    versions: [{ yearsAgo: 3, content: { ...usual, content: { overlapMin: 0.7, titleSuffices: false } } }],
  },
  {
    number: 'LG-RS-01',
    org: 'LG',
    titleZh: '临港科技大学校外学分认定办法',
    titleEn: 'Lingang University rules for outside credit',
    versions: [{ yearsAgo: 2, content: { ...usual, content: { overlapMin: 0.7, titleSuffices: false } } }],
  },
  {
    number: 'YL-RS-01',
    org: 'YL',
    titleZh: '云岭师范大学专升本学分转换规则',
    titleEn: 'Yunling Normal University conversion rules',
    versions: [
      { yearsAgo: 3, content: { ...usual, hours: { coverageMin: 0.8, hoursPerCreditDefault: 18 } } },
      {
        yearsAgo: 1,
        content: {
          ...usual,
          hours: { coverageMin: 0.9, hoursPerCreditDefault: 18 },
          credit: { recorded: 'lesser', surplus: 'forfeit', electiveOffer: true },
          validity: { yearsMax: 8 },
        },
      },
    ],
  },
  {
    number: 'BH-RS-01',
    org: 'BH',
    titleZh: '滨海开放大学免修免考与学分转换规则',
    titleEn: 'Binhai Open University exemption rules',
    versions: [
      {
        yearsAgo: 2,
        content: {
          ...usual,
          hours: { coverageMin: 0.8, hoursPerCreditDefault: 18 },
          credit: { recorded: 'target', surplus: 'forfeit', electiveOffer: false },
          validity: { yearsMax: 10 },
        },
      },
    ],
  },
]
