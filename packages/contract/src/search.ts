import { type Static, Type } from 'typebox';
import { AssetCode, CalendarDate, DecimalSum, Id, Nullable } from './common.ts';
import { SUBJECT_KINDS, SubjectKind } from './subjects.ts';

/** `q`: words that must all be there, each as the start of one. `kinds`: names of subjects, with commas between. */
export const SearchQuery = Type.Object(
  {
    q: Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]*$' }),
    kinds: Type.Optional(
      Type.String({
        maxLength: 200,
        pattern: `^(${SUBJECT_KINDS.join('|')})(,(${SUBJECT_KINDS.join('|')}))*$`,
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  },
  { additionalProperties: false },
);
export type SearchQuery = Static<typeof SearchQuery>;

/** A subject that was found, with what a person needs to recognise it. */
export const SearchHit = Type.Object({
  kind: SubjectKind,
  id: Id,
  /** Whether the words are the subject's own, those of a comment on it, or of a tag. */
  part: Type.Enum(['subject', 'comment', 'tag']),
  number: Nullable(Type.String()),
  /** A contact's name, an entry's description. */
  title: Type.String(),
  /** The reference of a document or payment, the e-mail address of a contact. */
  detail: Type.String(),
  date: Nullable(CalendarDate),
  asset: Nullable(AssetCode),
  amount: Nullable(DecimalSum),
  status: Type.String(),
});
export type SearchHit = Static<typeof SearchHit>;
export const SearchResult = Type.Object({ items: Type.Array(SearchHit) });
