import { type Static, Type } from 'typebox';
import { Id, Version } from './common.ts';
import { subjectFields } from './subjects.ts';

/** The most tags of one subject, and of one company. */
export const MAX_TAGS = 50;
export const MAX_COMPANY_TAGS = 1000;

const fields = {
  /** Unique in the company, whatever its case. */
  name: Type.String({ minLength: 1, maxLength: 50, pattern: '^[^\\u0000]*$' }),
  colour: Type.String({ pattern: '^#[0-9a-f]{6}$' }),
};

export const TagInput = Type.Object(fields, { additionalProperties: false });
export type TagInput = Static<typeof TagInput>;
export const TagUpdate = Type.Object({ ...fields, version: Version }, { additionalProperties: false });
export type TagUpdate = Static<typeof TagUpdate>;
export const Tag = Type.Object({ id: Id, ...fields, version: Version });
export type Tag = Static<typeof Tag>;
/** All tags of a company, or of a subject, by name. */
export const TagList = Type.Object({ items: Type.Array(Tag) });
/** Without a subject: all tags of the company. */
export const TagQuery = Type.Object(
  {
    subjectKind: Type.Optional(subjectFields.subjectKind),
    subjectId: Type.Optional(subjectFields.subjectId),
  },
  { additionalProperties: false },
);
/** What a tag is attached to, or detached from. */
export const TagSubject = Type.Object(subjectFields, { additionalProperties: false });
