import {
  ApprovalRule,
  ApprovalRuleInput,
  ApprovalRuleList,
  ApprovalRuleParams,
  Delegation,
  DelegationInput,
  DelegationList,
} from '@crypto-erp/contract/approvals';
import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import { Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import { fieldError } from '../../errors.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { findRole } from '../members/read-model.ts';
import { delegate, revoke } from './delegations.ts';
import { listDelegations, listRules } from './read-model.ts';
import { removeRule, setRule } from './rules.ts';

const RULES = '/v1/companies/:companyId/approval-rules';
const DELEGATIONS = '/v1/companies/:companyId/approval-delegations';

export function approvalRulesRoutes(
  app: App,
  { db, assets }: { db: Database; assets: AssetCatalogue },
): void {
  app.get(
    RULES,
    {
      config: { permission: 'approvals:read' },
      schema: {
        tags: ['approvals'],
        summary: 'List what needs an approval above which amount',
        params: CompanyParams,
        response: { 200: ApprovalRuleList },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, async (trx) => ({ items: await listRules(trx, params.companyId) })),
  );

  app.put(
    `${RULES}/:kind`,
    {
      config: { permission: 'company:write' },
      schema: {
        tags: ['approvals'],
        summary: 'Set the amount above which something needs an approval, and by whom',
        params: ApprovalRuleParams,
        headers: CommandHeaders,
        body: ApprovalRuleInput,
        response: { 200: ApprovalRule },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      await checkMembers(
        db,
        params.companyId,
        body.approverIds.map((id, i) => [id, `/approverIds/${i}`]),
      );
      await command(request, reply, db, async (trx) => ({
        status: 200,
        body: await setRule(trx, contextOf(request), assets, params.kind, body),
      }));
    },
  );

  app.delete(
    `${RULES}/:kind`,
    {
      config: { permission: 'company:write' },
      schema: {
        tags: ['approvals'],
        summary: 'Let everyone who posts do so without an approval again',
        params: ApprovalRuleParams,
        headers: CommandHeaders,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        await removeRule(trx, contextOf(request), request.params.kind);
        return { status: 204, body: null };
      }),
  );

  app.get(
    DELEGATIONS,
    {
      config: { permission: 'approvals:read' },
      schema: {
        tags: ['approvals'],
        summary: 'List who decides in whose place, newest first',
        params: CompanyParams,
        response: { 200: DelegationList },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, async (trx) => ({
        items: await listDelegations(trx, params.companyId),
      })),
  );

  app.post(
    DELEGATIONS,
    {
      config: { permission: 'approvals:write' },
      schema: {
        tags: ['approvals'],
        summary: 'Let another member decide in your place',
        params: CompanyParams,
        headers: CommandHeaders,
        body: DelegationInput,
        response: { 201: Delegation },
      },
    },
    async (request, reply) => {
      await checkMembers(db, request.params.companyId, [[request.body.toUserId, '/toUserId']]);
      await command(request, reply, db, async (trx) => ({
        status: 201,
        body: await delegate(trx, contextOf(request), request.body),
      }));
    },
  );

  app.delete(
    `${DELEGATIONS}/:id`,
    {
      config: { permission: 'approvals:write' },
      schema: {
        tags: ['approvals'],
        summary: 'End a delegation',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        await revoke(trx, contextOf(request), request.params.id);
        return { status: 204, body: null };
      }),
  );
}

/** Throws `not_found` at the path of the first user who is no member. Members live apart from the books. */
async function checkMembers(
  db: Database,
  companyId: string,
  users: readonly (readonly [id: string, path: string])[],
): Promise<void> {
  await db.inControl(async (trx) => {
    for (const [id, path] of users) {
      if ((await findRole(trx, companyId, id)) === null) {
        throw fieldError('not_found', path, 'There is no such member: choose one of the company.');
      }
    }
  });
}
