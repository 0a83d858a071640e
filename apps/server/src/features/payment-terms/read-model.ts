import type { PaymentTerms } from '@crypto-erp/contract/taxes';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

const COLUMNS = sql`t.id, t.name, t.days, t.from_end_of_month AS "fromEndOfMonth", t.archived, t.version`;

/** All payment terms, the shortest first. */
export async function listPaymentTerms(trx: Trx, companyId: string): Promise<{ items: PaymentTerms[] }> {
  const { rows } = await sql<PaymentTerms>`
    SELECT ${COLUMNS} FROM erp.payment_terms t WHERE t.company_id = ${companyId}
    ORDER BY t.days, t.name`.execute(trx);
  return { items: rows };
}

/** The payment terms, or null. */
export async function findPaymentTerms(
  trx: Trx,
  companyId: string,
  id: string,
): Promise<PaymentTerms | null> {
  const { rows } = await sql<PaymentTerms>`
    SELECT ${COLUMNS} FROM erp.payment_terms t WHERE t.company_id = ${companyId} AND t.id = ${id}`.execute(
    trx,
  );
  return rows[0] ?? null;
}
