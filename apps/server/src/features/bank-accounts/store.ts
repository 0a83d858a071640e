import type { BankAccountInput, BankAccountUpdate, CsvMapping } from '@crypto-erp/contract/bank-accounts';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

export async function insertBankAccount(
  trx: Trx,
  companyId: string,
  id: string,
  account: BankAccountInput,
): Promise<void> {
  await sql`
    INSERT INTO erp.bank_accounts (company_id, id, name, account_id, asset, iban, number)
    VALUES (${companyId}, ${id}, ${account.name}, ${account.accountId}, ${account.asset}, ${account.iban},
      ${account.number})`.execute(trx);
}

/** Replaces the account as it was at `account.version`; false when it has another version by now. */
export async function updateBankAccount(
  trx: Trx,
  companyId: string,
  id: string,
  account: BankAccountUpdate,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.bank_accounts SET name = ${account.name}, iban = ${account.iban}, number = ${account.number},
      archived = ${account.archived}, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${account.version} RETURNING id`.execute(
    trx,
  );
  return rows.length === 1;
}

export async function updateCsvMapping(
  trx: Trx,
  companyId: string,
  id: string,
  mapping: CsvMapping,
): Promise<void> {
  await sql`
    UPDATE erp.bank_accounts SET csv_mapping = ${JSON.stringify(mapping)}::jsonb, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}
