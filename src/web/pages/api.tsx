// pages/api.tsx ↔ /api: the OpenAPI document for people: what can be asked, by whom, and what comes back.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Problem } from '../api.ts'
import { refusalStatus } from '../../values/refusal.ts'
import type { RefusalWords } from '../../words/language.ts'
import { useOperationWords } from '../frame/area-words.ts'
import { useLanguage, useWords } from '../frame/language.tsx'
import { Page } from '../frame/page.tsx'
import { Reply } from '../frame/reply.tsx'
import { type Operation, type SchemaLine, operationsOf } from './api-document.ts'
import './api.css'

const address = '/api/v1/openapi.json'

export default function ApiPage() {
  const words = useWords().api
  const document = useQuery<Operation[], Problem>({
    queryKey: [address],
    queryFn: async () => {
      const reply = await fetch(address)
      if (!reply.ok) throw new Problem()
      return operationsOf(await reply.json())
    },
  })
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <a className="button" href={address} download="openapi.json">
          {words.download}
        </a>
      }
    >
      <section className="conventions" aria-labelledby="conventions">
        <h2 id="conventions">{words.conventions}</h2>
        <ul>
          {words.rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </section>
      <Reply
        reply={document}
        lines={8}
        empty={(operations) => operations.length === 0 && <p>{words.none}</p>}
      >
        {(operations) => <Groups operations={operations} />}
      </Reply>
      <ProblemCodes />
    </Page>
  )
}

function Groups({ operations }: { operations: Operation[] }) {
  const words = useWords().api
  const groups = new Set(operations.map(({ group }) => group))
  const names: Record<string, string> = words.groups
  return Array.from(groups, (group) => (
    <section key={group} className="api-group" aria-labelledby={`group-${group}`}>
      <h2 id={`group-${group}`}>{names[group] ?? group}</h2>
      {operations
        .filter((operation) => operation.group === group)
        .map((operation) => (
          <OperationDetail key={operation.method + operation.path} operation={operation} />
        ))}
    </section>
  ))
}

function OperationDetail({ operation }: { operation: Operation }) {
  const words = useWords().api
  const summaries = useOperationWords()
  return (
    <details className="operation">
      <summary>
        <span className={`method method-${operation.method.toLowerCase()}`}>{operation.method}</span>
        <code>{operation.path}</code>
        <span className="operation-summary">
          {summaries[`${operation.method} ${operation.path}`] ?? operation.summary}
        </span>
      </summary>
      <div className="operation-body">
        {operation.permission && (
          <p>
            {words.permission} <code>{operation.permission}</code>
          </p>
        )}
        <h3>{words.parameters}</h3>
        {operation.parameters.length === 0 ? (
          <p>{words.noParameters}</p>
        ) : (
          <ul className="schema">
            {operation.parameters.map((parameter) => (
              <li key={parameter.name}>
                <Line line={parameter} place={parameter.place === 'path' ? words.inPath : words.inQuery} />
              </li>
            ))}
          </ul>
        )}
        {operation.body.length > 0 && (
          <>
            <h3>{words.body}</h3>
            <Schema lines={operation.body} />
          </>
        )}
        <h3>{words.replies}</h3>
        {operation.replies.map(({ status, description, lines }) => (
          <details key={status} className="fold">
            <summary>
              <code>{status}</code> {description}
            </summary>
            <Schema lines={lines} />
          </details>
        ))}
      </div>
    </details>
  )
}

const Schema = ({ lines }: { lines: SchemaLine[] }) => (
  <ul className="schema">
    {lines.map((line) => (
      <li key={line.name} data-depth={Math.min(line.name.split('.').length - 1, 4)}>
        <Line line={line} />
      </li>
    ))}
  </ul>
)

function Line({ line, place }: { line: SchemaLine; place?: string }) {
  const words = useWords().api
  return (
    <>
      <code>{line.name}</code>
      <span className="schema-type">{line.type}</span>
      {place && <span className="schema-type">{place}</span>}
      {line.required && <span className="schema-required">{words.required}</span>}
      {line.description && <span className="schema-meaning">{line.description}</span>}
    </>
  )
}

/** The same words that the server puts into a problem. */
function ProblemCodes() {
  const { language, words } = useLanguage()
  const [refusals, setRefusals] = useState<Record<string, RefusalWords[keyof RefusalWords]>>()
  useEffect(() => {
    const load =
      language === 'en' ? import('../../words/en/refusals.ts') : import('../../words/zh/refusals.ts')
    void load.then((loaded) => setRefusals(loaded.refusals))
  }, [language])
  if (!refusals) return null
  return (
    <section className="api-group" aria-labelledby="problems">
      <h2 id="problems">{words.api.problems}</h2>
      <p className="help">{words.api.problemsLead}</p>
      <dl className="problem-codes">
        {Object.entries(refusalStatus).map(([code, status]) => (
          <div key={code}>
            <dt>
              <code>{code}</code>
            </dt>
            <dd>
              <code>{status}</code> {refusals[code]?.title}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
