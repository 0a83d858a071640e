import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addDays, endOfMonth } from '@crypto-erp/ledger/dates';
import fc from 'fast-check';
import { refused } from '../../testing/books.ts';
import { daysOf, occurrencesOf, type Schedule } from './schedule.ts';

const PLAIN = { endsOn: null, proRata: false };
const dates = (rule: string, startsOn: string, more: Partial<Schedule> = {}) =>
  occurrencesOf({ ...PLAIN, rule, startsOn, ...more }).map(({ date }) => date);

describe('dates', () => {
  test('of each frequency, counted from the start', () => {
    assert.deepEqual(dates('FREQ=DAILY;INTERVAL=10;COUNT=3', '2026-02-25'), [
      '2026-02-25',
      '2026-03-07',
      '2026-03-17',
    ]);
    // From Tuesday 6 January: Monday and Friday of every other week.
    assert.deepEqual(dates('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=4', '2026-01-06'), [
      '2026-01-09',
      '2026-01-19',
      '2026-01-23',
      '2026-02-02',
    ]);
    // RFC 5545, 3.3.10: the week's start decides which weeks are every other one.
    const everyOther = 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=';
    assert.deepEqual(dates(`${everyOther}MO`, '1997-08-05'), [
      '1997-08-05',
      '1997-08-10',
      '1997-08-19',
      '1997-08-24',
    ]);
    assert.deepEqual(dates(`${everyOther}SU`, '1997-08-05'), [
      '1997-08-05',
      '1997-08-17',
      '1997-08-19',
      '1997-08-31',
    ]);
    assert.deepEqual(dates('FREQ=MONTHLY;INTERVAL=3;UNTIL=20261231', '2026-01-15'), [
      '2026-01-15',
      '2026-04-15',
      '2026-07-15',
      '2026-10-15',
    ]);
    assert.deepEqual(dates('FREQ=MONTHLY;BYDAY=-1FR;COUNT=2', '2026-01-31'), ['2026-02-27', '2026-03-27']);
    assert.deepEqual(dates('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3', '2026-01-01'), [
      '2026-01-30',
      '2026-02-27',
      '2026-03-31',
    ]);
    assert.deepEqual(dates('FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1;COUNT=2', '2026-04-02'), [
      '2027-04-01',
      '2028-04-01',
    ]);
    assert.deepEqual(dates('FREQ=MONTHLY', '2026-01-01', { endsOn: '2026-02-28' }), [
      '2026-01-01',
      '2026-02-01',
    ]);
    assert.deepEqual(dates('FREQ=MONTHLY;COUNT=9', '2026-01-01', { endsOn: '2026-02-01' }), [
      '2026-01-01',
      '2026-02-01',
    ]);
  });

  test('of a day that a month does not have are its last', () => {
    const ends = ['2027-12-31', '2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30'];
    assert.deepEqual(dates('FREQ=MONTHLY;COUNT=5', '2027-12-31'), ends);
    assert.deepEqual(dates('FREQ=MONTHLY;BYMONTHDAY=31;COUNT=5', '2027-12-05'), ends);
    assert.deepEqual(dates('FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=5', '2027-12-05'), ends);
    assert.deepEqual(dates('FREQ=MONTHLY;COUNT=3', '2026-12-30'), ['2026-12-30', '2027-01-30', '2027-02-28']);
    assert.deepEqual(dates('FREQ=YEARLY;COUNT=5', '2024-02-29'), [
      '2024-02-29',
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ]);
  });

  test('are the same whatever this machine takes for its time zone', () => {
    const zone = process.env.TZ;
    try {
      const seen = ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati', 'America/Sao_Paulo'].map((name) => {
        process.env.TZ = name;
        return dates('FREQ=DAILY;UNTIL=20261110', '2026-10-20').join();
      });
      assert.equal(new Set(seen).size, 1);
      assert.equal(seen[0]?.split(',').length, 22);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  test('of every month fall on the day, or on the last day, month by month', () => {
    const start = fc.integer({ min: 0, max: 60_000 }).map((days) => addDays('1950-01-01', days));
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 60 }), (startsOn, count) => {
        let month = startsOn.slice(0, 7);
        for (const date of dates(`FREQ=MONTHLY;COUNT=${count}`, startsOn)) {
          const wanted = `${month}-${startsOn.slice(8)}`;
          const last = endOfMonth(`${month}-01`);
          assert.equal(date, wanted < last ? wanted : last);
          month = addDays(last, 1).slice(0, 7);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('periods', () => {
  const parts = (schedule: Omit<Schedule, 'proRata'>) =>
    occurrencesOf({ ...schedule, proRata: true }).map((one) => {
      const { days, of } = daysOf(one);
      return `${one.date} ${one.covered.from}/${one.covered.to} ${days}/${of}`;
    });

  test('a rent from 15 January to 10 April: the first and the last month by days', () => {
    assert.deepEqual(
      parts({ rule: 'FREQ=MONTHLY;BYMONTHDAY=1', startsOn: '2026-01-15', endsOn: '2026-04-10' }),
      [
        '2026-01-15 2026-01-15/2026-01-31 17/31',
        '2026-02-01 2026-02-01/2026-02-28 28/28',
        '2026-03-01 2026-03-01/2026-03-31 31/31',
        '2026-04-01 2026-04-01/2026-04-10 10/30',
      ],
    );
  });

  test('a start on a date of the rule is no part, COUNT counts the part, and one period may be cut twice', () => {
    assert.deepEqual(parts({ rule: 'FREQ=MONTHLY;COUNT=2', startsOn: '2026-01-15', endsOn: null }), [
      '2026-01-15 2026-01-15/2026-02-14 31/31',
      '2026-02-15 2026-02-15/2026-03-14 28/28',
    ]);
    assert.deepEqual(
      parts({ rule: 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1;COUNT=2', startsOn: '2026-02-10', endsOn: null }),
      ['2026-02-10 2026-02-10/2026-04-30 80/89', '2026-05-01 2026-05-01/2026-07-31 92/92'],
    );
    assert.deepEqual(
      parts({ rule: 'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1', startsOn: '2026-03-02', endsOn: '2026-03-03' }),
      ['2026-03-02 2026-03-02/2026-03-03 2/365'],
    );
  });

  test('without pro rata there are only the dates of the rule, each for its whole period', () => {
    const found = occurrencesOf({
      rule: 'FREQ=MONTHLY;BYMONTHDAY=1',
      startsOn: '2026-01-15',
      endsOn: '2026-02-10',
      proRata: false,
    });
    const period = { from: '2026-02-01', to: '2026-02-28' };
    assert.deepEqual(found, [{ date: '2026-02-01', period, covered: period }]);
  });

  test('follow each other without a gap from the start to the end, whatever the rule', () => {
    const rule = fc.constantFrom(
      'FREQ=DAILY;INTERVAL=5',
      'FREQ=WEEKLY',
      'FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,SU;WKST=SU',
      'FREQ=MONTHLY',
      'FREQ=MONTHLY;BYMONTHDAY=31',
      'FREQ=MONTHLY;BYMONTHDAY=1,15',
      'FREQ=MONTHLY;BYDAY=2TH',
      'FREQ=MONTHLY;INTERVAL=7;BYDAY=MO,FR;BYSETPOS=-1',
      'FREQ=YEARLY;INTERVAL=2;BYMONTH=2',
    );
    const start = fc.integer({ min: 0, max: 60_000 }).map((days) => addDays('1950-01-01', days));
    fc.assert(
      fc.property(rule, start, fc.nat(1500), (text, startsOn, length) => {
        const endsOn = addDays(startsOn, length);
        const found = occurrencesOf({ rule: text, startsOn, endsOn, proRata: true });
        assert.equal(found[0]?.date, startsOn);
        assert.equal(found.at(-1)?.covered.to, endsOn);
        for (const [index, one] of found.entries()) {
          const { days, of } = daysOf(one);
          assert.ok(days >= 1 && days <= of);
          assert.equal(one.date, one.covered.from);
          const next = found[index + 1];
          if (next) assert.equal(next.covered.from, addDays(one.covered.to, 1));
          if (index > 0 && next) assert.deepEqual(one.covered, one.period);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('refusals', () => {
  const refuse = (
    rule: string,
    code: 'invalid_rule' | 'rule_without_end',
    path: string,
    more: Partial<Schedule> = {},
  ) =>
    assert.throws(
      () => occurrencesOf({ ...PLAIN, startsOn: '2026-01-06', rule, ...more }),
      refused(code, path),
      rule,
    );

  test('a rule without end', () => {
    refuse('FREQ=MONTHLY', 'rule_without_end', '/rule');
    refuse('FREQ=DAILY;INTERVAL=2', 'rule_without_end', '/rule');
  });

  test('what is no rule, or none that the books take', () => {
    for (const rule of [
      '',
      ';',
      'COUNT=3',
      'FREQ=HOURLY;COUNT=3',
      'FREQ=SECONDLY;COUNT=3',
      'FREQ=DAILY;COUNT=0',
      'FREQ=DAILY;COUNT=3;COUNT=4',
      'FREQ=DAILY;COUNT=3;UNTIL=20270101',
      'FREQ=DAILY;UNTIL=20270231',
      'FREQ=DAILY;UNTIL=20270101T000000Z',
      'FREQ=DAILY;COUNT=3;BYHOUR=1,2',
      'FREQ=DAILY;COUNT=3;INTERVAL=0',
      'FREQ=DAILY;COUNT=3;INTERVAL=367',
      'FREQ=YEARLY;COUNT=3;INTERVAL=11',
      'FREQ=DAILY;COUNT=3;',
      'FREQ=DAILY;COUNT=3;X-NAME=1',
      'FREQ=DAILY;COUNT=3=4',
      'freq=daily;count=3',
      'RRULE:FREQ=DAILY;COUNT=3',
      'FREQ=DAILY;COUNT=3\nDTSTART:20200101',
      'FREQ=DAILY;BYMONTHDAY=31;COUNT=3',
      'FREQ=WEEKLY;BYDAY=1MO;COUNT=3',
      'FREQ=MONTHLY;BYDAY=5MO;COUNT=3',
      'FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=2;COUNT=3',
      'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3',
      'FREQ=MONTHLY;BYMONTHDAY=30,31;COUNT=3',
      'FREQ=MONTHLY;BYMONTHDAY=32;COUNT=3',
      'FREQ=YEARLY;BYDAY=MO;COUNT=3',
      'FREQ=YEARLY;BYMONTH=1,2;COUNT=3',
      'FREQ=__proto__;COUNT=3',
      '__proto__=1;FREQ=DAILY;COUNT=3',
      'toString=x;FREQ=DAILY;COUNT=3',
    ]) {
      refuse(rule, 'invalid_rule', '/rule');
    }
  });

  test('no date at all, too many, or dates centuries from now', () => {
    refuse('FREQ=MONTHLY;BYMONTHDAY=1', 'invalid_rule', '/endsOn', { endsOn: '2026-01-31' });
    refuse('FREQ=DAILY;UNTIL=20260105', 'invalid_rule', '/endsOn');
    refuse('FREQ=DAILY', 'invalid_rule', '/endsOn', { endsOn: '2025-12-31', proRata: true });
    refuse('FREQ=DAILY;COUNT=1001', 'invalid_rule', '/endsOn');
    refuse('FREQ=DAILY;UNTIL=29991231', 'invalid_rule', '/endsOn');
    refuse('FREQ=YEARLY;INTERVAL=10;COUNT=999', 'invalid_rule', '/endsOn');
    assert.equal(dates('FREQ=DAILY;COUNT=1000', '2026-01-06').length, 1000);
  });
});
