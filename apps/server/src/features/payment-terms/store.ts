import type { PaymentTermsInput, PaymentTermsUpdate } from '@crypto-erp/contract/taxes';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

export async function insertPaymentTerms(
  trx: Trx,
  companyId: string,
  id: string,
  terms: PaymentTermsInput,
): Promise<void> {
  await sql`
    INSERT INTO erp.payment_terms (company_id, id, name, days, from_end_of_month)
    VALUES (${companyId}, ${id}, ${terms.name}, ${terms.days}, ${terms.fromEndOfMonth})`.execute(trx);
}

/** Replaces the terms as they were at `terms.version`; false when they have another version by now. */
export async function updatePaymentTerms(
  trx: Trx,
  companyId: string,
  id: string,
  terms: PaymentTermsUpdate,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.payment_terms SET name = ${terms.name}, days = ${terms.days},
      from_end_of_month = ${terms.fromEndOfMonth}, archived = ${terms.archived}, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${terms.version} RETURNING id`.execute(trx);
  return rows.length === 1;
}
