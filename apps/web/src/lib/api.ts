import { ProblemError, problemOf, toProblem } from './problem.ts';
import { toSearch } from './search.ts';

type Query = Readonly<Record<string, unknown>>;

interface Command {
  body?: unknown;
  /** The `Idempotency-Key`; see `command-key.ts`. */
  key?: string;
}

/** The API under `/v1`. Each call answers the parsed body and throws {@link ProblemError} for a refusal. */
export const api = {
  get: <Answer>(path: string, query: Query = {}, signal?: AbortSignal) =>
    send<Answer>('GET', `${path}${toSearch(query)}`, {}, signal),
  post: <Answer>(path: string, command: Command = {}) => send<Answer>('POST', path, command),
  put: <Answer>(path: string, command: Command) => send<Answer>('PUT', path, command),
  patch: <Answer>(path: string, command: Command) => send<Answer>('PATCH', path, command),
  delete: <Answer = void>(path: string, command: Command = {}) => send<Answer>('DELETE', path, command),
};

/** The address of `path` under `/v1`, for a link that the browser follows itself. */
export function apiUrl(path: string, query: Query = {}): string {
  return `/v1${path}${toSearch(query)}`;
}

async function send<Answer>(
  method: string,
  path: string,
  command: Command,
  signal?: AbortSignal,
): Promise<Answer> {
  const headers = new Headers({ accept: 'application/json' });
  if (command.body !== undefined) headers.set('content-type', 'application/json');
  if (command.key !== undefined) headers.set('idempotency-key', command.key);
  const body = command.body === undefined ? undefined : JSON.stringify(command.body);
  const response = await reach(apiUrl(path), { method, headers, body, signal });
  const answer = await readJson(response);
  if (!response.ok) throw new ProblemError(toProblem(response.status, answer));
  return answer as Answer;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, credentials: 'same-origin' });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ProblemError(problemOf(error));
  }
}

/** The body, or undefined when there is none or it is not JSON (a proxy's error page). */
async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
