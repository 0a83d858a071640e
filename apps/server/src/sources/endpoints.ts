import { setTimeout as sleep } from 'node:timers/promises';
import { SourceError } from './source-error.ts';

export interface RotationOptions {
  /** Addresses of endpoints that say the same, best first. */
  endpoints: readonly string[];
  /** How often all endpoints are gone through before giving up. */
  rounds?: number;
  /** The wait after the first round, in milliseconds; it doubles, less a random part. */
  pause?: number;
}

/** The longest that one of its `Retry-After` is waited for here; a longer one is the caller's, who may do other work. */
const LONGEST_WAIT = 5_000;

/**
 * Asks the endpoint that answered last, and the next one when `ask` throws a `SourceError`. Rounds are repeated while an
 * endpoint is unreachable or busy; such a failure is told before one that lasts, since another try may end well.
 */
export function createRotation({ endpoints, rounds = 3, pause = 500 }: RotationOptions) {
  let first = 0;

  return async function rotate<T>(ask: (endpoint: string) => Promise<T>, signal?: AbortSignal): Promise<T> {
    let failure = new SourceError('source_unreachable', 'No endpoint is set: add one.');
    for (let round = 0; round < rounds; round += 1) {
      if (round > 0) await sleep(waitBefore(round, failure), undefined, { signal });
      const failures: SourceError[] = [];
      for (const offset of endpoints.keys()) {
        const at = (first + offset) % endpoints.length;
        try {
          const answer = await ask(endpoints[at] ?? '');
          first = at;
          return answer;
        } catch (error) {
          signal?.throwIfAborted();
          if (!(error instanceof SourceError)) throw error;
          failures.push(error);
        }
      }
      failure = failures.findLast(mayPass) ?? failures.at(-1) ?? failure;
      if (!mayPass(failure) || (failure.retryAfter ?? 0) * 1000 > LONGEST_WAIT) break;
    }
    throw failure;
  };

  function waitBefore(round: number, failure: SourceError): number {
    const longest = pause * 2 ** (round - 1);
    return Math.max((failure.retryAfter ?? 0) * 1000, longest * (0.5 + Math.random() / 2));
  }
}

function mayPass({ code }: SourceError): boolean {
  return code === 'source_unreachable' || code === 'source_busy';
}

/** What an HTTP status other than 2xx means. `kind` is what the endpoint should be: `Esplora`. */
export function refusal(
  host: string,
  status: number,
  headers: Headers | undefined,
  kind: string,
): SourceError {
  if (status === 429) return busy(host, headers);
  if (status === 401 || status === 403)
    return new SourceError('source_refused', `${host} refuses to answer us.`);
  if (status >= 500) return new SourceError('source_unreachable', `${host} answered with ${status}.`);
  return new SourceError('source_answer_unfit', `${host} answered with ${status}, which ${kind} does not.`);
}

/** It asks us to wait: for as long as its `Retry-After` says in seconds or as a date (RFC 9110), where it has one. */
export function busy(host: string, headers: Headers | undefined): SourceError {
  const text = headers?.get('retry-after') ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - Date.now()) / 1000);
  const retryAfter = Number.isFinite(seconds) ? { retryAfter: Math.max(seconds, 0) } : {};
  return new SourceError('source_busy', `${host} asks us to wait.`, retryAfter);
}

/** The host alone: an address may hold a key. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host || 'The endpoint';
}
