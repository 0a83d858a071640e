import pg from 'pg';

const { builtins } = pg.types;

/**
 * How PostgreSQL's values arrive: numeric as text (exact), date as `YYYY-MM-DD`, instants as ISO 8601 with
 * microseconds, bigint as a number where it is exact and an error where it is not.
 */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format === 'binary') return pg.types.getTypeParser(oid, 'binary');
    if (oid === builtins.DATE) return (text: string) => text;
    if (oid === builtins.TIMESTAMPTZ) return isoInstant;
    if (oid === builtins.INT8) return safeInteger;
    return pg.types.getTypeParser(oid, 'text');
  },
};

/** Always with six decimals, as the posting functions write it: the same instant is the same text everywhere. */
function isoInstant(text: string): string {
  const [whole = '', fraction = ''] = text
    .replace(' ', 'T')
    .replace(/\+00(:00)?$/, '')
    .split('.');
  return `${whole}.${fraction.padEnd(6, '0')}Z`;
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The count ${text} is beyond exact integers.`);
  return value;
}
