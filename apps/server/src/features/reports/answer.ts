import { CompanyParams } from '@crypto-erp/contract/common';
import type { Company } from '@crypto-erp/contract/companies';
import type { ReportFormat } from '@crypto-erp/contract/reports';
import type { FastifyReply } from 'fastify';
import { type TSchema, Type } from 'typebox';
import type { Database, Trx } from '../../db/database.ts';
import { companySettings } from '../companies/read-model.ts';
import { csv } from './render/csv.ts';
import { checkSize } from './render/limits.ts';
import type { ReportRenderer } from './render/renderer.ts';
import type { ReportTable } from './table.ts';

export const REPORTS = '/v1/companies/:companyId/reports';

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
} as const;

export interface ReportDeps {
  db: Database;
  renderer: ReportRenderer;
}

/** The schema of a report's route: the same report in every format. */
export function reportSchema<Query extends TSchema>(summary: string, querystring: Query, json: TSchema) {
  const file = { schema: Type.Unknown() };
  return {
    tags: ['reports'],
    summary,
    params: CompanyParams,
    querystring,
    response: {
      200: {
        description: 'The report, as JSON or, with `format=csv`, `xlsx` or `pdf`, as a file',
        content: {
          'application/json': { schema: json },
          'text/csv': { schema: Type.String() },
          [TYPES.xlsx]: file,
          [TYPES.pdf]: file,
        },
      },
    },
  };
}

/**
 * Runs a report in one transaction and answers it in the format asked for: as it is, or as a file of the table that
 * `table` makes of it. Throws `report_too_large`, and what the report throws.
 */
export async function answerReport<Report>(
  reply: FastifyReply,
  { db, renderer }: ReportDeps,
  companyId: string,
  format: ReportFormat | undefined,
  run: (trx: Trx) => Promise<Report>,
  table: (report: Report, company: Company) => ReportTable,
): Promise<FastifyReply | Report> {
  if (format === undefined || format === 'json') return db.inCompany(companyId, run);
  const printed = await db.inCompany(companyId, async (trx) =>
    table(await run(trx), await companySettings(trx, companyId)),
  );
  checkSize(format, printed.rows.length);
  return sendFile(
    reply,
    format,
    printed.file,
    format === 'csv' ? csv(printed) : await renderer.render(format, printed),
  );
}

/** Answers a file to be kept under `name` with the format's ending. */
export function sendFile(
  reply: FastifyReply,
  format: keyof typeof TYPES,
  name: string,
  content: unknown,
): FastifyReply {
  return reply
    .header('content-type', TYPES[format])
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .send(content);
}
