// matching/topics.ts – how much of the target's syllabus the source's syllabus covers, by weight of the target's topics.
import { shareOf } from '../values/quantities.ts'
import type { Share } from '../values/quantities.ts'
import { gramsOf, languageOf, normalise } from './text.ts'

export type WeightedTopic = { topic: string; weight: number }

export type TopicCoverage = {
  /** Share of the target's weight that is covered, cut to basis points, never rounded up. */
  share: Share
  covered: { topic: string; weight: number; by: string; alike: number }[]
  missing: { topic: string; weight: number }[]
}

/** Topics whose wording is at least this alike are one topic, unless the rule says otherwise. */
export const topicLikenessMin = 0.6

/**
 * What of the target's topics the source's topics cover. Names that differ only in width, case or signs are the same
 * exactly; others are compared by the characters they share. The target's order is kept.
 */
export function topicCoverage(
  source: readonly WeightedTopic[],
  target: readonly WeightedTopic[],
  likenessMin: number = topicLikenessMin,
): TopicCoverage {
  const offered = source.map(({ topic }) => topic)
  const covered: TopicCoverage['covered'] = []
  const missing: TopicCoverage['missing'] = []
  for (const { topic, weight } of target) {
    const nearest = nearestOf(topic, offered)
    if (nearest !== undefined && nearest.alike >= likenessMin) covered.push({ topic, weight, ...nearest })
    else missing.push({ topic, weight })
  }
  const whole = sum(target)
  return { share: whole === 0 ? shareOf(0, 1) : shareOf(sum(covered), whole), covered, missing }
}

const sum = (topics: readonly { weight: number }[]): number =>
  topics.reduce((total, { weight }) => total + weight, 0)

function nearestOf(topic: string, offered: readonly string[]): { by: string; alike: number } | undefined {
  let nearest: { by: string; alike: number } | undefined
  for (const by of offered) {
    const alike = topicLikeness(topic, by)
    if (nearest === undefined || alike > nearest.alike) nearest = { by, alike }
  }
  return nearest
}

/** 1 for the same name; otherwise twice the grams in common by all grams (Dice). */
export function topicLikeness(one: string, other: string): number {
  const language = languageOf(one)
  const names = [one, other].map((name) =>
    normalise(name, language).replace(/[\s()、,:;.·-]+/g, language === 'zh' ? '' : ' '),
  )
  if (names[0] === names[1]) return 1
  const [a, b] = names.map((name) => gramsOf(name, language))
  const set = new Set(a)
  const common = b!.reduce((found, gram) => found + (set.has(gram) ? 1 : 0), 0)
  return a!.length + b!.length === 0 ? 0 : (2 * common) / (a!.length + b!.length)
}
