import type {
  Approval,
  ApprovalKind,
  ApprovalQuery,
  ApprovalRule,
  Delegation,
} from '@crypto-erp/contract/approvals';
import { sql } from 'kysely';
import { decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';

const RULE = sql`
  r.kind, trim_scale(r.threshold)::text AS threshold, r.approver_roles AS "approverRoles",
  to_jsonb(r.approver_ids) AS "approverIds", r.version`;

/** The company's rules, one of a kind at most. */
export async function listRules(trx: Trx, companyId: string): Promise<ApprovalRule[]> {
  const { rows } = await sql<ApprovalRule>`
    SELECT ${RULE} FROM erp.approval_rules r WHERE r.company_id = ${companyId} ORDER BY r.kind`.execute(trx);
  return rows;
}

/** The rule of a kind, or null. */
export async function findRule(
  trx: Trx,
  companyId: string,
  kind: ApprovalKind,
): Promise<ApprovalRule | null> {
  const { rows } = await sql<ApprovalRule>`
    SELECT ${RULE} FROM erp.approval_rules r WHERE r.company_id = ${companyId} AND r.kind = ${kind}`.execute(
    trx,
  );
  return rows[0] ?? null;
}

const APPROVAL = sql`
  a.id, a.kind, a.subject_id AS "subjectId", a.subject_version AS version, trim_scale(a.amount)::text AS amount, a.status,
  a.submitted_at AS "submittedAt", a.decided_by AS "decidedBy", a.on_behalf_of AS "onBehalfOf",
  a.decided_at AS "decidedAt",
  (SELECT jsonb_agg(jsonb_build_object('action', e.action, 'actorId', e.actor_id, 'onBehalfOf', e.on_behalf_of,
      'comment', e.comment, 'at', to_char(e.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) ORDER BY e.position)
    FROM erp.approval_events e WHERE e.company_id = a.company_id AND e.approval_id = a.id) AS trail`;

/** One page of approvals, newest first. */
export async function listApprovals(
  trx: Trx,
  companyId: string,
  query: ApprovalQuery,
): Promise<{ items: Approval[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [UUID]);
  const where = [
    sql`a.company_id = ${companyId}`,
    ...(query.status ? [sql`a.status = ${query.status}`] : []),
    ...(query.subjectId ? [sql`a.subject_id = ${query.subjectId}`] : []),
    ...(after ? [sql`a.id < ${after[0]}::uuid`] : []),
  ];
  const { rows } = await sql<Approval>`
    SELECT ${APPROVAL} FROM erp.approvals a WHERE ${sql.join(where, sql` AND `)}
    ORDER BY a.id DESC LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (row) => [row.id]);
}

/** The approval with its trail, or null. */
export async function findApproval(trx: Trx, companyId: string, id: string): Promise<Approval | null> {
  const { rows } = await sql<Approval>`
    SELECT ${APPROVAL} FROM erp.approvals a WHERE a.company_id = ${companyId} AND a.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}

/** Who made or changed a draft, by the audit log. */
export async function authorsOf(
  trx: Trx,
  companyId: string,
  kind: ApprovalKind,
  subjectId: string,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT actor_id AS id FROM erp.audit_log
    WHERE company_id = ${companyId} AND subject_kind = ${kind} AND subject_id = ${subjectId} AND actor_id IS NOT NULL`.execute(
    trx,
  );
  return new Set(rows.map(({ id }) => id));
}

const DELEGATION = sql`
  d.id, d.from_user_id AS "fromUserId", d.to_user_id AS "toUserId", d.from_date::text AS from, d.to_date::text AS to,
  d.created_at AS "createdAt", d.revoked_at AS "revokedAt"`;

/** How many delegations one list shows at most. */
const MOST_DELEGATIONS = 500;

/** The company's delegations, newest first, those that have ended among them. */
export async function listDelegations(trx: Trx, companyId: string): Promise<Delegation[]> {
  const { rows } = await sql<Delegation>`
    SELECT ${DELEGATION} FROM erp.approval_delegations d WHERE d.company_id = ${companyId}
    ORDER BY d.id DESC LIMIT ${MOST_DELEGATIONS}`.execute(trx);
  return rows;
}

/** The delegation, or null. */
export async function findDelegation(trx: Trx, companyId: string, id: string): Promise<Delegation | null> {
  const { rows } = await sql<Delegation>`
    SELECT ${DELEGATION} FROM erp.approval_delegations d WHERE d.company_id = ${companyId} AND d.id = ${id}`.execute(
    trx,
  );
  return rows[0] ?? null;
}

/** The users in whose place a user decides today, in the company's time zone. */
export async function delegatorsOf(trx: Trx, companyId: string, userId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT d.from_user_id AS id
    FROM erp.approval_delegations d JOIN erp.companies c ON c.company_id = d.company_id
    WHERE d.company_id = ${companyId} AND d.to_user_id = ${userId} AND d.revoked_at IS NULL
      AND (now() AT TIME ZONE c.time_zone)::date BETWEEN d.from_date AND d.to_date`.execute(trx);
  return rows.map(({ id }) => id);
}
