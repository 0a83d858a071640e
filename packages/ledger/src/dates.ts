import { LedgerError } from './error.ts';

// Every date here is a calendar date, `YYYY-MM-DD`, of the years 0001 to 9999, without hour or time zone. Text order
// is date order. The arithmetic runs in UTC, where every day has 24 hours.

const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const DAY_MS = 86_400_000;

type Parts = { year: number; month: number; day: number };

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function readParts(text: string): Parts | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const parts = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  const real =
    parts.year >= 1 &&
    parts.month >= 1 &&
    parts.month <= 12 &&
    parts.day >= 1 &&
    parts.day <= daysInMonth(parts.year, parts.month);
  return real ? parts : undefined;
}

function requireParts(date: string): Parts {
  const parts = readParts(date);
  if (parts !== undefined) return parts;
  throw new LedgerError('invalid_input', `"${date.slice(0, 20)}" is not a date. Write YYYY-MM-DD.`);
}

function write({ year, month, day }: Parts): string {
  if (year < 1 || year > 9999) {
    throw new LedgerError('invalid_input', 'The date leaves the years 0001 to 9999. Choose another date.');
  }
  const pad = (value: number, length: number) => String(value).padStart(length, '0');
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function checkStartMonth(startMonth: number): void {
  if (!Number.isInteger(startMonth) || startMonth < 1 || startMonth > 12) {
    throw new RangeError(`A month is a whole number from 1 to 12, not ${startMonth}.`);
  }
}

/** Whether the text is a day that exists, written `YYYY-MM-DD`: 29 February only in a leap year, 31 February never. */
export function isCalendarDate(text: string): boolean {
  return readParts(text) !== undefined;
}

/**
 * The date `days` later, or earlier when negative.
 * @throws LedgerError `invalid_input` for no date or a result outside the years 0001 to 9999
 */
export function addDays(date: string, days: number): string {
  requireParts(date);
  // A date text alone is read as midnight in UTC.
  const moved = new Date(Date.parse(date) + days * DAY_MS);
  return write({ year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() });
}

/** How many days `to` is after `from`; negative when it is before. @throws LedgerError `invalid_input` */
export function daysBetween(from: string, to: string): number {
  requireParts(from);
  requireParts(to);
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/**
 * The same day `months` later, or earlier when negative; the last day of a month that is too short for it.
 * @throws LedgerError `invalid_input` for no date or a result outside the years 0001 to 9999
 */
export function addMonths(date: string, months: number): string {
  const { year, month, day } = requireParts(date);
  const count = 12 * year + month - 1 + months;
  const moved = { year: Math.floor(count / 12), month: (((count % 12) + 12) % 12) + 1 };
  return write({ ...moved, day: Math.min(day, daysInMonth(moved.year, moved.month)) });
}

/** The last day of the date's month. @throws LedgerError `invalid_input` */
export function endOfMonth(date: string): string {
  const { year, month } = requireParts(date);
  return write({ year, month, day: daysInMonth(year, month) });
}

/** The months, `YYYY-MM`, that hold the days `from` to `to`; none when it ends before it starts. @throws LedgerError `invalid_input` */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let day = `${monthOf(from)}-01`; day <= to; day = addDays(endOfMonth(day), 1))
    months.push(monthOf(day));
  return months;
}

/** The date's month, `YYYY-MM`. @throws LedgerError `invalid_input` */
export function monthOf(date: string): string {
  requireParts(date);
  return date.slice(0, 7);
}

/**
 * The day an invoice is due: `terms.days` after its issue date, or after the last day of the issue date's month.
 * @throws LedgerError `invalid_input`
 */
export function dueDate(issueDate: string, terms: { days: number; fromEndOfMonth: boolean }): string {
  return addDays(terms.fromEndOfMonth ? endOfMonth(issueDate) : issueDate, terms.days);
}

/**
 * The fiscal year of a date, named by the calendar year in which it ends. With start month 1 that is the date's own
 * year; with start month 4, April 2025 to March 2026 is 2026.
 * @throws LedgerError `invalid_input`
 */
export function fiscalYear(date: string, startMonth: number): number {
  checkStartMonth(startMonth);
  const { year, month } = requireParts(date);
  return startMonth > 1 && month >= startMonth ? year + 1 : year;
}

/**
 * First and last day of the date's fiscal year.
 * @throws LedgerError `invalid_input`, also when the year reaches outside 0001 to 9999
 */
export function fiscalYearRange(date: string, startMonth: number): { from: string; to: string } {
  const end = fiscalYear(date, startMonth);
  const startYear = startMonth === 1 ? end : end - 1;
  const lastMonth = startMonth === 1 ? 12 : startMonth - 1;
  return {
    from: write({ year: startYear, month: startMonth, day: 1 }),
    to: write({ year: end, month: lastMonth, day: daysInMonth(end, lastMonth) }),
  };
}

/**
 * The calendar date that `now` is in an IANA time zone.
 * @throws LedgerError `invalid_input` for a zone this runtime does not know
 */
export function todayIn(timeZone: string, now: Date): string {
  const parts = dateFormat(timeZone).formatToParts(now);
  const value = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value);
  return write({ year: value('year'), month: value('month'), day: value('day') });
}

// A format costs far more to make than to use. The names come from companies' settings and upper and lower case are
// the same zone, so the number kept is bounded.
const formats = new Map<string, Intl.DateTimeFormat>();
const MAX_FORMATS = 1000;

function dateFormat(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = makeDateFormat(timeZone);
  if (formats.size >= MAX_FORMATS) formats.clear();
  formats.set(timeZone, made);
  return made;
}

function makeDateFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new LedgerError(
      'invalid_input',
      `"${timeZone.slice(0, 64)}" is not a known time zone. Use a name such as Europe/Madrid.`,
    );
  }
}
