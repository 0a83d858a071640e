import type { BalanceSheet, ProfitAndLoss, TrialBalance } from '@crypto-erp/contract/reports';
import { signUp } from '../http-client.ts';
import { type ThrowawaySystem, withThrowawaySystem } from '../throwaway-system.ts';
import { runVerify } from '../verify.ts';
import { foundCompany, type Player, YEAR } from './company.ts';
import { type Mailbox, openMailbox } from './mailbox.ts';
import { type Counts, lastDayOf, playMonth } from './month.ts';
import { randomOf } from './random.ts';

/**
 * A year of a company of twenty people, over HTTP on a system that is thrown away: about 2,000 documents in five
 * currencies, payments, credits, the bank's statements reconciled, reminders, statements of account, revaluations, twelve closes and the year's end. The
 * same seed plays the same year. Throws when anything is not as it must be.
 */
export async function playYear(seed: number, log: (line: string) => void): Promise<void> {
  const counts: Counts = {
    documents: 0,
    payments: 0,
    reminders: 0,
    statements: 0,
    bankStatements: 0,
    bankLines: 0,
  };
  const random = randomOf(seed);
  const mailbox = await openMailbox();
  const play = async ({ baseUrl, db }: ThrowawaySystem): Promise<string> => {
    const player = await foundCompany(await signUp(baseUrl, 'Player'));
    for (let month = 1; month <= 12; month += 1) {
      await playMonth(player, random, month, counts);
      await closeMonth(player, month);
      log(
        `closed ${YEAR}-${String(month).padStart(2, '0')}: ${counts.documents} documents, ${counts.payments} payments`,
      );
    }
    const profit = await closeYear(player);
    const held = await runVerify({ db, companyIds: [player.companyId], log });
    if (!held) throw new Error('play: an invariant of the books is broken.');
    await untilSent(mailbox, counts.reminders);
    return profit;
  };
  const result = await withThrowawaySystem(log, play, mailbox.smtpUrl).finally(() => mailbox.close());
  const { documents, payments, reminders, statements, bankStatements, bankLines } = counts;
  log(
    `play: ok ${documents} documents, ${payments} payments, ${bankStatements} bank statements with ${bankLines} lines matched, ${reminders} reminders, ${statements} statements, 12 closes, profit ${result} EUR`,
  );
}

/** Waits until the worker has sent every reminder. */
async function untilSent(mailbox: Mailbox, reminders: number): Promise<void> {
  for (let tries = 0; mailbox.received() < reminders; tries += 1) {
    if (tries === 600) throw new Error(`Only ${mailbox.received()} of ${reminders} reminders arrived.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Foreign currencies are revalued, then the month takes a soft and at last a hard lock. */
async function closeMonth({ api, at }: Player, month: number): Promise<void> {
  await api.post(`${at}/revaluations`, { date: lastDayOf(month) });
  const path = `${at}/periods/${YEAR}-${String(month).padStart(2, '0')}/close`;
  await api.post(path, { lock: 'soft' });
  // December is locked by the close of the year, which posts into it first.
  if (month < 12) await api.post(path, { lock: 'hard' });
}

/** The year's result goes to the retained earnings; the reports of the year still say the same. */
async function closeYear({ api, at }: Player): Promise<string> {
  const range = `from=${YEAR}-01-01&to=${YEAR}-12-31`;
  const before = await api.get<ProfitAndLoss>(`${at}/reports/profit-and-loss?${range}`);
  await api.post(`${at}/fiscal-years/${YEAR}/close`, {});
  const after = await api.get<ProfitAndLoss>(`${at}/reports/profit-and-loss?${range}`);
  if (after.profit !== before.profit) throw new Error('The close changed the profit of the year.');
  const sheet = await api.get<BalanceSheet>(`${at}/reports/balance-sheet?asOf=${YEAR}-12-31`);
  if (/[1-9]/.test(sheet.result)) throw new Error(`${sheet.result} is left of the result after the close.`);
  const trial = await api.get<TrialBalance>(`${at}/reports/trial-balance?${range}`);
  if (trial.totals.debit !== trial.totals.credit) throw new Error('The trial balance is out.');
  return after.profit;
}
