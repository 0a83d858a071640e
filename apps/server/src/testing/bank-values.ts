import assert from 'node:assert/strict';
import type { BankLine } from '@crypto-erp/contract/bank-lines';
import type { BankImport } from '@crypto-erp/contract/bank-statements';
import type { TestCompany, TestUser } from './api.ts';
import { camtXml, IBAN, MAPPING, uploadStatement } from './bank.ts';
import { BANK_RULE } from './documents.ts';

const ASSETS =
  'AUD BGN BRL CAD CHF CNY CZK DKK GBP HKD HUF IDR ILS INR ISK JPY KRW MXN MYR NOK NZD PHP PLN RON SEK SGD THB TRY USD ZAR'.split(
    ' ',
  );

const MARCH = { from: '2026-03-01', to: '2026-03-31' };

/** Some of everything at the bank, as the values of its fields: accounts, statements, open lines, matches, rules. */
export async function bankValues(user: TestUser, company: TestCompany): Promise<Record<string, unknown[]>> {
  const { at, account } = company;
  const make = async (url: string, body: object): Promise<string> => {
    const answer = await user.post<{ id: string }>(`${at}/${url}`, body);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.id;
  };
  const upload = async (file: string, query: Record<string, string> = {}): Promise<BankImport> => {
    const { status, body } = await uploadStatement(user, company, file, query);
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  };
  const named = { name: 'Main', iban: null, number: null, accountId: account('bank') };
  // Statements in which nothing moved: each on an account of its own, so that any of them can be reconciled.
  const statements: string[] = [];
  for (const asset of ASSETS) {
    await make('bank-accounts', { ...named, iban: IBAN, asset });
    const imported = await upload(camtXml([{ ...MARCH, asset, opening: '0', closing: '0', entries: [] }]));
    statements.push(...imported.statements.map(({ id }) => id));
  }
  const bankAccountId = await make('bank-accounts', { ...named, asset: 'EUR' });
  await user.call({
    method: 'PUT',
    url: `${at}/bank-accounts/${bankAccountId}/csv-mapping`,
    payload: MAPPING,
  });
  const rows = Array.from({ length: 80 }, (_, i) => `2026-03-02,1.00,line ${i}`);
  await upload(`Date,Amount,Text\n${rows.join('\n')}\n`, { bankAccountId, openingBalance: '0' });
  const lines = await user.get<{ items: BankLine[] }>(
    `${at}/bank-lines?bankAccountId=${bankAccountId}&limit=1000`,
  );
  const ids = lines.body.items.map(({ id }) => id);
  const booked = [{ accountId: account('expenses'), amount: '1', contactId: null, description: '' }];
  const matches: string[] = [];
  for (const id of ids.splice(0, 10)) {
    matches.push(await make(`bank-lines/${id}/book`, { date: null, description: '', lines: booked }));
  }
  // Entries whose lines on the bank account cancel out.
  const line = { accountId: account('bank'), asset: 'EUR', quantity: '1', baseAmount: '1' };
  const cleared: object[][] = [];
  for (let n = 0; n < 5; n += 1) {
    const both = [line, { ...line, quantity: '-1', baseAmount: '-1' }];
    const entryId = await make('entries', {
      status: 'posted',
      date: '2026-03-02',
      description: '',
      lines: both,
    });
    cleared.push([1, 2].map((position) => ({ entryId, position })));
  }
  const rule = { ...BANK_RULE, contains: 'nothing has this', accountId: account('expenses') };
  const rules: string[] = [];
  for (let n = 0; n < 5; n += 1) rules.push(await make('bank-rules', rule));
  return {
    bankAccountId: [bankAccountId],
    iban: [null],
    number: [null],
    'bank-statements/file': [
      'Date,Amount,Text\n2026-04-02,1.00,new\n',
      'Date,Amount,Text\n2026-04-02,1.00,new\n2026-04-03,2.00,b\n',
    ],
    // Of which nothing else is asked: it may end up archived.
    'bank-accounts/id': [await make('bank-accounts', { ...named, asset: 'BTC' })],
    'bank-accounts/accountId': company.accounts
      .filter(({ type, postable, role }) => type === 'asset' && postable && role === null)
      .map(({ id }) => id),
    ...Object.fromEntries(
      Object.entries(MAPPING).map(([field, value]) => [`bank-accounts/${field}`, [value]]),
    ),
    openingBalance: ['80'],
    closingBalance: ['81', '83'],
    statementId: statements,
    'bank-statements/id': statements,
    'bank-lines/id': ids,
    'bank-lines/date': [null],
    'bank-lines/lines': [booked],
    'bank-lines/allocations': [[]],
    ruleIds: [null],
    book: [false],
    'bank-matches/id': matches,
    'bank-matches/bankLineIds': [[]],
    'bank-matches/entryLines': cleared,
    everythingUntil: ['2020-01-01'],
    reverse: [null],
    'bank-rules/id': rules,
    'bank-rules/accountId': [account('expenses')],
    'bank-rules/contactId': [null],
    'bank-rules/bankAccountId': [null],
    'bank-rules/direction': [null],
    minAmount: [null],
    maxAmount: ['10', null],
  };
}
