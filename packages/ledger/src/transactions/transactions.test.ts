import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LedgerError } from '../error.ts';
import { differenceOf, transactionLines } from './entry.ts';
import type { Part, PlanContext } from './part.ts';
import { planTransaction } from './plan.ts';
import { type TransactionType, TYPE_RULES } from './types.ts';

const ACCOUNTS = { gain: 'gain', loss: 'loss', fees: 'fees' };
const ETH = 10n ** 18n;

/** A part of a wallet `w` on the account `crypto`; euros are cents. */
function part(
  direction: 'in' | 'out',
  asset: string,
  quantity: bigint,
  worth: bigint | null,
  more: Partial<Part> = {},
): Part {
  const value = asset === 'EUR' ? quantity : worth;
  const ids = { transferId: `${direction} ${asset}`, walletId: 'w', accountId: 'crypto' };
  return { ...ids, direction, fee: false, asset, quantity, worth: value, ...more };
}
const fee = (asset: string, quantity: bigint, worth: bigint | null) =>
  part('out', asset, quantity, worth, { fee: true });

function plan(type: TransactionType, parts: Part[], more: Partial<PlanContext> = {}) {
  return planTransaction(parts, { type, baseAsset: 'EUR', counterAccountId: null, fees: 'expense', ...more });
}

/** The entry as text, a line each, when what leaves cost `costs`. */
function entry(type: TransactionType, parts: Part[], costs: bigint[], more: Partial<PlanContext> = {}) {
  const { lines, counter } = transactionLines(plan(type, parts, more), costs, ACCOUNTS, 'EUR');
  return { lines: lines.map((l) => `${l.accountId} ${l.quantity} ${l.asset} ${l.base}`), counter };
}

const refuses = (code: string) => (error: unknown) => error instanceof LedgerError && error.code === code;

describe('exchanges', () => {
  test('a sale for money is worth the money, whatever the price', () => {
    const parts = [part('out', 'ETH', ETH, 190_000n), part('in', 'EUR', 200_000n, null)];
    assert.deepEqual(entry('sale', parts, [150_000n]), {
      lines: [`crypto -${ETH} ETH -150000`, 'crypto 200000 EUR 200000', 'gain -50000 EUR -50000'],
      counter: 0n,
    });
  });

  test('a purchase costs the money, and its fee where the company says so', () => {
    const parts = [
      part('out', 'EUR', 100_000n, null),
      part('in', 'ETH', ETH, 99_000n),
      fee('EUR', 500n, null),
    ];
    assert.deepEqual(entry('purchase', parts, []).lines, [
      'crypto -100500 EUR -100500',
      `crypto ${ETH} ETH 100000`,
      'fees 500 EUR 500',
    ]);
    assert.deepEqual(entry('purchase', parts, [], { fees: 'basis' }).lines, [
      'crypto -100500 EUR -100500',
      `crypto ${ETH} ETH 100500`,
    ]);
  });

  test('the fee of a sale reduces its proceeds where the company says so', () => {
    const parts = [
      part('out', 'ETH', ETH, null),
      part('in', 'EUR', 200_000n, null),
      fee('EUR', 1_000n, null),
    ];
    assert.deepEqual(entry('sale', parts, [150_000n, 0n, 0n], { fees: 'basis' }).lines, [
      `crypto -${ETH} ETH -150000`,
      'crypto 200000 EUR 200000',
      'crypto -1000 EUR -1000',
      'gain -49000 EUR -49000',
    ]);
  });

  test('a swap is worth what came; where that has no price, what went', () => {
    const swap = (worth: bigint | null) =>
      plan('swap', [part('out', 'ETH', ETH, 100n), part('in', 'XYZ', 5n, worth)]).moves;
    assert.deepEqual(
      swap(120n).map((move) => ('proceeds' in move ? move.proceeds : 'cost' in move && move.cost)),
      [120n, 120n],
    );
    assert.deepEqual(
      swap(null).map((move) => ('proceeds' in move ? move.proceeds : 'cost' in move && move.cost)),
      [100n, 100n],
    );
    assert.throws(
      () => plan('swap', [part('out', 'ETH', ETH, null), part('in', 'XYZ', 5n, null)]),
      refuses('price_missing'),
    );
  });

  test('several assets on one side share what the other is worth', () => {
    const parts = [part('out', 'LP', 3n, null), part('in', 'ETH', ETH, 200n), part('in', 'USDC', 7n, 101n)];
    const { moves } = plan('swap', parts);
    assert.deepEqual(
      moves.map((move) => ('proceeds' in move ? move.proceeds : 'cost' in move && move.cost)),
      [301n, 200n, 101n],
    );
  });

  test('a fee in crypto is a disposal of its own', () => {
    const parts = [part('out', 'ETH', ETH, 200n), part('in', 'EUR', 200n, null), fee('ETH', 5n, 3n)];
    assert.deepEqual(entry('sale', parts, [150n, 0n, 1n]).lines, [
      `crypto -${ETH + 5n} ETH -151`,
      'crypto 200 EUR 200',
      'gain -52 EUR -52',
      'fees 3 EUR 3',
    ]);
  });
});

describe('one side', () => {
  test('income costs what it is worth, and the account of the income is the other side', () => {
    assert.deepEqual(entry('staking', [part('in', 'ETH', 5n, 30n)], [], { counterAccountId: 'income' }), {
      lines: ['crypto 5 ETH 30'],
      counter: -30n,
    });
  });

  test('wages paid in crypto are an expense of what it was worth', () => {
    const found = entry('payroll', [part('out', 'BTC', 5n, 30n)], [40n], { counterAccountId: 'wages' });
    assert.deepEqual(found, { lines: ['crypto -5 BTC -40', 'loss 10 EUR 10'], counter: 30n });
  });

  test('a gift or a theft makes no gain: its cost is the expense', () => {
    for (const type of ['gift', 'loss'] as const) {
      const found = entry(type, [part('out', 'BTC', 5n, null)], [40n], { counterAccountId: 'lost' });
      assert.deepEqual(found, { lines: ['crypto -5 BTC -40'], counter: 40n });
    }
  });

  test('a failed call costs its fee', () => {
    assert.deepEqual(entry('fee', [fee('ETH', 5n, 3n)], [1n]), {
      lines: ['crypto -5 ETH -1', 'gain -2 EUR -2', 'fees 3 EUR 3'],
      counter: 0n,
    });
  });

  test('what has no price is refused, unless its cost is all that counts', () => {
    assert.throws(
      () => plan('payroll', [part('out', 'BTC', 5n, null)], { counterAccountId: 'w' }),
      refuses('price_missing'),
    );
  });
});

describe('what goes on with its cost', () => {
  test('between wallets of one account nothing is posted but the fee', () => {
    const parts = [
      part('out', 'ETH', 10n, null),
      part('in', 'ETH', 10n, null, { walletId: 'v' }),
      fee('ETH', 5n, 3n),
    ];
    assert.deepEqual(entry('own-transfer', parts, [80n, 2n]).lines, [
      'crypto -5 ETH -2',
      'gain -1 EUR -1',
      'fees 3 EUR 3',
    ]);
  });

  test('what leaves and does not arrive is a fee', () => {
    const parts = [
      part('out', 'BTC', 100n, 1_000n),
      part('in', 'BTC', 97n, 970n, { walletId: 'v', accountId: 'cold' }),
    ];
    const { moves, feeExpense } = plan('own-transfer', parts);
    assert.deepEqual(
      moves.map((move) => move.kind),
      ['carry', 'dispose'],
    );
    assert.equal(feeExpense, 30n);
    assert.deepEqual(entry('own-transfer', parts, [900n, 20n]).lines, [
      'crypto -100 BTC -920',
      'cold 97 BTC 900',
      'gain -10 EUR -10',
      'fees 30 EUR 30',
    ]);
  });

  test('more cannot arrive than left', () => {
    const parts = [part('out', 'BTC', 97n, null), part('in', 'BTC', 100n, null)];
    assert.throws(() => plan('own-transfer', parts), refuses('transaction_type_unfit'));
  });

  test('wrapping changes the asset and keeps the cost', () => {
    const parts = [part('out', 'ETH', ETH, null), part('in', 'WETH', ETH, null)];
    assert.deepEqual(entry('wrap', parts, [700n]).lines, [
      `crypto -${ETH} ETH -700`,
      `crypto ${ETH} WETH 700`,
    ]);
  });

  test('a loan goes to the account of the loan and comes back from there', () => {
    const out = plan('loan-out', [part('out', 'BTC', 5n, null)], { counterAccountId: 'loans' }).moves[0];
    const back = plan('loan-back', [part('in', 'BTC', 5n, null)], { counterAccountId: 'loans' }).moves[0];
    const wallet = { placeId: 'w', accountId: 'crypto', asset: 'BTC', quantity: 5n };
    const loan = { placeId: 'loans', accountId: 'loans', asset: 'BTC', quantity: 5n };
    assert.deepEqual(
      [out, back],
      [
        { kind: 'carry', from: wallet, to: loan },
        { kind: 'carry', from: loan, to: wallet },
      ],
    );
  });
});

describe('what fits a type', () => {
  const cases: [string, string, () => unknown][] = [
    ['a swap with one side', 'transaction_type_unfit', () => plan('swap', [part('in', 'ETH', 1n, 1n)])],
    [
      'income that left',
      'transaction_type_unfit',
      () => plan('staking', [part('out', 'ETH', 1n, 1n)], { counterAccountId: 'i' }),
    ],
    ['a fee without a fee', 'transaction_type_unfit', () => plan('fee', [part('in', 'ETH', 1n, 1n)])],
    [
      'income without an account',
      'counter_account_missing',
      () => plan('airdrop', [part('in', 'ETH', 1n, 1n)]),
    ],
    [
      'a sale for nothing of ours',
      'counter_account_missing',
      () => plan('sale', [part('out', 'ETH', 1n, 1n)]),
    ],
    [
      'a swap with an account',
      'counter_account_unused',
      () => plan('swap', [part('out', 'ETH', 1n, 1n), part('in', 'XYZ', 1n, 1n)], { counterAccountId: 'i' }),
    ],
    [
      'money that is worth more than the other side',
      'transaction_type_unfit',
      () =>
        plan('swap', [part('out', 'EUR', 9n, null), part('out', 'ETH', 1n, 1n), part('in', 'XYZ', 1n, 5n)]),
    ],
  ];
  for (const [name, code, act] of cases) test(`${name} is refused`, () => assert.throws(act, refuses(code)));
});

const anyPart = fc.record({
  direction: fc.constantFrom('in' as const, 'out' as const),
  asset: fc.constantFrom('EUR', 'ETH', 'BTC'),
  quantity: fc.bigInt(1n, 10n ** 20n),
  worth: fc.option(fc.bigInt(0n, 10n ** 9n)),
  fee: fc.boolean(),
});

test('whatever it is, the entry balances with its counterpart, and quantities are those of the transfers', () => {
  let planned = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...(Object.keys(TYPE_RULES) as TransactionType[])),
      fc.array(anyPart, { minLength: 1, maxLength: 5 }),
      fc.array(fc.bigInt(0n, 10n ** 9n), { minLength: 12, maxLength: 12 }),
      fc.constantFrom('expense' as const, 'basis' as const),
      (type, drawn, costs, fees) => {
        const parts = drawn.map(({ direction, asset, quantity, worth, fee }) =>
          part(direction, asset, quantity, worth, { fee: direction === 'out' && fee }),
        );
        const { counterpart } = TYPE_RULES[type];
        const counterAccountId = counterpart === 'account-always' ? 'counter' : null;
        let found: ReturnType<typeof transactionLines>;
        try {
          found = transactionLines(plan(type, parts, { counterAccountId, fees }), costs, ACCOUNTS, 'EUR');
        } catch (error) {
          if (error instanceof LedgerError) return;
          throw error;
        }
        planned += 1;
        if (counterpart === 'none' || counterpart === 'fees') assert.equal(found.counter, 0n);
        if (type.startsWith('loan') || type === 'wrap' || type === 'bridge') return;
        for (const asset of ['ETH', 'BTC']) {
          const moved = parts.reduce(
            (s, p) => (p.asset !== asset ? s : p.direction === 'in' ? s + p.quantity : s - p.quantity),
            0n,
          );
          const posted = found.lines.reduce((s, l) => (l.asset === asset ? s + l.quantity : s), 0n);
          assert.equal(posted, moved);
        }
      },
    ),
    { numRuns: 2_000 },
  );
  assert.ok(planned > 200, `only ${planned} were planned`);
});

test('what was posted and the difference are what should have been', () => {
  const line = fc.record({
    accountId: fc.constantFrom('a', 'b'),
    asset: fc.constantFrom('EUR', 'ETH'),
    quantity: fc.bigInt(-9n, 9n),
    base: fc.bigInt(-9n, 9n),
  });
  fc.assert(
    fc.property(fc.array(line), fc.array(line), (before, after) => {
      const difference = differenceOf(before, after);
      assert.ok(difference.every(({ quantity, base }) => quantity * base >= 0n));
      assert.deepEqual(differenceOf([...before, ...difference], after), []);
    }),
  );
});
