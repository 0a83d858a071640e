import type { BankLine, BankLineQuery } from '@crypto-erp/contract/bank-lines';
import { type RawBuilder, sql } from 'kysely';
import { DATE, decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';

const LINE = sql`
  SELECT l.id, l.bank_account_id AS "bankAccountId", l.kind, l.date, l.value_date AS "valueDate", b.asset,
    l.amount::text AS amount, l.reversal, l.bank_reference AS "bankReference", l.end_to_end_id AS "endToEndId",
    l.reference, l.text, l.counterparty_name AS "counterpartyName", l.counterparty_iban AS "counterpartyIban",
    CASE WHEN m.match_id IS NOT NULL THEN 'matched' WHEN l.ignored_reason IS NOT NULL THEN 'ignored' ELSE 'open' END
      AS state,
    l.ignored_reason AS "ignoredReason", m.match_id AS "matchId"
  FROM erp.bank_lines l
  JOIN erp.bank_accounts b ON b.company_id = l.company_id AND b.id = l.bank_account_id
  LEFT JOIN erp.bank_match_lines m ON m.company_id = l.company_id AND m.bank_line_id = l.id`;

const STATE: Readonly<Record<BankLine['state'], RawBuilder<unknown>>> = {
  open: sql`m.match_id IS NULL AND l.ignored_reason IS NULL`,
  matched: sql`m.match_id IS NOT NULL`,
  ignored: sql`l.ignored_reason IS NOT NULL`,
};

/** One page of bank lines, the newest first. */
export async function listBankLines(
  trx: Trx,
  companyId: string,
  query: BankLineQuery,
): Promise<{ items: BankLine[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [DATE, UUID]);
  const where: RawBuilder<unknown>[] = [
    sql`l.company_id = ${companyId}`,
    ...(query.bankAccountId ? [sql`l.bank_account_id = ${query.bankAccountId}`] : []),
    ...(query.statementId
      ? [
          sql`EXISTS (SELECT FROM erp.bank_statement_lines x WHERE x.company_id = l.company_id
            AND x.bank_line_id = l.id AND x.statement_id = ${query.statementId})`,
        ]
      : []),
    ...(query.state ? [STATE[query.state]] : []),
    ...(query.from ? [sql`l.date >= ${query.from}`] : []),
    ...(query.to ? [sql`l.date <= ${query.to}`] : []),
    ...(after ? [sql`(l.date, l.id) < (${after[0]}::date, ${after[1]}::uuid)`] : []),
  ];
  const { rows } = await sql<BankLine>`
    ${LINE} WHERE ${sql.join(where, sql` AND `)} ORDER BY l.date DESC, l.id DESC LIMIT ${limit + 1}`.execute(
    trx,
  );
  return pageOf(rows, limit, (row) => [row.date, row.id]);
}

/** The line, or null. */
export async function findBankLine(trx: Trx, companyId: string, id: string): Promise<BankLine | null> {
  const { rows } = await sql<BankLine>`${LINE} WHERE l.company_id = ${companyId} AND l.id = ${id}`.execute(
    trx,
  );
  return rows[0] ?? null;
}

/** Those of `ids` that are lines of the bank account, in that order; the others are missing. */
export async function bankLinesOf(
  trx: Trx,
  companyId: string,
  bankAccountId: string,
  ids: readonly string[],
): Promise<(BankLine | undefined)[]> {
  const { rows } = await sql<BankLine>`
    ${LINE} WHERE l.company_id = ${companyId} AND l.bank_account_id = ${bankAccountId}
      AND l.id = ANY (${ids}::uuid[])`.execute(trx);
  return ids.map((id) => rows.find((row) => row.id === id));
}

/** Up to `limit` booked lines of the account that are open, the oldest first. */
export async function openBankLines(
  trx: Trx,
  companyId: string,
  bankAccountId: string,
  limit: number,
): Promise<BankLine[]> {
  const { rows } = await sql<BankLine>`
    ${LINE} WHERE l.company_id = ${companyId} AND l.bank_account_id = ${bankAccountId} AND l.kind = 'booked'
      AND ${STATE.open}
    ORDER BY l.date, l.id LIMIT ${limit}`.execute(trx);
  return rows;
}

/** Whether a line is in a statement that is reconciled. */
export async function isLocked(trx: Trx, companyId: string, ids: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM unnest(${ids}::uuid[]) AS l (id) WHERE erp.bank_line_locked(${companyId}, l.id) LIMIT 1`.execute(
    trx,
  );
  return rows.length > 0;
}
