import { type Static, Type } from 'typebox';
import { Id, Instant, Nullable, Page, PageQuery } from './common.ts';

/** One change: who, what, the state before and after, from where. */
export const AuditRecord = Type.Object({
  id: Id,
  at: Instant,
  actorKind: Type.Enum(['user', 'api-key', 'system']),
  actorId: Nullable(Id),
  action: Type.String(),
  subjectKind: Type.String(),
  subjectId: Nullable(Id),
  before: Type.Unknown(),
  after: Type.Unknown(),
  ip: Nullable(Type.String()),
});
export type AuditRecord = Static<typeof AuditRecord>;
export const AuditPage = Page(AuditRecord);
export const AuditQuery = Type.Object(
  {
    ...PageQuery,
    subjectKind: Type.Optional(Type.String({ maxLength: 40, pattern: '^[a-z-]*$' })),
    subjectId: Type.Optional(Id),
  },
  { additionalProperties: false },
);
export type AuditQuery = Static<typeof AuditQuery>;
