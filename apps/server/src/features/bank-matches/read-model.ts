import type { BankMatch } from '@crypto-erp/contract/bank-matches';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import type { EntryLineRef } from './store.ts';

/** The match, or null. */
export async function findBankMatch(trx: Trx, companyId: string, id: string): Promise<BankMatch | null> {
  const { rows } = await sql<BankMatch>`
    SELECT m.id, m.bank_account_id AS "bankAccountId", m.kind, s.bank::text AS amount,
      ARRAY(SELECT x.bank_line_id FROM erp.bank_match_lines x
        WHERE x.company_id = m.company_id AND x.match_id = m.id ORDER BY x.bank_line_id) AS "bankLineIds",
      coalesce((SELECT jsonb_agg(jsonb_build_object('entryId', l.entry_id, 'position', l.position, 'number', l.number,
          'date', l.date, 'amount', l.quantity::text) ORDER BY l.date, l.entry_id, l.position)
        FROM (
          SELECT l.entry_id, l.position, e.number, l.date, l.quantity
          FROM erp.bank_match_entry_lines x
          JOIN erp.entry_lines l ON l.company_id = x.company_id AND l.entry_id = x.entry_id AND l.position = x.position
          JOIN erp.entries e ON e.company_id = l.company_id AND e.id = l.entry_id
          WHERE x.company_id = m.company_id AND x.match_id = m.id
          ORDER BY l.date, l.entry_id, l.position LIMIT 1000
        ) AS l), '[]') AS "entryLines",
      m.payment_id AS "paymentId", m.entry_id AS "entryId", m.created_at AS "createdAt"
    FROM erp.bank_matches m CROSS JOIN LATERAL erp.bank_match_sides(m.company_id, m.id) AS s
    WHERE m.company_id = ${companyId} AND m.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}

/** A line of an entry on the account of the chart that mirrors a bank account. */
export interface LedgerLine extends EntryLineRef {
  amount: string;
  matched: boolean;
}

const LEDGER_LINE = sql`
  SELECT l.entry_id AS "entryId", l.position, l.quantity::text AS amount, m.match_id IS NOT NULL AS matched
  FROM erp.bank_accounts b
  JOIN erp.entry_lines l ON l.company_id = b.company_id AND l.account_id = b.account_id AND l.asset = b.asset
  LEFT JOIN erp.bank_match_entry_lines m
    ON m.company_id = l.company_id AND m.entry_id = l.entry_id AND m.position = l.position`;

/** Those of `refs` that are lines on the bank account's account of the chart. */
export async function ledgerLines(
  trx: Trx,
  companyId: string,
  bankAccountId: string,
  refs: readonly EntryLineRef[],
): Promise<LedgerLine[]> {
  const { rows } = await sql<LedgerLine>`
    ${LEDGER_LINE}
    JOIN jsonb_to_recordset(${JSON.stringify(refs)}::jsonb) AS r ("entryId" uuid, position integer)
      ON r."entryId" = l.entry_id AND r.position = l.position
    WHERE b.company_id = ${companyId} AND b.id = ${bankAccountId}`.execute(trx);
  return rows;
}

/** Every line there that is matched with nothing, up to a day. */
export async function unmatchedUntil(
  trx: Trx,
  companyId: string,
  bankAccountId: string,
  until: string,
): Promise<LedgerLine[]> {
  const { rows } = await sql<LedgerLine>`
    ${LEDGER_LINE}
    WHERE b.company_id = ${companyId} AND b.id = ${bankAccountId} AND l.date <= ${until} AND m.match_id IS NULL`.execute(
    trx,
  );
  return rows;
}

/** The lines of an entry there that are matched with nothing. */
export async function unmatchedOfEntry(
  trx: Trx,
  companyId: string,
  bankAccountId: string,
  entryId: string,
): Promise<LedgerLine[]> {
  const { rows } = await sql<LedgerLine>`
    ${LEDGER_LINE}
    WHERE b.company_id = ${companyId} AND b.id = ${bankAccountId} AND l.entry_id = ${entryId}
      AND m.match_id IS NULL`.execute(trx);
  return rows;
}
