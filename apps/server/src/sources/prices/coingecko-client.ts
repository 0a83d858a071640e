import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { parseExactly } from '../exact-json.ts';
import { SourceError } from '../source-error.ts';

/** Without a key, with a free one, or with a paid one. */
export const COINGECKO_PLANS = ['keyless', 'demo', 'pro'] as const;
export type CoinGeckoPlan = (typeof COINGECKO_PLANS)[number];

export interface CoinGeckoSettings {
  plan: CoinGeckoPlan;
  /** Set unless the plan is keyless. */
  apiKey?: string | undefined;
  /** In place of CoinGecko's own address: `https://prices.example/api/v3`. */
  url?: string | undefined;
}

/** docs.coingecko.com, Authentication: each plan's address and the header that its key is sent in. */
const PLANS: Record<CoinGeckoPlan, { url: string; keyHeader: string | null }> = {
  keyless: { url: 'https://api.coingecko.com/api/v3', keyHeader: null },
  demo: { url: 'https://api.coingecko.com/api/v3', keyHeader: 'x-cg-demo-api-key' },
  pro: { url: 'https://pro-api.coingecko.com/api/v3', keyHeader: 'x-cg-pro-api-key' },
};

/** Ten years of days, and the facts of a coin with all its exchanges, are well below. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Codes of CoinGecko's for what a plan does not have: an endpoint, and days so long ago. */
const BEYOND_PLAN = /"error_code":\s*(10005|10012)\b/;

export type CoinGeckoClient = ReturnType<typeof createCoinGeckoClient>;

/** Asks once; whoever calls tries again. `timeout` is how long one answer may take, in milliseconds. */
export function createCoinGeckoClient({ plan, apiKey, url }: CoinGeckoSettings, timeout: number) {
  const { url: own, keyHeader } = PLANS[plan];
  const base = (url ?? own).replace(/[/]+$/, '');
  const headers: Record<string, string> = { accept: 'application/json' };
  if (keyHeader !== null && apiKey !== undefined) headers[keyHeader] = apiKey;

  /** The answer with its numbers as text. Null: there is no such thing (404). Throws `SourceError`. */
  return async function get<T extends TSchema>(path: string, schema: T): Promise<Static<T> | null> {
    const { response, text } = await ask(`${base}${path}`, headers, timeout);
    if (response.status === 404) return null;
    if (!response.ok) throw refusal(response, text);
    const answer = parseExactly(text);
    if (Value.Check(schema, answer)) return answer;
    throw new SourceError('source_answer_unfit', 'CoinGecko did not answer as its interface says.');
  };
}

async function ask(url: string, headers: Record<string, string>, timeout: number) {
  try {
    // A redirect would take the key along.
    const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(timeout) });
    return { response, text: await readBounded(response) };
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    throw new SourceError('source_unreachable', 'CoinGecko does not answer: it is asked again later.', {
      cause,
    });
  }
}

async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let length = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > MOST_BYTES)
      throw new SourceError('source_answer_unfit', `CoinGecko answered with more than ${MOST_BYTES} bytes.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** docs.coingecko.com, Errors & Rate Limits. */
function refusal({ status, headers }: Response, text: string): SourceError {
  if (status === 429) {
    const retryAfter = secondsOf(headers.get('retry-after'));
    return new SourceError(
      'source_busy',
      'CoinGecko asks to wait.',
      retryAfter === null ? {} : { retryAfter },
    );
  }
  if (status === 401 || status === 403) {
    return new SourceError(
      'source_refused',
      BEYOND_PLAN.test(text)
        ? 'The plan at CoinGecko does not have this: take a larger one, or set the prices.'
        : 'CoinGecko refuses the key: set the one of your plan as COINGECKO_API_KEY.',
    );
  }
  if (status === 408 || status >= 500)
    return new SourceError(
      'source_unreachable',
      `CoinGecko answered with ${status}: it is asked again later.`,
    );
  return new SourceError(
    'source_answer_unfit',
    `CoinGecko answered with ${status}, which its interface does not.`,
  );
}

/** `Retry-After` as RFC 9110, 10.2.3 allows it: seconds, or a date. */
function secondsOf(header: string | null): number | null {
  if (header === null) return null;
  if (/^[0-9]{1,6}$/.test(header)) return Number(header);
  const until = Date.parse(header);
  return Number.isNaN(until) ? null : Math.max(0, Math.ceil((until - Date.now()) / 1000));
}
