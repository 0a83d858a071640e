import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { RpcError, rpcServer } from './rpc-server.ts';

type Hex = `0x${string}`;

export interface RecordedLog {
  address: Hex;
  topics: Hex[];
  data: Hex;
  blockNumber: Hex;
  transactionHash: Hex;
  logIndex: Hex;
}

/** Blocks as JSON-RPC has them, so much of them as tests look at. */
export interface RecordedChain {
  chainId: Hex;
  blocks: {
    number: Hex;
    hash: Hex;
    gasUsed: Hex;
    miner: Hex;
    transactions: { hash: Hex; from: Hex; to: Hex | null; value: Hex; input: Hex }[];
    withdrawals: { index: Hex; address: Hex; amount: Hex }[];
  }[];
  receipts: {
    transactionHash: Hex;
    status: Hex;
    gasUsed: Hex;
    effectiveGasPrice: Hex;
    contractAddress: Hex | null;
    logs: RecordedLog[];
  }[];
}

/** Two whole blocks of Ethereum's mainnet: see the fixture's README. */
export function mainnetBlocks(): RecordedChain {
  const file = new URL('../sources/evm/fixtures/mainnet-17173049-17173050.json.gz', import.meta.url);
  return JSON.parse(gunzipSync(readFileSync(file)).toString());
}

/** A node that knows recorded blocks alone, no state, and does not trace. */
export function recordedNode({ chainId, blocks, receipts }: RecordedChain) {
  const receiptOf = new Map(receipts.map((receipt) => [receipt.transactionHash, receipt]));
  const blockAt = new Map(blocks.map((block) => [block.number, block]));
  const logs = receipts.flatMap((receipt) => receipt.logs);
  const answers: Record<string, (params: unknown[]) => unknown> = {
    eth_chainId: () => chainId,
    eth_getBlockByNumber: ([number, full]) => {
      const block = number === 'latest' ? blocks.at(-1) : blockAt.get(number as Hex);
      if (block === undefined) return null;
      return full ? block : { ...block, transactions: block.transactions.map(({ hash }) => hash) };
    },
    eth_getTransactionReceipt: ([hash]) => receiptOf.get(hash as Hex) ?? null,
    eth_getLogs: ([filter]) => logs.filter((log) => fits(log, filter as LogFilter)),
    eth_getCode: () => '0x',
    eth_call: () => '0x',
  };
  return rpcServer((method, params) => {
    const answer = answers[method];
    if (answer === undefined)
      throw new RpcError(-32601, `the method ${method} does not exist/is not available`);
    return answer(params);
  });
}

interface LogFilter {
  fromBlock: Hex;
  toBlock: Hex;
  /** Null: any. Several: any of them. */
  topics: (null | Hex | Hex[])[];
}

function fits(log: RecordedLog, { fromBlock, toBlock, topics }: LogFilter): boolean {
  return (
    BigInt(log.blockNumber) >= BigInt(fromBlock) &&
    BigInt(log.blockNumber) <= BigInt(toBlock) &&
    topics.every((wanted, at) => {
      const topic = log.topics[at];
      return topic !== undefined && (wanted === null || [wanted].flat().includes(topic));
    })
  );
}
