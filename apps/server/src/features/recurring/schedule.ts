import { addDays, daysBetween } from '@crypto-erp/ledger/dates';
import type { Period } from '@crypto-erp/ledger/pro-rata';
import { fieldError } from '../../errors.ts';
import { type Rule, readRule, ruleDates } from './rule.ts';

/** When something recurs. */
export interface Schedule {
  rule: string;
  startsOn: string;
  endsOn: string | null;
  /** Whether the first and last period count only by the days from `startsOn` and to `endsOn`. */
  proRata: boolean;
}

/** One date, and the time it stands for: from it to the day before the rule's next date. */
export interface Occurrence {
  date: string;
  period: Period;
  /** What of the period counts: all of it, unless the first or last is pro rata. */
  covered: Period;
}

/** Daily for more than two years, monthly for 83: what is longer is meant otherwise. */
const MOST_OCCURRENCES = 1_000;
/** Dates end well before those that the API can write. */
const LAST_DAY = '2900-12-31';

/**
 * Every occurrence of a schedule in order. A date of the rule stands for the time up to the next one. With `proRata` a
 * schedule that starts between two dates has its first occurrence at `startsOn`, for the rest of that period, and
 * `endsOn` cuts the last period short. COUNT counts every occurrence.
 * Throws `invalid_rule`, `rule_without_end`, and `invalid_rule` at `/endsOn` when there is no date, or too many.
 */
export function occurrencesOf(schedule: Schedule): Occurrence[] {
  const { startsOn, endsOn, proRata } = schedule;
  const rule = readRule(schedule.rule, endsOn);
  const last = [rule.until, endsOn, LAST_DAY].filter((date) => date !== null).sort()[0] ?? LAST_DAY;
  // One period back, for the one that a start between two dates lies in.
  const dates: string[] = [];
  ruleDates(rule, startsOn, periodBefore(rule, startsOn), (date) => {
    if (date <= startsOn) dates.length = 0;
    dates.push(date);
    return date <= last && dates.length <= MOST_OCCURRENCES + 1;
  });

  const found: Occurrence[] = [];
  for (const [index, from] of dates.slice(0, -1).entries()) {
    const early = from < startsOn;
    if (early && !proRata) continue;
    const date = early ? startsOn : from;
    if (date > last || found.length === rule.count) break;
    const period = { from, to: addDays(dates[index + 1] ?? from, -1) };
    const to = proRata && endsOn !== null && endsOn < period.to ? endsOn : period.to;
    found.push({ date, period, covered: { from: date, to } });
  }
  if (found.length === 0) throw wrongEnd('There is no date between the start and the end: move one of them.');
  if (found.length > MOST_OCCURRENCES || ((rule.count ?? 0) > found.length && last === LAST_DAY)) {
    throw wrongEnd(`This makes more than ${MOST_OCCURRENCES} or goes on for centuries: end it earlier.`);
  }
  return found;
}

/** Whether all of the period counts. */
export function isWhole({ period, covered }: Occurrence): boolean {
  return period.from === covered.from && period.to === covered.to;
}

/** How many days of how many count. */
export function daysOf({ period, covered }: Occurrence): { days: number; of: number } {
  const days = ({ from, to }: Period) => daysBetween(from, to) + 1;
  return { days: days(covered), of: days(period) };
}

/** The first day of the rule's period before the one that `date` lies in. */
function periodBefore({ freq, interval, weekStart }: Rule, date: string): string {
  const day = new Date(date);
  if (freq === 'DAILY') day.setUTCDate(day.getUTCDate() - interval);
  if (freq === 'WEEKLY') {
    const start = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'].indexOf(weekStart);
    day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() - start + 7) % 7) - 7 * interval);
  }
  if (freq === 'MONTHLY') day.setUTCFullYear(day.getUTCFullYear(), day.getUTCMonth() - interval, 1);
  if (freq === 'YEARLY') day.setUTCFullYear(day.getUTCFullYear() - interval, 0, 1);
  return day.toISOString().slice(0, 10);
}

function wrongEnd(message: string) {
  return fieldError('invalid_rule', '/endsOn', message);
}
