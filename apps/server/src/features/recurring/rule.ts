import rrule, { type Options } from 'rrule';
import { fieldError } from '../../errors.ts';

/** A rule that was read: RFC 5545's RRULE, of which the books take what has one date a day at most. */
export interface Rule {
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  interval: number;
  /** How many dates there are; the first one counts. */
  count: number | null;
  /** The last date there may be. */
  until: string | null;
  /** Weekdays as the RRULE has them, `MO` or `-1FR`. */
  byDay: string[];
  byMonthDay: number[];
  byMonth: number | null;
  bySetPos: number | null;
  weekStart: string;
}

/** The most periods between two dates: a longer gap is a slip. */
const MOST_INTERVAL = { DAILY: 366, WEEKLY: 52, MONTHLY: 60, YEARLY: 10 };

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const DAY = '(?:MO|TU|WE|TH|FR|SA|SU)';
const PARTS = new Map<string, RegExp>([
  ['FREQ', /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/],
  ['INTERVAL', /^[1-9][0-9]{0,2}$/],
  ['COUNT', /^[1-9][0-9]{0,3}$/],
  ['UNTIL', /^(?:19|2[0-9])[0-9]{6}$/],
  ['BYDAY', new RegExp(`^(?:-1|[1-4])?${DAY}(?:,(?:-1|[1-4])?${DAY})*$`)],
  ['BYMONTHDAY', /^(?:-1|[1-9]|[12][0-9]|3[01])(?:,(?:-1|[1-9]|1[0-9]|2[0-8]))*$/],
  ['BYMONTH', /^(?:[1-9]|1[0-2])$/],
  ['BYSETPOS', /^(?:-1|[1-4])$/],
  ['WKST', new RegExp(`^${DAY}$`)],
]);

/** Which parts go with which frequency. Those left out could make a rule without a single date, searched for in vain. */
const ALLOWED: Record<Rule['freq'], string[]> = {
  DAILY: [],
  WEEKLY: ['BYDAY', 'WKST'],
  MONTHLY: ['BYDAY', 'BYMONTHDAY', 'BYSETPOS'],
  YEARLY: ['BYMONTH', 'BYMONTHDAY'],
};

/**
 * Reads an RRULE such as `FREQ=MONTHLY;BYMONTHDAY=31;COUNT=12`. It must end, by COUNT, by UNTIL (a date) or by
 * `endsOn`. Throws `invalid_rule` and `rule_without_end`, at `/rule`.
 */
export function readRule(text: string, endsOn: string | null): Rule {
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const [name = '', value = '', ...more] = part.split('=');
    if (more.length > 0 || !PARTS.get(name)?.test(value) || parts.has(name))
      throw invalid(`"${part}" is not one`);
    parts.set(name, value);
  }
  const freq = parts.get('FREQ') as Rule['freq'] | undefined;
  if (freq === undefined) throw invalid('FREQ is missing');
  for (const name of parts.keys()) {
    const everywhere = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL'].includes(name);
    if (!everywhere && !ALLOWED[freq].includes(name)) throw invalid(`${name} does not go with ${freq}`);
  }
  if (parts.has('COUNT') && parts.has('UNTIL')) throw invalid('COUNT and UNTIL exclude each other');
  if (!parts.has('COUNT') && !parts.has('UNTIL') && endsOn === null) {
    throw fieldError(
      'rule_without_end',
      '/rule',
      'This would go on for ever: add COUNT=… or UNTIL=… to the rule, or the date it ends on.',
    );
  }
  const rule: Rule = {
    freq,
    interval: Number(parts.get('INTERVAL') ?? 1),
    count: parts.has('COUNT') ? Number(parts.get('COUNT')) : null,
    until: dateOf(parts.get('UNTIL')),
    byDay: parts.get('BYDAY')?.split(',') ?? [],
    byMonthDay: parts.get('BYMONTHDAY')?.split(',').map(Number) ?? [],
    byMonth: parts.has('BYMONTH') ? Number(parts.get('BYMONTH')) : null,
    bySetPos: parts.has('BYSETPOS') ? Number(parts.get('BYSETPOS')) : null,
    weekStart: parts.get('WKST') ?? 'MO',
  };
  checkTogether(rule);
  return rule;
}

function checkTogether(rule: Rule): void {
  const most = MOST_INTERVAL[rule.freq];
  const numbered = rule.byDay.some((day) => day.length > 2);
  if (rule.interval > most) throw invalid(`INTERVAL is at most ${most} with ${rule.freq}`);
  if (numbered && rule.freq === 'WEEKLY') throw invalid('A numbered BYDAY does not go with WEEKLY');
  if (rule.byDay.length > 0 && rule.byMonthDay.length > 0)
    throw invalid('BYDAY and BYMONTHDAY exclude each other');
  if (rule.bySetPos !== null && (rule.byDay.length === 0 || numbered))
    throw invalid('BYSETPOS goes with a BYDAY without numbers');
  if (rule.byMonthDay.length > 1 && rule.byMonthDay.some((day) => day > 28))
    throw invalid('Of several BYMONTHDAY each is one that every month has');
}

/**
 * The dates of a rule in order, from `first` on, without its COUNT and UNTIL. `startsOn` says what the rule itself
 * leaves open, the day or the weekday; `first` lies in one of the rule's own periods, and says which those are. A day
 * that a month does not have is its last one: RFC 7529's SKIP=BACKWARD, where RFC 5545 leaves the month out.
 *
 * The arithmetic runs on midnights in UTC: a rule with a time zone would be computed in this machine's own.
 */
export function ruleDates(
  rule: Rule,
  startsOn: string,
  first: string,
  take: (date: string) => boolean,
): void {
  const start = new Date(startsOn);
  const byWeekday =
    rule.freq === 'WEEKLY' && rule.byDay.length === 0
      ? [WEEKDAYS[(start.getUTCDay() + 6) % 7] ?? '']
      : rule.byDay;
  const monthly = rule.freq === 'MONTHLY' || rule.freq === 'YEARLY';
  const days =
    monthly && byWeekday.length === 0 && rule.byMonthDay.length === 0
      ? [start.getUTCDate()]
      : rule.byMonthDay;
  const [day = 0] = days;
  const lastOf = days.length === 1 && day > 28;
  const options: Partial<Options> = {
    freq: rrule.Frequency[rule.freq],
    interval: rule.interval,
    dtstart: new Date(first),
    wkst: weekday(rule.weekStart),
    byweekday: byWeekday.length > 0 ? byWeekday.map(weekday) : null,
    bymonthday: lastOf ? range(28, day) : days.length > 0 ? days : null,
    bymonth: rule.freq === 'YEARLY' ? (rule.byMonth ?? start.getUTCMonth() + 1) : null,
    bysetpos: lastOf ? -1 : rule.bySetPos,
  };
  new rrule.RRule(options, true).all((date) => take(date.toISOString().slice(0, 10)));
}

function weekday(text: string) {
  const day = new rrule.Weekday(WEEKDAYS.indexOf(text.slice(-2)));
  return text.length > 2 ? day.nth(Number(text.slice(0, -2))) : day;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** `20261231` as a calendar date. */
function dateOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  const real = new Date(date);
  if (Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== date)
    throw invalid('UNTIL is no date');
  return date;
}

function invalid(why: string) {
  return fieldError(
    'invalid_rule',
    '/rule',
    `This is no rule that dates can follow: ${why}. Write FREQ=MONTHLY;BYMONTHDAY=1;COUNT=12, say.`,
  );
}
