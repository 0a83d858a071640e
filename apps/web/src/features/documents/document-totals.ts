import type { Company } from '@crypto-erp/contract/companies';
import type { DocumentLineInput } from '@crypto-erp/contract/documents';
import type { Tax } from '@crypto-erp/contract/taxes';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import { LedgerError } from '@crypto-erp/ledger/error';
import { computeInvoice } from '@crypto-erp/ledger/invoice';
import { normaliseAmount } from '../../lib/money.ts';

type Line = Pick<DocumentLineInput, 'quantity' | 'unitPrice' | 'discountPercent' | 'taxId'>;

export interface DocumentPreview {
  /** By line, without tax. */
  lines: string[];
  net: string;
  tax: string;
  total: string;
  taxes: { taxId: string; label: string; tax: string }[];
}

/**
 * What the document will come to, as the server will compute it, in whole units of an asset of `decimals`.
 * An empty number counts as zero while it is typed, and `1,234.50` is read as leaving its field will: totals that
 * come only then would move the button away from under the pointer. Null when something cannot be read yet.
 */
export function previewDocument(
  lines: readonly Line[],
  taxes: readonly Tax[],
  rounding: Company['rounding'],
  decimals: number,
): DocumentPreview | null {
  const byId = new Map(taxes.map((tax) => [tax.id, tax]));
  try {
    const totals = computeInvoice({
      decimals,
      rounding,
      lines: lines.map((line) => ({
        quantity: normaliseAmount(line.quantity || '0'),
        unitPrice: normaliseAmount(line.unitPrice || '0'),
        discountPercent: normaliseAmount(line.discountPercent || '0'),
        tax: byId.get(line.taxId ?? '') ?? null,
      })),
    });
    const text = (units: bigint) => formatDecimal(units, decimals);
    return {
      lines: totals.lines.map(({ net }) => text(net)),
      net: text(totals.net),
      tax: text(totals.tax),
      total: text(totals.total),
      taxes: totals.taxes.map(({ taxId, tax }) => ({
        taxId,
        label: byId.get(taxId)?.name ?? '',
        tax: text(tax),
      })),
    };
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}
