import type { CsvDateFormat } from '@crypto-erp/contract/bank-accounts';
import { isCalendarDate } from '@crypto-erp/ledger/dates';

/** The digits of a format, in the order in which they stand. */
const ORDER: Readonly<Record<CsvDateFormat, { pattern: RegExp; parts: string }>> = {
  'YYYY-MM-DD': { pattern: /^(\d{4})-(\d{2})-(\d{2})$/, parts: 'YMD' },
  'YYYY/MM/DD': { pattern: /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/, parts: 'YMD' },
  YYYYMMDD: { pattern: /^(\d{4})(\d{2})(\d{2})$/, parts: 'YMD' },
  'DD.MM.YYYY': { pattern: /^(\d{1,2})[.](\d{1,2})[.](\d{4})$/, parts: 'DMY' },
  'DD.MM.YY': { pattern: /^(\d{1,2})[.](\d{1,2})[.](\d{2})$/, parts: 'DMY' },
  'DD/MM/YYYY': { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, parts: 'DMY' },
  'DD/MM/YY': { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{2})$/, parts: 'DMY' },
  'DD-MM-YYYY': { pattern: /^(\d{1,2})-(\d{1,2})-(\d{4})$/, parts: 'DMY' },
  'MM/DD/YYYY': { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, parts: 'MDY' },
  'MM/DD/YY': { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{2})$/, parts: 'MDY' },
};

/** A day in this format as `YYYY-MM-DD`, of the years 1900 to 2999, or null. Two digits are a year of this century. */
export function readDate(text: string, format: CsvDateFormat): string | null {
  const { pattern, parts } = ORDER[format];
  // What banks put after a day is its hour, which nobody asks for.
  const match = pattern.exec(text.trim().replace(/[T ]\d{2}:\d{2}.*$/, ''));
  if (match === null) return null;
  const of = (part: string): string => match[parts.indexOf(part) + 1] ?? '';
  const year = of('Y').length === 2 ? `20${of('Y')}` : of('Y');
  const date = `${year}-${of('M').padStart(2, '0')}-${of('D').padStart(2, '0')}`;
  return isCalendarDate(date) && date >= '1900' && date < '3000' ? date : null;
}

const SPACES = /[\s\u00a0\u2007\u202f'’]/g;

/**
 * An amount as a decimal text, or null when it is none: a sign on either side or brackets for a negative one, a currency
 * code or sign around it, groups of three digits. Exact: no digit is rounded or lost.
 */
export function readAmount(text: string, decimalSeparator: '.' | ','): string | null {
  const trimmed = text.trim().replace(/^(?:[A-Z]{3}|[€$£])\s?|\s?(?:[A-Z]{3}|[€$£])$/g, '');
  const match = /^([-+−(]?)(?:[€$£])?([\d.,\s\u00a0\u2007\u202f'’]*\d)\s?([-+)]?)$/.exec(trimmed);
  if (match === null) return null;
  const [, before = '', digits = '', after = ''] = match;
  if ((before !== '' && after !== '' && before !== '(') || (before === '(') !== (after === ')')) return null;
  const grouping = decimalSeparator === '.' ? ',' : '.';
  const [whole = '', fraction, ...more] = digits.split(decimalSeparator);
  if (more.length > 0 || (fraction !== undefined && !/^\d{1,18}$/.test(fraction))) return null;
  const groups = whole.replace(SPACES, grouping).split(grouping);
  const grouped =
    groups.length === 1 || (groups.slice(1).every((group) => group.length === 3) && groups[0] !== '');
  const all = groups.join('');
  if (!grouped || !/^\d{1,38}$/.test(all) || (groups[0] ?? '').length > (groups.length > 1 ? 3 : 38))
    return null;
  const negative = before === '-' || before === '−' || before === '(' || after === '-';
  const plain = all.replace(/^0+(?=\d)/, '');
  const decimal = fraction === undefined ? plain : `${plain}.${fraction}`;
  return negative && /[1-9]/.test(decimal) ? `-${decimal}` : decimal;
}
