import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Problem } from '@crypto-erp/contract/problem';
import { type CryptoBooks, type CryptoWorld, cryptoBooks } from '../testing/crypto-books.ts';
import { TRANSACTION_RULE } from '../testing/crypto-values.ts';

let world: CryptoWorld;
let mine: CryptoBooks;
let theirs: CryptoBooks;
/** An open transaction of each, with one transfer. */
let own: { id: string; version: number };
let foreign: { id: string; transferId: string; walletId: string; ruleId: string; runId: string };
before(async () => {
  world = await cryptoBooks();
  [mine, theirs] = [await world.books(), await world.books()];
  own = await mine.event('2024-03-01', [['hot', 'in ETH 1']]);
  const other = await theirs.event('2024-03-01', [['hot', 'in ETH 1']]);
  const rule = await theirs.done<{ id: string }>('transaction-rules', TRANSACTION_RULE, 201);
  const run = await theirs.done<{ runId: string }>(
    'transactions/apply-rules',
    { ruleIds: null, dryRun: false },
    200,
  );
  foreign = {
    id: other.id,
    transferId: other.transfers[0]?.id ?? '',
    walletId: theirs.wallets.hot.id,
    ruleId: rule.id,
    runId: run.runId,
  };
});
after(() => world.close());

async function refusal(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object) {
  const url = `${mine.at}/${path}`;
  const { status, body } = await world.user.call<Problem>({ method, url, ...(payload && { payload }) });
  return `${status} ${body.errors?.[0]?.code ?? body.code}`;
}

test("another company's wallets, transfers, transactions, rules and runs are not there", async () => {
  const { id, transferId, walletId, ruleId, runId } = foreign;
  const version = 1;
  const transfer = {
    direction: 'in',
    kind: 'transfer',
    asset: 'ETH',
    quantity: '1',
    at: '2024-03-01T12:00:00Z',
    counterparty: null,
    reference: null,
  };
  for (const [method, path, payload] of [
    ['GET', `wallets/${walletId}`],
    ['PATCH', `wallets/${walletId}`, { name: 'x', accountId: mine.coldAccount, archived: false, version }],
    ['POST', `wallets/${walletId}/transfers`, transfer],
    ['DELETE', `transfers/${transferId}`],
    ['GET', `transactions/${id}`],
    ['PATCH', `transactions/${id}`, { type: 'gift', version }],
    ['GET', `transactions/${id}/preview`],
    ['POST', `transactions/${id}/post`, { version }],
    ['POST', `transactions/${id}/undo`, { version, date: '2024-03-01', reason: 'x' }],
    ['POST', `transactions/${id}/ignore`, { version, reason: 'x' }],
    ['POST', `transactions/${id}/reopen`, { version }],
    ['POST', `transactions/${id}/join`, { version, transactionIds: [own.id] }],
    ['POST', `transactions/${own.id}/join`, { version, transactionIds: [id] }],
    ['POST', `transactions/${id}/split`, { version, transferIds: [transferId] }],
    ['GET', `transaction-rules/${ruleId}`],
    ['PATCH', `transaction-rules/${ruleId}`, { ...TRANSACTION_RULE, version }],
    ['DELETE', `transaction-rules/${ruleId}`],
    ['POST', 'transactions/apply-rules', { ruleIds: [ruleId], dryRun: true }],
    ['POST', `transaction-rule-runs/${runId}/undo`],
    ['POST', 'comments', { subjectKind: 'transaction', subjectId: id, text: 'x', mentions: [] }],
  ] as const) {
    assert.equal(await refusal(method, path, payload), '404 not_found', `${method} ${path}`);
  }
  const named = { walletId, accountId: theirs.coldAccount };
  for (const [field, value] of Object.entries(named)) {
    const code = `404 unknown_${field.slice(0, -2)}`;
    assert.equal(await refusal('POST', 'transaction-rules', { ...TRANSACTION_RULE, [field]: value }), code);
  }
  const change = { accountId: theirs.coldAccount, version: own.version };
  assert.equal(await refusal('PATCH', `transactions/${own.id}`, change), '404 unknown_account');
});

test('and no list shows them', async () => {
  const { transferId, walletId } = foreign;
  const ids = async (path: string) =>
    (await world.user.get<{ items: { id: string }[] }>(`${mine.at}/${path}`)).body.items.map(({ id }) => id);
  assert.deepEqual(await ids('transactions'), [own.id]);
  assert.deepEqual(await ids(`transactions?walletId=${walletId}`), []);
  assert.deepEqual(await ids('transaction-rules'), []);
  assert.deepEqual(await ids('transaction-rule-runs'), []);
  assert.equal((await ids('transfers')).includes(transferId), false);
  assert.deepEqual(
    (await ids('wallets')).sort(),
    Object.values(mine.wallets)
      .map(({ id }) => id)
      .sort(),
  );
});
