import { sql } from 'kysely';
import type { Database } from '../../db/database.ts';
import { requestJob } from '../../jobs/outbox.ts';
import { takeLost } from './store.ts';

/** How many companies a round serves. */
const COMPANIES = 100;

const JOB_OF = { checking: 'check-import', running: 'run-import' } as const;

/**
 * One round over the companies with an import whose job was lost, because a worker ended without a word or gave it back:
 * asks for another job. Answers how many. What fails for one company is left for a later round and told to `onError`.
 */
export async function importsRound(db: Database, onError: (error: Error) => void): Promise<number> {
  const companies = await db.inControl(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      SELECT erp.companies_with_imports(${COMPANIES}) AS id`.execute(trx);
    return rows.map((row) => row.id);
  });
  let asked = 0;
  for (const companyId of companies) {
    try {
      asked += await db.inCompany(companyId, async (trx) => {
        const lost = await takeLost(trx, companyId);
        for (const { id, state } of lost) {
          await requestJob(trx, companyId, JOB_OF[state], { companyId, importId: id });
        }
        return lost.length;
      });
    } catch (error) {
      onError(new Error(`Imports of company ${companyId} wait: ${error}`, { cause: error }));
    }
  }
  return asked;
}
