/** Calendar dates are `YYYY-MM-DD` texts throughout; arithmetic goes through UTC, where every day has 24 hours. */

/** Today's calendar date in `timeZone` (the browser's when it is unknown here). */
export function todayIn(timeZone: string, now: Date = new Date()): string {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  try {
    return new Intl.DateTimeFormat('en-CA', { timeZone, ...parts }).format(now);
  } catch {
    return new Intl.DateTimeFormat('en-CA', parts).format(now);
  }
}

/** `date` and `days` days. */
export function addDays(date: string, days: number): string {
  const [year, month, day] = split(date);
  return iso(year, month, day + days);
}

/** The last day of the month of `date`. */
export function endOfMonth(date: string): string {
  const [year, month] = split(date);
  return iso(year, month + 1, 0);
}

/** The due date that payment terms give an invoice issued on `issueDate`. */
export function dueDate(issueDate: string, terms: { days: number; fromEndOfMonth: boolean }): string {
  return addDays(terms.fromEndOfMonth ? endOfMonth(issueDate) : issueDate, terms.days);
}

export interface DateRange {
  from: string;
  to: string;
}

/** The month that contains `date`, or the one `offset` months from it. */
export function monthOf(date: string, offset = 0): DateRange {
  const [year, month] = split(date);
  return { from: iso(year, month + offset, 1), to: iso(year, month + offset + 1, 0) };
}

/** `2026-03-07` as `7 Mar 2026`; anything else unchanged. */
export function formatDate(date: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return date;
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );
}

/** `2026-03` as `March 2026`. */
export function formatMonth(month: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return format.format(new Date(`${month}-01T00:00:00Z`));
}

/** An instant as date and time in `timeZone` (the browser's by default). */
export function formatInstant(instant: string, timeZone?: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return format.format(new Date(instant));
}

function split(date: string): [number, number, number] {
  const [year = 1970, month = 1, day = 1] = date.split('-').map(Number);
  return [year, month, day];
}

/** Month and day may be out of their range, as in `Date.UTC`. */
function iso(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}
