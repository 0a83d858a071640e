import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identityOf, readFile, remarks, summary, transfersOf } from '../../testing/exchange-files.ts';

const HEADER =
  'ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes,Sender Address,Recipient Address';
const FILE = `
Transactions
User,Example Company,00000000-0000-0000-0000-000000000001
${HEADER}
c01,2024-03-01 10:00:00 UTC,Deposit,EUR,2000,EUR,€1.00,€2000.00,€2000.00,€0.00,Deposit from a bank,,
c02,2024-03-01 11:00:00 UTC,Buy,BTC,0.01,EUR,"€50,000.00",€500.00,€507.45,€7.45,Bought 0.01 BTC for 507.45 EUR,,
c03,2024-03-02 11:00:00 UTC,Sell,BTC,-0.004,EUR,"€50,000.00",-€200.00,-€197.02,€2.98,Sold 0.004 BTC for 197.02 EUR,,
c04,2024-03-03 11:00:00 UTC,Convert,BTC,-0.001,EUR,"€50,000.00",€50.00,€50.00,€0.00,Converted 0.001 BTC to 54.25 USDC,,
c05,2024-03-03 11:00:00 UTC,Convert,USDC,54.25,EUR,€0.92,€50.00,€50.00,€0.00,Converted 0.001 BTC to 54.25 USDC,,
c06,2024-03-04 11:00:00 UTC,Advanced Trade Buy,SOL,0.25,EUR,€92.00,€23.00,€23.10,€0.10,Bought 0.25 SOL for 25.1 USDC on SOL-USDC at 100 USDC/SOL,,
c07,2024-03-05 11:00:00 UTC,Send,BTC,-0.002,EUR,"€50,000.00",€100.00,€100.00,€0.00,Sent 0.002 BTC,,bc1qexample
c08,2024-03-05 12:00:00 UTC,Receive,ETH,0.5,EUR,"€3,000.00",€1500.00,€1500.00,€0.00,Received 0.5 ETH,0xsender,
c09,2024-03-06 12:00:00 UTC,Staking Income,ETH,0.000012345678901234,EUR,"€3,000.00",€0.04,€0.04,€0.00,,,
c10,2024-03-07 12:00:00 UTC,Vault Withdrawal,ETH,0.1,EUR,"€3,000.00",€300.00,€300.00,€0.00,,,
c11,2024-03-08 12:00:00 UTC,Teleport,ETH,0.1,EUR,"€3,000.00",€300.00,€300.00,€0.00,=cmd(),,
`;

test("Coinbase's history with ids: the fee apart, both sides of a conversion once, and unknown types named", async () => {
  const { format, rows } = await readFile(FILE);
  assert.equal(format, 'coinbase');
  assert.deepEqual(transfersOf(rows).map(summary), [
    'deposit in 2000 EUR',
    'trade in 0.01 BTC',
    'trade out 500.00 EUR',
    'fee out 7.45 EUR',
    'trade out 0.004 BTC',
    'trade in 200.00 EUR',
    'fee out 2.98 EUR',
    'trade out 0.001 BTC',
    'trade in 54.25 USDC',
    'trade in 0.25 SOL',
    'trade out 25.1 USDC',
    'withdrawal out 0.002 BTC',
    'deposit in 0.5 ETH',
    'staking in 0.000012345678901234 ETH',
  ]);
  assert.deepEqual(remarks(rows), [
    'problem 15 Transaction Type unknown_row_type',
    'notice 9 Asset row_left_out',
    'notice 14 Transaction Type row_left_out',
  ]);
  const [sent, received] = transfersOf(rows).slice(11);
  assert.deepEqual([sent?.counterparty, received?.counterparty], ['bc1qexample', '0xsender']);
  assert.deepEqual([sent?.transaction, sent?.index], ['c07', 'out:BTC']);
});

test('the older form without ids: known by what it says, and equal rows stay two', async () => {
  const header =
    'Timestamp,Transaction Type,Asset,Quantity Transacted,Spot Price Currency,Spot Price at Transaction,Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes';
  const buy =
    '2021-05-01T10:00:00Z,Buy,BTC,0.01,EUR,50000.00,500.00,507.45,7.45,Bought 0.01 BTC for €507.45 EUR';
  const { format, rows } = await readFile([header, buy, buy.replace('0.01,', '0.010,'), buy].join('\n'));
  assert.equal(format, 'coinbase');
  assert.deepEqual(remarks(rows), []);
  const first = transfersOf((await readFile([header, buy].join('\n'))).rows).map(identityOf);
  const all = transfersOf(rows).map(identityOf);
  assert.equal(new Set(all).size, 9);
  assert.deepEqual(all.slice(0, 3), first);
  const older = header.replace(
    'Total (inclusive of fees and/or spread),Fees and/or Spread',
    'Total (inclusive of fees),Fees',
  );
  assert.deepEqual(transfersOf((await readFile([older, buy].join('\n'))).rows).map(identityOf), first);
});

test('amounts that are none are refused at their column', async () => {
  const row = (type: string, quantity: string, total: string, notes: string) =>
    `x,2024-03-01 10:00:00 UTC,${type},BTC,${quantity},EUR,1,500,${total},0,${notes},,`;
  const { rows } = await readFile(
    [
      HEADER,
      row('Buy', '0.01 BTC', '500', ''),
      row('Buy', '0.01', '', ''),
      row('Convert', '0.01', '500', 'Converted some BTC'),
      row('Send', '0.1234567890123456789', '500', ''),
    ].join('\n'),
  );
  assert.deepEqual(remarks(rows), [
    'problem 2 Quantity Transacted invalid_value',
    'problem 3 Total (inclusive of fees and/or spread) missing_value',
    'problem 4 Notes invalid_value',
    'problem 5 Quantity Transacted invalid_value',
  ]);
});
