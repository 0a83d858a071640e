import { SourceError } from '../source-error.ts';
import type { RpcLog, RpcReceipt } from './answers.ts';

/** `Transfer(address,address,uint256)` of ERC-20; ERC-721 has the same and a fourth topic. */
export const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

/** What a token's contract says it moved; addresses in lower case. */
export interface TokenMove {
  contract: string;
  from: string;
  to: string;
  amount: bigint;
}

/** What a log says was moved. Null: it is no transfer of a fungible token. */
export function tokenMove({ address, topics, data }: RpcLog): TokenMove | null {
  const [event, from, to, ...more] = topics;
  if (event?.toLowerCase() !== TRANSFER || from === undefined || to === undefined || more.length > 0)
    return null;
  if (data.length !== 66) return null;
  const sides = { from: addressOf(from), to: addressOf(to) };
  if (sides.from === null || sides.to === null) return null;
  return { contract: address.toLowerCase(), from: sides.from, to: sides.to, amount: BigInt(data) };
}

/** What the tokens of a transaction moved, each with the place of its log among the transaction's. */
export function tokenMoves({ transactionHash, logs }: RpcReceipt): (TokenMove & { log: number })[] {
  const places = logs.map(({ logIndex }) => BigInt(logIndex));
  if (places.some((place, at) => at > 0 && place <= (places[at - 1] ?? 0n))) {
    throw new SourceError(
      'source_answer_unfit',
      `The logs of transaction ${transactionHash} are out of order.`,
    );
  }
  return logs.flatMap((one, log) => {
    const move = tokenMove(one);
    return move === null ? [] : [{ ...move, log }];
  });
}

/** A topic that holds an address, as `eth_getLogs` takes it. */
export function topicOf(address: string): string {
  return `0x${address.slice(2).toLowerCase().padStart(64, '0')}`;
}

function addressOf(topic: string): string | null {
  return /^0x0{24}/.test(topic) ? `0x${topic.slice(26).toLowerCase()}` : null;
}
