import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { type BitcoinChain, bitcoinChain, party } from '../../testing/bitcoin-chain.ts';
import { type EsploraServer, esploraServer } from '../../testing/esplora-server.ts';
import type { SourceError } from '../source-error.ts';
import { createEsplora, type Esplora } from './esplora.ts';
import { createBitcoinReader } from './reader.ts';

const CHAIN = 'bip122:0f9188f13cb7b2c71f2a335e3a4fc328';
const ANN = party('p2wpkh', 'ann');

let chain: BitcoinChain;
let bad: EsploraServer;
let good: EsploraServer;
before(async () => {
  chain = bitcoinChain();
  for (let height = 0; height < 30; height += 1) chain.mine(ANN);
  [bad, good] = await Promise.all([esploraServer(chain), esploraServer(chain)]);
});
beforeEach(() => {
  for (const server of [bad, good]) {
    server.instead = () => false;
    server.requests.length = 0;
  }
});
after(() => Promise.all([bad.close(), good.close()]));

const client = (...endpoints: string[]): Esplora =>
  createEsplora({ endpoints, chain: CHAIN, pause: 1, timeout: 200 });
const top = () => chain.blocks.at(-1)?.hash ?? '';

/** Answers all but the question which chain it is. */
const answering = (status: number, body = '', headers: Record<string, string> = {}) =>
  function instead(path: string, response: ServerResponse): boolean {
    if (path === '/block-height/0') return false;
    response.writeHead(status, headers).end(body);
    return true;
  };

test('the next endpoint answers where one fails, hangs, is busy, refuses or talks nonsense, and is asked first then', async () => {
  const failures = [
    answering(500),
    answering(503, '<html>'),
    answering(429, '', { 'retry-after': '1' }),
    answering(403),
    answering(400),
    answering(200, 'Welcome to nginx'),
    answering(302, '', { location: `${good.url}/blocks/tip/hash` }),
    (path: string) => path !== '/block-height/0',
    (_path: string, response: ServerResponse) => Boolean(response.destroy()),
  ];
  for (const failure of failures) {
    bad.instead = failure;
    const esplora = client(`${bad.url}/`, good.url);
    assert.equal(await esplora.tipHash(), top());
    const before = bad.requests.length;
    assert.equal(await esplora.tipHash(), top());
    assert.equal(bad.requests.length, before);
  }
});

test('an endpoint that fails and recovers is asked again, a bounded number of times', async () => {
  let left = 2;
  bad.instead = (path, response) => {
    if (path === '/block-height/0' || left === 0) return false;
    left -= 1;
    response.writeHead(502).end();
    return true;
  };
  assert.equal(await client(bad.url).tipHash(), top());
  bad.requests.length = 0;
  bad.instead = answering(500);
  await assert.rejects(client(bad.url).tipHash(), { code: 'source_unreachable' });
  assert.equal(bad.requests.filter((path) => path === '/blocks/tip/hash').length, 3);
});

test('where all fail, the error says how, and for how long to wait', async () => {
  const rejected = async (esplora: Esplora) => {
    const error = await esplora.tipHash().then(assert.fail, (error: SourceError) => error);
    return [error.code, error.retryAfter];
  };
  bad.instead = answering(429, '', { 'retry-after': '120' });
  assert.deepEqual(await rejected(client(bad.url)), ['source_busy', 120]);
  assert.equal(bad.requests.length, 2);
  bad.instead = answering(429);
  assert.deepEqual(await rejected(client(bad.url)), ['source_busy', undefined]);
  bad.instead = answering(401);
  assert.deepEqual(await rejected(client(bad.url)), ['source_refused', undefined]);
  bad.instead = answering(200, '{}');
  assert.deepEqual(await rejected(client(bad.url)), ['source_answer_unfit', undefined]);
  assert.deepEqual(await rejected(client()), ['source_unreachable', undefined]);
});

test('an endpoint of another chain is not read, and no message holds the path or password of an address', async () => {
  bad.instead = (path, response) => {
    if (path.endsWith('/block-height/0')) response.end(`${'0'.repeat(63)}1`);
    return path.endsWith('/block-height/0');
  };
  const secret = `${bad.url}/token-1234`;
  await assert.rejects(client(secret).tipHash(), (error: SourceError) => {
    assert.equal(error.code, 'source_wrong_chain');
    assert.ok(!error.message.includes('token-1234'));
    return true;
  });
  assert.equal(await client(bad.url, good.url).tipHash(), top());
});

test('answers that the interface does not allow are refused whole', async () => {
  const [txid, block_hash] = ['a'.repeat(64), 'b'.repeat(64)];
  const status = { confirmed: true, block_height: 30, block_hash, block_time: 1_700_000_000 };
  const prevout = { value: 1_000, scriptpubkey_address: party('p2tr', 'bob').address };
  const sound = {
    txid,
    vin: [{ is_coinbase: false, prevout }],
    vout: [{ value: 900, scriptpubkey_address: ANN.address }],
    fee: 100,
    status,
  };
  const wrong: object[] = [
    { ...sound, txid: 'a' },
    { ...sound, vout: [{ ...sound.vout[0], value: -1 }] },
    { ...sound, vout: [{ ...sound.vout[0], value: 0.5 }] },
    { ...sound, vout: [{ ...sound.vout[0], value: '900' }] },
    { ...sound, vout: [{ ...sound.vout[0], value: 2 ** 53 }] },
    { ...sound, vin: [] },
    { ...sound, fee: 99 },
    { ...sound, vin: [{ is_coinbase: true, prevout }] },
    { ...sound, vin: [{ is_coinbase: false, prevout: null }] },
    { ...sound, status: { confirmed: false } },
    { ...sound, status: { confirmed: true } },
    { ...sound, status: { ...status, block_height: -1 } },
  ];
  const reader = createBitcoinReader(CHAIN, client(bad.url));
  const answer = (transaction: object, txids: string[]) => {
    bad.instead = (path, response) => {
      if (path.endsWith('/txids')) response.end(JSON.stringify(txids));
      else if (path.endsWith('/txs/chain')) response.end(JSON.stringify([transaction]));
      else if (path.includes('/txs/chain/')) response.end('[]');
      else return false;
      return true;
    };
  };
  const read = async () => {
    const found: bigint[] = [];
    for await (const step of reader.read([ANN.address], 0n, 30n, new AbortController().signal)) {
      found.push(...step.transfers.map(({ amount }) => amount));
    }
    return found;
  };
  answer(sound, [txid]);
  assert.deepEqual(await read(), [900n]);
  for (const transaction of wrong) {
    answer(transaction, [txid]);
    await assert.rejects(read(), { code: 'source_answer_unfit' }, JSON.stringify(transaction));
  }
  answer(sound, [block_hash]);
  await assert.rejects(read(), { code: 'source_answer_unfit' });
  bad.instead = (path, response) => {
    if (!path.includes('/txs/chain')) return false;
    response.end(JSON.stringify([sound]));
    return true;
  };
  await assert.rejects(read(), { code: 'source_answer_unfit' });
});

test('reading ends when it is told to', async () => {
  const reader = createBitcoinReader(CHAIN, client(good.url));
  const read = reader.read([ANN.address], 0n, 30n, AbortSignal.abort());
  await assert.rejects(read[Symbol.asyncIterator]().next(), { name: 'AbortError' });
});
