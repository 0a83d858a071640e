import { CommandHeaders, CompanyItemParams } from '@crypto-erp/contract/common';
import { ExchangeFile, ExchangeFileQuery } from '@crypto-erp/contract/exchange-files';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { importExchangeFile } from './exchange-file.ts';

/** 20 MiB hold some 100,000 rows. */
const MAX_FILE = 20 * 1024 * 1024;
const CSV = 'text/csv';

export function exchangeFileRoutes(app: App, deps: { db: Database; assets: AssetCatalogue }): void {
  // In a scope of its own: here the body is a file.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(CSV, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.addContentTypeParser('*', (_request, _body, done) =>
      done(new DomainError('unsupported_media_type', `Send the file with Content-Type: ${CSV}.`)),
    );
    uploadRoute(scope.withTypeProvider<TypeBoxTypeProvider>(), deps);
  });
}

function uploadRoute(scope: App, { db, assets }: { db: Database; assets: AssetCatalogue }): void {
  scope.post(
    '/v1/companies/:companyId/wallets/:id/files',
    {
      config: { permission: 'wallets:write' },
      bodyLimit: MAX_FILE,
      schema: {
        tags: ['wallets'],
        summary: "Import an exchange's CSV file, which is the body of the request, into a wallet",
        params: CompanyItemParams,
        querystring: ExchangeFileQuery,
        headers: CommandHeaders,
        body: { content: { [CSV]: { schema: Type.Unknown() } } },
        response: { 200: ExchangeFile },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const { dryRun = false, round = false } = request.query;
        const file = { bytes, dryRun, round };
        return {
          status: 200,
          body: await importExchangeFile(trx, contextOf(request), assets, request.params.id, file),
        };
      }),
  );
}
