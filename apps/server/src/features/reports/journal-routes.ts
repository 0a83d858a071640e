import { Readable } from 'node:stream';
import { Journal, JournalQuery } from '@crypto-erp/contract/journal';
import type { Database } from '../../db/database.ts';
import type { App } from '../../http/types.ts';
import { answerReport, REPORTS, type ReportDeps, reportSchema, sendFile } from './answer.ts';
import { journal } from './journal.ts';
import { checkRange } from './range.ts';
import { csvHeader, csvRows } from './render/csv.ts';
import { checkSize, MOST_ROWS } from './render/limits.ts';
import { headed, JOURNAL_COLUMNS, journalRows } from './tables.ts';

/** Entries read at once for a file. */
const PAGE = 1000;

export function journalRoutes(app: App, deps: ReportDeps): void {
  app.get(
    `${REPORTS}/journal`,
    {
      config: { permission: 'reports:read' },
      schema: reportSchema(
        'Every entry of a range, by date; as a file the whole range, whatever limit and cursor',
        JournalQuery,
        Journal,
      ),
    },
    async ({ params: { companyId }, query }, reply) => {
      const { format = 'json', from, to } = checkRange(query);
      if (format === 'csv') {
        const content = Readable.from(journalCsv(deps.db, companyId, query));
        return sendFile(reply, 'csv', `journal_${from}_${to}`, content);
      }
      return answerReport(
        reply,
        deps,
        companyId,
        format,
        async (trx) => {
          if (format === 'json') return journal(trx, companyId, query);
          let page = await journal(trx, companyId, { ...query, limit: PAGE, cursor: undefined });
          const items = page.items;
          let lines = lineCount(page);
          while (page.nextCursor !== null && lines <= MOST_ROWS[format]) {
            page = await journal(trx, companyId, { ...query, limit: PAGE, cursor: page.nextCursor });
            items.push(...page.items);
            lines += lineCount(page);
          }
          checkSize(format, lines);
          return { ...page, items };
        },
        (report, company) => ({
          ...headed({ name: 'journal', title: 'Journal', company, from, to }),
          columns: JOURNAL_COLUMNS,
          rows: journalRows(report.items),
        }),
      );
    },
  );
}

function lineCount({ items }: Journal): number {
  return items.reduce((count, { lines }) => count + lines.length, 0);
}

/**
 * The file piece by piece, each page in a transaction of its own: a slow reader holds no connection. An entry is in it
 * whole or not at all.
 */
async function* journalCsv(db: Database, companyId: string, query: JournalQuery): AsyncGenerator<string> {
  yield csvHeader(JOURNAL_COLUMNS);
  let cursor: string | null = null;
  do {
    const asked: JournalQuery = { ...query, limit: PAGE, cursor: cursor ?? undefined };
    const page: Journal = await db.inCompany(companyId, (trx) => journal(trx, companyId, asked));
    yield csvRows(JOURNAL_COLUMNS, journalRows(page.items));
    cursor = page.nextCursor;
  } while (cursor !== null);
}
