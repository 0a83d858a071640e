import ccxt, { type Exchange } from 'ccxt';
import { parseExactly } from '../exact-json.ts';
import { SourceError } from '../source-error.ts';
import type { AccountStep, Call } from './account-step.ts';
import { checkBitstampKey, readBitstamp } from './bitstamp-account.ts';
import { checkKrakenKey, readKraken } from './kraken-account.ts';

/** The exchanges whose accounts can be read with a key. */
export const ACCOUNT_EXCHANGES = ['kraken', 'bitstamp'] as const;
export type AccountExchange = (typeof ACCOUNT_EXCHANGES)[number];

export interface ExchangeKey {
  apiKey: string;
  secret: string;
}

export interface ExchangeAccount {
  /**
   * Throws `SourceError` `source_refused` for a key that the exchange refuses or that may do more than read, as far as the
   * exchange says what it may.
   */
  checkKey(): Promise<void>;
  /** All that happened since `cursor`, or ever. Ends early on `signal`. Throws `SourceError`. */
  read(cursor: string | null, signal: AbortSignal): AsyncGenerator<AccountStep>;
}

export interface AccountOptions {
  /** In place of the exchange's own address. */
  url?: string;
  /** The least time between two requests, in place of what the exchange asks for. */
  pauseMs?: number;
  now?: () => Date;
}

/** Milliseconds. */
const TIMEOUT = 30_000;

const EXCHANGES = {
  kraken: { create: ccxt.kraken, check: checkKrakenKey, read: readKraken },
  bitstamp: { create: ccxt.bitstamp, check: checkBitstampKey, read: readBitstamp },
};

/**
 * An account at an exchange, read by a key that may only read. Requests keep the exchange's pace. What it moves has the same
 * identity as in the exchange's files.
 */
export function openExchangeAccount(
  exchange: AccountExchange,
  key: ExchangeKey,
  { url, pauseMs, now = () => new Date() }: AccountOptions = {},
): ExchangeAccount {
  const { create, check, read } = EXCHANGES[exchange];
  const client: Exchange = new create({
    ...key,
    timeout: TIMEOUT,
    enableRateLimit: true,
    ...(pauseMs === undefined ? {} : { rateLimit: pauseMs }),
  });
  if (url !== undefined) client.urls.api = { public: url, private: url };
  client.parseJson = parseExactly;
  const call: Call = async (method, parameters) => {
    try {
      return await client[method](parameters);
    } catch (error) {
      throw sourceError(exchange, error, client);
    }
  };
  return {
    checkKey: () => check(call),
    read: (cursor, signal) => read(call, cursor, now(), signal),
  };
}

/** Says what to do. What ccxt says, with addresses, headers and bodies, is left out: keys may stand in it. */
function sourceError(exchange: AccountExchange, error: unknown, client: Exchange): SourceError {
  if (error instanceof ccxt.RateLimitExceeded || error instanceof ccxt.DDoSProtection) {
    const wait = /^\d{1,5}$/.exec(retryAfterOf(client))?.[0];
    return new SourceError('source_busy', `${exchange} asks to wait: it is read again later.`, {
      ...(wait === undefined ? {} : { retryAfter: Number(wait) }),
    });
  }
  if (error instanceof ccxt.AuthenticationError || error instanceof ccxt.InvalidNonce) {
    const what = error instanceof ccxt.PermissionDenied ? 'may not read what is needed' : 'is refused';
    return new SourceError(
      'source_refused',
      `The key ${what} by ${exchange}: make a new one that may read, and set it.`,
    );
  }
  if (error instanceof ccxt.NetworkError) {
    return new SourceError('source_unreachable', `${exchange} does not answer: it is read again later.`);
  }
  return new SourceError('source_answer_unfit', `${exchange} answered what its interface does not allow.`);
}

function retryAfterOf(client: Exchange): string {
  const headers: unknown = client.last_response_headers;
  if (typeof headers !== 'object' || headers === null) return '';
  const found = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after');
  return String(found?.[1] ?? '');
}
