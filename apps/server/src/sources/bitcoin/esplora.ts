import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { createRotation, hostOf, type RotationOptions, refusal } from '../endpoints.ts';
import { SourceError } from '../source-error.ts';
import {
  EsploraBlock,
  EsploraHash,
  type EsploraTransaction,
  EsploraTransactions,
  EsploraTxids,
} from './esplora-answers.ts';

export interface EsploraOptions extends RotationOptions {
  /** Base addresses, best first: `https://esplora.example/api`. */
  endpoints: readonly string[];
  /** The CAIP-2 id that each of them must be of. */
  chain: string;
  /** How long one answer may take, in milliseconds. */
  timeout?: number;
}

export type Esplora = ReturnType<typeof createEsplora>;

/**
 * A client of Esplora's HTTP interface. A request goes to the endpoint that answered last, and to the next when that one
 * fails, is busy, or answers what the interface does not allow. Each method throws `SourceError`: `source_busy`,
 * `source_unreachable`, `source_answer_unfit`, `source_refused` or `source_wrong_chain`.
 */
export function createEsplora(options: EsploraOptions) {
  const { chain, timeout = 20_000 } = options;
  const rotate = createRotation(options);
  const proven = new Set<string>();

  /** Null: there is no such thing (404). */
  async function get<T extends TSchema>(
    path: string,
    schema: T,
    signal?: AbortSignal,
  ): Promise<Static<T> | null> {
    return rotate(async (endpoint) => {
      const base = endpoint.replace(/\/+$/, '');
      await prove(base, signal);
      return ask(`${base}${path}`, schema, signal);
    }, signal);
  }

  /** Asks an endpoint once which chain it is of: two chains have the same addresses, and would mix in one wallet. */
  async function prove(base: string, signal?: AbortSignal): Promise<void> {
    if (proven.has(base)) return;
    const genesis = await ask(`${base}/block-height/0`, EsploraHash, signal);
    if (genesis === null || `bip122:${genesis.slice(0, 32)}` !== chain) {
      throw new SourceError(
        'source_wrong_chain',
        `${hostOf(base)} is an endpoint of another chain: change it.`,
      );
    }
    proven.add(base);
  }

  async function ask<T extends TSchema>(
    url: string,
    schema: T,
    signal?: AbortSignal,
  ): Promise<Static<T> | null> {
    const limits = [AbortSignal.timeout(timeout), ...(signal ? [signal] : [])];
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, { redirect: 'error', signal: AbortSignal.any(limits) });
      text = await response.text();
    } catch (cause) {
      throw new SourceError('source_unreachable', `${hostOf(url)} does not answer.`, { cause });
    }
    if (response.status === 404) return null;
    if (!response.ok) throw refusal(hostOf(url), response.status, response.headers, 'Esplora');
    const answer = Object.is(schema, EsploraHash) ? text.trim() : parsed(text);
    if (Value.Check(schema, answer)) return answer;
    throw new SourceError(
      'source_answer_unfit',
      `${hostOf(url)} does not answer as Esplora does: change the endpoint.`,
    );
  }

  /** Of what must be there: a missing one is no answer of Esplora's. */
  async function must<T extends TSchema>(path: string, schema: T, signal?: AbortSignal): Promise<Static<T>> {
    const answer = await get(path, schema, signal);
    if (answer !== null) return answer;
    throw new SourceError('source_unreachable', 'The chain changed while it was read: try again.');
  }

  return {
    tipHash: (): Promise<string> => must('/blocks/tip/hash', EsploraHash),
    block: (hash: string) => must(`/block/${hash}`, EsploraBlock),
    /** Null: the chain is not that long. */
    blockHash: (height: bigint): Promise<string | null> => get(`/block-height/${height}`, EsploraHash),
    /** In the order of the block. */
    blockTxids: (hash: string, signal?: AbortSignal) => must(`/block/${hash}/txids`, EsploraTxids, signal),
    /** A page of what an address has in blocks, the newest first, after the transaction `lastSeen`. */
    chainTransactions: (
      address: string,
      lastSeen: string | null,
      signal?: AbortSignal,
    ): Promise<EsploraTransaction[]> =>
      must(
        `/address/${address}/txs/chain${lastSeen === null ? '' : `/${lastSeen}`}`,
        EsploraTransactions,
        signal,
      ),
    /** What an address has in no block yet: of more than 50, Esplora shows the newest 50. */
    mempoolTransactions: (address: string): Promise<EsploraTransaction[]> =>
      must(`/address/${address}/txs/mempool`, EsploraTransactions),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
