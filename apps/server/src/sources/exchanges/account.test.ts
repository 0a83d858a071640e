import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { identityOf, readFile, summary, transfersOf } from '../../testing/exchange-files.ts';
import { bitstampServer, KEY, krakenServer, type LedgerEntry } from '../../testing/exchange-server.ts';
import { SourceError } from '../source-error.ts';
import { openExchangeAccount } from './account.ts';
import type { AccountStep } from './account-step.ts';

const START = 1_709_287_200;

/** A trade of two entries with a fee, and a deposit, for each `n`. */
function entries(count: number): Map<string, LedgerEntry> {
  const ledger = new Map<string, LedgerEntry>();
  for (let n = 0; n < count; n += 1) {
    const time = `${START + n * 60}.1234`;
    const one = { type: 'trade', subtype: '', refid: `T${n}`, time };
    ledger.set(`L${n}A`, { ...one, asset: 'ZEUR', amount: '-500.0000', fee: '1.3000' });
    ledger.set(`L${n}B`, { ...one, asset: 'XXBT', amount: '0.0100000000', fee: '0.0000000000' });
    const deposit = { type: 'deposit', subtype: '', refid: `D${n}`, time: `${START + n * 60 + 30}` };
    ledger.set(`L${n}C`, { ...deposit, asset: 'ETH', amount: '0.123456789012345678', fee: '0' });
  }
  return ledger;
}

async function all(steps: AsyncIterable<AccountStep>): Promise<AccountStep[]> {
  const found: AccountStep[] = [];
  for await (const step of steps) found.push(step);
  return found;
}

const transfersIn = (steps: readonly AccountStep[]) => steps.flatMap(({ transfers }) => transfers);
const NEVER = new AbortController().signal;

describe("an account at Kraken's interface", async () => {
  const ledger = entries(50);
  const server = await krakenServer(ledger);
  after(() => server.close());
  let seconds = START + 50 * 60;
  const open = (key = KEY) =>
    openExchangeAccount('kraken', key, { url: server.url, pauseMs: 1, now: () => new Date(seconds * 1000) });

  test('everything is read page by page, the oldest first, and to the last digit', async () => {
    const steps = await all(open().read(null, NEVER));
    assert.equal(steps.length, 3);
    const found = transfersIn(steps);
    assert.equal(found.length, 200);
    assert.equal(new Set(found.map(identityOf)).size, 200);
    const times = found.map(({ at }) => at ?? '');
    assert.deepEqual(times, [...times].sort());
    assert.equal(times[0], '2024-03-01T10:00:00.123400Z');
    assert.deepEqual(found.slice(0, 4).map(summary).sort(), [
      'deposit in 0.123456789012345678 ETH',
      'fee out 1.3000 EUR',
      'trade in 0.0100000000 BTC',
      'trade out 500.0000 EUR',
    ]);
    assert.ok(server.requests.every((asked) => asked.get('end') === `${seconds}`));
  });

  test('a read that ended early goes on at its cursor, and a later one brings what is new', async () => {
    const [first] = await all(open().read(null, NEVER));
    const before = transfersIn(await all(open().read(null, NEVER))).map(identityOf);
    const rest = transfersIn(await all(open().read(first?.cursor ?? null, NEVER))).map(identityOf);
    const early = first?.transfers.map(identityOf) ?? [];
    assert.deepEqual(new Set([...early, ...rest]), new Set(before));

    const last = (await all(open().read(null, NEVER))).at(-1)?.cursor ?? null;
    for (const [txid, entry] of entries(51)) ledger.set(txid, entry);
    seconds += 60;
    const later = transfersIn(await all(open().read(last, NEVER))).map(identityOf);
    assert.equal(later.filter((one) => !before.includes(one)).length, 4);
    // Kraken may write down late what was before: a day is read again, no more.
    assert.equal(server.requests.at(-1)?.get('start'), `${Number(last) - 86_400}`);
  });

  test('says the same as the file', async () => {
    const header = 'txid,refid,time,type,subtype,aclass,asset,amount,fee,balance';
    const lines = [...entries(2)].map(([txid, one]) => {
      const time = new Date(Number(one.time) * 1000).toISOString().slice(0, 19).replace('T', ' ');
      return [txid, one.refid, time, one.type, '', 'currency', one.asset, one.amount, one.fee, '0'].join(',');
    });
    const file = transfersOf((await readFile([header, ...lines].join('\n'))).rows).map(identityOf);
    const account = transfersIn(await all(open().read(null, NEVER))).map(identityOf);
    assert.ok(file.every((one) => account.includes(one)));
  });

  test('a read ends when it is told to', async () => {
    const stop = new AbortController();
    const found: AccountStep[] = [];
    for await (const step of open().read(null, stop.signal)) {
      found.push(step);
      stop.abort();
    }
    assert.equal(found.length, 1);
  });

  test('a key that may do more than read is refused, by the names of what it may', async () => {
    await open().checkKey();
    server.permissions = ['query-funds', 'query-ledger', 'withdraw-funds'];
    await assert.rejects(open().checkKey(), isRefusal('source_refused', /withdraw-funds/));
    server.permissions = ['query-ledger'];
  });

  test('what Kraken refuses is told by code, and never with the key', async () => {
    const read = async () => all(open().read(null, NEVER));
    const refuse = (status: number, body: string, headers = {}) =>
      server.refusals.push({ status, body, headers });
    const wrong = { apiKey: KEY.apiKey, secret: Buffer.from('another').toString('base64') };
    await assert.rejects(open(wrong).checkKey(), isRefusal('source_refused', /is refused/));
    refuse(200, '{"error":["EGeneral:Permission denied"]}');
    await assert.rejects(read(), isRefusal('source_refused', /may not read/));
    refuse(429, '{}', { 'retry-after': '17' });
    await assert.rejects(read(), (error) => {
      assert.ok(error instanceof SourceError && error.retryAfter === 17);
      return isRefusal('source_busy', /wait/)(error);
    });
    refuse(200, '{"error":["EAPI:Rate limit exceeded"]}');
    await assert.rejects(read(), isRefusal('source_busy', /wait/));
    refuse(503, `${KEY.apiKey} ${KEY.secret}`);
    await assert.rejects(read(), isRefusal('source_unreachable', /does not answer/));
    for (const answer of [
      '[]',
      '{"error":[],"result":{"ledger":[],"count":"many"}}',
      '{"error":[],"result":{"ledger":{"L":{"time":1,"asset":"XXBT","amount":"much"}},"count":1}}',
      '{"error":[],"result":{"ledger":{"L":{"time":"noon","asset":"XXBT","amount":"1"}},"count":1}}',
      'not JSON at all',
    ]) {
      refuse(200, answer);
      await assert.rejects(read(), isRefusal('source_answer_unfit', /interface/), answer);
    }
  });
});

describe("an account at Bitstamp's interface", async () => {
  const trade = (id: number) =>
    `{"id":${id},"datetime":"2024-03-01 10:00:00.123456","type":"2","fee":"1.25","btc":0.010000000000000001,"eur":"-500.00","btc_eur":50000,"order_id":900,"usd":0}`;
  const others = [
    '{"id":90001,"datetime":"2024-03-02 10:00:00","type":"0","fee":"0.00","eur":"1000.00","btc":0}',
    '{"id":90002,"datetime":"2024-03-03 10:00:00","type":"1","fee":"0.00005","btc":"-0.5"}',
    '{"id":90003,"datetime":"2024-03-04 10:00:00","type":"99","fee":0,"btc":"-0.1"}',
  ];
  const transactions = [...Array.from({ length: 2_000 }, (_, n) => trade(1_000 + n)), ...others];
  const server = await bitstampServer(() => transactions);
  after(() => server.close());
  const open = () => openExchangeAccount('bitstamp', KEY, { url: server.url, pauseMs: 1 });

  test('everything is read by ids, numbers too to the last digit, and later only what is new', async () => {
    await open().checkKey();
    const steps = await all(open().read(null, NEVER));
    const found = transfersIn(steps);
    assert.equal(new Set(found.map(identityOf)).size, 6_004);
    assert.deepEqual(found.slice(0, 3).map(summary), [
      'trade in 0.010000000000000001 BTC',
      'trade out 500.00 EUR',
      'fee out 1.25 EUR',
    ]);
    assert.equal(found[0]?.at, '2024-03-01T10:00:00.123456Z');
    assert.deepEqual(found.slice(-4).map(summary), [
      'deposit in 1000.00 EUR',
      'withdrawal out 0.5 BTC',
      'fee out 0.00005 BTC',
      'other out 0.1 BTC',
    ]);
    assert.deepEqual(
      steps.flatMap(({ notices }) => notices.map(({ code }) => code)),
      ['unknown_row_type'],
    );
    const cursor = steps.at(-1)?.cursor ?? null;
    assert.equal(cursor, '90003');
    transactions.push(trade(90_004));
    assert.equal(transfersIn(await all(open().read(cursor, NEVER))).length, 3);
  });

  test('a key that is refused, and an answer that is none', async () => {
    const wrong = openExchangeAccount('bitstamp', { ...KEY, secret: 'x' }, { url: server.url, pauseMs: 1 });
    await assert.rejects(wrong.checkKey(), isRefusal('source_refused', /is refused/));
    server.refusals.push({ status: 200, body: '[{"id":"x","datetime":"2024-03-01 10:00:00","type":"0"}]' });
    await assert.rejects(all(open().read(null, NEVER)), isRefusal('source_answer_unfit', /interface/));
  });
});

test('an exchange that does not answer is told as such', async () => {
  const server = await krakenServer(new Map());
  await server.close();
  const account = openExchangeAccount('kraken', KEY, { url: server.url, pauseMs: 1 });
  await assert.rejects(account.checkKey(), isRefusal('source_unreachable', /does not answer/));
});

/** The error has this code, and nothing in it shows the key. */
function isRefusal(code: SourceError['code'], message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof SourceError, inspect(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    const shown = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error);
    assert.ok(!shown.includes(KEY.apiKey) && !shown.includes(KEY.secret));
    return true;
  };
}
