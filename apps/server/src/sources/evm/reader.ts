import { smaller } from '@crypto-erp/ledger/decimal';
import { LRUCache } from 'lru-cache';
import { getAddress } from 'viem';
import type { ChainReader, ReadStep, TokenFacts } from '../chain-reader.ts';
import { SourceError } from '../source-error.ts';
import type { SourceAsset, SourceBlock } from '../transfer.ts';
import { RpcHeaderOrNull, RpcQuantity } from './answers.ts';
import { createJsonRpc, type JsonRpcOptions } from './json-rpc.ts';
import { movements, withdrawals } from './movements.ts';
import { tokenBalance, tokenFacts } from './token-facts.ts';
import { tokenMoves } from './token-logs.ts';
import { TRACE_METHODS, type TraceMethod, traceCall } from './traces.ts';
import { readWindow, type Window } from './window.ts';

export interface EvmReaderOptions extends JsonRpcOptions {
  /** The coin that gas is paid in. */
  native: { symbol: string; decimals: number };
  /** Whether transfers within transactions are read: true demands a node that traces. Undefined: where one does. */
  traces?: boolean;
}

export interface EvmReader extends ChainReader {
  /** How transfers within transactions are read, found out once. Null: they are not. */
  traces(): Promise<TraceMethod | null>;
}

/** How many blocks a step has at most. */
const LARGEST_WINDOW = 128n;
/** How many tokens are remembered. */
const TOKENS = 10_000;

/**
 * Reads an EVM chain, by its chain id, over JSON-RPC. Each of a call's addresses is read for itself, so those of several
 * wallets may be read at once.
 */
export function openEvmReader(options: EvmReaderOptions): EvmReader {
  const chain = `eip155:${options.chainId}`;
  const native: SourceAsset = { contract: null, ...options.native };
  const rpc = createJsonRpc(options);
  const known = new LRUCache<string, TokenFacts>({ max: TOKENS });
  let traces: TraceMethod | null | undefined = options.traces === false ? null : undefined;

  async function header(at: bigint | 'latest') {
    const place = at === 'latest' ? at : hex(at);
    const [block] = await rpc.ask([
      { method: 'eth_getBlockByNumber', params: [place, false], answer: RpcHeaderOrNull },
    ]);
    return block;
  }

  async function head(): Promise<SourceBlock> {
    const block = await header('latest');
    if (block === null) throw new SourceError('source_unreachable', 'The node has no block yet: try again.');
    return { number: BigInt(block.number), hash: block.hash };
  }

  /** Asks for a trace of the newest block. A genesis block is traced by no node, so nothing follows from it. */
  async function traceMethod(): Promise<TraceMethod | null> {
    if (traces !== undefined) return traces;
    const newest = await head();
    if (newest.number === 0n) return null;
    let refused: SourceError | undefined;
    for (const method of TRACE_METHODS) {
      try {
        await rpc.ask([traceCall(method, newest)]);
        traces = method;
        return method;
      } catch (error) {
        if (!(error instanceof SourceError) || error.cause === undefined) throw error;
        refused = error;
      }
    }
    if (options.traces === true && refused !== undefined) throw refused;
    traces = null;
    return null;
  }

  async function facts(contract: string): Promise<TokenFacts | null> {
    const found = known.get(contract) ?? (await tokenFacts(rpc, contract));
    if (found !== null) known.set(contract, found);
    return found;
  }

  /** The token as its contract says now. One that does not say has no decimals, so its amounts are in smallest units. */
  async function asset(contract: string): Promise<SourceAsset> {
    const said = await facts(contract);
    return { contract: getAddress(contract), symbol: said?.symbol ?? null, decimals: said?.decimals ?? 0 };
  }

  async function step(own: ReadonlySet<string>, window: Window, signal: AbortSignal): Promise<ReadStep> {
    const tokens = new Map<string, SourceAsset>();
    for (const move of window.transactions.flatMap(({ receipt }) => tokenMoves(receipt))) {
      if (tokens.has(move.contract) || (!own.has(move.from) && !own.has(move.to))) continue;
      signal.throwIfAborted();
      tokens.set(move.contract, await asset(move.contract));
    }
    const context = { chain, native, own, tokens };
    const transfers = [
      ...window.transactions.flatMap((one) => movements(context, one)),
      ...window.withdrawals.flatMap(({ block, paid }) => withdrawals(context, block, paid)),
    ].sort((a, b) => (a.position < b.position ? -1 : a.position > b.position ? 1 : 0));
    const blocks = new Map<bigint, SourceBlock>();
    for (const { block } of transfers) if (block !== null) blocks.set(block.number, block);
    blocks.set(window.last.number, window.last);
    return { transfers, blocks: [...blocks.values()], upTo: window.last.number };
  }

  return {
    chain,
    head,
    traces: traceMethod,
    async *read(addresses, from, to, signal) {
      const own = new Set(addresses.map((address) => address.toLowerCase()));
      const method = own.size === 0 || from > to ? null : await traceMethod();
      let size = LARGEST_WINDOW;
      let before: SourceBlock | null = null;
      for (let start = from; start <= to; ) {
        signal.throwIfAborted();
        const end = smaller(to, start + size - 1n);
        const window: Window | null = await readWindow(
          rpc,
          { own, start, end, before, traces: method },
          signal,
        );
        if (window === null) {
          size = (end - start + 1n) / 2n;
          continue;
        }
        yield await step(own, window, signal);
        before = window.last;
        start = end + 1n;
        size = smaller(LARGEST_WINDOW, size * 2n);
      }
    },
    blockHash: async (height) => (await header(height))?.hash ?? null,
    pending: async () => [],
    token: async (contract) => facts(contract.toLowerCase()),
    async balance(address, contract, block) {
      if (contract !== null) return tokenBalance(rpc, contract, getAddress(address), hex(block));
      const call = { method: 'eth_getBalance', params: [address, hex(block)], answer: RpcQuantity };
      const [balance] = await rpc.ask([call]);
      return BigInt(balance);
    },
  };
}

function hex(number: bigint): string {
  return `0x${number.toString(16)}`;
}
