import { SourceError } from '../source-error.ts';
import type { SourceBlock, Transfer } from '../transfer.ts';
import type { EsploraTransaction } from './esplora-answers.ts';
import { bitcoinNetwork } from './network.ts';

/** Sorts after every block. */
const UNCONFIRMED = '9'.repeat(10);

/**
 * What a transaction moved into and out of a wallet, exactly: the transfers sum to what its addresses gained less what they
 * lost. `place` is the transaction's in its block. Throws `source_answer_unfit` if the amounts contradict each other.
 *
 * - The wallet funds no input: each of its outputs came in (`out:N`), as `mining` from a coinbase.
 * - It funds all inputs: each output to others went out (`out:N`), the fee is its own (`fee`), and its own outputs are
 *   change, which moved nothing.
 * - Others fund inputs as well: nobody can tell who paid whom. The wallet's part of the fee is that of its inputs in all
 *   inputs, rounded down; what it gained or lost besides is one transfer, `in:N` after its first input.
 */
export function movements(
  chain: string,
  transaction: EsploraTransaction,
  addresses: ReadonlySet<string>,
  place: number | null,
): Transfer[] {
  const { txid, vin, vout, status } = transaction;
  const inputs = vin.map((input, at) => {
    if ((input.prevout === null) !== input.is_coinbase) throw contradicts(txid);
    return {
      at,
      address: input.prevout?.scriptpubkey_address ?? null,
      value: BigInt(input.prevout?.value ?? 0),
    };
  });
  const outputs = vout.map((output, at) => ({
    at,
    address: output.scriptpubkey_address ?? null,
    value: BigInt(output.value),
  }));
  const isOwn = (side: { address: string | null }) => side.address !== null && addresses.has(side.address);
  const coinbase = vin.some((input) => input.is_coinbase);
  const fee = coinbase ? 0n : total(inputs) - total(outputs);
  if (fee !== BigInt(transaction.fee)) throw contradicts(txid);

  const block: SourceBlock | null = status.confirmed
    ? { number: BigInt(status.block_height), hash: status.block_hash }
    : null;
  const transfer = (
    index: string,
    order: number,
    rest: Pick<Transfer, 'direction' | 'kind' | 'amount' | 'address' | 'counterparty'>,
  ): Transfer => ({
    source: chain,
    transaction: txid,
    index,
    asset: { contract: null, symbol: bitcoinNetwork(chain)?.test === false ? 'BTC' : 'tBTC', decimals: 8 },
    at: status.confirmed ? new Date(status.block_time * 1000).toISOString().replace('Z', '000Z') : null,
    block,
    position: [
      block === null ? UNCONFIRMED : `${block.number}`.padStart(10, '0'),
      `${place ?? 0}`.padStart(6, '0'),
      `${order}`.padStart(6, '0'),
    ].join('.'),
    method: null,
    ...rest,
  });

  const funded = inputs.filter(isOwn);
  const [source] = funded;
  if (source === undefined) {
    const senders = new Set(inputs.map((input) => input.address));
    const counterparty = senders.size === 1 ? (inputs[0]?.address ?? null) : null;
    return outputs
      .filter((output) => isOwn(output) && output.value > 0n)
      .map(({ at, address, value }) =>
        transfer(`out:${at}`, at, {
          direction: 'in',
          kind: coinbase ? 'mining' : 'transfer',
          amount: value,
          address,
          counterparty,
        }),
      );
  }

  const alone = funded.length === inputs.length;
  const share = alone ? fee : (fee * total(funded)) / total(inputs);
  const own = { address: source.address };
  const gained = total(outputs.filter(isOwn)) - total(funded) + share;
  const moved = alone
    ? outputs
        .filter((output) => !isOwn(output) && output.value > 0n)
        .map(({ at, address, value }) =>
          transfer(`out:${at}`, at, {
            direction: 'out',
            kind: 'transfer',
            amount: value,
            counterparty: address,
            ...own,
          }),
        )
    : [
        transfer(`in:${source.at}`, 0, {
          direction: gained > 0n ? 'in' : 'out',
          kind: 'transfer',
          amount: gained > 0n ? gained : -gained,
          counterparty: null,
          ...own,
        }),
      ];
  const paid = transfer('fee', outputs.length, {
    direction: 'out',
    kind: 'fee',
    amount: share,
    counterparty: null,
    ...own,
  });
  return [...moved, paid].filter(({ amount }) => amount > 0n);
}

function total(sides: readonly { value: bigint }[]): bigint {
  return sides.reduce((sum, { value }) => sum + value, 0n);
}

function contradicts(txid: string): SourceError {
  return new SourceError('source_answer_unfit', `The amounts of transaction ${txid} contradict each other.`);
}
