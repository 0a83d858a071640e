import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identityOf, readFile, remarks, summary, transfersOf } from '../../testing/exchange-files.ts';

const MOVED = [
  'deposit in 1000.00 EUR',
  'trade in 0.01000000 BTC',
  'trade out 500.00 EUR',
  'fee out 1.25 EUR',
  'trade in 0.01000000 BTC',
  'trade out 500.00 EUR',
  'fee out 1.25 EUR',
  'trade in 250.00 EUR',
  'trade out 0.00500000 BTC',
  'withdrawal out 0.01000000 BTC',
  'fee out 0.00005000 BTC',
  'staking in 0.00100000 ETH',
];

test("Bitstamp's export as RFC 4180: known by the ids of its rows", async () => {
  const { format, rows } =
    await readFile(`ID,Account,Type,Subtype,Datetime,Amount,Amount currency,Value,Value currency,Rate,Rate currency,Fee,Fee currency,Order ID
11,Main Account,Deposit,,2024-03-01T09:00:00Z,1000.00,EUR,,,,,,,
12,Main Account,Market,Buy,2024-03-01T10:00:00Z,0.01000000,BTC,500.00,EUR,50000.00,EUR,1.25,EUR,900
13,Main Account,Market,Buy,2024-03-01T10:00:00Z,0.01000000,BTC,500.00,EUR,50000.00,EUR,1.25,EUR,900
14,Main Account,Market,Sell,2024-03-01T11:00:00Z,0.00500000,BTC,250.00,EUR,50000.00,EUR,0.00,EUR,901
15,Main Account,Withdrawal,,2024-03-02T10:00:00Z,0.01000000,BTC,,,,,0.00005000,BTC,
16,Main Account,Staking reward,,2024-03-03T10:00:00Z,0.00100000,ETH,,,,,,,
17,Main Account,Started generating,,2024-03-04T10:00:00Z,1.0,ETH,,,,,,,
18,Main Account,Teleport,,2024-03-05T10:00:00Z,1.0,ETH,,,,,,,
19,Main Account,Market,Buy,2024-03-05T10:00:00Z,1.0,ETH,,,,,,,
20,Main Account,Deposit,,2024-03-05T10:00:00Z,1.0,,,,,,,,
`);
  assert.equal(format, 'bitstamp');
  assert.deepEqual(transfersOf(rows).map(summary), MOVED);
  assert.equal(new Set(transfersOf(rows).map(identityOf)).size, MOVED.length);
  assert.deepEqual(transfersOf(rows)[1]?.transaction, '12');
  assert.deepEqual(remarks(rows), [
    'problem 9 Type unknown_row_type',
    'problem 10 Value missing_value',
    'problem 11 Amount currency missing_value',
    'notice 8 Type row_left_out',
  ]);
});

test('the older export with the asset in the cell: known by what its rows say, equal ones stay two', async () => {
  const { format, rows } = await readFile(`Type,Datetime,Account,Amount,Value,Rate,Fee,Sub Type
Deposit,"March 01, 2024, 09:00 AM",Main Account,1000.00 EUR,,,,
Market,"March 01, 2024, 10:00 AM",Main Account,0.01000000 BTC,500.00 EUR,50000.00 EUR,1.25 EUR,Buy
Market,"March 01, 2024, 10:00 AM",Main Account,0.01000000 BTC,500.00 EUR,50000.00 EUR,1.25 EUR,Buy
Market,"March 01, 2024, 11:00 AM",Main Account,0.00500000 BTC,250.00 EUR,50000.00 EUR,,Sell
Withdrawal,"March 02, 2024, 10:00 AM",Main Account,0.01000000 BTC,,,0.00005000 BTC,
Staking reward,"March 03, 2024, 12:00 PM",Main Account,0.00100000 ETH,,,,
Market,"March 04, 2024, 12:00 PM",Main Account,0.00100000,250.00 EUR,1 EUR,,Buy
Market,2024-03-04,Main Account,0.00100000 BTC,250.00 EUR,1 EUR,,Buy
`);
  assert.equal(format, 'bitstamp-old');
  assert.deepEqual(transfersOf(rows).map(summary), MOVED);
  assert.equal(new Set(transfersOf(rows).map(identityOf)).size, MOVED.length);
  assert.deepEqual(remarks(rows), ['problem 8 Amount invalid_value', 'problem 9 Datetime invalid_value']);
});
