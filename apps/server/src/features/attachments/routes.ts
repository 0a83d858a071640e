import {
  ATTACHMENT_TYPES,
  Attachment,
  AttachmentPage,
  AttachmentQuery,
  AttachmentUploadQuery,
  MAX_ATTACHMENT_BYTES,
} from '@crypto-erp/contract/attachments';
import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { contextOf, requirePermission } from '../../http/context.ts';
import { command, idempotencyKey, inputHash, storedAnswer } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { ObjectStore } from '../../storage/s3.ts';
import { SUBJECT_PERMISSION } from '../subjects/permissions.ts';
import { checkedType } from './content-type.ts';
import {
  attach,
  attachmentsOfSubject,
  readContent,
  removeAttachment,
  requireAttachment,
  storeObject,
} from './service.ts';

interface Deps {
  db: Database;
  /** Undefined: new attachments are kept in the database. */
  objects: ObjectStore | undefined;
}

const COLLECTION = '/v1/companies/:companyId/attachments';
const ITEM = `${COLLECTION}/:id`;
const tags = ['attachments'];

export function attachmentsRoutes(app: App, { db, objects }: Deps): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'attachments:read' },
      schema: {
        tags,
        summary: "List a subject's attachments, newest first",
        params: CompanyParams,
        querystring: AttachmentQuery,
        response: { 200: AttachmentPage },
      },
    },
    (request) => {
      const { params, query } = request;
      requirePermission(request, SUBJECT_PERMISSION[query.subjectKind]);
      return db.inCompany(params.companyId, (trx) => attachmentsOfSubject(trx, params.companyId, query));
    },
  );

  app.get(
    `${ITEM}/content`,
    {
      config: { permission: 'attachments:read' },
      schema: {
        tags,
        summary: 'The bytes of an attachment',
        params: CompanyItemParams,
        produces: [...ATTACHMENT_TYPES],
      },
    },
    async (request, reply) => {
      const { companyId, id } = request.params;
      const attachment = await db.inCompany(companyId, (trx) => requireAttachment(trx, companyId, id));
      requirePermission(request, SUBJECT_PERMISSION[attachment.subjectKind]);
      const content = await readContent(db, objects, companyId, id);
      // Saved and not shown; and where it is shown all the same, as what it is, without scripts, forms and origin.
      return reply
        .type(attachment.type)
        .header('content-disposition', disposition(attachment.fileName))
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('x-content-type-options', 'nosniff')
        .send(content);
    },
  );

  app.delete(
    ITEM,
    {
      config: { permission: 'attachments:write' },
      schema: {
        tags,
        summary: 'Remove an attachment of a draft or a contact',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        await removeAttachment(trx, contextOf(request), request.params.id);
        return { status: 204, body: null };
      }),
  );

  // In a scope of its own: here a body of whatever type is a file.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    uploadRoute(scope.withTypeProvider<TypeBoxTypeProvider>(), { db, objects });
  });
}

function uploadRoute(scope: App, { db, objects }: Deps): void {
  scope.post(
    COLLECTION,
    {
      config: { permission: 'attachments:write' },
      bodyLimit: MAX_ATTACHMENT_BYTES,
      schema: {
        tags,
        summary: 'Attach a file, which is the body of the request, to a subject',
        params: CompanyParams,
        querystring: AttachmentUploadQuery,
        headers: CommandHeaders,
        body: {
          content: Object.fromEntries(ATTACHMENT_TYPES.map((type) => [type, { schema: Type.Unknown() }])),
        },
        response: { 201: Attachment },
      },
    },
    async (request, reply) => {
      const { subjectKind, subjectId, fileName } = request.query;
      requirePermission(request, SUBJECT_PERMISSION[subjectKind]);
      const content = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const type = await checkedType(request.headers['content-type'], content);
      const upload = { id: newId(), subject: { subjectKind, subjectId }, fileName, type, content };
      const context = contextOf(request);
      if (objects !== undefined) {
        const [key, hash] = [idempotencyKey(request), inputHash(request)];
        const before = await db.inCompany(context.companyId, (trx) =>
          storedAnswer(trx, context.companyId, key, hash),
        );
        if (before === null) await storeObject(db, objects, context.companyId, upload);
      }
      return command(request, reply, db, async (trx) => ({
        status: 201,
        body: await attach(trx, context, upload, objects === undefined ? 'database' : 's3'),
      }));
    },
  );
}

/** RFC 6266: the name in UTF-8, and in ASCII for who does not read that. */
function disposition(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
