// bench/matching-generator.ts – catalogues of any size from title parts, the same for the same seed.
import type { MatchCourse } from '../src/matching/catalogue-index.ts'
import { creditsFromHundredths } from '../src/values/credits.ts'
import { hours } from '../src/values/quantities.ts'

/** Parts of titles, written for this bench; with labelled data, the titles of their catalogues are cut up as well. */
const fields =
  '操作系统 数据结构 计算机网络 高等数学 线性代数 概率统计 大学物理 有机化学 分析化学 物理化学 生物化学 细胞生物学 遗传学 微生物学 材料力学 理论力学 流体力学 工程热力学 传热学 机械设计 机械制图 电路 模拟电子技术 数字电路 信号与系统 自动控制 通信 电磁场 嵌入式系统 人工智能 机器学习 图像处理 密码学 软件工程 编译 数据库 会计学 财务管理 审计学 市场营销 组织行为 人力资源管理 宏观经济学 微观经济学 计量经济学 国际贸易 货币金融学 宪法学 民法 刑法 国际法 新闻学 传播学 社会学 心理学 教育学 语言学 古代汉语 现代文学 外国文学 世界史 中国史 哲学 逻辑学 美学 艺术史 建筑设计 城乡规划 土力学 钢结构 测量学 遥感 地质学 气象学 海洋学 生态学 环境工程 药理学 解剖学 生理学 病理学 免疫学 护理学 食品工艺 园艺学 植物学 动物学 土壤学'.split(
    ' ',
  )
const before = [
  '',
  '',
  '',
  '现代',
  '应用',
  '高级',
  '工程',
  '医学',
  '农业',
  '海洋',
  '航空',
  '智能',
  '数字',
  '国际',
  '中国',
  '比较',
]
const after = [
  '',
  '',
  '原理',
  '基础',
  '导论',
  '概论',
  '方法',
  '技术',
  '实验',
  '课程设计',
  '实践',
  '专题',
  '与应用',
  '理论',
  '案例分析',
  '前沿',
]
const marks = ['', '', '', '', '(1)', '(2)', 'A', 'B', '(上)', '(下)', '(荣誉)']

/** `titles` are recombined with the parts above: first half of one, second half of another. */
export function generate(count: number, institutions: number, titles: readonly string[] = []): MatchCourse[] {
  let state = 20261124
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const pick = (from: readonly string[]) => from[random(from.length)]!
  return Array.from({ length: count }, (_, i) => {
    const field =
      titles.length > 0 && random(3) > 0
        ? pick(titles).slice(0, 2 + random(4)) + pick(titles).slice(-(1 + random(4)))
        : pick(fields) + (random(4) === 0 ? pick(fields) : '')
    const halves = 2 + random(9)
    const institution = `第${random(institutions)}大学`
    return {
      id: `g${i.toString(36).padStart(6, '0')}`,
      institution,
      code: `C${random(10_000)}`,
      title: pick(before) + field + pick(after) + pick(marks),
      credits: creditsFromHundredths(halves * 50),
      hours: hours(halves * 8),
      language: 'zh',
    }
  })
}
