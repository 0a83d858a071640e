import { type Static, Type } from 'typebox';
import { Id } from './common.ts';

/** What may be searched for, and have attachments, comments, tags and a timeline. */
export const SUBJECT_KINDS = [
  'entry',
  'invoice',
  'bill',
  'credit-note',
  'debit-note',
  'expense-claim',
  'payment',
  'contact',
  'transaction',
] as const;
export const SubjectKind = Type.Enum(SUBJECT_KINDS);
export type SubjectKind = Static<typeof SubjectKind>;

/** The two fields that name a subject, in a body or a query. */
export const subjectFields = { subjectKind: SubjectKind, subjectId: Id };
export const SubjectRef = Type.Object(subjectFields);
export type SubjectRef = Static<typeof SubjectRef>;

/** Who did something: a user, an API key or the system, with the present name of the first two. */
export const actorFields = {
  actorKind: Type.Enum(['user', 'api-key', 'system']),
  actorId: Type.Union([Id, Type.Null()]),
  actorName: Type.Union([Type.String(), Type.Null()]),
};
