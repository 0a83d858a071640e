import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import {
  Revaluation,
  RevaluationInput,
  RevaluationPage,
  RevaluationQuery,
} from '@crypto-erp/contract/revaluations';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { listRevaluations } from './read-model.ts';
import { postRevaluation, previewRevaluation, requireRevaluation } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/revaluations';

export function revaluationsRoutes(app: App, { db, assets }: { db: Database; assets: AssetCatalogue }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'periods:read' },
      schema: {
        tags: ['periods'],
        summary: 'List revaluations, newest first',
        params: CompanyParams,
        querystring: RevaluationQuery,
        response: { 200: RevaluationPage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listRevaluations(trx, params.companyId, query)),
  );

  app.get(
    `${COLLECTION}/:id`,
    {
      config: { permission: 'periods:read' },
      schema: {
        tags: ['periods'],
        summary: 'Read a revaluation',
        params: CompanyItemParams,
        response: { 200: Revaluation },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, (trx) => requireRevaluation(trx, params.companyId, params.id)),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'periods:write' },
      schema: {
        tags: ['periods'],
        summary:
          'Revalue foreign currencies at the end of a month, reversed on the day after; or preview that',
        params: CompanyParams,
        headers: CommandHeaders,
        body: RevaluationInput,
        response: { 200: Revaluation, 201: Revaluation },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        const context = contextOf(request);
        if (request.body.preview) {
          const body = await previewRevaluation(trx, context.companyId, assets, request.body);
          return { status: 200, body };
        }
        return { status: 201, body: await postRevaluation(trx, context, assets, request.body) };
      }),
  );
}
