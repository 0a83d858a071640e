import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LedgerError } from '../error.ts';
import { type Disposal, type EngineSettings, LotEngine, type LotEvent } from './engine.ts';
import { LOT_METHODS, type LotMethod } from './types.ts';

type Settings = Partial<Omit<EngineSettings<LotEvent>, 'method'>> & { method?: LotMethod };

function event(
  kind: LotEvent['kind'],
  quantity: bigint,
  price: bigint,
  more: Partial<LotEvent> = {},
): LotEvent {
  const on = more.on ?? '2024-01-01';
  return {
    id: on,
    kind,
    asset: 'BTC',
    wallet: 'hot',
    toWallet: 'cold',
    at: `${on}T00:00:00.000000Z`,
    on,
    position: '',
    quantity,
    worth: quantity * price,
    fee: 0n,
    feeWorth: (more.fee ?? 0n) * price,
    ...more,
  };
}

/** What the events come to. */
function run(events: readonly LotEvent[], { method = 'fifo', ...more }: Settings = {}) {
  const missed: [string, bigint][] = [];
  const engine = new LotEngine<LotEvent>({
    method: () => method,
    pool: 'wallet',
    fees: 'disposal',
    shortfall: 'zero',
    step: 1n,
    missed: ({ id }, quantity) => missed.push([id, quantity]),
    ...more,
  });
  const disposals = events.flatMap((one) => engine.apply(one));
  return { disposals, missed, left: [...engine.remaining()] };
}

const said = ({ event, lot, quantity, cost, proceeds }: Disposal<LotEvent>) =>
  `${event.id} of ${lot?.event.id ?? 'none'}: ${quantity} ${cost} ${proceeds}`;
const days = ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05'] as const;
const [first, second, third, fourth] = days;

describe('transfers', () => {
  const events = [
    event('acquire', 10n, 1n, { on: first }),
    event('acquire', 10n, 3n, { on: second, wallet: 'cold' }),
    event('transfer', 4n, 5n, { on: third, fee: 1n }),
    event('dispose', 6n, 9n, { on: fourth, wallet: 'cold' }),
  ];

  test('carry cost and date into the pool of the other wallet, and the fee is disposed of', () => {
    const { disposals, left } = run(events);
    assert.deepEqual(disposals.map(said), [
      `${third} of ${first}: 1 1 5`,
      `${fourth} of ${first}: 4 4 36`,
      `${fourth} of ${second}: 2 6 18`,
    ]);
    assert.deepEqual(
      left.map(({ event, wallet, quantity, cost }) => [event.id, wallet, quantity, cost]),
      [
        [second, 'cold', 8n, 24n],
        [first, 'hot', 5n, 5n],
      ],
    );
  });

  test('leave what is transferred dearer where fees are of the basis', () => {
    assert.deepEqual(run(events, { fees: 'basis' }).disposals.map(said), [
      `${fourth} of ${first}: 4 5 36`,
      `${fourth} of ${second}: 2 6 18`,
    ]);
  });

  test('change nothing within the pool of a company', () => {
    assert.deepEqual(run(events, { pool: 'company' }).disposals.map(said), [
      `${third} of ${first}: 1 1 5`,
      `${fourth} of ${first}: 6 6 54`,
    ]);
  });
});

describe('fees', () => {
  test('of what was bought and sold are disposals, after the quantity', () => {
    const events = [
      event('acquire', 10n, 2n, { on: first, fee: 1n }),
      event('dispose', 5n, 4n, { on: second, fee: 2n }),
    ];
    assert.deepEqual(run(events).disposals.map(said), [
      `${first} of ${first}: 1 2 2`,
      `${second} of ${first}: 5 10 20`,
      `${second} of ${first}: 2 4 8`,
    ]);
  });

  test('of the basis make what is bought dearer, which ranks it, and what is sold', () => {
    const events = [
      event('acquire', 10n, 20n, { on: first, fee: 5n }),
      event('acquire', 10n, 30n, { on: second }),
      event('dispose', 4n, 50n, { on: third, fee: 1n }),
    ];
    // Five cost 200 and so 40 each.
    const { disposals, left } = run(events, { fees: 'basis', method: 'hifo' });
    assert.deepEqual(disposals.map(said), [`${third} of ${first}: 4 200 200`]);
    assert.deepEqual(
      left.map(({ cost }) => cost),
      [300n],
    );
  });
});

describe('a shortfall', () => {
  const events = [
    event('acquire', 3n, 2n, { on: first }),
    event('transfer', 5n, 2n, { on: second }),
    event('dispose', 6n, 4n, { on: third, wallet: 'cold' }),
  ];

  test('is told, and costs zero for what is missing alone', () => {
    const { disposals, missed } = run(events);
    assert.deepEqual(disposals.map(said), [
      `${third} of ${first}: 3 6 12`,
      `${third} of ${second}: 2 0 8`,
      `${third} of none: 1 0 4`,
    ]);
    assert.deepEqual(missed, [
      [second, 2n],
      [third, 1n],
    ]);
  });

  test('is refused where that was asked', () => {
    const refused = (error: unknown) => error instanceof LedgerError && error.code === 'lots_missing';
    assert.throws(() => run(events, { shortfall: 'fail' }), refused);
    assert.equal(run(events.slice(0, 1), { shortfall: 'fail' }).missed.length, 0);
  });
});

const anyEvents = fc
  .array(
    fc.record({
      kind: fc.constantFrom('acquire' as const, 'acquire' as const, 'dispose' as const, 'transfer' as const),
      quantity: fc.bigInt(4n, 1_000n),
      price: fc.bigInt(0n, 1_000n),
      asset: fc.constantFrom('BTC', 'ETH'),
      wallet: fc.constantFrom('hot', 'warm'),
      fee: fc.bigInt(0n, 3n),
    }),
    { maxLength: 40 },
  )
  .map((drawn) =>
    drawn.map(({ kind, quantity, price, ...more }, i) => ({
      ...event(kind, quantity, price, more),
      id: `event-${i}`,
      position: String(i).padStart(2, '0'),
    })),
  );
const anySettings = fc.record({
  method: fc.constantFrom(...LOT_METHODS),
  pool: fc.constantFrom('company' as const, 'wallet' as const),
  fees: fc.constantFrom('disposal' as const, 'basis' as const),
});
const sum = <T>(all: readonly T[], of: (one: T) => bigint) => all.reduce((total, one) => total + of(one), 0n);

describe('whatever happens', () => {
  test('of each asset, what came is what left and what remains, quantity and cost, and proceeds are what was brought', () => {
    fc.assert(
      fc.property(anyEvents, anySettings, (events, settings) => {
        const { disposals, missed, left } = run(events, settings);
        for (const asset of ['BTC', 'ETH']) {
          const of = <T extends { event: LotEvent }>(all: readonly T[]) =>
            all.filter((one) => one.event.asset === asset);
          const happened = events.filter((one) => one.asset === asset);
          const bought = happened.filter(({ kind }) => kind === 'acquire');
          const sold = happened.filter(({ kind }) => kind === 'dispose');
          const lost = sum(missed, ([id, quantity]) =>
            happened.some((one) => one.id === id) ? quantity : 0n,
          );
          const inBasis = settings.fees === 'basis';
          assert.equal(
            sum(bought, ({ quantity }) => quantity) + lost,
            sum([...of(disposals), ...of(left)], ({ quantity }) => quantity) +
              (inBasis ? sum(happened, ({ fee }) => fee) : 0n),
          );
          assert.equal(
            sum(bought, ({ worth }) => worth),
            sum([...of(disposals), ...of(left)], ({ cost }) => cost),
          );
          assert.equal(
            sum(of(disposals), ({ proceeds }) => proceeds),
            sum(sold, ({ worth }) => worth) + (inBasis ? 0n : sum(happened, ({ feeWorth }) => feeWorth)),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  test('with one price all methods cost the same', () => {
    fc.assert(
      fc.property(anyEvents, fc.constantFrom('company' as const, 'wallet' as const), (events, pool) => {
        const priced = events.map((one) => ({ ...one, worth: 7n * one.quantity, feeWorth: 7n * one.fee }));
        const covered = priced.filter(({ kind }, i) => kind === 'acquire' || i > 0);
        const costs = LOT_METHODS.map((method) => {
          const { disposals, missed } = run(covered, { method, pool });
          return missed.length > 0 ? null : sum(disposals, ({ cost }) => cost);
        });
        assert.ok(costs.every((cost) => cost === costs[0]));
      }),
      { numRuns: 300 },
    );
  });
});
