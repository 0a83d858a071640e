import type { Database } from '../db/database.ts';
import { verifyCompany } from '../features/verify/checks.ts';

interface VerifyOptions {
  db: Database;
  companyIds: readonly string[];
  log(line: string): void;
}

/** Checks the books of each company, tells each invariant as held or broken with the rows, and whether all held. */
export async function runVerify({ db, companyIds, log }: VerifyOptions): Promise<boolean> {
  let allHeld = true;
  for (const companyId of companyIds) {
    log(`company ${companyId}`);
    const results = await db.inCompany(companyId, (trx) => verifyCompany(trx, companyId));
    for (const { name, held, rows, count } of results) {
      allHeld &&= held;
      log(held ? `  held    ${name}` : `  BROKEN  ${name} (${count} ${count === 1 ? 'row' : 'rows'})`);
      for (const row of rows) log(`            ${JSON.stringify(row)}`);
      if (count > rows.length) log(`            … and ${count - rows.length} more`);
    }
  }
  return allHeld;
}
