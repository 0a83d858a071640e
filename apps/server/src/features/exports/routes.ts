import type { Readable } from 'node:stream';
import { CompanyParams } from '@crypto-erp/contract/common';
import { ExportParams, ExportQuery } from '@crypto-erp/contract/exports';
import { Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import type { App } from '../../http/types.ts';
import type { ReportRenderer } from '../reports/render/renderer.ts';
import { archiveStream, csvStream, workbookOf } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/exports';
/** What is sent as it comes. */
const File = Type.Unsafe<Buffer | Readable>({ type: 'string', format: 'binary' });
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function exportsRoutes(app: App, { db, renderer }: { db: Database; renderer: ReportRenderer }): void {
  app.get(
    `${COLLECTION}/:noun`,
    {
      config: { permission: 'exports:read' },
      schema: {
        tags: ['exports'],
        summary: 'Export a list whole, as CSV or as a workbook',
        params: ExportParams,
        querystring: ExportQuery,
        response: {
          200: {
            description: 'The list as a CSV file or, with `format=xlsx`, as a workbook',
            content: {
              'text/csv': { schema: File },
              [XLSX]: { schema: File },
            },
          },
        },
      },
    },
    async ({ params: { companyId, noun }, query: { format } }, reply) => {
      const name = (ending: string) => `attachment; filename="${noun}.${ending}"`;
      if (format === 'xlsx') {
        const content = await workbookOf({ db, renderer }, companyId, noun);
        return reply.type(XLSX).header('content-disposition', name('xlsx')).send(content);
      }
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', name('csv'))
        .send(csvStream(db, companyId, noun));
    },
  );

  app.get(
    `${COLLECTION}/archive`,
    {
      config: { permission: 'exports:read' },
      schema: {
        tags: ['exports'],
        summary: 'Export the whole company as an archive that can be imported',
        params: CompanyParams,
        response: {
          200: {
            description: 'The archive: lines of JSON, compressed by gzip',
            content: { 'application/gzip': { schema: File } },
          },
        },
      },
    },
    async ({ params: { companyId } }, reply) =>
      reply
        .type('application/gzip')
        .header('content-disposition', `attachment; filename="company-${companyId}.ndjson.gz"`)
        .send(archiveStream(db, companyId)),
  );
}
