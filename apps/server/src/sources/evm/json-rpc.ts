import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { HttpRequestError, ResponseBodyTooLargeError, RpcRequestError } from 'viem';
import { getHttpRpcClient, type HttpRpcClient } from 'viem/utils';
import { busy, createRotation, hostOf, type RotationOptions, refusal } from '../endpoints.ts';
import { SourceError } from '../source-error.ts';
import { RpcAnswer, RpcQuantity } from './answers.ts';

export interface JsonRpcOptions extends RotationOptions {
  /** Each endpoint must be of this chain. */
  chainId: number;
  /** How long one answer may take, in milliseconds. */
  timeout?: number;
  /** How many calls a request has at most. */
  batch?: number;
}

/** What is called, and the schema of what it must answer. */
export interface RpcCall<T extends TSchema = TSchema> {
  method: string;
  params: readonly unknown[];
  answer: T;
}
type Answers<C extends readonly RpcCall[]> = {
  -readonly [K in keyof C]: C[K] extends RpcCall<infer T> ? Static<T> : never;
};
type AnswersOrRefusals<C extends readonly RpcCall[]> = {
  -readonly [K in keyof C]: C[K] extends RpcCall<infer T> ? Static<T> | RpcRefusal : never;
};

/** The error that a node answers a call with. */
export class RpcRefusal extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Bytes of one answer, which holds up to a batch: a block of today with its traces has about ten million. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

/** A block takes twenty times longer to check by a schema than by the code that is made of it. */
const validators = new WeakMap<TSchema, Validator>();

function check<T extends TSchema>(schema: T, value: unknown): value is Static<T> {
  const validator = validators.get(schema) ?? Compile(schema);
  validators.set(schema, validator);
  return validator.Check(value);
}

export type JsonRpc = ReturnType<typeof createJsonRpc>;

/**
 * A client of Ethereum's JSON-RPC over HTTP. The calls of one `ask` go to one endpoint, in batches, so that their answers
 * are of one view of the chain; where that endpoint fails, is busy, refuses one of them or answers what the interface does
 * not allow, all of them go to the next. Each method throws `SourceError`; its `cause` is a node's `RpcRefusal`, if any.
 * No message holds more of an endpoint than its host.
 */
export function createJsonRpc(options: JsonRpcOptions) {
  const { chainId, timeout = 30_000, batch = 50 } = options;
  const rotate = createRotation(options);
  const clients = new Map<string, HttpRpcClient>();
  const proven = new Set<string>();
  /** How many calls an endpoint takes at once, where it refused more. */
  const most = new Map<string, number>();

  async function prove(endpoint: string, signal?: AbortSignal): Promise<void> {
    if (proven.has(endpoint)) return;
    const [answer] = await send(
      endpoint,
      [{ method: 'eth_chainId', params: [], answer: RpcQuantity }],
      signal,
    );
    if (answer instanceof RpcRefusal) throw refused(endpoint, 'eth_chainId', answer);
    if (BigInt(String(answer)) !== BigInt(chainId)) {
      throw new SourceError(
        'source_wrong_chain',
        `${hostOf(endpoint)} is an endpoint of another chain than ${chainId}: change it.`,
      );
    }
    proven.add(endpoint);
  }

  /** The answers in the order of the calls, each as its schema wants it, or the node's refusal. */
  async function send(endpoint: string, calls: readonly RpcCall[], signal?: AbortSignal): Promise<unknown[]> {
    const size = most.get(endpoint) ?? batch;
    if (calls.length === 0) return [];
    if (calls.length > size) {
      const answers: unknown[] = [];
      for (let at = 0; at < calls.length; at += size) {
        answers.push(...(await send(endpoint, calls.slice(at, at + size), signal)));
      }
      return answers;
    }
    const bodies = calls.map(({ method, params }, id) => ({ method, params, id: id + 1 }));
    const answered = await request(endpoint, bodies, signal);
    if (answered instanceof RpcRefusal) {
      if (wantsRest(answered)) throw refused(endpoint, '', answered);
      if (calls.length === 1) return [answered];
      most.set(endpoint, Math.ceil(calls.length / 2));
      return send(endpoint, calls, signal);
    }
    return calls.map(({ answer: schema }, id) => {
      const one = answered.get(id + 1);
      if (one?.error) return new RpcRefusal(one.error.code, one.error.message);
      if (one === undefined || !check(schema, one.result)) throw unfit(endpoint);
      return one.result;
    });
  }

  /** One HTTP request. A refusal: of the whole, not of one call among several. */
  async function request(
    endpoint: string,
    bodies: readonly { method: string; params: readonly unknown[]; id: number }[],
    signal?: AbortSignal,
  ): Promise<Map<number, RpcAnswer> | RpcRefusal> {
    const client = clients.get(endpoint) ?? getHttpRpcClient(endpoint, { timeout });
    clients.set(endpoint, client);
    let answers: unknown[];
    try {
      const [only] = bodies;
      const parameters = {
        maxResponseBodySize: LARGEST_ANSWER,
        fetchOptions: { redirect: 'error', ...(signal && { signal }) },
      } as const;
      answers =
        only !== undefined && bodies.length === 1
          ? [await client.request({ body: only, ...parameters })]
          : await client.request({ body: [...bodies], ...parameters });
    } catch (error) {
      signal?.throwIfAborted();
      return refusalOf(endpoint, error);
    }
    if (!answers.every((answer) => check(RpcAnswer, answer))) throw unfit(endpoint);
    // The one error of a batch that was refused whole, which viem repeats.
    const [first] = answers;
    if (first?.error && answers.every((answer) => answer === first)) {
      return new RpcRefusal(first.error.code, first.error.message);
    }
    return new Map(answers.map((answer) => [Number(answer.id), answer]));
  }

  /** As `ask`, but a refusal that `accepts` takes for an answer is one. */
  async function askOrRefused<const C extends readonly RpcCall[]>(
    calls: C,
    accepts: (refusal: RpcRefusal) => boolean,
    signal?: AbortSignal,
  ): Promise<AnswersOrRefusals<C>> {
    return rotate(async (endpoint) => {
      await prove(endpoint, signal);
      const answers = await send(endpoint, calls, signal);
      for (const [at, answer] of answers.entries()) {
        if (!(answer instanceof RpcRefusal)) continue;
        if (wantsRest(answer) || !accepts(answer)) throw refused(endpoint, calls[at]?.method ?? '', answer);
      }
      // `send` has checked each answer against its call's schema.
      return answers as AnswersOrRefusals<C>;
    }, signal);
  }

  return {
    /** The answers, in the order of the calls. */
    async ask<const C extends readonly RpcCall[]>(calls: C, signal?: AbortSignal): Promise<Answers<C>> {
      return (await askOrRefused(calls, () => false, signal)) as Answers<C>;
    },

    askOrRefused,
  };
}

/** What viem throws, without what it says of addresses. */
function refusalOf(endpoint: string, error: unknown): RpcRefusal {
  const host = hostOf(endpoint);
  if (error instanceof ResponseBodyTooLargeError) return new RpcRefusal(TOO_LONG, 'The answer is too long.');
  if (error instanceof RpcRequestError) {
    if (error.status === 429) throw busy(host, error.headers);
    return new RpcRefusal(error.code, error.details);
  }
  if (error instanceof HttpRequestError) {
    if (error.status === 413) return new RpcRefusal(TOO_LONG, 'The request is too long.');
    if (error.status !== undefined) throw refusal(host, error.status, error.headers, 'a node');
    // `fetch` throws a TypeError when the network fails; anything else is about what was answered.
    if (!(error.cause instanceof TypeError)) throw unfit(endpoint);
  }
  throw new SourceError('source_unreachable', `${host} does not answer.`);
}

/** Ours, after the status of HTTP: fewer calls may fit, or blocks. */
const TOO_LONG = 413;
/** EIP-1474: a request exceeds a limit of the node's. */
const LIMIT_EXCEEDED = -32005;
/** JSON-RPC and EIP-1474: no such method, method not supported. */
const NOT_OFFERED = new Set([-32601, -32004]);

/** Nodes say in their own words and codes that there were too many requests. */
function wantsRest({ code, message }: RpcRefusal): boolean {
  return (
    code === 429 || code === -32007 || /rate.?limit|too many requests|requests? per|per second/i.test(message)
  );
}

function refused(endpoint: string, method: string, cause: RpcRefusal): SourceError {
  const host = hostOf(endpoint);
  if (wantsRest(cause) || cause.code === LIMIT_EXCEEDED) {
    return new SourceError('source_busy', `${host} asks us to wait.`, { cause });
  }
  if (NOT_OFFERED.has(cause.code)) {
    return new SourceError('source_refused', `${host} does not offer ${method}: add an endpoint that does.`, {
      cause,
    });
  }
  const message = `${host} refuses ${method} with error ${cause.code}: try again, or change the endpoint.`;
  return new SourceError('source_unreachable', message, { cause });
}

function unfit(endpoint: string): SourceError {
  return new SourceError(
    'source_answer_unfit',
    `${hostOf(endpoint)} does not answer as a node does: change the endpoint.`,
  );
}
