import { formatDecimal, parseDecimal } from '@crypto-erp/ledger/decimal';
import type { SendableDocument } from './sendable.ts';
import { type Category, categoryOf, keyOf } from './tax-categories.ts';

/** The most decimals that an amount of an e-invoice has (EN 16931, BR-DEC). */
const DECIMALS = 2;

/** One VAT breakdown (EN 16931, BG-23): every line of one category and rate. */
export interface Breakdown extends Category {
  taxable: string;
  tax: string;
}

/** The amounts of an e-invoice, in its currency, as text with two decimals. */
export interface EInvoiceAmounts {
  currency: string;
  lines: { net: string; category: Category }[];
  breakdown: Breakdown[];
  net: string;
  tax: string;
  total: string;
  /** The tax in the company's base currency (BT-111), when the e-invoice is in another. */
  accountingTax: { currency: string; tax: string } | null;
}

/**
 * The amounts in the document's own currency, or in the company's base currency when the document is in a token:
 * EN 16931 knows ISO 4217 currencies only (BT-5). Each sum is made of the parts that are stated, so that BR-CO-10 to
 * BR-CO-15 hold whatever was rounded before. Throws `too_many_decimals` for a currency with more than two.
 */
export function eInvoiceAmounts(document: SendableDocument): EInvoiceAmounts {
  const inBase = !document.fiat;
  const lines = document.lines.map((line) => ({
    net: units(inBase ? line.baseNet : line.net),
    category: categoryOf(document.taxes.find((tax) => tax.id === line.taxId) ?? null),
  }));
  const taxes = document.taxes.map((tax) => ({
    tax: units(inBase ? tax.baseTax : tax.tax),
    category: categoryOf(tax),
  }));
  const categories = new Map(lines.map(({ category }) => [keyOf(category), category]));
  const breakdown = [...categories].map(([key, { code, percent }]) => {
    const here = lines.filter(({ category }) => keyOf(category) === key);
    const reasons = new Set(here.map(({ category }) => category.reason).filter((reason) => reason !== null));
    return {
      code,
      percent,
      reason: reasons.size === 0 ? null : [...reasons].join('; '),
      taxable: sum(here.map(({ net }) => net)),
      tax: sum(taxes.filter(({ category }) => keyOf(category) === key).map(({ tax }) => tax)),
    };
  });
  const [net, tax] = [sum(lines.map((line) => line.net)), sum(breakdown.map((part) => part.tax))];
  const foreign = !inBase && document.asset !== document.baseAsset;
  return {
    currency: inBase ? document.baseAsset : document.asset,
    lines: lines.map((line) => ({ ...line, net: text(line.net) })),
    breakdown: breakdown.map((part) => ({ ...part, taxable: text(part.taxable), tax: text(part.tax) })),
    net: text(net),
    tax: text(tax),
    total: text(net + tax),
    accountingTax: foreign
      ? { currency: document.baseAsset, tax: text(sum(document.taxes.map((one) => units(one.baseTax)))) }
      : null,
  };
}

const units = (amount: string): bigint => parseDecimal(amount, DECIMALS);
const text = (amount: bigint): string => formatDecimal(amount, DECIMALS);
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);
