import type { Trx } from '../../db/database.ts';
import { camtXml, IBAN } from '../../testing/bank.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { createBankAccount } from '../bank-accounts/service.ts';
import { openBankLines } from '../bank-lines/read-model.ts';
import { matchLines } from '../bank-matches/service.ts';
import { importStatements } from '../bank-statements/import.ts';
import { reconcile } from '../bank-statements/service.ts';

/**
 * A bank account with two statements: January's, reconciled, whose one line is the first line of the entry `paidIn`, and
 * February's, whose line is open.
 */
export async function bankOf(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  { accountId, paidIn, amount }: { accountId: string; paidIn: string; amount: string },
) {
  const input = { name: 'Main', iban: IBAN, number: null, accountId, asset: 'EUR' };
  const { id: bankAccountId } = await createBankAccount(trx, context, input);
  const january = { from: '2026-01-01', to: '2026-01-31', opening: '0', closing: amount };
  const february = { from: '2026-02-01', to: '2026-02-28', opening: amount, closing: amount };
  const entries = [
    { date: '2026-02-02', amount: '7.00', reference: 'B' },
    { date: '2026-02-03', amount: '-7.00', reference: 'C' },
  ];
  const xml = camtXml([
    { ...january, entries: [{ date: '2026-01-07', amount, reference: 'A' }] },
    { ...february, entries },
  ]);
  const file = { format: 'camt053' as const, bytes: Buffer.from(xml) };
  const { statements } = await importStatements(trx, context, assets, file, {});
  const [line] = await openBankLines(trx, context.companyId, bankAccountId, 1);
  const entryLines = [{ entryId: paidIn, position: 1 }];
  const match = await matchLines(trx, context, { bankAccountId, bankLineIds: [line?.id ?? ''], entryLines });
  const [first, second] = statements.map(({ id }) => id);
  await reconcile(trx, context, first ?? '');
  return { reconciled: first ?? '', imported: second ?? '', match: match.id };
}
