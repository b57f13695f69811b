// identity/audit-routes.ts – reading and checking the log; here because a list's scope is the people's.
import type { FastifyInstance } from 'fastify'
import { scopesOf } from '../access/scope.ts'
import { permit } from '../access/verdict.ts'
import { exportAuditRecords, exportedRowsMax, listAuditRecords, verifyAuditLog } from '../audit/contract.ts'
import { auditCsv } from '../audit/model.ts'
import { auditRecords, record } from '../audit/operations.ts'
import { verifyAudit } from '../audit/verify.ts'
import { read, transact } from '../database/connection.ts'
import type { Call } from '../http/call.ts'
import { serve } from '../http/serve.ts'
import type { Verifier } from '../sealing/signer.ts'
import { publicId } from '../values/ids.ts'
import { namesShown } from './accounts.ts'
import type { Identity } from './bank.ts'
import { userOf } from './principal.ts'
import { whereInScope } from './scope.ts'
import { from, optional, pageSize } from './wire.ts'

export function auditRoutes(http: FastifyInstance, identity: Identity, verifier: Verifier): void {
  serve(http, listAuditRecords, async ({ actor, subject, cursor, limit, ...wanted }, call) => {
    permit(call.principal, 'audit.read', {})
    const size = pageSize(limit)
    const query = {
      ...wanted,
      where: inScopeOf(call),
      actor: optional('user', actor),
      subject: optional('user', subject),
      before: cursor === undefined ? undefined : from(cursor, 'user'),
      limit: size,
    }
    const found = await read(identity.db, { principal: call.principal }, (tx) => auditRecords(tx, query))
    const persons = found.flatMap((each) => [each.actor, each.subject])
    const names = await namesShown(identity, persons, call)
    return {
      data: found.map((each) => ({
        id: each.id,
        at: each.at.toISOString(),
        actor: each.actor && publicId('user', each.actor),
        actorName: (each.actor && names.get(each.actor)) ?? null,
        grantor: each.grantor && publicId('user', each.grantor),
        role: each.role,
        action: each.action,
        outcome: each.outcome,
        status: each.status,
        target: each.target,
        subject: each.subject && publicId('user', each.subject),
        subjectName: (each.subject && names.get(each.subject)) ?? null,
        institution: each.institutionId && publicId('inst', each.institutionId),
        details: each.details,
        traceId: each.traceId,
      })),
      nextCursor: found.length === size ? publicId('user', found.at(-1)!.id) : null,
    }
  })

  serve(http, exportAuditRecords, async ({ actor, subject, purpose, ...wanted }, call) => {
    const { role } = permit(call.principal, 'audit.export', {}, { purpose })
    const user = userOf(call.principal)
    return transact(identity.db, { principal: { user } }, async (tx, at) => {
      const found = await auditRecords(tx, {
        ...wanted,
        where: inScopeOf(call),
        actor: optional('user', actor),
        subject: optional('user', subject),
        limit: exportedRowsMax + 1,
      })
      const rows = found.slice(0, exportedRowsMax)
      await record(tx, { ...call, at }, 'audit.exported', { role }, { purpose, rows: rows.length, ...wanted })
      return { csv: auditCsv(rows), rows: rows.length, cut: found.length > rows.length }
    })
  })

  serve(http, verifyAuditLog, async (_, call) => {
    permit(call.principal, 'audit.verify', {})
    return verifyAudit(identity.db, verifier)
  })
}

/** The rows of the log that the caller may read. */
const inScopeOf = (call: Call) =>
  whereInScope(scopesOf(call.principal, 'audit.read'), {
    institution: 'auditRecord.institutionId',
    subject: 'auditRecord.subject',
  })
