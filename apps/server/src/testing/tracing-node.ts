import type { EvmNode } from './evm-node.ts';
import { RpcError, rpcServer } from './rpc-server.ts';

/** A call as Geth's `callTracer` tells it. */
interface Frame {
  type: string;
  from: string;
  to?: string;
  value?: string;
  error?: string;
  calls: Frame[];
}

/** One instruction as `debug_traceTransaction` tells it. */
interface Step {
  depth: number;
  op: string;
  /** 32 bytes each, the top one last. */
  stack: string[];
}

interface Block {
  number: string;
  hash: string;
  transactions: { hash: string; from: string; to: string | null; value: string }[];
}

export type Tracing = 'debug' | 'trace' | 'none';

/**
 * A server before a node of Hardhat, which tells instructions alone, that traces calls as Geth does (`debug`), as Parity did
 * (`trace`), or not at all: it finds them in the instructions that the node executed.
 */
export async function tracingNode(node: EvmNode, tracing: Tracing) {
  const server = await rpcServer(async (method, params) => {
    const [of] = params;
    if (method === 'debug_traceBlockByHash' && tracing === 'debug') {
      const { transactions, number } = await blockOf('eth_getBlockByHash', of);
      const frames = await Promise.all(transactions.map((one) => frameOf(node, one, number)));
      return frames.map((result, at) => ({ txHash: transactions[at]?.hash, result }));
    }
    if (method === 'trace_block' && tracing === 'trace') {
      const { transactions, number, hash } = await blockOf('eth_getBlockByNumber', of);
      const frames = await Promise.all(transactions.map((one) => frameOf(node, one, number)));
      return frames.flatMap((frame, at) => rowsOf(frame, [], hash, transactions[at]?.hash ?? ''));
    }
    return node.rpc(method, ...params).catch((error: { code?: number; message: string }) => {
      throw new RpcError(error.code ?? -32603, error.message);
    });
  });

  async function blockOf(method: string, of: unknown): Promise<Block> {
    return (await node.rpc(method, of, true)) as Block;
  }

  return server;
}

async function frameOf(
  node: EvmNode,
  { hash, from, to, value }: Block['transactions'][number],
  block: string,
): Promise<Frame> {
  const trace = (await node.rpc('debug_traceTransaction', hash)) as { failed: boolean; structLogs: Step[] };
  const receipt = (await node.rpc('eth_getTransactionReceipt', hash)) as { contractAddress: string | null };
  const self = to ?? receipt.contractAddress ?? '';
  const root: Frame = { type: to === null ? 'CREATE' : 'CALL', from, to: self, value, calls: [] };
  if (trace.failed) root.error = 'execution reverted';
  const before = `0x${(BigInt(block) - 1n).toString(16)}`;
  const open = [{ frame: root, self }];
  for (const [at, { op, depth, stack }] of trace.structLogs.entries()) {
    const caller = open[depth - 1];
    if (caller === undefined || !/^(?:CALL|CALLCODE|DELEGATECALL|STATICCALL|CREATE2?|SELFDESTRUCT)$/.test(op))
      continue;
    const frame: Frame = { type: op, from: caller.self, calls: [] };
    const top = (down: number) => stack.at(-1 - down) ?? '';
    const result = trace.structLogs
      .slice(at + 1)
      .find((step) => step.depth === depth)
      ?.stack.at(-1);
    if (op === 'SELFDESTRUCT') {
      frame.to = addressIn(top(0));
      frame.value = hex(
        BigInt(String(await node.rpc('eth_getBalance', caller.self, before))) + gained(root, caller.self),
      );
    } else {
      if (BigInt(`0x${result ?? '0'}`) === 0n) frame.error = 'execution reverted';
      if (op.startsWith('CREATE')) frame.to = addressIn(result ?? '');
      else frame.to = addressIn(top(1));
      if (op.startsWith('CREATE')) frame.value = hex(BigInt(`0x${top(0)}`));
      // In Geth a delegated call has its caller's value, which it does not move.
      else if (op === 'DELEGATECALL') frame.value = caller.frame.value;
      else if (op !== 'STATICCALL') frame.value = hex(BigInt(`0x${top(2)}`));
    }
    caller.frame.calls.push(frame);
    const delegated = op === 'DELEGATECALL' || op === 'CALLCODE';
    open[depth] = { frame, self: delegated ? caller.self : (frame.to ?? '') };
  }
  return root;
}

/** What an address gained by the calls so far. */
function gained({ type, from, to, value, error, calls }: Frame, address: string): bigint {
  if (error) return 0n;
  const moved = /^(?:CALL|CREATE2?|SELFDESTRUCT)$/.test(type) ? BigInt(value ?? 0) : 0n;
  const own = (to === address ? moved : 0n) - (from === address ? moved : 0n);
  return calls.reduce((sum, call) => sum + gained(call, address), own);
}

function rowsOf(frame: Frame, traceAddress: number[], blockHash: string, transactionHash: string): object[] {
  const { type, from, to, value, error, calls } = frame;
  const row = { blockHash, transactionHash, traceAddress, ...(error && { error }) };
  const within = calls.flatMap((call, at) => rowsOf(call, [...traceAddress, at], blockHash, transactionHash));
  if (type === 'SELFDESTRUCT') {
    return [
      { ...row, type: 'suicide', action: { address: from, refundAddress: to, balance: value }, result: null },
    ];
  }
  if (type.startsWith('CREATE')) {
    return [{ ...row, type: 'create', action: { from, value }, result: { address: to } }, ...within];
  }
  return [{ ...row, type: 'call', action: { callType: type.toLowerCase(), from, to, value } }, ...within];
}

function addressIn(word: string): string {
  return `0x${word.slice(-40)}`;
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
