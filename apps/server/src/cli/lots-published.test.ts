import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type LotsOptions, lotsReport } from './lots.ts';
import { COLUMNS } from './lots-rows.ts';

/**
 * Cases with numbers that others published. Each line: `day, type, quantity, price`, and a fee where there is one; expected are
 * `quantity cost gain term` of each lot of a disposal, and the quantities and costs that are left.
 */
async function check(
  method: LotsOptions['method'],
  events: readonly string[],
  expected: { gains: readonly string[]; left?: readonly string[] },
) {
  const rows = events.map((text, i) => {
    const [day, type, quantity, price, fee = ''] = text.split(', ');
    return [
      i,
      `${day}T00:00:00Z`,
      type,
      'w',
      'A',
      quantity,
      price,
      fee,
      type === 'transfer' ? 'x' : '',
    ].join();
  });
  async function* file() {
    yield Buffer.from([COLUMNS.join(), ...rows].join('\n'));
  }
  const options: LotsOptions = {
    method,
    pool: 'company',
    fees: 'disposal',
    shortfall: 'fail',
    remaining: true,
  };
  let text = '';
  for await (const piece of lotsReport(file(), options, assert.fail)) text += piece;
  const [disposals = '', remaining = ''] = text.trimEnd().split('\n\n');
  const lines = (table: string, ...columns: number[]) =>
    table
      .split('\n')
      .slice(1)
      .map((line) => columns.map((column) => line.split(',')[column]).join(' '));
  assert.deepEqual(lines(disposals, 3, 6, 8, 9), expected.gains);
  if (expected.left) assert.deepEqual(lines(remaining, 3, 5), expected.left);
}

// HM Revenue & Customs, Cryptoassets Manual, CRYPTO22251: a basic section 104 pool.
test('HMRC CRYPTO22251: a pool of 150 tokens at 126,000', async () => {
  const bought = ['2023-01-01, acquire, 100, 10', '2023-09-18, acquire, 50, 2500'];
  await check('average', [...bought, '2023-12-01, dispose, 50, 6000'], {
    gains: ['50 42000 258000 short'],
    left: ['50 42000', '50 42000'],
  });
});

// CRYPTO22255, the part that is of the section 104 pool: 3,500 of 14,000 tokens that cost 200,000.
test('HMRC CRYPTO22255: part of a pool', async () => {
  const events = [
    '2023-01-01, acquire, 10000, 10',
    '2023-01-02, acquire, 4000, 25',
    '2023-08-30, dispose, 3500, 40',
  ];
  await check('average', events, {
    gains: ['3500 50000 90000 short'],
    left: ['6500 92857.142857142857142857', '4000 57142.857142857142857143'],
  });
});

// Recap, US tax guide for individuals, "Cost basis methods": Dave buys three times and sells one coin.
describe('Recap: one sale by each method', () => {
  const events = [
    '2017-09-22, acquire, 1, 2000',
    '2018-01-06, acquire, 2, 2500',
    '2018-04-19, acquire, 1, 8000',
    '2018-05-03, dispose, 1, 4000',
  ];
  const cases = [
    ['fifo', '1 2000 2000 short'],
    ['lifo', '1 8000 -4000 short'],
    ['hifo', '1 8000 -4000 short'],
    ['lofo', '1 2000 2000 short'],
  ] as const;
  for (const [method, gain] of cases) test(method, () => check(method, events, { gains: [gain] }));
});

// J.K. Lasser's Your Income Tax 2013, 30.2: Acme Steel at 77, 84 and 105, sold at 90.
describe("J.K. Lasser's 30.2: the first or the last of three lots", () => {
  const events = [
    '1998-03-02, acquire, 100, 77',
    '1999-03-02, acquire, 200, 84',
    '2000-03-02, acquire, 100, 105',
    '2000-09-01, dispose, 100, 90',
  ];
  test('fifo', () => check('fifo', events, { gains: ['100 7700 1300 long'] }));
  test('lifo', () => check('lifo', events, { gains: ['100 10500 -1500 short'] }));
});

// R. Lewis, "Identifying Stock Sold for Tax Purposes", The Motley Fool, 18 August 2000.
describe('The Motley Fool: 1,000 of 2,000 shares', () => {
  const events = [
    '2000-01-10, acquire, 1000, 15',
    '2000-02-25, acquire, 1000, 35',
    '2000-04-12, dispose, 1000, 32',
  ];
  test('fifo', () => check('fifo', events, { gains: ['1000 15000 17000 short'] }));
  test('lifo', () => check('lifo', events, { gains: ['1000 35000 -3000 short'] }));
});

// Wild, Shaw, Chiappetta, Fundamental Accounting Principles, problem 6-1A: perpetual inventory.
describe('Fundamental Accounting Principles, problem 6-1A', () => {
  const events = [
    '2011-03-01, acquire, 100, 50',
    '2011-03-05, acquire, 400, 55',
    '2011-03-09, dispose, 420, 85',
    '2011-03-18, acquire, 120, 60',
    '2011-03-25, acquire, 200, 62',
    '2011-03-29, dispose, 160, 95',
  ];
  test('fifo: 22,600 and 9,200; 14,800 are left', () =>
    check('fifo', events, {
      gains: ['100 5000 3500 short', '320 17600 9600 short', '80 4400 3200 short', '80 4800 2800 short'],
      left: ['40 2400', '200 12400'],
    }));
  test('lifo: 23,000 and 9,920; 13,680 are left', () =>
    check('lifo', events, {
      gains: ['20 1000 700 short', '400 22000 12000 short', '160 9920 5280 short'],
      left: ['80 4000', '120 7200', '40 2480'],
    }));
  test('average: 22,680 at 54', () =>
    check('average', events.slice(0, 3), {
      gains: ['100 5400 3100 short', '320 17280 9920 short'],
      left: ['80 4320'],
    }));
});

// The same book, Quick Study 6-1.
describe('Fundamental Accounting Principles, Quick Study 6-1', () => {
  const events = [
    '2011-12-07, acquire, 10, 6',
    '2011-12-14, acquire, 20, 12',
    '2011-12-15, dispose, 15, 25',
    '2011-12-21, acquire, 15, 14',
  ];
  test('fifo: 120, and 390 are left', () =>
    check('fifo', events, { gains: ['10 60 190 short', '5 60 65 short'], left: ['15 180', '15 210'] }));
  test('lifo: 180, and 330 are left', () =>
    check('lifo', events, { gains: ['15 180 195 short'], left: ['10 60', '5 60', '15 210'] }));
});

// OpenTuition, ACCA notes on AVCO: six at 1 and four at 6 cost 3 each.
test('OpenTuition: eight of ten at the average', () =>
  check('average', ['2020-01-01, acquire, 6, 1', '2020-01-02, acquire, 4, 6', '2020-01-03, dispose, 8, 3'], {
    gains: ['6 18 0 short', '2 6 0 short'],
    left: ['2 6'],
  }));

// CoinTracker, "How transaction fees impact your tax calculations": a fee that cost 10 and is worth 30.
test('CoinTracker: the fee of a transfer is a disposal with a gain of 20', () =>
  check(
    'fifo',
    ['2023-01-01, acquire, 0.1, 100', '2023-01-02, acquire, 1, 1000', '2023-06-01, transfer, 1, 300, 0.1'],
    { gains: ['0.1 10 20 short'], left: ['1 1000'] },
  ));

// Merlin, glossary, "HIFO".
test('Merlin: the dearest of three coins', () =>
  check(
    'hifo',
    [
      '2023-01-01, acquire, 1, 20000',
      '2023-01-02, acquire, 1, 30000',
      '2023-01-03, acquire, 1, 25000',
      '2023-01-04, dispose, 1, 40000',
    ],
    { gains: ['1 30000 10000 short'], left: ['1 20000', '1 25000'] },
  ));

// Internal Revenue Service, Revenue Ruling 2019-24, situation 2: 25 units worth 50 are income, and cost that.
test('Revenue Ruling 2019-24: what is received costs what it was worth', () =>
  check('fifo', ['2019-10-09, income, 25, 2', '2019-12-01, dispose, 10, 3'], {
    gains: ['10 20 10 short'],
    left: ['15 30'],
  }));

// J.K. Lasser's Your Income Tax 2013, 5.9: bought on 19 September 2012, long-term from 20 September 2013 on.
test("J.K. Lasser's 5.9: more than a year", () =>
  check('fifo', ['2012-09-19, acquire, 2, 5', '2013-09-19, dispose, 1, 5', '2013-09-20, dispose, 1, 5'], {
    gains: ['1 5 0 short', '1 5 0 long'],
  }));
