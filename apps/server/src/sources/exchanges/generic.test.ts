import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { FileError } from '../../features/imports/csv.ts';
import { identityOf, readFile, remarks, summary, transfersOf } from '../../testing/exchange-files.ts';

const HEADER = 'time,type,in_asset,in_amount,out_asset,out_amount,fee_asset,fee_amount,id,counterparty'.split(
  ',',
);

test('the example in the docs is read as they say', async () => {
  const example = join(import.meta.dirname, '../../../../../docs/examples/exchange-generic.csv');
  const { format, rows } = await readFile(readFileSync(example, 'utf8'));
  assert.equal(format, 'generic');
  assert.deepEqual(remarks(rows), []);
  assert.deepEqual(transfersOf(rows).map(summary), [
    'deposit in 1000.00 EUR',
    'trade in 0.01 BTC',
    'trade out 500.00 EUR',
    'fee out 1.30 EUR',
    'withdrawal out 0.005 BTC',
    'fee out 0.00005 BTC',
    'staking in 0.0001 ETH',
  ]);
});

test('what the generic format does not allow is refused at its column', async () => {
  const row = (...cells: string[]) => cells.join(',');
  const { rows } = await readFile(
    [
      HEADER.join(','),
      row('2024-03-01 10:00:00', 'gamble', 'BTC', '1', '', '', '', '', '', ''),
      row('2024-03-01 10:00:00', 'trade', 'BTC', '1', '', '', '', '', '', ''),
      row('2024-03-01 10:00:00', 'deposit', 'BTC', '-1', '', '', '', '', '', ''),
      row('2024-03-01 10:00:00', 'deposit', 'BTC', '0', '', '', '', '', '', ''),
      row('2024-03-01 10:00:00', 'deposit', 'BTC', '', '', '', '', '', '', ''),
      row('2024-03-01 10:00:00', 'deposit', '', '', '', '', '', '', '', ''),
      row('yesterday', 'deposit', 'BTC', '1', '', '', '', '', '', ''),
      row('2024-03-01 10:00:00', 'deposit', '=1+1', '1', '', '', '', '', '', '@them'),
    ].join('\n'),
  );
  assert.deepEqual(remarks(rows), [
    'problem 2 type unknown_row_type',
    'problem 3 out_amount missing_value',
    'problem 4 in_amount invalid_value',
    'problem 5 in_amount invalid_value',
    'problem 6 in_amount missing_value',
    'problem 7 in_amount missing_value',
    'problem 8 time invalid_value',
  ]);
  // A formula is text like any other.
  const [text] = transfersOf(rows);
  assert.deepEqual([text?.asset.symbol, text?.counterparty], ['=1+1', '@them']);
});

test('a file of no known format is refused as a whole', async () => {
  const refused = (code: string) => (error: unknown) => error instanceof FileError && error.code === code;
  await assert.rejects(readFile(''), refused('empty_file'));
  await assert.rejects(readFile('a,b\n1,2\n'), refused('unknown_file_format'));
  const late = `${'x,y\n'.repeat(11)}${HEADER.join(',')}\n`;
  await assert.rejects(readFile(late), refused('unknown_file_format'));
});

describe('files that overlap', () => {
  const asset = fc.constantFrom('BTC', 'EUR');
  const minute = fc.integer({ min: 0, max: 5 });
  const event = fc.record({ minute, asset, amount: fc.constantFrom('1', '0.5') });
  const events = fc.array(event, { maxLength: 40 }).map((all) => all.sort((a, b) => a.minute - b.minute));
  const at = (of: number) => `2024-03-01 10:0${of}:00`;

  const FORMS = {
    generic: (all: readonly { minute: number; asset: string; amount: string }[]) =>
      stringify([
        HEADER,
        ...all.map((one) => [at(one.minute), 'deposit', one.asset, one.amount, ...Array(6).fill('')]),
      ]),
    binance: (all: readonly { minute: number; asset: string; amount: string }[]) =>
      stringify([
        ['User_ID', 'UTC_Time', 'Account', 'Operation', 'Coin', 'Change', 'Remark'],
        ...all.map((one) => ['1', at(one.minute), 'Spot', 'Buy', one.asset, one.amount, '']),
      ]),
  };
  for (const [name, write] of Object.entries(FORMS)) {
    test(`say together what the whole says, nothing twice and nothing lost (${name})`, async () => {
      await fc.assert(
        fc.asyncProperty(events, minute, minute, async (all, from, to) => {
          const read = async (part: typeof all) =>
            transfersOf((await readFile(write(part))).rows).map(identityOf);
          const whole = await read(all);
          assert.equal(new Set(whole).size, all.length);
          const parts = [
            ...(await read(all.filter((one) => one.minute <= Math.max(from, to)))),
            ...(await read(all.filter((one) => one.minute >= Math.min(from, to)))),
          ];
          assert.deepEqual([...new Set(parts)].sort(), [...whole].sort());
        }),
        { numRuns: 60 },
      );
    });
  }
});
