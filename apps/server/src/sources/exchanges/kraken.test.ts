import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identityOf, readFile, remarks, summary, transfersOf } from '../../testing/exchange-files.ts';

const LEDGERS = `"txid","refid","time","type","subtype","aclass","asset","amount","fee","balance"
"","RDEP01","2024-03-01 09:00:00","deposit","","currency","ZEUR","1000.0000","0.0000",""
"LDEP01","RDEP01","2024-03-01 09:05:00","deposit","","currency","ZEUR","1000.0000","0.0000","1000.0000"
"LTRA01","TTRA01","2024-03-01 10:00:00","trade","","currency","ZEUR","-500.0000","1.3000","498.7000"
"LTRA02","TTRA01","2024-03-01 10:00:00","trade","","currency","XXBT","0.0100000000","0.0000000000","0.0100000000"
"LTRA03","TTRA02","2024-03-01 10:00:00","trade","","currency","ZEUR","-250.0000","0.6500","248.0500"
"LTRA04","TTRA02","2024-03-01 10:00:00","trade","","currency","XXBT","0.0050000000","0.0000000000","0.0150000000"
"LTRA05","TTRA03","2024-03-01 10:00:00","trade","","currency","ZEUR","-250.0000","0.6500","-2.6000"
"LTRA06","TTRA03","2024-03-01 10:00:00","trade","","currency","XXBT","0.0050000000","0.0000000000","0.0200000000"
"LWIT01","RWIT01","2024-03-02 10:00:00","withdrawal","","currency","XXBT","-0.0100000000","0.0000500000","0.0099500000"
"LWIT02","RWIT02","2024-03-02 11:00:00","withdrawal","","currency","ZEUR","10.0000","-0.0900","7.4900"
"LSTA01","RSTA01","2024-03-03 10:00:00","transfer","spottostaking","currency","DOT","-5.0000000000","0.0000000000","0.0000000000"
"LSTA02","RSTA02","2024-03-03 10:00:00","transfer","stakingfromspot","currency","DOT.S","5.0000000000","0.0000000000","5.0000000000"
"LSTA03","RSTA03","2024-03-04 10:00:00","staking","","currency","DOT.S","0.0100000000","0.0000000000","5.0100000000"
"LSTA04","RSTA04","2024-03-04 11:00:00","earn","reward","currency","ETH2.S","0.0001000000","0.0000250000","0.0000750000"
"LAIR01","RAIR01","2024-03-05 10:00:00","transfer","","currency","FLR","3.5000","0.0000","3.5000"
"LSPE01","TSPE01","2024-03-06 10:00:00","spend","","currency","ZEUR","-5.0000","0.0000","2.4900"
"LSPE02","TSPE01","2024-03-06 10:00:00","receive","","currency","SOL","0.0500000000","0.0000000000","0.0500000000"
"LODD01","RODD01","2024-03-07 10:00:00","teleport","","currency","SOL","-0.0100000000","0.0000000000","0.0400000000"
`;
const TRADES = `"txid","ordertxid","pair","time","type","ordertype","price","cost","fee","vol","margin","misc","ledgers"
"TTRA01","O1","XXBTZEUR","2024-03-01 10:00:00.1234","buy","limit","50000.0","500.00000","1.30000","0.01000000","0.00000","","LTRA01,LTRA02"
"TTRA02","O2","XXBTZEUR","2024-03-01 10:00:00.1235","buy","limit","50000.0","250.00000","0.65000","0.00500000","0.00000","","LTRA03,LTRA04"
"TTRA03","O2","XXBTZEUR","2024-03-01 10:00:00.1235","buy","limit","50000.0","250.00000","0.65000","0.00500000","0.00000","","LTRA05,LTRA06"
`;

test("Kraken's ledgers: every change of a balance, with its fee apart", async () => {
  const { format, rows } = await readFile(LEDGERS);
  assert.equal(format, 'kraken-ledgers');
  assert.deepEqual(transfersOf(rows).map(summary), [
    'deposit in 1000.0000 EUR',
    'trade out 500.0000 EUR',
    'fee out 1.3000 EUR',
    'trade in 0.0100000000 BTC',
    'trade out 250.0000 EUR',
    'fee out 0.6500 EUR',
    'trade in 0.0050000000 BTC',
    'trade out 250.0000 EUR',
    'fee out 0.6500 EUR',
    'trade in 0.0050000000 BTC',
    'withdrawal out 0.0100000000 BTC',
    'fee out 0.0000500000 BTC',
    'withdrawal in 10.0000 EUR',
    'fee in 0.0900 EUR',
    'staking in 0.0100000000 DOT',
    'staking in 0.0001000000 ETH',
    'fee out 0.0000250000 ETH',
    'airdrop in 3.5000 FLR',
    'trade out 5.0000 EUR',
    'trade in 0.0500000000 SOL',
    'other out 0.0100000000 SOL',
  ]);
  assert.deepEqual(remarks(rows), [
    'notice 2 txid row_left_out',
    'notice 12 subtype row_left_out',
    'notice 13 subtype row_left_out',
    'notice 19 type unknown_row_type',
  ]);
  assert.deepEqual(transfersOf(rows)[1], {
    source: 'exchange:kraken',
    transaction: 'TTRA01',
    index: 'out:EUR',
    direction: 'out',
    kind: 'trade',
    asset: { contract: null, symbol: 'EUR', decimals: 4 },
    amount: 5_000_000n,
    address: null,
    counterparty: null,
    at: '2024-03-01T10:00:00.000000Z',
    block: null,
    position: '1:TTRA01:out:EUR',
    method: null,
  });
});

test("Kraken's trades say the same as the ledgers: two equal fills stay two, whichever file comes first", async () => {
  const [ledgers, trades] = [await readFile(LEDGERS), await readFile(TRADES)];
  assert.equal(trades.format, 'kraken-trades');
  assert.deepEqual(remarks(trades.rows), []);
  const ofTrades = transfersOf(ledgers.rows).filter(({ transaction }) => transaction.startsWith('TTRA'));
  const key = (rows: typeof ofTrades) =>
    rows.map((one) => `${identityOf(one)} ${one.kind} ${one.direction}`).sort();
  assert.equal(new Set(key(ofTrades)).size, 9);
  assert.deepEqual(key(transfersOf(trades.rows)), key(ofTrades));
});

test('a row that stands twice is taken once, and two rows with one id are refused', async () => {
  const [header, , deposit, ...rest] = LEDGERS.split('\n');
  const twice = await readFile([header, deposit, deposit, ...rest].join('\n'));
  assert.equal(transfersOf(twice.rows).length, 21);
  assert.equal(remarks(twice.rows)[0], 'notice 3 null row_repeated');
  const changed = await readFile([header, deposit, deposit?.replace('1000.0000', '2000.0000')].join('\n'));
  assert.deepEqual(remarks(changed.rows), ['problem 3 null row_contradicts']);
});

test('every bad row is refused by line, column and code, and the others stand', async () => {
  const [header, , good] = LEDGERS.split('\n');
  const { rows } = await readFile(
    [
      header,
      good?.replace('2024-03-01', '2024-13-01'),
      good?.replace('"deposit"', '""'),
      good?.replace('ZEUR', ''),
      good?.replace('ZEUR', 'Z EUR'),
      good?.replace('"1000.0000","0.0000"', '"1000,0000","0.0000"'),
      good?.replace('"0.0000"', '"=0"'),
      good?.replace(',"1000.0000","1000.0000"', ''),
      good,
      `${good},"more"`,
      'LDEP9,RDEP9,2024-03-01 09:05:00',
    ].join('\n'),
  );
  assert.deepEqual(remarks(rows), [
    'problem 2 time invalid_value',
    'problem 3 type missing_value',
    'problem 4 asset missing_value',
    'problem 5 asset invalid_value',
    'problem 6 amount invalid_value',
    'problem 7 fee invalid_value',
    'problem 10 null wrong_cell_count',
    'problem 11 null wrong_cell_count',
    'notice 9 null row_repeated',
  ]);
  const margin = await readFile(
    TRADES.replace('"0.00000","","LTRA01', '"100.00000","","LTRA01').replace('XXBTZEUR', 'WHAT'),
  );
  assert.deepEqual(remarks(margin.rows), ['problem 2 pair invalid_value']);
  const other = await readFile(
    TRADES.replace('"0.00000","","LTRA01', '"100.00000","","LTRA01').replace('"buy"', '"short"'),
  );
  assert.deepEqual(remarks(other.rows), ['problem 2 margin unknown_row_type']);
});
