import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Dimension, DimensionList, DimensionValue } from '@crypto-erp/contract/dimensions';
import { sql } from 'kysely';
import type { Static } from 'typebox';
import { type TestBooks, testApp, testBooks } from '../../testing/books.ts';
import { dimensionsRoutes } from './routes.ts';

let books: TestBooks;
let app: Awaited<ReturnType<typeof testApp>>;

before(async () => {
  books = await testBooks();
  app = await testApp(books.mine.companyId, 'accountant', (server) =>
    dimensionsRoutes(server, { db: books.db }),
  );
});
after(async () => {
  await app.close();
  await books.close();
});

const list = async () => (await app.call('GET', 'dimensions')).body as Static<typeof DimensionList>;
const refusal = ({
  status,
  body,
}: {
  status: number;
  body: { code: string; errors?: { path: string }[] };
}) => [status, body.code, body.errors?.[0]?.path];

test('a dimension with its values is kept, renamed, archived and audited', async () => {
  const made = await app.call('POST', 'dimensions', { name: 'Project' });
  assert.equal(made.status, 201);
  const dimension: Dimension = made.body;
  const input = { dimensionId: dimension.id, code: 'P2', name: 'Second' };
  const value: DimensionValue = (await app.call('POST', 'dimension-values', input)).body;
  await app.call('POST', 'dimension-values', { ...input, code: 'P1', name: 'First' });
  const renamed = await app.call('PATCH', `dimension-values/${value.id}`, {
    code: 'P3',
    name: 'Third',
    archived: true,
    version: 1,
  });
  assert.deepEqual(renamed.body, { ...value, code: 'P3', name: 'Third', archived: true, version: 2 });
  const [found] = (await list()).items;
  assert.deepEqual(
    found?.values.map(({ code, archived }) => [code, archived]),
    [
      ['P1', false],
      ['P3', true],
    ],
  );
  assert.deepEqual(await books.audited(books.mine.companyId), [
    'dimension.created',
    'dimension-value.created',
    'dimension-value.created',
    'dimension-value.changed',
  ]);
});

test('names and codes are taken once, an older version and an archived dimension are refused', async () => {
  const { body: dimension } = await app.call('POST', 'dimensions', { name: 'Cost centre' });
  const again = await app.call('POST', 'dimensions', { name: 'Cost centre' });
  assert.deepEqual(refusal(again), [409, 'already_exists', '/name']);
  const input = { dimensionId: dimension.id, code: 'C1', name: 'One' };
  await app.call('POST', 'dimension-values', input);
  assert.deepEqual(refusal(await app.call('POST', 'dimension-values', input)), [
    409,
    'already_exists',
    '/code',
  ]);
  const change = { name: 'Centre', archived: true, version: 1 };
  assert.equal((await app.call('PATCH', `dimensions/${dimension.id}`, change)).status, 200);
  assert.deepEqual(refusal(await app.call('PATCH', `dimensions/${dimension.id}`, change)), [
    409,
    'version_conflict',
    '/version',
  ]);
  assert.deepEqual(refusal(await app.call('POST', 'dimension-values', { ...input, code: 'C2' })), [
    422,
    'dimension_archived',
    '/dimensionId',
  ]);
});

test('the application cannot write what posted lines carry', async () => {
  const { companyId } = books.mine;
  for (const change of [
    sql`DELETE FROM erp.entry_line_dimensions WHERE company_id = ${companyId}`,
    sql`UPDATE erp.entry_line_dimensions SET date = '2026-01-01' WHERE company_id = ${companyId}`,
  ]) {
    await assert.rejects(
      books.db.inCompany(companyId, (trx) => change.execute(trx)),
      { code: '42501' },
    );
  }
});
