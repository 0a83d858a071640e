import { SourceError } from '../source-error.ts';
import type { SourceBlock } from '../transfer.ts';
import {
  type RpcBlock,
  RpcBlockOrNull,
  RpcHeaderOrNull,
  type RpcLog,
  RpcLogs,
  RpcReceiptOrNull,
  type RpcTransaction,
} from './answers.ts';
import { type JsonRpc, RpcRefusal } from './json-rpc.ts';
import type { BlockFacts, TransactionFacts } from './movements.ts';
import { TRANSFER, tokenMove, topicOf } from './token-logs.ts';
import { type TraceMethod, traceCall, type ValueCall, valueCalls } from './traces.ts';

interface WindowOptions {
  /** The addresses that are read, in lower case. */
  own: ReadonlySet<string>;
  start: bigint;
  /** Included. */
  end: bigint;
  /** The block below `start`, where it has been read. */
  before: SourceBlock | null;
  traces: TraceMethod | null;
}

/** All of some blocks that touches the addresses, in the order of the chain. */
export interface Window {
  transactions: TransactionFacts[];
  withdrawals: { block: BlockFacts; paid: NonNullable<RpcBlock['withdrawals']> }[];
  /** The last block. */
  last: SourceBlock;
}

/** How many blocks are held at once, whole. */
const BLOCKS = 8n;

/** A transaction that touches the addresses, before its receipt is read. */
type Touching = Omit<TransactionFacts, 'receipt'>;

/**
 * Reads the blocks from `start` to `end`. Transfers of tokens are found by their logs, the rest in the blocks themselves,
 * since nothing else tells of every payment. Null: the node refuses the logs of so many blocks at once. Throws
 * `source_unreachable` where the chain changed meanwhile: each block must follow the one before it, the last be the one
 * whose chain the logs were of, and each receipt be of the block that was read.
 */
export async function readWindow(
  rpc: JsonRpc,
  { own, start, end, before, traces }: WindowOptions,
  signal: AbortSignal,
): Promise<Window | null> {
  const found = await logsOf(rpc, own, start, end, signal);
  if (found === null) return null;

  const touching: Touching[] = [];
  const paid: Window['withdrawals'] = [];
  let last = before;
  for (let at = start; at <= end; at += BLOCKS) {
    const numbers: bigint[] = [];
    for (let number = at; number <= end && number < at + BLOCKS; number += 1n) numbers.push(number);
    const blocks = own.size === 0 ? [] : await rpc.ask(numbers.map(blockCall), signal);
    for (const [place, block] of blocks.entries()) {
      if (block === null || BigInt(block.number) !== numbers[place]) throw changed();
      if (last !== null && block.parentHash !== last.hash) throw changed();
      last = { number: BigInt(block.number), hash: block.hash };
      const facts = { ...last, time: BigInt(block.timestamp), size: block.transactions.length };
      const calls = traces === null ? new Map() : await callsOf(rpc, traces, block, signal);
      touching.push(...touchingOf(own, found.logs, facts, block.transactions, calls));
      const withdrawn = (block.withdrawals ?? []).filter(({ address }) => own.has(address.toLowerCase()));
      if (withdrawn.length > 0) paid.push({ block: facts, paid: withdrawn });
    }
  }
  if (own.size > 0 && last?.hash !== found.last.hash) throw changed();

  const transactions = await withReceipts(rpc, touching, signal);
  const read = new Set(
    transactions.flatMap(({ receipt }) =>
      receipt.logs.map(({ blockHash, logIndex }) => `${blockHash} ${BigInt(logIndex)}`),
    ),
  );
  if (found.logs.some(({ blockHash, logIndex }) => !read.has(`${blockHash} ${BigInt(logIndex)}`)))
    throw changed();
  return { transactions, withdrawals: paid, last: found.last };
}

/** The logs of tokens that touch the addresses, and the block up to which they are, of one endpoint. */
async function logsOf(
  rpc: JsonRpc,
  own: ReadonlySet<string>,
  start: bigint,
  end: bigint,
  signal: AbortSignal,
): Promise<{ logs: RpcLog[]; last: SourceBlock } | null> {
  const topics = [...own].map(topicOf);
  const range = { fromBlock: hex(start), toBlock: hex(end) };
  const logs = (...sides: (string[] | null)[]) => ({
    method: 'eth_getLogs',
    params: [{ ...range, topics: [TRANSFER, ...sides] }],
    answer: RpcLogs,
  });
  const last = {
    method: 'eth_getBlockByNumber',
    params: [hex(end), false],
    answer: RpcHeaderOrNull,
  };
  // No topic at all would be every topic.
  const [header, ...answers] = await rpc.askOrRefused(
    topics.length === 0 ? ([last] as const) : ([last, logs(topics), logs(null, topics)] as const),
    () => end > start,
    signal,
  );
  if (header instanceof RpcRefusal || answers.some((answer) => answer instanceof RpcRefusal)) return null;
  if (header === null || BigInt(header.number) !== end) throw changed();
  return {
    logs: answers
      .flatMap((answer) => (answer instanceof RpcRefusal ? [] : answer))
      .filter((log) => tokenMove(log) !== null),
    last: { number: end, hash: header.hash },
  };
}

async function callsOf(
  rpc: JsonRpc,
  method: TraceMethod,
  block: RpcBlock,
  signal: AbortSignal,
): Promise<Map<string, ValueCall[]>> {
  if (block.transactions.length === 0) return new Map();
  const traced = {
    number: BigInt(block.number),
    hash: block.hash,
    transactions: block.transactions.map(({ hash }) => hash),
  };
  const [answer] = await rpc.ask([traceCall(method, traced)], signal);
  return valueCalls(traced, answer);
}

function touchingOf(
  own: ReadonlySet<string>,
  logs: readonly RpcLog[],
  block: BlockFacts,
  transactions: readonly RpcTransaction[],
  calls: ReadonlyMap<string, ValueCall[]>,
): Touching[] {
  const logged = new Set(logs.map(({ transactionHash }) => transactionHash));
  const isOwn = (address: string | null | undefined) => Boolean(address && own.has(address.toLowerCase()));
  return transactions.flatMap((transaction, place) => {
    const within = (calls.get(transaction.hash) ?? []).filter(({ from, to }) => isOwn(from) || isOwn(to));
    // Which contract a transaction creates is in its receipt.
    const creates = !transaction.to && BigInt(transaction.value) > 0n;
    const touches =
      isOwn(transaction.from) ||
      isOwn(transaction.to) ||
      creates ||
      within.length > 0 ||
      logged.has(transaction.hash);
    return touches ? [{ block, place, transaction, calls: within }] : [];
  });
}

async function withReceipts(
  rpc: JsonRpc,
  touching: readonly Touching[],
  signal: AbortSignal,
): Promise<TransactionFacts[]> {
  const receipts = await rpc.ask(
    touching.map(({ transaction }) => ({
      method: 'eth_getTransactionReceipt',
      params: [transaction.hash],
      answer: RpcReceiptOrNull,
    })),
    signal,
  );
  return touching.map((one, at) => {
    const receipt = receipts[at];
    if (!receipt || receipt.blockHash !== one.block.hash) throw changed();
    return { ...one, receipt };
  });
}

function blockCall(number: bigint) {
  return {
    method: 'eth_getBlockByNumber',
    params: [hex(number), true],
    answer: RpcBlockOrNull,
  };
}

function hex(number: bigint): string {
  return `0x${number.toString(16)}`;
}

function changed(): SourceError {
  return new SourceError('source_unreachable', 'The chain changed while it was read: try again.');
}
