import createFetchClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.gen.ts';

/** A refusal: RFC 9457 problem document with a stable `code`; `errors` names each field that is wrong. */
export type Problem = components['schemas']['Problem'];

/** A refusal of the API as an exception. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

export interface ClientOptions {
  /** Where the API is, without `/v1`: `https://books.example.com`. */
  baseUrl: string;
  /** Sent as bearer; in a browser the session cookie is enough. */
  apiKey?: string;
  /** Sends the requests. Default: the global one. */
  fetch?: (request: Request) => Promise<Response>;
}

/**
 * A client whose addresses, parameters, bodies and answers are typed by the API's own description. Every call answers
 * `{ data }` and throws {@link ProblemError} for a refusal; a server that cannot be reached is what `fetch` throws.
 * Commands name their `idempotency-key`: send the same one again when an answer was lost, and nothing is done twice.
 */
export function createClient(options: ClientOptions): Client<paths> {
  const client = createFetchClient<paths>({
    baseUrl: options.baseUrl,
    headers: options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` },
    ...(options.fetch && { fetch: options.fetch }),
  });
  client.use({
    async onResponse({ response }) {
      if (!response.ok) throw new ProblemError(await problemOf(response));
    },
  });
  return client;
}

/** The problem document of a refusal, or one made here when something in between answered without one. */
async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) return { ...body, status: response.status };
  return {
    type: 'about:blank',
    title: 'no usable answer',
    status: response.status,
    code: 'internal_error',
    detail: `The server answered ${response.status} without saying why. Try again; when it stays, tell whoever runs the server.`,
  };
}

function isProblem(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null) return false;
  const { code, title, detail } = body as Record<string, unknown>;
  return [code, title, detail].every((text) => typeof text === 'string');
}
