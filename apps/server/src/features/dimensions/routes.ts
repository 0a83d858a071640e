import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import {
  Dimension,
  DimensionInput,
  DimensionList,
  DimensionUpdate,
  DimensionValue,
  DimensionValueInput,
  DimensionValueUpdate,
} from '@crypto-erp/contract/dimensions';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { listDimensions } from './read-model.ts';
import { changeDimension, changeDimensionValue, createDimension, createDimensionValue } from './service.ts';

const COMPANY = '/v1/companies/:companyId';
const tags = ['dimensions'];

export function dimensionsRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    `${COMPANY}/dimensions`,
    {
      config: { permission: 'dimensions:read' },
      schema: {
        tags,
        summary: 'List dimensions with their values',
        params: CompanyParams,
        response: { 200: DimensionList },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, async (trx) => ({ items: await listDimensions(trx, params.companyId) })),
  );

  app.post(
    `${COMPANY}/dimensions`,
    {
      config: { permission: 'dimensions:write' },
      schema: {
        tags,
        summary: 'Add a dimension',
        params: CompanyParams,
        headers: CommandHeaders,
        body: DimensionInput,
        response: { 201: Dimension },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await createDimension(trx, contextOf(request), request.body),
      })),
  );

  app.patch(
    `${COMPANY}/dimensions/:id`,
    {
      config: { permission: 'dimensions:write' },
      schema: {
        tags,
        summary: 'Rename, archive or restore a dimension',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: DimensionUpdate,
        response: { 200: Dimension },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeDimension(trx, contextOf(request), request.params.id, request.body),
      })),
  );

  app.post(
    `${COMPANY}/dimension-values`,
    {
      config: { permission: 'dimensions:write' },
      schema: {
        tags,
        summary: 'Add a value to a dimension',
        params: CompanyParams,
        headers: CommandHeaders,
        body: DimensionValueInput,
        response: { 201: DimensionValue },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await createDimensionValue(trx, contextOf(request), request.body),
      })),
  );

  app.patch(
    `${COMPANY}/dimension-values/:id`,
    {
      config: { permission: 'dimensions:write' },
      schema: {
        tags,
        summary: 'Rename, archive or restore a value of a dimension',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: DimensionValueUpdate,
        response: { 200: DimensionValue },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeDimensionValue(trx, contextOf(request), request.params.id, request.body),
      })),
  );
}
