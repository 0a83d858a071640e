import type { TaxInput, TaxUpdate } from '@crypto-erp/contract/taxes';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Without `inputAccountId` the company's account for tax to be deducted is taken, unless the code is exempt. */
export async function insertTax(trx: Trx, companyId: string, id: string, tax: TaxInput): Promise<void> {
  await sql`
    INSERT INTO erp.taxes (company_id, id, code, name, kind, rate, inclusive, exempt_reason, account_id,
      input_account_id)
    VALUES (${companyId}, ${id}, ${tax.code}, ${tax.name}, ${tax.kind}, ${tax.rate}, ${tax.inclusive},
      ${tax.exemptReason}, ${tax.accountId}, CASE
        WHEN ${tax.inputAccountId !== undefined} THEN ${tax.inputAccountId ?? null}::uuid
        WHEN ${tax.kind !== 'exempt'} THEN (
          SELECT a.id FROM erp.accounts a WHERE a.company_id = ${companyId} AND a.role = 'tax_receivable') END)`.execute(
    trx,
  );
}

/** Changes the tax as it was at `tax.version`; false when it has another version by now. */
export async function updateTax(trx: Trx, companyId: string, id: string, tax: TaxUpdate): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.taxes SET name = ${tax.name}, archived = ${tax.archived}, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${tax.version} RETURNING id`.execute(trx);
  return rows.length === 1;
}
