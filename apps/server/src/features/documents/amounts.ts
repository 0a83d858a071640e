import { baseAmounts, creditedBase, shareLeft } from '@crypto-erp/ledger/document-entry';
import { convert, type Rate } from '@crypto-erp/ledger/rate';
import type { ComposedDocument } from './compose.ts';
import { type Original, partKey, rateOf, remainingOf } from './correction.ts';

/** What a document posts in the base asset, in its smallest units: of each line and of each tax, in their order. */
export interface BaseAmounts {
  total: bigint;
  lines: bigint[];
  taxes: { tax: bigint; selfAssessed: bigint }[];
}

interface Decimals {
  asset: number;
  base: number;
}

/** The base amounts at `rate`, that of the document's date. */
export function amountsAtRate(document: ComposedDocument, rate: Rate, decimals: Decimals): BaseAmounts {
  const { totals, selfAssessed, references } = document;
  const { mode } = references.company.rounding;
  const parts = [...totals.lines.map(({ net }) => net), ...totals.taxes.map(({ tax }) => tax)];
  const bases = baseAmounts(totals.total, parts, rate, decimals, mode);
  const worth = (units: bigint) => convert(units, decimals.asset, decimals.base, rate, mode);
  return inOrder(document, bases, selfAssessed.map(worth));
}

/** The base amounts of a note that takes back: what its original posted for them. */
export function amountsTakenBack(
  note: ComposedDocument,
  original: Original,
  decimals: Decimals,
): BaseAmounts {
  const { totals, selfAssessed, references } = note;
  const { mode } = references.company.rounding;
  const left = remainingOf(original, decimals);
  const rate = rateOf(original, decimals);
  const worth = (units: bigint) => convert(units, decimals.asset, decimals.base, rate, mode);
  const part = (key: string, quantity: bigint) => ({ key, quantity, fallback: worth(quantity) });
  const parts = [
    ...note.lines.map((line, i) =>
      part(partKey.line(line.accountId, line.taxId), totals.lines[i]?.net ?? 0n),
    ),
    ...totals.taxes.map(({ taxId, tax }) => part(partKey.tax(taxId), tax)),
  ];
  const bases = creditedBase(totals.total, parts, left, mode);
  const selfBases = totals.taxes.map(({ taxId }, i) => {
    const units = selfAssessed[i] ?? 0n;
    return shareLeft(left.parts.get(partKey.selfAssessed(taxId)), units, worth(units), mode);
  });
  return inOrder(note, bases, selfBases);
}

function inOrder(
  { totals }: ComposedDocument,
  bases: { total: bigint; parts: bigint[] },
  selfAssessed: bigint[],
): BaseAmounts {
  const lines = totals.lines.length;
  return {
    total: bases.total,
    lines: bases.parts.slice(0, lines),
    taxes: selfAssessed.map((units, i) => ({ tax: bases.parts[lines + i] ?? 0n, selfAssessed: units })),
  };
}
