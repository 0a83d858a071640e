import { CommandHeaders, CompanyParams } from '@crypto-erp/contract/common';
import { Company, CompanyInput, CompanyUpdate } from '@crypto-erp/contract/companies';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { currentUser } from '../../http/guard.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { createCommand } from './create-command.ts';
import { companySettings } from './read-model.ts';
import { changeCompany, createCompany } from './service.ts';

const ITEM = '/v1/companies/:companyId';
const tags = ['companies'];

export function companiesRoutes(app: App, { db, assets }: { db: Database; assets: AssetCatalogue }): void {
  app.post(
    '/v1/companies',
    {
      config: { permission: 'signed-in' },
      schema: {
        tags,
        summary: 'Create a company',
        headers: CommandHeaders,
        body: CompanyInput,
        response: { 201: Company },
      },
    },
    (request, reply) => {
      const { userId } = currentUser(request);
      const actor = { kind: 'user' as const, id: userId, ip: request.ip };
      return createCommand(request, reply, { db, userId }, (trx, companyId) =>
        createCompany(trx, { companyId, actor }, userId, assets, request.body),
      );
    },
  );

  app.get(
    ITEM,
    {
      config: { permission: 'company:read' },
      schema: { tags, summary: 'Read the settings', params: CompanyParams, response: { 200: Company } },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => companySettings(trx, params.companyId)),
  );

  app.patch(
    ITEM,
    {
      config: { permission: 'company:write' },
      schema: {
        tags,
        summary: 'Change the settings',
        params: CompanyParams,
        headers: CommandHeaders,
        body: CompanyUpdate,
        response: { 200: Company },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeCompany(trx, contextOf(request), request.body),
      })),
  );
}
