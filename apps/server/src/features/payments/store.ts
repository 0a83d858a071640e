import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** A payment to be kept, amounts in whole units as text. */
export interface NewPayment {
  id: string;
  invoiceId: string;
  date: string;
  asset: string;
  amount: string;
  baseAmount: string;
  clearedBase: string;
  exchangeDifference: string;
  accountId: string;
  reference: string;
  entryId: string;
}

export async function insertPayment(trx: Trx, companyId: string, payment: NewPayment): Promise<void> {
  await sql`
    INSERT INTO erp.payments (company_id, id, invoice_id, date, asset, amount, base_amount, cleared_base,
      exchange_difference, account_id, reference, entry_id)
    VALUES (${companyId}, ${payment.id}, ${payment.invoiceId}, ${payment.date}, ${payment.asset}, ${payment.amount},
      ${payment.baseAmount}, ${payment.clearedBase}, ${payment.exchangeDifference}, ${payment.accountId},
      ${payment.reference}, ${payment.entryId})`.execute(trx);
}

/** Marks the payment as reversed and answers the base amount it had cleared. */
export async function markPaymentReversed(
  trx: Trx,
  companyId: string,
  id: string,
  entryId: string,
): Promise<{ clearedBase: string }> {
  const { rows } = await sql<{ clearedBase: string }>`
    UPDATE erp.payments SET reversal_entry_id = ${entryId} WHERE company_id = ${companyId} AND id = ${id}
    RETURNING trim_scale(cleared_base)::text AS "clearedBase"`.execute(trx);
  if (rows[0] === undefined) throw new Error('A payment vanished while it was reversed.');
  return rows[0];
}
