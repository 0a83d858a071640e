import { getAddress } from 'viem';
import type { TransferKind } from '@crypto-erp/contract/wallets';
import { SourceError } from '../source-error.ts';
import type { SourceAsset, SourceBlock, Transfer } from '../transfer.ts';
import type { RpcBlock, RpcReceipt, RpcTransaction } from './answers.ts';
import type { ValueCall } from './traces.ts';
import { tokenMoves } from './token-logs.ts';

/** A block as far as its transfers need it. */
export interface BlockFacts extends SourceBlock {
  /** Seconds since 1970. */
  time: bigint;
  /** How many transactions it has. */
  size: number;
}

/** A transaction with all that tells what it moved. */
export interface TransactionFacts {
  block: BlockFacts;
  /** Where in the block. */
  place: number;
  transaction: RpcTransaction;
  receipt: RpcReceipt;
  /** What it moved by calls within; empty where no node traces. */
  calls: readonly ValueCall[];
}

export interface MovementContext {
  /** CAIP-2. */
  chain: string;
  native: SourceAsset;
  /** The addresses whose transfers are wanted, in lower case. */
  own: ReadonlySet<string>;
  /** By contract, in lower case. */
  tokens: ReadonlyMap<string, SourceAsset>;
}

/** Something that moved, whoever it belongs to; addresses in lower case. Null: the chain itself, or nobody. */
interface Move {
  index: string;
  /** Where in the transaction, as text that sorts. */
  order: string;
  kind: TransferKind;
  from: string | null;
  to: string | null;
  asset: SourceAsset;
  amount: bigint;
}

/** Gwei to wei. */
const GWEI = 1_000_000_000n;
/** A validator's stake below which the protocol ejects it (`EJECTION_BALANCE`): rewards alone are less. */
const STAKE = 16_000_000_000n;
/** A plain payment's gas. */
const PAYMENT_GAS = 21_000n;
/** The transaction type of Arbitrum by which a deposit from the layer below arrives. */
const ARBITRUM_DEPOSIT = 0x64n;

/**
 * What a transaction moved into and out of each of the addresses. Of one that failed: its fee, and what a deposit created.
 *
 * - `mint`: what a deposit from the layer below creates for its sender; `value`: what the transaction itself sends, to a
 *   contract that it creates too; `call:0.1`: what the second call within the outermost sent; `log:2`: the third log of the
 *   transaction, counted within it since its number in the block changes when a reorganisation moves the transaction;
 *   `fee`: gas, blob gas and what the layer below costs, of the sender.
 * - What an address pays itself moved nothing. Between two of the addresses there are two transfers with one identity.
 */
export function movements(context: MovementContext, facts: TransactionFacts): Transfer[] {
  const { transaction, receipt, calls, block, place } = facts;
  const native = { asset: context.native, kind: 'transfer' } as const;
  const from = transaction.from.toLowerCase();
  const to = (transaction.to ?? receipt.contractAddress)?.toLowerCase() ?? null;
  const moves: Move[] = [
    {
      ...native,
      kind: 'deposit',
      index: 'mint',
      order: '0',
      from: null,
      to: from,
      amount: minted(transaction),
    },
  ];
  if (succeeded(transaction, receipt)) {
    moves.push({ ...native, index: 'value', order: '1', from, to, amount: BigInt(transaction.value) });
    for (const [at, { path, ...call }] of calls.entries()) {
      moves.push({ ...native, index: `call:${path}`, order: `2.${padded(at)}`, ...call });
    }
    for (const { log, contract, ...move } of tokenMoves(receipt)) {
      const asset = context.tokens.get(contract);
      if (asset === undefined) continue;
      moves.push({ index: `log:${log}`, order: `3.${padded(log)}`, kind: 'transfer', asset, ...move });
    }
  }
  moves.push({
    ...native,
    kind: 'fee',
    index: 'fee',
    order: '4',
    from,
    to: null,
    amount: feeOf(transaction, receipt),
  });
  const method = /^0x[0-9a-f]{8}/i.exec(transaction.input)?.[0].toLowerCase() ?? null;
  return moves.flatMap((move) =>
    transfersOf(context, block, { transaction: transaction.hash, place, method }, move),
  );
}

/**
 * What validators' stakes paid to the addresses in a block (EIP-4895), after its transactions: `withdrawal:N`, N as the
 * chain counts them, of a transaction with the block's hash, since it has none. From half a stake on it may be the stake
 * itself, so its kind is `other` then.
 */
export function withdrawals(
  context: MovementContext,
  block: BlockFacts,
  paid: NonNullable<RpcBlock['withdrawals']>,
): Transfer[] {
  return paid.flatMap(({ index, address, amount }, at) =>
    transfersOf(
      context,
      block,
      { transaction: block.hash, place: block.size, method: null },
      {
        index: `withdrawal:${BigInt(index)}`,
        order: `5.${padded(at)}`,
        kind: BigInt(amount) < STAKE ? 'staking' : 'other',
        from: null,
        to: address.toLowerCase(),
        asset: context.native,
        amount: BigInt(amount) * GWEI,
      },
    ),
  );
}

function transfersOf(
  { chain, own }: MovementContext,
  block: BlockFacts,
  origin: { transaction: string; place: number; method: string | null },
  { from, to, ...move }: Move,
): Transfer[] {
  if (move.amount === 0n || from === to) return [];
  const sides = [
    { direction: 'out', address: from, counterparty: to },
    { direction: 'in', address: to, counterparty: from },
  ] as const;
  return sides.flatMap(({ direction, address, counterparty }) =>
    address === null || !own.has(address)
      ? []
      : [
          {
            source: chain,
            transaction: origin.transaction,
            index: move.index,
            direction,
            kind: move.kind,
            asset: move.asset,
            amount: move.amount,
            address: checksummed(address),
            counterparty: counterparty === null ? null : checksummed(counterparty),
            at: new Date(Number(block.time) * 1000).toISOString().replace('Z', '000Z'),
            block: { number: block.number, hash: block.hash },
            position: `${`${block.number}`.padStart(10, '0')}.${padded(origin.place)}.${move.order}`,
            method: origin.method,
          },
        ],
  );
}

/**
 * Before Byzantium a receipt has no status. There a failure used up all gas, and so does a plain payment, which cannot
 * fail: what used up more than that is taken for failed.
 */
function succeeded(
  { hash, to, gas }: RpcTransaction,
  { status, gasUsed, contractAddress }: RpcReceipt,
): boolean {
  if (!status) return BigInt(gasUsed) < BigInt(gas) || BigInt(gasUsed) === PAYMENT_GAS;
  if (status === '0x1' && !to && !contractAddress) {
    throw new SourceError(
      'source_answer_unfit',
      `Transaction ${hash} created a contract without an address.`,
    );
  }
  return status === '0x1';
}

function feeOf(transaction: RpcTransaction, receipt: RpcReceipt): bigint {
  const price = receipt.effectiveGasPrice ?? transaction.gasPrice;
  if (!price) {
    throw new SourceError(
      'source_answer_unfit',
      `Transaction ${transaction.hash} does not say its gas price.`,
    );
  }
  return (
    BigInt(receipt.gasUsed) * BigInt(price) +
    BigInt(receipt.blobGasUsed ?? 0) * BigInt(receipt.blobGasPrice ?? 0) +
    BigInt(receipt.l1Fee ?? 0)
  );
}

function minted({ type, mint, value }: RpcTransaction): bigint {
  return BigInt(type ?? 0) === ARBITRUM_DEPOSIT ? BigInt(value) : BigInt(mint ?? 0);
}

function checksummed(address: string): string {
  return getAddress(address);
}

function padded(place: number): string {
  return `${place}`.padStart(6, '0');
}
