// identity/audit-routes.ts – reading and checking the log; here because a list's scope is the people's.
import type { FastifyInstance } from 'fastify'
import { scopesOf } from '../access/scope.ts'
import { permit } from '../access/verdict.ts'
import { listAuditRecords, verifyAuditLog } from '../audit/contract.ts'
import { auditRecords } from '../audit/operations.ts'
import { verifyAudit } from '../audit/verify.ts'
import { read } from '../database/connection.ts'
import { serve } from '../http/serve.ts'
import type { Verifier } from '../sealing/signer.ts'
import { publicId } from '../values/ids.ts'
import type { Identity } from './bank.ts'
import { whereInScope } from './scope.ts'
import { from, optional, pageSize } from './wire.ts'

export function auditRoutes(http: FastifyInstance, identity: Identity, verifier: Verifier): void {
  serve(http, listAuditRecords, async ({ actor, subject, cursor, limit, ...wanted }, call) => {
    permit(call.principal, 'audit.read', {})
    const size = pageSize(limit)
    const where = whereInScope(scopesOf(call.principal, 'audit.read'), {
      institution: 'auditRecord.institutionId',
      subject: 'auditRecord.subject',
    })
    const query = {
      ...wanted,
      where,
      actor: optional('user', actor),
      subject: optional('user', subject),
      before: cursor === undefined ? undefined : from(cursor, 'user'),
      limit: size,
    }
    const found = await read(identity.db, { principal: call.principal }, (tx) => auditRecords(tx, query))
    return {
      data: found.map((record) => ({
        id: record.id,
        at: record.at.toISOString(),
        actor: record.actor && publicId('user', record.actor),
        grantor: record.grantor && publicId('user', record.grantor),
        role: record.role,
        action: record.action,
        outcome: record.outcome,
        status: record.status,
        target: record.target,
        subject: record.subject && publicId('user', record.subject),
        institution: record.institutionId && publicId('inst', record.institutionId),
        details: record.details,
        traceId: record.traceId,
      })),
      nextCursor: found.length === size ? publicId('user', found.at(-1)!.id) : null,
    }
  })

  serve(http, verifyAuditLog, async (_, call) => {
    permit(call.principal, 'audit.verify', {})
    return verifyAudit(identity.db, verifier)
  })
}
