import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import type { DocumentKind } from '@crypto-erp/contract/documents';
import { ImportedBill, MAX_E_INVOICE_BYTES } from '@crypto-erp/contract/e-invoices';
import { Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { importBill } from './import-bill.ts';
import { requireFile } from './read-model.ts';
import { type EInvoiceFile, facturXOf, ublOf } from './service.ts';

interface Deps {
  db: Database;
  assets: AssetCatalogue;
}

const SENT = { invoices: 'invoice', 'credit-notes': 'credit-note', 'debit-notes': 'debit-note' } as const;

/** The e-invoices of what the company sends, and those that come in. */
export function eInvoicesRoutes(app: App, deps: Deps): void {
  for (const [noun, kind] of Object.entries(SENT)) {
    fileRoute(app, deps, { noun, kind, path: 'ubl', type: 'application/xml', make: ublOf });
    fileRoute(app, deps, { noun, kind, path: 'factur-x', type: 'application/pdf', make: facturXOf });
  }
  importRoute(app, deps);
  receivedFileRoute(app, deps);
}

interface FileRoute {
  noun: string;
  kind: DocumentKind;
  path: 'ubl' | 'factur-x';
  type: string;
  make: typeof ublOf;
}

function fileRoute(app: App, { db }: Deps, { noun, kind, path, type, make }: FileRoute): void {
  app.get(
    `/v1/companies/:companyId/${noun}/:id/${path}`,
    {
      config: { permission: 'invoices:read' },
      schema: {
        tags: [noun],
        summary:
          path === 'ubl' ? 'The e-invoice as UBL 2.1' : 'The PDF with the e-invoice in it, as Factur-X',
        params: CompanyItemParams,
        produces: [type],
      },
    },
    async ({ params }, reply) => {
      const { companyId, id } = params;
      const file: EInvoiceFile = await db.inCompany(companyId, (trx) => make(trx, companyId, kind, id));
      return reply
        .type(type)
        .header('content-disposition', `attachment; filename="${file.name}"`)
        .send(typeof file.content === 'string' ? file.content : Buffer.from(file.content));
    },
  );
}

/** Takes XML at this address alone: every other reads JSON only. */
function importRoute(app: App, { db, assets }: Deps): void {
  app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      ['application/xml', 'text/xml'],
      { parseAs: 'buffer', bodyLimit: MAX_E_INVOICE_BYTES },
      (_request, body, done) => decoded(body as Buffer, done),
    );
    scope.post(
      '/v1/companies/:companyId/bills/import',
      {
        config: { permission: 'bills:write' },
        schema: {
          tags: ['bills'],
          summary: 'Make a draft from an e-invoice, UBL 2.1',
          consumes: ['application/xml'],
          params: CompanyParams,
          headers: CommandHeaders,
          body: Type.String({ maxLength: MAX_E_INVOICE_BYTES }),
          response: { 201: ImportedBill },
        },
      },
      (request, reply) =>
        command(request, reply, db, async (trx) => ({
          status: 201,
          body: await importBill(trx, contextOf(request), assets, request.body),
        })),
    );
  });
}

/** UTF-8 alone, which EN 16931's syntaxes are in: the same bytes come out of the text again. */
function decoded(body: Buffer, done: (error: Error | null, text?: string) => void): void {
  try {
    done(null, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    done(new DomainError('invalid_xml', 'Send the e-invoice in UTF-8: this is in another encoding.'));
  }
}

function receivedFileRoute(app: App, { db }: Deps): void {
  app.get(
    '/v1/companies/:companyId/e-invoices/:id',
    {
      config: { permission: 'bills:read' },
      schema: {
        tags: ['e-invoices'],
        summary: 'The e-invoice that the document with this id was made from, as it came',
        params: CompanyItemParams,
        produces: ['application/xml'],
      },
    },
    async ({ params }, reply) => {
      const { companyId, id } = params;
      const content = await db.inCompany(companyId, (trx) => requireFile(trx, companyId, id));
      return reply
        .type('application/xml')
        .header('content-disposition', `attachment; filename="${id}.xml"`)
        .send(content);
    },
  );
}
