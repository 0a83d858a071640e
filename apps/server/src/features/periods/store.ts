import type { PeriodLock } from '@crypto-erp/contract/periods';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** The first day of a month (`YYYY-MM`), as the table holds it. */
const firstDay = (month: string): string => `${month}-01`;

/** Locks `month` (`YYYY-MM`), makes a soft lock hard, and answers when; null when it has as strong a lock already. */
export async function lockMonth(
  trx: Trx,
  companyId: string,
  month: string,
  lock: PeriodLock,
): Promise<{ closedAt: string } | null> {
  const { rows } = await sql<{ closedAt: string }>`
    INSERT INTO erp.closed_periods AS p (company_id, month, lock) VALUES (${companyId}, ${firstDay(month)}::date, ${lock})
    ON CONFLICT (company_id, month) DO UPDATE SET lock = excluded.lock, closed_at = excluded.closed_at
      WHERE p.lock = 'soft' AND excluded.lock = 'hard'
    RETURNING closed_at AS "closedAt"`.execute(trx);
  return rows[0] ?? null;
}

/** Notes who takes the hard lock of `month` (`YYYY-MM`) away, and why: without it the database keeps the lock. */
export async function insertReopening(
  trx: Trx,
  companyId: string,
  month: string,
  { kind, id, role }: { kind: string; id: string | null; role?: string },
  reason: string,
): Promise<void> {
  await sql`
    INSERT INTO erp.period_reopenings (company_id, month, closed_at, reason, actor_kind, actor_id, actor_role)
    SELECT company_id, month, closed_at, ${reason}, ${kind}, ${id}::uuid, ${role ?? null} FROM erp.closed_periods
    WHERE company_id = ${companyId} AND month = ${firstDay(month)}::date AND lock = 'hard'`.execute(trx);
}

/** Takes the lock of `month` (`YYYY-MM`) away. */
export async function unlockMonth(trx: Trx, companyId: string, month: string): Promise<void> {
  await sql`
    DELETE FROM erp.closed_periods WHERE company_id = ${companyId} AND month = ${firstDay(month)}::date`.execute(
    trx,
  );
}
