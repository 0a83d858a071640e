import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Asset, AssetList } from '@crypto-erp/contract/assets';
import pg from 'pg';
import { Value } from 'typebox/value';
import { openDatabase } from '../../db/database.ts';
import { refused, type TestBooks, testApp, testBooks } from '../../testing/books.ts';
import { createAssetCatalogue } from './catalogue.ts';
import { listAssets } from './read-model.ts';
import { assetsRoutes } from './routes.ts';
import { SEED_ASSETS } from './seed.ts';
import { seedAssets } from './store.ts';

let books: TestBooks;
let owner: pg.Client;
before(async () => {
  books = await testBooks();
  owner = new pg.Client({ connectionString: books.ownerUrl });
  await owner.connect();
});
after(async () => {
  await owner?.end();
  await books?.close();
});

const byCode = (a: Asset, b: Asset) => (a.code < b.code ? -1 : 1);

test('seeding again restores names and what is missing, keeps decimals and assets of others', async () => {
  await owner.query("UPDATE erp.assets SET name = 'Old name' WHERE code = 'JPY'");
  await owner.query("UPDATE erp.assets SET decimals = 8, name = 'Old name' WHERE code = 'ETH'");
  await owner.query("DELETE FROM erp.assets WHERE code = 'KWD'");
  await owner.query("INSERT INTO erp.assets VALUES ('OURS', 'Our token', 'crypto', 6)");
  await seedAssets(owner);
  await seedAssets(owner);
  const expected: Asset[] = [
    ...SEED_ASSETS.map((asset) => (asset.code === 'ETH' ? { ...asset, decimals: 8 } : asset)),
    { code: 'OURS', name: 'Our token', kind: 'crypto', decimals: 6 },
  ];
  assert.deepEqual(await books.db.inControl(listAssets), expected.sort(byCode));
  await owner.query("UPDATE erp.assets SET decimals = 18 WHERE code = 'ETH'");
});

test('over HTTP: all assets by code, for whoever is signed in', async () => {
  const app = await testApp(books.mine.companyId, 'auditor', (app) => assetsRoutes(app, { db: books.db }));
  try {
    const { status, body } = await app.call('GET', '/v1/assets');
    assert.equal(status, 200);
    assert.ok(Value.Check(AssetList, body));
    assert.deepEqual(body.items, [...body.items].sort(byCode));
    const decimals = new Map(body.items.map((asset: Asset) => [asset.code, asset.decimals]));
    assert.deepEqual(
      ['EUR', 'JPY', 'KWD', 'ETH'].map((code) => decimals.get(code)),
      [2, 0, 3, 18],
    );
  } finally {
    await app.close();
  }
});

test('the catalogue is read once a minute, and once a second for a code that it lacks', async () => {
  let time = 0;
  const catalogue = createAssetCatalogue(books.db, () => time);
  assert.equal(await catalogue.decimals('KWD'), 3);
  assert.equal((await catalogue.all()).get('BTC')?.decimals, 8);
  await owner.query("INSERT INTO erp.assets VALUES ('NEW1', 'New', 'crypto', 4)");

  time = 999;
  await assert.rejects(catalogue.decimals('NEW1'), refused('unknown_asset'));
  time = 1_000;
  assert.equal(await catalogue.decimals('NEW1'), 4);

  await owner.query("INSERT INTO erp.assets VALUES ('NEW2', 'New', 'crypto', 4)");
  time = 60_999;
  assert.equal((await catalogue.all()).has('NEW2'), false);
  time = 61_000;
  assert.equal((await catalogue.all()).has('NEW2'), true);
  await assert.rejects(catalogue.decimals('NEW3'), refused('unknown_asset'));
});

test('many that ask at once share one reading', async () => {
  const catalogue = createAssetCatalogue(books.db);
  const [first, ...others] = await Promise.all(Array.from({ length: 20 }, () => catalogue.all()));
  assert.ok(others.every((map) => map === first));
});

test('the catalogue answers when every connection of the pool is taken by those who ask', async () => {
  const { connectionString } = books.db.pool.options;
  assert.ok(connectionString);
  const small = openDatabase(connectionString, 2);
  try {
    const catalogue = createAssetCatalogue(small);
    const decimals = await Promise.all(
      ['EUR', 'JPY', 'ETH', 'KWD'].map((code) => small.inControl(() => catalogue.decimals(code))),
    );
    assert.deepEqual(decimals, [2, 0, 18, 3]);
  } finally {
    await small.close();
  }
});

test('a reading that failed is tried again', async () => {
  await owner.query('ALTER TABLE erp.assets RENAME TO hidden');
  const catalogue = createAssetCatalogue(books.db);
  await assert.rejects(catalogue.decimals('EUR'), /erp\.assets/);
  await owner.query('ALTER TABLE erp.hidden RENAME TO assets');
  assert.equal(await catalogue.decimals('EUR'), 2);
});
