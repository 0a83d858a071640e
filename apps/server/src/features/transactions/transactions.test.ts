import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Problem } from '@crypto-erp/contract/problem';
import type { Transaction, TransactionPreview } from '@crypto-erp/contract/transactions';
import { buy, type CryptoBooks, cryptoBooks } from '../../testing/crypto-books.ts';
import { CONTACT } from '../../testing/documents.ts';

let world: Awaited<ReturnType<typeof cryptoBooks>>;
let { user, books } = {} as typeof world;
before(async () => {
  world = await cryptoBooks();
  ({ user, books } = world);
});
after(() => world.close());

test('what is bought is a lot, what is sold a disposal with its gain', async () => {
  const b = await books();
  const bought = await buy(b, '2024-03-01', '2', '100000');
  assert.equal(bought.type, 'purchase');
  const sold = await b.post(
    await b.event('2024-05-01', [
      ['hot', 'out BTC 0.5'],
      ['hot', 'in EUR 40000'],
    ]),
  );
  assert.equal(sold.type, 'sale');
  const [disposal] = await b.disposals();
  assert.deepEqual(
    [disposal?.cost, disposal?.proceeds, disposal?.gain, disposal?.acquiredOn, disposal?.disposedOn],
    ['25000', '40000', '15000', '2024-03-01', '2024-05-01'],
  );
  assert.deepEqual(
    (await b.lots()).map(({ remaining, remainingCost }) => [remaining, remainingCost]),
    [['1.5', '75000']],
  );
  assert.deepEqual(await b.balance(b.company.account('crypto_holdings')), [
    'BTC 1.5 75000',
    'EUR -60000 -60000',
  ]);
  assert.deepEqual(await b.balance(b.company.account('crypto_realised_gain')), ['EUR -15000 -15000']);
  await b.verified();
});

test('a missing price blocks its posting alone, and no longer when it is set', async () => {
  const b = await books();
  const income = await b.event('2024-03-01', [['hot', 'in ETH 2 staking']]);
  const account = b.company.account('sales');
  const ready = await b.change(income, { accountId: account });
  assert.equal(await b.refusedPost(ready), '422 price_missing');
  const missing = await user.get<{ items: object[] }>(`${b.at}/missing-prices`);
  assert.deepEqual(missing.body.items, [{ asset: 'ETH', quote: 'EUR', date: '2024-03-01', transactions: 1 }]);
  await buy(b, '2024-03-02', '1', '50000');
  await b.price('ETH', '2024-03-01', '3000.5');
  await b.post(ready);
  assert.deepEqual(await b.balance(account), ['EUR -6001 -6001']);
  assert.deepEqual((await user.get<{ items: object[] }>(`${b.at}/missing-prices`)).body.items, []);
  await b.verified();
});

test('an own transfer carries lots; only its fee is disposed of', async () => {
  const b = await books({ pool: 'wallet' });
  await buy(b, '2024-01-10', '1', '40000');
  await b.price('BTC', '2024-06-01', '60000');
  const moved = await b.event('2024-06-01', [
    ['hot', 'out BTC 0.5'],
    ['hot', 'out BTC 0.001 fee'],
    ['cold', 'in BTC 0.5'],
  ]);
  assert.equal(moved.type, 'own-transfer');
  await b.post(moved);
  const lots = await b.lots();
  assert.deepEqual(
    lots
      .map(({ placeId, remaining, remainingCost, acquiredOn }) => [
        placeId,
        remaining,
        remainingCost,
        acquiredOn,
      ])
      .sort(),
    [
      [b.wallets.cold.id, '0.5', '20000', '2024-01-10'],
      [b.wallets.hot.id, '0.499', '19960', '2024-01-10'],
    ].sort(),
  );
  assert.deepEqual(
    (await b.disposals()).map(({ reason, cost, proceeds }) => [reason, cost, proceeds]),
    [['fee', '40', '60']],
  );
  assert.deepEqual(await b.balance(b.coldAccount), ['BTC 0.5 20000']);
  assert.deepEqual(await b.balance(b.company.account('network_fees')), ['EUR 60 60']);
  await b.verified();
});

test('what was posted too late changes what follows it, by a difference', async () => {
  const b = await books();
  await buy(b, '2024-02-01', '1', '50000');
  const sale = await b.post(
    await b.event('2024-03-01', [
      ['hot', 'out BTC 1'],
      ['hot', 'in EUR 60000'],
    ]),
  );
  assert.deepEqual(await b.balance(b.company.account('crypto_realised_gain')), ['EUR -10000 -10000']);
  await buy(b, '2024-01-01', '1', '30000');
  assert.deepEqual(
    (await b.disposals()).map(({ cost }) => cost),
    ['30000'],
  );
  assert.deepEqual(await b.balance(b.company.account('crypto_realised_gain')), ['EUR -30000 -30000']);
  const entries = (await user.get<Transaction>(`${b.at}/transactions/${sale.id}`)).body.entries;
  assert.deepEqual(
    entries.map(({ kind, date }) => [kind, date]),
    [
      ['posting', '2024-03-01'],
      ['adjustment', '2024-03-01'],
    ],
  );
  await b.verified();
});

test('a closed month stays: what is posted into it counts from the first open day', async () => {
  const b = await books();
  await buy(b, '2024-01-05', '1', '50000');
  await b.post(
    await b.event('2024-01-20', [
      ['hot', 'out BTC 0.5'],
      ['hot', 'in EUR 30000'],
    ]),
  );
  const earlier = await b.event('2024-01-02', [
    ['hot', 'out EUR 10000'],
    ['hot', 'in BTC 1'],
  ]);
  await b.done('periods/2024-01/close', {}, 200);
  const posted = await b.post(earlier);
  assert.equal(posted.date, '2024-02-01');
  assert.deepEqual(
    (await b.disposals()).map(({ cost }) => cost),
    ['25000'],
  );
  // It is the older lot all the same, and leaves first from now on.
  await b.post(
    await b.event('2024-02-10', [
      ['hot', 'out BTC 0.5'],
      ['hot', 'in EUR 30000'],
    ]),
  );
  assert.deepEqual(
    (await b.disposals()).map(({ cost }) => cost),
    ['25000', '5000'],
  );
  await b.verified();
});

test('undoing takes a transaction out of books and lots, and what followed it changes', async () => {
  const b = await books();
  const first = await buy(b, '2024-01-01', '1', '30000');
  await buy(b, '2024-02-01', '1', '50000');
  await b.post(
    await b.event('2024-03-01', [
      ['hot', 'out BTC 1'],
      ['hot', 'in EUR 60000'],
    ]),
  );
  const undone = await b.undo(first, '2024-04-01');
  assert.equal(undone.state, 'open');
  assert.deepEqual(
    (await b.disposals()).map(({ cost }) => cost),
    ['50000'],
  );
  assert.deepEqual(await b.balance(b.company.account('crypto_realised_gain')), ['EUR -10000 -10000']);
  assert.deepEqual(await b.lots(), []);
  await b.verified();
  await b.post(undone);
  assert.deepEqual(
    (await b.disposals()).map(({ cost }) => cost),
    ['30000'],
  );
  await b.verified();
});

test('what others used cannot be undone where a shortfall blocks', async () => {
  const b = await books();
  const only = await buy(b, '2024-01-01', '1', '30000');
  await b.post(
    await b.event('2024-03-01', [
      ['hot', 'out BTC 1'],
      ['hot', 'in EUR 60000'],
    ]),
  );
  const reply = await user.post<Problem>(`${b.at}/transactions/${only.id}/undo`, {
    version: only.version,
    date: '2024-04-01',
    reason: 'wrong',
  });
  assert.deepEqual([reply.status, reply.body.code], [422, 'lots_missing']);
  await b.verified();
});

test('a shortfall blocks, or costs zero for what is missing', async () => {
  const sell = (b: CryptoBooks) =>
    b.event('2024-03-01', [
      ['hot', 'out BTC 1.5'],
      ['hot', 'in EUR 60000'],
    ]);
  const strict = await books();
  await buy(strict, '2024-01-01', '1', '30000');
  assert.equal(await strict.refusedPost(await sell(strict)), '422 lots_missing');
  const lenient = await books({ shortfall: 'zero' });
  await buy(lenient, '2024-01-01', '1', '30000');
  await lenient.post(await sell(lenient));
  assert.deepEqual(
    (await lenient.disposals()).map(({ lotId, quantity, cost, proceeds }) => [
      lotId === null,
      quantity,
      cost,
      proceeds,
    ]),
    [
      [false, '1', '30000', '40000'],
      [true, '0.5', '0', '20000'],
    ],
  );
  await lenient.verified();
});

test('an invoice is paid in crypto: the receivable ends, and what came is a lot', async () => {
  const b = await books();
  const contact = await b.done<{ id: string }>('contacts', CONTACT, 201);
  const invoice = await b.document('invoices', contact.id, '1000');
  await b.price('ETH', '2024-05-10', '2500');
  const came = await b.event('2024-05-10', [['hot', 'in ETH 0.4']]);
  const ready = await b.change(came, {
    type: 'invoice-payment',
    contactId: contact.id,
    allocations: [{ itemId: invoice.id, amount: '1000', paid: '0.4' }],
  });
  const paid = await b.post(ready);
  assert.deepEqual(await b.balance(b.company.account('receivable')), []);
  assert.deepEqual(await b.balance(b.company.account('crypto_holdings')), ['ETH 0.4 1000']);
  assert.deepEqual(
    (await b.lots()).map(({ remaining, remainingCost }) => [remaining, remainingCost]),
    [['0.4', '1000']],
  );
  const paymentId = paid.entries.find(({ kind }) => kind === 'payment')?.paymentId;
  const alone = await user.post<Problem>(`${b.at}/payments/${paymentId}/reverse`, {
    date: '2024-06-01',
    reason: 'no',
  });
  assert.equal(alone.body.code, 'transaction_posted');
  await b.verified();
  await b.undo(paid, '2024-06-01');
  assert.deepEqual(await b.balance(b.company.account('crypto_holdings')), []);
  await b.verified();
});

test('a bill paid from a wallet is a disposal with its gain', async () => {
  const b = await books();
  await buy(b, '2024-01-01', '1', '30000');
  const contact = await b.done<{ id: string }>('contacts', CONTACT, 201);
  const bill = await b.document('bills', contact.id, '6000');
  await b.price('BTC', '2024-05-10', '60000');
  const sent = await b.event('2024-05-10', [
    ['hot', 'out BTC 0.1'],
    ['hot', 'out BTC 0.001 fee'],
  ]);
  const ready = await b.change(sent, {
    type: 'bill-payment',
    contactId: contact.id,
    allocations: [{ itemId: bill.id, amount: '6000', paid: '0.1' }],
  });
  await b.post(ready);
  assert.deepEqual(await b.balance(b.company.account('payable')), []);
  assert.deepEqual(await b.balance(b.company.account('crypto_holdings')), [
    'BTC 0.899 26970',
    'EUR -30000 -30000',
  ]);
  assert.deepEqual(await b.balance(b.company.account('crypto_realised_gain')), ['EUR -3030 -3030']);
  assert.deepEqual(
    (await b.disposals()).map(({ reason, cost, proceeds }) => [reason, cost, proceeds]).sort(),
    [
      ['fee', '30', '60'],
      ['spending', '3000', '6000'],
    ],
  );
  await b.verified();
});

test('a preview says what would be posted and changes nothing', async () => {
  const b = await books();
  await buy(b, '2024-01-01', '1', '30000');
  const sale = await b.event('2024-03-01', [
    ['hot', 'out BTC 1'],
    ['hot', 'in EUR 60000'],
  ]);
  const preview = (await user.get<TransactionPreview>(`${b.at}/transactions/${sale.id}/preview`)).body;
  assert.deepEqual(
    preview.disposals.map(({ cost, proceeds }) => [cost, proceeds]),
    [['30000', '60000']],
  );
  assert.equal(preview.lines.length, 3);
  assert.deepEqual(await b.disposals(), []);
  await b.post(sale);
  await b.verified();
});

test('two sides of an own transfer are found, joined, and split again', async () => {
  const b = await books();
  await buy(b, '2024-01-01', '1', '30000');
  const out = await b.event('2024-03-01', [['hot', 'out BTC 0.5']]);
  const into = await b.event('2024-03-01', [['cold', 'in BTC 0.4999']]);
  const matches = await user.get<{ items: { outId: string; inId: string; certain: boolean }[] }>(
    `${b.at}/transfer-matches`,
  );
  assert.deepEqual(
    matches.body.items.map(({ outId, inId, certain }) => [outId, inId, certain]),
    [[out.id, into.id, true]],
  );
  const joined = await b.done<Transaction>(
    `transactions/${out.id}/join`,
    { version: out.version, transactionIds: [into.id] },
    200,
  );
  assert.deepEqual([joined.type, joined.transfers.length], ['own-transfer', 2]);
  const [, second] = joined.transfers;
  const split = await b.done<Transaction>(
    `transactions/${out.id}/split`,
    { version: joined.version, transferIds: [second?.id ?? ''] },
    200,
  );
  assert.deepEqual([split.type, split.transfers.length], [null, 1]);
  await b.verified();
});

test('chosen lots leave before what the method would take, and must be open lots of what leaves', async () => {
  const b = await books();
  await buy(b, '2024-01-01', '1', '30000');
  await buy(b, '2024-02-01', '1', '50000');
  const [, newer] = await b.lots();
  const sale = await b.event('2024-03-01', [
    ['hot', 'out BTC 1'],
    ['hot', 'in EUR 60000'],
  ]);
  const foreign = await b.change(sale, { chosenLots: [{ lotId: sale.id, quantity: '1' }] });
  assert.equal(await b.refusedPost(foreign), '422 lot_unfit');
  const chosen = await b.change(foreign, { chosenLots: [{ lotId: newer?.id, quantity: '0.6' }] });
  await b.post(chosen);
  assert.deepEqual(
    (await b.disposals()).map(({ quantity, cost }) => [quantity, cost]),
    [
      ['0.6', '30000'],
      ['0.4', '12000'],
    ],
  );
  await b.verified();
});

test('settings that change later do not change what is closed, nor keep anything from being posted late', async () => {
  const settings = { pool: 'company', fees: 'expense', methods: [], shortfall: 'zero', longTermMonths: null };
  const b = await books(settings);
  await b.post(
    await b.event('2024-01-05', [
      ['hot', 'out BTC 1'],
      ['hot', 'in EUR 30000'],
    ]),
  );
  await b.done('periods/2024-01/close', { ignoreDrafts: true }, 200);
  await buy(b, '2024-02-10', '2', '60000');
  await b.done(
    'lot-settings',
    { ...settings, shortfall: 'block', longTermMonths: 12, version: 1 },
    200,
    'PUT',
  );
  await buy(b, '2024-02-01', '1', '20000');
  await b.post(
    await b.event('2024-03-01', [
      ['hot', 'out BTC 1'],
      ['hot', 'in EUR 40000'],
    ]),
  );
  assert.deepEqual(
    (await b.disposals()).map(({ cost, term }) => [cost, term]),
    [
      ['0', 'short'],
      ['20000', 'short'],
    ],
  );
  await b.verified();
});
