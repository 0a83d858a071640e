import type { Said } from '@crypto-erp/contract/transaction-rules';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** An open transaction that no person has said anything of, with its transfers. Quantities in whole units. */
export interface UnsaidTransaction extends Said {
  id: string;
  version: number;
  saidBy: 'guess' | 'rule';
  at: string;
  transfers: {
    walletId: string;
    direction: 'in' | 'out';
    kind: string;
    asset: string;
    quantity: string;
    counterparty: string | null;
    method: string | null;
  }[];
}

/** Up to `most` of them in the order of their time, from behind `after`. */
export async function unsaidTransactions(
  trx: Trx,
  companyId: string,
  after: { at: string; id: string } | null,
  most: number,
): Promise<UnsaidTransaction[]> {
  const { rows } = await sql<UnsaidTransaction>`
    SELECT t.id, t.version, t.at, t.type, t.account_id AS "accountId", t.contact_id AS "contactId", t.description,
      t.said_by AS "saidBy", (
        SELECT coalesce(jsonb_agg(jsonb_build_object('walletId', r.wallet_id, 'direction', r.direction, 'kind', r.kind,
          'asset', r.asset, 'quantity', r.quantity::text, 'counterparty', r.counterparty, 'method', r.method)
          ORDER BY r.at, r.position, r.id), '[]')
        FROM erp.transaction_transfers x
        JOIN erp.transfers r ON r.company_id = x.company_id AND r.id = x.transfer_id
        WHERE x.company_id = t.company_id AND x.transaction_id = t.id) AS transfers
    FROM erp.transactions t
    WHERE t.company_id = ${companyId} AND t.state = 'open' AND t.said_by <> 'person'
      ${after ? sql`AND (t.at, t.id) > (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
    ORDER BY t.at, t.id LIMIT ${most}`.execute(trx);
  return rows;
}

/** What is to be said of a transaction as it was at `version`. */
export interface Saying extends Said {
  id: string;
  version: number;
  saidBy: 'guess' | 'rule';
}

/**
 * Says of open transactions what they are, in one statement, and answers the ids of those that were still at their version
 * and that no person had said anything of.
 */
export async function sayOfMany(trx: Trx, companyId: string, sayings: readonly Saying[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    UPDATE erp.transactions t SET type = s.type, account_id = s."accountId", contact_id = s."contactId",
      description = s.description, said_by = s."saidBy", version = t.version + 1
    FROM jsonb_to_recordset(${JSON.stringify(sayings)}::jsonb)
      AS s (id uuid, version integer, type text, "accountId" uuid, "contactId" uuid, description text,
        "saidBy" text)
    WHERE t.company_id = ${companyId} AND t.id = s.id AND t.version = s.version AND t.state = 'open'
      AND t.said_by <> 'person'
    RETURNING t.id`.execute(trx);
  return rows.map(({ id }) => id);
}
