import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Closes `month` (`YYYY-MM`) and answers when; null when it is closed already. */
export async function insertClosedPeriod(
  trx: Trx,
  companyId: string,
  month: string,
): Promise<{ closedAt: string } | null> {
  const { rows } = await sql<{ closedAt: string }>`
    INSERT INTO erp.closed_periods (company_id, month) VALUES (${companyId}, ${`${month}-01`}::date)
    ON CONFLICT DO NOTHING RETURNING closed_at AS "closedAt"`.execute(trx);
  return rows[0] ?? null;
}

/** Opens `month` (`YYYY-MM`) again and answers when it had been closed; null when it was open. */
export async function deleteClosedPeriod(
  trx: Trx,
  companyId: string,
  month: string,
): Promise<{ closedAt: string } | null> {
  const { rows } = await sql<{ closedAt: string }>`
    DELETE FROM erp.closed_periods WHERE company_id = ${companyId} AND month = ${`${month}-01`}::date
    RETURNING closed_at AS "closedAt"`.execute(trx);
  return rows[0] ?? null;
}
