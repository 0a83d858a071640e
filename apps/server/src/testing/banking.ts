import assert from 'node:assert/strict';
import type { BankAccount } from '@crypto-erp/contract/bank-accounts';
import type { BankLine, BankSuggestion } from '@crypto-erp/contract/bank-lines';
import type { BankMatch } from '@crypto-erp/contract/bank-matches';
import type { BankImport, BankStatement } from '@crypto-erp/contract/bank-statements';
import type { CompanyInput } from '@crypto-erp/contract/companies';
import { type CamtEntry, camtXml, IBAN, MAPPING, uploadStatement } from './bank.ts';
import type { Trade } from './trade.ts';

export type Banking = Awaited<ReturnType<typeof banking>>;

/** A company with a bank account, and what a test does with its statements, lines and matches. */
export async function banking(trade: Trade, settings: Partial<CompanyInput> = {}, asset = 'EUR') {
  const trader = await trade.trader(settings);
  const bank = await trader.make<BankAccount>('bank-accounts', {
    name: 'Main',
    iban: IBAN,
    number: null,
    accountId: trader.account('bank'),
    asset,
  });
  const upload = <T = BankImport>(file: string | Buffer, query: Record<string, string> = {}, headers = {}) =>
    uploadStatement<T>(trade.user, trader, file, query, headers);
  const camt = <T = BankImport>(days: [string, string], balances: [string, string], entries: CamtEntry[]) =>
    upload<T>(
      camtXml([{ asset, from: days[0], to: days[1], opening: balances[0], closing: balances[1], entries }]),
    );
  return {
    ...trader,
    bank,
    upload,
    camt,
    csv: <T = BankImport>(rows: string, query = {}) => upload<T>(rows, { bankAccountId: bank.id, ...query }),
    map: (change: object = {}) =>
      trader.call('PUT', `bank-accounts/${bank.id}/csv-mapping`, { ...MAPPING, ...change }),
    /** Imports a statement and answers it with its lines, the oldest first, and the opening line before them. */
    async statement(days: [string, string], balances: [string, string], entries: CamtEntry[]) {
      const { status, body } = await camt(days, balances, entries);
      assert.equal(status, 201, JSON.stringify(body));
      const [statement] = body.statements as [BankStatement];
      const { items } = await trader.get<{ items: BankLine[] }>(
        `bank-lines?statementId=${statement.id}&limit=1000`,
      );
      return { id: statement.id, lines: items.toReversed() };
    },
    allLines: async () => (await trader.get<{ items: BankLine[] }>('bank-lines?limit=1000')).items,
    suggestions: async (line: BankLine | undefined) =>
      (await trader.get<{ items: BankSuggestion[] }>(`bank-lines/${line?.id}/suggestions`)).items,
    /** Sends what a suggestion says, as it is. */
    accept(line: BankLine | undefined, { match, payment, booking }: BankSuggestion) {
      if (match !== null) return trader.make<BankMatch>('bank-matches', match);
      const [verb, body] = payment === null ? ['book', booking] : ['pay', payment];
      return trader.make<BankMatch>(`bank-lines/${line?.id}/${verb}`, body ?? {});
    },
    /** Books a line to an account by its role. */
    book: (line: BankLine | undefined, role: Parameters<typeof trader.account>[0], change: object = {}) => ({
      date: null,
      description: 'Booked',
      lines: [
        {
          accountId: trader.account(role),
          amount: (line?.amount ?? '').replace('-', ''),
          contactId: null,
          description: '',
        },
      ],
      ...change,
    }),
    reconcile: (statement: { id: string }) =>
      trader.call<BankStatement>('POST', `bank-statements/${statement.id}/reconcile`),
  };
}
