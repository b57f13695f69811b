// values/problem.ts – what stops the command before there is a request to refuse: a setting, a folder, a server.
import { problems as english } from '../words/en/problems.ts'
import type { problems } from '../words/zh/problems.ts'

export type ProblemCode = keyof typeof problems

/** Carries a code for the command to say in the reader's language; the message is English, for logs. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly details: Record<string, string | number>
  constructor(code: ProblemCode, details: Record<string, string | number> = {}) {
    super(english[code](details))
    this.code = code
    this.details = details
  }
}
