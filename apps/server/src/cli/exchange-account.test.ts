import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refused } from '../testing/books.ts';
import { KEY, krakenServer } from '../testing/exchange-server.ts';
import { showExchangeAccount } from './exchange-account.ts';

test('prints what the account says, and nothing of the key', async (t) => {
  const entry = {
    refid: 'D1',
    type: 'deposit',
    subtype: '',
    asset: 'XXBT',
    amount: '0.5000000000',
    fee: '0',
  };
  const server = await krakenServer(new Map([['L1', { ...entry, time: '1709287200.5' }]]));
  t.after(() => server.close());
  const [printed, told]: [string[], string[]] = [[], []];
  const options = { url: server.url, pauseMs: 1, now: () => new Date('2024-03-02T00:00:00Z') };
  const show = (exchange: string, input: string) =>
    showExchangeAccount(
      { exchange, cursor: null, input },
      (line) => printed.push(line),
      (line) => told.push(line),
      options,
    );
  assert.equal(await show('kraken', `${KEY.apiKey}\n${KEY.secret}\n`), true);
  assert.deepEqual(printed, [
    'time,kind,direction,amount,asset,counterparty,transaction,index',
    '2024-03-01T10:00:00.500000Z,deposit,in,0.5000000000,BTC,,D1,L1',
  ]);
  assert.deepEqual(told, ['1 transfers up to the cursor 1709337600']);
  server.permissions = ['query-ledger', 'withdraw-funds'];
  assert.equal(await show('kraken', `${KEY.apiKey} ${KEY.secret}`), false);
  assert.match(told.at(-1) ?? '', /^source_refused: /);
  assert.ok(![...printed, ...told].some((line) => line.includes(KEY.apiKey) || line.includes(KEY.secret)));
  await assert.rejects(show('kraken', KEY.apiKey), refused('invalid_input'));
  await assert.rejects(show('elsewhere', `${KEY.apiKey} ${KEY.secret}`), refused('invalid_input'));
});
