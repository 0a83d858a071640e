import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getAddress } from 'viem';
import { mainnetBlocks, recordedNode } from '../../testing/recorded-node.ts';
import type { RpcServer } from '../../testing/rpc-server.ts';
import type { Transfer } from '../transfer.ts';
import { type EvmReader, openEvmReader } from './reader.ts';

const chain = mainnetBlocks();
const { blocks, receipts } = chain;
const FIRST = 17_173_049n;
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

let node: RpcServer;
let reader: EvmReader;
before(async () => {
  node = await recordedNode(chain);
  reader = openEvmReader({ chainId: 1, native: { symbol: 'ETH', decimals: 18 }, endpoints: [node.url] });
});
after(() => node.close());

async function transfersOf(addresses: readonly string[]): Promise<Transfer[]> {
  const found: Transfer[] = [];
  const { signal } = new AbortController();
  for await (const step of reader.read(addresses, FIRST, FIRST + 1n, signal)) found.push(...step.transfers);
  return found;
}

/** How much moved, by address, asset and what moved it: the sum and how often. */
class Sums {
  readonly byAddress = new Map<string, Map<string, { sum: bigint; times: number }>>();

  add(address: string, what: string, amount: bigint): void {
    if (amount === 0n) return;
    const sums = this.byAddress.get(address) ?? new Map<string, { sum: bigint; times: number }>();
    const { sum, times } = sums.get(what) ?? { sum: 0n, times: 0 };
    this.byAddress.set(address, sums.set(what, { sum: sum + amount, times: times + 1 }));
  }

  of(address: string): [string, { sum: bigint; times: number }][] {
    return [...(this.byAddress.get(address) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

/** The sums as the blocks have them, found without the reader. */
function recordedSums(): Sums {
  const sums = new Sums();
  const sent = new Map(blocks.flatMap(({ transactions }) => transactions.map((one) => [one.hash, one])));
  for (const receipt of receipts) {
    const one = sent.get(receipt.transactionHash);
    assert.ok(one);
    sums.add(one.from, 'ETH fee', -BigInt(receipt.gasUsed) * BigInt(receipt.effectiveGasPrice));
    if (receipt.status === '0x0') {
      assert.equal(receipt.logs.length, 0);
      continue;
    }
    const to = one.to ?? receipt.contractAddress;
    assert.ok(to);
    sums.add(one.from, 'ETH value', -BigInt(one.value));
    sums.add(to, 'ETH value', BigInt(one.value));
    for (const { address, topics, data } of receipt.logs) {
      if (topics[0] !== TRANSFER || topics.length !== 3) continue;
      const [from, receiver] = [`0x${topics[1]?.slice(26)}`, `0x${topics[2]?.slice(26)}`];
      if (from === receiver) continue;
      sums.add(from, `${address} log`, -BigInt(data));
      sums.add(receiver, `${address} log`, BigInt(data));
    }
  }
  for (const { address, amount } of blocks.flatMap(({ withdrawals }) => withdrawals)) {
    sums.add(address, 'ETH withdrawal', BigInt(amount) * 10n ** 9n);
  }
  return sums;
}

function sumsOf(transfers: readonly Transfer[]): Sums {
  const sums = new Sums();
  for (const { address, asset, index, direction, amount } of transfers) {
    const what = `${asset.contract?.toLowerCase() ?? asset.symbol} ${index.split(':')[0]}`;
    assert.ok(address);
    sums.add(address.toLowerCase(), what, direction === 'in' ? amount : -amount);
  }
  return sums;
}

/** Every address of the blocks: of senders and receivers, contracts, and all that topics may name. */
const everyone = new Set([
  ...blocks.flatMap(({ miner, transactions, withdrawals }) => [
    miner,
    ...transactions.flatMap(({ from, to }) => [from, to ?? from]),
    ...withdrawals.map(({ address }) => address),
  ]),
  ...receipts.flatMap(({ contractAddress, logs }) => [
    ...(contractAddress === null ? [] : [contractAddress]),
    ...logs.flatMap(({ address, topics }) => [
      address,
      ...topics.slice(1).flatMap((topic) => (/^0x0{24}/.test(topic) ? [`0x${topic.slice(26)}`] : [])),
    ]),
  ]),
]);

test('with any address of two mainnet blocks as a wallet, each movement and fee is exact', async () => {
  const recorded = recordedSums();
  assert.ok(everyone.size > 600);
  for (const address of everyone) {
    const transfers = await transfersOf([getAddress(address)]);
    assert.deepEqual(sumsOf(transfers).of(address), recorded.of(address), address);
    const identities = transfers.map(({ transaction, index }) => `${transaction} ${index}`);
    assert.equal(new Set(identities).size, transfers.length);
    assert.deepEqual(new Set(transfers.map((one) => one.address)).size, transfers.length === 0 ? 0 : 1);
  }
});

test('read together they are the same, in the order of the chain, and over all of them what moved cancels', async () => {
  const recorded = recordedSums();
  const transfers = await transfersOf([...everyone]);
  assert.deepEqual(new Set(sumsOf(transfers).byAddress.keys()), new Set(recorded.byAddress.keys()));
  for (const address of everyone) assert.deepEqual(sumsOf(transfers).of(address), recorded.of(address));

  const positions = transfers.map(({ position }) => position);
  assert.deepEqual(positions, positions.toSorted());
  const places = new Map(
    blocks.flatMap(({ transactions }, block) =>
      transactions.map(({ hash }, place): [string, number] => [hash, 1_000 * block + place]),
    ),
  );
  const order = transfers.flatMap(({ transaction }) => places.get(transaction) ?? []);
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  );

  const total = (wanted: (transfer: Transfer) => boolean) =>
    transfers
      .filter(wanted)
      .reduce((sum, { direction, amount }) => sum + (direction === 'in' ? amount : -amount), 0n);
  const tokens = new Set(transfers.flatMap(({ asset }) => asset.contract ?? []));
  assert.ok(tokens.size > 40);
  for (const token of tokens)
    assert.equal(
      total(({ asset }) => asset.contract === token),
      0n,
    );
  assert.equal(
    total(({ index }) => index === 'value'),
    0n,
  );
  assert.equal(
    total(({ kind }) => kind === 'fee'),
    receipts.reduce((sum, one) => sum - BigInt(one.gasUsed) * BigInt(one.effectiveGasPrice), 0n),
  );
  assert.equal(
    receipts.reduce((sum, { gasUsed }) => sum + BigInt(gasUsed), 0n),
    blocks.reduce((sum, { gasUsed }) => sum + BigInt(gasUsed), 0n),
  );
  const staked = blocks.flatMap(({ withdrawals }) => withdrawals);
  assert.equal(
    total(({ kind }) => kind === 'staking'),
    staked.reduce((sum, { amount }) => sum + BigInt(amount) * 1_000_000_000n, 0n),
  );
});

test('a failed transaction costs its sender gas and moves nothing, whatever it would have sent', async () => {
  const sent = new Map(blocks.flatMap(({ transactions }) => transactions.map((one) => [one.hash, one])));
  const failed = receipts.filter(({ status }) => status === '0x0');
  assert.equal(failed.length, 9);
  const transfers = await transfersOf([...everyone]);
  for (const { transactionHash, gasUsed, effectiveGasPrice } of failed) {
    const one = sent.get(transactionHash);
    assert.ok(one);
    const [fee, ...more] = transfers.filter(({ transaction }) => transaction === transactionHash);
    assert.deepEqual(more, []);
    assert.deepEqual([fee?.index, fee?.direction, fee?.kind], ['fee', 'out', 'fee']);
    assert.equal(fee?.amount, BigInt(gasUsed) * BigInt(effectiveGasPrice));
    assert.equal(fee?.address, getAddress(one.from));
    assert.equal(fee?.method, one.input.length > 2 ? one.input : null);
  }
});
