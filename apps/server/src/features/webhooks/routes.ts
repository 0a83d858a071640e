import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import {
  Webhook,
  WebhookCreated,
  WebhookInput,
  WebhookPage,
  WebhookQuery,
  WebhookUpdate,
} from '@crypto-erp/contract/webhooks';
import { Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { Seal } from '../../secrets.ts';
import { deliveriesRoutes } from './delivery-routes.ts';
import { listWebhooks } from './read-model.ts';
import { changeWebhook, createWebhook, removeWebhook, requireWebhook, rotateSecret } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/webhooks';
const ITEM = `${COLLECTION}/:id`;
const tags = ['webhooks'];

interface Deps {
  db: Database;
  seal: Seal;
  allowPrivate: boolean;
}

export function webhooksRoutes(app: App, { db, seal, allowPrivate }: Deps): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'webhooks:read' },
      schema: {
        tags,
        summary: 'List webhooks, oldest first',
        params: CompanyParams,
        querystring: WebhookQuery,
        response: { 200: WebhookPage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listWebhooks(trx, params.companyId, query)),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'webhooks:write' },
      schema: {
        tags,
        summary: 'Add a webhook, whose secret is shown once',
        params: CompanyParams,
        headers: CommandHeaders,
        body: WebhookInput,
        response: { 201: WebhookCreated },
      },
    },
    (request, reply) =>
      command(
        request,
        reply,
        db,
        async (trx) => ({
          status: 201,
          body: await createWebhook(trx, contextOf(request), { seal, allowPrivate }, request.body),
        }),
        { secret: true },
      ),
  );

  app.post(
    `${ITEM}/rotate-secret`,
    {
      config: { permission: 'webhooks:write' },
      schema: {
        tags,
        summary: 'Make a new secret, which is shown once; the old one signs along for 24 hours',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 200: WebhookCreated },
      },
    },
    (request, reply) =>
      command(
        request,
        reply,
        db,
        async (trx) => ({
          status: 200,
          body: await rotateSecret(trx, contextOf(request), seal, request.params.id),
        }),
        { secret: true },
      ),
  );

  deliveriesRoutes(app, { db });

  app.get(
    ITEM,
    {
      config: { permission: 'webhooks:read' },
      schema: {
        tags,
        summary: 'Read a webhook',
        params: CompanyItemParams,
        response: { 200: Webhook },
      },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => requireWebhook(trx, params.companyId, params.id)),
  );

  app.patch(
    ITEM,
    {
      config: { permission: 'webhooks:write' },
      schema: {
        tags,
        summary: 'Change a webhook, or switch it off',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: WebhookUpdate,
        response: { 200: Webhook },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeWebhook(trx, contextOf(request), { allowPrivate }, request.params.id, request.body),
      })),
  );

  app.delete(
    ITEM,
    {
      config: { permission: 'webhooks:write' },
      schema: {
        tags,
        summary: 'Delete a webhook with its deliveries',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        await removeWebhook(trx, contextOf(request), request.params.id);
        return { status: 204, body: null };
      }),
  );
}
