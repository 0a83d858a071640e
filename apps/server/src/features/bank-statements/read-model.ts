import type { BankStatement, BankStatementQuery } from '@crypto-erp/contract/bank-statements';
import { type RawBuilder, sql } from 'kysely';
import { DATE, decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';
import type { Span } from './contradiction.ts';
import { units } from './parsed.ts';

const STATEMENT = sql`
  SELECT s.id, s.bank_account_id AS "bankAccountId", s.format, s.number, b.asset, s.from_date AS "from",
    s.to_date AS "to", s.opening_balance::text AS "openingBalance", s.closing_balance::text AS "closingBalance",
    erp.bank_statement_gap(s.company_id, s.id)::text AS gap, c.lines AS "lineCount", c.open AS "openLineCount",
    CASE WHEN s.reconciled_at IS NULL THEN 'imported' ELSE 'reconciled' END AS state,
    s.reconciled_at AS "reconciledAt", s.reconciled_by AS "reconciledBy", s.created_at AS "createdAt"
  FROM erp.bank_statements s
  JOIN erp.bank_accounts b ON b.company_id = s.company_id AND b.id = s.bank_account_id
  CROSS JOIN LATERAL (
    SELECT count(*) AS lines, count(*) FILTER (WHERE l.ignored_reason IS NULL AND m.match_id IS NULL) AS open
    FROM erp.bank_statement_lines x
    JOIN erp.bank_lines l ON l.company_id = x.company_id AND l.id = x.bank_line_id
    LEFT JOIN erp.bank_match_lines m ON m.company_id = l.company_id AND m.bank_line_id = l.id
    WHERE x.company_id = s.company_id AND x.statement_id = s.id
  ) AS c`;

/** One page of statements, the newest first. */
export async function listBankStatements(
  trx: Trx,
  companyId: string,
  query: BankStatementQuery,
): Promise<{ items: BankStatement[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [DATE, UUID]);
  const where: RawBuilder<unknown>[] = [
    sql`s.company_id = ${companyId}`,
    ...(query.bankAccountId ? [sql`s.bank_account_id = ${query.bankAccountId}`] : []),
    ...(after ? [sql`(s.to_date, s.id) < (${after[0]}::date, ${after[1]}::uuid)`] : []),
  ];
  const { rows } = await sql<BankStatement>`
    ${STATEMENT} WHERE ${sql.join(where, sql` AND `)} ORDER BY s.to_date DESC, s.id DESC LIMIT ${limit + 1}`.execute(
    trx,
  );
  return pageOf(rows, limit, (row) => [row.to, row.id]);
}

/** The statement, or null. */
export async function findBankStatement(
  trx: Trx,
  companyId: string,
  id: string,
): Promise<BankStatement | null> {
  const { rows } =
    await sql<BankStatement>`${STATEMENT} WHERE s.company_id = ${companyId} AND s.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}

/** The id of the statement that says exactly this, or null. */
export async function statementSaying(
  trx: Trx,
  companyId: string,
  bankAccountId: string,
  contentHash: Buffer,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM erp.bank_statements
    WHERE company_id = ${companyId} AND bank_account_id = ${bankAccountId} AND content_hash = ${contentHash}`.execute(
    trx,
  );
  return rows[0]?.id ?? null;
}

/** The account's statements that tell of a day from `from` to `to`, with their lines. */
export async function overlappingSpans(
  trx: Trx,
  companyId: string,
  bankAccountId: string,
  { from, to }: { from: string; to: string },
): Promise<Span[]> {
  const { rows } = await sql<{
    from: string;
    to: string;
    opening: string;
    lines: { fingerprint: string; date: string; amount: string }[];
  }>`
    SELECT s.from_date AS "from", s.to_date AS "to", s.opening_balance::text AS opening,
      coalesce((SELECT jsonb_agg(jsonb_build_object('fingerprint', l.fingerprint, 'date', l.date::text,
          'amount', l.amount::text))
        FROM erp.bank_statement_lines x
        JOIN erp.bank_lines l ON l.company_id = x.company_id AND l.id = x.bank_line_id
        WHERE x.company_id = s.company_id AND x.statement_id = s.id), '[]') AS lines
    FROM erp.bank_statements s
    WHERE s.company_id = ${companyId} AND s.bank_account_id = ${bankAccountId}
      AND s.from_date <= ${to} AND s.to_date >= ${from}`.execute(trx);
  return rows.map(({ opening, lines, ...days }) => ({
    ...days,
    opening: units(opening),
    lines: lines.map(({ amount, ...line }) => ({ ...line, amount: units(amount) })),
  }));
}

/**
 * What the account held before the first line of a file that has no balances, by the lines that are known of the days
 * until then and not in it. Null for an account without statements.
 */
export async function balanceBefore(
  trx: Trx,
  companyId: string,
  bankAccountId: string,
  from: string,
  fingerprints: readonly string[],
): Promise<string | null> {
  const { rows } = await sql<{ balance: string | null }>`
    SELECT coalesce(sum(l.amount), 0)::text AS balance FROM erp.bank_lines l
    WHERE l.company_id = ${companyId} AND l.bank_account_id = ${bankAccountId} AND l.date <= ${from}
      AND l.fingerprint <> ALL (${fingerprints}::text[])
    HAVING EXISTS (SELECT FROM erp.bank_statements s
      WHERE s.company_id = ${companyId} AND s.bank_account_id = ${bankAccountId} AND s.from_date <= ${from})`.execute(
    trx,
  );
  return rows[0]?.balance ?? null;
}

/** The day and the opening balance of the account's first statement, or null without one. */
export async function firstStatement(
  trx: Trx,
  companyId: string,
  bankAccountId: string,
): Promise<{ from: string; opening: string } | null> {
  const { rows } = await sql<{ from: string; opening: string }>`
    SELECT from_date AS "from", opening_balance::text AS opening FROM erp.bank_statements
    WHERE company_id = ${companyId} AND bank_account_id = ${bankAccountId}
    ORDER BY from_date, to_date, id LIMIT 1`.execute(trx);
  return rows[0] ?? null;
}

/** The account's opening line, and whether it is open, or null. */
export async function openingLine(
  trx: Trx,
  companyId: string,
  bankAccountId: string,
): Promise<{ date: string; amount: string; open: boolean } | null> {
  const { rows } = await sql<{ date: string; amount: string; open: boolean }>`
    SELECT l.date, l.amount::text AS amount, l.ignored_reason IS NULL AND NOT EXISTS (
      SELECT FROM erp.bank_match_lines m WHERE m.company_id = l.company_id AND m.bank_line_id = l.id) AS open
    FROM erp.bank_lines l
    WHERE l.company_id = ${companyId} AND l.bank_account_id = ${bankAccountId} AND l.kind = 'opening'`.execute(
    trx,
  );
  return rows[0] ?? null;
}

/** A line that only this statement tells of and that is matched or ignored, or null. */
export async function usedLineOf(trx: Trx, companyId: string, statementId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT l.id FROM erp.bank_statement_lines x
    JOIN erp.bank_lines l ON l.company_id = x.company_id AND l.id = x.bank_line_id
    WHERE x.company_id = ${companyId} AND x.statement_id = ${statementId}
      AND NOT EXISTS (SELECT FROM erp.bank_statement_lines o
        WHERE o.company_id = x.company_id AND o.bank_line_id = l.id AND o.statement_id <> x.statement_id)
      AND (l.ignored_reason IS NOT NULL OR EXISTS (
        SELECT FROM erp.bank_match_lines m WHERE m.company_id = l.company_id AND m.bank_line_id = l.id))
    LIMIT 1`.execute(trx);
  return rows[0]?.id ?? null;
}

/** What keeps a statement from being reconciled: see `erp.bank_reconciliation`. */
export interface Reconciliation {
  earlierOpen: boolean;
  openLines: number;
  gap: string;
  books: string;
  difference: string;
}

export async function reconciliationOf(trx: Trx, companyId: string, id: string): Promise<Reconciliation> {
  const { rows } = await sql<Reconciliation>`
    SELECT earlier_open AS "earlierOpen", open_lines AS "openLines", trim_scale(gap)::text AS gap,
      trim_scale(books)::text AS books, trim_scale(difference)::text AS difference
    FROM erp.bank_reconciliation(${companyId}, ${id})`.execute(trx);
  if (rows[0] === undefined) throw new Error('A statement vanished while it was reconciled.');
  return rows[0];
}

/** Whether a statement of the account was reconciled after this one. */
export async function reconciledLater(trx: Trx, companyId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM erp.bank_statements s
    JOIN erp.bank_statements t ON t.company_id = s.company_id AND t.bank_account_id = s.bank_account_id
      AND t.reconciled_at > s.reconciled_at
    WHERE s.company_id = ${companyId} AND s.id = ${id} LIMIT 1`.execute(trx);
  return rows.length > 0;
}
