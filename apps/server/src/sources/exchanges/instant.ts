const WRITTEN =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.](\d{1,9}))?)?(?: ?(Z|UTC|[-+]\d{2}:?\d{2}))?$/;

/**
 * The instant that a cell names, in UTC as ISO 8601 with microseconds: `2024-03-01 10:00:00`, `2024-03-01T10:00:00.5Z`,
 * `2024-03-01 10:00:00 +0100`. One without a zone is in UTC. Null: none, or not in the calendar.
 */
export function readInstant(cell: string): string | null {
  const match = WRITTEN.exec(cell);
  if (match === null) return null;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '00', fraction = ''] = match;
  return instantOf([year, month, day, hour, minute, second], fraction, offsetOf(match[8] ?? 'Z'));
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const IN_WORDS = /^([A-Za-z]{3})[a-z]{0,6}[.]? (\d{1,2}), (\d{4}), (\d{1,2}):(\d{2}) ([AP])M$/;

/** A minute in UTC as in `Jan. 05, 2021, 10:00 AM`. Null: none, or not in the calendar. */
export function readInstantInWords(cell: string): string | null {
  const match = IN_WORDS.exec(cell);
  if (match === null) return null;
  const [, month = '', day = '', year = '', hour = '', minute = '', half] = match;
  const clock = Number(hour);
  if (clock < 1 || clock > 12) return null;
  const hours = (clock % 12) + (half === 'P' ? 12 : 0);
  const inYear = MONTHS.indexOf(month.toLowerCase()) + 1;
  return instantOf([year, `${inYear}`, day, `${hours}`, minute, '0'], '', 0);
}

/** Minutes. */
function offsetOf(zone: string): number {
  if (zone === 'Z' || zone === 'UTC') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}

/** `parts`: year, month, day, hour, minute, second as written. */
function instantOf(parts: readonly string[], fraction: string, offset: number): string | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const written = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const same =
    written.getUTCMonth() === month - 1 &&
    written.getUTCDate() === day &&
    written.getUTCHours() === hour &&
    written.getUTCMinutes() === minute &&
    written.getUTCSeconds() === second;
  if (!same || year < 1970) return null;
  const utc = new Date(written.getTime() - offset * 60_000);
  return `${utc.toISOString().slice(0, 19)}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
}
