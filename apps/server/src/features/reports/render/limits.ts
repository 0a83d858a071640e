import { DomainError } from '../../../errors.ts';

/** The most rows of a report, by its format. A page of a PDF takes about 50 rows, a spreadsheet 1,048,576 in all. */
export const MOST_ROWS = { csv: 100_000, xlsx: 100_000, pdf: 20_000 } as const;

/** Throws `report_too_large` for more rows than a file of the format may have. */
export function checkSize(format: keyof typeof MOST_ROWS, rows: number): void {
  const most = MOST_ROWS[format];
  if (rows <= most) return;
  throw new DomainError(
    'report_too_large',
    `A report ${format === 'pdf' ? 'as PDF ' : ''}has at most ${most} rows: choose a shorter range or a filter.`,
  );
}
