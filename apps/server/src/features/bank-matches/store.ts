import type { BankMatch } from '@crypto-erp/contract/bank-matches';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

export interface EntryLineRef {
  entryId: string;
  position: number;
}

export type NewMatch = Pick<
  BankMatch,
  'id' | 'bankAccountId' | 'kind' | 'paymentId' | 'entryId' | 'bankLineIds'
> & {
  entryLines: readonly EntryLineRef[];
};

/** Writes a match with both of its sides, whose sums the database compares at the end of the transaction. */
export async function insertMatch(trx: Trx, companyId: string, match: NewMatch): Promise<void> {
  await sql`
    INSERT INTO erp.bank_matches (company_id, id, bank_account_id, kind, payment_id, entry_id)
    VALUES (${companyId}, ${match.id}, ${match.bankAccountId}, ${match.kind}, ${match.paymentId}, ${match.entryId})`.execute(
    trx,
  );
  await sql`
    INSERT INTO erp.bank_match_lines (company_id, match_id, bank_line_id)
    SELECT ${companyId}, ${match.id}, id FROM unnest(${match.bankLineIds}::uuid[]) AS l (id)`.execute(trx);
  await sql`
    INSERT INTO erp.bank_match_entry_lines (company_id, match_id, entry_id, position)
    SELECT ${companyId}, ${match.id}, l."entryId", l.position
    FROM jsonb_to_recordset(${JSON.stringify(match.entryLines)}::jsonb) AS l ("entryId" uuid, position smallint)`.execute(
    trx,
  );
}

export async function deleteMatch(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`DELETE FROM erp.bank_match_lines WHERE company_id = ${companyId} AND match_id = ${id}`.execute(
    trx,
  );
  await sql`DELETE FROM erp.bank_match_entry_lines WHERE company_id = ${companyId} AND match_id = ${id}`.execute(
    trx,
  );
  await sql`DELETE FROM erp.bank_matches WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}
