import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { type BitcoinChain, bitcoinChain, coinOf, PARTY_TYPES, party } from '../../testing/bitcoin-chain.ts';
import { type EsploraServer, esploraServer } from '../../testing/esplora-server.ts';
import type { ChainReader, ReadStep } from '../chain-reader.ts';
import { newestOnChain } from '../fork.ts';
import type { Transfer } from '../transfer.ts';
import { createEsplora } from './esplora.ts';
import { createBitcoinReader } from './reader.ts';

const CHAIN = 'bip122:0f9188f13cb7b2c71f2a335e3a4fc328';
const ANN = party('p2wpkh', 'ann');
const BOB = party('p2pkh', 'bob');
const MINER = party('p2tr', 'miner');

let chain: BitcoinChain;
let server: EsploraServer;
let reader: ChainReader;
before(async () => {
  server = await esploraServer(new Proxy({} as BitcoinChain, { get: (_, key) => Reflect.get(chain, key) }));
  reader = createBitcoinReader(CHAIN, createEsplora({ endpoints: [server.url], chain: CHAIN, pause: 1 }));
});
beforeEach(() => {
  chain = bitcoinChain();
});
after(() => server.close());

async function steps(
  addresses: string[],
  from = 0n,
  to = BigInt(chain.blocks.length - 1),
): Promise<ReadStep[]> {
  const read: ReadStep[] = [];
  for await (const step of reader.read(addresses, from, to, new AbortController().signal)) read.push(step);
  return read;
}

async function transfers(...args: Parameters<typeof steps>): Promise<Transfer[]> {
  return (await steps(...args)).flatMap((step) => step.transfers);
}

/** What a test is about of a transfer. */
const brief = ({ index, direction, kind, amount, counterparty }: Transfer) =>
  [index, direction, kind, amount, counterparty] as const;

const sum = (moved: readonly Transfer[]) =>
  moved.reduce((total, { direction, amount }) => total + (direction === 'in' ? amount : -amount), 0n);

describe('what a transaction moved', () => {
  test('of each type of address: mined, paid with change and a fee, received, and the balance is their sum', async () => {
    for (const type of PARTY_TYPES) {
      const payer = party(type, 'payer');
      const coin = chain.mine(payer);
      const paid = chain.send(
        chain.sign(
          [coin],
          [
            [ANN.address, 1_000_000_000n],
            [payer.address, 3_999_990_000n],
          ],
        ),
      );
      chain.mine(MINER);
      const moved = await transfers([payer.address]);
      assert.deepEqual(moved.map(brief), [
        ['out:0', 'in', 'mining', 5_000_000_000n, null],
        ['out:0', 'out', 'transfer', 1_000_000_000n, ANN.address],
        ['fee', 'out', 'fee', 10_000n, null],
      ]);
      assert.equal(sum(moved), await reader.balance(payer.address, null, BigInt(chain.blocks.length - 1)));
      const received = (await transfers([ANN.address])).filter(
        ({ transaction }) => transaction === paid.txid,
      );
      assert.deepEqual(received.map(brief), [['out:0', 'in', 'transfer', 1_000_000_000n, payer.address]]);
      const height = chain.blocks.length - 1;
      assert.deepEqual(received[0]?.block, { number: BigInt(height), hash: chain.blocks[height]?.hash });
      assert.equal(
        received[0]?.at,
        new Date((1_700_000_000 + 600 * height) * 1000).toISOString().replace('Z', '000Z'),
      );
      assert.deepEqual(received[0]?.asset, { contract: null, symbol: 'tBTC', decimals: 8 });
    }
  });

  test('a wallet of several addresses that pays itself pays the fee alone', async () => {
    const coin = chain.mine(ANN);
    chain.send(chain.sign([coin], [[BOB.address, 4_999_999_000n]]));
    chain.mine(MINER);
    const moved = await transfers([ANN.address, BOB.address], 2n);
    assert.deepEqual(moved.map(brief), [['fee', 'out', 'fee', 1_000n, null]]);
  });

  test('where two wallets fund one, each has its part of the fee and what it gained or lost', async () => {
    const [one, two] = [chain.mine(ANN), chain.mine(BOB)];
    const half = chain.send(
      chain.sign(
        [one],
        [
          [ANN.address, 1_000_000_000n],
          [MINER.address, 3_999_999_000n],
        ],
      ),
    );
    chain.mine(MINER);
    chain.send(
      chain.sign(
        [coinOf(half, 0, ANN), two],
        [
          [MINER.address, 3_000_000_000n],
          [BOB.address, 2_999_999_993n],
        ],
      ),
    );
    chain.mine(MINER);
    const top = BigInt(chain.blocks.length - 1);
    // a fee of 7, of which 7 · 10/60 and 7 · 50/60, rounded down
    assert.deepEqual((await transfers([ANN.address], top)).map(brief), [
      ['in:0', 'out', 'transfer', 999_999_999n, null],
      ['fee', 'out', 'fee', 1n, null],
    ]);
    assert.deepEqual((await transfers([BOB.address], top)).map(brief), [
      ['in:1', 'out', 'transfer', 2_000_000_002n, null],
      ['fee', 'out', 'fee', 5n, null],
    ]);
    for (const { address } of [ANN, BOB]) {
      assert.equal(sum(await transfers([address])), await reader.balance(address, null, top));
    }
  });
});

describe('reading', () => {
  test('more than a page, in steps that rise, in the order of the chain, and a part as the whole has it', async () => {
    let coin = chain.mine(ANN);
    for (let round = 0; round < 60; round += 1) {
      // two in a row within one block: their place in it decides
      for (const value of [coin.value - 1_000n, coin.value - 2_000n]) {
        const next = chain.send(
          chain.sign(
            [coin],
            [
              [BOB.address, 600n],
              [ANN.address, value - 600n],
            ],
          ),
        );
        coin = coinOf(next, 1, ANN);
      }
      chain.mine(MINER);
    }
    const all = await steps([ANN.address]);
    assert.equal(all.length, 2);
    const moved = all.flatMap((step) => step.transfers);
    assert.equal(moved.length, 1 + 60 * 2 * 2);
    assert.deepEqual(
      moved.map(({ position }) => position).sort(),
      moved.map(({ position }) => position),
    );
    assert.equal(new Set(moved.map(({ position }) => position)).size, moved.length);
    assert.equal(sum(moved), coin.value);
    for (const step of all) {
      const heights = step.blocks.map(({ number }) => number);
      assert.equal(heights.at(-1), step.upTo);
      for (const { block } of step.transfers) assert.ok(block && heights.includes(block.number));
    }
    const middle = await transfers([ANN.address], 20n, 40n);
    assert.deepEqual(
      middle,
      moved.filter(({ block }) => block && block.number >= 20n && block.number <= 40n),
    );
    server.requests.length = 0;
    assert.equal((await transfers([ANN.address], 61n)).length, 4);
    assert.equal(server.requests.filter((path) => path.includes('/txs/chain')).length, 1);
  });

  test('a wallet without transactions has read all the same, and what does not exist is told', async () => {
    chain.mine(MINER);
    const [step, ...others] = await steps([ANN.address]);
    assert.deepEqual([step, others], [{ transfers: [], blocks: [await reader.head()], upTo: 1n }, []]);
    assert.equal(await reader.blockHash(2n), null);
    assert.equal(await reader.token(ANN.address), null);
    await assert.rejects(steps([ANN.address], 0n, 9n), { code: 'source_unreachable' });
  });
});

describe('what is not settled', () => {
  test('a replaced transaction gives way to its replacement, a dropped one to nothing', async () => {
    const coin = chain.mine(BOB);
    const slow = chain.send(chain.sign([coin], [[ANN.address, 4_999_999_000n]]));
    const [waiting, ...none] = await reader.pending([ANN.address]);
    assert.deepEqual(none, []);
    assert.ok(waiting);
    assert.deepEqual([waiting.transaction, waiting.at, waiting.block], [slow.txid, null, null]);

    const fast = chain.send(chain.sign([coin], [[ANN.address, 4_999_990_000n]]));
    chain.drop(slow.txid);
    assert.deepEqual(
      (await reader.pending([ANN.address, BOB.address])).map(({ transaction, index }) => [
        transaction,
        index,
      ]),
      [[fast.txid, 'fee']],
    );
    chain.drop(fast.txid);
    assert.deepEqual(await reader.pending([ANN.address]), []);
  });

  test('a reorganisation of any depth is found, and reading from there has what the chain has now', async () => {
    for (const depth of [1, 2, 6, 12]) {
      for (let height = 0; height < 15; height += 1) chain.mine(ANN);
      const kept = chain.blocks.map(({ hash }, height) => ({ number: BigInt(height), hash })).reverse();
      chain.undo(depth);
      for (let height = 0; height < depth + 1; height += 1) chain.mine(BOB);
      const fork = await newestOnChain(kept, reader.blockHash);
      assert.deepEqual(fork, kept[depth]);
      const from = (fork?.number ?? 0n) + 1n;
      assert.deepEqual(await transfers([ANN.address], from), []);
      assert.equal((await transfers([BOB.address], from)).length, depth + 1);
    }
  });

  test('a chain that changes while it is read gives nothing away', async () => {
    chain.mine(ANN);
    chain.mine(MINER);
    let changed = false;
    server.instead = (path) => {
      if (!changed && path.includes('/txs/chain')) {
        changed = true;
        chain.undo(2);
        chain.mine(BOB);
        chain.mine(BOB);
      }
      return false;
    };
    await assert.rejects(steps([ANN.address]), { code: 'source_unreachable' });
    server.instead = () => false;
    assert.deepEqual(await transfers([ANN.address]), []);
  });
});
