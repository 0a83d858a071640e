import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDecimal } from './decimal.ts';
import { type EntryLine, reversalOf, validateEntry } from './entry.ts';
import { LedgerError, LedgerValidationError } from './error.ts';

const assets = new Map([
  ['EUR', { decimals: 2 }],
  ['JPY', { decimals: 0 }],
  ['KWD', { decimals: 3 }],
  ['ETH', { decimals: 18 }],
]);
const context = { baseAsset: 'EUR', assets };
const line = (asset: string, quantity: string, baseAmount = quantity): EntryLine => ({
  asset,
  quantity,
  baseAmount,
});

/** The problems as `code field`, empty when the entry is valid. */
function problemsOf(lines: EntryLine[]): string[] {
  try {
    validateEntry(lines, context);
    return [];
  } catch (error) {
    assert.ok(error instanceof LedgerValidationError, String(error));
    assert.equal(error.code, error.problems[0]?.code);
    return error.problems.map((problem) => `${problem.code} ${problem.field}`);
  }
}

test('a balanced entry is read in smallest units', () => {
  assert.deepEqual(validateEntry([line('JPY', '10000', '62.5'), line('EUR', '-62.50')], context), [
    { quantity: 10000n, baseAmount: 6250n },
    { quantity: -6250n, baseAmount: -6250n },
  ]);
  // A quantity worth nothing, and a base amount without quantity.
  assert.deepEqual(
    problemsOf([
      line('ETH', '0.000000000000000001', '0'),
      line('ETH', '0', '0.00'),
      line('EUR', '0.01'),
      line('JPY', '0', '-0.01'),
    ]),
    ['line_zero /lines/1'],
  );
  assert.deepEqual(
    problemsOf([line('ETH', '0.000000000000000001', '0'), line('EUR', '0.01'), line('JPY', '0', '-0.01')]),
    [],
  );
});

test('each rule by its code and field', () => {
  const credit = line('EUR', '-1');
  const cases: [EntryLine[], string[]][] = [
    [[], ['entry_too_few_lines /lines']],
    [[line('EUR', '0')], ['entry_too_few_lines /lines', 'line_zero /lines/0']],
    [[line('DOGE', '1'), credit], ['unknown_asset /lines/0/asset']],
    [[line('JPY', '1.5', '1'), credit], ['too_many_decimals /lines/0/quantity']],
    [[line('KWD', '1', '1.001'), credit], ['too_many_decimals /lines/0/baseAmount']],
    [[line('JPY', '1'.repeat(39), '1'), credit], ['amount_too_large /lines/0/quantity']],
    [[line('JPY', '1e3', '1'), credit], ['invalid_amount /lines/0/quantity']],
    [[line('EUR', '2', '1'), credit], ['base_amount_mismatch /lines/0/baseAmount']],
    [[line('EUR', '0', '1'), credit], ['base_amount_mismatch /lines/0/baseAmount']],
    [[line('JPY', '-160', '1'), credit], ['base_amount_mismatch /lines/0/baseAmount']],
    [[line('EUR', '1.01'), credit], ['entry_unbalanced /lines']],
  ];
  for (const [lines, problems] of cases) assert.deepEqual(problemsOf(lines), problems, JSON.stringify(lines));
});

test('all problems are told at once', () => {
  assert.deepEqual(problemsOf([line('DOGE', 'x', '0.001'), line('JPY', '0.5', 'NaN'), line('EUR', '0')]), [
    'unknown_asset /lines/0/asset',
    'too_many_decimals /lines/0/baseAmount',
    'too_many_decimals /lines/1/quantity',
    'invalid_amount /lines/1/baseAmount',
    'line_zero /lines/2',
  ]);
});

test('an unbalanced entry says by how much, in which asset and on which side', () => {
  assert.throws(() => validateEntry([line('EUR', '10.03'), line('EUR', '-10')], context), {
    code: 'entry_unbalanced',
    message: 'Debits exceed credits by 0.03 EUR. Correct a line or add a credit of 0.03 EUR.',
  });
  assert.throws(
    () => validateEntry([line('EUR', '10'), line('EUR', '-12.5')], context),
    /Credits exceed debits by 2.50 EUR/,
  );
});

test('amounts that fit alone but not together, and a base asset nobody knows', () => {
  const most = '9'.repeat(36);
  assert.deepEqual(
    problemsOf([line('EUR', most), line('EUR', most), line('EUR', `-${most}`), line('EUR', `-${most}`)]),
    ['amount_too_large /lines'],
  );
  assert.throws(
    () => validateEntry([], { baseAsset: 'CHF', assets }),
    (error) => error instanceof LedgerError && error.code === 'unknown_asset',
  );
  assert.throws(() => new LedgerValidationError([]), RangeError);
});

test('a reversal negates the amounts and keeps the rest', () => {
  assert.deepEqual(
    reversalOf([
      { ...line('JPY', '100', '0.62'), accountId: 'a' },
      { ...line('EUR', '-0.62'), accountId: 'b' },
    ]),
    [
      { asset: 'JPY', quantity: '-100', baseAmount: '-0.62', accountId: 'a' },
      { asset: 'EUR', quantity: '0.62', baseAmount: '0.62', accountId: 'b' },
    ],
  );
});

/** A line in any asset, its base amount not zero and of its quantity's sign, with that base amount in cents. */
const anyLine = fc
  .record({
    asset: fc.constantFrom('EUR', 'JPY', 'KWD', 'ETH'),
    quantity: fc.bigInt({ min: 0n, max: 10n ** 20n }),
    cents: fc.bigInt({ min: 1n, max: 10n ** 12n }),
    credit: fc.boolean(),
  })
  .map(({ asset, quantity, cents, credit }) => {
    const sign = credit ? -1n : 1n;
    const baseAmount = formatDecimal(sign * cents, 2);
    const other = formatDecimal(sign * quantity, assets.get(asset)?.decimals ?? 0);
    return { cents: sign * cents, line: line(asset, asset === 'EUR' ? baseAmount : other, baseAmount) };
  });
const balanced = fc.array(anyLine, { minLength: 1, maxLength: 20 }).map((rows) => {
  const cents = rows.reduce((sum, row) => sum + row.cents, 0n);
  // The last two lines balance the others and are never zero.
  const closing = [cents > 0n ? -cents - 1n : -cents + 1n, cents > 0n ? 1n : -1n];
  return [...rows.map((row) => row.line), ...closing.map((units) => line('EUR', formatDecimal(units, 2)))];
});

test('every balanced entry is accepted, and so is its reversal', () => {
  fc.assert(
    fc.property(balanced, (lines) => {
      const valid = validateEntry(lines, context);
      assert.equal(
        valid.reduce((sum, l) => sum + l.baseAmount, 0n),
        0n,
      );
      assert.deepEqual(
        validateEntry(reversalOf(lines), context),
        valid.map((l) => ({ quantity: -l.quantity, baseAmount: -l.baseAmount })),
      );
      assert.deepEqual(reversalOf(reversalOf(lines)), lines);
    }),
  );
});

test('every balanced entry with one base amount changed is refused as unbalanced', () => {
  const change = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).filter((units) => units !== 0n);
  fc.assert(
    fc.property(balanced, fc.nat(), change, (lines, pick, units) => {
      const index = pick % lines.length;
      const before = validateEntry(lines, context)[index]?.baseAmount ?? 0n;
      const baseAmount = formatDecimal(before + units, 2);
      const perturbed = lines.map((l, i) => {
        if (i !== index) return l;
        return { ...l, baseAmount, quantity: l.asset === 'EUR' ? baseAmount : l.quantity };
      });
      assert.ok(problemsOf(perturbed).includes('entry_unbalanced /lines'));
    }),
  );
});
