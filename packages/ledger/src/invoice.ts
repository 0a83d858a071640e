import { allocate } from './allocation.ts';
import {
  divideRounded,
  MAX_DECIMALS,
  parseDecimal,
  powerOfTen,
  type RoundingMode,
  requireFits,
} from './decimal.ts';
import { LedgerError } from './error.ts';
import { HUNDRED_PERCENT, type LineTax, parsePercent, taxPart } from './tax.ts';

export type InvoiceLine = {
  /** Zero or more, at most 18 decimals. */
  quantity: string;
  /** Zero or more, at most 18 decimals, whole units of the invoice's asset. */
  unitPrice: string;
  /** `0` to `100`, at most 6 decimals. */
  discountPercent: string;
  /** Null: the line is outside the scope of tax and appears in no tax summary. */
  tax: LineTax | null;
};

export type InvoiceInput = {
  /** Decimals of the invoice's asset. */
  decimals: number;
  rounding: { mode: RoundingMode; level: 'line' | 'document' };
  lines: readonly InvoiceLine[];
};

/** All amounts in smallest units of the invoice's asset. `taxes` is in the order the codes first appear. */
export type InvoiceTotals = {
  lines: { net: bigint; tax: bigint }[];
  net: bigint;
  tax: bigint;
  total: bigint;
  taxes: { taxId: string; base: bigint; tax: bigint }[];
};

/** The lines of one tax code: their positions in the invoice and their rounded amounts. */
type TaxGroup = { tax: LineTax; indexes: number[]; amounts: bigint[] };

/**
 * The amounts of an invoice. A line's amount is quantity × unit price less discount, exact, rounded once to the
 * asset's decimals; its tax is then taken of that amount, or out of it when the price contains the tax.
 *
 * Rounding level `document` sums per tax code and rounds once, as EN 16931 rule BR-CO-17 computes the tax of a
 * category from its taxable amount; the lines share that tax by the largest remainder. Level `line` rounds each
 * line's tax. EU law leaves the choice to the member states (Court of Justice, C-484/06, Ahold).
 *
 * Always, in smallest units: the lines' nets sum to `net` (EN 16931 BR-CO-10), the taxes sum to `tax` (BR-CO-14),
 * `net + tax = total` (BR-CO-15), each code's lines sum to its `base` and `tax`, and for an inclusive line
 * `net + tax` is its rounded price.
 * @throws LedgerError `invalid_amount`, `too_many_decimals`, `amount_too_large`; `invalid_input` when lines describe
 * one tax code differently. `field` points to the input.
 */
export function computeInvoice(input: InvoiceInput): InvoiceTotals {
  const { mode, level } = input.rounding;
  const amounts = input.lines.map((line, index) => lineAmount(line, index, input.decimals, mode));
  // A line without tax is complete: its amount is its net.
  const lines = amounts.map((amount) => ({ net: amount, tax: 0n }));
  const taxes = groupByTax(input.lines, amounts).map((group) => {
    const lineTaxes = level === 'line' ? taxByLine(group, mode) : taxByDocument(group, mode);
    const summary = { taxId: group.tax.id, base: 0n, tax: 0n };
    group.indexes.forEach((index, position) => {
      const amount = group.amounts[position] ?? 0n;
      const tax = lineTaxes[position] ?? 0n;
      // An exempt or reverse-charge line has no tax to take out, so its price is its net either way.
      const net = group.tax.inclusive ? amount - tax : amount;
      lines[index] = { net, tax };
      summary.base += net;
      summary.tax += tax;
    });
    return summary;
  });
  const net = lines.reduce((sum, line) => sum + line.net, 0n);
  const tax = taxes.reduce((sum, line) => sum + line.tax, 0n);
  return { lines, net, tax, total: requireFits(net + tax, '/lines'), taxes };
}

/** quantity × unit price × (1 - discount) in smallest units, rounded once. */
function lineAmount(line: InvoiceLine, index: number, decimals: number, mode: RoundingMode): bigint {
  const quantity = parseNonNegative(line.quantity, `/lines/${index}/quantity`);
  const unitPrice = parseNonNegative(line.unitPrice, `/lines/${index}/unitPrice`);
  const charged = HUNDRED_PERCENT - parsePercent(line.discountPercent, `/lines/${index}/discountPercent`);
  const numerator = quantity * unitPrice * charged * powerOfTen(decimals);
  const denominator = powerOfTen(2 * MAX_DECIMALS) * HUNDRED_PERCENT;
  return requireFits(divideRounded(numerator, denominator, mode), `/lines/${index}/unitPrice`);
}

function parseNonNegative(text: string, field: string): bigint {
  const value = parseDecimal(text, MAX_DECIMALS, field);
  if (value >= 0n) return value;
  throw new LedgerError('invalid_amount', `${text} is negative. Enter zero or more.`, field);
}

function groupByTax(lines: readonly InvoiceLine[], amounts: readonly bigint[]): TaxGroup[] {
  const groups = new Map<string, TaxGroup>();
  lines.forEach(({ tax }, index) => {
    if (tax === null) return;
    const group = groups.get(tax.id) ?? { tax, indexes: [], amounts: [] };
    if (tax.kind !== group.tax.kind || tax.rate !== group.tax.rate || tax.inclusive !== group.tax.inclusive) {
      const message = `Tax code ${tax.id} has another rate or kind than on an earlier line. Use one per code.`;
      throw new LedgerError('invalid_input', message, `/lines/${index}/tax`);
    }
    group.indexes.push(index);
    group.amounts.push(amounts[index] ?? 0n);
    groups.set(tax.id, group);
  });
  return [...groups.values()];
}

function taxByLine({ tax, indexes, amounts }: TaxGroup, mode: RoundingMode): bigint[] {
  const part = taxPart(tax, `/lines/${indexes[0]}/tax/rate`);
  return amounts.map((amount) => divideRounded(amount * part.numerator, part.denominator, mode));
}

function taxByDocument({ tax, indexes, amounts }: TaxGroup, mode: RoundingMode): bigint[] {
  const part = taxPart(tax, `/lines/${indexes[0]}/tax/rate`);
  const sum = amounts.reduce((a, b) => a + b, 0n);
  // Within a code every line has the same rate, so the amounts are in the proportion of the exact taxes.
  return allocate(divideRounded(sum * part.numerator, part.denominator, mode), amounts);
}
