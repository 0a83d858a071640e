import { type Static, type TSchema, Type } from 'typebox';

/** An id: UUID version 7 in lower case. */
export const Id = Type.String({
  format: 'uuid',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
});

/** A calendar date in the company's time zone, `YYYY-MM-DD` of the years 1900 to 2999, without an hour. */
export const CalendarDate = Type.String({
  format: 'date',
  pattern: '^(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$',
});

/** An instant in UTC, with microseconds where they are known, of the years 1900 to 2999. */
export const Instant = Type.String({ format: 'date-time', pattern: '^(19|2[0-9])[0-9]{2}-' });

/**
 * A signed decimal in whole units, as text: at most 38 digits, of which at most 18 are decimals.
 * Never a JSON number, because a float cannot hold it; never an exponent.
 */
export const Decimal = Type.String({ pattern: '^-?(0|[1-9][0-9]{0,37})([.][0-9]{1,18})?$', maxLength: 40 });

/** A sum of {@link Decimal}s: as long as it takes. */
export const DecimalSum = Type.String({ pattern: '^-?(0|[1-9][0-9]*)([.][0-9]{1,18})?$' });

/** A {@link Decimal} that is not negative. */
export const NonNegativeDecimal = Type.String({
  pattern: '^(0|[1-9][0-9]{0,37})([.][0-9]{1,18})?$',
  maxLength: 39,
});

/** A percentage from 0 to 100 with at most 6 decimals, as text: `21` is 21 %. */
export const Percentage = Type.String({ pattern: '^(100([.]0{1,6})?|[1-9]?[0-9]([.][0-9]{1,6})?)$' });

/** The code of an asset: ISO 4217 for fiat (`EUR`), our own unique code for a token (`ETH`). */
export const AssetCode = Type.String({ pattern: '^[A-Z0-9][A-Z0-9._-]{1,31}$' });

/** One line of text that a person reads. */
export const ShortText = Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]*$' });

/** Free text, possibly empty, possibly several lines. */
export const LongText = Type.String({ maxLength: 4000, pattern: '^[^\\u0000]*$' });

/** The version of a draft or setting; an edit names the version it read and is refused when another was first. */
export const Version = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });

/** `schema` or null. */
export function Nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** One page of a list: `nextCursor` is null on the last page. */
export function Page<T extends TSchema>(item: T) {
  return Type.Object({ items: Type.Array(item), nextCursor: Nullable(Type.String()) });
}

/** The query every list takes. */
export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
  /** Holds the last row's sort key: 200 characters of a name take up to 1,600 here. */
  cursor: Type.Optional(Type.String({ maxLength: 2000 })),
};

export const CompanyParams = Type.Object({ companyId: Id });
export const CompanyItemParams = Type.Object({ companyId: Id, id: Id });
export type CompanyItemParams = Static<typeof CompanyItemParams>;

/** Every command under a company carries a key of the caller's choice: the same key gives the same answer. */
export const CommandHeaders = Type.Object({
  'idempotency-key': Type.String({ minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' }),
});
