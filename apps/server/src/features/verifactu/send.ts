import type { Database } from '../../db/database.ts';
import { companySettings } from '../companies/read-model.ts';
import { readAnswer } from './answer.ts';
import { postSoap, type VerifactuEndpoint } from './endpoint.ts';
import { allCompanies, companiesDue, pendingRecords, verifactuSettings } from './read-model.ts';
import { submissionXml } from './record-xml.ts';
import { keepAnswers, takeTurn } from './store.ts';

/** The most records of one submission (Orden HAC/1177/2024, article 16). */
const MOST_RECORDS = 1_000;
/** How many companies are looked at in one statement. */
const CHUNK = 500;

/**
 * Sends the waiting records of every company whose turn it is, in the order of its chain, and keeps the answers. What
 * fails for one company waits for its next turn and holds up no other. Without an address nothing is sent. Throws at the
 * end when any failed.
 */
export async function sendVerifactu(db: Database, endpoint: VerifactuEndpoint | undefined): Promise<void> {
  if (endpoint === undefined) return;
  const failures: unknown[] = [];
  for (const companyId of await dueCompanies(db)) {
    try {
      await sendOf(db, endpoint, companyId);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Verifactu records could not be sent.');
}

async function dueCompanies(db: Database): Promise<string[]> {
  const all = await db.inControl(allCompanies);
  const due: string[] = [];
  for (let start = 0; start < all.length; start += CHUNK) {
    const ids = all.slice(start, start + CHUNK);
    due.push(...(await db.inCompany(ids, (trx) => companiesDue(trx, ids))));
  }
  return due;
}

async function sendOf(db: Database, endpoint: VerifactuEndpoint, companyId: string): Promise<void> {
  const batch = await db.inCompany(companyId, async (trx) => {
    if (!(await takeTurn(trx, companyId))) return null;
    const settings = await verifactuSettings(trx, companyId);
    if (settings === null) return null;
    const { name } = await companySettings(trx, companyId);
    return { name, nif: settings.nif, records: await pendingRecords(trx, companyId, MOST_RECORDS) };
  });
  if (batch === null || batch.records.length === 0) return;
  const body = submissionXml(
    batch,
    batch.records.map(({ xml }) => xml),
  );
  const { answers, waitSeconds } = readAnswer(await postSoap(endpoint, body), batch.records);
  await db.inCompany(companyId, (trx) => keepAnswers(trx, companyId, answers, waitSeconds));
}
