import { firstHour } from './first-hour.ts';
import { withThrowawaySystem } from './throwaway-system.ts';
import { runVerify } from './verify.ts';

/**
 * The main job on a fresh system that is thrown away: the first hour over HTTP, every invariant. Throws when anything is
 * not as it must be.
 */
export async function smoke(log: (line: string) => void): Promise<void> {
  const began = performance.now();
  const summary = await withThrowawaySystem(log, async ({ baseUrl, db }) => {
    const result = await firstHour(baseUrl, log);
    const held = await runVerify({ db, companyIds: [result.companyId], log });
    if (!held) throw new Error('smoke: an invariant of the books is broken.');
    return result;
  });
  log(`took ${((performance.now() - began) / 1000).toFixed(1)} s`);
  log(
    `smoke: ok ${summary.invoices} invoices, ${summary.entries} entries, trial balance ${summary.difference}`,
  );
}
