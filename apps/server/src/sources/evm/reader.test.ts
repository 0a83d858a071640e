import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { EVM_CHAIN_ID, type EvmNode, evmNode } from '../../testing/evm-node.ts';
import type { RpcRequest, RpcServer } from '../../testing/rpc-server.ts';
import { type Tracing, tracingNode } from '../../testing/tracing-node.ts';
import type { ReadStep } from '../chain-reader.ts';
import { newestOnChain } from '../fork.ts';
import type { SourceBlock, Transfer } from '../transfer.ts';
import { type EvmReader, openEvmReader } from './reader.ts';

const COIN = { symbol: 'ETH', decimals: 18 };

let node: EvmNode;
let servers: Record<Tracing, RpcServer>;
let reader: EvmReader;
let ann: string;
let bob: string;
let cat: string;
let dan: string;
let token: string;
let payer: string;
before(async () => {
  node = await evmNode();
  servers = {
    none: await tracingNode(node, 'none'),
    debug: await tracingNode(node, 'debug'),
    trace: await tracingNode(node, 'trace'),
  };
  reader = readerOf(servers.debug);
  [ann = '', bob = '', cat = '', dan = ''] = node.accounts;
  token = await node.deploy(ann, 'Token', ['Dollar', 'USDX', 6, 1_000_000_000n]);
  payer = await node.deploy(ann, 'Payer', [], 1_000n);
});
after(async () => {
  await Promise.all(Object.values(servers).map((server) => server.close()));
  await node.close();
});

const readerOf = (server: { url: string }, options: { traces?: boolean } = {}): EvmReader =>
  openEvmReader({ chainId: EVM_CHAIN_ID, native: COIN, endpoints: [server.url], pause: 1, ...options });

async function steps(addresses: string[], from: bigint, to: bigint, of = reader): Promise<ReadStep[]> {
  const read: ReadStep[] = [];
  for await (const step of of.read(addresses, from, to, new AbortController().signal)) read.push(step);
  return read;
}

/** What the blocks that `work` mines moved, of these addresses. */
async function moved(addresses: string[], work: () => Promise<unknown>, of = reader): Promise<Transfer[]> {
  const before = await node.height();
  await work();
  return (await steps(addresses, before + 1n, await node.height(), of)).flatMap((step) => step.transfers);
}

/** What a test is about of a transfer. */
const brief = ({ index, direction, amount, counterparty }: Transfer) =>
  [index, direction, amount, counterparty] as const;
const withoutFees = (transfers: Transfer[]) => transfers.filter(({ kind }) => kind !== 'fee').map(brief);

const sum = (transfers: readonly Transfer[], contract: string | null = null) =>
  transfers
    .filter(({ asset }) => asset.contract === contract)
    .reduce((total, { direction, amount }) => total + (direction === 'in' ? amount : -amount), 0n);

describe('what a transaction moved', () => {
  test('a payment, with its gas, place and time', async () => {
    const [value, fee, ...more] = await moved([ann], () => node.send({ from: ann, to: bob, value: 7n }));
    assert.ok(value && fee);
    assert.deepEqual(more, []);
    const block = (await node.rpc('eth_getBlockByNumber', 'latest', false)) as Record<string, string>;
    const receipt = (await node.rpc('eth_getTransactionReceipt', value.transaction)) as Record<
      string,
      string
    >;
    assert.deepEqual(value, {
      source: 'eip155:31337',
      transaction: receipt.transactionHash,
      index: 'value',
      direction: 'out',
      kind: 'transfer',
      asset: { contract: null, ...COIN },
      amount: 7n,
      address: ann,
      counterparty: bob,
      at: new Date(Number(block.timestamp) * 1_000).toISOString().replace('Z', '000Z'),
      block: { number: await node.height(), hash: block.hash },
      position: `${`${await node.height()}`.padStart(10, '0')}.000000.1`,
      method: null,
    });
    const cost = BigInt(receipt.gasUsed ?? 0) * BigInt(receipt.effectiveGasPrice ?? 0);
    assert.deepEqual([fee.kind, ...brief(fee)], ['fee', 'fee', 'out', cost, null]);
    assert.ok(value.position < fee.position);
  });

  test('between two addresses that are read there are two transfers with one identity; to oneself only the fee', async () => {
    const both = await moved([ann, bob], () => node.send({ from: ann, to: bob, value: 7n }));
    assert.deepEqual(
      both.map(({ index, direction, address }) => [index, direction, address]),
      [
        ['value', 'out', ann],
        ['value', 'in', bob],
        ['fee', 'out', ann],
      ],
    );
    const self = await moved([ann], async () => {
      await node.send({ from: ann, to: ann, value: 7n });
      await node.call(ann, token, ['Token', 'transfer'], [ann, 7n]);
    });
    assert.deepEqual(
      self.map(({ index }) => index),
      ['fee', 'fee'],
    );
  });

  test('tokens: one, several in one transaction, by another, equal fills, nothing of an approval or of no amount', async () => {
    const transfers = await moved([bob], async () => {
      await node.call(ann, token, ['Token', 'transfer'], [bob, 500n]);
      await node.call(
        ann,
        token,
        ['Token', 'transferMany'],
        [
          [bob, cat, bob, bob],
          [5n, 6n, 5n, 0n],
        ],
      );
      await node.call(bob, token, ['Token', 'approve'], [cat, 90n]);
      await node.call(cat, token, ['Token', 'transferFrom'], [bob, dan, 30n]);
    });
    assert.deepEqual(withoutFees(transfers), [
      ['log:0', 'in', 500n, ann],
      ['log:0', 'in', 5n, ann],
      ['log:2', 'in', 5n, ann],
      ['log:0', 'out', 30n, dan],
    ]);
    assert.deepEqual(transfers[0]?.asset, { contract: token, symbol: 'USDX', decimals: 6 });
    assert.equal(transfers[0]?.method, '0xa9059cbb');
    // The approval is bob's own transaction; the transfer by it is not.
    assert.equal(transfers.filter(({ kind }) => kind === 'fee').length, 1);
    assert.equal(sum(transfers, token), await reader.balance(bob, token, await node.height()));
  });

  test('a log keeps its identity wherever its transaction is mined', async () => {
    const transfers = await moved([dan], () =>
      node.together(async () => {
        await node.call(
          ann,
          token,
          ['Token', 'transferMany'],
          [
            [bob, cat],
            [1n, 1n],
          ],
        );
        await node.call(
          ann,
          token,
          ['Token', 'transferMany'],
          [
            [bob, dan],
            [1n, 1n],
          ],
        );
      }),
    );
    assert.deepEqual(withoutFees(transfers), [['log:1', 'in', 1n, ann]]);
    assert.match(transfers[0]?.position ?? '', /^\d{10}\.000001\.3\.000001$/);
  });

  test('a failed transaction costs gas and moves nothing', async () => {
    const transfers = await moved([ann, bob, payer], async () => {
      await node.call(ann, payer, ['Payer', 'payAndRevert'], [bob], 9n);
      await node.call(bob, token, ['Token', 'transfer'], [ann, 10n ** 12n]);
    });
    assert.deepEqual(
      transfers.map(({ index, address }) => [index, address]),
      [
        ['fee', ann],
        ['fee', bob],
      ],
    );
  });

  test('a contract that is created is paid, and a token that is no fungible one is left out', async () => {
    const created = await moved([ann], () => node.deploy(ann, 'Payer', [], 3n));
    const [value] = created;
    assert.deepEqual([value?.index, value?.amount], ['value', 3n]);
    const received = await steps([value?.counterparty ?? ''], await node.height(), await node.height());
    assert.deepEqual(withoutFees(received.flatMap(({ transfers }) => transfers)), [['value', 'in', 3n, ann]]);
    const collectible = await node.deploy(ann, 'Collectible');
    assert.deepEqual(
      await moved([bob], () => node.call(ann, collectible, ['Collectible', 'give'], [bob, 1n])),
      [],
    );
  });
});

describe('transfers within a transaction', () => {
  /** In each way in which a contract can pay. */
  const work = async () => {
    await node.call(
      ann,
      payer,
      ['Payer', 'split'],
      [
        [bob, cat, bob],
        [1n, 2n, 0n],
      ],
      5n,
    );
    await node.call(ann, payer, ['Payer', 'tryTwice'], [bob, 3n], 4n);
    await node.call(ann, payer, ['Payer', 'payByLibrary'], [payer, cat, 6n], 6n);
    await node.call(ann, payer, ['Payer', 'payByContract'], [bob], 8n);
    await node.call(ann, payer, ['Payer', 'payAndRevert'], [bob], 9n);
  };

  for (const tracing of ['debug', 'trace'] as const) {
    test(`are read where the node traces (${tracing}), and sum to what balances changed by`, async () => {
      const traced = readerOf(servers[tracing], { traces: true });
      assert.equal(await traced.traces(), tracing);
      const addresses = [ann, bob, cat, payer];
      const start = await node.height();
      const transfers = await moved(addresses, work, traced);
      const received = (by: string) =>
        transfers
          .filter(({ address, direction }) => address === by && direction === 'in')
          .map(({ index, amount }) => [index, amount]);
      assert.deepEqual(received(bob), [
        ['call:0.0', 1n],
        ['call:0.0', 3n],
        ['call:0.0.0', 8n],
      ]);
      assert.deepEqual(received(cat), [
        ['call:0.1', 2n],
        ['call:0.0.0', 6n],
      ]);
      for (const address of addresses) {
        const [was, is] = [
          await traced.balance(address, null, start),
          await traced.balance(address, null, await node.height()),
        ];
        assert.equal(sum(transfers.filter((one) => one.address === address)), is - was, address);
      }
    });
  }

  test('are not read where no node traces, which the reader says, or refuses to read', async () => {
    const blind = readerOf(servers.none);
    assert.equal(await blind.traces(), null);
    assert.deepEqual(await moved([bob], work, blind), []);
    await assert.rejects(steps([bob], 0n, 1n, readerOf(servers.none, { traces: true })), {
      code: 'source_refused',
    });
    assert.equal(await readerOf(servers.debug, { traces: false }).traces(), null);
  });

  test('are read from another endpoint when the one that traces fails', async () => {
    const endpoints = [servers.none.url, servers.debug.url];
    const both = openEvmReader({ chainId: EVM_CHAIN_ID, native: COIN, endpoints, pause: 1 });
    assert.equal(await both.traces(), 'debug');
    assert.equal(sum(await moved([bob], work, both)), 12n);
  });
});

describe('tokens', () => {
  test('say their symbol, name and decimals, in text or in 32 bytes', async () => {
    assert.deepEqual(await reader.token(token), { symbol: 'USDX', name: 'Dollar', decimals: 6 });
    const old = await node.deploy(ann, 'OldToken');
    assert.deepEqual(await reader.token(old), {
      symbol: 'OLD',
      name: 'Thirty-two bytes, all are in use',
      decimals: null,
    });
    assert.equal(await reader.token(bob), null);
  });

  test('that are hostile are bounded, and what does not print is left out', async () => {
    const hostile = await node.deploy(ann, 'HostileToken');
    assert.deepEqual(await reader.token(hostile), {
      symbol: null,
      name: 'Pay here: <b>now</b>',
      decimals: null,
    });
    assert.equal(await reader.balance(bob, hostile, await node.height()), 0n);
    assert.equal(await reader.balance(bob, bob, await node.height()), 0n);
  });
});

describe('reorganisations', () => {
  test('of any depth are found, and reading from there has what the chain has now', async () => {
    const kept: SourceBlock[] = [];
    const keep = async () => {
      const [step] = await steps([bob], await node.height(), await node.height());
      kept.unshift(...(step?.blocks ?? []));
    };
    for (let depth = 1; depth <= 12; depth += 1) {
      await node.send({ from: ann, to: bob, value: 1n });
      await keep();
      const fork = await node.height();
      const snapshot = await node.snapshot();
      for (let block = 0; block < depth; block += 1) {
        await node.send({ from: ann, to: bob, value: 1_000n });
        await keep();
      }
      const undone = kept[0]?.number ?? 0n;
      await node.revert(snapshot);
      assert.equal(await reader.blockHash(undone), null);
      for (let block = 0; block <= depth; block += 1) await node.send({ from: ann, to: bob, value: 5n });
      const standing = await newestOnChain(kept, (height) => reader.blockHash(height));
      assert.equal(standing?.number, fork);
      kept.splice(
        0,
        kept.findIndex(({ number }) => number === fork),
      );
      const again = (await steps([bob], fork + 1n, await node.height())).flatMap(
        ({ transfers }) => transfers,
      );
      assert.deepEqual(
        again.map(({ amount }) => amount),
        Array(depth + 1).fill(5n),
      );
      assert.deepEqual(await reader.head(), again.at(-1)?.block);
    }
  });

  test('while blocks are read give nothing away', async (t) => {
    const whileReading = [
      ({ method }: RpcRequest) => method === 'eth_getLogs',
      ({ method, params }: RpcRequest) => method === 'eth_getBlockByNumber' && params[1] === true,
    ];
    for (const [at, isDue] of whileReading.entries()) {
      const snapshot = await node.snapshot();
      const start = (await node.height()) + 1n;
      for (let block = 0; block < 3; block += 1)
        await node.call(ann, token, ['Token', 'transfer'], [bob, 5n]);
      const end = await node.height();
      let left = 1;
      const server = await tracingNode(node, 'none');
      t.after(() => server.close());
      const changing = readerOf(server, { traces: false });
      await changing.head();
      server.after = async (calls) => {
        if (left === 0 || !calls.some(isDue)) return;
        left = 0;
        await node.revert(snapshot);
        for (let block = 0; block < 3; block += 1)
          await node.call(ann, token, ['Token', 'transfer'], [bob, 6n + BigInt(at)]);
      };
      await assert.rejects(steps([bob], start, end, changing), { code: 'source_unreachable' });
      assert.equal(left, 0);
      const now = (await steps([bob], start, end, changing)).flatMap(({ transfers }) => transfers);
      assert.deepEqual(
        now.map(({ amount }) => amount),
        Array(3).fill(6n + BigInt(at)),
      );
    }
  });
});

describe('reading', () => {
  test('more than a step has, in steps that rise, and a part as the whole has it', async () => {
    const start = await node.height();
    await node.send({ from: ann, to: bob, value: 1n });
    await node.mine(150);
    await node.send({ from: ann, to: bob, value: 2n });
    const end = await node.height();
    const read = await steps([bob], start + 1n, end);
    assert.ok(read.length > 1);
    assert.deepEqual(
      read.map(({ upTo }) => upTo),
      read.map(({ blocks }) => blocks.at(-1)?.number),
    );
    const transfers = read.flatMap((step) => step.transfers);
    assert.deepEqual(
      transfers.map(({ amount }) => amount),
      [1n, 2n],
    );
    const part = (await steps([bob], end, end)).flatMap((step) => step.transfers);
    assert.deepEqual(part, transfers.slice(1));
    assert.deepEqual(await steps([], end, end), [
      { transfers: [], blocks: [await reader.head()], upTo: end },
    ]);
    assert.deepEqual(await steps([bob], end + 1n, end), []);
    await assert.rejects(steps([bob], end, end + 1n), { code: 'source_unreachable' });
    assert.deepEqual(await reader.pending([bob]), []);
  });

  test('ends when it is told to', async () => {
    const abort = new AbortController();
    const read = async () => {
      for await (const _ of reader.read([bob], 0n, await node.height(), abort.signal)) abort.abort();
    };
    await assert.rejects(read(), { name: 'AbortError' });
  });
});
