import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import {
  Contact,
  ContactInput,
  ContactPage,
  ContactQuery,
  ContactUpdate,
} from '@crypto-erp/contract/contacts';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { listContacts } from './read-model.ts';
import { changeContact, createContact, requireContact } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/contacts';
const ITEM = `${COLLECTION}/:id`;

export function contactsRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'contacts:read' },
      schema: {
        tags: ['contacts'],
        summary: 'List contacts by name',
        params: CompanyParams,
        querystring: ContactQuery,
        response: { 200: ContactPage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listContacts(trx, params.companyId, query)),
  );

  app.get(
    ITEM,
    {
      config: { permission: 'contacts:read' },
      schema: {
        tags: ['contacts'],
        summary: 'Read a contact',
        params: CompanyItemParams,
        response: { 200: Contact },
      },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => requireContact(trx, params.companyId, params.id)),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'contacts:write' },
      schema: {
        tags: ['contacts'],
        summary: 'Create a contact',
        params: CompanyParams,
        headers: CommandHeaders,
        body: ContactInput,
        response: { 201: Contact },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await createContact(trx, contextOf(request), request.body),
      })),
  );

  app.patch(
    ITEM,
    {
      config: { permission: 'contacts:write' },
      schema: {
        tags: ['contacts'],
        summary: 'Change or archive a contact',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: ContactUpdate,
        response: { 200: Contact },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeContact(trx, contextOf(request), request.params.id, request.body),
      })),
  );
}
