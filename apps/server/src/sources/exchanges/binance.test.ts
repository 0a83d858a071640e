import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identityOf, readFile, remarks, summary, transfersOf } from '../../testing/exchange-files.ts';

const HISTORY = `"User_ID","UTC_Time","Account","Operation","Coin","Change","Remark"
"1","2024-03-01 09:00:00","Spot","Deposit","EUR","1000.00",""
"1","2024-03-01 10:00:00","Spot","Buy","BTC","0.01000000",""
"1","2024-03-01 10:00:00","Spot","Transaction Related","EUR","-500.00",""
"1","2024-03-01 10:00:00","Spot","Fee","BNB","-1E-5",""
"1","2024-03-01 10:00:00","Spot","Buy","BTC","0.01000000",""
"1","2024-03-01 10:00:00","Spot","Transaction Related","EUR","-500.00",""
"1","2024-03-01 10:00:00","Spot","Fee","BNB","-0.00001",""
"1","2024-03-02 10:00:00","Spot","Simple Earn Flexible Subscription","BTC","-0.01",""
"1","2024-03-02 10:00:00","Earn","Simple Earn Flexible Subscription","LDBTC","0.01",""
"1","2024-03-03 10:00:00","Earn","Simple Earn Flexible Interest","BTC","0.00000001",""
"1","2024-03-04 10:00:00","Spot","Withdraw","BTC","-0.005","Withdraw fee is included"
"1","2024-03-05 10:00:00","Spot","Distribution","LUNA","-2",""
"1","2024-03-06 10:00:00","Spot","Teleport","BTC","-0.001",""
`;

test("Binance's history: each change once, equal fills two, moves inside the account told", async () => {
  const { format, rows } = await readFile(HISTORY);
  assert.equal(format, 'binance-history');
  assert.deepEqual(transfersOf(rows).map(summary), [
    'deposit in 1000.00 EUR',
    'trade in 0.01000000 BTC',
    'trade out 500.00 EUR',
    'fee out 0.00001 BNB',
    'trade in 0.01000000 BTC',
    'trade out 500.00 EUR',
    'fee out 0.00001 BNB',
    'interest in 0.00000001 BTC',
    'withdrawal out 0.005 BTC',
    'other out 2 LUNA',
    'other out 0.001 BTC',
  ]);
  assert.equal(new Set(transfersOf(rows).map(identityOf)).size, 11);
  assert.deepEqual(remarks(rows), [
    'notice 9 Operation row_left_out',
    'notice 10 Operation row_left_out',
    'notice 14 Operation unknown_row_type',
  ]);
});

test('both forms of the trade history name the same trades as the history', async () => {
  const trades = `Date(UTC),Pair,Side,Price,Executed,Amount,Fee
2024-03-01 10:00:00,BTCEUR,BUY,50000,0.01BTC,500EUR,0.00001BNB
2024-03-01 10:00:00,BTCEUR,BUY,50000,0.01BTC,500EUR,0.00001BNB
`;
  const old = `Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin
2024-03-01 10:00:00,BTCEUR,BUY,50000,0.01,500,0.00001,BNB
2024-03-01 10:00:00,BTCEUR,BUY,50000,0.010,500.0,1E-5,BNB
`;
  const known = transfersOf((await readFile(HISTORY)).rows)
    .map(identityOf)
    .slice(1, 7)
    .sort();
  for (const [file, name] of [
    [trades, 'binance-trades'],
    [old, 'binance-old-trades'],
  ] as const) {
    const { format, rows } = await readFile(file);
    assert.equal(format, name);
    assert.deepEqual(remarks(rows), []);
    assert.deepEqual(transfersOf(rows).map(identityOf).sort(), known);
  }
});

test('the pair says where an amount ends and its asset begins, also where the asset begins with a digit', async () => {
  const row = (cells: string) =>
    `Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n2024-03-01 10:00:00,${cells}\n`;
  const read = async (cells: string) => (await readFile(row(cells))).rows;
  assert.deepEqual(
    transfersOf(await read('1INCHUSDT,SELL,0.4,"1,250.51INCH",500.2USDT,0.5002USDT')).map(summary),
    ['trade in 500.2 USDT', 'trade out 1250.5 1INCH', 'fee out 0.5002 USDT'],
  );
  assert.deepEqual(remarks(await read('BTCEUR,BUY,1,0.01ETH,500EUR,0')), ['problem 2 Pair invalid_value']);
  assert.deepEqual(remarks(await read('BTCEUR,BUY,1,0.01BTC,500EUR,much')), ['problem 2 Fee invalid_value']);
  assert.deepEqual(remarks(await read('BTCEUR,HOLD,1,0.01BTC,500EUR,0BNB')), [
    'problem 2 Side unknown_row_type',
  ]);
});
