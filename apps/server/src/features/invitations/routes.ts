import {
  CommandHeaders,
  CompanyItemParams,
  CompanyParams,
  Page,
  PageQuery,
} from '@crypto-erp/contract/common';
import {
  Invitation,
  InvitationAccept,
  InvitationAccepted,
  InvitationCreated,
  InvitationInput,
} from '@crypto-erp/contract/members';
import { Type } from 'typebox';
import { decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Database } from '../../db/database.ts';
import { currentMember, currentUser } from '../../http/guard.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { listInvitations } from './read-model.ts';
import { acceptInvitation, invite, withdrawInvitation } from './service.ts';

const INVITATIONS = '/v1/companies/:companyId/invitations';
const ListQuery = Type.Object(PageQuery, { additionalProperties: false });
const tags = ['invitations'];

export function invitationsRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    INVITATIONS,
    {
      config: { permission: 'members:read' },
      schema: {
        tags,
        summary: 'List invitations that wait, newest first',
        params: CompanyParams,
        querystring: ListQuery,
        response: { 200: Page(Invitation) },
      },
    },
    async ({ params, query }) => {
      const { limit = 100, cursor } = query;
      const after = decodeCursor(cursor, [UUID])?.[0] ?? null;
      const rows = await db.inControl((trx) =>
        listInvitations(trx, params.companyId, { limit: limit + 1, after }),
      );
      return pageOf(rows, limit, (row) => [row.id]);
    },
  );

  app.post(
    INVITATIONS,
    {
      config: { permission: 'members:write' },
      schema: {
        tags,
        summary: 'Invite someone; the token is shown once',
        params: CompanyParams,
        headers: CommandHeaders,
        body: InvitationInput,
        response: { 201: InvitationCreated },
      },
    },
    (request, reply) =>
      command(
        request,
        reply,
        db,
        async (trx) => ({ status: 201, body: await invite(trx, currentMember(request), request.body) }),
        { secret: true },
      ),
  );

  app.delete(
    `${INVITATIONS}/:id`,
    {
      config: { permission: 'members:write' },
      schema: {
        tags,
        summary: 'Take back an invitation',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        await withdrawInvitation(trx, currentMember(request), request.params.id);
        return { status: 204, body: null };
      }),
  );

  app.post(
    '/v1/invitations/accept',
    {
      config: { permission: 'signed-in' },
      schema: {
        tags,
        summary: 'Accept an invitation',
        body: InvitationAccept,
        response: { 200: InvitationAccepted },
      },
    },
    async (request) => {
      const { userId, email } = currentUser(request);
      const actor = { kind: 'user', id: userId, ip: request.ip } as const;
      return acceptInvitation(db, { userId, email, actor }, request.body.token);
    },
  );
}
