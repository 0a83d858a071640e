import type { BankAccount } from '@crypto-erp/contract/bank-accounts';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

const ACCOUNT = sql`
  SELECT b.id, b.name, b.iban, b.number, b.account_id AS "accountId", a.code AS "accountCode", a.name AS "accountName",
    b.asset, b.csv_mapping AS "csvMapping", b.archived, b.version
  FROM erp.bank_accounts b JOIN erp.accounts a ON a.company_id = b.company_id AND a.id = b.account_id`;

/** All bank accounts, by name. */
export async function listBankAccounts(trx: Trx, companyId: string): Promise<{ items: BankAccount[] }> {
  const { rows } = await sql<BankAccount>`
    ${ACCOUNT} WHERE b.company_id = ${companyId} ORDER BY b.archived, b.name, b.id`.execute(trx);
  return { items: rows };
}

/** The bank account, or null. */
export async function findBankAccount(trx: Trx, companyId: string, id: string): Promise<BankAccount | null> {
  const { rows } =
    await sql<BankAccount>`${ACCOUNT} WHERE b.company_id = ${companyId} AND b.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}

/** The id of the bank account with this IBAN, or where there is none this number, and asset; or null. */
export async function bankAccountOf(
  trx: Trx,
  companyId: string,
  { iban, number, asset }: { iban: string | null; number: string | null; asset: string },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM erp.bank_accounts
    WHERE company_id = ${companyId} AND asset = ${asset} AND (iban = ${iban} OR number = ${number})
    ORDER BY iban = ${iban} DESC NULLS LAST LIMIT 1`.execute(trx);
  return rows[0]?.id ?? null;
}
