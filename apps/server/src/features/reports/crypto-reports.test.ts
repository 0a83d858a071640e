import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CryptoReconciliation, Holdings, RealisedGains } from '@crypto-erp/contract/crypto-reports';
import { buy, type CryptoWorld, cryptoBooks } from '../../testing/crypto-books.ts';

let world: CryptoWorld;
before(async () => {
  world = await cryptoBooks();
});
after(() => world.close());

test('holdings are those of the day, whatever happened later, with cost, value and gain that sum', async () => {
  const b = await world.books({ pool: 'wallet' });
  await buy(b, '2024-01-10', '1', '30000');
  await buy(b, '2024-02-10', '2', '90000.01');
  await b.post(
    await b.event('2024-03-01', [
      ['hot', 'out BTC 0.5'],
      ['cold', 'in BTC 0.5'],
    ]),
  );
  await b.price('BTC', '2024-03-31', '50000');
  await b.post(
    await b.event('2024-04-05', [
      ['cold', 'out BTC 0.5'],
      ['cold', 'in EUR 40000'],
    ]),
  );
  const on = async (day: string) =>
    (await world.user.get<Holdings>(`${b.at}/reports/holdings?asOf=${day}`)).body;
  const march = await on('2024-03-31');
  assert.deepEqual(
    march.lots.map(({ placeName, acquiredOn, quantity, cost, value }) => [
      placeName,
      acquiredOn,
      quantity,
      cost,
      value,
    ]),
    [
      ['Cold', '2024-01-10', '0.50000000', '15000.00', '25000.00'],
      ['Hot', '2024-01-10', '0.50000000', '15000.00', '25000.00'],
      ['Hot', '2024-02-10', '2.00000000', '90000.01', '100000.00'],
    ],
  );
  const [held] = march.assets;
  assert.deepEqual(
    [held?.quantity, held?.cost, held?.price, held?.priceSource, held?.value, held?.unrealisedGain],
    ['3.00000000', '120000.01', '50000', 'manual', '150000.00', '29999.99'],
  );
  const april = await on('2024-04-30');
  assert.deepEqual([april.assets[0]?.quantity, april.assets[0]?.value], ['2.50000000', null]);
  assert.deepEqual(
    (await on('2024-01-31')).lots.map(({ quantity, cost }) => [quantity, cost]),
    [['1.00000000', '30000.00']],
  );
});

test('averaged lots share the cost of their pool', async () => {
  const b = await world.books({ methods: [{ asset: null, fiscalYear: 2020, method: 'average' }] });
  await buy(b, '2024-01-10', '1', '10000');
  await buy(b, '2024-02-10', '3', '70000');
  await b.post(
    await b.event('2024-03-01', [
      ['hot', 'out BTC 2'],
      ['hot', 'in EUR 50000'],
    ]),
  );
  const { lots } = (await world.user.get<Holdings>(`${b.at}/reports/holdings?asOf=2024-12-31`)).body;
  assert.deepEqual(
    lots.map(({ acquiredOn, quantity, cost }) => [acquiredOn, quantity, cost]),
    [['2024-02-10', '2.00000000', '40000.00']],
  );
});

test('realised gains have a row for each lot, their totals, and the same in a file', async () => {
  const b = await world.books({ longTermMonths: 12 });
  await buy(b, '2023-01-10', '1', '10000');
  await buy(b, '2024-02-10', '1', '40000');
  await b.post(
    await b.event('2024-03-01', [
      ['hot', 'out BTC 1.5'],
      ['hot', 'in EUR 90000'],
    ]),
  );
  const url = `${b.at}/reports/realised-gains?from=2024-01-01&to=2024-12-31`;
  const { rows, totals } = (await world.user.get<RealisedGains>(url)).body;
  assert.deepEqual(
    rows.map((row) => [
      row.quantity,
      row.acquiredOn,
      row.disposedOn,
      row.proceeds,
      row.cost,
      row.gain,
      row.term,
    ]),
    [
      ['1.00000000', '2023-01-10', '2024-03-01', '60000.00', '10000.00', '50000.00', 'long'],
      ['0.50000000', '2024-02-10', '2024-03-01', '30000.00', '20000.00', '10000.00', 'short'],
    ],
  );
  assert.deepEqual(totals, { proceeds: '90000.00', cost: '30000.00', gain: '60000.00' });
  const file = String((await world.user.get(`${url}&format=csv`)).body);
  assert.match(file, /1\.00000000,BTC,2023-01-10,2024-03-01,60000\.00,10000\.00,50000\.00,long,sale/);
  const none = await world.user.get<RealisedGains>(
    `${b.at}/reports/realised-gains?from=2022-01-01&to=2022-12-31`,
  );
  assert.deepEqual([none.body.rows, none.body.totals.gain], [[], '0.00']);
});

test('wallets, lots and ledger are reconciled, and each difference has its name', async () => {
  const b = await world.books({ shortfall: 'zero' });
  const late = await b.event('2024-01-02', [
    ['hot', 'out EUR 10'],
    ['hot', 'in BTC 0.001'],
  ]);
  await buy(b, '2024-01-10', '1', '30000');
  await b.done('periods/2024-01/close', { ignoreDrafts: true }, 200);
  await b.post(late);
  await b.event('2024-01-20', [['hot', 'in BTC 0.2']]);
  const spam = await b.event('2024-01-21', [['hot', 'in BTC 0.03']]);
  await b.done(`transactions/${spam.id}/ignore`, { version: spam.version, reason: 'spam' }, 200);
  const on = async (day: string) => {
    const { body } = await world.user.get<CryptoReconciliation>(
      `${b.at}/reports/crypto-reconciliation?asOf=${day}`,
    );
    const [{ asset, ...figures } = { asset: '' }] = body.assets;
    return [asset, ...Object.values(figures).map((text) => String(text).replace(/\.?0+$/, ''))];
  };
  // wallets, open, ignored, late, lots, shortfall, unexplained, ledger, other entries
  assert.deepEqual(await on('2024-01-31'), ['BTC', '1.231', '0.2', '0.03', '0.001', '1', '0', '0', '1', '0']);
  await b.post(
    await b.event('2024-02-10', [
      ['hot', 'out BTC 1.5'],
      ['hot', 'in EUR 40000'],
    ]),
  );
  const line = {
    accountId: b.company.account('crypto_holdings'),
    asset: 'BTC',
    quantity: '0.5',
    baseAmount: '9',
  };
  const other = { accountId: b.company.account('rounding'), asset: 'EUR', quantity: '-9', baseAmount: '-9' };
  await b.done(
    'entries',
    { status: 'posted', date: '2024-02-11', description: 'By hand', lines: [line, other] },
    201,
  );
  assert.deepEqual(await on('2024-02-29'), [
    'BTC',
    '-0.269',
    '0.2',
    '0.03',
    '0',
    '0',
    '0.499',
    '0',
    '0.001',
    '0.5',
  ]);
  await b.verified();
});
