// What a learner's school has entered about them, with its state, beside what they declared themselves.
import type { getRecords } from '../../recognition/records/contract.ts'
import { useReply } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { useTeachingWords } from '../frame/area-words.ts'
import { useLanguage } from '../frame/language.tsx'
import { amount, nameIn, titleIn } from '../frame/text.ts'
import { paths } from '../paths.ts'
import { RecordState } from '../teach/state.tsx'

export function OwnRecords() {
  const words = useTeachingWords()
  const { language, words: common } = useLanguage()
  const records = useReply<typeof getRecords>('GET', '/api/v1/credit-records', { limit: '100' })
  const rows = records.data?.data ?? []
  if (rows.length === 0) return null
  return (
    <section className="my-section" aria-labelledby="by-school">
      <h2 id="by-school">{words.bySchool}</h2>
      <ul className="claim-list">
        {rows.map((row) => (
          <li key={row.id}>
            <article className="claim-row">
              <div>
                <Link to={paths.record(row.id)}>
                  <strong>{titleIn(language, row.course)}</strong>
                </Link>
                <RecordState state={row.state} />
              </div>
              <small>
                {[
                  nameIn(language, row.institution),
                  row.credits && common.frame.credits(amount(row.credits)),
                  common.worth.gradeGiven(row.grade),
                  words.earned(row.earnedOn),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
              {row.opinion && <p className="opinion">{row.opinion}</p>}
            </article>
          </li>
        ))}
      </ul>
    </section>
  )
}
