import { type Static, Type } from 'typebox';
import { Id, Instant, Nullable, Page, PageQuery, Version } from './common.ts';
import { actorFields, subjectFields } from './subjects.ts';

const content = {
  text: Type.String({ minLength: 1, maxLength: 4000, pattern: '^[^\\u0000]*$' }),
  /** The members of the company whom the comment calls, by their user ids. */
  mentions: Type.Array(Id, { maxItems: 20, uniqueItems: true }),
};

export const CommentInput = Type.Object({ ...subjectFields, ...content }, { additionalProperties: false });
export type CommentInput = Static<typeof CommentInput>;
export const CommentUpdate = Type.Object({ ...content, version: Version }, { additionalProperties: false });
export type CommentUpdate = Static<typeof CommentUpdate>;

export const Comment = Type.Object({
  id: Id,
  ...subjectFields,
  text: Type.String(),
  mentions: Type.Array(Id),
  ...actorFields,
  createdAt: Instant,
  editedAt: Nullable(Instant),
  version: Version,
});
export type Comment = Static<typeof Comment>;
export const CommentPage = Page(Comment);
export const CommentQuery = Type.Object({ ...PageQuery, ...subjectFields }, { additionalProperties: false });
export type CommentQuery = Static<typeof CommentQuery>;
export const MentionQuery = Type.Object(PageQuery, { additionalProperties: false });
export type MentionQuery = Static<typeof MentionQuery>;
