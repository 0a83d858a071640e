import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { App } from '../../http/types.ts';
import { type TestBooks, testApp, testBooks } from '../../testing/books.ts';
import { createReportRenderer } from './render/renderer.ts';
import { reportsRoutes } from './routes.ts';

let books: TestBooks;
let http: Awaited<ReturnType<typeof testApp>>;
let app: App;

before(async () => {
  books = await testBooks();
  const renderer = createReportRenderer();
  http = await testApp(books.mine.companyId, 'auditor', (server) => {
    app = server;
    reportsRoutes(server, { db: books.db, renderer });
    server.addHook('onClose', () => renderer.close());
  });
});
after(async () => {
  await http.close();
  await books.close();
});

const RANGE = 'from=2026-01-01&to=2026-03-31';
const ASKED = {
  'trial-balance': RANGE,
  'general-ledger': RANGE,
  'profit-and-loss': RANGE,
  'balance-sheet': 'asOf=2026-03-31',
};
const get = (path: string) =>
  app.inject({ method: 'GET', url: `/v1/companies/${books.mine.companyId}/reports/${path}` });

for (const [name, query] of Object.entries(ASKED)) {
  test(`${name} is answered as JSON and as a CSV file`, async () => {
    const json = await get(`${name}?${query}`);
    assert.equal(json.statusCode, 200, json.body);
    assert.match(String(json.headers['content-type']), /^application\/json/);
    assert.equal(json.json().baseAsset, 'EUR');

    const csv = await get(`${name}?${query}&format=csv`);
    assert.equal(csv.statusCode, 200, csv.body);
    assert.equal(csv.headers['content-type'], 'text/csv; charset=utf-8');
    const days = name === 'balance-sheet' ? '2026-03-31' : '2026-01-01_2026-03-31';
    assert.equal(csv.headers['content-disposition'], `attachment; filename="${name}_${days}.csv"`);
    assert.match(csv.body, /^(code|kind),[\w,]+\r\n/);
  });
}

test('a range that ends before it starts is refused at its first day', async () => {
  for (const name of ['trial-balance', 'general-ledger', 'profit-and-loss']) {
    const { statusCode, body } = await get(`${name}?from=2026-02-01&to=2026-01-31`);
    const problem = JSON.parse(body);
    assert.deepEqual(
      [statusCode, problem.code, problem.errors[0].path],
      [400, 'invalid_input', 'query/from'],
    );
  }
});

test('what no page and no calendar gave is refused, never a fault', async () => {
  for (const query of [
    'from=2026-02-31&to=2026-03-01',
    'from=0000-01-01&to=2026-03-01',
    `${RANGE}&cursor=eyJ4Ijoxf`,
    `${RANGE}&limit=0`,
    `${RANGE}&accountId=1`,
    'from=2026-01-01',
  ]) {
    const { statusCode, body } = await get(`general-ledger?${query}`);
    assert.equal(statusCode, 400, `${query}: ${body}`);
  }
  const forged = Buffer.from(JSON.stringify(['1110', '999999999999999', '999999999999999'])).toString(
    'base64url',
  );
  assert.equal((await get(`general-ledger?${RANGE}&cursor=${forged}`)).statusCode, 200);
});
