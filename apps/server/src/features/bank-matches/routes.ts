import {
  BankBookingInput,
  BankMatch,
  BankMatchInput,
  BankMatchUndo,
  BankPaymentInput,
} from '@crypto-erp/contract/bank-matches';
import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import { Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import { contextOf, requirePermission } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { bookLine, payByLine } from './make.ts';
import { matchLines, requireBankMatch, undoMatch } from './service.ts';

const COMPANY = '/v1/companies/:companyId';
const COLLECTION = `${COMPANY}/bank-matches`;
const tags = ['bank'];

export function bankMatchesRoutes(app: App, { db, assets }: { db: Database; assets: AssetCatalogue }): void {
  app.get(
    `${COLLECTION}/:id`,
    {
      config: { permission: 'bank:read' },
      schema: { tags, summary: 'Read a bank match', params: CompanyItemParams, response: { 200: BankMatch } },
    },
    ({ params }) =>
      db.inCompany(params.companyId, (trx) => requireBankMatch(trx, params.companyId, params.id)),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'bank:write' },
      schema: {
        tags,
        summary: 'Match bank lines with lines of entries',
        params: CompanyParams,
        headers: CommandHeaders,
        body: BankMatchInput,
        response: { 201: BankMatch },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await matchLines(trx, contextOf(request), request.body),
      })),
  );

  app.post(
    `${COMPANY}/bank-lines/:id/pay`,
    {
      config: { permission: 'bank:write' },
      schema: {
        tags,
        summary: 'Record the payment that a bank line is, and match it',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: BankPaymentInput,
        response: { 201: BankMatch },
      },
    },
    (request, reply) => {
      requirePermission(request, 'payments:write');
      return command(request, reply, db, async (trx) => ({
        status: 201,
        body: await payByLine(trx, contextOf(request), assets, request.params.id, request.body),
      }));
    },
  );

  app.post(
    `${COMPANY}/bank-lines/:id/book`,
    {
      config: { permission: 'bank:write' },
      schema: {
        tags,
        summary: 'Book a bank line to accounts of the chart, and match it',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: BankBookingInput,
        response: { 201: BankMatch },
      },
    },
    (request, reply) => {
      requirePermission(request, 'entries:post');
      return command(request, reply, db, async (trx) => ({
        status: 201,
        body: await bookLine(trx, contextOf(request), assets, request.params.id, request.body),
      }));
    },
  );

  app.post(
    `${COLLECTION}/:id/undo`,
    {
      config: { permission: 'bank:write' },
      schema: {
        tags,
        summary: 'Undo a bank match, and reverse what it made when that is asked for',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: BankMatchUndo,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) => {
      if (request.body.reverse !== null) {
        requirePermission(request, 'payments:reverse');
        requirePermission(request, 'entries:post');
      }
      return command(request, reply, db, async (trx) => {
        await undoMatch(trx, contextOf(request), request.params.id, request.body);
        return { status: 204, body: null };
      });
    },
  );
}
