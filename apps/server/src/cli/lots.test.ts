import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { type LotsOptions, lotsArguments, lotsReport } from './lots.ts';
import { BadRows, COLUMNS } from './lots-rows.ts';

const DEFAULTS: LotsOptions = {
  method: 'fifo',
  pool: 'wallet',
  fees: 'disposal',
  shortfall: 'zero',
  remaining: false,
};

/** The lines that a file comes to, and what was told beside. */
async function report(rows: readonly string[], options: Partial<LotsOptions> = {}) {
  const warnings: string[] = [];
  let text = '';
  async function* pieces() {
    yield Buffer.from([COLUMNS.join(','), ...rows, ''].join('\n'));
  }
  for await (const piece of lotsReport(pieces(), { ...DEFAULTS, ...options }, (line) => warnings.push(line)))
    text += piece;
  return { lines: text.trimEnd().split('\n').slice(1), warnings };
}

test('every digit is printed, and only a division that does not come out even is rounded', async () => {
  const rows = [
    'a,2024-01-01T00:00:00Z,acquire,hot,ETH,3.000000000000000001,1234.56789,,',
    'b,2024-01-02T00:00:00Z,dispose,hot,ETH,1.000000000000000001,0.1,,',
  ];
  const { lines } = await report(rows, { remaining: true });
  assert.deepEqual(lines, [
    'b,a,ETH,1.000000000000000001,2024-01-01T00:00:00Z,2024-01-02T00:00:00Z,1234.56789000000000123456789,0.1000000000000000001,-1234.46789000000000123446789,short',
    '',
    'lot_id,asset,wallet,quantity,acquired_at,cost',
    'a,ETH,hot,2,2024-01-01T00:00:00Z,2469.13578',
  ]);
  const thirds = [
    'a,2024-01-01T00:00:00Z,acquire,hot,ETH,1,10,,',
    'b,2024-01-01T00:00:01Z,acquire,hot,ETH,2,0,,',
    'c,2024-01-02T00:00:00Z,dispose,hot,ETH,1,3,,',
  ];
  const averaged = await report(thirds, { method: 'average', remaining: true });
  assert.equal(averaged.lines[0]?.split(',')[6], '3.333333333333333333');
  assert.equal(averaged.lines.at(-1), 'b,ETH,hot,2,2024-01-01T00:00:01Z,6.666666666666666667');
});

test('rows are done in the order of time to the microsecond, then of lines, and times are printed as written', async () => {
  const rows = [
    'late,2024-01-01T02:00:00.000002+02:00,dispose,hot,BTC,1,9,,',
    'two,2024-01-01T00:00:00.000001Z,acquire,hot,BTC,1,2,,',
    'one,2023-12-31T22:00:00.000001-02:00,acquire,hot,BTC,1,1,,',
    'last,2024-01-01T00:00:00.000003Z,dispose,hot,BTC,1,9,,',
  ];
  const { lines } = await report(rows);
  assert.deepEqual(
    lines.map((line) => line.split(',').slice(0, 6)),
    [
      ['late', 'two', 'BTC', '1', '2024-01-01T00:00:00.000001Z', '2024-01-01T02:00:00.000002+02:00'],
      ['last', 'one', 'BTC', '1', '2023-12-31T22:00:00.000001-02:00', '2024-01-01T00:00:00.000003Z'],
    ],
  );
});

test('rows in any order come to the same', async () => {
  const row = fc.record({
    type: fc.constantFrom('acquire', 'income', 'dispose', 'fee', 'transfer'),
    asset: fc.constantFrom('BTC', 'ETH'),
    quantity: fc.integer({ min: 5, max: 999 }),
    price: fc.integer({ min: 0, max: 999 }),
    fee: fc.integer({ min: 0, max: 4 }),
  });
  const options = fc.record({
    method: fc.constantFrom(
      'fifo' as const,
      'lifo' as const,
      'hifo' as const,
      'lofo' as const,
      'average' as const,
    ),
    pool: fc.constantFrom('company' as const, 'wallet' as const),
    fees: fc.constantFrom('disposal' as const, 'basis' as const),
    remaining: fc.constant(true),
  });
  const files = fc.array(row, { maxLength: 30 }).chain((rows) => {
    const lines = rows.map(({ type, asset, quantity, price, fee }, i) => {
      const to = type === 'transfer' ? 'cold' : '';
      return `${i},2024-01-01T00:00:${10 + i}Z,${type},hot,${asset},${quantity / 8},${price / 4},${fee / 8},${to}`;
    });
    return fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length }));
  });
  await fc.assert(
    fc.asyncProperty(files, options, async ([lines, shuffled], chosen) => {
      assert.deepEqual((await report(shuffled, chosen)).lines, (await report(lines, chosen)).lines);
    }),
  );
});

test('what leaves without a lot is told by its line', async () => {
  const rows = ['a,2024-01-01T00:00:00Z,dispose,hot,BTC,1.5,9,,'];
  const { lines, warnings } = await report(rows);
  assert.deepEqual(lines, ['a,,BTC,1.5,,2024-01-01T00:00:00Z,0,13.5,13.5,short']);
  assert.deepEqual(warnings, ['line 2: 1.5 BTC left without a lot and cost 0.']);
  await assert.rejects(report(rows, { shortfall: 'fail' }), /^BadRows: line 2: More BTC leaves/);
});

describe('a bad row is refused by line and column', () => {
  const good = 'x,2024-02-29T00:00:00Z,acquire,hot,BTC,1,2,,';
  const cases: [row: string, place: string][] = [
    [',2024-02-29T00:00:00Z,acquire,hot,BTC,1,2,,', 'column id'],
    [good, 'column id'],
    ['a,2023-02-29T00:00:00Z,acquire,hot,BTC,1,2,,', 'column time'],
    ['a,2024-02-29T00:00:00,acquire,hot,BTC,1,2,,', 'column time'],
    ['a,2024-02-29T24:00:00Z,acquire,hot,BTC,1,2,,', 'column time'],
    ['a,2024-02-29T00:00:00Z,buy,hot,BTC,1,2,,', 'column type'],
    ['a,2024-02-29T00:00:00Z,acquire,,BTC,1,2,,', 'column wallet'],
    ['a,2024-02-29T00:00:00Z,acquire,hot,,1,2,,', 'column asset'],
    ['a,2024-02-29T00:00:00Z,acquire,hot,BTC,0.00,2,,', 'column quantity'],
    ['a,2024-02-29T00:00:00Z,acquire,hot,BTC,-1,2,,', 'column quantity'],
    ['a,2024-02-29T00:00:00Z,acquire,hot,BTC,1e3,2,,', 'column quantity'],
    ['a,2024-02-29T00:00:00Z,acquire,hot,BTC,1,,,', 'column unit_price'],
    ['a,2024-02-29T00:00:00Z,transfer,hot,BTC,1,,0.1,cold', 'column unit_price'],
    ['a,2024-02-29T00:00:00Z,acquire,hot,BTC,1,2,x,', 'column fee_quantity'],
    ['a,2024-02-29T00:00:00Z,transfer,hot,BTC,1,2,,', 'column to_wallet'],
    ['a,2024-02-29T00:00:00Z,transfer,hot,BTC,1,2,,hot', 'column to_wallet'],
    ['a,2024-02-29T00:00:00Z,acquire,hot,BTC,1,2,,cold', 'column to_wallet'],
  ];
  for (const [row, place] of cases) {
    test(`${place}: ${row}`, async () => {
      await assert.rejects(
        report([good, row]),
        (error) => error instanceof BadRows && error.message.startsWith(`line 3, ${place}: `),
      );
    });
  }

  test('a fee of the basis is less than what it bought', async () => {
    const row = 'a,2024-02-29T00:00:00Z,acquire,hot,BTC,0.5,2,0.50,';
    await assert.rejects(report([good, row], { fees: 'basis' }), /line 3, column fee_quantity: /);
    assert.equal((await report([good, row])).lines.length, 1);
  });

  test('another header', async () => {
    async function* pieces() {
      yield Buffer.from('id,time\n');
    }
    await assert.rejects(
      lotsReport(pieces(), DEFAULTS, () => undefined).next(),
      /^BadRows: line 1: The header is/,
    );
  });
});

test('the command writes the report, names the bad row, and explains itself', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'erp-lots-'));
  const file = join(folder, 'in.csv');
  const erp = (...args: string[]) =>
    promisify(execFile)(process.execPath, [join(import.meta.dirname, 'main.ts'), 'lots', ...args]).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      ({ code, stderr }) => ({ code, said: stderr }),
    );
  try {
    await writeFile(file, `${COLUMNS.join(',')}\n"a,1",2024-01-01T00:00:00Z,income,hot,BTC,1,2,,\n`);
    const [method, pool] = [
      ['--method', 'lifo'],
      ['--pool', 'company'],
    ];
    assert.deepEqual(await erp(...method, ...pool, '--remaining', file), {
      code: 0,
      said: `disposal_id,lot_id,asset,quantity,acquired_at,disposed_at,cost,proceeds,gain,term

lot_id,asset,wallet,quantity,acquired_at,cost
"a,1",BTC,,1,2024-01-01T00:00:00Z,2
`,
    });
    await writeFile(file, `${COLUMNS.join(',')}\na,2024-01-01T00:00:00Z,income,hot,BTC,one,2,,\n`);
    assert.deepEqual(await erp(...method, ...pool, file), {
      code: 1,
      said: 'line 2, column quantity: It is no number above zero, such as 0.25.\n',
    });
    assert.equal((await erp(...method, file)).code, 2);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('arguments that are not known are not guessed', () => {
  const right = ['--method', 'hifo', '--pool', 'wallet', 'in.csv'];
  assert.equal(lotsArguments(right)?.options.shortfall, 'zero');
  for (const wrong of [
    ['--method', 'best', '--pool', 'wallet', 'in.csv'],
    [...right, 'other.csv'],
    [...right, '--fees', 'none'],
    [...right, '--strict'],
    right.slice(0, -1),
  ]) {
    assert.equal(lotsArguments(wrong), null);
  }
});
