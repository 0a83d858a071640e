import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { newestOnChain } from './fork.ts';

test('the newest block that stands is found in few requests, wherever the fork is and whatever was kept', async () => {
  const heights = fc.uniqueArray(fc.integer({ min: 0, max: 5_000 }), { maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(
      heights,
      fc.integer({ min: -1, max: 5_001 }),
      fc.integer({ min: 0, max: 5_000 }),
      async (chosen, fork, length) => {
        const kept = chosen
          .sort((a, b) => b - a)
          .map((height) => ({ number: BigInt(height), hash: `old ${height}` }));
        let requests = 0;
        const found = await newestOnChain(kept, async (height) => {
          requests += 1;
          if (height > BigInt(length)) return null;
          return height <= BigInt(fork) ? `old ${height}` : `new ${height}`;
        });
        const expected = kept.find(({ number }) => number <= BigInt(Math.min(fork, length)));
        assert.deepEqual(found, expected ?? null);
        const depth = expected === undefined ? kept.length : kept.indexOf(expected);
        assert.ok(
          requests <= 2 * Math.log2(depth + 1) + 2,
          `${requests} requests for a fork of depth ${depth}`,
        );
      },
    ),
    { numRuns: 500, endOnFailure: true },
  );
});
