import { type Static, Type } from 'typebox';
import { Id, Instant, LongText, Nullable, Page, PageQuery } from './common.ts';

export const EmailAddress = Type.String({ format: 'email', maxLength: 254 });

/** `failed` is for good: somebody looks at it and sends it again. */
export const MailState = Type.Enum(['queued', 'sent', 'failed']);
/** What a mail is about: a document, or a contact whose statement of account it brings. */
export const MailSubject = Type.Enum(['document', 'contact']);

/** A mail as it was written, and what became of it. */
export const Mail = Type.Object({
  id: Id,
  to: Type.String(),
  subject: Type.String(),
  text: Type.String(),
  /** The names of the attached files. */
  attachments: Type.Array(Type.String()),
  aboutKind: MailSubject,
  aboutId: Id,
  state: MailState,
  /** Tries since it was queued. */
  attempts: Type.Integer(),
  /** The `Message-ID` header: the same at every try. */
  messageId: Type.String(),
  /** Why the last try failed. */
  problem: Nullable(Type.String()),
  createdAt: Instant,
  sentAt: Nullable(Instant),
});
export type Mail = Static<typeof Mail>;
export const MailPage = Page(Mail);

export const MailQuery = Type.Object(
  { ...PageQuery, state: Type.Optional(MailState), aboutId: Type.Optional(Id) },
  { additionalProperties: false },
);
export type MailQuery = Static<typeof MailQuery>;

/** Without an address the mail goes to the contact's own; `message` stands in the mail's text. */
export const MailInput = Type.Object(
  { to: Nullable(EmailAddress), message: LongText },
  { additionalProperties: false },
);
export type MailInput = Static<typeof MailInput>;
