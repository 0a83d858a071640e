import { encodeFunctionData, hexToBigInt, hexToBytes, parseAbi } from 'viem';
import type { TokenFacts } from '../chain-reader.ts';
import { RpcBytes } from './answers.ts';
import type { JsonRpc, RpcRefusal } from './json-rpc.ts';

const ABI = parseAbi([
  'function symbol() view returns (string)',
  'function name() view returns (string)',
  'function decimals() view returns (uint8)',
  'function balanceOf(address) view returns (uint256)',
]);

/** What a contract may spend on an answer: a bound for its length, and for the time a node needs. */
const GAS = '0x989680';

/** How much of what a contract calls itself is kept, in characters. */
const LONGEST_SYMBOL = 32;
const LONGEST_NAME = 100;

/** What a token's contract says of itself now. Null: there is no contract. */
export async function tokenFacts(rpc: JsonRpc, contract: string): Promise<TokenFacts | null> {
  const call = (functionName: 'symbol' | 'name' | 'decimals') =>
    ethCall(contract, encodeFunctionData({ abi: ABI, functionName }), 'latest');
  const [code, symbol, name, decimals] = await rpc.askOrRefused(
    [
      { method: 'eth_getCode', params: [contract, 'latest'], answer: RpcBytes },
      call('symbol'),
      call('name'),
      call('decimals'),
    ],
    isOfContract,
  );
  if (code === '0x') return null;
  return {
    symbol: textOf(symbol, LONGEST_SYMBOL),
    name: textOf(name, LONGEST_NAME),
    decimals: decimalsOf(decimals),
  };
}

/** What a token's contract says an address held at the end of a block; 0 where it does not know of balances. */
export async function tokenBalance(
  rpc: JsonRpc,
  contract: string,
  address: `0x${string}`,
  block: string,
): Promise<bigint> {
  const data = encodeFunctionData({ abi: ABI, functionName: 'balanceOf', args: [address] });
  const [answer] = await rpc.askOrRefused([ethCall(contract, data, block)], isOfContract);
  return typeof answer === 'string' && answer.length >= 66 ? BigInt(answer.slice(0, 66)) : 0n;
}

function ethCall(to: string, data: string, block: string) {
  return { method: 'eth_call', params: [{ to, data, gas: GAS }, block], answer: RpcBytes } as const;
}

/** Whether it is the contract that failed, and not the node. Geth has code 3 for a revert, and words for the rest. */
function isOfContract({ code, message }: RpcRefusal): boolean {
  return (
    code === 3 || /revert|invalid opcode|out of gas|jump destination|stack (?:under|over)flow/i.test(message)
  );
}

/**
 * A text as Solidity answers it, or 32 bytes up to the first zero as older tokens do. Whatever does not print is left out,
 * and what is beyond `longest` characters. Null: nothing is left.
 */
export function textOf(answer: string | RpcRefusal, longest: number): string | null {
  if (typeof answer !== 'string') return null;
  const bytes = hexToBytes(answer as `0x${string}`);
  const text = new TextDecoder().decode(bytes.length === 32 ? upToZero(bytes) : stringIn(bytes, 4 * longest));
  const printed = text
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .replaceAll('\ufffd', '')
    .trim();
  return [...printed].slice(0, longest).join('').trim() || null;
}

function upToZero(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

/** The first bytes of a string: its place, there its length, then itself. Empty: it is none. */
function stringIn(bytes: Uint8Array, most: number): Uint8Array {
  const wordAt = (at: number): number | null => {
    const word = bytes.subarray(at, at + 32);
    if (word.length < 32 || word.subarray(0, 28).some((byte) => byte !== 0)) return null;
    return new DataView(word.buffer, word.byteOffset).getUint32(28);
  };
  const place = wordAt(0);
  const length = place === null ? null : wordAt(place);
  if (place === null || length === null || place + 32 + length > bytes.length) return new Uint8Array();
  return bytes.subarray(place + 32, place + 32 + Math.min(length, most));
}

function decimalsOf(answer: string | RpcRefusal): number | null {
  if (typeof answer !== 'string' || answer.length !== 66) return null;
  const decimals = hexToBigInt(answer as `0x${string}`);
  return decimals <= 255n ? Number(decimals) : null;
}
