import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import {
  BillInput,
  BillUpdate,
  DOCUMENT_NOUNS,
  Document,
  type DocumentContent,
  DocumentDuplicate,
  type DocumentKind,
  DocumentPage,
  DocumentPost,
  DocumentQuery,
  DocumentVoid,
  InvoiceInput,
  InvoiceUpdate,
  NoteInput,
  NoteUpdate,
} from '@crypto-erp/contract/documents';
import { type TSchema, Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import { contextOf, requirePermission } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { postCommand } from '../entries/post-command.ts';
import type { PostQueue } from '../entries/post-queue.ts';
import { type Nature, nounOf } from './kinds.ts';
import { prepareDocument, prepareDocumentDraft } from './posting.ts';
import { findPdf, listDocuments, requireDocument } from './read-model.ts';
import {
  changeDocumentDraft,
  createDocumentDraft,
  duplicateDocument,
  postUnderLock,
  removeDocumentDraft,
  voidDocument,
} from './service.ts';

interface Deps {
  db: Database;
  posts: PostQueue;
  assets: AssetCatalogue;
}

/** What the routes of a kind take and need. Who may read or write sales may read or write their notes. */
const KINDS: Record<DocumentKind, { input: TSchema; update: TSchema; permissions: 'invoices' | 'bills' }> = {
  invoice: { input: InvoiceInput, update: InvoiceUpdate, permissions: 'invoices' },
  bill: { input: BillInput, update: BillUpdate, permissions: 'bills' },
  'expense-claim': { input: BillInput, update: BillUpdate, permissions: 'bills' },
  'credit-note': { input: NoteInput, update: NoteUpdate, permissions: 'invoices' },
  'debit-note': { input: NoteInput, update: NoteUpdate, permissions: 'invoices' },
};

/** The routes of every noun: they share their life. */
export function documentsRoutes(app: App, deps: Deps): void {
  for (const [noun, kind] of Object.entries(DOCUMENT_NOUNS)) {
    readRoutes(app, deps, noun, kind);
    draftRoutes(app, deps, noun, kind);
    postingRoutes(app, deps, noun, kind);
  }
  pdfRoute(app, deps, 'invoices', 'invoice');
  pdfRoute(app, deps, 'credit-notes', 'credit-note');
  pdfRoute(app, deps, 'debit-notes', 'debit-note');
}

const collection = (noun: string) => `/v1/companies/:companyId/${noun}`;
const item = (noun: string) => `${collection(noun)}/:id`;

/** A note takes back what others must not take back meanwhile: it is posted alone, under the books' lock. */
const isNote = (kind: DocumentKind) => kind === 'credit-note' || kind === 'debit-note';

function natureOf(kind: DocumentKind, content: DocumentContent): Nature {
  return { kind, side: content.side ?? (kind === 'invoice' ? 'sales' : 'purchase') };
}

function readRoutes(app: App, { db }: Deps, noun: string, kind: DocumentKind): void {
  const permission = `${KINDS[kind].permissions}:read` as const;
  const tags = [noun];
  app.get(
    collection(noun),
    {
      config: { permission },
      schema: {
        tags,
        summary: `List ${noun.replace('-', ' ')}, newest issue date first`,
        params: CompanyParams,
        querystring: DocumentQuery,
        response: { 200: DocumentPage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listDocuments(trx, params.companyId, kind, query)),
  );

  app.get(
    item(noun),
    {
      config: { permission },
      schema: {
        tags,
        summary: `Read one of the ${noun.replace('-', ' ')}`,
        params: CompanyItemParams,
        response: { 200: Document },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, (trx) => requireDocument(trx, params.companyId, kind, params.id)),
  );
}

function draftRoutes(app: App, { db, posts, assets }: Deps, noun: string, kind: DocumentKind): void {
  const { input, update, permissions } = KINDS[kind];
  const permission = `${permissions}:write` as const;
  const tags = [noun];
  app.post(
    collection(noun),
    {
      config: { permission },
      schema: {
        tags,
        summary: `Write a ${nounOf(kind)}, as a draft or posted`,
        params: CompanyParams,
        headers: CommandHeaders,
        body: input,
        response: { 201: Document },
      },
    },
    async (request, reply) => {
      const context = contextOf(request);
      const body = request.body as DocumentContent & { status: 'draft' | 'posted' };
      const nature = natureOf(kind, body);
      if (body.status === 'draft') {
        return command(request, reply, db, async (trx) => ({
          status: 201,
          body: await createDocumentDraft(trx, context, assets, nature, body),
        }));
      }
      requirePermission(request, `${permissions}:post`);
      if (isNote(kind)) {
        return command(request, reply, db, async (trx) => ({
          status: 201,
          body: await postUnderLock(trx, context, () =>
            prepareDocument(trx, context, assets, nature, body, null),
          ),
        }));
      }
      return postCommand(request, reply, { db, posts }, (trx, key) =>
        prepareDocument(trx, context, assets, nature, body, key),
      );
    },
  );

  app.put(
    item(noun),
    {
      config: { permission },
      schema: {
        tags,
        summary: 'Change a draft',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: update,
        response: { 200: Document },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        const body = request.body as DocumentContent & { version: number };
        const draft = { id: request.params.id, version: body.version };
        const nature = natureOf(kind, body);
        const document = await changeDocumentDraft(trx, contextOf(request), assets, nature, draft, body);
        return { status: 200, body: document };
      }),
  );

  app.delete(
    item(noun),
    {
      config: { permission },
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
        await removeDocumentDraft(trx, contextOf(request), kind, request.params.id);
        return { status: 204, body: null };
      }),
  );

  app.post(
    `${item(noun)}/duplicate`,
    {
      config: { permission },
      schema: {
        tags,
        summary: 'A new draft with the content of this one',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: DocumentDuplicate,
        response: { 201: Document },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        const { params, body } = request;
        const context = contextOf(request);
        const draft = await duplicateDocument(trx, context, assets, kind, params.id, body.issueDate);
        return { status: 201, body: draft };
      }),
  );
}

function postingRoutes(app: App, { db, posts, assets }: Deps, noun: string, kind: DocumentKind): void {
  const permission = `${KINDS[kind].permissions}:post` as const;
  const tags = [noun];
  app.post(
    `${item(noun)}/post`,
    {
      config: { permission },
      schema: {
        tags,
        summary: 'Post a draft',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: DocumentPost,
        response: { 201: Document },
      },
    },
    (request, reply) => {
      const context = contextOf(request);
      const draft = { id: request.params.id, version: request.body.version };
      if (isNote(kind)) {
        return command(request, reply, db, async (trx) => ({
          status: 201,
          body: await postUnderLock(trx, context, () =>
            prepareDocumentDraft(trx, context, assets, kind, draft, null),
          ),
        }));
      }
      return postCommand(request, reply, { db, posts }, (trx, key) =>
        prepareDocumentDraft(trx, context, assets, kind, draft, key),
      );
    },
  );

  app.post(
    `${item(noun)}/void`,
    {
      config: { permission },
      schema: {
        tags,
        summary: 'Void it by a note over all of it',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: DocumentVoid,
        response: { 200: Document },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await voidDocument(trx, contextOf(request), assets, kind, request.params.id, request.body),
      })),
  );
}

function pdfRoute(app: App, { db }: Deps, noun: string, kind: DocumentKind): void {
  app.get(
    `${item(noun)}/pdf`,
    {
      config: { permission: `${KINDS[kind].permissions}:read` },
      schema: {
        tags: [noun],
        summary: `The PDF of a posted ${nounOf(kind)}`,
        params: CompanyItemParams,
        produces: ['application/pdf'],
      },
    },
    async ({ params }, reply) => {
      const { document, pdf } = await db.inCompany(params.companyId, async (trx) => ({
        document: await requireDocument(trx, params.companyId, kind, params.id),
        pdf: await findPdf(trx, params.companyId, params.id),
      }));
      if (pdf === null) throw new DomainError('document_not_ready', whyNoPdf(document));
      return reply
        .type('application/pdf')
        .header('content-disposition', `attachment; filename="${document.number}.pdf"`)
        .send(pdf);
    },
  );
}

function whyNoPdf({ status, pdf, kind }: Document): string {
  if (status === 'draft') return `Post the ${nounOf(kind)} first.`;
  return pdf === 'none'
    ? 'Others wrote this one: it has no PDF of ours.'
    : 'The PDF is being made: ask again.';
}
