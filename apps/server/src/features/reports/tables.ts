import type { Company } from '@crypto-erp/contract/companies';
import type { JournalEntry } from '@crypto-erp/contract/journal';
import type { GeneralLedger, ReportColumn, StatementRow, TrialBalance } from '@crypto-erp/contract/reports';
import { FIRST_DATE } from './balances.ts';
import { plainRow, type ReportTable, sumRow, type TableColumn, type TableRow } from './table.ts';

/** What names a report: its file, its title, and the days and asset of its figures. */
export interface Heading {
  name: string;
  title: string;
  company: Company;
  /** Null for a report as of the end of `to`. */
  from: string | null;
  to: string;
  /** Filters, one line each. */
  filters?: string[];
}

/** The parts of a table that its heading decides. */
export function headed({ name, title, company, from, to, filters = [] }: Heading) {
  return {
    file: [name, ...(from === null ? [] : [from]), to].join('_'),
    title,
    company: company.name,
    about: [
      from === null ? `As of ${to}` : `${from === FIRST_DATE ? 'Until' : `${from} to`} ${to}`,
      `Amounts in ${company.baseAsset}`,
      ...filters,
    ],
    date: to,
  };
}

const CODE: TableColumn = { key: 'code', heading: 'Code', kind: 'code' };
const NAME: TableColumn = { key: 'name', heading: 'Account', kind: 'text' };
const DATE: TableColumn = { key: 'date', heading: 'Date', kind: 'label' };
const NUMBER: TableColumn = { key: 'number', heading: 'Entry', kind: 'code' };
const DESCRIPTION: TableColumn = { key: 'description', heading: 'Description', kind: 'text' };
const ASSET: TableColumn = { key: 'asset', heading: 'Asset', kind: 'code' };

/** A column of amounts. */
/** Columns of short words of ours, of people's short words, and of their long ones. */
export const label = (key: string, heading: string): TableColumn => ({ key, heading, kind: 'label' });
export const code = (key: string, heading: string): TableColumn => ({ key, heading, kind: 'code' });
export const text = (key: string, heading: string): TableColumn => ({ key, heading, kind: 'text' });

export function amounts(key: string, heading: string): TableColumn {
  return { key, heading, kind: 'amount' };
}

/** One row an account, then the totals; of the columns beside, what each account closed with. */
export function trialBalanceTable(
  { from, to, rows, totals, columns = [] }: TrialBalance,
  company: Company,
): ReportTable {
  type Cells = Omit<TrialBalance['totals'], 'columns'> & { columns?: { closing: string }[] };
  const figures = (row: Cells) => [
    row.opening,
    row.debit,
    row.credit,
    row.closing,
    ...(row.columns ?? []).map(({ closing }) => closing),
  ];
  return {
    ...headed({ name: 'trial-balance', title: 'Trial balance', company, from, to }),
    columns: [
      CODE,
      NAME,
      { key: 'type', heading: 'Type', kind: 'label' },
      amounts('opening', 'Opening'),
      amounts('debit', 'Debit'),
      amounts('credit', 'Credit'),
      amounts('closing', 'Closing'),
      ...beside(columns),
    ],
    rows: [
      ...rows.map((row) => plainRow([row.code, row.name, row.type, ...figures(row)])),
      sumRow(['', 'Total', '', ...figures(totals)]),
    ],
  };
}

/** One row a line. */
export function generalLedgerTable(
  { from, to, items }: GeneralLedger,
  company: Company,
  filters: string[] = [],
): ReportTable {
  return {
    ...headed({ name: 'general-ledger', title: 'General ledger', company, from, to, filters }),
    columns: [
      CODE,
      NAME,
      DATE,
      NUMBER,
      DESCRIPTION,
      ASSET,
      amounts('quantity', 'Quantity'),
      amounts('baseAmount', 'Amount'),
      amounts('balance', 'Balance'),
    ],
    rows: items.map((item) =>
      plainRow([
        item.code,
        item.name,
        item.date,
        item.number,
        item.description,
        item.asset,
        item.quantity,
        item.baseAmount,
        item.balance,
      ]),
    ),
  };
}

export const JOURNAL_COLUMNS: readonly TableColumn[] = [
  DATE,
  NUMBER,
  { key: 'source', heading: 'Source', kind: 'label' },
  DESCRIPTION,
  CODE,
  NAME,
  ASSET,
  amounts('quantity', 'Quantity'),
  amounts('debit', 'Debit'),
  amounts('credit', 'Credit'),
];

/** One row a line, its entry repeated. */
export function journalRows(entries: readonly JournalEntry[]): TableRow[] {
  return entries.flatMap((entry) =>
    entry.lines.map((line) => {
      const credit = line.baseAmount.startsWith('-');
      return plainRow([
        entry.date,
        entry.number,
        entry.source,
        line.description || entry.description,
        line.accountCode,
        line.accountName,
        line.asset,
        line.quantity,
        credit ? '' : line.baseAmount,
        credit ? line.baseAmount.slice(1) : '',
      ]);
    }),
  );
}

/** The rows of a statement as they stand. `own` is the heading of its first column of figures. */
export function statementTable(
  rows: readonly StatementRow[],
  heading: Heading,
  own = 'Amount',
  columns: readonly ReportColumn[] = [],
): ReportTable {
  return {
    ...headed(heading),
    columns: [
      { key: 'kind', heading: '', kind: 'label', csvOnly: true },
      { key: 'depth', heading: '', kind: 'label', csvOnly: true },
      CODE,
      NAME,
      amounts('amount', own),
      ...beside(columns),
    ],
    rows: rows.map(({ kind, depth, code, name, amount, columns: others = [] }) => ({
      kind,
      depth,
      cells: [kind, String(depth), code, name, amount ?? '', ...others.map((cell) => cell.amount ?? '')],
    })),
  };
}

function beside(columns: readonly ReportColumn[]): TableColumn[] {
  return columns.map(({ name }) => amounts(name, name));
}
