import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { formatRate } from '@crypto-erp/ledger/rate';
import { sql } from 'kysely';
import { type TestBooks, testBooks } from '../../testing/books.ts';
import { pricesAt } from './lookup.ts';
import { changePriceSettings, setPrice } from './set-prices.ts';

let books: TestBooks;
before(async () => {
  books = await testBooks();
  await books.db.inControl((trx) =>
    sql`
      INSERT INTO erp.rates (source, asset, date, per_euro) VALUES ('ecb', 'USD', '2024-03-01', 1.25)`.execute(
      trx,
    ),
  );
  const told = sql`
    INSERT INTO erp.prices (asset, quote, at, source, price) VALUES
      ('BTC', 'EUR', '2024-03-01T00:00:00Z', 'coingecko', 50000.5),
      ('BTC', 'EUR', '2024-03-02T00:00:00Z', 'coingecko', 51000)`;
  await books.db.inControl((trx) => told.execute(trx));
});
after(() => books.close());

/** `price source` of an asset at an instant, `filled` when it is of before. */
async function priceAt(asset: string, at: string, company = books.mine): Promise<string | null> {
  const [found] = await books.db.inCompany(company.companyId, (trx) =>
    pricesAt(trx, company.companyId, [{ asset, at }], 'EUR'),
  );
  if (!found) return null;
  return [formatRate(found.rate), found.source, ...(found.filled ? ['filled'] : [])].join(' ');
}

test('a provider tells the newest price of the 24 hours before, never a later one', async () => {
  assert.equal(await priceAt('BTC', '2024-03-01T00:00:00Z'), '50000.5 coingecko');
  assert.equal(await priceAt('BTC', '2024-03-01T23:59:59.999999Z'), '50000.5 coingecko');
  assert.equal(await priceAt('BTC', '2024-03-02T00:00:00Z'), '51000 coingecko');
  assert.equal(await priceAt('BTC', '2024-02-29T23:59:59.999999Z'), null);
  assert.equal(await priceAt('BTC', '2024-03-03T00:00:00.000001Z'), null);
});

test('a currency is worth what the European Central Bank says, of at most 7 days before', async () => {
  assert.equal(await priceAt('USD', '2024-03-01T12:00:00Z'), '0.8 ecb');
  assert.equal(await priceAt('USD', '2024-03-08T12:00:00Z'), '0.8 ecb');
  assert.equal(await priceAt('USD', '2024-03-09T12:00:00Z'), null);
  assert.equal(await priceAt('EUR', '2024-03-09T12:00:00Z'), '1 itself');
});

test('what the company sets wins on its day in its time zone, the later over the earlier, for it alone', async () => {
  const set = (price: string) =>
    books.db.inCompany(books.mine.companyId, (trx) =>
      setPrice(trx, books.mine, { asset: 'BTC', quote: 'EUR', date: '2024-03-02', price, reason: 'invoice' }),
    );
  const first = await set('49000');
  assert.deepEqual([first.setBy, first.source], [{ kind: 'system', id: null }, 'manual']);
  await set('49500');
  // Madrid is an hour ahead of UTC.
  assert.equal(await priceAt('BTC', '2024-03-01T23:00:00Z'), '49500 manual');
  assert.equal(await priceAt('BTC', '2024-03-01T22:59:59Z'), '50000.5 coingecko');
  assert.equal(await priceAt('BTC', '2024-03-02T12:00:00Z', books.other), '51000 coingecko');
});

test('a gap is filled only as the company says, and marked', async () => {
  const company = await books.company();
  const at = '2024-03-05T12:00:00Z';
  assert.equal(await priceAt('BTC', at, company), null);
  await books.db.inCompany(company.companyId, (trx) =>
    changePriceSettings(trx, company, { gapDays: 4, version: 0 }),
  );
  assert.equal(await priceAt('BTC', at, company), '51000 coingecko filled');
  assert.equal(await priceAt('BTC', '2024-03-07T12:00:00Z', company), null);
  const set = (date: string, price: string) =>
    books.db.inCompany(company.companyId, (trx) =>
      setPrice(trx, company, { asset: 'BTC', quote: 'EUR', date, price, reason: 'invoice' }),
    );
  // The newest fills it, and of one day the company's.
  await set('2024-03-01', '40000');
  assert.equal(await priceAt('BTC', at, company), '51000 coingecko filled');
  await set('2024-03-02', '41000');
  assert.equal(await priceAt('BTC', at, company), '41000 manual filled');
  await set('2024-03-04', '42000');
  assert.equal(await priceAt('BTC', at, company), '42000 manual filled');
});

test('many are answered in their order', async () => {
  const found = await books.db.inCompany(books.other.companyId, (trx) =>
    pricesAt(
      trx,
      books.other.companyId,
      [
        { asset: 'ETH', at: '2024-03-01T00:00:00Z' },
        { asset: 'BTC', at: '2024-03-02T00:00:00Z' },
        { asset: 'USD', at: '2024-03-01T00:00:00Z' },
      ],
      'EUR',
    ),
  );
  assert.deepEqual(
    found.map((one) => one?.source ?? null),
    [null, 'coingecko', 'ecb'],
  );
});
