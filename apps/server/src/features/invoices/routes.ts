import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import {
  Invoice,
  InvoiceDraftUpdate,
  InvoiceInput,
  InvoicePage,
  InvoicePost,
  InvoiceQuery,
  InvoiceReverse,
} from '@crypto-erp/contract/invoices';
import { Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import { contextOf, requirePermission } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { postCommand } from '../entries/post-command.ts';
import type { PostQueue } from '../entries/post-queue.ts';
import { prepareInvoice, prepareInvoiceDraft } from './posting.ts';
import { findPdf, listInvoices, requireInvoice } from './read-model.ts';
import { changeInvoiceDraft, createInvoiceDraft, removeInvoiceDraft, reverseInvoice } from './service.ts';

interface Deps {
  db: Database;
  posts: PostQueue;
  assets: AssetCatalogue;
}

const COLLECTION = '/v1/companies/:companyId/invoices';
const ITEM = `${COLLECTION}/:id`;
const tags = ['invoices'];

export function invoicesRoutes(app: App, { db, posts, assets }: Deps): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'invoices:read' },
      schema: {
        tags,
        summary: 'List invoices, newest issue date first',
        params: CompanyParams,
        querystring: InvoiceQuery,
        response: { 200: InvoicePage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listInvoices(trx, params.companyId, query)),
  );

  app.get(
    ITEM,
    {
      config: { permission: 'invoices:read' },
      schema: { tags, summary: 'Read an invoice', params: CompanyItemParams, response: { 200: Invoice } },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => requireInvoice(trx, params.companyId, params.id)),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'invoices:write' },
      schema: {
        tags,
        summary: 'Write an invoice, as a draft or posted',
        params: CompanyParams,
        headers: CommandHeaders,
        body: InvoiceInput,
        response: { 201: Invoice },
      },
    },
    async (request, reply) => {
      const context = contextOf(request);
      if (request.body.status === 'draft') {
        return command(request, reply, db, async (trx) => ({
          status: 201,
          body: await createInvoiceDraft(trx, context, assets, request.body),
        }));
      }
      requirePermission(request, 'invoices:post');
      return postCommand(request, reply, { db, posts }, (trx, key) =>
        prepareInvoice(trx, context, assets, request.body, key),
      );
    },
  );

  app.put(
    ITEM,
    {
      config: { permission: 'invoices:write' },
      schema: {
        tags,
        summary: 'Change a draft',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: InvoiceDraftUpdate,
        response: { 200: Invoice },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        const { params, body } = request;
        const invoice = await changeInvoiceDraft(
          trx,
          contextOf(request),
          assets,
          params.id,
          body.version,
          body,
        );
        return { status: 200, body: invoice };
      }),
  );

  app.delete(
    ITEM,
    {
      config: { permission: 'invoices:write' },
      schema: {
        tags,
        summary: 'Delete a draft',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        await removeInvoiceDraft(trx, contextOf(request), request.params.id);
        return { status: 204, body: null };
      }),
  );

  app.post(
    `${ITEM}/post`,
    {
      config: { permission: 'invoices:post' },
      schema: {
        tags,
        summary: 'Post a draft',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: InvoicePost,
        response: { 201: Invoice },
      },
    },
    (request, reply) =>
      postCommand(request, reply, { db, posts }, (trx, key) => {
        const draft = { id: request.params.id, version: request.body.version };
        return prepareInvoiceDraft(trx, contextOf(request), assets, draft, key);
      }),
  );

  app.post(
    `${ITEM}/reverse`,
    {
      config: { permission: 'invoices:post' },
      schema: {
        tags,
        summary: 'Reverse an invoice by the reversal of its entry',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: InvoiceReverse,
        response: { 200: Invoice },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await reverseInvoice(trx, contextOf(request), request.params.id, request.body),
      })),
  );

  app.get(
    `${ITEM}/pdf`,
    {
      config: { permission: 'invoices:read' },
      schema: {
        tags,
        summary: 'The PDF of a posted invoice',
        params: CompanyItemParams,
        produces: ['application/pdf'],
      },
    },
    async ({ params }, reply) => {
      const { invoice, pdf } = await db.inCompany(params.companyId, async (trx) => ({
        invoice: await requireInvoice(trx, params.companyId, params.id),
        pdf: await findPdf(trx, params.companyId, params.id),
      }));
      if (pdf === null) {
        throw new DomainError(
          'document_not_ready',
          invoice.status === 'draft'
            ? 'Post the invoice first.'
            : 'The PDF is being made: ask again in a moment.',
        );
      }
      return reply
        .type('application/pdf')
        .header('content-disposition', `attachment; filename="${invoice.number}.pdf"`)
        .send(pdf);
    },
  );
}
