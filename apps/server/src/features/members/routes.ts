import { CommandHeaders, CompanyParams, Page, PageQuery } from '@crypto-erp/contract/common';
import { Member, MemberParams, MemberUpdate } from '@crypto-erp/contract/members';
import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Database } from '../../db/database.ts';
import { currentMember } from '../../http/guard.ts';
import { command } from '../../http/idempotency.ts';
import type { Access } from '../../http/identity.ts';
import type { App } from '../../http/types.ts';
import { listMembers } from './read-model.ts';
import { changeRole, removeMember } from './service.ts';

const MEMBERS = '/v1/companies/:companyId/members';
const MEMBER = `${MEMBERS}/:userId`;
const ListQuery = Type.Object(PageQuery, { additionalProperties: false });

interface Deps {
  db: Database;
  access: Pick<Access, 'forgetMembership'>;
}

export function membersRoutes(app: App, { db, access }: Deps): void {
  /** After the commit and before the answer leaves, so that whoever has the answer meets the new role. */
  async function forget(request: FastifyRequest): Promise<void> {
    const { companyId, userId } = request.params as Static<typeof MemberParams>;
    access.forgetMembership(companyId, userId);
  }

  app.get(
    MEMBERS,
    {
      config: { permission: 'members:read' },
      schema: {
        tags: ['members'],
        summary: 'List members',
        params: CompanyParams,
        querystring: ListQuery,
        response: { 200: Page(Member) },
      },
    },
    async ({ params, query }) => {
      const { limit = 100, cursor } = query;
      const after = decodeCursor(cursor, [UUID])?.[0] ?? null;
      const rows = await db.inControl((trx) =>
        listMembers(trx, params.companyId, { limit: limit + 1, after }),
      );
      return pageOf(rows, limit, (row) => [row.userId]);
    },
  );

  app.patch(
    MEMBER,
    {
      config: { permission: 'members:write' },
      onSend: forget,
      schema: {
        tags: ['members'],
        summary: 'Give a member another role',
        params: MemberParams,
        headers: CommandHeaders,
        body: MemberUpdate,
        response: { 200: Member },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeRole(trx, currentMember(request), request.params.userId, request.body.role),
      })),
  );

  // Every member may leave, so the route asks for no more than being one; the service judges the rest.
  app.delete(
    MEMBER,
    {
      config: { permission: 'company:read' },
      onSend: forget,
      schema: {
        tags: ['members'],
        summary: 'Remove a member, or leave',
        params: MemberParams,
        headers: CommandHeaders,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        await removeMember(trx, currentMember(request), request.params.userId);
        return { status: 204, body: null };
      }),
  );
}
