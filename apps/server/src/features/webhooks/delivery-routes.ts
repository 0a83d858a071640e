import { CommandHeaders, CompanyItemParams } from '@crypto-erp/contract/common';
import {
  WebhookDeliveryDetail,
  WebhookDeliveryPage,
  WebhookDeliveryParams,
  WebhookDeliveryQuery,
} from '@crypto-erp/contract/webhooks';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { listDeliveries } from './read-model.ts';
import { requireDelivery, requireWebhook, resendDelivery } from './service.ts';

const DELIVERIES = '/v1/companies/:companyId/webhooks/:id/deliveries';
const tags = ['webhooks'];

/** What was sent to a webhook, what came of it, and sending it again. */
export function deliveriesRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    DELIVERIES,
    {
      config: { permission: 'webhooks:read' },
      schema: {
        tags,
        summary: 'List the deliveries of a webhook, newest event first',
        params: CompanyItemParams,
        querystring: WebhookDeliveryQuery,
        response: { 200: WebhookDeliveryPage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, async (trx) => {
        await requireWebhook(trx, params.companyId, params.id);
        return listDeliveries(trx, params.companyId, params.id, query);
      }),
  );

  app.get(
    `${DELIVERIES}/:eventId`,
    {
      config: { permission: 'webhooks:read' },
      schema: {
        tags,
        summary: 'Read the delivery of an event with its attempts',
        params: WebhookDeliveryParams,
        response: { 200: WebhookDeliveryDetail },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, (trx) =>
        requireDelivery(trx, params.companyId, params.id, params.eventId),
      ),
  );

  app.post(
    `${DELIVERIES}/:eventId/resend`,
    {
      config: { permission: 'webhooks:write' },
      schema: {
        tags,
        summary: 'Send an event again',
        params: WebhookDeliveryParams,
        headers: CommandHeaders,
        response: { 200: WebhookDeliveryDetail },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await resendDelivery(trx, contextOf(request), request.params.id, request.params.eventId),
      })),
  );
}
