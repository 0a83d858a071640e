import type { LookupAddress } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { AddressError, parseWebhookUrl, type Resolve, resolveWebhookUrl, systemResolve } from './address.ts';

/** How an attempt ended: with a status and how the answer began, or with a reason why there was none. */
export interface Outcome {
  statusCode: number | null;
  durationMs: number;
  error: string | null;
  excerpt: string;
}

export interface SendOptions {
  allowPrivate: boolean;
  /** For everything: finding the address, connecting, sending, and the head of the answer. */
  timeoutMs?: number;
  resolve?: Resolve;
}

const TIMEOUT_MS = 10_000;

/** How much of an answer is read. It is for a person who looks for a mistake. */
const EXCERPT_BYTES = 1_024;

/**
 * Posts `body` once. The name is resolved once, its addresses are checked, and the connection goes to one of those.
 * Redirects are not followed, and of the answer at most 1 KiB is read. Never throws: what goes wrong is an outcome.
 */
export async function sendOnce(
  target: string,
  headers: Record<string, string>,
  body: string,
  { allowPrivate, timeoutMs = TIMEOUT_MS, resolve = systemResolve }: SendOptions,
): Promise<Outcome> {
  const begun = performance.now();
  const deadline = AbortSignal.timeout(timeoutMs);
  const outcome = async (): Promise<Omit<Outcome, 'durationMs'>> => {
    try {
      const url = parseWebhookUrl(target, allowPrivate);
      const addresses = await within(deadline, resolveWebhookUrl(url, allowPrivate, resolve));
      const response = await post(url, addresses, headers, body, deadline);
      return { statusCode: response.statusCode ?? null, error: null, excerpt: await excerptOf(response) };
    } catch (error) {
      return { statusCode: null, error: reasonOf(error, deadline, timeoutMs), excerpt: '' };
    }
  };
  return { ...(await outcome()), durationMs: Math.round(performance.now() - begun) };
}

/** `work`, or the deadline's reason: looking a name up cannot be called off. */
function within<T>(deadline: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    deadline.addEventListener('abort', () => reject(deadline.reason), { once: true });
    work.then(resolve, reject);
  });
}

function post(
  url: URL,
  addresses: readonly LookupAddress[],
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    // No agent: a connection kept open would outlive the check of its address.
    request(url, { method: 'POST', headers, agent: false, lookup: alwaysTo(addresses), signal })
      .on('response', resolve)
      .on('error', reject)
      .end(body);
  });
}

/** Answers with the addresses that were checked, whatever is asked. */
function alwaysTo(addresses: readonly LookupAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
}

/** How the answer begins, as text that a database takes. What breaks off while it is read does not undo its status. */
async function excerptOf(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= EXCERPT_BYTES) break;
    }
  } catch {
    // The status came, and that is what counts.
  } finally {
    response.destroy();
  }
  return Buffer.concat(chunks).subarray(0, EXCERPT_BYTES).toString('utf8').replaceAll('\0', '');
}

function reasonOf(error: unknown, deadline: AbortSignal, timeoutMs: number): string {
  if (error instanceof AddressError) return error.message;
  if (deadline.aborted) return `No answer within ${timeoutMs / 1000} seconds.`;
  const { code, message } = error as NodeJS.ErrnoException;
  return `The connection failed: ${code ?? message}.`.slice(0, 500);
}
