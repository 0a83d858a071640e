import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addDays,
  daysBetween,
  dueDate,
  endOfMonth,
  fiscalYear,
  fiscalYearRange,
  isCalendarDate,
  monthOf,
  todayIn,
} from './dates.ts';

test('isCalendarDate knows every month, leap years and centuries', () => {
  const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  lengths.forEach((length, index) => {
    const month = String(index + 1).padStart(2, '0');
    assert.ok(isCalendarDate(`2025-${month}-${length}`), `2025-${month}-${length}`);
    assert.ok(!isCalendarDate(`2025-${month}-${length + 1}`), `2025-${month}-${length + 1}`);
    assert.equal(endOfMonth(`2025-${month}-01`), `2025-${month}-${length}`);
  });
  for (const leap of ['2024-02-29', '2000-02-29', '0004-02-29']) assert.ok(isCalendarDate(leap), leap);
  for (const none of ['1900-02-29', '2100-02-29', '2023-02-29', '2024-02-30', '2024-02-31']) {
    assert.ok(!isCalendarDate(none), none);
  }
  for (const text of [
    '0000-01-01',
    '2024-00-10',
    '2024-13-01',
    '2024-01-00',
    '2024-1-1',
    '24-01-01',
    '2024-01-01T00:00:00Z',
    ' 2024-01-01',
    '2024-01-01\n',
    '+02024-01-01',
    '',
  ]) {
    assert.ok(!isCalendarDate(text), JSON.stringify(text));
  }
});

test('addDays crosses months, leap days and changes of the clock', () => {
  assert.equal(addDays('2024-02-28', 1), '2024-02-29');
  assert.equal(addDays('2023-02-28', 1), '2023-03-01');
  assert.equal(addDays('2024-12-31', 1), '2025-01-01');
  assert.equal(addDays('2025-03-30', 1), '2025-03-31');
  assert.equal(addDays('2024-03-01', -1), '2024-02-29');
  assert.equal(addDays('0099-12-31', 1), '0100-01-01');
  assert.throws(() => addDays('9999-12-31', 1), { code: 'invalid_input' });
  assert.throws(() => addDays('0001-01-01', -1), { code: 'invalid_input' });
  assert.throws(() => addDays('2025-02-31', 1), { code: 'invalid_input' });
});

test('daysBetween undoes addDays', () => {
  assert.equal(daysBetween('2024-02-28', '2024-03-01'), 2);
  assert.equal(daysBetween('2025-03-31', '2025-03-29'), -2);
  assert.throws(() => daysBetween('2025-02-31', '2025-03-01'), { code: 'invalid_input' });
  fc.assert(
    fc.property(fc.integer({ min: -300_000, max: 300_000 }), (days) => {
      assert.equal(daysBetween('2024-02-29', addDays('2024-02-29', days)), days);
    }),
  );
});

test('due dates', () => {
  assert.equal(dueDate('2025-01-15', { days: 0, fromEndOfMonth: false }), '2025-01-15');
  assert.equal(dueDate('2025-01-15', { days: 30, fromEndOfMonth: false }), '2025-02-14');
  assert.equal(dueDate('2024-01-31', { days: 30, fromEndOfMonth: true }), '2024-03-01');
  assert.equal(dueDate('2023-01-31', { days: 30, fromEndOfMonth: true }), '2023-03-02');
  assert.equal(dueDate('2024-02-01', { days: 0, fromEndOfMonth: true }), '2024-02-29');
  assert.throws(() => dueDate('9999-12-01', { days: 3650, fromEndOfMonth: false }), {
    code: 'invalid_input',
  });
});

test('fiscal years are named by the year they end in', () => {
  assert.equal(fiscalYear('2025-12-31', 1), 2025);
  assert.equal(fiscalYear('2025-03-31', 4), 2025);
  assert.equal(fiscalYear('2025-04-01', 4), 2026);
  assert.equal(fiscalYear('2025-12-01', 12), 2026);
  assert.deepEqual(fiscalYearRange('2025-06-15', 1), { from: '2025-01-01', to: '2025-12-31' });
  assert.deepEqual(fiscalYearRange('2025-06-15', 4), { from: '2025-04-01', to: '2026-03-31' });
  assert.deepEqual(fiscalYearRange('2023-06-15', 3), { from: '2023-03-01', to: '2024-02-29' });
  assert.equal(monthOf('2025-06-15'), '2025-06');
  assert.throws(() => fiscalYearRange('9999-12-31', 4), { code: 'invalid_input' });
  assert.throws(() => fiscalYear('2025-06-15', 13), RangeError);
});

test('today depends on the time zone', () => {
  const now = new Date('2025-01-01T03:30:00Z');
  assert.equal(todayIn('America/New_York', now), '2024-12-31');
  assert.equal(todayIn('Europe/Madrid', now), '2025-01-01');
  assert.equal(todayIn('Pacific/Kiritimati', new Date('2025-01-31T10:00:00Z')), '2025-02-01');
  assert.equal(todayIn('UTC', new Date('2024-02-29T00:00:00Z')), '2024-02-29');
  assert.throws(() => todayIn('Europe/Atlantis', now), { code: 'invalid_input' });
});

/** A day of the years 1600 to 2400, with its text from the runtime's own calendar. */
const day = fc
  .integer({ min: Date.UTC(1600, 0, 1) / 86_400_000, max: Date.UTC(2400, 11, 31) / 86_400_000 })
  .map((number) => new Date(number * 86_400_000).toISOString().slice(0, 10));

test('date arithmetic agrees with the calendar', () => {
  fc.assert(
    fc.property(
      day,
      fc.integer({ min: -5000, max: 5000 }),
      fc.integer({ min: 1, max: 12 }),
      (date, days, start) => {
        assert.ok(isCalendarDate(date));
        const moved = addDays(date, days);
        assert.equal(addDays(moved, -days), date);
        assert.equal(moved > date, days > 0);
        const end = endOfMonth(date);
        assert.equal(monthOf(end), monthOf(date));
        assert.ok(date <= end && addDays(end, 1).endsWith('-01'));
        const { from, to } = fiscalYearRange(date, start);
        assert.ok(from <= date && date <= to);
        assert.equal(Number(to.slice(0, 4)), fiscalYear(date, start));
        assert.equal(fiscalYear(addDays(from, -1), start), fiscalYear(date, start) - 1);
        assert.equal(fiscalYear(addDays(to, 1), start), fiscalYear(date, start) + 1);
      },
    ),
  );
});
