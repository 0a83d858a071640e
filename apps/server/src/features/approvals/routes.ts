import {
  Approval,
  ApprovalDecision,
  ApprovalInput,
  ApprovalPage,
  ApprovalQuery,
  ApprovalRejection,
} from '@crypto-erp/contract/approvals';
import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import type { Permission } from '@crypto-erp/contract/roles';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../db/database.ts';
import { contextOf, requirePermission } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { peopleBehind } from './approvers.ts';
import { listApprovals } from './read-model.ts';
import { decide, requireApproval, submit } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/approvals';

/** Who may write a draft may submit it. */
const WRITES: Record<ApprovalInput['kind'], Permission> = {
  entry: 'entries:write',
  bill: 'bills:write',
  'expense-claim': 'bills:write',
};

export function approvalsRoutes(app: App, { db, assets }: { db: Database; assets: AssetCatalogue }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'approvals:read' },
      schema: {
        tags: ['approvals'],
        summary: 'List approvals, newest first',
        params: CompanyParams,
        querystring: ApprovalQuery,
        response: { 200: ApprovalPage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listApprovals(trx, params.companyId, query)),
  );

  app.get(
    `${COLLECTION}/:id`,
    {
      config: { permission: 'approvals:read' },
      schema: {
        tags: ['approvals'],
        summary: 'Read an approval with its trail',
        params: CompanyItemParams,
        response: { 200: Approval },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, (trx) => requireApproval(trx, params.companyId, params.id)),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'approvals:read' },
      schema: {
        tags: ['approvals'],
        summary: 'Submit a draft for approval',
        params: CompanyParams,
        headers: CommandHeaders,
        body: ApprovalInput,
        response: { 201: Approval },
      },
    },
    (request, reply) => {
      requirePermission(request, WRITES[request.body.kind]);
      return command(request, reply, db, async (trx) => ({
        status: 201,
        body: await submit(trx, contextOf(request), assets, request.body),
      }));
    },
  );

  app.post(
    `${COLLECTION}/:id/approve`,
    {
      config: { permission: 'approvals:write' },
      schema: {
        tags: ['approvals'],
        summary: 'Approve what was submitted',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: ApprovalDecision,
        response: { 200: Approval },
      },
    },
    (request, reply) => decided(db, request, reply, request.params.id, 'approved', request.body.comment),
  );

  app.post(
    `${COLLECTION}/:id/reject`,
    {
      config: { permission: 'approvals:write' },
      schema: {
        tags: ['approvals'],
        summary: 'Reject what was submitted, and say why',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: ApprovalRejection,
        response: { 200: Approval },
      },
    },
    (request, reply) => decided(db, request, reply, request.params.id, 'rejected', request.body.comment),
  );
}

async function decided(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  status: 'approved' | 'rejected',
  comment: string,
): Promise<void> {
  const context = contextOf(request);
  const people = await peopleBehind(db, context);
  await command(request, reply, db, async (trx) => ({
    status: 200,
    body: await decide(trx, context, id, status, comment, people),
  }));
}
