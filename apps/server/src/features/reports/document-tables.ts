import type { AgeBuckets, Aging } from '@crypto-erp/contract/aging';
import type { Company } from '@crypto-erp/contract/companies';
import type { TaxDocuments, TaxSummary } from '@crypto-erp/contract/tax-summary';
import { plainRow, type ReportTable, sumRow } from './table.ts';
import { amounts, code, headed, label, text } from './tables.ts';

const NAMES = {
  sales: { name: 'receivables-aging', title: 'Receivables by age' },
  purchase: { name: 'payables-aging', title: 'Payables by age' },
} as const;

/** The base amounts by age, what is open in the asset before them; then totals, revaluation and balance. */
export function agingTable(
  { asOf, side, rows, totals, revaluation, balance }: Aging,
  company: Company,
  by: 'contact' | 'document' = 'contact',
): ReportTable {
  const byDocument = by === 'document';
  const figures = (base: AgeBuckets) => [
    base.current,
    base.days30,
    base.days60,
    base.days90,
    base.older,
    base.total,
  ];
  const own = (cells: readonly (string | null)[]) => (byDocument ? cells : []);
  const ending = (name: string, cells: readonly string[]) =>
    sumRow([name, ...own(['', '', '']), '', '', ...cells]);
  const nothing = ['', '', '', '', ''];
  return {
    ...headed({ ...NAMES[side], company, from: null, to: asOf }),
    columns: [
      text('contact', 'Contact'),
      ...(byDocument ? [code('number', 'Number'), label('date', 'Date'), label('dueDate', 'Due')] : []),
      code('asset', 'Asset'),
      amounts('open', 'Open in asset'),
      amounts('current', 'Not due'),
      amounts('days30', '1–30 days'),
      amounts('days60', '31–60 days'),
      amounts('days90', '61–90 days'),
      amounts('older', 'Over 90 days'),
      amounts('total', 'Total'),
    ],
    rows: [
      ...rows.map((row) =>
        plainRow([
          row.contactName,
          ...own([row.number, row.date, row.dueDate]),
          row.asset,
          row.open.total,
          ...figures(row.base),
        ]),
      ),
      ending('Total', figures(totals)),
      ending('Revaluation', [...nothing, revaluation]),
      ending('Balance of the account', [...nothing, balance]),
    ],
  };
}

/** One row a tax code, sales before purchases, then what is due; period after period. */
export function taxSummaryTable({ from, to, periods }: TaxSummary, company: Company): ReportTable {
  return {
    ...headed({ name: 'tax-summary', title: 'Tax summary', company, from, to }),
    columns: [
      label('from', 'From'),
      label('to', 'To'),
      label('side', 'Side'),
      code('code', 'Code'),
      text('name', 'Tax'),
      label('kind', 'Kind'),
      amounts('rate', 'Rate %'),
      amounts('documents', 'Documents'),
      amounts('base', 'Base'),
      amounts('outputTax', 'Output tax'),
      amounts('inputTax', 'Input tax'),
      amounts('due', 'Due'),
    ],
    rows: periods.flatMap((period) => [
      ...period.rows.map((row) =>
        plainRow([
          period.from,
          period.to,
          row.side,
          row.code,
          row.name,
          row.kind,
          row.rate,
          String(row.documents),
          row.base,
          row.outputTax,
          row.inputTax,
          '',
        ]),
      ),
      sumRow([
        period.from,
        period.to,
        '',
        '',
        'Total',
        '',
        '',
        '',
        '',
        period.outputTax,
        period.inputTax,
        period.due,
      ]),
    ]),
  };
}

/** One row a document and tax. */
export function taxDocumentsTable({ from, to, items }: TaxDocuments, company: Company): ReportTable {
  return {
    ...headed({ name: 'tax-documents', title: 'Documents with tax', company, from, to }),
    columns: [
      label('date', 'Date'),
      label('kind', 'Kind'),
      label('side', 'Side'),
      code('number', 'Number'),
      code('externalNumber', 'Their number'),
      text('contact', 'Contact'),
      code('taxNumber', 'Tax number'),
      code('code', 'Code'),
      amounts('base', 'Base'),
      amounts('outputTax', 'Output tax'),
      amounts('inputTax', 'Input tax'),
    ],
    rows: items.map((item) =>
      plainRow([
        item.date,
        item.kind,
        item.side,
        item.number,
        item.externalNumber,
        item.contactName,
        item.contactTaxNumber,
        item.code,
        item.base,
        item.outputTax,
        item.inputTax,
      ]),
    ),
  };
}
