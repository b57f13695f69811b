// One course's answer: what it is worth, and the three principles that say why.
import type { ReactNode } from 'react'
import type { PageWords } from '../../words/zh/pages.ts'
import { Link } from '../frame/address.tsx'
import { Icon, type IconName } from '../frame/icon.tsx'
import { useLanguage } from '../frame/language.tsx'
import { amount, figure, isZero, nameIn, titleIn } from '../frame/text.ts'
import { paths, withQuery } from '../paths.ts'
import { type Answer, type Candidate, marks, verdictMarks } from './states.ts'

type Words = PageWords['worth']

export function AnswerCard({
  answer,
  target,
  applyAt,
}: {
  answer: Answer
  target: { nameZh: string; nameEn: string | null }
  /** Where one applies for a target course, with everything carried over. */
  applyAt: (targetCourseId: string) => string
}) {
  const { language, words } = useLanguage()
  const [best, ...others] = answer.candidates
  const { word } = words.worth.states[answer.state]
  const { icon, tone } = marks[answer.state]
  const { course } = answer
  return (
    <article className={`answer tone-${tone}`}>
      <header>
        <div className="answer-course">
          <h2>{titleIn(language, { titleZh: course.title, titleEn: course.titleEn })}</h2>
          <p>
            {facts([
              course.institution && nameIn(language, course.institution),
              course.hours !== null && words.frame.hours(figure(course.hours)),
              course.grade && words.worth.gradeGiven(course.grade),
            ])}
          </p>
        </div>
        <p className={`state state-${tone}`}>
          <Icon name={icon} />
          {word}
        </p>
      </header>
      <Exchange answer={answer} best={best} target={target} />
      <p className="answer-text">{textOf(answer, words.worth)}</p>
      {best ? <Offers candidate={best} /> : <Reasons reasons={answer.reasons} words={words.worth} />}
      {answer.refusal && (
        <div className="rules-used">
          <h3>{words.worth.refusedBy}</h3>
          <p>{answer.refusal.note}</p>
          <ul>
            <RuleLine rule={answer.refusal.rule} />
          </ul>
        </div>
      )}
      {best && best.verdict !== 'rejected' && (
        <p className="apply">
          <Link className="button primary" to={applyAt(best.course.id)}>
            {words.worth.apply}
          </Link>
        </p>
      )}
      {best && <Why candidate={best} />}
      {others.length > 0 && (
        <details className="fold">
          <summary>{words.worth.others(others.length)}</summary>
          <ul className="others">
            {others.map((candidate) => (
              <li key={candidate.course.id}>
                <OtherCandidate candidate={candidate} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </article>
  )
}

function textOf({ state, candidates: [best] }: Answer, words: Words): string {
  if (state === 'partly' && best && best.supplementHours > 0) return words.texts.supplement
  if (state === 'convertible' && best?.reasons.includes('GRADE_MISSING')) return words.texts.gradeMissing
  return words.states[state].text
}

/** Credits in → credits out, each under the course it belongs to. */
function Exchange(props: {
  answer: Answer
  best: Candidate | undefined
  target: { nameZh: string; nameEn: string | null }
}) {
  const { answer, best, target } = props
  const { language, words } = useLanguage()
  const counts = best !== undefined && !isZero(best.recorded)
  return (
    <div className="exchange">
      <dl>
        <dt>{words.worth.creditsIn}</dt>
        <dd className={answer.course.credits === null ? 'in-words' : undefined}>
          {answer.course.credits === null ? words.frame.unknown : amount(answer.course.credits)}
        </dd>
      </dl>
      <Icon name="arrow" />
      <span className="unseen">{words.worth.becomes}</span>
      <dl>
        <dt>{words.worth.creditsOut}</dt>
        <dd className={counts ? 'exchange-out' : 'exchange-out in-words'}>
          {counts ? amount(best.recorded) : words.worth.notYet[answer.state]}
        </dd>
      </dl>
      {best && (
        <div className="exchange-target">
          <small>{words.worth.to}</small>
          <Link to={withQuery(paths.course(best.course.id), { version: String(best.course.version) })}>
            {titleIn(language, best.course)}
          </Link>
          <small>
            {facts([
              nameIn(language, target),
              best.course.code,
              best.course.hours !== null && words.frame.hours(figure(best.course.hours)),
              best.course.credits !== null && words.frame.credits(amount(best.course.credits)),
            ])}
          </small>
        </div>
      )}
    </div>
  )
}

const facts = (parts: (string | null | false)[]): string =>
  parts.filter((part) => part !== null && part !== false).join(' · ')

/** What is gained beside the target course, or could be. */
function Offers({ candidate }: { candidate: Candidate }) {
  const words = useLanguage().words.worth
  const { surplus, surplusPolicy, electiveOffer, supplementHours } = candidate
  const offers = [
    supplementHours > 0 && words.supplement(figure(supplementHours)),
    !isZero(surplus) &&
      (surplusPolicy === 'elective'
        ? words.surplusElective(amount(surplus))
        : words.surplusForfeit(amount(surplus))),
    electiveOffer !== null && !isZero(electiveOffer) && words.electiveOffer(amount(electiveOffer)),
  ].filter((offer) => offer !== false)
  return (
    <>
      {offers.length > 0 && (
        <ul className="offers">
          {offers.map((offer) => (
            <li key={offer}>
              <Icon name="plus" />
              {offer}
            </li>
          ))}
        </ul>
      )}
      <Reasons reasons={candidate.reasons} words={words} />
    </>
  )
}

function Reasons({ reasons, words }: { reasons: Answer['reasons']; words: Words }) {
  if (reasons.length === 0) return null
  return (
    <ul className="reasons">
      {reasons.map((reason) => (
        <li key={reason}>{words.reasons[reason]}</li>
      ))}
    </ul>
  )
}

export function Why({ candidate }: { candidate: Candidate }) {
  const { words } = useLanguage()
  return (
    <>
      <h3 className="why-title">{words.worth.principles}</h3>
      <Principles candidate={candidate} />
      <Topics content={candidate.principles.content} words={words.worth} />
      <ClausesUsed candidate={candidate} />
      <RulesUsed candidate={candidate} />
    </>
  )
}

function ClausesUsed({ candidate: { clauses } }: { candidate: Candidate }) {
  const { language, words } = useLanguage()
  if (clauses.length === 0) return null
  return (
    <section aria-label={words.worth.clauses}>
      <h3 className="why-title">{words.worth.clauses}</h3>
      <ul className="clauses">
        {clauses.map(({ id, textZh, textEn, met }) => (
          <li key={id}>
            <span
              className={
                met === true ? 'state state-good' : met === false ? 'state state-bad' : 'state state-plain'
              }
            >
              {met === null
                ? words.worth.clauseUnknown
                : met
                  ? words.worth.clauseMet
                  : words.worth.clauseUnmet}
            </span>{' '}
            {language === 'en' ? textEn : textZh} <small>{id}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Principles({ candidate }: { candidate: Candidate }) {
  const words = useLanguage().words.worth
  const { hours, content, grade } = candidate.principles
  return (
    <ul className="principles">
      <Principle
        name={words.principle.hours}
        met={hours.met}
        value={hours.coverage === null ? words.noValue : `${figure(hours.coverage)}%`}
        threshold={words.atLeast(`${figure(hours.coverageMin)}%`)}
        share={hours.coverage}
        shareMin={hours.coverageMin}
      >
        <p>{hoursSentence(hours, words)}</p>
        {hours.credits !== null && (
          <p className="minor">
            {words.hoursConverted(
              figure(hours.targetHoursPerCredit),
              amount(hours.credits),
              words.rounding[hours.rounding.mode](amount(hours.rounding.step)),
            )}
          </p>
        )}
      </Principle>
      <Principle
        name={words.principle.content}
        met={content.met}
        value={content.overlap === null ? words.noValue : `${figure(content.overlap)}%`}
        threshold={words.atLeast(`${figure(content.overlapMin)}%`)}
        share={content.overlap}
        shareMin={content.overlapMin}
      >
        <p>{contentSentence(content, words)}</p>
        {content.overlap !== null && (
          <p className="minor">{words.titleScore(Math.round(content.titleScore * 100))}</p>
        )}
        {content.conflicts.length > 0 && (
          <p>
            {content.conflicts.map((conflict) => words.conflicts[conflict]).join(' · ')}
            {/* Where people have decided the pair, the difference is known and no obstacle. */}
            {content.met !== true && ` — ${words.conflictNote}`}
          </p>
        )}
      </Principle>
      <Principle
        name={words.principle.grade}
        met={grade.met}
        value={grade.score === null ? (grade.given ?? words.noValue) : words.gradeScore(figure(grade.score))}
        threshold={
          grade.scoreMin === null
            ? words.noThreshold
            : words.atLeast(words.gradeScore(figure(grade.scoreMin)))
        }
        share={grade.score}
        shareMin={grade.scoreMin}
      >
        <p>{gradeSentence(grade, words)}</p>
      </Principle>
    </ul>
  )
}

function hoursSentence(hours: Candidate['principles']['hours'], words: Words): string {
  const { sourceHours, targetHours, coverage, coverageMin, shortfallHours } = hours
  if (sourceHours === null || targetHours === null || coverage === null) return words.hoursUnknown
  const said = [figure(sourceHours), figure(targetHours), figure(coverage), figure(coverageMin)] as const
  return hours.met ? words.hoursMet(...said) : words.hoursShort(...said, figure(shortfallHours))
}

function contentSentence(content: Candidate['principles']['content'], words: Words): string {
  if (content.basis === 'equivalency') return words.contentEquivalency
  const alike = Math.round(content.titleScore * 100)
  if (content.overlap === null)
    return content.met ? words.contentByTitle(alike) : words.contentTitleOnly(alike)
  const overlap = figure(content.overlap)
  const min = figure(content.overlapMin)
  return content.overlap >= content.overlapMin
    ? words.contentMet(overlap, min)
    : words.contentBelow(overlap, min)
}

function gradeSentence(grade: Candidate['principles']['grade'], words: Words): string {
  if (grade.passedAtSource === false) return words.gradeFailed
  const { given, score, scoreMin } = grade
  if (given === null)
    return scoreMin === null ? words.gradeMissingNoMin : words.gradeMissing(figure(scoreMin))
  if (scoreMin === null) return words.gradeNoMin
  if (score === null) return words.gradeUnread(given)
  const said =
    grade.scale === 'percent' ? words.gradeScore(figure(score)) : words.gradeConverted(given, figure(score))
  return score >= scoreMin ? words.gradeMet(said, figure(scoreMin)) : words.gradeBelow(said, figure(scoreMin))
}

function Principle(props: {
  name: string
  met: boolean | null
  value: string
  threshold: string
  share: number | null
  shareMin: number | null
  children: ReactNode
}) {
  const words = useLanguage().words.worth
  const [icon, verdict, tone]: [IconName, string, string] =
    props.met === null
      ? ['question', words.met.unknown, 'plain']
      : props.met
        ? ['check', words.met.yes, 'good']
        : ['cross', words.met.no, 'bad']
  return (
    <li className="principle">
      <div className="principle-head">
        <strong>{props.name}</strong>
        <span className={`verdict state-${tone}`}>
          <Icon name={icon} />
          {verdict}
        </span>
      </div>
      <dl className="principle-figures">
        <div>
          <dt>{words.value}</dt>
          <dd>{props.value}</dd>
        </div>
        <div>
          <dt>{words.threshold}</dt>
          <dd>{props.threshold}</dd>
        </div>
      </dl>
      {props.share !== null && <Gauge share={props.share} min={props.shareMin} tone={tone} />}
      <div className="principle-text">{props.children}</div>
    </li>
  )
}

/** The value against its threshold; the figures above it say the same in numbers. */
function Gauge({ share, min, tone }: { share: number; min: number | null; tone: string }) {
  const whole = Math.max(100, share)
  return (
    <svg className="gauge" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect className="gauge-ground" width="100" height="6" />
      <rect className={`fill-${tone}`} width={(share / whole) * 100} height="6" />
      {min !== null && <rect className="gauge-min" x={(min / whole) * 100 - 0.4} width="0.8" height="6" />}
    </svg>
  )
}

function Topics({ content, words }: { content: Candidate['principles']['content']; words: Words }) {
  const { covered, missing } = content
  if (covered.length + missing.length === 0) return null
  return (
    <div className="topics">
      {missing.length > 0 && (
        <details className="fold" open>
          <summary>{words.missing(missing.length)}</summary>
          <ul>
            {missing.map(({ topic, weight }) => (
              <li key={topic}>
                <Icon name="dash" />
                <span>{topic}</span> <small>{words.weight(figure(weight))}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
      {covered.length > 0 && (
        <details className="fold">
          <summary>{words.covered(covered.length)}</summary>
          <ul>
            {covered.map(({ topic, weight, by }) => (
              <li key={topic}>
                <Icon name="check" />
                <span>{topic}</span>{' '}
                <small>
                  {by !== topic && `${words.coveredBy(by)} · `}
                  {words.weight(figure(weight))}
                </small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

function RuleLine({ rule }: { rule: Candidate['rules'][number] }) {
  const { language, words } = useLanguage()
  return (
    <li>
      <strong>{titleIn(language, rule)}</strong>
      <span>
        {words.worth.ruleKinds[rule.kind]} {words.worth.rule(rule.number, rule.version)}
      </span>
      <span>{words.frame.period(rule.from, rule.to)}</span>
    </li>
  )
}

function RulesUsed({ candidate }: { candidate: Candidate }) {
  const { words } = useLanguage()
  return (
    <div className="rules-used">
      <h3>{words.worth.rules}</h3>
      <ul>
        {candidate.rules.map((rule) => (
          <RuleLine key={rule.number} rule={rule} />
        ))}
      </ul>
      {candidate.note && (
        <p>
          {words.worth.note} · {candidate.note}
        </p>
      )}
      <p className="minor">{words.worth.courseVersion(candidate.course.version)}</p>
    </div>
  )
}

function OtherCandidate({ candidate }: { candidate: Candidate }) {
  const { language, words } = useLanguage()
  const { icon, tone } = verdictMarks[candidate.verdict]
  return (
    <details className="other">
      <summary>
        <span className="other-title">{titleIn(language, candidate.course)}</span>
        <span className={`state state-${tone}`}>
          <Icon name={icon} />
          {words.worth.verdicts[candidate.verdict]}
        </span>
        <span className="other-credits">
          {isZero(candidate.recorded) ? words.worth.none : words.frame.credits(amount(candidate.recorded))}
        </span>
      </summary>
      <Offers candidate={candidate} />
      <Why candidate={candidate} />
    </details>
  )
}
