import type {
  ApprovalInput,
  ApprovalKind,
  ApprovalRuleInput,
  DelegationInput,
} from '@crypto-erp/contract/approvals';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Adds the rule of `kind`, or replaces it as it was at `rule.version`; false when it is another by now. */
export async function saveRule(
  trx: Trx,
  companyId: string,
  kind: ApprovalKind,
  rule: ApprovalRuleInput,
): Promise<boolean> {
  const { threshold, approverRoles, approverIds, version } = rule;
  const { rows } =
    version === null
      ? await sql`
          INSERT INTO erp.approval_rules (company_id, kind, threshold, approver_roles, approver_ids)
          VALUES (${companyId}, ${kind}, ${threshold}, ${approverRoles}::text[], ${approverIds}::uuid[])
          ON CONFLICT DO NOTHING RETURNING kind`.execute(trx)
      : await sql`
          UPDATE erp.approval_rules SET threshold = ${threshold}, approver_roles = ${approverRoles}::text[],
            approver_ids = ${approverIds}::uuid[], version = version + 1
          WHERE company_id = ${companyId} AND kind = ${kind} AND version = ${version} RETURNING kind`.execute(
          trx,
        );
  return rows.length > 0;
}

export async function deleteRule(trx: Trx, companyId: string, kind: ApprovalKind): Promise<void> {
  await sql`DELETE FROM erp.approval_rules WHERE company_id = ${companyId} AND kind = ${kind}`.execute(trx);
}

/** Holds a draft until the transaction ends, so that what is read of it is what is submitted. */
export async function lockDraft(trx: Trx, companyId: string, id: string): Promise<void> {
  for (const table of ['erp.entry_drafts', 'erp.documents']) {
    await sql`SELECT FROM ${sql.table(table)} WHERE company_id = ${companyId} AND id = ${id} FOR UPDATE`.execute(
      trx,
    );
  }
}

/** Submits a draft; false when an approval of it stands or waits already. `amount` is in the base asset. */
export async function insertApproval(
  trx: Trx,
  companyId: string,
  id: string,
  {
    kind,
    subjectId,
    version,
    amount,
    submittedBy,
  }: ApprovalInput & { amount: string; submittedBy: string | null },
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO erp.approvals (company_id, id, kind, subject_id, subject_version, amount, status, submitted_by)
    VALUES (${companyId}, ${id}, ${kind}, ${subjectId}, ${version}, ${amount}, 'submitted', ${submittedBy})
    ON CONFLICT (company_id, subject_id) WHERE status IN ('submitted', 'approved') DO NOTHING RETURNING id`.execute(
    trx,
  );
  return rows.length > 0;
}

export interface Decision {
  status: 'approved' | 'rejected';
  decidedBy: string;
  onBehalfOf: string | null;
  comment: string;
}

/** Decides an approval that is submitted; false when it is not any more. */
export async function decideApproval(
  trx: Trx,
  companyId: string,
  id: string,
  { status, decidedBy, onBehalfOf, comment }: Decision,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.approvals SET status = ${status}, decided_by = ${decidedBy}, on_behalf_of = ${onBehalfOf},
      comment = ${comment}, decided_at = now()
    WHERE company_id = ${companyId} AND id = ${id} AND status = 'submitted' RETURNING id`.execute(trx);
  return rows.length > 0;
}

export async function insertDelegation(
  trx: Trx,
  companyId: string,
  id: string,
  fromUserId: string,
  { toUserId, from, to }: DelegationInput,
): Promise<void> {
  await sql`
    INSERT INTO erp.approval_delegations (company_id, id, from_user_id, to_user_id, from_date, to_date)
    VALUES (${companyId}, ${id}, ${fromUserId}, ${toUserId}, ${from}::date, ${to}::date)`.execute(trx);
}

/** Ends a delegation that was not ended before. */
export async function revokeDelegation(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`
    UPDATE erp.approval_delegations SET revoked_at = now()
    WHERE company_id = ${companyId} AND id = ${id} AND revoked_at IS NULL`.execute(trx);
}
