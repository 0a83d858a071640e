import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { refused } from '../testing/books.ts';
import { showExchangeFile } from './exchange-file.ts';

test('prints the transfers, tells what is refused, and says so at the end', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'exchange-')), 'kraken.csv');
  await writeFile(
    path,
    'txid,refid,time,type,subtype,aclass,asset,amount,fee,balance\n' +
      'L1,T1,2024-03-01 10:00:00,trade,,currency,XXBT,0.0100000000,0.0000000000,0.01\n' +
      'L2,T1,2024-03-01 10:00:00,trade,,currency,ZEUR,much,1.3000,0\n',
  );
  const [printed, told]: [string[], string[]] = [[], []];
  const clean = await showExchangeFile(
    path,
    (line) => printed.push(line),
    (line) => told.push(line),
  );
  assert.equal(clean, false);
  assert.deepEqual(printed, [
    'line,time,kind,direction,amount,asset,counterparty,transaction,index',
    '2,2024-03-01T10:00:00.000000Z,trade,in,0.0100000000,BTC,,T1,in:BTC',
  ]);
  assert.deepEqual(told, [
    'line 3, amount: invalid_value: amount must be an amount with a point, like -1234.56, of at most 18 decimals and 38 digits.',
    'kraken-ledgers: 1 transfers, 1 rows refused',
  ]);
  await writeFile(path, 'a,b\n');
  assert.equal(await showExchangeFile(path, assert.fail, (line) => told.push(line)), false);
  assert.match(told.at(-1) ?? '', /^line 1: unknown_file_format: /);
  await assert.rejects(showExchangeFile(`${path}.none`, assert.fail, assert.fail), refused('not_found'));
});
