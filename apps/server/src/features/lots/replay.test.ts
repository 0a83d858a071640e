import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LotMethod } from '@crypto-erp/contract/lots';
import type { TransactionsPosted } from '@crypto-erp/contract/transactions';
import fc from 'fast-check';
import { type CryptoBooks, type CryptoWorld, cryptoBooks } from '../../testing/crypto-books.ts';
import { createAssetCatalogue } from '../assets/catalogue.ts';
import { lotContext } from './context.ts';
import { replay } from './replay.ts';

let world: CryptoWorld;
before(async () => {
  world = await cryptoBooks();
});
after(() => world.close());

interface Event {
  day: number;
  kind: 'buy' | 'sell' | 'move';
  units: number;
  price: number;
}

const events = fc.array(
  fc.record({
    day: fc.integer({ min: 1, max: 28 }),
    kind: fc.constantFrom('buy' as const, 'buy' as const, 'sell' as const, 'move' as const),
    units: fc.integer({ min: 1, max: 9 }),
    price: fc.integer({ min: 1, max: 99 }),
  }),
  { minLength: 3, maxLength: 8 },
);

const TRANSFERS: Record<Event['kind'], (event: Event) => ['hot' | 'cold', string][]> = {
  buy: ({ units, price }) => [
    ['hot', `out EUR ${units * price}`],
    ['hot', `in BTC 0.0${units}`],
  ],
  sell: ({ units, price }) => [
    ['hot', `out BTC 0.0${units}`],
    ['hot', `in EUR ${units * price}`],
  ],
  move: ({ units }) => [
    ['hot', `out BTC 0.0${units}`],
    ['cold', `in BTC 0.0${units}`],
  ],
};

/** Makes the events' transactions and posts them one by one in this order. */
async function posted(b: CryptoBooks, all: readonly Event[], order: readonly number[]): Promise<void> {
  const ids: string[] = [];
  for (const [i, event] of all.entries()) {
    // Seconds make the events of a day as different as their places.
    const at = `2024-03-${String(event.day).padStart(2, '0')}`;
    ids.push(
      (await b.event(at, TRANSFERS[event.kind](event), `event ${i}`, `12:00:${String(i).padStart(2, '0')}`))
        .id,
    );
  }
  for (const place of order) {
    const answer = await b.done<TransactionsPosted>('transactions/post', { ids: [ids[place]] }, 200);
    assert.equal(answer.items[0]?.refusal, null);
  }
}

/** What came out, without ids: each disposal, each open lot, and the balances. */
async function outcome(b: CryptoBooks) {
  const disposals = (await b.disposals()).map((one) => [
    one.disposedOn,
    one.quantity,
    one.cost,
    one.proceeds,
    one.acquiredOn,
  ]);
  const lots = (await b.lots()).map((one) => [
    one.acquiredAt,
    one.quantity,
    one.remaining,
    one.remainingCost,
  ]);
  const accounts = [
    b.company.account('crypto_holdings'),
    b.coldAccount,
    b.company.account('crypto_realised_gain'),
  ];
  return {
    disposals: disposals.sort(),
    lots: lots.sort(),
    balances: await Promise.all(accounts.map(b.balance)),
  };
}

test('in whatever order transactions are posted, the books end the same, and computing all anew changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      events,
      fc.constantFrom<LotMethod>('fifo', 'lifo', 'hifo', 'lofo', 'average'),
      fc.constantFrom('company', 'wallet'),
      fc.infiniteStream(fc.nat()),
      async (all, method, pool, draws) => {
        const settings = { pool, shortfall: 'zero', methods: [{ asset: null, fiscalYear: 2020, method }] };
        const places = all.map((_, i) => i);
        const inTime = [...places].sort((a, b) => (all[a]?.day ?? 0) - (all[b]?.day ?? 0) || a - b);
        const shuffled = [...places].sort(() => (draws.next().value % 2 === 0 ? -1 : 1));
        const [first, second] = [await world.books(settings), await world.books(settings)];
        await posted(first, all, inTime);
        await posted(second, all, shuffled);
        const expected = await outcome(first);
        assert.deepEqual(await outcome(second), expected);
        for (const b of [first, second]) {
          await b.verified();
          const changed = await world.api.db.inCompany(b.company.id, async (trx) =>
            replay(trx, await lotContext(trx, b.company.id, createAssetCatalogue(world.api.db)), ['BTC']),
          );
          assert.deepEqual(changed, []);
        }
        assert.deepEqual(await outcome(first), expected);
      },
    ),
    { numRuns: 5 },
  );
});
