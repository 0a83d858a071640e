import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, dueDate, endOfMonth, formatDate, formatMonth, monthOf, todayIn } from './dates.ts';

test('today is the calendar date in the company’s time zone', () => {
  const now = new Date('2026-12-31T23:30:00Z');
  assert.equal(todayIn('Asia/Tokyo', now), '2027-01-01');
  assert.equal(todayIn('America/New_York', now), '2026-12-31');
  assert.match(todayIn('No/Such_Zone', now), /^202[67]-/);
});

test('days and month ends, over leap days and years', () => {
  assert.equal(addDays('2028-02-28', 1), '2028-02-29');
  assert.equal(addDays('2026-12-31', 1), '2027-01-01');
  assert.equal(endOfMonth('2027-02-10'), '2027-02-28');
  assert.equal(endOfMonth('2026-12-01'), '2026-12-31');
});

test('payment terms count from the issue date or from the end of its month', () => {
  assert.equal(dueDate('2026-01-15', { days: 30, fromEndOfMonth: false }), '2026-02-14');
  assert.equal(dueDate('2026-01-15', { days: 30, fromEndOfMonth: true }), '2026-03-02');
});

test('a month is counted from another, over the end of a year', () => {
  assert.deepEqual(monthOf('2026-01-31', -1), { from: '2025-12-01', to: '2025-12-31' });
});

test('dates are written without a shift by the reader’s time zone', () => {
  assert.match(formatDate('2026-03-07'), /^0?7 Mar 2026$/);
  assert.equal(formatDate('soon'), 'soon');
  assert.equal(formatMonth('2026-03'), 'March 2026');
});
