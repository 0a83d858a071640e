import type { Revaluation } from '@crypto-erp/contract/revaluations';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

export type NewRevaluation = Pick<Revaluation, 'date' | 'gain' | 'loss' | 'lines'> & {
  id: string;
  entryId: string;
  reversalEntryId: string;
};

export async function insertRevaluation(trx: Trx, companyId: string, one: NewRevaluation): Promise<void> {
  await sql`
    INSERT INTO erp.revaluations (company_id, id, date, entry_id, reversal_entry_id, gain, loss, lines)
    VALUES (${companyId}, ${one.id}, ${one.date}::date, ${one.entryId}, ${one.reversalEntryId}, ${one.gain}, ${one.loss},
      ${JSON.stringify(one.lines)}::jsonb)`.execute(trx);
}
