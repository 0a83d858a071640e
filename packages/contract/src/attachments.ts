import { type Static, Type } from 'typebox';
import { Id, Instant, Page, PageQuery } from './common.ts';
import { actorFields, subjectFields } from './subjects.ts';

/** What may be attached, by the type that its bytes have. Nothing among it is a page or a program. */
export const ATTACHMENT_TYPES = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'application/xml',
  'text/csv',
  'text/plain',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.oasis.opendocument.spreadsheet',
] as const;
export const AttachmentType = Type.Enum(ATTACHMENT_TYPES);
export type AttachmentType = Static<typeof AttachmentType>;

/** The most bytes of one attachment: 10 MiB. */
export const MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024;
/** The most attachments of one subject. */
export const MAX_ATTACHMENTS = 50;

/** A name without a folder: no slash, backslash or control character, and no dot at its start. */
export const FileName = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[^./\\\\\\u0000-\\u001f\\u007f][^/\\\\\\u0000-\\u001f\\u007f]*$',
});

/** The query of an upload; the body is the file itself, its type the request's Content-Type. */
export const AttachmentUploadQuery = Type.Object(
  { ...subjectFields, fileName: FileName },
  { additionalProperties: false },
);
export type AttachmentUploadQuery = Static<typeof AttachmentUploadQuery>;

export const Attachment = Type.Object({
  id: Id,
  ...subjectFields,
  fileName: Type.String(),
  type: AttachmentType,
  /** In bytes. */
  size: Type.Integer(),
  /** SHA-256 of the bytes, in hexadecimal. */
  sha256: Type.String(),
  ...actorFields,
  createdAt: Instant,
});
export type Attachment = Static<typeof Attachment>;
export const AttachmentPage = Page(Attachment);
export const AttachmentQuery = Type.Object(
  { ...PageQuery, ...subjectFields },
  { additionalProperties: false },
);
export type AttachmentQuery = Static<typeof AttachmentQuery>;
