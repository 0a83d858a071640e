import type { Role } from '@crypto-erp/contract/roles';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';

/**
 * Who did something, and from which address. `system` is a job or a command of the operator. `role` is that in the
 * company of whoever asked over HTTP, as the guard found it; nothing else may set it.
 */
export interface Actor {
  kind: 'user' | 'api-key' | 'system';
  id: string | null;
  ip: string | null;
  role?: Role;
}

export const SYSTEM: Actor = { kind: 'system', id: null, ip: null };

export interface AuditEvent {
  companyId: string;
  actor: Actor;
  /** Verb of the noun, `invoice.posted`. */
  action: string;
  subjectKind: string;
  subjectId: string | null;
  before: unknown;
  after: unknown;
}

/** Records one change, in the transaction that makes it. The database lets nobody alter it later. */
export async function writeAudit(trx: Trx, event: AuditEvent): Promise<void> {
  await sql`
    INSERT INTO erp.audit_log
      (company_id, id, actor_kind, actor_id, ip, action, subject_kind, subject_id, before, after)
    VALUES (${event.companyId}, ${newId()}, ${event.actor.kind}, ${event.actor.id}, ${event.actor.ip},
      ${event.action}, ${event.subjectKind}, ${event.subjectId},
      ${JSON.stringify(event.before ?? null)}::jsonb, ${JSON.stringify(event.after ?? null)}::jsonb)`.execute(
    trx,
  );
}
