import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ExportNoun } from '@crypto-erp/contract/exports';
import { todayIn } from '@crypto-erp/ledger/dates';
import type { Database } from '../../db/database.ts';
import { rowsInParts } from '../../db/server-cursor.ts';
import { fieldError } from '../../errors.ts';
import { exportCompany } from '../archives/export.ts';
import { companySettings } from '../companies/read-model.ts';
import { csvHeader, csvRows } from '../reports/render/csv.ts';
import type { ReportRenderer } from '../reports/render/renderer.ts';
import { plainRow, type TableRow } from '../reports/table.ts';
import type { List, Row } from './list.ts';
import { LISTS } from './lists.ts';

/** Rows of a CSV file that are held at once. */
const FETCH = 1000;

/** A workbook is put together in memory. */
export const MAX_WORKBOOK_ROWS = 50_000;

/**
 * The list as CSV, while it is read: the transaction lasts as long as the reader takes, and ends when the reader goes.
 */
export function csvStream(db: Database, companyId: string, noun: ExportNoun): Readable {
  return fed((sink) =>
    db.inCompany(companyId, async (trx) => {
      const list = LISTS[noun];
      await pipeline(Readable.from(csvParts(list, rowsInParts(trx, list.rows(companyId), FETCH))), sink);
    }),
  );
}

async function* csvParts({ columns }: List, parts: AsyncIterable<Row[]>): AsyncGenerator<string> {
  yield csvHeader(columns);
  for await (const rows of parts) yield csvRows(columns, rows.map(tableRow(columns)));
}

/** The list as a workbook. Throws `export_too_large` when it has more than {@link MAX_WORKBOOK_ROWS} rows. */
export async function workbookOf(
  { db, renderer }: { db: Database; renderer: ReportRenderer },
  companyId: string,
  noun: ExportNoun,
): Promise<Buffer> {
  const { columns, rows: query } = LISTS[noun];
  const rows: TableRow[] = [];
  const company = await db.inCompany(companyId, async (trx) => {
    for await (const some of rowsInParts(trx, query(companyId), FETCH)) {
      rows.push(...some.map(tableRow(columns)));
      if (rows.length > MAX_WORKBOOK_ROWS) {
        throw fieldError(
          'export_too_large',
          'query/format',
          `A workbook holds at most ${MAX_WORKBOOK_ROWS} rows, and this list has more: export it as CSV.`,
        );
      }
    }
    return companySettings(trx, companyId);
  });
  const date = todayIn(company.timeZone, new Date());
  return renderer.render('xlsx', {
    file: noun,
    title: noun,
    company: company.name,
    about: [],
    date,
    columns,
    rows,
  });
}

function tableRow(columns: List['columns']): (row: Row) => TableRow {
  return (row) => plainRow(columns.map(({ key }) => String(row[key] ?? '')));
}

/** The company's archive (docs/archive.md), while it is read. */
export function archiveStream(db: Database, companyId: string): Readable {
  return fed((sink) => exportCompany(db, companyId, sink));
}

/** A stream that `work` writes. What fails breaks it off, so that the reader sees that it is not whole. */
function fed(work: (sink: PassThrough) => Promise<unknown>): Readable {
  const sink = new PassThrough();
  work(sink).catch((error: Error) => sink.destroy(error));
  return sink;
}
