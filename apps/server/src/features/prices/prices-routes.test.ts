import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Price } from '@crypto-erp/contract/assets';
import { sql } from 'kysely';
import { Value } from 'typebox/value';
import { newId } from '../../db/id.ts';
import { type TestBooks, testApp, testBooks } from '../../testing/books.ts';
import { pricesRoutes } from './routes.ts';

let books: TestBooks;
let app: Awaited<ReturnType<typeof testApp>>;
before(async () => {
  books = await testBooks();
  app = await testApp(books.mine.companyId, 'auditor', (app) => pricesRoutes(app, { db: books.db }));
  await books.db.inControl((trx) =>
    sql`INSERT INTO erp.rates (source, asset, date, per_euro)
        VALUES ('ecb', 'USD', '2024-05-03', 1.25), ('ecb', 'JPY', '2024-05-02', 160)`.execute(trx),
  );
});
after(async () => {
  await app?.close();
  await books?.close();
});

function price(asset: string, quote: string, date: string) {
  return app.call('GET', `prices?asset=${asset}&quote=${quote}&date=${date}`);
}

test('a price goes through the euro, at the last rates published, and says of which day they are', async () => {
  for (const [asset, quote, date, rateDate, rate] of [
    ['USD', 'EUR', '2024-05-03', '2024-05-03', '0.8'],
    ['EUR', 'USD', '2024-05-05', '2024-05-03', '1.25'],
    ['JPY', 'USD', '2024-05-06', '2024-05-02', '0.0078125'],
    ['ETH', 'ETH', '2024-05-06', '2024-05-06', '1'],
  ] as const) {
    const answer = await price(asset, quote, date);
    assert.deepEqual(answer, { status: 200, body: { asset, quote, date, rateDate, rate } });
    assert.ok(Value.Check(Price, answer.body));
  }
});

test('what has no price is refused with its field', async () => {
  for (const [asset, quote, date, code, path] of [
    ['USD', 'EUR', '2024-05-11', 'rate_missing', 'query/asset'],
    ['ETH', 'EUR', '2024-05-03', 'rate_missing', 'query/asset'],
    ['NOPE', 'EUR', '2024-05-03', 'unknown_asset', 'query/asset'],
    ['EUR', 'NOPE', '2024-05-03', 'unknown_asset', 'query/quote'],
    ['USD', 'EUR', '2024-02-31', 'invalid_input', 'query/date'],
    ['USD', 'EUR', '0000-01-01', 'invalid_input', 'query/date'],
    ['usd', 'EUR', '2024-05-03', 'invalid_input', 'query/asset'],
  ] as const) {
    const { status, body } = await price(asset, quote, date);
    assert.ok(status === 400 || status === 422, `${asset} ${quote} ${date}: ${status}`);
    assert.deepEqual([body.code, body.errors[0].path], [code, path], `${asset} ${quote} ${date}`);
  }
  const elsewhere = await app.call(
    'GET',
    `/v1/companies/${newId()}/prices?asset=EUR&quote=EUR&date=2024-05-03`,
  );
  assert.equal(elsewhere.status, 404);
});
