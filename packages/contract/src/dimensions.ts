import { type Static, Type } from 'typebox';
import { Id, ShortText, Version } from './common.ts';

/** What lines are told apart by beside their accounts: cost centre, project. */
export const DimensionInput = Type.Object({ name: ShortText }, { additionalProperties: false });
export type DimensionInput = Static<typeof DimensionInput>;
export const DimensionUpdate = Type.Object(
  { name: ShortText, archived: Type.Boolean(), version: Version },
  { additionalProperties: false },
);
export type DimensionUpdate = Static<typeof DimensionUpdate>;

const Code = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$' });
export const DimensionValueInput = Type.Object(
  { dimensionId: Id, code: Code, name: ShortText },
  { additionalProperties: false },
);
export type DimensionValueInput = Static<typeof DimensionValueInput>;
/** An archived value stays on its lines and is given to no more. */
export const DimensionValueUpdate = Type.Object(
  { code: Code, name: ShortText, archived: Type.Boolean(), version: Version },
  { additionalProperties: false },
);
export type DimensionValueUpdate = Static<typeof DimensionValueUpdate>;

export const DimensionValue = Type.Object({
  id: Id,
  dimensionId: Id,
  code: Type.String(),
  name: Type.String(),
  archived: Type.Boolean(),
  version: Version,
});
export type DimensionValue = Static<typeof DimensionValue>;

/** A dimension with its values, by code. */
export const Dimension = Type.Object({
  id: Id,
  name: Type.String(),
  archived: Type.Boolean(),
  version: Version,
  values: Type.Array(DimensionValue),
});
export type Dimension = Static<typeof Dimension>;
export const DimensionList = Type.Object({ items: Type.Array(Dimension) });
