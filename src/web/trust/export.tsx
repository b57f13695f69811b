// 我的数据: everything the bank keeps about a person, to take along: all of it as JSON, the statement as CSV too.
import { useState } from 'react'
import type { postExport } from '../../interchange/contract.ts'
import type { getStatement } from '../../ledger/contract.ts'
import { csvLine } from '../../values/csv.ts'
import { Problem, type ReplyOf, send, useAction } from '../api.ts'
import { Link } from '../frame/address.tsx'
import { useTrustWords } from '../frame/area-words.ts'
import { useLanguage } from '../frame/language.tsx'
import { nameIn, today } from '../frame/text.ts'
import { paths } from '../paths.ts'
import { Refused } from './act.tsx'
import { saveCsv, saveJson } from './download.ts'

type Line = ReplyOf<typeof getStatement>['data'][number]

export function Export() {
  const words = useTrustWords().settings
  const { language } = useLanguage()
  const take = useAction<typeof postExport>('POST', '/api/v1/me/exports')
  const [problem, setProblem] = useState<Problem | null>(null)
  const takeAll = () =>
    take.mutate(
      { input: {} },
      { onSuccess: (data) => saveJson(`${words.exportFile}-${today()}.json`, JSON.stringify(data, null, 2)) },
    )
  const takeStatement = async () => {
    setProblem(null)
    const lines: Line[] = []
    try {
      for (let cursor: string | null = '0'; cursor !== null;) {
        const input: { learnerId: string; cursor: string; limit: string } = {
          learnerId: 'me',
          cursor,
          limit: '100',
        }
        const page: ReplyOf<typeof getStatement> = await send<typeof getStatement>(
          'GET',
          '/api/v1/learners/:learnerId/account/statement',
          input,
          language,
        )
        lines.push(...page.data)
        cursor = page.nextCursor
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
      return
    }
    const rows = lines.map((line) => [
      line.day,
      words.exportKinds[line.kind],
      line.title ?? '',
      nameIn(language, line.unit),
      line.in,
      line.out,
      line.available,
      line.held,
      line.posting?.number ?? '',
    ])
    saveCsv(
      `${words.exportStatementFile}-${today()}.csv`,
      [words.exportColumns, ...rows].map(csvLine).join(''),
    )
  }
  return (
    <section className="panel" aria-labelledby="export">
      <h2 id="export">{words.tabs.data}</h2>
      <p className="help">{words.exportLead}</p>
      <p className="actions">
        <button type="button" className="button primary" onClick={takeAll} aria-busy={take.isPending}>
          {words.exportAll}
        </button>{' '}
        <button type="button" className="button" onClick={() => void takeStatement()}>
          {words.exportStatement}
        </button>
      </p>
      <Refused problem={take.error ?? problem} again={takeAll} />
      <p>
        <Link to={paths.privacy}>{words.inventory}</Link>
      </p>
      <p role="status">{take.isSuccess && words.exported}</p>
    </section>
  )
}
