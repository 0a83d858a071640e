import assert from 'node:assert/strict';
import type { Transaction, TransactionSummary, TransactionsPosted } from '@crypto-erp/contract/transactions';
import { encodeCursor } from '../db/cursor.ts';
import { newId } from '../db/id.ts';
import type { TestCompany, TestUser } from './api.ts';

/** A company's wallet and what moved in it on a day, `in BTC 1`, as one event. Answers its open transaction. */
export function cryptoMaker(user: TestUser, { at, account }: Pick<TestCompany, 'at' | 'account'>) {
  const make = async <T extends { id: string }>(url: string, body: object): Promise<T> => {
    const answer = await user.post<T>(`${at}/${url}`, body);
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
    return answer.body;
  };
  return {
    make,
    wallet: async (name: string) =>
      (await make('wallets', { name, kind: 'manual', accountId: account('crypto_holdings') })).id,
    move: async (walletId: string, day: string, move: string, reference: string): Promise<string> => {
      const [direction, asset, quantity, kind = 'transfer'] = move.split(' ');
      const transfer = { direction, kind, asset, quantity, at: `${day}T12:00:00Z`, counterparty: null };
      return (await make(`wallets/${walletId}/transfers`, { ...transfer, reference })).id;
    },
    /** The open transactions, after all transfers became some. */
    async gathered(): Promise<TransactionSummary[]> {
      await make('transactions/gather', {});
      const page = await user.get<{ items: TransactionSummary[] }>(
        `${at}/transactions?state=open&limit=1000`,
      );
      return page.body.items;
    },
  };
}

/** The header of a file of any exchange. */
const GENERIC = 'time,type,in_asset,in_amount,out_asset,out_amount,fee_asset,fee_amount';

/** A rule by which ether that came is a gift. */
export const TRANSACTION_RULE = {
  name: 'Gifts',
  priority: 1,
  walletId: null,
  direction: 'in',
  kind: null,
  asset: 'ETH',
  counterparty: null,
  method: null,
  minQuantity: null,
  maxQuantity: null,
  type: 'gift',
  accountId: null,
  contactId: null,
  tagId: null,
  description: '',
};

/** Wallets, transfers and transactions in every state, as the values of their fields. */
export async function cryptoValues(user: TestUser, company: TestCompany): Promise<Record<string, unknown[]>> {
  const { make, wallet, move, gathered } = cryptoMaker(user, company);
  const [hot, cold] = [await wallet('Hot'), await wallet('Cold')];
  for (let n = 0; n < 30; n += 1) {
    await move(hot, '2026-03-02', 'out EUR 100', `buy ${n}`);
    await move(hot, '2026-03-02', 'in BTC 0.01', `buy ${n}`);
  }
  for (let n = 0; n < 20; n += 1) await move(cold, '2026-03-03', 'in ETH 1', `gift ${n}`);
  const open = await gathered();
  const bought: TransactionSummary[] = [];
  for (const { id, version, reference } of open) {
    if (!reference.startsWith('buy')) continue;
    // Said by a person: rules leave them as they are.
    const said = { method: 'PATCH' as const, url: `${company.at}/transactions/${id}` };
    bought.push((await user.call<Transaction>({ ...said, payload: { type: 'purchase', version } })).body);
  }
  const posted: Transaction[] = [];
  for (const { id, version } of bought.slice(0, 10)) {
    posted.push(await make<Transaction>(`transactions/${id}/post`, { version }));
  }
  const others = open.filter(({ reference }) => reference.startsWith('gift'));
  const ids = [...bought.slice(10), ...posted].map(({ id }) => id);
  const transfers: string[] = [];
  for (let n = 0; n < 20; n += 1) transfers.push(await move(cold, '2026-03-04', 'in ETH 1', `free ${n}`));
  const ruled = await ruledValues(user, company);
  return {
    'wallets/id': [hot, cold, ...(await Promise.all([1, 2, 3].map((n) => wallet(`Wallet ${n}`))))],
    walletId: [hot],
    'wallets/file': [`${GENERIC}\n2026-03-01 10:00:00,deposit,BTC,0.01,,,,\n`],
    'wallets/kind': ['manual', 'transfer'],
    'wallets/accountId': [company.account('crypto_holdings')],
    at: ['2026-03-05T12:00:00Z'],
    counterparty: [null],
    'wallets/reference': [null],
    'wallets/direction': ['in'],
    'transfers/id': transfers,
    'transfers/cursor': [encodeCursor(['2026-03-02T00:00:00.000000Z', newId()])],
    'transactions/cursor': [encodeCursor(['2026-03-02T00:00:00.000000Z', newId()])],
    'transactions/id': ids,
    'transactions/ids': [others.slice(0, 2).map(({ id }) => id)],
    'transactions/transactionIds': others.slice(2).map(({ id }) => [id]),
    'transactions/transferIds': bought.slice(10).map(({ transfers: [first] }) => [first?.id]),
    'transactions/version': [2, 2, 3],
    'transactions/type': ['purchase', null],
    'transactions/accountId': [null],
    'transactions/allocations': [[]],
    chosenLots: [[]],
    'set-prices/quote': ['EUR'],
    'set-prices/asset': ['BTC'],
    'set-prices/cursor': [encodeCursor([newId()])],
    price: ['50000.5'],
    gapDays: [0],
    'price-settings/version': [0, 1],
    'lot-settings/version': [0, 1],
    longTermMonths: [null, 12],
    methods: [[], [{ asset: 'ETH', fiscalYear: 2030, method: 'fifo' }]],
    'lots/cursor': [encodeCursor(['2026-03-02T00:00:00.000000Z', newId()])],
    'disposals/cursor': [encodeCursor(['2026-03-02', newId(), 0, 0])],
    ...ruled,
  };
}

/** Rules that fit nothing, and runs of one that changed a transaction of a wallet of its own. */
async function ruledValues(user: TestUser, company: TestCompany): Promise<Record<string, unknown[]>> {
  const { make, wallet, move, gathered } = cryptoMaker(user, company);
  const walletId = await wallet('Ruled');
  await move(walletId, '2026-03-05', 'in ETH 1', 'ruled');
  await gathered();
  const rules: string[] = [];
  const runs: string[] = [];
  for (let n = 0; n < 6; n += 1) {
    const rule = { ...TRANSACTION_RULE, walletId, description: `Run ${n}`, priority: n };
    const { id } = await make('transaction-rules', rule);
    const applied = { ruleIds: [id], dryRun: false };
    runs.push((await make<{ id: string; runId: string }>('transactions/apply-rules', applied)).runId);
    rules.push(id);
  }
  return {
    'transaction-rules/id': rules,
    'transaction-rules/walletId': [walletId, null],
    'transaction-rules/direction': ['in', null],
    'transaction-rules/accountId': [null],
    'transaction-rules/contactId': [null],
    'transaction-rules/tagId': [null],
    'transaction-rules/asset': ['ETH', null],
    'transaction-rules/kind': ['transfer', null],
    minQuantity: ['1', null],
    maxQuantity: ['10', null],
    method: [null, '0xa9059cbb'],
    'transaction-rule-runs/id': runs,
    'transaction-rule-runs/cursor': [encodeCursor([newId()])],
  };
}

/** A lot that was bought and partly spent on a fee, with a price, settings and a method of its own. */
export async function insertCryptoRows(user: TestUser, company: TestCompany): Promise<void> {
  const { make, wallet, move, gathered } = cryptoMaker(user, company);
  const put = async (url: string, body: object) => {
    const answer = await user.call({ method: 'PUT', url: `${company.at}/${url}`, payload: body });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
  };
  await put('lot-settings', {
    pool: 'company',
    fees: 'expense',
    shortfall: 'block',
    longTermMonths: 12,
    methods: [{ asset: 'BTC', fiscalYear: 2026, method: 'hifo' }],
    version: 0,
  });
  await put('price-settings', { gapDays: 3, version: 0 });
  await make('set-prices', {
    asset: 'BTC',
    quote: 'EUR',
    date: '2026-03-03',
    price: '60000',
    reason: 'Noon',
  });
  const hot = await wallet('Hot');
  await move(hot, '2026-03-02', 'out EUR 500', 'bought');
  await move(hot, '2026-03-02', 'in BTC 0.01', 'bought');
  await move(hot, '2026-03-03', 'out BTC 0.0001 fee', 'fee');
  const ids = (await gathered()).map(({ id }) => id);
  const { items } = (await make('transactions/post', { ids })) as unknown as TransactionsPosted;
  assert.deepEqual(
    items.map(({ refusal }) => refusal),
    [null, null],
  );
  await move(hot, '2026-03-04', 'in ETH 1', 'open');
  await gathered();
  await make('transaction-rules', { ...TRANSACTION_RULE, walletId: hot });
  await make('transactions/apply-rules', { ruleIds: null, dryRun: false });
}
