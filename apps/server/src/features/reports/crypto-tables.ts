import type { Company } from '@crypto-erp/contract/companies';
import type { CryptoReconciliation, Holdings, RealisedGains } from '@crypto-erp/contract/crypto-reports';
import { plainRow, type ReportTable, sumRow } from './table.ts';
import { amounts, code, headed, label, text } from './tables.ts';

/** The lots of each asset, then its sums. */
export function holdingsTable({ asOf, assets, lots }: Holdings, company: Company): ReportTable {
  return {
    ...headed({ name: 'holdings', title: 'Holdings', company, from: null, to: asOf }),
    columns: [
      code('asset', 'Asset'),
      text('place', 'Place'),
      label('acquired', 'Acquired'),
      amounts('quantity', 'Quantity'),
      amounts('cost', 'Cost'),
      amounts('price', 'Price'),
      amounts('value', 'Value'),
      amounts('gain', 'Unrealised gain'),
    ],
    rows: assets.flatMap((held) => [
      ...lots
        .filter(({ asset }) => asset === held.asset)
        .map((lot) =>
          plainRow([
            lot.asset,
            lot.placeName ?? 'All wallets',
            lot.acquiredOn,
            lot.quantity,
            lot.cost,
            '',
            lot.value,
            lot.unrealisedGain,
          ]),
        ),
      sumRow([
        held.asset,
        'Total',
        '',
        held.quantity,
        held.cost,
        held.price,
        held.value,
        held.unrealisedGain,
      ]),
    ]),
  };
}

/** The columns of Form 8949: description, acquired, sold, proceeds, cost, gain; then the term. */
export function realisedGainsTable({ from, to, rows, totals }: RealisedGains, company: Company): ReportTable {
  return {
    ...headed({ name: 'realised-gains', title: 'Realised gains', company, from, to }),
    columns: [
      amounts('quantity', 'Quantity'),
      code('asset', 'Asset'),
      label('acquired', 'Acquired'),
      label('disposed', 'Disposed of'),
      amounts('proceeds', 'Proceeds'),
      amounts('cost', 'Cost'),
      amounts('gain', 'Gain'),
      label('term', 'Term'),
      label('reason', 'Reason'),
    ],
    rows: [
      ...rows.map((row) =>
        plainRow([
          row.quantity,
          row.asset,
          row.acquiredOn,
          row.disposedOn,
          row.proceeds,
          row.cost,
          row.gain,
          row.term,
          row.reason,
        ]),
      ),
      sumRow(['', 'Total', '', '', totals.proceeds, totals.cost, totals.gain, '', '']),
    ],
  };
}

/** From the wallets over the lots to the ledger, an asset a row. */
export function cryptoReconciliationTable(
  { asOf, assets }: CryptoReconciliation,
  company: Company,
): ReportTable {
  return {
    ...headed({
      name: 'crypto-reconciliation',
      title: 'Wallets, lots and ledger',
      company,
      from: null,
      to: asOf,
    }),
    columns: [
      code('asset', 'Asset'),
      amounts('wallets', 'Wallets'),
      amounts('open', 'Not posted'),
      amounts('ignored', 'Set aside'),
      amounts('late', 'Posted later'),
      amounts('lots', 'Lots'),
      amounts('shortfall', 'Without a lot'),
      amounts('unexplained', 'Unexplained'),
      amounts('ledger', 'Ledger'),
      amounts('otherEntries', 'Other entries'),
    ],
    rows: assets.map((one) =>
      plainRow([
        one.asset,
        one.wallets,
        one.open,
        one.ignored,
        one.late,
        one.lots,
        one.shortfall,
        one.unexplained,
        one.ledger,
        one.otherEntries,
      ]),
    ),
  };
}
