// scenarios/routes.ts – contract to operation.
import type { FastifyInstance } from 'fastify'
import { read } from '../database/connection.ts'
import { serve } from '../http/serve.ts'
import type { Identity } from '../identity/bank.ts'
import { ruleSetOn } from '../rulebook/operations.ts'
import { day, localDate } from '../values/dates.ts'
import { refuse } from '../values/refusal.ts'
import { postJudgement, postWorld } from './contract.ts'
import { answerAward, answerExchange, answerSets } from './judging.ts'
import { stageWorld } from './staging.ts'

export function scenarioRoutes(http: FastifyInstance, identity: Identity): void {
  serve(http, postWorld, ({ given }) => stageWorld(identity, given))

  serve(http, postJudgement, ({ number, on: asked, exchange, sets, award }) =>
    read(identity.db, {}, async (tx, at) => {
      const on = asked === undefined ? localDate(at) : day(asked)
      const { reference, content } = (await ruleSetOn(tx, number, on)) ?? refuse('not_found')
      const clauses = content.clauses ?? []
      const answers = [
        exchange && answerExchange(exchange, clauses, on),
        sets && answerSets(sets, clauses),
        award && answerAward(award, clauses, on),
      ].filter((answer) => answer !== undefined)
      const [answer] = answers
      if (!answer || answers.length > 1)
        return refuse('input_invalid', {}, [{ pointer: '/exchange', code: 'one_question' }])
      return { on, version: reference.version, answer }
    }),
  )
}
