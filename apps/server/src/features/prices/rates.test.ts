import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { type Database, openDatabase, type Trx } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import { type TestDatabase, testDatabase } from '../../testing/postgres.ts';
import { SEED_ASSETS } from '../assets/seed.ts';
import { EcbFileError } from './ecb-rate.ts';
import { importEcb } from './import-ecb.ts';
import { findRate, priceOf } from './read-model.ts';
import { upsertRates } from './store.ts';

const HISTORY = fileURLToPath(new URL('./fixtures/eurofxref-hist.csv', import.meta.url));

let test: TestDatabase;
let db: Database;
let folder: string;

before(async () => {
  test = await testDatabase();
  db = openDatabase(test.appUrl, 2);
  folder = await mkdtemp(join(tmpdir(), 'crypto-erp-rates-'));
  await db.inControl(async (trx) => {
    for (const { code, name, kind, decimals } of SEED_ASSETS) {
      await sql`INSERT INTO erp.assets (code, name, kind, decimals) VALUES (${code}, ${name}, ${kind}, ${decimals})
        ON CONFLICT DO NOTHING`.execute(trx);
    }
  });
});

after(async () => {
  await db?.close();
  await test?.drop();
  if (folder) await rm(folder, { recursive: true });
});

/** Runs `work` in a transaction that is rolled back, so that the tests do not see each other's rates. */
async function aside(work: (trx: Trx) => Promise<void>): Promise<void> {
  const undo = new Error('undo');
  await assert.rejects(
    db.inControl(async (trx) => {
      await work(trx);
      throw undo;
    }),
    (error) => {
      if (error !== undo) throw error;
      return true;
    },
  );
}

async function countRates(): Promise<number> {
  const { rows } = await db.inControl((trx) =>
    sql<{ count: number }>`SELECT count(*)::int AS count FROM erp.rates`.execute(trx),
  );
  return rows[0]?.count ?? -1;
}

async function fileOf(text: string): Promise<string> {
  const path = join(folder, 'rates.csv');
  await writeFile(path, text);
  return path;
}

const usd = (date: string, perEuro: string) => ({ asset: 'USD', date, perEuro });
const jpy = (date: string, perEuro: string) => ({ asset: 'JPY', date, perEuro });

describe('writing rates', () => {
  it('inserts new ones, replaces changed ones and leaves equal ones', () =>
    aside(async (trx) => {
      const first = await upsertRates(trx, 'ecb', [usd('2024-01-02', '1.0956'), jpy('2024-01-02', '155.72')]);
      assert.deepEqual(first, { inserted: 2, updated: 0, unchanged: 0 });
      const second = await upsertRates(trx, 'ecb', [
        usd('2024-01-02', '1.09560'),
        jpy('2024-01-02', '155.73'),
        usd('2024-01-03', '1.0919'),
      ]);
      assert.deepEqual(second, { inserted: 1, updated: 1, unchanged: 1 });
      assert.deepEqual(await findRate(trx, 'JPY', '2024-01-02'), { perEuro: '155.73', date: '2024-01-02' });
      assert.deepEqual(await upsertRates(trx, 'ecb', []), { inserted: 0, updated: 0, unchanged: 0 });
    }));

  it('keeps all 38 digits', () =>
    aside(async (trx) => {
      const perEuro = '12345678901234567890.123456789012345678';
      await upsertRates(trx, 'ecb', [usd('2024-01-02', perEuro)]);
      assert.equal((await findRate(trx, 'USD', '2024-01-02'))?.perEuro, perEuro);
    }));

  it('refuses a currency that is not among the assets, and crypto by the code of a currency', () =>
    aside(async (trx) => {
      for (const asset of ['QQQ', 'BTC']) {
        await assert.rejects(
          upsertRates(trx, 'ecb', [usd('2024-01-02', '1'), { asset, date: '2024-01-02', perEuro: '2' }]),
          (error) => error instanceof EcbFileError && error.message.includes(asset),
        );
      }
      assert.equal(await findRate(trx, 'USD', '2024-01-02'), null);
    }));
});

describe('importing the history file', () => {
  it('imports all of the real file, and nothing the second time', async (t) => {
    const started = performance.now();
    const first = await importEcb(db, HISTORY);
    const between = performance.now();
    const second = await importEcb(db, HISTORY);
    t.diagnostic(`first import ${Math.round(between - started)} ms`);
    t.diagnostic(`second import ${Math.round(performance.now() - between)} ms`);
    const whole = { days: 6983, assets: 41, rates: 217_555, updated: 0 };
    assert.deepEqual(first, { ...whole, inserted: 217_555 });
    assert.deepEqual(second, { ...whole, inserted: 0 });
    assert.equal(await countRates(), 217_555);
    await db.inControl(async (trx) => {
      // A Sunday takes Friday's rate; the last day of the rouble was 1 March 2022.
      assert.deepEqual(await findRate(trx, 'USD', '2026-04-12'), { perEuro: '1.1711', date: '2026-04-10' });
      assert.equal(await findRate(trx, 'RUB', '2026-04-13'), null);
    });
  });

  it('writes nothing when a late line is wrong', async () => {
    const before = await countRates();
    const path = await fileOf('Date,USD,\n1998-01-05,1.5,\n1998-01-02,x,\n');
    await assert.rejects(importEcb(db, path), /Line 3, column USD/);
    assert.equal(await countRates(), before);
  });

  it('refuses an unknown currency by its name', async () => {
    const before = await countRates();
    await assert.rejects(
      importEcb(db, await fileOf('Date,USD,QQQ,\n1998-01-05,1.5,2,\n')),
      (error) =>
        error instanceof EcbFileError && error.code === 'invalid_rate_file' && error.column === 'QQQ',
    );
    assert.equal(await countRates(), before);
  });

  it('says plainly that there is no such file, or that it is a folder', async () => {
    for (const path of [join(folder, 'none.csv'), folder]) {
      await assert.rejects(
        importEcb(db, path),
        (error) =>
          error instanceof DomainError && error.code === 'invalid_rate_file' && error.message.includes(path),
      );
    }
  });
});

describe('looking up a rate', () => {
  // Before the history of the real file, so that only these rates are there.
  it('takes the last one of at most 7 days before, and never a later one', () =>
    aside(async (trx) => {
      await upsertRates(trx, 'ecb', [usd('1990-01-05', '1.5'), usd('1990-01-03', '1.4')]);
      const found = { perEuro: '1.5', date: '1990-01-05' };
      assert.deepEqual(await findRate(trx, 'USD', '1990-01-05'), found);
      assert.deepEqual(await findRate(trx, 'USD', '1990-01-12'), found, 'exactly 7 days');
      assert.equal(await findRate(trx, 'USD', '1990-01-13'), null, '8 days');
      assert.deepEqual(await findRate(trx, 'USD', '1990-01-04'), { perEuro: '1.4', date: '1990-01-03' });
      assert.equal(await findRate(trx, 'USD', '1990-01-02'), null);
      assert.equal(await findRate(trx, 'JPY', '1990-01-05'), null);
    }));

  it('knows the euro on every day', () =>
    aside(async (trx) => {
      assert.deepEqual(await findRate(trx, 'EUR', '1990-01-05'), { perEuro: '1', date: '1990-01-05' });
    }));

  it('crosses any pair through the euro exactly, dated by the older rate', () =>
    aside(async (trx) => {
      await upsertRates(trx, 'ecb', [usd('1990-01-05', '1.25'), jpy('1990-01-04', '160')]);
      const date = '1990-01-06';
      assert.deepEqual(await priceOf(trx, { asset: 'JPY', quote: 'USD', date }), {
        rate: { numerator: 1n, denominator: 128n },
        rateDate: '1990-01-04',
      });
      assert.deepEqual(await priceOf(trx, { asset: 'USD', quote: 'JPY', date }), {
        rate: { numerator: 128n, denominator: 1n },
        rateDate: '1990-01-04',
      });
      assert.deepEqual(await priceOf(trx, { asset: 'USD', quote: 'EUR', date }), {
        rate: { numerator: 4n, denominator: 5n },
        rateDate: '1990-01-05',
      });
    }));

  it('needs no rate for an asset in itself', () =>
    aside(async (trx) => {
      assert.deepEqual(await priceOf(trx, { asset: 'BTC', quote: 'BTC', date: '1990-01-05' }), {
        rate: { numerator: 1n, denominator: 1n },
        rateDate: '1990-01-05',
      });
    }));

  it('names the asset that has no rate, and the date', () =>
    aside(async (trx) => {
      await upsertRates(trx, 'ecb', [usd('1990-01-05', '1.25')]);
      for (const pair of [
        { asset: 'USD', quote: 'JPY' },
        { asset: 'JPY', quote: 'USD' },
      ]) {
        await assert.rejects(priceOf(trx, { ...pair, date: '1990-01-06' }), (error) => {
          assert.ok(error instanceof DomainError);
          assert.equal(error.code, 'rate_missing');
          assert.match(error.message, /JPY on 1990-01-06/);
          assert.deepEqual(
            error.fields.map((field) => [field.path, field.code]),
            [['/asset', 'rate_missing']],
          );
          return true;
        });
      }
    }));
});
