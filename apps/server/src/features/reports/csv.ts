import type {
  BalanceSheet,
  GeneralLedger,
  ProfitAndLoss,
  StatementRow,
  TrialBalance,
} from '@crypto-erp/contract/reports';
import { stringify } from 'csv-stringify/sync';

/** A column: its header, and whether people write its content, which a spreadsheet must not run as a formula. */
type Column<Row> = { name: keyof Row & string; free?: true };

const FORMULA = /^[=+\-@\t\r]/;

/**
 * RFC 4180 with a header row. Amounts are plain decimals; a free text that a spreadsheet would take for a formula
 * gets an apostrophe in front.
 */
function csv<Row extends object>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  return stringify(
    [
      columns.map(({ name }) => name),
      ...rows.map((row) =>
        columns.map(({ name, free }) => {
          const cell = String(row[name] ?? '');
          return free && FORMULA.test(cell) ? `'${cell}` : cell;
        }),
      ),
    ],
    { record_delimiter: 'windows', quote_record_delimiter: true },
  );
}

type TrialBalanceCells = Omit<TrialBalance['rows'][number], 'type' | 'accountId' | 'drill'> & {
  type: string;
};

/** One row an account, then the totals. */
export function trialBalanceCsv({ rows, totals }: TrialBalance): string {
  const cells: TrialBalanceCells[] = [...rows, { code: '', name: 'Total', type: '', ...totals }];
  return csv(
    [
      { name: 'code', free: true },
      { name: 'name', free: true },
      { name: 'type' },
      { name: 'opening' },
      { name: 'debit' },
      { name: 'credit' },
      { name: 'closing' },
    ],
    cells,
  );
}

/** One row a line. */
export function generalLedgerCsv({ items }: Pick<GeneralLedger, 'items'>): string {
  return csv(
    [
      { name: 'code', free: true },
      { name: 'name', free: true },
      { name: 'date' },
      { name: 'number', free: true },
      { name: 'description', free: true },
      { name: 'asset', free: true },
      { name: 'quantity' },
      { name: 'baseAmount' },
      { name: 'balance' },
    ],
    items,
  );
}

/** The rows of a profit and loss or a balance sheet, as they stand. */
export function statementCsv({ rows }: Pick<ProfitAndLoss | BalanceSheet, 'rows'>): string {
  return csv<StatementRow>(
    [
      { name: 'kind' },
      { name: 'depth' },
      { name: 'code', free: true },
      { name: 'name', free: true },
      { name: 'amount' },
    ],
    rows,
  );
}
