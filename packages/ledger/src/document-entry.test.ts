import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { baseAmounts, creditedBase, documentEntry, type Remaining, shareLeft } from './document-entry.ts';
import { selfAssessedTax } from './tax.ts';

const mode = fc.constantFrom('half-even' as const, 'half-up' as const);

test('base amounts of the parts sum to that of the total', () => {
  // 121.00 USD at 1/1.1698: 103.44 EUR, of which 85.49 and 17.95.
  const rate = { numerator: 10_000n, denominator: 11_698n };
  assert.deepEqual(baseAmounts(12_100n, [10_000n, 2_100n], rate, { asset: 2, base: 2 }, 'half-even'), {
    total: 10_344n,
    parts: [8_549n, 1_795n],
  });
});

describe('what a credit note takes back', () => {
  /** Parts of a document with base amounts, and for each a split into the amounts of several notes. */
  const document = fc.array(
    fc.record({
      base: fc.bigInt({ min: 0n, max: 1_000n }),
      notes: fc.array(fc.bigInt({ min: 0n, max: 50n }), { minLength: 3, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 5 },
  );

  test('adds up, over any notes that take back everything, to exactly what was posted on each account', () => {
    fc.assert(
      fc.property(document, mode, (parts, rounding) => {
        const left = parts.map(({ base, notes }) => ({
          quantity: notes.reduce((a, b) => a + b, 0n),
          base: notes.every((amount) => amount === 0n) ? 0n : base,
        }));
        const sum = (of: 'quantity' | 'base') => left.reduce((all, part) => all + part[of], 0n);
        for (let note = 0; note < 3; note += 1) {
          const amounts = parts.map(({ notes }) => notes[note] ?? 0n);
          const total = amounts.reduce((a, b) => a + b, 0n);
          if (total === 0n) continue;
          const remaining: Remaining = {
            total: { quantity: sum('quantity'), base: sum('base') },
            parts: new Map(left.map((part, i) => [String(i), { ...part }])),
          };
          const credited = creditedBase(
            total,
            amounts.map((quantity, i) => ({ key: String(i), quantity, fallback: 0n })),
            remaining,
            rounding,
          );
          assert.equal(
            credited.parts.reduce((a, b) => a + b, 0n),
            credited.total,
          );
          left.forEach((part, i) => {
            part.quantity -= amounts[i] ?? 0n;
            part.base -= credited.parts[i] ?? 0n;
            assert.ok(part.base >= 0n);
          });
        }
        assert.deepEqual(
          left,
          left.map(() => ({ quantity: 0n, base: 0n })),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('shares what is left under one key among its parts, and values a part without counterpart by itself', () => {
    const left: Remaining = {
      total: { quantity: 300n, base: 100n },
      parts: new Map([['sales', { quantity: 300n, base: 100n }]]),
    };
    const part = (key: string, quantity: bigint, fallback = 0n) => ({ key, quantity, fallback });
    assert.deepEqual(creditedBase(300n, [part('sales', 100n), part('sales', 200n)], left, 'half-even'), {
      total: 100n,
      parts: [33n, 67n],
    });
    assert.deepEqual(creditedBase(150n, [part('sales', 60n), part('returns', 90n, 40n)], left, 'half-even'), {
      total: 60n,
      parts: [20n, 40n],
    });
    // All of the total, on another account: all that is left, whatever that account's amount was worth.
    assert.deepEqual(creditedBase(300n, [part('returns', 300n, 90n)], left, 'half-even'), {
      total: 100n,
      parts: [100n],
    });
    assert.equal(shareLeft({ quantity: 0n, base: 0n }, 5n, 7n, 'half-up'), 7n);
    assert.equal(shareLeft(undefined, 5n, 7n, 'half-up'), 7n);
  });
});

describe('the entry of a document', () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
  const posting = fc.record({ account: fc.constantFrom('a', 'b', 'c'), quantity: amount, base: amount });
  const both = fc.record({
    input: fc.constantFrom('in', 'c'),
    output: fc.constantFrom('out', 'c'),
    quantity: amount,
    base: amount,
  });

  test('balances in both assets, one line an account, whatever the side', () => {
    fc.assert(
      fc.property(
        fc.array(posting, { minLength: 1, maxLength: 8 }),
        fc.array(both, { maxLength: 3 }),
        fc.constantFrom(1n as const, -1n as const),
        (parts, selfAssessed, sign) => {
          const sum = (of: 'quantity' | 'base') => parts.reduce((all, part) => all + part[of], 0n);
          const control = { account: 'control', quantity: sum('quantity'), base: sum('base') };
          const lines = documentEntry({ sign, control, parts, selfAssessed });
          for (const field of ['quantity', 'base'] as const) {
            assert.equal(
              lines.reduce((all, line) => all + line[field], 0n),
              0n,
            );
          }
          assert.ok(lines.every(({ quantity, base }) => quantity !== 0n || base !== 0n));
        },
      ),
    );
  });

  test('of a purchase with a reverse charge debits the deduction and credits what is owed', () => {
    const quantity = selfAssessedTax({ kind: 'reverse-charge', rate: '21' }, 10_000n, 'half-even');
    assert.equal(quantity, 2_100n);
    assert.equal(selfAssessedTax({ kind: 'standard', rate: '21' }, 10_000n, 'half-even'), 0n);
    assert.deepEqual(
      documentEntry({
        sign: -1n,
        control: { account: 'payable', quantity: 10_000n, base: 8_548n },
        parts: [{ account: 'expenses', quantity: 10_000n, base: 8_548n }],
        selfAssessed: [{ input: 'input', output: 'output', quantity, base: 1_795n }],
      }),
      [
        { account: 'payable', quantity: -10_000n, base: -8_548n },
        { account: 'expenses', quantity: 10_000n, base: 8_548n },
        { account: 'input', quantity: 2_100n, base: 1_795n },
        { account: 'output', quantity: -2_100n, base: -1_795n },
      ],
    );
  });
});
