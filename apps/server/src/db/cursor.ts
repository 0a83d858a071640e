import { isCalendarDate } from '@crypto-erp/ledger/dates';
import { fieldError } from '../errors.ts';

/** Packs the sort key of a page's last row, so that the next page starts right after it whatever is added meanwhile. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** What a value of a cursor must match: a regular expression, or a rule that none can say. */
type Pattern = Pick<RegExp, 'test'>;

/**
 * Unpacks a cursor of `patterns.length` values, each matching its pattern, as texts. Null without a cursor.
 * Throws `invalid_input` for a cursor that no page gave.
 */
export function decodeCursor(cursor: string | undefined, patterns: readonly Pattern[]): string[] | null {
  if (cursor === undefined) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(values) && values.length === patterns.length) {
      const texts = values.map(String);
      if (texts.every((text, i) => !text.includes('\0') && patterns[i]?.test(text))) return texts;
    }
  } catch {
    // Not JSON: the same answer as for a wrong content.
  }
  throw fieldError(
    'invalid_input',
    'query/cursor',
    'This cursor is not valid: use the nextCursor of a page.',
  );
}

export const DATE: Pattern = { test: isCalendarDate };
/** An instant as PostgreSQL's arrive: one that a calendar has, in UTC with microseconds. */
export const INSTANT: Pattern = {
  test: (text) =>
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[.]\d{6}Z$/.test(text) && !Number.isNaN(Date.parse(text)),
};
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const INTEGER = /^\d{1,15}$/;

/** A page from `limit + 1` rows read: the extra row only says that there is more. */
export function pageOf<T>(
  rows: T[],
  limit: number,
  sortKey: (row: T) => (string | number)[],
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(sortKey(last)) : null };
}
