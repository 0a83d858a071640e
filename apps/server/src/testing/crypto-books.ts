import assert from 'node:assert/strict';
import type { Disposal, Lot } from '@crypto-erp/contract/lots';
import type { Problem } from '@crypto-erp/contract/problem';
import type { Transaction, TransactionPage } from '@crypto-erp/contract/transactions';
import type { TransferInput, TransferView, Wallet } from '@crypto-erp/contract/wallets';
import type { Static } from 'typebox';
import { newId } from '../db/id.ts';
import { verifyCompany } from '../features/verify/checks.ts';
import { type TestCompany, testApi } from './api.ts';
import { INVOICE, INVOICE_LINE } from './documents.ts';

export type CryptoWorld = Awaited<ReturnType<typeof cryptoBooks>>;
export type CryptoBooks = Awaited<ReturnType<CryptoWorld['books']>>;

/** The whole API, and companies that hold crypto. */
export async function cryptoBooks() {
  const api = await testApi();
  const user = await api.signUp();

  /** A company in euro with two wallets on two accounts, and words for what a test does with it. */
  async function books(settings: object = {}) {
    const company: TestCompany = await user.createCompany();
    const at = company.at;
    const done = async <T>(
      url: string,
      body: object,
      status: number,
      method: 'POST' | 'PATCH' | 'PUT' = 'POST',
    ) => {
      const reply = await user.call<T>({ method, url: `${at}/${url}`, payload: body });
      assert.equal(reply.status, status, JSON.stringify(reply.body));
      return reply.body;
    };
    const accountId = company.account('crypto_holdings');
    const code = company.accounts.find(({ id }) => id === accountId)?.code ?? '';
    const cold = await done<{ id: string }>(
      'accounts',
      { code: `${code}9`, name: 'Cold', type: 'asset', parentId: null, postable: true },
      201,
    );
    const wallet = (name: string, account: string) =>
      done<Wallet>('wallets', { name, kind: 'manual', accountId: account }, 201);
    const wallets = { hot: await wallet('Hot', accountId), cold: await wallet('Cold', cold.id) };
    if (Object.keys(settings).length > 0) {
      await done(
        'lot-settings',
        {
          pool: 'company',
          fees: 'expense',
          shortfall: 'block',
          longTermMonths: null,
          methods: [],
          version: 0,
          ...settings,
        },
        200,
        'PUT',
      );
    }
    return {
      company,
      at,
      done,
      wallets,
      coldAccount: cold.id,
      price: (asset: string, date: string, price: string) =>
        done('set-prices', { asset, quote: 'EUR', date, price, reason: 'test' }, 201),
      /** Writes down what one event moved: `in BTC 1.5` in a wallet. Answers its open transaction. */
      async event(
        day: string,
        moves: [keyof typeof wallets, string][],
        reference = newId(),
        time = '12:00:00',
      ) {
        for (const [place, move] of moves) {
          const [direction, asset, quantity, kind = 'transfer'] = move.split(' ');
          const input = {
            direction,
            kind,
            asset,
            quantity,
            at: `${day}T${time}Z`,
            counterparty: null,
            reference,
          };
          await done<TransferView>(`wallets/${wallets[place].id}/transfers`, input as TransferInput, 201);
        }
        await done('transactions/gather', {}, 200);
        const page = await user.get<Static<typeof TransactionPage>>(`${at}/transactions?state=open`);
        const found = page.body.items.find((one) => one.reference === reference);
        assert.ok(found, `no transaction of ${reference}`);
        return found;
      },
      /** A document of the contact over one line of this price, posted on 1 May 2024. */
      document: (noun: 'invoices' | 'bills', contactId: string, unitPrice: string) =>
        done<{ id: string }>(
          noun,
          {
            ...INVOICE,
            contactId,
            issueDate: '2024-05-01',
            dueDate: '2024-05-31',
            lines: [{ ...INVOICE_LINE, unitPrice }],
            ...(noun === 'bills' && { externalNumber: '' }),
            status: 'posted',
          },
          201,
        ),
      change: (one: { id: string; version: number }, change: object) =>
        done<Transaction>(`transactions/${one.id}`, { ...change, version: one.version }, 200, 'PATCH'),
      post: (one: { id: string; version: number }) =>
        done<Transaction>(`transactions/${one.id}/post`, { version: one.version }, 200),
      refusedPost: async (one: { id: string; version: number }) => {
        const reply = await user.post<Problem>(`${at}/transactions/${one.id}/post`, { version: one.version });
        return `${reply.status} ${reply.body.code}`;
      },
      undo: (one: { id: string; version: number }, date: string) =>
        done<Transaction>(
          `transactions/${one.id}/undo`,
          { version: one.version, date, reason: 'wrong' },
          200,
        ),
      /** `asset quantity base` of an account's balance in each asset. */
      balance: async (account: string) => {
        const rows = await api.asOwner<{ said: string }>(
          `SELECT concat_ws(' ', asset, trim_scale(sum(quantity)), trim_scale(sum(base_amount))) AS said
         FROM erp.entry_lines WHERE company_id = $1 AND account_id = $2
         GROUP BY asset HAVING sum(quantity) <> 0 OR sum(base_amount) <> 0 ORDER BY asset`,
          [company.id, account],
        );
        return rows.map(({ said }) => said);
      },
      lots: async () => (await user.get<{ items: Lot[] }>(`${at}/lots?open=true`)).body.items,
      disposals: async () => (await user.get<{ items: Disposal[] }>(`${at}/disposals`)).body.items,
      async verified() {
        const results = await api.db.inCompany(company.id, (trx) => verifyCompany(trx, company.id));
        assert.deepEqual(
          results.filter(({ held }) => !held),
          [],
        );
      },
    };
  }

  return { api, user, books, close: () => api.close() };
}

/** Buys `quantity` BTC for `cost` EUR on a day, in the hot wallet. */
export async function buy(b: CryptoBooks, day: string, quantity: string, cost: string) {
  return b.post(
    await b.event(day, [
      ['hot', `out EUR ${cost}`],
      ['hot', `in BTC ${quantity}`],
    ]),
  );
}
