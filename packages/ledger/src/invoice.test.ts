import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { divideRounded, formatDecimal, parseDecimal, trimDecimal } from './decimal.ts';
import { computeInvoice, type InvoiceInput, type InvoiceLine } from './invoice.ts';
import type { LineTax } from './tax.ts';

const vat = (rate: string, inclusive = false, kind: LineTax['kind'] = 'standard'): LineTax => ({
  id: `${kind}-${rate}-${inclusive}`,
  kind,
  rate,
  inclusive,
});
const line = (
  quantity: string,
  unitPrice: string,
  tax: LineTax | null,
  discountPercent = '0',
): InvoiceLine => ({
  quantity,
  unitPrice,
  discountPercent,
  tax,
});
const invoice = (
  lines: InvoiceLine[],
  level: 'line' | 'document' = 'document',
  decimals = 2,
  mode: 'half-even' | 'half-up' = 'half-up',
) => computeInvoice({ decimals, rounding: { mode, level }, lines });

test('one line of 21 % VAT in EUR', () => {
  assert.deepEqual(invoice([line('3', '19.99', vat('21'))]), {
    // 59.97 × 21 % = 12.5937
    lines: [{ net: 5997n, tax: 1259n }],
    net: 5997n,
    tax: 1259n,
    total: 7256n,
    taxes: [{ taxId: 'standard-21-false', base: 5997n, tax: 1259n }],
  });
});

test('rounding per line and per document differ, and the document shares its tax among the lines', () => {
  const lines = [line('1', '0.10', vat('5')), line('1', '0.10', vat('5')), line('1', '0.10', vat('5'))];
  // Each line's tax is exactly 0.005: three times 0.01 rounded by line, 0.015 rounded once by document.
  assert.deepEqual(
    invoice(lines, 'line').lines.map((l) => l.tax),
    [1n, 1n, 1n],
  );
  assert.equal(invoice(lines, 'line').tax, 3n);
  assert.deepEqual(
    invoice(lines, 'document').lines.map((l) => l.tax),
    [1n, 1n, 0n],
  );
  assert.equal(invoice(lines, 'document').tax, 2n);
  assert.equal(invoice(lines, 'line', 2, 'half-even').tax, 0n);
});

test('an inclusive price keeps its gross', () => {
  // 10.00 with 21 % inside: tax 1.7355…, net 8.2644…
  assert.deepEqual(invoice([line('1', '10', vat('21', true))], 'line').lines, [{ net: 826n, tax: 174n }]);
  // Three of them: 30 × 21/121 = 5.2066 → 5.21 a document, 5.22 by line.
  const three = [1, 2, 3].map(() => line('1', '10', vat('21', true)));
  const byDocument = invoice(three, 'document');
  assert.deepEqual(byDocument.lines, [
    { net: 826n, tax: 174n },
    { net: 826n, tax: 174n },
    { net: 827n, tax: 173n },
  ]);
  assert.deepEqual([byDocument.net, byDocument.tax, byDocument.total], [2479n, 521n, 3000n]);
  assert.equal(invoice(three, 'line').tax, 522n);
});

test('exempt and reverse charge charge nothing, are summarised, and their price is net', () => {
  const result = invoice([
    line('1', '100', vat('0', false, 'exempt')),
    line('2', '50', vat('21', true, 'reverse-charge')),
    line('1', '7', null),
  ]);
  assert.deepEqual(result.lines, [
    { net: 10000n, tax: 0n },
    { net: 10000n, tax: 0n },
    { net: 700n, tax: 0n },
  ]);
  assert.deepEqual(result.taxes, [
    { taxId: 'exempt-0-false', base: 10000n, tax: 0n },
    { taxId: 'reverse-charge-21-true', base: 10000n, tax: 0n },
  ]);
  assert.equal(result.total, 20700n);
});

test('discount, fractions and other decimals are rounded once', () => {
  // 1.5 × 33.33 × (1 - 12.5 %) = 43.745625
  assert.equal(invoice([line('1.5', '33.33', null, '12.5')]).net, 4375n);
  assert.equal(invoice([line('1', '80', vat('21'), '100')]).total, 0n);
  // JPY: 3 × 333 = 999, tax 99.9 → 100. A rounding in between would give 99.
  assert.deepEqual(invoice([line('3', '333', vat('10'))], 'line', 0).total, 1099n);
  // KWD: 0.333 × 1.005 = 0.334665.
  assert.equal(invoice([line('0.333', '1.005', null)], 'line', 3).net, 335n);
  // ETH: one wei of price, half a unit, a tie.
  const wei = '0.000000000000000001';
  assert.equal(invoice([line('0.5', wei, null)], 'line', 18, 'half-even').net, 0n);
  assert.equal(invoice([line('0.5', wei, null)], 'line', 18, 'half-up').net, 1n);
  assert.deepEqual(invoice([]), { lines: [], net: 0n, tax: 0n, total: 0n, taxes: [] });
});

test('refusals name the field', () => {
  const cases: [InvoiceLine, string, string][] = [
    [line('-1', '1', null), 'invalid_amount', '/lines/1/quantity'],
    [line('1', '-0.01', null), 'invalid_amount', '/lines/1/unitPrice'],
    [line('1', '1e3', null), 'invalid_amount', '/lines/1/unitPrice'],
    [line('0.0000000000000000001', '1', null), 'too_many_decimals', '/lines/1/quantity'],
    [line('1', '1', null, '100.000001'), 'invalid_amount', '/lines/1/discountPercent'],
    [line('1', '1', null, '-1'), 'invalid_amount', '/lines/1/discountPercent'],
    [line('1', '1', null, '0.0000001'), 'too_many_decimals', '/lines/1/discountPercent'],
    [line('1', '1', vat('101')), 'invalid_amount', '/lines/1/tax/rate'],
    [line('99999999999999999999', '99999999999999999999', null), 'amount_too_large', '/lines/1/unitPrice'],
    [line('1', '1', { ...vat('10'), rate: '11' }), 'invalid_input', '/lines/1/tax'],
  ];
  for (const [bad, code, field] of cases) {
    assert.throws(() => invoice([line('1', '1', vat('10')), bad]), { code, field });
  }
  const most = line('99999999999999999999', '9999999999999999', null);
  assert.throws(() => invoice(Array.from({ length: 11 }, () => most)), {
    code: 'amount_too_large',
    field: '/lines',
  });
});

const decimal = (digits: number, decimals: number) =>
  fc
    .bigInt({ min: 0n, max: 10n ** BigInt(digits) })
    .map((units) => trimDecimal(formatDecimal(units, decimals)));
const quantity = fc.oneof(fc.nat(20).map(String), decimal(5, 2), decimal(24, 18));
const percent = fc.oneof(fc.constant('0'), fc.nat(100).map(String), decimal(8, 6));
const taxes = fc
  .array(
    fc.record({
      kind: fc.constantFrom<LineTax['kind']>('standard', 'standard', 'exempt', 'reverse-charge'),
      rate: percent,
      inclusive: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((list) => list.map((tax, index) => ({ ...tax, id: `tax-${index}` })));
const invoices: fc.Arbitrary<InvoiceInput> = taxes.chain((codes) =>
  fc.record({
    decimals: fc.constantFrom(0, 2, 3, 18),
    rounding: fc.record({
      mode: fc.constantFrom('half-even' as const, 'half-up' as const),
      level: fc.constantFrom('line' as const, 'document' as const),
    }),
    lines: fc.array(
      fc.record({
        quantity,
        unitPrice: quantity,
        discountPercent: percent,
        tax: fc.constantFrom(null, ...codes),
      }),
      { maxLength: 15 },
    ),
  }),
);
const sumOf = (values: bigint[]) => values.reduce((a, b) => a + b, 0n);

test('an invoice adds up in every direction, whatever the lines, mode and level', () => {
  fc.assert(
    fc.property(invoices, (input) => {
      const result = computeInvoice(input);
      assert.equal(result.lines.length, input.lines.length);
      assert.equal(sumOf(result.lines.map((l) => l.net)), result.net);
      assert.equal(sumOf(result.lines.map((l) => l.tax)), result.tax);
      assert.equal(sumOf(result.taxes.map((t) => t.tax)), result.tax);
      assert.equal(result.net + result.tax, result.total);
      for (const summary of result.taxes) {
        const own = result.lines.filter((_, index) => input.lines[index]?.tax?.id === summary.taxId);
        assert.equal(sumOf(own.map((l) => l.net)), summary.base);
        assert.equal(sumOf(own.map((l) => l.tax)), summary.tax);
      }
      result.lines.forEach((amounts, index) => {
        const source = input.lines[index];
        assert.ok(source);
        assert.ok(amounts.net >= 0n && amounts.tax >= 0n);
        // The price side, computed here on its own.
        const exact =
          parseDecimal(source.quantity, 18) *
          parseDecimal(source.unitPrice, 18) *
          (10n ** 8n - parseDecimal(source.discountPercent, 6));
        const amount = divideRounded(exact, 10n ** BigInt(44 - input.decimals), input.rounding.mode);
        const gross = source.tax?.inclusive === true && source.tax.kind === 'standard';
        assert.equal(gross ? amounts.net + amounts.tax : amounts.net, amount);
        if (source.tax?.kind !== 'standard') assert.equal(amounts.tax, 0n);
      });
    }),
    { numRuns: 300 },
  );
});

test('tax is within half a unit of exact: each line by line, each code by document', () => {
  fc.assert(
    fc.property(invoices, (input) => {
      const result = computeInvoice(input);
      const near = (tax: bigint, amount: bigint, code: LineTax) => {
        const rate = code.kind === 'standard' ? parseDecimal(code.rate, 6) : 0n;
        const whole = 10n ** 8n + (code.inclusive ? rate : 0n);
        const twiceOff = 2n * (tax * whole - amount * rate);
        assert.ok(twiceOff <= whole && twiceOff >= -whole, `${tax} of ${amount} at ${code.rate}`);
      };
      const amountOf = (l: { net: bigint; tax: bigint }, code: LineTax) =>
        code.inclusive ? l.net + l.tax : l.net;
      if (input.rounding.level === 'line') {
        result.lines.forEach((l, index) => {
          const code = input.lines[index]?.tax;
          if (code) near(l.tax, amountOf(l, code), code);
        });
      } else {
        for (const summary of result.taxes) {
          const code = input.lines.find((l) => l.tax?.id === summary.taxId)?.tax;
          assert.ok(code);
          near(summary.tax, amountOf({ net: summary.base, tax: summary.tax }, code), code);
        }
      }
    }),
    { numRuns: 300 },
  );
});
