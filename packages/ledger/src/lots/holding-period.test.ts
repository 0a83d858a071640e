import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLongTerm } from './holding-period.ts';

/** The day before it turns long, and the first long day. */
const turns = (acquiredOn: string, last: string, first: string, months = 12) => {
  assert.equal(isLongTerm(acquiredOn, last, months), false, `${acquiredOn} to ${last}`);
  assert.equal(isLongTerm(acquiredOn, first, months), true, `${acquiredOn} to ${first}`);
};

test('held for more than a year from the day after the same day of the next year', () => {
  turns('2023-01-15', '2024-01-15', '2024-01-16');
  turns('2023-12-30', '2024-12-30', '2024-12-31');
  turns('2023-12-31', '2024-12-31', '2025-01-01');
});

test('over leap days', () => {
  turns('2024-02-28', '2025-02-28', '2025-03-01');
  turns('2024-02-29', '2025-02-28', '2025-03-01');
  // The last day of a month: from the first of a month on.
  turns('2023-02-28', '2024-02-29', '2024-03-01');
  turns('2023-03-01', '2024-03-01', '2024-03-02');
});

test('other periods', () => {
  turns('2023-08-31', '2024-02-29', '2024-03-01', 6);
  turns('2023-08-30', '2024-02-29', '2024-03-01', 6);
  turns('2020-05-05', '2030-05-05', '2030-05-06', 120);
});
