import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { SourceError } from '../source-error.ts';
import { Maybe, RpcAddress, RpcHash, RpcQuantity } from './answers.ts';
import type { RpcCall } from './json-rpc.ts';

/** How a node tells what transactions did within: Geth's `callTracer`, or `trace_block` as Parity had it first. */
export const TRACE_METHODS = ['debug', 'trace'] as const;
export type TraceMethod = (typeof TRACE_METHODS)[number];

/** A call within a transaction that moved the native coin. */
export interface ValueCall {
  /** `0.1`: the second call of the transaction's own, which is `0`. */
  path: string;
  /** In lower case, as `to`. */
  from: string;
  to: string;
  /** Wei, above zero. */
  amount: bigint;
}

interface TracedBlock {
  number: bigint;
  hash: string;
  /** The hashes of its transactions, in their order. */
  transactions: readonly string[];
}

const Frame = Type.Object({
  type: Type.String(),
  from: RpcAddress,
  to: Maybe(RpcAddress),
  value: Maybe(RpcQuantity),
  error: Maybe(Type.String()),
  calls: Maybe(Type.Array(Type.Unknown())),
});
type Frame = Static<typeof Frame>;

const DebugAnswer = Type.Array(Type.Object({ txHash: Type.Optional(RpcHash), result: Frame }));

const TraceAnswer = Type.Array(
  Type.Object({
    type: Type.String(),
    action: Type.Object({
      callType: Maybe(Type.String()),
      from: Maybe(RpcAddress),
      to: Maybe(RpcAddress),
      value: Maybe(RpcQuantity),
      /** Of a contract that destroys itself. */
      address: Maybe(RpcAddress),
      refundAddress: Maybe(RpcAddress),
      balance: Maybe(RpcQuantity),
    }),
    /** Of a contract that was created. */
    result: Maybe(Type.Object({ address: Maybe(RpcAddress) })),
    error: Maybe(Type.String()),
    traceAddress: Type.Array(Type.Integer({ minimum: 0 })),
    blockHash: RpcHash,
    transactionHash: Maybe(RpcHash),
  }),
);

/** Asks a node to trace a block: with Geth by its hash, so that it is the very block. */
export function traceCall(method: TraceMethod, block: { number: bigint; hash: string }) {
  return method === 'debug'
    ? ({
        method: 'debug_traceBlockByHash',
        params: [block.hash, { tracer: 'callTracer' }],
        answer: DebugAnswer,
      } as const satisfies RpcCall)
    : ({
        method: 'trace_block',
        params: [`0x${block.number.toString(16)}`],
        answer: TraceAnswer,
      } as const satisfies RpcCall);
}

/**
 * What the calls within each transaction of a block moved, by the transaction's hash, in the order in which they were made.
 * What failed moved nothing, nor did what it called. Throws `source_answer_unfit` if the trace is not of this block whole.
 */
export function valueCalls(
  block: TracedBlock,
  answer: Static<typeof DebugAnswer> | Static<typeof TraceAnswer>,
): Map<string, ValueCall[]> {
  if (Value.Check(DebugAnswer, answer)) {
    const whole = answer.length === block.transactions.length;
    const placed = answer.every(
      ({ txHash }, at) => txHash === undefined || txHash === block.transactions[at],
    );
    if (!whole || !placed) throw notWhole(block);
    return new Map(answer.map(({ result }, at) => [block.transactions[at] ?? '', ofFrames(block, result)]));
  }
  const rows = answer.filter(({ transactionHash }) => transactionHash);
  const traced = new Set(rows.map(({ transactionHash }) => transactionHash));
  if (rows.some(({ blockHash }) => blockHash !== block.hash)) throw notWhole(block);
  if (block.transactions.some((hash) => !traced.has(hash))) throw notWhole(block);
  return ofRows(rows);
}

/** The kinds of call that move the coin: the others run in the caller's own name. */
const MOVES = new Set(['CALL', 'CREATE', 'CREATE2', 'SELFDESTRUCT']);

function ofFrames(block: TracedBlock, root: Frame): ValueCall[] {
  const found: ValueCall[] = [];
  const left: { frame: Frame; path: string }[] = [{ frame: root, path: '0' }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { frame, path } = next;
    if (frame.error) continue;
    if (frame !== root && MOVES.has(frame.type.toUpperCase())) {
      found.push(...valueCall(path, frame.from, frame.to, frame.value));
    }
    const within = (frame.calls ?? []).map((call, at) => {
      if (!Value.Check(Frame, call)) throw notWhole(block);
      return { frame: call, path: `${path}.${at}` };
    });
    left.push(...within.reverse());
  }
  return found;
}

function ofRows(rows: Static<typeof TraceAnswer>): Map<string, ValueCall[]> {
  const pathOf = (traceAddress: readonly number[]) => [0, ...traceAddress].join('.');
  const failed = new Set(
    rows.filter(({ error }) => error).map((row) => `${row.transactionHash} ${pathOf(row.traceAddress)}`),
  );
  const found = new Map<string, ValueCall[]>();
  for (const { type, action, result, traceAddress, transactionHash } of rows) {
    const upwards = traceAddress.map((_, at) => traceAddress.slice(0, at)).concat([traceAddress]);
    if (traceAddress.length === 0) continue;
    if (upwards.some((path) => failed.has(`${transactionHash} ${pathOf(path)}`))) continue;
    const path = pathOf(traceAddress);
    const calls =
      type === 'suicide'
        ? valueCall(path, action.address, action.refundAddress, action.balance)
        : type === 'create'
          ? valueCall(path, action.from, result?.address, action.value)
          : type === 'call' && action.callType === 'call'
            ? valueCall(path, action.from, action.to, action.value)
            : [];
    found.set(transactionHash ?? '', [...(found.get(transactionHash ?? '') ?? []), ...calls]);
  }
  return found;
}

type Given<T> = T | null | undefined;

function valueCall(path: string, from: Given<string>, to: Given<string>, value: Given<string>): ValueCall[] {
  const amount = BigInt(value ?? 0);
  return from && to && amount > 0n ? [{ path, from: from.toLowerCase(), to: to.toLowerCase(), amount }] : [];
}

function notWhole({ number }: TracedBlock): SourceError {
  return new SourceError('source_answer_unfit', `The node's trace of block ${number} is not of that block.`);
}
