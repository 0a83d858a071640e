import { sql } from 'kysely';
import pg from 'pg';
import type { Database } from '../apps/server/src/db/database.ts';
import { createAssetCatalogue } from '../apps/server/src/features/assets/catalogue.ts';
import { lotContext } from '../apps/server/src/features/lots/context.ts';
import { movesInOrder } from '../apps/server/src/features/lots/moves-read-model.ts';
import { replay } from '../apps/server/src/features/lots/replay.ts';
import { testBooks } from '../apps/server/src/testing/books.ts';

/**
 * Fills a company with so many posted moves of one asset, two lots bought for each disposal, and computes its lots anew: once
 * with none kept, and once with all kept as they should be. Beside them what reading the moves alone takes. Run it with
 * `node bench/recompute.ts [MOVES]`; the default is a million.
 */
const moves = Number(process.argv[2] ?? 1_000_000);
const books = await testBooks();
const { companyId } = books.mine;
try {
  await fill(books.ownerUrl);
  const read = await timed(() => readMoves(books.db));
  const first = await timed(() => recompute(books.db));
  const again = await timed(() => recompute(books.db));
  print('read all moves', read, read);
  print('compute, none kept', first, read);
  print('compute, all kept', again, read);
  console.log(`peak memory of the process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
} finally {
  await books.close();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

function print(what: string, seconds: number, reference: number): void {
  const rate = Math.round(moves / seconds).toLocaleString('en');
  const times = (seconds / reference).toFixed(1);
  console.log(
    `${what.padEnd(20)} ${seconds.toFixed(1).padStart(7)} s  ${rate.padStart(9)} moves/s  ${times} × reading`,
  );
}

async function readMoves(db: Database): Promise<void> {
  await db.inCompany(companyId, async (trx) => {
    for await (const _ of movesInOrder(trx, companyId, ['BTC'])) {
      // Reading is all.
    }
  });
}

async function recompute(db: Database): Promise<void> {
  await db.inCompany(companyId, async (trx) => {
    const changed = await replay(trx, await lotContext(trx, companyId, createAssetCatalogue(db)), ['BTC']);
    console.log(`${changed.length} costs changed`);
    // The rules that are checked at a commit belong to the time.
    await sql`SET CONSTRAINTS ALL IMMEDIATE`.execute(trx);
  });
}

/** Moves of a transaction each, a minute apart. The rules on transactions without transfers are off meanwhile. */
async function fill(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query('SET session_replication_role = replica');
    const { rows } = await owner.query(
      "SELECT id FROM erp.accounts WHERE company_id = $1 AND role = 'crypto_holdings'",
      [companyId],
    );
    await owner.query(
      `WITH made AS (
         INSERT INTO erp.transactions (company_id, id, source, reference, part, at, position, state, type, effective_at)
         SELECT $1, gen_random_uuid(), 'bench', n::text, 1, at, '', 'posted', 'sale', at
         FROM generate_series(1, ${moves}) AS n
         CROSS JOIN LATERAL (SELECT timestamptz '2016-01-01' + n * interval '1 minute' AS at) AS minute
         RETURNING id, at, reference::int AS n)
       INSERT INTO erp.transaction_moves (company_id, transaction_id, ordinal, effective_at, position, kind, asset, place_id,
         account_id, quantity, amount, reason)
       SELECT $1, id, 0, at, '', CASE WHEN n % 3 = 0 THEN 'dispose' ELSE 'acquire' END, 'BTC', $1, $2,
         1 + n % 7, 100 + n % 1000, CASE WHEN n % 3 = 0 THEN 'sale' END
       FROM made`,
      [companyId, rows[0].id],
    );
    await owner.query('ANALYZE erp.transactions, erp.transaction_moves');
  } finally {
    await owner.end();
  }
}
